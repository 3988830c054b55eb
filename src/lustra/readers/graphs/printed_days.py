"""Days as ownership sources print them; one that cannot be read is reported and counts as not stated."""

from collections.abc import Callable
from functools import lru_cache

from lustra.errors import InputError
from lustra.model.time import FOREVER, LONG_AGO, Day, ImpreciseDate, Interval

__all__ = ["FIRST_YEAR", "LAST_YEAR", "Report", "first_day", "last_day", "span"]

FIRST_YEAR, LAST_YEAR = 1500, 2200
"""A holding outside these years is a slip of the pen."""
Report = Callable[[str, str], None]
"""Takes the reason and the value of a problem."""
UNSTATED = frozenset({"", "0000", "9999", "-", "none", "null"})


@lru_cache(maxsize=65536)
def first_day(text: str) -> Day:
    """The first day on which something can have begun; LONG_AGO where none is stated.

    Args:
        text: EDTF, or an ISO time, of which the day counts.

    Raises:
        InputError: it is no date, or lies outside the years in which anything can be held.
    """
    return _read(text).earliest if text.strip().casefold() not in UNSTATED else LONG_AGO


@lru_cache(maxsize=65536)
def last_day(text: str) -> Day:
    """The first day on which something can have been over; FOREVER where none is stated.

    Args:
        text: EDTF, or an ISO time, of which the day counts; of a year or month the end counts.

    Raises:
        InputError: it is no date, or lies outside the years in which anything can be held.
    """
    if text.strip().casefold() in UNSTATED:
        return FOREVER
    found = _read(text)
    return found.earliest if found.precise else found.end


def span(start: str, end: str, report: Report) -> Interval:
    """The days between two printed dates, half-open; an unstated or unreadable date bounds nothing.

    Args:
        start: as ``first_day`` takes it.
        end: as ``last_day`` takes it.
        report: called with reason and value where a date cannot be read.
    """
    return Interval(_stated(first_day, start, LONG_AGO, report), _stated(last_day, end, FOREVER, report))


def _stated(reading: Callable[[str], Day], text: str, otherwise: Day, report: Report) -> Day:
    try:
        return reading(text)
    except InputError as error:
        report(f"{error.message}; taken as not stated", text)
        return otherwise


def _read(text: str) -> ImpreciseDate:
    day, time, _ = text.strip().partition("T")
    found = ImpreciseDate.from_edtf(day if time else text.strip())
    if not FIRST_YEAR <= found.earliest.date.year <= LAST_YEAR:
        raise InputError(f"the year of {text!r} is out of range", f"Years from {FIRST_YEAR} to {LAST_YEAR} are read.")
    return found
