"""Country names, codes and nationalities as lists print them → lower-case ISO 3166 alpha-2.

Facts stand in ``data/country_names.csv``: ISO short, official and French names, alpha-3 codes, withdrawn names, the
wordings of the lists, demonyms, and the own-language names of the countries most written about. A country that was
renamed resolves to its present code (Burma → ``mm``); one that is no more to its withdrawn code (Soviet Union →
``su``). Kosovo is ``xk``, the code the EU uses. This module stands in the path of a single question: it reads one
table, on first use.
"""

import re
import unicodedata
from functools import cache, lru_cache

from lustra import data

__all__ = ["country_code", "country_name"]

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


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in data.table("country_names"):
        names.setdefault(row["code"], row["name"])
    return names


@cache
def _codes() -> dict[str, str]:
    return {_key(row["name"]): row["code"] for row in data.table("country_names")}


def _key(name: str) -> str:
    """Words without case, accents, punctuation, ``the`` and ``of``."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = _WORD.findall(plain.replace("'", "").replace("’", "").replace("&", " and "))
    return " ".join("saint" if word in {"st", "ste"} else word for word in words if word not in _SILENT)


def _known(text: str) -> str:
    if len(text) == 2 and text.lower() in _names():
        return text.lower()
    last, comma, first = text.partition(",")
    return _codes().get(_key(text)) or _codes().get(_key(f"{first} {last}") if comma else "", "")


def _now(text: str) -> str:
    match = _NOW.search(text)
    return _known(match[1]) if match else ""


def _first_of_two_languages(text: str) -> str:
    codes = {_known(part.strip()) for part in text.split("/")} - {""} if "/" in text else set()
    return codes.pop() if len(codes) == 1 else ""
