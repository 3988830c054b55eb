"""The period texts of trade statistics → first day and length in months."""

import re
from datetime import date
from functools import cache
from typing import NamedTuple

__all__ = ["MONTHS", "Period", "read_period"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_IN_MONTHS = re.compile(r"(?:\d{6}\s*-\s*)?jan\.?\s*-\s*dec\.?\s*(\d{4})")
_NAMED_MONTH = re.compile(r"(?:\d{6}\s*-\s*)?([a-z]{3})[a-z]*\.?\s+(\d{4})")
_YEAR = re.compile(r"y?(\d{4})(?:\.0)?")
_YEAR_MONTH = re.compile(r"(\d{4})[-m/.]?(\d{2})(?:-01)?")
_QUARTER = re.compile(r"(\d{4})[-\s]?q([1-4])")
COMEXT_YEAR = 52
"""Comext writes month 52 for the whole year (Eurostat, Comext bulk download guide)."""


class Period(NamedTuple):
    """A month, a quarter or a year."""

    start: date
    months: int


@cache
def read_period(text: str) -> Period | None:
    """``2021``, ``Y2021``, ``202152``, ``Jan.-Dec. 2021``, ``Feb. 2024``, ``2024-02``, ``2024Q1`` …; None otherwise."""
    folded = text.strip().casefold()
    if match := _YEAR_IN_MONTHS.fullmatch(folded) or _YEAR.fullmatch(folded):
        return _valid(int(match[1]), 1, 12)
    if (match := _NAMED_MONTH.fullmatch(folded)) and match[1] in MONTHS:
        return _valid(int(match[2]), MONTHS.index(match[1]) + 1, 1)
    if match := _QUARTER.fullmatch(folded):
        return _valid(int(match[1]), 3 * int(match[2]) - 2, 3)
    if match := _YEAR_MONTH.fullmatch(folded):
        month = int(match[2])
        return _valid(int(match[1]), 1, 12) if month == COMEXT_YEAR else _valid(int(match[1]), month, 1)
    return None


def _valid(year: int, month: int, months: int) -> Period | None:
    if not (1900 <= year <= 2100 and 1 <= month <= 12):
        return None
    return Period(date(year, month, 1), months)
