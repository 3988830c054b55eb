"""One more version in a source's log: the next log from the last one, as pure functions on tables.

The result depends only on which versions are held, not on the order in which they came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lustra.store.columns import IDENTITY, LINED, LOGGED, base_entities
from lustra.store.manifest import LoggedVersion
from lustra.store.runs import OPEN, Days, Facts, Flags, Runs, Telling, insert, next_after, remove

__all__ = ["PRESENT", "Log", "day_number", "empty_log", "next_log", "without"]

PRESENT = pa.schema([("entity", pa.string()), ("known_from", pa.date32()), ("known_to", pa.date32())])
"""On which days the versions held print anything about an entry at all."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Log:
    """A source's log in memory: versions in force, oldest first, and the two tables."""

    versions: tuple[LoggedVersion, ...]
    statements: pa.Table
    """Schema LOGGED, sorted by IDENTITY, then known_from."""
    entries: pa.Table
    """Schema PRESENT, sorted by entity, then known_from."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Facts of the log and of a version under one numbering, in the order of IDENTITY."""

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
        printed: its statements, schema LINED, in the reader's order, repeats allowed.

    Returns:
        The next log; equal for the same set of versions, in whatever order they were added.
    """
    return _changed(log, version.published, version, printed)


def without(log: Log, published: date) -> Log:
    """The log without the version of a day; as if it had never been added, except that a statement which it was the
    first to print no longer has a line.
    """
    return _changed(log, published, None, LINED.empty_table())


def _changed(log: Log, published: date, version: LoggedVersion | None, printed: pa.Table) -> Log:
    others = tuple(v for v in log.versions if v.published != published)
    day, held = day_number(published), len(others) < len(log.versions)
    entries = _changed_entries(log.entries, printed, day, others, held, version is not None)
    facts = _number(log.statements, printed, IDENTITY)
    both = pa.concat_tables([log.statements.select(LINED.names), printed]).combine_chunks()
    each = both.select(["entity", "companion"]).take(facts.row)
    before = Runs(facts.old, *_interval(log.statements))
    runs = remove(before, day, _telling(each, entries, others, day)) if held else before
    present = _flags(facts.new, len(facts.row))
    place, lost = _places(facts, before, runs, present, day)
    if version is not None:
        runs = insert(runs, day, present, _telling(each, entries, others, day, version))
    versions = sorted((*others, version) if version else others, key=lambda v: v.published)
    return Log(tuple(versions), _table(both, place, lost, runs), entries)


def _changed_entries(
    entries: pa.Table, printed: pa.Table, day: int, others: Sequence[LoggedVersion], held: bool, comes: bool
) -> pa.Table:
    now = pa.table([pc.unique(base_entities(printed["entity"]))], names=["entity"])
    numbered = _number(entries, now, ["entity"])
    names = pa.concat_tables([entries.select(["entity"]), now])["entity"].take(numbered.row)
    runs = Runs(numbered.old, *_interval(entries))
    count = len(numbered.row)
    later = np.full(count, next_after(_days(others), day), np.int32)
    around = Telling(np.ones(count, np.bool_), later, later)
    if held:
        runs = remove(runs, day, around)
    if comes:
        runs = insert(runs, day, _flags(numbered.new, count), around)
    return pa.table([names.take(runs.fact), *_dated(runs)], schema=PRESENT)


def _number(old: pa.Table, new: pa.Table, columns: Sequence[str]) -> _Numbered:
    """Number the distinct rows of both tables in the order of these columns."""
    fact = np.zeros(len(old) + len(new), np.int64)
    for column in columns:
        both = pa.chunked_array([*old[column].chunks, *new[column].chunks], old.schema.field(column).type)
        rank, count = _ranks(both.combine_chunks())
        if count > 1:
            fact, _ = _ranks(pa.array(fact * count + rank))
    total = int(fact.max(initial=-1)) + 1
    return _Numbered(_first_rows(fact, total), fact[: len(old)], fact[len(old) :])


def _ranks(values: pa.Array) -> tuple[Facts, int]:
    """Per value its place among the distinct ones, sorted (texts by their bytes), and how many there are."""
    encoded = values.dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[encoded.indices.to_numpy()], len(order)


def _telling(
    each: pa.Table, entries: pa.Table, others: Sequence[LoggedVersion], day: int, version: LoggedVersion | None = None
) -> Telling:
    """What the other versions, and this one, say about each fact.

    Args:
        each: per fact its entity and companion file.
        entries: presence of entries.
        others: the versions held except that of ``day``.
        day: the day asked about.
        version: the version of that day where it is being added.
    """
    files = each["companion"].combine_chunks().dictionary_encode()
    names, code = files.dictionary.to_pylist(), files.indices.to_numpy()
    with_file = [_days(v for v in others if name not in v.absent) for name in names]
    covered = np.array([*(next_after(days, day) for days in with_file), OPEN], np.int32)[code]
    here = np.array([version is None or name not in version.absent for name in names], np.bool_)[code]
    printed, gone = _presence(each, entries, day, next_after(_days(others), day))
    return Telling(here | ~printed, np.minimum(covered, gone), covered)


def _presence(each: pa.Table, entries: pa.Table, day: int, later: int) -> tuple[Flags, Days]:
    """Per fact, whether the day's version prints its entry, and the first version after the day that does not."""
    entry = pc.index_in(base_entities(each["entity"]), pc.unique(entries["entity"])).to_numpy()
    numbers = pc.index_in(entries["entity"], pc.unique(entries["entity"])).to_numpy()
    start, end = _interval(entries)
    count = int(numbers.max(initial=-1)) + 2  # the last one represents entries not held at all
    now, gone = np.zeros(count, np.bool_), np.full(count, later, np.int32)
    now[numbers[(start <= day) & (day < end)]] = True
    on = (start <= later) & (later < end)
    gone[numbers[on]] = end[on]
    entry = np.nan_to_num(entry, nan=count - 1).astype(np.int64)
    return now[entry], gone[entry]


