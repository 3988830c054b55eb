"""Days, half-open intervals of days, imprecise dates, and the two clocks of every question.

A date that a list prints as ``1957`` is the interval [1957-01-01, 1958-01-01), never 1 January. Text form is
EDTF level 1 (ISO 8601-2:2019): ``1957``, ``1957-03``, ``1957-03-04``, ``1957~`` (circa), ``1955/1957`` (a range,
both ends included as printed).

This module alone compares days. A ``Day`` has no ordering operators, so "in force and known" cannot be written
anywhere else: ask ``AsOf.admits``, ``Interval``, or the functions here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from lustra.errors import InputError

__all__ = [
    "ALWAYS",
    "FIRST_ORDINAL",
    "FOREVER",
    "LONG_AGO",
    "OPEN_ORDINAL",
    "AsOf",
    "Day",
    "DayLike",
    "ImpreciseDate",
    "Interval",
    "covers",
    "day_of",
    "day_ordinal",
    "days_between",
    "earliest",
    "is_before",
    "latest",
    "parse_day",
]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the proleptic Gregorian calendar, counted as ``date.toordinal`` counts; it has no order of its own."""

    ordinal: int

    def __str__(self) -> str:
        return self.isoformat()

    def __repr__(self) -> str:
        return f"Day({self.isoformat()})"

    def __add__(self, days: int) -> "Day":
        return Day(self.ordinal + days)

    def __sub__(self, days: int) -> "Day":
        return Day(self.ordinal - days)

    def isoformat(self) -> str:
        """The day as ``YYYY-MM-DD``."""
        return self.date.isoformat()

    @property
    def date(self) -> date:
        """The day as the standard library has it."""
        return date.fromordinal(self.ordinal)


DayLike = Day | date | str
"""A day as callers give it: a Day, a date, or YYYY-MM-DD."""

LONG_AGO = Day(date.min.toordinal())
"""Start of an interval whose start nobody stated."""
FOREVER = Day(date.max.toordinal())
"""End of an interval that has not ended: an open end, which no day is past."""
FIRST_ORDINAL = LONG_AGO.ordinal
"""LONG_AGO as a proleptic Gregorian ordinal."""
OPEN_ORDINAL = FOREVER.ordinal
"""FOREVER as a proleptic Gregorian ordinal."""

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)")


@lru_cache(maxsize=65536)
def _of_date(day: date) -> Day:
    return Day(day.toordinal())


def day_of(day: DayLike) -> Day:
    """A day from a date, or from full ISO text, ``YYYY-MM-DD``.

    Raises:
        InputError: the text is not a full, existing day.
    """
    if isinstance(day, Day):
        return day
    return parse_day(day) if isinstance(day, str) else _of_date(day)


def parse_day(text: str) -> Day:
    """Read one full ISO day, ``YYYY-MM-DD``.

    Raises:
        InputError: the text is not a full, existing day.
    """
    try:
        return _of_date(date.fromisoformat(text.strip()))
    except ValueError:
        raise InputError(f"{text!r} is not a day", "Write days as YYYY-MM-DD, for example 2022-04-14.") from None


def is_before(day: Day, other: Day) -> bool:
    """Whether a day comes before another."""
    return day.ordinal < other.ordinal


def earliest(*days: Day) -> Day:
    """The first of some days."""
    return Day(min(day.ordinal for day in days))


def latest(*days: Day) -> Day:
    """The last of some days."""
    return Day(max(day.ordinal for day in days))


def days_between(first: Day, last: Day) -> int:
    """How many days one day comes after another; negative where it comes before."""
    return last.ordinal - first.ordinal


