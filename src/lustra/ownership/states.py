"""State ownership: which companies a state holds, through which body, by which right.

Ministries, agencies and sub-units are folded into their state along ``part_of`` records, level by level; nothing is
folded across levels without a record that says so. The closure is that of the rule ``SOE-OECD`` (OECD Guidelines on
Corporate Governance of State-Owned Enterprises, 2024). It is information: a company is not blocked because a state
holds it, unless the state itself is listed.
"""

from dataclasses import replace
from typing import NamedTuple

from lustra.model.edge import Share
from lustra.model.time import AsOf
from lustra.ownership.closure import closure
from lustra.ownership.graph import Graph, Listed
from lustra.ownership.network_builder import network
from lustra.ownership.proof import Derivation, derivation
from lustra.ownership.rules import rule_named
from lustra.ownership.verdict import Status, verdict_by_rule

__all__ = ["StateOwnedCompany", "bodies_of", "state_owned"]

RULE = "SOE-OECD"


class StateOwnedCompany(NamedTuple):
    """A company of a state."""

    entity: str
    status: Status
    """``blocked`` stands for state-owned, ``undetermined`` for possibly so; no sanction is meant."""
    share: Share
    """What the state's bodies and companies hold of the capital together."""
    bodies: tuple[str, ...]
    """The bodies of the state from which the chain starts."""
    chain: Derivation | None


def bodies_of(graph: Graph, state: str, as_of: AsOf) -> list[str]:
    """The state and all that is part of it, in order of id.

    Raises:
        UnknownNameError: the graph holds no such party.
    """
    graph.index(state)
    found, waiting = {state}, [state]
    while waiting:
        whole = graph.index(waiting.pop())
        for row in graph.rows_into_on(whole, as_of):
            edge = graph.edge(row)
            if edge.kind == "part_of" and edge.owner not in found:
                found.add(edge.owner)
                waiting.append(edge.owner)
    return sorted(found)


def state_owned(graph: Graph, state: str, as_of: AsOf) -> list[StateOwnedCompany]:
    """The companies of a state, those surely held first, with the share, the bodies and the chain.

    Args:
        graph: the graph; who is listed does not matter.
        state: id of the state.
        as_of: the day asked about, and the day whose state of knowledge is used.

    Raises:
        UnknownNameError: the graph holds no such party.
    """
    bodies = bodies_of(graph, state, as_of)
    seeded = replace(graph, listed=tuple(Listed(body) for body in bodies), unknown=frozenset())
    net = network(seeded, rule_named(RULE), as_of.known)
    sure = closure(net, as_of.valid)
    may = sure if net.exact else closure(net, as_of.valid, upper=True)
    found = []
    for node in may.parties().tolist():
        entity = graph.names[node]
        if entity not in bodies:
            judgement = verdict_by_rule(seeded, entity, rule_named(RULE), as_of)
            upper = node not in sure
            chain = derivation(net, may.day, node, upper=upper, person=None)
            start = tuple(step.entity for step in chain.steps if step.because == "listed")
            found.append(StateOwnedCompany(entity, judgement.status, judgement.share or Share(0, 0), start, chain))
    return sorted(found, key=lambda item: (item.status is not Status.BLOCKED, -item.share.lo_percent, item.entity))
