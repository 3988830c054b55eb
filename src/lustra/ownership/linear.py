"""Effective (multiplied) shares: how much of an entity is a listed person's when every chain multiplies.

An economic measure, and the rule of a few sectoral measures; never the cascade of an asset freeze. A chain ends at the
first listed person above the entity, so the parts of different persons add up and none is counted twice. Loops are
summed to infinity, exactly where the owners are few.
"""

from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from lustra.kernels.ownership.csr import CONTROL
from lustra.model.time import FOREVER, DayLike, day_ordinal
from lustra.ownership.graph import Graph
from lustra.ownership.network import Network
from lustra.ownership.network_builder import network
from lustra.ownership.rules import Rule

__all__ = ["Effective", "effective"]

EXACT_LOOPS = 60
"""Most owners in loops that are solved with fractions; beyond it sums are rounded outward by ROUNDING."""
ROUNDING = Fraction(1, 10**12)
ROUNDS = 2000

Weights = dict[int, dict[int, Fraction]]
"""Owned node → owner node → part of one whole."""


class Effective(NamedTuple):
    """Effective share of listed persons in one entity, in per cent."""

    lo: Fraction
    hi: Fraction
    parts: tuple[tuple[str, Fraction, Fraction], ...]
    """Each listed person's own part, largest first."""


def effective(graph: Graph, rule: Rule, entity: str, day: DayLike, known: DayLike = FOREVER) -> Effective:
    """The effective share of the listed in an entity, decomposed by person.

    Args:
        graph: the graph.
        rule: the rule whose listings and layers count; only its chain is taken as multiplied.
        entity: id of the party.
        day: the day asked about.
        known: the day whose state of knowledge is used.

    Raises:
        UnknownNameError: the graph holds no such party.
    """
    net = network(graph, replace(rule, multiplied=False), known)
    node, ordinal = graph.index(entity), day_ordinal(day)
    standing = net.seeds.on(ordinal)
    certain = {int(v) for v in net.seeds.node[standing & net.seeds.certain]}
    listed = {int(v) for v in net.seeds.node[standing]}
    if node in listed:
        whole = Fraction(100)
        return Effective(whole if node in certain else Fraction(0), whole, ((entity, whole, whole),))
    low = _contributions(_upstream(net, node, ordinal, listed, upper=False), node, certain, upper=False)
    high = _contributions(_upstream(net, node, ordinal, listed, upper=True), node, listed, upper=True)
    people = sorted(set(low) | set(high), key=lambda v: (-high.get(v, 0), v))
    parts = tuple((graph.names[v], 100 * low.get(v, Fraction(0)), 100 * high.get(v, Fraction(0))) for v in people)
    total = min(sum((high for _, _, high in parts), Fraction(0)), Fraction(100))
    return Effective(sum((low for _, low, _ in parts), Fraction(0)), total, parts)


def _upstream(net: Network, node: int, day: int, listed: set[int], *, upper: bool) -> Weights:
    """What the owners above a node hold of one another, up to the first listed ones."""
    found: Weights = {}
    waiting = [node]
    while waiting:
        v = waiting.pop()
        if v in found or v in listed:
            continue
        found[v] = _owners(net, v, day, upper=upper)
        waiting += found[v]
    return found


def _owners(net: Network, v: int, day: int, *, upper: bool) -> dict[int, Fraction]:
    owners: dict[int, Fraction] = {}
    for e in net.edges_into(v, day):
        packed = int((net.hi if upper else net.lo)[e])
        if packed > 0:
            share = net.unpacked(packed, packed, v)
            part = Fraction(share.hi if upper else share.lo, share.whole)
            part = Fraction(1) if packed >= CONTROL else part
            owner = int(net.src[e])
            owners[owner] = owners.get(owner, Fraction(0)) + part
    return owners


def _contributions(weights: Weights, node: int, listed: set[int], *, upper: bool) -> dict[int, Fraction]:
    """The part of each listed node, every path multiplied out."""
    reach = _path_sums(weights, node, upper=upper)
    found: dict[int, Fraction] = {}
    for v, times in reach.items():
        for owner, part in weights[v].items():
            if owner in listed:
                found[owner] = found.get(owner, Fraction(0)) + times * part
    return found


def _path_sums(weights: Weights, node: int, *, upper: bool) -> dict[int, Fraction]:
    """How much of the node each owner in between passes on: 1 for the node itself."""
    order = _topological(weights, node)
    if order is not None:
        return _pushed(weights, node, order)
    if len(weights) <= EXACT_LOOPS:
        return _solved(weights, node)
    return _iterated(weights, node, upper=upper)


def _topological(weights: Weights, node: int) -> list[int] | None:
    """The owned before their owners; None where they own each other."""
    waiting = dict.fromkeys(weights, 0)
    for owners in weights.values():
        for owner in owners:
            if owner in waiting:
                waiting[owner] += 1
    ready = [v for v, count in waiting.items() if not count]
    order: list[int] = []
    while ready:
        order.append(ready.pop())
        for owner in weights[order[-1]]:
            if owner in waiting:
                waiting[owner] -= 1
                if not waiting[owner]:
                    ready.append(owner)
    return order if len(order) == len(weights) and waiting.get(node) == 0 else None


def _pushed(weights: Weights, node: int, order: list[int]) -> dict[int, Fraction]:
    reach = dict.fromkeys(order, Fraction(0)) | {node: Fraction(1)}
    for v in order:
        for owner, part in weights[v].items():
            if owner in reach:
                reach[owner] += reach[v] * part
    return reach


def _solved(weights: Weights, node: int) -> dict[int, Fraction]:
    """Solve (I - W) x = e exactly, by elimination; a loop that holds all of itself passes nothing on."""
    nodes = sorted(weights)
    place = {v: i for i, v in enumerate(nodes)}
    rows = [
        [Fraction(int(i == j)) for j in range(len(nodes))] + [Fraction(int(v == node))] for i, v in enumerate(nodes)
    ]
    for v in nodes:
        for owner, part in weights[v].items():
            if owner in place:
                rows[place[owner]][place[v]] -= part
    for i in range(len(nodes)):
        pivot = next((r for r in range(i, len(nodes)) if rows[r][i]), None)
        if pivot is None:
            continue
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for r in range(len(nodes)):
            if r != i and rows[r][i]:
                rows[r] = [a - rows[r][i] * b for a, b in zip(rows[r], rows[i], strict=True)]
    return {v: max(rows[place[v]][-1], Fraction(0)) for v in nodes}


def _iterated(weights: Weights, node: int, *, upper: bool) -> dict[int, Fraction]:
    """Sum the rounds until nothing moves; rounded down, or up by what may be missing."""
    total, front = dict.fromkeys(weights, 0.0), {node: 1.0}
    for _ in range(ROUNDS):
        following: dict[int, float] = {}
        for v, amount in sorted(front.items()):
            total[v] += amount
            for owner, part in weights[v].items():
                if owner in weights and amount > 1e-15:
                    following[owner] = following.get(owner, 0.0) + amount * float(part)
        front = following
        if not front:
            break
    margin = ROUNDING if upper else -ROUNDING
    return {v: max(Fraction(amount) + margin, Fraction(0)) for v, amount in total.items()}
