"""What looks wrong in loaded ownership data: every finding is a problem on record, nothing is dropped.

The checks are those of the reference on ownership rules, section 10. They look at columns first, and at single edges
only where a column says that something may be wrong.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from lustra.model.edge import DECLARED_INDIRECT, SHARE, VOTES, WHOLE
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.ownership.graph import DIRECTNESS, KINDS, UNITS, Graph

__all__ = ["MOST", "check_graph"]

MOST = 1000
"""Findings of one sort that are written down; how many more there are is said in one line."""
THIRDS = (33 * WHOLE // 100, 34 * WHOLE // 100)
"""Between these three equal holdings are rounded thirds."""
ROUNDING = WHOLE // 10_000
"""Sums over 100 % by less than 0.01 points are rounding."""
Array = np.ndarray[Any, np.dtype[Any]]


def check_graph(file: str, graph: Graph, parties: Mapping[str, Party]) -> Iterator[Problem]:
    """Every finding, by sort and then in order of the records.

    Args:
        file: name of the loaded file.
        graph: the records.
        parties: the parties that the source describes, by id.
    """
    capital = _shares(graph)
    yield from _each(file, graph, "the owner holds itself", np.flatnonzero(graph.owner == graph.owned))
    yield from _each(file, graph, "it ends before it starts", np.flatnonzero(graph.valid_to < graph.valid_from))
    board = ~_of_role(graph, SHARE, "joint_holder") & (graph.lo >= 0)
    yield from _each(file, graph, "a share is stated for a right that has none", np.flatnonzero(board))
    yield from _each(file, graph, "the owner is recorded twice at the same time", _twice(graph))
    yield from _over(file, graph, capital)
    yield from _thirds(file, graph, capital)
    yield from _lone_declared(file, graph)
    yield from _dissolved(file, graph, parties)


def _of_role(graph: Graph, *kinds: str) -> Array:
    return np.isin(graph.kind, [KINDS.index(kind) for kind in kinds])


def _shares(graph: Graph) -> Array:
    """Rows that state a share of the capital directly."""
    indirect = graph.directness == DIRECTNESS.index(DECLARED_INDIRECT)
    votes = graph.unit == UNITS.index(VOTES)
    return np.flatnonzero(_of_role(graph, SHARE) & ~indirect & ~votes & (graph.lo >= 0))


def _each(file: str, graph: Graph, reason: str, rows: Array) -> Iterator[Problem]:
    for row in rows[:MOST]:
        edge = graph.edge(int(row))
        share = edge.share.words() if edge.share else "unstated"
        value = f"{edge.owner} → {edge.owned}, {edge.kind}, {share}"
        yield Problem(file, edge.id or f"edge {int(row) + 1}", reason, value)
    if len(rows) > MOST:
        yield Problem(file, "", f"{reason}: {len(rows) - MOST:,} more")


def _twice(graph: Graph) -> Array:
    """Rows that repeat an owner's holding of the same kind while another record of it is valid and known."""
    keys = (graph.valid_from, graph.about, graph.directness, graph.unit, graph.kind, graph.owner, graph.owned)
    order = np.lexsort(keys)
    before, after = order[:-1], order[1:]
    same = np.ones(len(before), np.bool_)
    for column in keys[1:]:
        same &= column[before] == column[after]
    same &= graph.valid_from[after] < graph.valid_to[before]
    same &= (graph.known_from[after] < graph.known_to[before]) & (graph.known_from[before] < graph.known_to[after])
    return np.sort(after[same])


def _over(file: str, graph: Graph, rows: Array) -> Iterator[Problem]:
    """Companies of which more than 100 % is held on some day, as known now."""
    rows = rows[graph.known_to[rows] == date.max.toordinal()]
    parts = graph.lo[rows] / graph.whole[rows]
    sums = np.bincount(graph.owned[rows], parts, graph.size)
    limit = 1 + ROUNDING / WHOLE
    suspects = np.flatnonzero(sums > limit)
    by_owned = rows[np.argsort(graph.owned[rows], kind="stable")]
    starts = np.searchsorted(graph.owned[by_owned], suspects)
    ends = np.searchsorted(graph.owned[by_owned], suspects, side="right")
    found = 0
    for company, start, end in zip(suspects, starts, ends, strict=True):
        most, day = _most(graph, by_owned[start:end])
        if most > limit:
            found += 1
            if found <= MOST:
                name = graph.names[int(company)]
                on = date.fromordinal(day).isoformat() if day > 1 else "any day"
                yield Problem(file, name, f"the shares known on {on} add up to more than 100 %", f"{100 * most:.4f} %")
    if found > MOST:
        yield Problem(file, "", f"the shares add up to more than 100 %: {found - MOST:,} more")


def _most(graph: Graph, rows: Array) -> tuple[float, int]:
    """The largest sum of lower bounds on any day, and the first such day."""
    parts = graph.lo[rows] / graph.whole[rows]
    days = np.concatenate((graph.valid_from[rows], graph.valid_to[rows]))
    steps = np.concatenate((parts, -parts))
    order = np.lexsort((steps, days))
    sums = np.cumsum(steps[order])
    best = int(np.argmax(sums)) if len(sums) else 0
    return (float(sums[best]), int(days[order][best])) if len(sums) else (0.0, 0)


def _thirds(file: str, graph: Graph, rows: Array) -> Iterator[Problem]:
    """Three equal holdings of 33 or 33.3 %: rounded, and 1 % is nobody's."""
    exact = rows[(graph.lo[rows] == graph.hi[rows]) & (graph.whole[rows] == WHOLE)]
    third = exact[(THIRDS[0] <= graph.lo[exact]) & (graph.lo[exact] < THIRDS[1])]
    companies, count = np.unique(graph.owned[third], return_counts=True)
    for company in companies[count == 3][:MOST]:
        held = graph.lo[third[graph.owned[third] == company]]
        if len(set(held.tolist())) == 1:
            name = graph.names[int(company)]
            yield Problem(file, name, "three equal holdings are rounded thirds", f"{held[0] / (WHOLE / 100):g} % each")


def _lone_declared(file: str, graph: Graph) -> Iterator[Problem]:
    """Declared indirect holdings of which no component is recorded."""
    rows = np.flatnonzero(graph.directness == DIRECTNESS.index(DECLARED_INDIRECT))
    owns = np.unique(graph.owner[graph.directness != DIRECTNESS.index(DECLARED_INDIRECT)])
    others = [row for row in rows if graph.owner[row] not in owns or not _others(graph, int(row))]
    yield from _each(file, graph, "an indirect holding is declared without its components", np.array(others, np.int64))


def _others(graph: Graph, row: int) -> bool:
    """Whether somebody else is recorded with an interest in the same company."""
    return any(graph.owner[other] != graph.owner[row] for other in graph.rows_into(int(graph.owned[row])))


def _dissolved(file: str, graph: Graph, parties: Mapping[str, Party]) -> Iterator[Problem]:
    ended = {name: party.ended for name, party in parties.items() if party.ended}
    if not ended:
        return
    places = {graph.index(name): day for name, day in sorted(ended.items())}
    rows = np.flatnonzero(np.isin(graph.owner, list(places)))
    late = [row for row in rows if _iso(int(graph.valid_from[row])) > places[int(graph.owner[row])]]
    yield from _each(file, graph, "the owner had ended before the holding began", np.array(late, np.int64))


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
