"""Runs of days: on which days a list printed a fact, and what one more version, or one fewer, changes.

Facts are numbered, days are integers (days since 1970-01-01), a run [start, end) starts on the publication day of
the first version that prints the fact and ends on that of the first later version that does not; ``OPEN`` where no
later version is held. Facts and versions may come in any order: the runs depend only on which versions are held.

A version may be *partial*: a companion file of the set was not in it. Such a version says nothing about a fact of the
missing file, unless the whole entry is gone. So two days per fact decide what a version changes:

- ``covered``: the next version after the day that holds the fact's file;
- ``telling``: the next version after the day that says anything about the fact: one that covers it, or one from which
  the whole entry is absent.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["OPEN", "Days", "Facts", "Flags", "Runs", "Telling", "insert", "next_after", "remove"]

OPEN = 2_932_896
"""Day number of 9999-12-31: the run has not ended."""

Days = NDArray[np.int32]
Facts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Runs:
    """Parallel arrays, sorted by fact, then start; runs of one fact neither overlap nor touch."""

    fact: Facts
    start: Days
    end: Days

    @classmethod
    def none(cls) -> "Runs":
        """No run at all."""
        return cls(np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int32))

    def sorted(self) -> "Runs":
        """The same runs in their order."""
        order = np.lexsort((self.start, self.fact))
        return Runs(self.fact[order], self.start[order], self.end[order])


@dataclass(frozen=True, slots=True)
class Telling:
    """Per fact, what the versions around one day say: arrays of one length, the number of facts."""

    tells: Flags
    """Whether the version of this day says anything about the fact."""
    telling: Days
    covered: Days


def next_after(days: Days, day: int) -> int:
    """The first of ``days`` (sorted) after ``day``, or OPEN."""
    at = int(np.searchsorted(days, day, side="right"))
    return int(days[at]) if at < len(days) else OPEN


def insert(runs: Runs, day: int, present: Flags, around: Telling) -> Runs:
    """The runs once a version of ``day`` is held too.

    Args:
        runs: runs over the versions held so far, none of them of ``day``.
        day: publication day of the version.
        present: per fact, whether the version prints it.
        around: what the versions held say about each fact.

    Returns:
        Runs over all versions including this one.
    """
    holding = _row_of(runs, (runs.start < day) & (day < runs.end), len(present))
    following = _row_of(runs, runs.start > day, len(present))
    begins = np.flatnonzero(present & (holding < 0))
    stops = np.flatnonzero(~present & around.tells & (holding >= 0))
    start, end = runs.start.copy(), runs.end.copy()

    ends = around.telling[begins]
    after = following[begins]
    joins = (after >= 0) & (start[after] == ends) if len(start) else np.zeros(len(begins), np.bool_)
    start[after[joins]] = day

    rows = holding[stops]
    resumes = around.covered[stops]
    again = resumes < end[rows]
    halves = Runs(stops[again], resumes[again], end[rows[again]])
    end[rows] = day

    fresh = ~joins
    begun = Runs(begins[fresh], np.full(int(fresh.sum()), day, np.int32), ends[fresh])
    return _joined(Runs(runs.fact, start, end), begun, halves).sorted()


def remove(runs: Runs, day: int, around: Telling) -> Runs:
    """The runs once the version of ``day`` is no longer held; the inverse of ``insert``.

    Args:
        runs: runs over all versions, one of them of ``day``.
        day: publication day of the version.
        around: what the other versions say about each fact.

    Returns:
        Runs over the other versions.
    """
    start, end = runs.start.copy(), runs.end.copy()
    kept = np.ones(len(start), np.bool_)
    begun = np.flatnonzero(start == day)
    moved = around.covered[runs.fact[begun]]
    start[begun] = moved
    kept[begun[moved >= end[begun]]] = False

    ended = np.flatnonzero(end == day)
    ends = around.telling[runs.fact[ended]]
    after = np.minimum(ended + 1, max(len(start) - 1, 0))
    joins = (after > ended) & (runs.fact[after] == runs.fact[ended]) & (start[after] == ends)
    end[ended] = np.where(joins, end[after], ends)
    kept[after[joins]] = False
    return Runs(runs.fact[kept], start[kept], end[kept])


def _row_of(runs: Runs, rows: Flags, facts: int) -> Facts:
    """Per fact its first row among ``rows``, or -1."""
    row = np.full(facts, -1, np.int64)
    chosen = np.flatnonzero(rows)[::-1]
    row[runs.fact[chosen]] = chosen
    return row


def _joined(*parts: Runs) -> Runs:
    return Runs(
        np.concatenate([p.fact for p in parts]),
        np.concatenate([p.start for p in parts]),
        np.concatenate([p.end for p in parts]),
    )