@dataclass(frozen=True, slots=True, init=False)
class Interval:
    """Days from ``start`` up to, and not including, ``end``; intervals sort by start, then by end."""

    start: Day
    end: Day

    def __init__(self, start: DayLike = LONG_AGO, end: DayLike = FOREVER) -> None:
        object.__setattr__(self, "start", day_of(start))
        object.__setattr__(self, "end", day_of(end))

    def __lt__(self, other: "Interval") -> bool:
        return (self.start.ordinal, self.end.ordinal) < (other.start.ordinal, other.end.ordinal)

    def __contains__(self, day: DayLike) -> bool:
        ordinal = day_of(day).ordinal
        return self.start.ordinal <= ordinal and (ordinal < self.end.ordinal or self.open)

    @property
    def open(self) -> bool:
        """Whether it has no end."""
        return self.end == FOREVER

    @property
    def empty(self) -> bool:
        """Whether it holds no day."""
        return self.end.ordinal <= self.start.ordinal

    def overlaps(self, other: "Interval") -> bool:
        """Whether some day lies in both."""
        return is_before(self.start, other.end) and is_before(other.start, self.end)

    def cut(self, days: Iterable[Day]) -> list["Interval"]:
        """Its parts, in order, between those of some days that lie inside."""
        inside = {day.ordinal for day in days if self.start.ordinal <= day.ordinal <= self.end.ordinal}
        points = sorted(inside | {self.start.ordinal, self.end.ordinal})
        return [Interval(Day(first), Day(after)) for first, after in pairwise(points)]


ALWAYS = Interval()
"""All days."""


def day_ordinal(day: DayLike) -> int:
    """The ordinal of a day that is asked about, for comparison with columns of ordinals.

    FOREVER, which means "no limit", becomes the last day before it, so that an open end is past every day.
    """
    return min(day_of(day).ordinal, OPEN_ORDINAL - 1)


def covers(start: Any, end: Any, ordinal: int) -> Any:
    """Whether a day lies in each of some intervals, the counterpart of ``day in interval`` for columns.

    Args:
        start: first day of each interval as an ordinal: an array, or one number.
        end: first day after it.
        ordinal: the day, from ``day_ordinal``.
    """
    return (start <= ordinal) & (ordinal < end)


@dataclass(frozen=True, slots=True, init=False)
class AsOf:
    """The two clocks of every question.

    Args:
        valid: the day whose state of the world is asked for.
        known: the day whose state of knowledge may be used; statements published later are left out.
    """

    valid: Day
    known: Day

    def __init__(self, valid: DayLike, known: DayLike = FOREVER) -> None:
        object.__setattr__(self, "valid", day_of(valid))
        object.__setattr__(self, "known", day_of(known))

    @property
    def first(self) -> Day:
        """The earlier of the two days: what came after it cannot count."""
        return earliest(self.valid, self.known)

    def admits(self, valid: Interval, known: Interval = ALWAYS, end_published: Day = LONG_AGO) -> bool:
        """Whether something counts: it was known, and by what was known it was in force.

        Args:
            valid: the days on which it was in force.
            known: the days on which it was known and not yet superseded.
            end_published: the day on which the end of ``valid`` was published; until then it had not ended for
                whoever asked. LONG_AGO where the end was known from the beginning.
        """
        ended = self.known in Interval(end_published) and end_published != FOREVER
        return self.known in known and self.valid in (valid if ended else Interval(valid.start))

    def admitted(self, valid: tuple[Any, Any], known: tuple[Any, Any], end_published: Any = FIRST_ORDINAL) -> Any:
        """``admits`` for columns: a mask.

        Args:
            valid: first day and day after of each interval, as ordinals: two arrays.
            known: the same of the days on which each was known.
            end_published: the ordinal on which each end was published.
        """
        day, seen = day_ordinal(self.valid), day_ordinal(self.known)
        started, unended = valid[0] <= day, (day < valid[1]) | (seen < end_published)
        return started & unended & covers(*known, seen)


