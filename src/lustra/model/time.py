"""Days, half-open intervals of days, imprecise dates, and the two clocks of every question.

A date that a list prints as ``1957`` is the interval [1957-01-01, 1958-01-01), never 1 January. Text form is
EDTF level 1 (ISO 8601-2:2019): ``1957``, ``1957-03``, ``1957-03-04``, ``1957~`` (circa), ``1955/1957`` (a range,
both ends included as printed).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lustra.errors import InputError

__all__ = [
    "ALWAYS",
    "FIRST_ORDINAL",
    "FOREVER",
    "LONG_AGO",
    "OPEN_ORDINAL",
    "AsOf",
    "ImpreciseDate",
    "Interval",
    "covers",
    "day_ordinal",
    "parse_day",
]

LONG_AGO = date.min
"""Start of an interval whose start nobody stated."""
FOREVER = date.max
"""End of an interval that has not ended: an open end, which no day is past."""
FIRST_ORDINAL = LONG_AGO.toordinal()
"""LONG_AGO as a proleptic Gregorian ordinal."""
OPEN_ORDINAL = FOREVER.toordinal()
"""FOREVER as a proleptic Gregorian ordinal."""

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)")


def parse_day(text: str) -> date:
    """Read one full ISO day, ``YYYY-MM-DD``.

    Raises:
        InputError: the text is not a full, existing day.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError(f"{text!r} is not a day", "Write days as YYYY-MM-DD, for example 2022-04-14.") from None


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Days from ``start`` up to, and not including, ``end``."""

    start: date = LONG_AGO
    end: date = FOREVER

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (day < self.end or self.open)

    @property
    def open(self) -> bool:
        """Whether it has no end."""
        return self.end == FOREVER

    @property
    def empty(self) -> bool:
        """Whether it holds no day."""
        return self.end <= self.start

    def overlaps(self, other: "Interval") -> bool:
        """Whether some day lies in both."""
        return self.start < other.end and other.start < self.end


ALWAYS = Interval()
"""All days."""


def day_ordinal(day: date) -> int:
    """The ordinal of a day that is asked about, for comparison with columns of ordinals.

    FOREVER, which stands for "no limit", becomes the last day before it, so that an open end is past every day.
    """
    return min(day.toordinal(), OPEN_ORDINAL - 1)


def covers(start: Any, end: Any, ordinal: int) -> Any:
    """Whether a day lies in each of some intervals, the counterpart of ``day in interval`` for columns.

    Args:
        start: first day of each interval as an ordinal: an array, or one number.
        end: first day after it.
        ordinal: the day, from ``day_ordinal``.
    """
    return (start <= ordinal) & (ordinal < end)


@dataclass(frozen=True, slots=True)
class AsOf:
    """The two clocks of every question.

    Args:
        valid: the day whose state of the world is asked for.
        known: the day whose state of knowledge may be used; statements published later are left out.
    """

    valid: date
    known: date = FOREVER

    def admits(self, valid: Interval, known: Interval = ALWAYS, end_published: date = LONG_AGO) -> bool:
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


@dataclass(frozen=True, slots=True, order=True)
class ImpreciseDate:
    """A date known to lie in [earliest, end).

    Args:
        earliest: first possible day.
        end: first day after the last possible one.
        circa: the publisher says "approximately"; the interval is what was printed, unwidened.
    """

    earliest: date
    end: date
    circa: bool = False

    @classmethod
    def year(cls, year: int, *, circa: bool = False) -> "ImpreciseDate":
        """The whole of one year (1–9998)."""
        return cls(date(year, 1, 1), date(year + 1, 1, 1), circa)

    @classmethod
    def month(cls, year: int, month: int, *, circa: bool = False) -> "ImpreciseDate":
        """The whole of one month (1–12) of one year."""
        return cls(date(year, month, 1), date(year + month // 12, month % 12 + 1, 1), circa)

    @classmethod
    def day(cls, day: date, *, circa: bool = False) -> "ImpreciseDate":
        """Exactly one day."""
        return cls(day, day + timedelta(days=1), circa)

    @classmethod
    def between(cls, first: "ImpreciseDate", last: "ImpreciseDate") -> "ImpreciseDate":
        """From the earliest day of one date to the latest day of another.

        Raises:
            InputError: the range ends before it starts.
        """
        if last.end <= first.earliest:
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
        return not self.circa and (self.end - self.earliest).days == 1

    def may_equal(self, other: "ImpreciseDate") -> bool:
        """Whether one day could satisfy both, taking the printed intervals as they are."""
        return self.earliest < other.end and other.earliest < self.end


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


def _point_text(earliest: date, end: date) -> str:
    if (end - earliest).days == 1:
        return earliest.isoformat()
    if ImpreciseDate.month(earliest.year, earliest.month) == ImpreciseDate(earliest, end):
        return f"{earliest:%Y-%m}" if earliest.year >= 1000 else f"{earliest.year:04d}-{earliest.month:02d}"
    return f"{earliest.year:04d}" if ImpreciseDate.year(earliest.year) == ImpreciseDate(earliest, end) else ""


def _start_text(day: date) -> str:
    return f"{day.year:04d}" if (day.month, day.day) == (1, 1) else day.isoformat()


def _end_text(end: date) -> str:
    last = end - timedelta(days=1)
    return f"{last.year:04d}" if (last.month, last.day) == (12, 31) else last.isoformat()