def _days(versions: Iterable[LoggedVersion]) -> Days:
    return np.array([day_number(v.published) for v in versions], np.int32)


def _flags(facts: Facts, count: int) -> Flags:
    flags = np.zeros(count, np.bool_)
    flags[facts] = True
    return flags


def _places(facts: _Numbered, before: Runs, runs: Runs, present: Flags, day: int) -> tuple[Facts, Flags]:
    """Per fact the row that says where its first version prints it, and whether that version is no longer held."""
    count = len(facts.row)
    first = np.full((2, count), OPEN, np.int32)
    for starts, some in zip(first, (before, runs), strict=True):
        np.minimum.at(starts, some.fact, some.start)
    newer = present & (day < first[1])
    place = np.where(newer, _first_rows(facts.new, count) + len(facts.old), _first_rows(facts.old, count))
    return place, (first[0] == day) & ~newer


def _first_rows(fact: Facts, count: int) -> Facts:
    rows = np.zeros(count, np.int64)
    rows[fact[::-1]] = np.arange(len(fact) - 1, -1, -1)
    return rows


def _interval(table: pa.Table) -> tuple[Days, Days]:
    return table["known_from"].cast(pa.int32()).to_numpy(), table["known_to"].cast(pa.int32()).to_numpy()


def _dated(runs: Runs) -> tuple[pa.Array, pa.Array]:
    return pa.array(runs.start).cast(pa.date32()), pa.array(runs.end).cast(pa.date32())


def _table(both: pa.Table, place: Facts, lost: Flags, runs: Runs) -> pa.Table:
    lined = both.take(place[runs.fact])
    lines = np.where(lost[runs.fact], 0, lined["line"].to_numpy()).astype(np.int32)
    return pa.table([*lined.drop_columns("line").columns, lines, *_dated(runs)], schema=LOGGED)
