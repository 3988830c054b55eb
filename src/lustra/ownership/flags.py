"""Remarks beside a verdict: rights that the rule does not count, near misses, sums for legal review, doubtful data.

A flag never changes an answer. The red flags R-1 … R-5 are those of the EU Best Practices of 3 July 2024.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from lustra.kernels.ownership.csr import CONTROL
from lustra.model.edge import DECLARED_INDIRECT, SHARE, Edge, Share
from lustra.model.time import AsOf, Day
from lustra.ownership.closure import Closure, closure
from lustra.ownership.network import Network
from lustra.ownership.network_builder import network
from lustra.ownership.rules import Rule, kinds

__all__ = ["Flag", "flags_of"]

NEAR_POINTS = Fraction(5)
"""A listed share within this many percentage points below the threshold is a near miss (red flag R-1)."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One remark."""

    code: str
    """Criterion (``C-a`` …), red flag (``R-1`` …) or a word: ``sum``, ``exposed``, ``rebuttable``, ``verify`` …"""
    words: str
    rows: tuple[int, ...] = ()
    """Records of the graph."""


def flags_of(net: Network, node: int, lower: Closure, upper: Closure, share: Share) -> tuple[Flag, ...]:
    """The remarks on one party.

    Args:
        net: the network of the rule.
        node: the party.
        lower: what is taken for sure.
        upper: what may be taken.
        share: the listed share of the party's capital.
    """
    found = [*_rights(net, node, upper), *_shares(net, node, lower, share), *_of_rule(net, node, lower, upper)]
    return tuple(found)


def _rights(net: Network, node: int, upper: Closure) -> list[Flag]:
    """Records between a taken party and this one that the rule leaves out."""
    found, rule = [], net.rule
    for row in net.graph.rows_into_on(node, _as_of(upper)):
        owner = int(net.graph.owner[row])
        edge = net.graph.edge(row)
        if owner == node:
            continue
        kind = kinds()[edge.kind]
        counted = edge.kind in rule.control | rule.may_control or kind.role in ("share", "part", "joint_holder")
        if owner in upper and not counted:
            words = f"{edge.owner}: {kind.title}; this rule does not count it"
            found.append(Flag(kind.criterion or kind.role, words, (row,)))
        if edge.kind == SHARE and edge.directness == DECLARED_INDIRECT and owner in upper:
            words = f"{edge.owner} is declared to hold {_held(edge)} through others"
            found.append(Flag("declared", words, (row,)))
    return found


def _shares(net: Network, node: int, lower: Closure, share: Share) -> list[Flag]:
    found = []
    gap = net.rule.threshold - share.lo_percent
    if 0 <= gap <= NEAR_POINTS and node not in lower:
        found.append(Flag("R-1", f"the listed share of {share.words()} is just under the threshold"))
    capital = [r for r in net.graph.rows_into_on(node, _as_of(lower)) if _is_holding(net.graph.edge(r))]
    if sum((net.graph.edge(r).share or Share(0, 0)).lo_percent for r in capital) > 100:
        found.append(Flag("data", "the recorded shares add up to more than 100 %", tuple(capital)))
    if any(int(net.graph.owner[r]) == node for r in capital):
        found.append(Flag("own", "the company holds shares of itself"))
    return found


def _as_of(found: Closure) -> AsOf:
    return AsOf(Day(found.day), found.net.known)


def _is_holding(edge: Edge) -> bool:
    return edge.kind == SHARE and edge.unit != "votes" and edge.directness != DECLARED_INDIRECT


def _of_rule(net: Network, node: int, lower: Closure, upper: Closure) -> list[Flag]:
    rule, found = net.rule, []
    if rule.any_holding and node in upper and node not in lower:
        found.append(Flag("exposed", "listed parties have an interest; an indirect benefit is enough"))
    if rule.rebuttable and node in lower and not _majority(net, node, lower):
        found.append(Flag("rebuttable", "the presumption can be rebutted case by case"))
    if rule.sum_flag and not rule.aggregate and node not in lower and _summed(net, node, lower, rule):
        found.append(Flag("sum", "the holdings of several listed persons meet the threshold together: legal review"))
    if rule.verify:
        found.append(Flag("verify", f"the text of {rule.id} was not yet checked at its source"))
    return found


def _majority(net: Network, node: int, lower: Closure) -> bool:
    """Whether the party is listed, or its capital is held by more than half."""
    if node in net.seeds.node[net.seeds.on(lower.day)]:
        return True
    here = [e for e in net.edges_into(node, lower.day) if lower.member[net.src[e]]]
    return 2 * sum(int(net.lo[e]) for e in here if net.lo[e] < CONTROL) > int(net.whole[node])


def _summed(net: Network, node: int, lower: Closure, rule: Rule) -> bool:
    together = network(net.graph, replace(rule, aggregate=True), net.known)
    return node in closure(together, Day(lower.day))


def _held(edge: Edge) -> str:
    return edge.share.words() if edge.share else "an unstated share"
