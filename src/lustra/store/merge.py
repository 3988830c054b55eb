"""One more version in a source's log: the next log from the last one, as pure functions on tables.

The result depends only on which versions are held, not on the order in which they came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from lustra.store.columns import IDENTITY, LINED, LOGGED, base_entities, keys
from lustra.store.manifest import LoggedVersion
from lustra.store.runs import Days, Facts, Flags, Runs, Telling, insert, next_after, remove

__all__ = ["PRESENT", "Log", "day_number", "empty_log", "next_log"]

PRESENT = pa.schema([("entity", pa.string()), ("known_from", pa.int32()), ("known_to", pa.int32())])
"""On which days the versions held print anything about an entry at all."""
_EPOCH = date(1970, 1, 1).toordinal()
_NO_LINE = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Log:
    """A source's log in memory: versions in force, oldest first, and the two tables."""

    versions: tuple[LoggedVersion, ...]
    statements: pa.Table
    """Schema LOGGED, sorted by IDENTITY, then known_from."""
    entities: pa.Table
    """Schema PRESENT, sorted by entity, then known_from."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Facts of the log and of a version under one numbering, in the order of their keys."""

    row: Facts
    """Per fact, a row of the log and the version put one after the other."""
    old: Facts
    """Per row of the log, its fact."""
    new: Facts
    """Per row of the version, its fact."""


def empty_log() -> Log:
    """The log of a source of which nothing is held."""
    return Log((), LOGGED.empty_table(), PRESENT.empty_table())


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def next_log(log: Log, version: LoggedVersion, printed: pa.Table) -> Log:
    """The log with one more version.

    Args:
        log: the log in force.
        version: the version; one of the same day that is held is superseded.
        printed: its statements, schema LINED, in any order, repeats allowed.

    Returns:
        The next log; equal for the same set of versions, in whatever order they were added.
    """
    others = tuple(v for v in log.versions if v.published != version.published)
    replaces = len(others) < len(log.versions)
    versions = tuple(sorted((*others, version), key=lambda v: v.published))
    day = day_number(version.published)

    entries = _next_entries(log.entities, printed, day, _all_days(others), replaces)
    facts = _number(keys(log.statements), keys(printed))
    both = pa.concat_tables([log.statements.select(LINED.names), printed]).combine_chunks()
    each = both.select(["entity", "file"]).take(facts.row)
    runs = Runs(facts.old, *_interval(log.statements))
    if replaces:
        runs = remove(runs, day, _telling(each, entries, others, day))
    present = _flags(facts.new, len(facts.row))
    lines = _lines(facts, both["line"].to_numpy(), runs, present, day)
    around = _telling(each, entries, others, day, version)
    return Log(versions, _table(both, facts.row, lines, insert(runs, day, present, around)), entries)


def _next_entries(entities: pa.Table, printed: pa.Table, day: int, others: Days, replaces: bool) -> pa.Table:
    ids = pc.unique(base_entities(printed["entity"]))
    numbered = _number(entities["entity"], pa.chunked_array([ids]))
    names = pa.concat_arrays([*entities["entity"].chunks, ids]).take(numbered.row)
    runs = Runs(numbered.old, *_interval(entities))
    count = len(numbered.row)
    later = np.full(count, next_after(others, day), np.int32)
    around = Telling(np.ones(count, np.bool_), later, later)
    if replaces:
        runs = remove(runs, day, around)
    runs = insert(runs, day, _flags(numbered.new, count), around)
    return pa.table([names.take(runs.fact), runs.start, runs.end], schema=PRESENT)


def _number(old: pa.ChunkedArray, new: pa.ChunkedArray) -> _Numbered:
    encoded = pa.chunked_array([*old.chunks, *new.chunks], pa.string()).combine_chunks().dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    order = pc.sort_indices(encoded.dictionary).to_numpy().astype(np.int64)
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    fact = number[codes]
    row = np.empty(len(order), np.int64)
    row[fact[::-1]] = np.arange(len(fact) - 1, -1, -1)
    return _Numbered(row, fact[: len(old)], fact[len(old) :])


def _telling(
    each: pa.Table, entries: pa.Table, others: Sequence[LoggedVersion], day: int, version: LoggedVersion | None = None
) -> Telling:
    """What the other versions, and this one, say about each fact.

    Args:
        each: per fact its entity and file.
        entries: presence of entries, with or without the day asked about.
        others: the versions held except that of ``day``.
        day: the day asked about.
        version: the version of that day where it is being added.
    """
    files = each["file"].combine_chunks().dictionary_encode()
    names = [name.lower() for name in files.dictionary.to_pylist()]
    code = files.indices.to_numpy()
    covered = _per_file((next_after(_all_days(_holding(others, name)), day) for name in names), code)
    here = np.array([version is None or name not in version.absent for name in names], np.bool_)[code]
    present_now, gone = _presence(each, entries, day, next_after(_all_days(others), day))
    return Telling(here | ~present_now, np.minimum(covered, gone), covered)


def _presence(each: pa.Table, entries: pa.Table, day: int, later: int) -> tuple[Flags, Days]:
    """Per fact, whether the day's version prints its entry, and the first version after the day that does not."""
    entry = pc.index_in(base_entities(each["entity"]), pc.unique(entries["entity"])).to_numpy()
    numbers = pc.index_in(entries["entity"], pc.unique(entries["entity"])).to_numpy()
    start, end = _interval(entries)
    count = int(numbers.max(initial=-1)) + 2  # the last one stands for entries not held at all
    now, gone = np.zeros(count, np.bool_), np.full(count, later, np.int32)
    now[numbers[(start <= day) & (day < end)]] = True
    on = (start <= later) & (later < end)
    gone[numbers[on]] = end[on]
    entry = np.nan_to_num(entry, nan=count - 1).astype(np.int64)
    return now[entry], gone[entry]


def _holding(versions: Iterable[LoggedVersion], file: str) -> list[LoggedVersion]:
    return [v for v in versions if file not in v.absent]


def _all_days(versions: Iterable[LoggedVersion]) -> Days:
    return np.array([day_number(v.published) for v in versions], np.int32)


def _per_file(days: Iterable[int], code: NDArray[np.int32]) -> Days:
    return np.array([*days, 0], np.int32)[code]


def _flags(facts: Facts, count: int) -> Flags:
    flags = np.zeros(count, np.bool_)
    flags[facts] = True
    return flags


def _lines(facts: _Numbered, line: NDArray[np.int32], runs: Runs, present: Flags, day: int) -> NDArray[np.int32]:
    """Per fact its line in the first version that prints it; 0 where that version is no longer known."""
    count = len(facts.row)
    held, seen = np.zeros(count, np.int32), np.full(count, _NO_LINE, np.int32)
    held[facts.old] = line[: len(facts.old)]
    np.minimum.at(seen, facts.new, line[len(facts.old) :])
    first = np.full(count, _NO_LINE, np.int32)
    np.minimum.at(first, runs.fact, runs.start)
    return np.where(present & (day < first), seen, held).astype(np.int32)


def _interval(table: pa.Table) -> tuple[Days, Days]:
    return table["known_from"].to_numpy(), table["known_to"].to_numpy()


def _table(both: pa.Table, row: Facts, lines: NDArray[np.int32], runs: Runs) -> pa.Table:
    texts = both.select(list(IDENTITY)).take(row[runs.fact])
    return pa.table([*texts.columns, lines[runs.fact], runs.start, runs.end], schema=LOGGED)
