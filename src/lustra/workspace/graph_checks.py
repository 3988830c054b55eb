"""What looks wrong in loaded ownership data, found in columns: only where a column raises a suspicion are the records
themselves looked at, by ``ownership.checks``. Every finding is a problem on record; nothing is dropped.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from lustra.errors import InputError
from lustra.model.edge import DECLARED_INDIRECT, SHARE, VOTES, WHOLE
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.model.time import parse_day
from lustra.ownership.checks import checks
from lustra.ownership.graph import DIRECTNESS, KINDS, UNITS, Graph
from lustra.ownership.rules import kinds

__all__ = ["MOST_COMPANIES", "check_graph"]

MOST_COMPANIES = 1000
"""Suspicious companies that are looked at closely; how many more there are is said in one line."""
THIRDS = (33 * WHOLE // 100, 34 * WHOLE // 100)
ROUNDING = 1e-9
Array = np.ndarray[Any, np.dtype[Any]]


def check_graph(file: str, graph: Graph, parties: Mapping[str, Party]) -> Iterator[Problem]:
    """Every finding, in order of the companies' ids.

    Args:
        file: name of the loaded file.
        graph: the records.
        parties: the parties that the source describes, by id.
    """
    ended = _ended(parties)
    companies = _suspicious(graph, ended)
    for company in companies[:MOST_COMPANIES]:
        rows = graph.rows_into(int(company))
        for problem in checks((graph.edge(row) for row in rows), ended):
            yield problem._replace(file=file)
    if len(companies) > MOST_COMPANIES:
        reason = f"the records of {len(companies) - MOST_COMPANIES:,} more companies look odd and were not looked at"
        yield Problem(file, "", reason)


def _ended(parties: Mapping[str, Party]) -> dict[str, date]:
    found = {}
    for name, party in sorted(parties.items()):
        if party.ended:
            try:
                found[name] = parse_day(party.ended)
            except InputError:
                continue
    return found


def _suspicious(graph: Graph, ended: Mapping[str, date]) -> Array:
    """Places of companies about which some record, or the records together, may be wrong."""
    ties = np.array([kind.role == "tie" for kind in kinds().values()])[graph.kind]
    odd = (graph.owner == graph.owned) | (graph.valid_to <= graph.valid_from) | (graph.known_to <= graph.known_from)
    odd |= ties & (graph.lo >= 0)
    odd |= np.isin(graph.owner, [graph.index(name) for name in ended])
    share, indirect = graph.kind == KINDS.index(SHARE), graph.directness == DIRECTNESS.index(DECLARED_INDIRECT)
    odd |= indirect
    rows = np.flatnonzero(share & ~indirect & (graph.lo >= 0) & (graph.valid_from < graph.valid_to))
    found = [graph.owned[odd], graph.owned[_twice(graph)]]
    for votes in (False, True):
        layer = rows[(graph.unit[rows] == UNITS.index(VOTES)) == votes]
        found += [_over(graph, layer), _thirds(graph, layer)]
    return np.unique(np.concatenate(found))


def _twice(graph: Graph) -> Array:
    """Rows that follow another holding of the same owner in the same company that is still valid and known."""
    pairs = graph.owned.astype(np.int64) * graph.size + graph.owner
    sorted_pairs = np.sort(pairs)
    again = np.unique(sorted_pairs[1:][sorted_pairs[1:] == sorted_pairs[:-1]])
    rows = np.flatnonzero(np.isin(pairs, again)) if len(again) else np.empty(0, np.int64)
    keys = (graph.valid_from, graph.unit, graph.kind, graph.owner, graph.owned)
    order = rows[np.lexsort([key[rows] for key in keys])]
    before, after = order[:-1], order[1:]
    same = graph.valid_from[after] < graph.valid_to[before]
    for column in (graph.unit, graph.kind, graph.owner, graph.owned):
        same &= column[before] == column[after]
    same &= (graph.known_from[after] < graph.known_to[before]) & (graph.known_from[before] < graph.known_to[after])
    return np.asarray(after[same])


def _over(graph: Graph, layer: Array) -> Array:
    """Companies of which more than 100 % is recorded, as known now and whatever the days."""
    known = layer[graph.known_to[layer] == date.max.toordinal()]
    sums = np.bincount(graph.owned[known], graph.lo[known] / graph.whole[known], graph.size)
    return np.flatnonzero(sums > 1 + ROUNDING)


def _thirds(graph: Graph, layer: Array) -> Array:
    """Companies with exactly three holdings of about a third."""
    third = layer[
        (graph.lo[layer] == graph.hi[layer]) & (THIRDS[0] <= graph.lo[layer]) & (graph.lo[layer] <= THIRDS[1])
    ]
    return np.flatnonzero(np.bincount(graph.owned[third], minlength=graph.size) == 3)
