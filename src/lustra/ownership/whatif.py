"""Whom to look at next: what a listing would add, what a delisting would free, who moved shares around a listing.

Information for an analyst, never a verdict. The gain of two owners together can exceed the sum of their gains (two
holders of 25 % give nothing apart), so a greedy choice has no guarantee; ``synergies`` names such pairs.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from lustra.errors import InputError
from lustra.kernels.ownership.closure import BLOCKED, ClosureScratch, close_lower
from lustra.kernels.ownership.gain import Baseline, Gains, listing_gains
from lustra.model.edge import SHARE, Edge
from lustra.model.time import FOREVER, AsOf, Day, DayLike, Interval, day_ordinal, days_between, earliest, is_before
from lustra.ownership.closure import closure, persons_on, ranks, seed_nodes
from lustra.ownership.graph import Graph, Listed
from lustra.ownership.network import Array, Network
from lustra.ownership.network_builder import network
from lustra.ownership.rules import Rule, rule_in_force

__all__ = [
    "ListingGain",
    "StakeReduction",
    "listing_gain",
    "newly_taken",
    "sole_support",
    "synergies",
    "transfer_watch",
]

WATCH_DAYS = 90
"""A fall below the threshold within so many days of a listing is watched (EU Best Practices 2024, red flag R-3)."""


class ListingGain(NamedTuple):
    """What would newly be blocked if one party were listed."""

    owner: str
    entities: int
    with_others: int
    """How many of these only together with holdings that are blocked already."""


class StakeReduction(NamedTuple):
    """A holding that fell below the threshold close to a listing."""

    owner: str
    entity: str
    listed: Day
    fell: Day
    before: str
    after: str
    buyers: tuple[str, ...]
    """Who came to hold shares within the same days; relatives, associates and new companies are marked."""


def listing_gain(graph: Graph, regime: str, as_of: AsOf) -> list[ListingGain]:
    """The gain of listing each party that owns something, largest first; parties without any gain are left out.

    Raises:
        UnknownNameError: no row of the table bears the regime's name.
        InputError: no rule is in force on the day, or the rule multiplies shares.
    """
    rule = _in_force(regime, as_of)
    net, day = network(graph, rule, as_of.known), day_ordinal(as_of.valid)
    baseline = _baseline(net, day)
    owning = (np.diff(net.ptr) > 0) & ~baseline.blocked
    owners = np.flatnonzero(owning[: graph.size]).astype(np.int32)
    gains = Gains(np.zeros(len(owners), np.int64), np.zeros(len(owners), np.int64))
    listing_gains(net.csr, net.thresholds(upper=False), baseline, owners, graph.size, gains)
    some = np.flatnonzero(gains.joint)
    order = some[np.lexsort((owners[some], -gains.joint[some]))]
    names = [graph.names[owner] for owner in owners[order].tolist()]
    return list(map(ListingGain, names, gains.joint[order].tolist(), (gains.joint - gains.alone)[order].tolist()))


def newly_taken(graph: Graph, regime: str, as_of: AsOf, owners: Sequence[str]) -> list[str]:
    """The parties that would newly be blocked if some owners were listed, the owners left out.

    Raises:
        UnknownNameError: no row bears the regime's name, or the graph does not hold an owner.
        InputError: no rule is in force on the day, or the rule multiplies shares.
    """
    rule = _in_force(regime, as_of)
    net, day = network(graph, rule, as_of.known), day_ordinal(as_of.valid)
    nodes = {graph.index(owner) for owner in owners}
    before = set(closure(net, as_of.valid).parties().tolist()) | nodes
    starts = [seed_nodes(net, day, upper=False)] if rule.aggregate else []
    groups = [sorted(nodes | {int(v) for s in starts for v in s})] if rule.aggregate else [[v] for v in sorted(nodes)]
    after = {int(v) for g in groups for v in _reached(net, day, g)}
    return [graph.names[v] for v in sorted(after - before)]


def synergies(graph: Graph, regime: str, as_of: AsOf, owners: Sequence[str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Pairs of the given owners that take together what neither takes alone.

    Raises:
        UnknownNameError: no row bears the regime's name, or the graph does not hold an owner.
        InputError: no rule is in force on the day, or the rule multiplies shares.
    """
    alone = {owner: set(newly_taken(graph, regime, as_of, [owner])) for owner in owners}
    found = []
    for i, first in enumerate(owners):
        for second in owners[i + 1 :]:
            both = set(newly_taken(graph, regime, as_of, [first, second]))
            if more := both - alone[first] - alone[second]:
                found.append((first, second, tuple(sorted(more))))
    return found


def sole_support(graph: Graph, regime: str, as_of: AsOf, person: str) -> list[str]:
    """The parties that would be freed if a listed person were delisted, the person itself included where it were.

    Raises:
        UnknownNameError: no row bears the regime's name, or the graph does not hold the person.
        InputError: no rule is in force on the day, the rule multiplies shares, or the person is not listed.
    """
    rule = _in_force(regime, as_of)
    net, day = network(graph, rule, as_of.known), day_ordinal(as_of.valid)
    graph.index(person)
    people = persons_on(net, day, upper=False)
    if person not in {net.persons[p] for p in people}:
        raise InputError(f"{person!r} is not listed on {as_of.valid}", "Ask about a listed party.")
    others = [seed_nodes(net, day, upper=False, person=p) for p in people if net.persons[p] != person]
    groups = [np.unique(np.concatenate(others))] if rule.aggregate and others else others
    still = {int(v) for seeds in groups for v in _reached(net, day, seeds.tolist())}
    before = closure(net, as_of.valid).parties().tolist()
    return [graph.names[v] for v in before if v not in still]


