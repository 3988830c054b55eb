"""The ownership graph as arrays: every record of every source, with both clocks, and who is listed.

Records keep what they say; what a rule makes of them is the business of ``network``. A column that holds one value
throughout may be a broadcast scalar, which takes no memory.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lustra.errors import InputError, UnknownNameError
from lustra.model.edge import COUNT, DECLARED_INDIRECT, DIRECT, NOMINAL, PERCENT, UNKNOWN, VOTES, WHOLE, Edge, Share
from lustra.model.time import FIRST_ORDINAL, OPEN_ORDINAL, AsOf, Day, DayLike, Interval, covers, day_ordinal
from lustra.ownership.rules import kinds

__all__ = ["DIRECTNESS", "KINDS", "UNITS", "Context", "Graph", "Listed", "build", "from_columns", "intern"]

UNITS = (PERCENT, COUNT, NOMINAL, VOTES)
DIRECTNESS = (DIRECT, DECLARED_INDIRECT, UNKNOWN)
NOBODY = -1

Array = npt.NDArray[Any]


class Listed(NamedTuple):
    """A party that stands on a list."""

    party: str
    valid: Interval = Interval()
    """Days on which the designation was in force."""
    known: Interval = Interval()
    regimes: tuple[str, ...] = ()
    """The regimes whose rules start from it; none means all."""
    certain: bool = True
    """False for a potential match that nobody has decided yet: it can only make answers undetermined."""
    source: str = ""

    def starts(self, regime: str) -> bool:
        """Whether the rules of a regime start from it."""
        return not self.regimes or regime in self.regimes


class Transfer(NamedTuple):
    """The regimes that do not recognise the transfer at an end of a holding."""

    end_ignored_by: tuple[str, ...]
    start_ignored_by: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Graph:
    """Records in columns (m) over parties in byte order of their ids (n)."""

    names: Sequence[str]
    """Ids of the parties, sorted, each once."""
    owner: Array
    owned: Array
    lo: Array
    """Lower bound in parts of ``whole``; -1 where no share is stated."""
    hi: Array
    lo_open: Array
    hi_open: Array
    whole: Array
    kind: Array
    """Place of the kind in the table ``control_kinds``."""
    unit: Array
    directness: Array
    about: Array
    """The company that a nomination or joint arrangement is about, -1 for none."""
    valid_from: Array
    """Days as proleptic Gregorian ordinals, half-open."""
    valid_to: Array
    known_from: Array
    known_to: Array
    source: Array
    """Place in ``sources``."""
    grade: Array
    """Place in ``grades``."""
    sources: Sequence[tuple[str, ...]]
    grades: Sequence[str]
    ids: Sequence[str]
    """Ids of the records; empty where they have none but their place."""
    transfers: Mapping[int, Transfer]
    """Records whose beginning or end some regime does not recognise."""
    listed: tuple[Listed, ...]
    states: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    """Parties that stand for an owner whom the source does not name."""

    @property
    def size(self) -> int:
        """The number of parties."""
        return len(self.names)

    def index(self, name: str) -> int:
        """The place of a party.

        Raises:
            UnknownNameError: the graph holds no such party.
        """
        place = bisect_left(self.names, name)
        if place == len(self.names) or self.names[place] != name:
            raise UnknownNameError(f"{name!r} is not in the graph", "Look the party up by its id in the source.")
        return place

    def edge(self, row: int) -> Edge:
        """The record of a row, as it was given."""
        share = None
        if int(self.lo[row]) >= 0:
            opens = bool(self.lo_open[row]), bool(self.hi_open[row])
            share = Share(int(self.lo[row]), int(self.hi[row]), *opens, int(self.whole[row]))
        about = int(self.about[row])
        return Edge(
            owner=self.names[int(self.owner[row])],
            owned=self.names[int(self.owned[row])],
            kind=KINDS[int(self.kind[row])],
            share=share,
            unit=UNITS[int(self.unit[row])],
            directness=DIRECTNESS[int(self.directness[row])],
            about=self.names[about] if about >= 0 else "",
            valid=_interval(self.valid_from[row], self.valid_to[row]),
            known=_interval(self.known_from[row], self.known_to[row]),
            sources=self.sources[int(self.source[row])],
            grade=self.grades[int(self.grade[row])],
            id=self.ids[row] if self.ids else "",
            **self.transfers[row]._asdict() if row in self.transfers else {},
        )

    def known_rows(self, known: DayLike) -> Array:
        """The rows that were known on a day and are true on some day at all: a mask (m)."""
        return np.asarray(
            covers(self.known_from, self.known_to, day_ordinal(known)) & (self.valid_from < self.valid_to)
        )

    def known_row(self, row: int, known: DayLike) -> bool:
        """Whether one row was known on a day."""
        return bool(covers(self.known_from[row], self.known_to[row], day_ordinal(known)))

    def row_in_force(self, row: int, as_of: AsOf) -> bool:
        """Whether one row was in force on the day, as known by then."""
        valid, known = (self.valid_from[row], self.valid_to[row]), (self.known_from[row], self.known_to[row])
        return bool(as_of.admitted(valid, known))

    def rows_into_on(self, place: int, as_of: AsOf) -> list[int]:
        """The rows in force whose owned party stands at a place, in order."""
        return [row for row in self.rows_into(place) if self.row_in_force(row, as_of)]

    def rows_from_on(self, place: int, as_of: AsOf) -> list[int]:
        """The rows in force whose owner stands at a place, in order."""
        return [row for row in self.rows_from(place) if self.row_in_force(row, as_of)]

    def listed_by(self, known: DayLike) -> list[Listed]:
        """The listings, of any days, that were known on a day."""
        return [entry for entry in self.listed if known in entry.known]

    def listed_on(self, as_of: AsOf) -> list[Listed]:
        """The listings in force on the day, as known by then; those that may be are among them."""
        return [entry for entry in self.listed if as_of.admits(entry.valid, entry.known)]

    @cached_property
    def networks(self) -> dict[Any, Any]:
        """Readings of this graph by rules, kept by ``assembly.network``."""
        return {}

    @cached_property
    def rows_about(self) -> dict[int, list[int]]:
        """The rows that a nomination or joint arrangement adds to each company, in order."""
        found: dict[int, list[int]] = {}
        for row in np.flatnonzero(self.about >= 0):
            found.setdefault(int(self.about[row]), []).append(int(row))
        return found

    @cached_property
    def _by_owned(self) -> tuple[Array, Array]:
        order = np.argsort(self.owned, kind="stable").astype(np.int32)
        return order, np.searchsorted(self.owned[order], np.arange(self.size + 1))

    def rows_into(self, place: int) -> list[int]:
        """The rows whose owned party stands at a place, in order."""
        order, ptr = self._by_owned
        return [int(row) for row in order[int(ptr[place]) : int(ptr[place + 1])]]

    @cached_property
    def _by_owner(self) -> tuple[Array, Array]:
        order = np.argsort(self.owner, kind="stable").astype(np.int32)
        return order, np.searchsorted(self.owner[order], np.arange(self.size + 1))

    def rows_from(self, place: int) -> list[int]:
        """The rows whose owner stands at a place, in order."""
        order, ptr = self._by_owner
        return [int(row) for row in order[int(ptr[place]) : int(ptr[place + 1])]]


KINDS: tuple[str, ...] = tuple(kinds())
"""Kinds in the order of the table; a graph's ``kind`` column holds places in it."""


