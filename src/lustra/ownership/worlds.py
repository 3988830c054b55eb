"""Sampled worlds: in how many consistent worlds would an undetermined entity be blocked?

Triage only, and labelled as such; never a verdict. A world draws every share within its band so that the shares of a
company do not exceed the whole, tosses a coin for every right that may amount to control and for every party that may
be listed, and asks for the closure. The same seed gives the same worlds.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from lustra.errors import InputError
from lustra.kernels.ownership.sampled_shares import draw_shares
from lustra.model.time import AsOf, day_ordinal
from lustra.ownership.closure import closure, closure_from, persons_on, seed_nodes
from lustra.ownership.graph import Graph
from lustra.ownership.network import Array, Network
from lustra.ownership.network_builder import network
from lustra.ownership.rules import rule_in_force

__all__ = ["BlockedFrequency", "sampled_worlds"]


class BlockedFrequency(NamedTuple):
    """How often an entity was blocked; a triage figure, not a probability of law."""

    entity: str
    blocked: int
    worlds: int


def sampled_worlds(
    graph: Graph, regime: str, as_of: AsOf, *, worlds: int = 1000, seed: int = 0
) -> list[BlockedFrequency]:
    """The undetermined entities of a regime, most often blocked first.

    Args:
        graph: the graph.
        regime: a regime, rule or alias.
        as_of: the day asked about, and the day whose state of knowledge is used.
        worlds: number of worlds drawn.
        seed: of the random numbers.

    Raises:
        UnknownNameError: no row of the table bears the regime's name.
        InputError: no rule is in force on the day, the rule multiplies shares, or no world is asked for.
    """
    rule = rule_in_force(regime, as_of.valid)
    if rule is None or worlds < 1:
        raise InputError(f"no worlds of {regime} on {as_of.valid}", "Ask about a day on which a rule was in force.")
    net, day = network(graph, rule, as_of.known), day_ordinal(as_of.valid)
    open_nodes = np.setdiff1d(closure(net, as_of.valid, upper=True).parties(), closure(net, as_of.valid).parties())
    counts, dice = np.zeros(net.size, np.int64), np.random.default_rng(seed)
    for _ in range(worlds):
        counts[_blocked_in_one(net, day, dice)] += 1
    order = np.lexsort((open_nodes, -counts[open_nodes]))
    return [BlockedFrequency(graph.names[int(v)], int(counts[v]), worlds) for v in open_nodes[order]]


def _blocked_in_one(net: Network, day: int, dice: np.random.Generator) -> Array:
    """The nodes blocked in one world."""
    world = replace(net, lo=_drawn(net, day, dice), seeds=net.seeds._replace(certain=_tossed(net, dice)))
    if net.rule.aggregate:
        return closure_from(world, day, seed_nodes(world, day, upper=False), upper=False).blocked
    people = persons_on(world, day, upper=False)
    blocked = [
        closure_from(world, day, seed_nodes(world, day, upper=False, person=p), upper=False).blocked for p in people
    ]
    return np.unique(np.concatenate(blocked)) if blocked else np.empty(0, np.int32)


def _tossed(net: Network, dice: np.random.Generator) -> Array:
    """Who is listed: the certain ones, and every other person by one toss."""
    heads = dice.random(len(net.persons)) < 0.5
    return np.asarray(net.seeds.certain | heads[net.seeds.person])


def _drawn(net: Network, day: int, dice: np.random.Generator) -> Array:
    drawn = net.lo.copy()
    numbers = dice.random(len(net.lo))
    draw_shares(net.csr, net.in_edges, net.whole, day, numbers, drawn)
    return drawn