def transfer_watch(graph: Graph, regime: str, known: DayLike = FOREVER) -> list[StakeReduction]:
    """Holdings of listed parties that fell from the threshold or more to less within WATCH_DAYS of the listing.

    Args:
        graph: the graph.
        regime: a regime, rule or alias.
        known: the day whose state of knowledge is used: of listings, of holdings, and of who bought.

    Raises:
        UnknownNameError: no row of the table bears the regime's name.
    """
    found = []
    for entry in graph.listed_by(known):
        rule = rule_in_force(regime, entry.valid.start)
        if rule and entry.certain and entry.starts(rule.regime):
            found += _falls(graph, rule, entry, known)
    return sorted(set(found), key=_fall_key)


def _fall_key(fall: StakeReduction) -> tuple[object, ...]:
    """Order of owner, entity and days, then of the rest."""
    return fall.owner, fall.entity, Interval(fall.listed, fall.fell), *fall[4:]


def _falls(graph: Graph, rule: Rule, entry: Listed, known: DayLike) -> list[StakeReduction]:
    owner, listed = graph.index(entry.party), entry.valid.start
    rows = _known(graph, graph.rows_from(owner), known)
    held = [e for e in rows if e.kind == SHARE and e.share and not e.valid.open]
    ended = [e for e in held if abs(days_between(listed, e.valid.end)) <= WATCH_DAYS]
    found = []
    for edge in ended:
        before, after = (_held(graph, edge, day, known) for day in (edge.valid.end - 1, edge.valid.end))
        if before >= rule.threshold > after:
            place = edge.owner, edge.owned, listed, edge.valid.end
            found.append(StakeReduction(*place, _percent(before), _percent(after), _buyers(graph, edge, known)))
    return found


def _held(graph: Graph, edge: Edge, day: DayLike, known: DayLike) -> Fraction:
    """What an owner surely holds of a company on a day."""
    rows = [graph.edge(r) for r in graph.rows_into_on(graph.index(edge.owned), AsOf(day, known))]
    same = [e for e in rows if e.owner == edge.owner and e.kind == SHARE and e.unit != "votes"]
    return sum((e.share.lo_percent for e in same if e.share), Fraction(0))


def _known(graph: Graph, rows: Iterable[int], known: DayLike) -> list[Edge]:
    return [graph.edge(row) for row in rows if graph.known_row(row, known)]


def _buyers(graph: Graph, edge: Edge, known: DayLike) -> tuple[str, ...]:
    near = {}
    for other in _known(graph, graph.rows_into(graph.index(edge.owned)), known):
        close = abs(days_between(edge.valid.end, other.valid.start)) <= WATCH_DAYS
        if other.owner != edge.owner and other.kind == SHARE and close:
            near[other.owner] = _relation(graph, edge, other.owner, known)
    return tuple(f"{name} ({mark})" if mark else name for name, mark in sorted(near.items()))


def _relation(graph: Graph, edge: Edge, buyer: str, known: DayLike) -> str:
    """``family`` or ``associate`` where a record ties the buyer to the seller; ``new`` where all its records are."""
    place, seller = graph.index(buyer), graph.index(edge.owner)
    for a, b in ((place, seller), (seller, place)):
        for other in _known(graph, graph.rows_into(b), known):
            if other.owner == graph.names[a] and other.kind in ("family", "associate"):
                return other.kind
    records = _known(graph, (*graph.rows_into(place), *graph.rows_from(place)), known)
    first = earliest(*(record.valid.start for record in records))
    return "" if is_before(first, edge.valid.end - WATCH_DAYS) else "new"


def _percent(part: Fraction) -> str:
    return f"{float(part):.9g} %"


def _in_force(regime: str, as_of: AsOf) -> Rule:
    rule = rule_in_force(regime, as_of.valid)
    if rule is None:
        raise InputError(f"{regime} has no rule in force on {as_of.valid}", "Ask about a day on which it was.")
    return rule


def _baseline(net: Network, day: int) -> Baseline:
    """What is blocked already; holdings of different persons add up only where the rule says so."""
    sums = np.zeros(net.size, np.int64)
    if net.rule.aggregate:
        queue, rank = np.empty(net.size, np.int32), np.empty(net.size, np.int32)
        scratch = ClosureScratch(sums, np.zeros(0, np.int64), queue, rank)
        close_lower(net.csr, net.thresholds(upper=False), seed_nodes(net, day, upper=False), day, scratch)
        return Baseline(day, sums, sums == BLOCKED)
    blocked = np.zeros(net.size, np.bool_)
    blocked[closure(net, Day(day)).blocked] = True
    return Baseline(day, sums, blocked)


def _reached(net: Network, day: int, nodes: Sequence[int]) -> Array:
    carried = sorted({*nodes, *(net.carriers[v] for v in nodes if v in net.carriers)})
    return np.flatnonzero(ranks(net, day, np.array(carried, np.int32), upper=False)[: net.graph.size])