@dataclass(frozen=True, slots=True, init=False)
class ImpreciseDate:
    """A date known to lie in [earliest, end); such dates sort by the first day, then by the last.

    Args:
        earliest: first possible day.
        end: first day after the last possible one.
        circa: the publisher says "approximately"; the interval is what was printed, unwidened.
    """

    earliest: Day
    end: Day
    circa: bool = False

    def __init__(self, earliest: DayLike, end: DayLike, circa: bool = False) -> None:
        object.__setattr__(self, "earliest", day_of(earliest))
        object.__setattr__(self, "end", day_of(end))
        object.__setattr__(self, "circa", circa)

    def __lt__(self, other: "ImpreciseDate") -> bool:
        return self._sort_key < other._sort_key

    @property
    def _sort_key(self) -> tuple[int, int, bool]:
        return self.earliest.ordinal, self.end.ordinal, self.circa

    @classmethod
    def year(cls, year: int, *, circa: bool = False) -> "ImpreciseDate":
        """The whole of one year (1–9998)."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1), circa)

    @classmethod
    def month(cls, year: int, month: int, *, circa: bool = False) -> "ImpreciseDate":
        """The whole of one month (1–12) of one year."""
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1), circa)

    @classmethod
    def day(cls, day: DayLike, *, circa: bool = False) -> "ImpreciseDate":
        """Exactly one day."""
        return cls(day_of(day), day_of(day) + 1, circa)

    @classmethod
    def between(cls, first: "ImpreciseDate", last: "ImpreciseDate") -> "ImpreciseDate":
        """From the earliest day of one date to the latest day of another.

        Raises:
            InputError: the range ends before it starts.
        """
        if Interval(first.earliest, last.end).empty:
            raise InputError(f"the range {first.edtf()}/{last.edtf()} ends before it starts")
        return cls(first.earliest, last.end, first.circa or last.circa)

    @classmethod
    def from_edtf(cls, text: str) -> "ImpreciseDate":
        """Read the EDTF forms named in the module's docstring.

        Raises:
            InputError: any other text, or a day that does not exist.
        """
        first, slash, last = text.strip().partition("/")
        return cls.between(_point(first), _point(last)) if slash else _point(first)

    def edtf(self) -> str:
        """EDTF level 1 text; ``from_edtf`` gives the same date back."""
        whole = _point_text(self.earliest, self.end)
        mark = "~" if self.circa else ""
        if whole:
            return whole + mark
        return f"{_start_text(self.earliest)}{mark}/{_end_text(self.end)}{mark}"

    @property
    def precise(self) -> bool:
        """Whether exactly one day is possible."""
        return not self.circa and days_between(self.earliest, self.end) == 1

    def may_equal(self, other: "ImpreciseDate") -> bool:
        """Whether one day could satisfy both, taking the printed intervals as they are."""
        return Interval(self.earliest, self.end).overlaps(Interval(other.earliest, other.end))


def _point(text: str) -> ImpreciseDate:
    match = _POINT.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{text!r} is not a date", "Write 1957, 1957-03, 1957-03-04, 1957~ or 1955/1957.")
    year, month, day, circa = int(match[1]), match[2], match[3], bool(match[4])
    try:
        if day:
            return ImpreciseDate.day(date(year, int(month), int(day)), circa=circa)
        return ImpreciseDate.month(year, int(month), circa=circa) if month else ImpreciseDate.year(year, circa=circa)
    except (ValueError, OverflowError):
        raise InputError(f"{text!r} is not a date that exists") from None


def _point_text(first: Day, end: Day) -> str:
    if days_between(first, end) == 1:
        return first.isoformat()
    whole, day = (first, end), first.date
    month, year = ImpreciseDate.month(day.year, day.month), ImpreciseDate.year(day.year)
    if whole == (month.earliest, month.end):
        return f"{day.year:04d}-{day.month:02d}"
    return f"{day.year:04d}" if whole == (year.earliest, year.end) else ""


def _start_text(start: Day) -> str:
    day = start.date
    return f"{day.year:04d}" if (day.month, day.day) == (1, 1) else day.isoformat()


def _end_text(end: Day) -> str:
    last = (end - 1).date
    return f"{last.year:04d}" if (last.month, last.day) == (12, 31) else last.isoformat()