def build(
    edges: Iterable[Edge],
    listed: Iterable[Listed] = (),
    *,
    states: Iterable[str] = (),
    unknown: Iterable[str] = (),
) -> Graph:
    """A graph of single records.

    Args:
        edges: the records, in any order; the answers do not depend on it.
        listed: who is on a list, when and for which regimes.
        states: parties that are states.
        unknown: parties that stand for an owner whom the source does not name.

    Raises:
        InputError: a record has a kind, unit or directness that no table knows.
    """
    rows = sorted(edges, key=_order)
    stands = tuple(sorted(listed))
    hidden, lands = frozenset(unknown), frozenset(states)
    parties = {name for e in rows for name in (e.owner, e.owned, e.about) if name}
    names = sorted(parties | {entry.party for entry in stands} | hidden | lands)
    place = {name: i for i, name in enumerate(names)}
    sources = sorted({e.sources for e in rows}) or [()]
    grades = sorted({e.grade for e in rows} | {""})
    shares = [e.share or Share(-1, -1) for e in rows]
    return Graph(
        names=names,
        owner=_column((place[e.owner] for e in rows), np.int32),
        owned=_column((place[e.owned] for e in rows), np.int32),
        lo=_column((s.lo for s in shares), np.int64),
        hi=_column((s.hi for s in shares), np.int64),
        lo_open=_column((s.lo_open for s in shares), np.bool_),
        hi_open=_column((s.hi_open for s in shares), np.bool_),
        whole=_column((s.whole for s in shares), np.int64),
        kind=_codes((e.kind for e in rows), KINDS, np.int16),
        unit=_codes((e.unit for e in rows), UNITS, np.int8),
        directness=_codes((e.directness for e in rows), DIRECTNESS, np.int8),
        about=_column((place.get(e.about, NOBODY) for e in rows), np.int32),
        valid_from=_column((e.valid.start.ordinal for e in rows), np.int32),
        valid_to=_column((e.valid.end.ordinal for e in rows), np.int32),
        known_from=_column((e.known.start.ordinal for e in rows), np.int32),
        known_to=_column((e.known.end.ordinal for e in rows), np.int32),
        source=_codes((e.sources for e in rows), sources, np.int32),
        grade=_codes((e.grade for e in rows), grades, np.int16),
        sources=sources,
        grades=grades,
        ids=[e.id for e in rows],
        transfers={
            i: Transfer(e.end_ignored_by, e.start_ignored_by)
            for i, e in enumerate(rows)
            if e.end_ignored_by or e.start_ignored_by
        },
        listed=stands,
        states=lands,
        unknown=hidden,
    )


