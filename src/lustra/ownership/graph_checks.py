"""The checks of ``checks`` on millions of records: columns tell which companies have something to check, and only their
records are looked at one by one. Every finding is a problem on record; nothing is dropped.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

import numpy as np

from lustra.errors import InputError, UnknownNameError
from lustra.model.edge import DECLARED_INDIRECT, SHARE, VOTES, WHOLE
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.model.time import OPEN_ORDINAL, Day, parse_day
from lustra.ownership.checks import THIRDS, checks
from lustra.ownership.graph import DIRECTNESS, KINDS, UNITS, Graph
from lustra.ownership.rules import kinds

__all__ = ["MOST_COMPANIES", "check_graph"]

MOST_COMPANIES = 1000
"""Suspicious companies whose records are checked one by one; how many more there are is said in one problem."""
ROUNDING = 1e-9
"""Share of the whole by which a sum in floating point may be off."""
Array = np.ndarray[Any, np.dtype[Any]]


def check_graph(file: str, graph: Graph, parties: Mapping[str, Party]) -> Iterator[Problem]:
    """Every finding, in order of the companies' ids.

    Args:
        file: name of the loaded file.
        graph: the records.
        parties: the parties that the source describes, by id.
    """
    dissolved = _dissolved(parties)
    companies = _suspicious(graph, dissolved)
    for company in companies[:MOST_COMPANIES]:
        rows = graph.rows_into(int(company))
        for problem in checks((graph.edge(row) for row in rows), dissolved):
            yield problem._replace(file=file)
    if len(companies) > MOST_COMPANIES:
        more = f"{len(companies) - MOST_COMPANIES:,} more companies"
        yield Problem(file, "", f"the records of {more} may contradict one another and were not checked one by one")


def _dissolved(parties: Mapping[str, Party]) -> dict[str, Day]:
    """The day on which each party ceased to exist, where the source states a whole day."""
    days = {}
    for name, party in sorted(parties.items()):
        try:
            days[name] = parse_day(party.ended)
        except InputError:
            continue
    return days


def _suspicious(graph: Graph, dissolved: Mapping[str, Day]) -> Array:
    """Places of companies about which some record, or the records together, may be wrong."""
    holdings = np.flatnonzero(
        (graph.kind == KINDS.index(SHARE)) & _possible(graph) & (graph.valid_from < graph.valid_to)
    )
    indirect = graph.directness[holdings] == DIRECTNESS.index(DECLARED_INDIRECT)
    direct = holdings[~indirect]
    companies = [graph.owned[_odd(graph, dissolved)], _without_components(graph, holdings[indirect], direct)]
    votes = graph.unit[direct] == UNITS.index(VOTES)
    for layer in (direct[votes], direct[~votes]):
        companies += [_twice(graph, layer), _over_100(graph, layer), _thirds(graph, layer)]
    return np.unique(np.concatenate(companies))


def _possible(graph: Graph) -> Array:
    """Whether the share of each row is not stated or lies between nothing and everything: a mask (m)."""
    inside = (graph.lo <= graph.hi) & (graph.hi <= graph.whole) & (graph.whole > 0)
    return np.asarray(inside | (graph.lo < 0))


def _odd(graph: Graph, dissolved: Mapping[str, Day]) -> Array:
    """Rows that contradict themselves: a mask (m)."""
    ties = np.array([kind.role == "tie" for kind in kinds().values()])[graph.kind]
    odd = ~_possible(graph) | (graph.valid_to <= graph.valid_from) | (graph.known_to <= graph.known_from)
    odd |= (graph.owner == graph.owned) & (graph.kind == KINDS.index(SHARE))
    odd |= ties & (graph.lo >= 0)
    ends = np.full(graph.size, OPEN_ORDINAL + 1)
    for name, day in dissolved.items():
        with suppress(UnknownNameError):  # a party without any record
            ends[graph.index(name)] = day.ordinal
    return np.asarray(odd | (ends[graph.owner] <= graph.valid_from))


def _without_components(graph: Graph, indirect: Array, direct: Array) -> Array:
    """Companies with a declared indirect holding and no direct holding of anybody else."""
    first, last = np.full(graph.size, graph.size), np.full(graph.size, -1)
    if len(indirect):
        np.minimum.at(first, graph.owned[direct], graph.owner[direct])
        np.maximum.at(last, graph.owned[direct], graph.owner[direct])
    company, owner = graph.owned[indirect], graph.owner[indirect]
    nobody_else = (last[company] < 0) | ((first[company] == owner) & (last[company] == owner))
    return np.asarray(company[nobody_else])


def _twice(graph: Graph, layer: Array) -> Array:
    """Companies in which one owner has two holdings that are true and known on the same days."""
    pairs = graph.owned[layer].astype(np.int64) * graph.size + graph.owner[layer]
    sorted_pairs = np.sort(pairs)
    repeated = np.unique(sorted_pairs[1:][sorted_pairs[1:] == sorted_pairs[:-1]])
    in_repeated = np.isin(pairs, repeated) if len(repeated) else np.zeros(len(layer), np.bool_)
    rows, pairs = layer[in_repeated], pairs[in_repeated]
    order = np.lexsort([graph.valid_from[rows], pairs])
    return _overlapping(graph, rows[order], pairs[order])


def _overlapping(graph: Graph, rows: Array, pairs: Array) -> Array:
    """Companies of rows that overlap a later row of the same pair of parties.

    Args:
        graph: the records.
        rows: sorted by pair and by first day.
        pairs: the pair of each row.
    """
    companies = [np.empty(0, graph.owned.dtype)]
    before = np.arange(len(rows))
    step = 0
    while len(before):
        step += 1
        before = before[before + step < len(rows)]
        a, b = rows[before], rows[before + step]
        same = (pairs[before] == pairs[before + step]) & (graph.valid_from[b] < graph.valid_to[a])
        before, a, b = before[same], a[same], b[same]
        known = (graph.known_from[b] < graph.known_to[a]) & (graph.known_from[a] < graph.known_to[b])
        companies.append(graph.owned[a[known]])
        before = before[~known]
    return np.concatenate(companies)


def _over_100(graph: Graph, layer: Array) -> Array:
    """Companies of which more than 100 % is recorded, as known now and whatever the days."""
    known = layer[(graph.known_to[layer] == OPEN_ORDINAL) & (graph.lo[layer] >= 0)]
    usual = graph.whole[known] == WHOLE
    sums = np.bincount(graph.owned[known], graph.lo[known] / graph.whole[known], graph.size)
    exact = np.bincount(graph.owned[known[usual]], graph.lo[known[usual]], graph.size)
    mixed = np.bincount(graph.owned[known[~usual]], minlength=graph.size) > 0
    return np.flatnonzero(np.where(mixed, sums > 1 - ROUNDING, exact > WHOLE))


def _thirds(graph: Graph, layer: Array) -> Array:
    """Companies with exactly three owners of a rounded third."""
    lo, whole = graph.lo[layer], graph.whole[layer]
    rounded = np.zeros(len(layer), np.bool_)
    for third in THIRDS:
        rounded |= lo * (100 * third.denominator) == whole * third.numerator
    rows = layer[rounded & (lo >= 0) & (lo == graph.hi[layer])]
    owners = np.unique(graph.owned[rows].astype(np.int64) * graph.size + graph.owner[rows])
    return np.flatnonzero(np.bincount(owners // max(graph.size, 1), minlength=graph.size) == 3)
