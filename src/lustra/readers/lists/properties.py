"""Values whose FollowTheMoney property is known → statements, each treated as its property's type asks.

The types stand in ``data/lists/ftm_properties.csv``. A property that is not in the table is text.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Unpack

from lustra import data
from lustra.readers.lists.entry import Details, Entry, clean_value
from lustra.text.countries import country_code
from lustra.text.dates import parse_dates

__all__ = ["add_value", "known_properties", "property_type"]

_GENDERS = {"m": "male", "male": "male", "man": "male", "f": "female", "female": "female", "woman": "female"}
_PART_OR_WITHDRAWN = re.compile(r"[a-z]{2}(?:-[a-z0-9]+|[a-z]{2})")
_QUOTES = '"""'


@cache
def known_properties() -> dict[str, str]:
    """Property → type: ``name``, ``date``, ``country``, ``gender``, ``identifier``, ``entity`` or ``text``."""
    return {row["prop"]: row["type"] for row in data.table("ftm_properties")}


def property_type(prop: str) -> str:
    """The type of a property; ``text`` for one that is not known."""
    return known_properties().get(prop, "text")


def add_value(entry: Entry, prop: str, printed: str, line: int, **details: Unpack[Details]) -> None:
    """Hold one value: dates as EDTF, countries as codes, identifiers checked, references as ids of the same source.

    A date or country that is not understood is kept in the publisher's words, with a problem.
    """
    text = printed.strip()
    if text.startswith(_QUOTES) and text.endswith(_QUOTES) and len(text) >= 2 * len(_QUOTES):
        text = text[len(_QUOTES) : -len(_QUOTES)]
    if text.strip():
        _ADD.get(property_type(prop), Entry.add)(entry, prop, text, line, **details)


def _date(entry: Entry, prop: str, text: str, line: int, **details: Unpack[Details]) -> None:
    for found in parse_dates(text) or (None,):
        entry.date(prop, found, text, line, **details)


def _country(entry: Entry, prop: str, text: str, line: int, **details: Unpack[Details]) -> None:
    """Codes of parts of countries (``gb-sct``) and of withdrawn countries (``suhh``) begin with the country's own."""
    plain = clean_value(text)
    part = plain[:2] if _PART_OR_WITHDRAWN.fullmatch(plain) else ""
    code = country_code(plain) or country_code(part)
    if not code:
        entry.problem(line, f"{prop}: this country is not known; it is kept as printed", plain)
    worded: Details = {**details, "original": plain if code else ""}
    entry.add(prop, code or plain, line, **worded)


def _gender(entry: Entry, prop: str, text: str, line: int, **details: Unpack[Details]) -> None:
    entry.add(prop, _GENDERS.get(clean_value(text).lower(), clean_value(text).lower()), line, **details)


def _reference(entry: Entry, prop: str, text: str, line: int, **details: Unpack[Details]) -> None:
    entry.add(prop, f"{entry.id.partition(':')[0]}:{clean_value(text)}", line, **details)


_ADD: dict[str, Callable[..., None]] = {
    "date": _date,
    "country": _country,
    "gender": _gender,
    "identifier": Entry.identifier,
    "entity": _reference,
}
