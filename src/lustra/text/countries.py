"""Country names, codes and nationalities as sources print them → lower-case ISO 3166 alpha-2: the only resolver.

Facts are in two tables. ``country_names.csv``: ISO short, official and French names, alpha-3 codes, withdrawn
names, the wordings of the lists, demonyms. ``country_names_cldr.csv``: the names of every country in some forty
languages, and its numbers, from Unicode CLDR (made by ``tools/country_names.py``); it is read where the first does not
know a name, and holds their keys, so that no name is folded when it is read. A country that was renamed resolves to its
present code (Burma → ``mm``); one that is no more to its withdrawn code (Soviet Union → ``su``). Kosovo is ``xk``, the
code the EU uses. This module is in the path of a single question: it reads each table on first use.
"""

import re
import unicodedata
from functools import cache, lru_cache

from lustra import data

__all__ = ["country_code", "country_codes", "country_name", "country_of_number", "english_name", "name_key"]

_WORD = re.compile(r"\w+")
_SILENT = {"the", "of"}
_NOW = re.compile(r"\b(?:now|currently)\s+([^()]+)", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")


@lru_cache(maxsize=4096)
def country_code(name: str) -> str:
    """The code of a country given as name, code, nationality or ``English / French``; "" where it is not known.

    ``USSR (now Belarus)`` is Belarus; ``Korea, North`` is read as ``North Korea``; other brackets are skipped where
    the rest is a country. Two countries in one text (``Sudan/South Sudan``) are not one country: "".
    """
    text = name.strip(" .")
    return _known(text) or _now(text) or _first_of_two_languages(text) or _known(_BRACKETS.sub(" ", text))


def country_name(code: str) -> str:
    """The English short name of a lower-case alpha-2 code; the code itself where it is not known."""
    return _names().get(code, code)


def country_codes() -> frozenset[str]:
    """The lower-case alpha-2 codes of today's countries and territories: ISO 3166-1, and Kosovo."""
    return frozenset(_cldr_rows())


def country_of_number(number: str) -> str:
    """The code of a country given by its ISO 3166-1 or UN M49 number, leading zeros left out or not; "" if unknown."""
    return _numbers().get(number.zfill(3), "") if number.isdecimal() else ""


def english_name(code: str) -> str:
    """The usual English name of a lower-case alpha-2 code (CLDR: Vietnam, where ISO has Viet Nam); else the code."""
    row = _cldr_rows().get(code)
    return row["english"] if row else code


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in data.table("country_names"):
        names.setdefault(row["code"], row["name"])
    return names


@cache
def _codes() -> dict[str, str]:
    return {name_key(row["name"]): row["code"] for row in data.table("country_names")}


@cache
def _cldr_rows() -> dict[str, dict[str, str]]:
    """By code; a row without one is a name that is left out."""
    return {row["code"]: row for row in data.table("country_names_cldr") if row["code"]}


@cache
def _cldr_codes() -> dict[str, str]:
    return {key: code for code, row in _cldr_rows().items() for key in row["keys"].split(";")}


@cache
def _numbers() -> dict[str, str]:
    return {number: code for code, row in _cldr_rows().items() for number in row["numbers"].split()}


def name_key(name: str) -> str:
    """What two spellings of a name share: its words without case, accents, punctuation, ``the`` and ``of``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = _WORD.findall(plain.replace("'", "").replace("’", "").replace("&", " and "))
    joined = " ".join("saint" if word in {"st", "ste"} else word for word in words if word not in _SILENT)
    return unicodedata.normalize("NFC", joined)


def _known(text: str) -> str:
    if len(text) == 2 and text.lower() in _names():
        return text.lower()
    last, comma, first = text.partition(",")
    key = name_key(text)
    inverted = name_key(f"{first} {last}") if comma else ""
    return _codes().get(key) or _codes().get(inverted) or (_cldr_codes().get(key, "") if key else "")


def _now(text: str) -> str:
    match = _NOW.search(text)
    return _known(match[1]) if match else ""


def _first_of_two_languages(text: str) -> str:
    codes = {_known(part.strip()) for part in text.split("/")} - {""} if "/" in text else set()
    return codes.pop() if len(codes) == 1 else ""
