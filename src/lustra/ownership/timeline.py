"""All dates at once: the exact days on which an entity was blocked, undetermined or not blocked, under each rule.

A holding that lasted a week between two monthly snapshots counts. The answer of every day is that of ``verdict``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from lustra.kernels.ownership.timeline import DaySets, Listings, close_all_days
from lustra.model.time import FOREVER, LONG_AGO, Day, DayLike, Interval, covers, day_ordinal, is_before
from lustra.ownership.graph import Graph
from lustra.ownership.network import Array, Network
from lustra.ownership.network_builder import network
from lustra.ownership.rules import Rule, rules_of
from lustra.ownership.verdict import Status, status_of

__all__ = ["AllDays", "StatusPeriod", "all_days", "timeline"]


@dataclass(frozen=True, slots=True, order=True)
class StatusPeriod:
    """Days on which the answer is the same."""

    days: Interval
    status: Status
    rule: str
    """Id of the rule; "" where none was in force."""


@dataclass(frozen=True, eq=False)
class AllDays:
    """Intervals on which nodes are blocked: parallel columns in order of node and first day."""

    node: Array
    start: Array
    end: Array
    """First day after, as an ordinal."""

    def of(self, node: int) -> list[tuple[int, int]]:
        """The intervals of one node."""
        first, last = np.searchsorted(self.node, (node, node + 1))
        return list(zip(self.start[first:last].tolist(), self.end[first:last].tolist(), strict=True))

    def on(self, day: DayLike) -> Array:
        """The nodes blocked on a day, in order."""
        return np.asarray(self.node[covers(self.start, self.end, day_ordinal(day))])


def timeline(graph: Graph, entity: str, regime: str, known: DayLike = FOREVER) -> list[StatusPeriod]:
    """The answers for an entity under a regime, from the first day to the last, each span as long as it can be.

    Args:
        graph: the graph.
        entity: id of the party.
        regime: a regime, rule or alias.
        known: the day whose state of knowledge is used.

    Raises:
        UnknownNameError: the graph holds no such party, or no row of the table bears the regime's name.
    """
    node = graph.index(entity)
    spans, day = list[StatusPeriod](), LONG_AGO
    for rule in rules_of(regime):
        if is_before(day, rule.valid.start):
            spans.append(StatusPeriod(Interval(day, rule.valid.start), Status.NO_RULE, ""))
        spans += _under(graph, node, rule, known)
        day = rule.valid.end
    if is_before(day, FOREVER):
        spans.append(StatusPeriod(Interval(day, FOREVER), Status.NO_RULE, ""))
    return spans


def all_days(net: Network, *, upper: bool = False) -> AllDays:
    """The days on which every node of a network is blocked, inner nodes included.

    Args:
        net: the network of a rule; the rule's own validity is not applied.
        upper: whether upper bounds are used.
    """
    listed = net.seeds.certain | upper
    if net.rule.aggregate:
        return _union(_spread(net, listed, upper=upper))
    nobody = np.isin(net.seeds.person, [i for i, p in enumerate(net.persons) if p in net.graph.unknown])
    rows = [
        _spread(net, listed & ((net.seeds.person == person) | (nobody & upper)), upper=upper)
        for person in np.unique(net.seeds.person[listed])
    ]
    return _union(np.concatenate(rows) if rows else np.empty((0, 3), np.int64))


def _spread(net: Network, which: Array, *, upper: bool) -> Array:
    """Rows of node, first day and day after (k, 3) from some of the seeds."""
    seeds = _union(np.stack([c[which].astype(np.int64) for c in (net.seeds.node, net.seeds.start, net.seeds.end)], 1))
    nodes, first = np.unique(seeds.node, return_index=True)
    offsets = np.append(first, len(seeds.node)).astype(np.int64)
    days = np.stack((seeds.start, seeds.end), 1).astype(np.int32)
    listings, thresholds = Listings(nodes.astype(np.int32), offsets, days), net.thresholds(upper=upper)
    size, used = 1024 + 4 * len(days), -1
    while used < 0:
        pool = np.empty((size, 2), np.int32)
        sets = DaySets(np.zeros(net.size, np.int64), np.zeros(net.size, np.int32), pool)
        used = close_all_days(net.csr, net.in_edges, thresholds, listings, sets)
        size *= 4
    return _gathered(sets)


def _gathered(sets: DaySets) -> Array:
    """The intervals of all nodes as rows of node, first day and day after (k, 3)."""
    nodes = np.flatnonzero(sets.counts)
    count = sets.counts[nodes].astype(np.int64)
    node = np.repeat(nodes, count)
    within = np.arange(len(node)) - np.repeat(np.cumsum(count) - count, count)
    place = np.repeat(sets.offsets[nodes], count) + within
    return np.column_stack((node, sets.pool[place])).astype(np.int64)


def _union(rows: Array) -> AllDays:
    """Overlapping and touching intervals of each node as one."""
    rows = rows[np.lexsort((rows[:, 2], rows[:, 1], rows[:, 0]))]
    merged: list[list[int]] = []
    for node, start, end in rows.tolist():
        if merged and merged[-1][0] == node and start <= merged[-1][2]:
            merged[-1][2] = max(merged[-1][2], end)
        elif start < end:
            merged.append([node, start, end])
    table = np.array(merged, np.int64).reshape(-1, 3)
    return AllDays(table[:, 0], table[:, 1], table[:, 2])


def _under(graph: Graph, node: int, rule: Rule, known: DayLike) -> list[StatusPeriod]:
    """The spans of one version of a rule."""
    if rule.multiplied:
        cuts = _cuts(rule, (day for c in (graph.valid_from, graph.valid_to) for day in np.unique(c).tolist()), graph)
        entity = graph.names[node]
        return _joined(StatusPeriod(days, status_of(graph, entity, rule, days.start, known), rule.id) for days in cuts)
    net = network(graph, rule, known)
    lower = all_days(net).of(node)
    upper = lower if net.exact else all_days(net, upper=True).of(node)
    cuts = _cuts(rule, (day for pair in (*lower, *upper) for day in pair), None)
    return _joined(StatusPeriod(days, _status_on(days.start.ordinal, lower, upper), rule.id) for days in cuts)


def _status_on(day: int, lower: list[tuple[int, int]], upper: list[tuple[int, int]]) -> Status:
    if any(covers(start, end, day) for start, end in lower):
        return Status.BLOCKED
    may = any(covers(start, end, day) for start, end in upper)
    return Status.UNDETERMINED if may else Status.NOT_BLOCKED


def _cuts(rule: Rule, days: Iterable[int], graph: Graph | None) -> list[Interval]:
    """The rule's validity, cut at the days of change."""
    listed = [day for entry in graph.listed for day in (entry.valid.start, entry.valid.end)] if graph else []
    return rule.valid.cut((*map(Day, days), *listed))


def _joined(spans: Iterable[StatusPeriod]) -> list[StatusPeriod]:
    joined: list[StatusPeriod] = []
    for span in spans:
        if joined and joined[-1].status == span.status and joined[-1].rule == span.rule:
            joined[-1] = StatusPeriod(Interval(joined[-1].days.start, span.days.end), span.status, span.rule)
        else:
            joined.append(span)
    return joined
