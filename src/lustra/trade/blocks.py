"""Time as the detector sees it: equal blocks before and after an event, from yearly or monthly flows."""

from dataclasses import dataclass
from datetime import date

from lustra.errors import InputError
from lustra.trade.flows import Profile

__all__ = ["Blocks", "blocks_around", "month_number"]

IN_FORCE = 0.75
"""A period counts as after the event when the measure was in force for at least this share of it; a period that holds
the event for less is left out of both sides (2022 is after 25 February 2022; 2014 is neither for 7 August 2014)."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks of ``length`` months, numbered −n_before … −1 and 1 … n_after."""

    first_before: int
    """Month number (year × 12 + month − 1) at which block −n_before starts."""
    n_before: int
    first_after: int
    """Month number at which block 1 starts."""
    n_after: int
    length: int
    months: int
    """Length of the flow periods used: 12 for yearly rows, 1 for monthly."""

    @property
    def count(self) -> int:
        """Number of blocks on both sides."""
        return self.n_before + self.n_after

    @property
    def starts(self) -> tuple[int, ...]:
        """Month number at which each block starts, in time order."""
        before = range(self.first_before, self.first_before + self.n_before * self.length, self.length)
        return (*before, *range(self.first_after, self.first_after + self.n_after * self.length, self.length))

    def where(self) -> str:
        """SQL: the rows of any block."""
        lasts = (self.first_before + self.n_before * self.length, self.first_after + self.n_after * self.length)
        spans = zip((self.first_before, self.first_after), lasts, strict=True)
        inside = " OR ".join(f'("start" >= {_day_sql(a)} AND "start" < {_day_sql(b)})' for a, b in spans)
        return f"months = {self.months} AND ({inside})"

    def sums(self, column: str = "value") -> list[str]:
        """SQL: the sum of a column in each block, in time order."""
        return [
            f'coalesce(sum({column}) FILTER ("start" >= {_day_sql(a)} AND "start" < {_day_sql(a + self.length)}), 0)'
            for a in self.starts
        ]

    def words(self) -> str:
        """``2019–2021 against 2022–2024`` or the months."""
        sides = ((self.first_before, self.n_before), (self.first_after, self.n_after))
        return " against ".join(_span_words(first, count * self.length) for first, count in sides)

    def shifted(self, blocks: int) -> "Blocks":
        """The same blocks around an earlier, made-up event."""
        by = blocks * self.length
        gap = self.first_after - by
        return Blocks(gap - self.n_before * self.length, self.n_before, gap, self.n_after, self.length, self.months)


def month_number(day: date) -> int:
    """Months since year 0."""
    return day.year * 12 + day.month - 1


def _day_sql(number: int) -> str:
    return f"DATE '{number // 12:04d}-{number % 12 + 1:02d}-01'"


def _span_words(first: int, months: int) -> str:
    last = first + months - 1
    if first % 12 == 0 and months % 12 == 0:
        return f"{first // 12}" if months == 12 else f"{first // 12}–{last // 12}"
    return f"{first // 12}-{first % 12 + 1:02d}–{last // 12}-{last % 12 + 1:02d}"


def blocks_around(profile: Profile, day: date, window: int = 3) -> Blocks:
    """Blocks of a year (of six or three months where the data are too short) around a day.

    Args:
        profile: what the table of flows holds.
        day: day of the event.
        window: blocks wanted on each side, at most.

    Raises:
        InputError: the event lies outside the data, or leaves no complete block before or after it.
    """
    fitting = [
        found
        for months, lengths in ((12, (12,)), (1, (12, 6, 3)))
        if months in profile.months
        for length in lengths
        for found in [_fit(profile, day, months, length, window)]
        if found.n_before >= 1 and found.n_after >= 1
    ]
    if not fitting:
        raise InputError(
            f"the event of {day} lies outside the data, which run from {profile.first} to {profile.last}",
            "Load flows that cover at least a year before and after the event, or give another --event or --date.",
        )
    return max(fitting, key=lambda b: (min(b.n_before, 2) + min(b.n_after, 2), b.length, b.months == 12, b.count))


def _fit(profile: Profile, day: date, months: int, length: int, window: int) -> Blocks:
    first, last = (
        month_number(date.fromisoformat(profile.first)),
        month_number(date.fromisoformat(profile.last)) + months,
    )
    number = month_number(day)
    holding = number // months * months if months == 12 else number
    before_end = holding
    after = holding if _share_in_force(day, holding, months) >= IN_FORCE else holding + months
    if months == 12:
        first, last = -(-first // 12) * 12, last // 12 * 12
    n_before = max(0, min(window, (before_end - first) // length))
    n_after = max(0, min(window, (last - after) // length))
    return Blocks(before_end - n_before * length, n_before, after, n_after, length, months)


def _share_in_force(day: date, first_month: int, months: int) -> float:
    start = date(first_month // 12, first_month % 12 + 1, 1)
    end_month = first_month + months
    end = date(end_month // 12, end_month % 12 + 1, 1)
    return (end - day).days / (end - start).days