@dataclass(frozen=True, slots=True)
class Context:
    """What is not a record: who is listed, which parties are states, which stand for somebody unnamed."""

    listed: tuple[Listed, ...] = ()
    states: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    columns: Mapping[str, Array] = field(default_factory=dict)
    """Further columns of the graph by name (``valid_from``, ``hi``, ``kind`` …), each m long."""
    sources: Sequence[tuple[str, ...]] = ((),)


def from_columns(names: Sequence[str], owner: Array, owned: Array, lo: Array, context: Context) -> Graph:
    """A graph of columns, for millions of records.

    Args:
        names: ids of the parties, sorted, each once (see ``intern``); it must hold every listed party.
        owner: place of each record's owner (m).
        owned: place of each record's owned party (m).
        lo: lower bound of each share in 0.000 000 001 % (m), -1 where none is stated.
        context: the rest; ``context.columns`` overrides a column, ``hi`` is ``lo`` where it is not given.

    Raises:
        InputError: a column has another length, or ``names`` is not sorted.
    """
    m = len(owner)
    given = dict(context.columns)
    sized: dict[str, Array] = {"owned": owned, "lo": lo, **given}
    for column, values in sized.items():
        if len(values) != m:
            raise InputError(f"the column {column} has {len(values)} rows, owner has {m}")
    if any(a >= b for a, b in pairwise(names)):
        raise InputError("the ids of the parties are not sorted", "Build them with intern().")
    standard = {
        "hi": lo,
        "lo_open": _same(False, np.bool_, m),
        "hi_open": _same(False, np.bool_, m),
        "whole": _same(WHOLE, np.int64, m),
        "kind": _same(0, np.int16, m),
        "unit": _same(0, np.int8, m),
        "directness": _same(0, np.int8, m),
        "about": _same(NOBODY, np.int32, m),
        "valid_from": _same(FIRST_ORDINAL, np.int32, m),
        "valid_to": _same(OPEN_ORDINAL, np.int32, m),
        "known_from": _same(FIRST_ORDINAL, np.int32, m),
        "known_to": _same(OPEN_ORDINAL, np.int32, m),
        "source": _same(0, np.int32, m),
        "grade": _same(0, np.int16, m),
    }
    return Graph(
        names=names,
        owner=owner,
        owned=owned,
        lo=lo,
        **(standard | given),
        sources=context.sources,
        grades=("",),
        ids=(),
        transfers={},
        listed=tuple(sorted(context.listed)),
        states=context.states,
        unknown=context.unknown,
    )


def intern(owners: Sequence[str], owned: Sequence[str], others: Iterable[str] = ()) -> tuple[list[str], Array, Array]:
    """Names → places: the sorted names, and the places of the owners and of the owned.

    Args:
        owners: ids of the owners, one per record.
        owned: ids of the owned, one per record.
        others: further ids that must have a place, such as listed parties that own nothing.
    """
    names = sorted({*owners, *owned, *others})
    place = dict(zip(names, range(len(names)), strict=True))
    left = np.fromiter(map(place.__getitem__, owners), np.int32, len(owners))
    right = np.fromiter(map(place.__getitem__, owned), np.int32, len(owned))
    return names, left, right


def _order(edge: Edge) -> tuple[object, ...]:
    share = edge.share or Share(-1, -1)
    return edge.owned, edge.owner, edge.kind, edge.unit, edge.valid, edge.known, share, *edge[5:7], *edge[9:]


def _column(values: Iterable[Any], dtype: npt.DTypeLike) -> Array:
    return np.fromiter(values, dtype)


def _codes(values: Iterable[Any], codes: Sequence[Any], dtype: npt.DTypeLike) -> Array:
    place = {code: i for i, code in enumerate(codes)}
    try:
        return np.fromiter((place[value] for value in values), dtype)
    except KeyError as unknown:
        raise InputError(f"{unknown} is not among {', '.join(map(str, codes))}", "Write one of these.") from None


def _same(value: int, dtype: npt.DTypeLike, length: int) -> Array:
    return np.broadcast_to(np.array(value, dtype), (length,))


def _interval(start: Any, end: Any) -> Interval:
    return Interval(Day(int(start)), Day(int(end)))
