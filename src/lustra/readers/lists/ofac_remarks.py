"""The remarks field of OFAC's lists, taken apart.

Remarks are facts joined by ``; `` and closed by a full stop: ``DOB 01 Jan 1960; alt. DOB 1961; POB Minsk, Belarus;
Passport MP1234567 (Belarus) expires 01 Jan 2030; a.k.a. 'BATKA'; Linked To: SOMEBODY.`` The labels stand in
``ofac_remarks.csv`` with what each means. What has no known label is a fact of kind ``note``: it is kept in the
publisher's words.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from lustra import data
from lustra.text.countries import country_code
from lustra.text.dates import parse_date

__all__ = ["NO_COUNTRY", "IdentifierParts", "RemarkFact", "facts", "identifier_parts"]

NO_COUNTRY = frozenset({"undetermined", "none identified", "unknown"})
"""What the list prints where it knows that no country is known."""

_AKA = re.compile(r"([afn])\.k\.a\. '(.*)'")
_ALT = re.compile(r"\Aalt\. +(?=\S)", re.IGNORECASE)
_DAY = r"(?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4}"
_VALIDITY = re.compile(rf"(.*?)(?:[, ]+issued ({_DAY}))?(?:[, ]+expires ({_DAY}(?: to {_DAY})?))?")
_COUNTRY = re.compile(r"(.*?) ?\(([^()]+)\)")
_BRACKET_BEFORE = re.compile(r"(\([^()]*\)) (.*)")
_BRACKET_AFTER = re.compile(r"(.*?) (\([^()]*\))")


class RemarkFact(NamedTuple):
    """One fact of a remarks field."""

    start: int
    """Offset of the fact in the remarks."""
    text: str
    """The publisher's words, without the full stop behind, and without ``alt.`` before a known label."""
    kind: str = "note"
    """``date``, ``country``, ``id``, ``link`` … as in ``ofac_remarks.csv``, or ``aka``, ``fka``, ``nka``."""
    prop: str = "notes"
    label: str = ""
    value: str = ""
    """What follows the label."""


class IdentifierParts(NamedTuple):
    """``MP1234567 (Belarus) issued 2020 expires 01 Jan 2030``, taken apart."""

    number: str
    country: str = ""
    """As printed."""
    note: str = ""
    """Other words in brackets."""
    valid_from: str = ""
    """EDTF."""
    valid_to: str = ""


def facts(remarks: str) -> Iterator[RemarkFact]:
    """Take a remarks field apart, in printed order; nothing is left out but empty parts, ``alt.`` and the last stop."""
    for start, part in _parts(remarks.removesuffix(".")):
        yield _fact(start, _ALT.sub("", part, count=1)) or RemarkFact(start, part)


def identifier_parts(value: str) -> IdentifierParts:
    """Take what follows an identifier's label apart."""
    validity = _VALIDITY.fullmatch(value)
    body, issued, expires = validity.groups() if validity else (value, None, None)
    bracket = _COUNTRY.fullmatch(body)
    known = bracket is not None and (country_code(bracket[2]) or bracket[2].lower() in NO_COUNTRY)
    number, country = (bracket[1], bracket[2]) if bracket and known else (body, "")
    number, note = _without_brackets(number.strip(" ,"))
    return IdentifierParts(number, country, note, _edtf(issued), _edtf(expires))


def _parts(remarks: str) -> Iterator[tuple[int, str]]:
    """Split at semicolons that are not inside brackets; where brackets do not close, at every semicolon."""
    balanced = remarks.count("(") == remarks.count(")")
    start = depth = 0
    for match in re.finditer(r"[();]|\Z", remarks):
        mark = match[0]
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if mark in {";", ""} and (depth <= 0 or not balanced or not mark):
            part = remarks[start : match.start()]
            if part.strip():
                yield start + len(part) - len(part.lstrip()), " ".join(part.split())
            start = match.end()


def _fact(start: int, text: str) -> RemarkFact | None:
    aka = _AKA.fullmatch(text)
    if aka:
        return RemarkFact(start, text, f"{aka[1]}ka", label=f"{aka[1]}.k.a.", value=aka[2].strip())
    match = _labels().match(text)
    if match is None:
        return None
    kind, prop = _meanings()[match[1]]
    return RemarkFact(start, text, kind, prop, match[1], match[2].strip())


@cache
def _meanings() -> dict[str, tuple[str, str]]:
    return {row["label"]: (row["kind"], row["prop"] or "notes") for row in data.table("ofac_remarks")}


@cache
def _labels() -> re.Pattern[str]:
    longest_first = sorted(_meanings(), key=lambda label: (-len(label), label))
    return re.compile(f"({'|'.join(map(re.escape, longest_first))})(?::|(?= )|$)(.*)", re.DOTALL)


def _without_brackets(number: str) -> tuple[str, str]:
    """The number, and the words in brackets beside it: ``HRA 738077 (Stuttgart)``; ``(HWI)040182`` stays whole."""
    before = _BRACKET_BEFORE.fullmatch(number)
    if before:
        return before[2], before[1]
    after = _BRACKET_AFTER.fullmatch(number)
    return (after[1], after[2]) if after else (number, "")


def _edtf(text: str | None) -> str:
    found = parse_date(text) if text else None
    return found.edtf() if found else ""
