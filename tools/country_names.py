"""Make ``country_names_cldr.csv``: the names of every country in many languages, from Unicode CLDR through Babel.

``python -m tools.country_names`` writes the packaged table and prints the names that it leaves out; a test fails when
the packaged table differs. A name is left out where it means two countries in two languages, or another country than
``country_names.csv`` says; it stands in the table with its reason, so that a reader sees it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from babel import Locale
from babel.core import get_cldr_version, get_global

from lustra.data import table
from lustra.text.countries import name_key

__all__ = ["LANGUAGES", "compile_country_names"]

LANGUAGES = (
    "en", "fr", "de", "es", "it", "pt", "ru", "uk", "be", "pl", "cs", "sk", "sl", "lt", "lv", "et", "ro", "bg", "mk",
    "sr", "sr_Latn", "hr", "hu", "el", "tr", "ar", "fa", "he", "ka", "hy", "az", "kk", "ky", "uz", "uz_Cyrl", "zh",
    "zh_Hant", "ja", "ko", "nl", "sv", "fi", "da", "nb",
)  # fmt: skip
NOT_ISO = re.compile("AA|Q[M-Z]|X[A-Z]|ZZ|EU")
"""Codes that ISO 3166-1 leaves to users, and the European Union's."""
KOSOVO = "XK"
MERGED = {"278", "720", "886"}
"""Numbers of states that CLDR gives to the one that they are part of now: the German Democratic Republic, the two
Yemens."""


def compile_country_names() -> str:
    """The table as text: a row per country with its numbers and the keys of its names, then a row per name left out."""
    names = _names()
    excluded = _excluded(names)
    source = f"Unicode CLDR {get_cldr_version()} (Unicode License v3)"
    lines = ["code,numbers,english,keys,source"]
    for code, numbers in sorted(_numbers().items()):
        keys = dict.fromkeys(name_key(names[code, language]) for language in LANGUAGES if (code, language) in names)
        known = ";".join(key for key in keys if key not in excluded)
        lines.append(_line(code.lower(), " ".join(numbers), names[code, "en"], known, source))
    lines += [_line("", "", "", key, f"left out: {reason}; {source}") for key, reason in sorted(excluded.items())]
    return "\n".join(lines) + "\n"


def _line(*fields: str) -> str:
    return ",".join(f'"{field}"' if "," in field else field for field in fields)


def _numbers() -> dict[str, list[str]]:
    """Upper-case alpha-2 code → its numbers in ISO 3166-1 and UN M49, one also of an earlier extent of the country."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for alias, codes in sorted(get_global("territory_aliases").items()):
        if alias.isdigit() and alias not in MERGED and len(codes) == 1 and not NOT_ISO.fullmatch(codes[0]):
            numbers[codes[0]].append(alias)
    return {**numbers, KOSOVO: []}


def _names() -> dict[tuple[str, str], str]:
    """Alpha-2 code and language → name."""
    codes = _numbers()
    return {
        (code, language): name
        for language in LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if code in codes
    }


def _excluded(names: Mapping[tuple[str, str], str]) -> dict[str, str]:
    """Key of a name that means several countries → which countries in which languages."""
    meanings: dict[str, dict[str, str]] = defaultdict(dict)
    for (code, language), name in names.items():
        meanings[name_key(name)].setdefault(code, f"{name!r} is {code} in {language}")
    for row in table("country_names"):
        code, key = row["code"].upper(), name_key(row["name"])
        if key in meanings:
            meanings[key].setdefault(code, f"{row['name']!r} is {code} by {row['source']}")
    return {key: " and ".join(sorted(words.values())) for key, words in meanings.items() if len(words) > 1}


def _left_out(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.startswith(",,,"))


if __name__ == "__main__":
    compiled = compile_country_names()
    Path(str(files("lustra.data") / "generated" / "country_names_cldr.csv")).write_text(compiled, "utf-8")
    print("\n".join(_left_out(compiled)))
