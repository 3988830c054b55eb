"""Why an entity is taken, and why it is not, in steps that another program can check.

A *derivation* ranks its steps: each rests only on listed parties and on entities of earlier steps. A *closure
certificate* names a set of entities that contains nobody listed and of which no member would be taken even if
everybody outside the set were; so nothing in it can be taken. Both speak of parties, never of inner nodes.
"""

from typing import NamedTuple

import numpy as np

from lustra.kernels.ownership.csr import CONTROL
from lustra.kernels.ownership.proof import Ranks, Witnesses, witnesses
from lustra.model.edge import Share
from lustra.ownership.closure import persons_on, ranks, seed_nodes
from lustra.ownership.graph import KINDS
from lustra.ownership.network import Array, Network
from lustra.ownership.rules import kinds

__all__ = [
    "Certificate",
    "Derivation",
    "Step",
    "Support",
    "all_witnesses",
    "certificates",
    "derivation",
    "persons_behind",
]


class Support(NamedTuple):
    """What one owner contributes to a step."""

    owner: str
    through: str
    """The party whose joint arrangement makes the owner's holding count; "" for none."""
    rows: tuple[int, ...]
    """Records of the graph."""
    topics: tuple[str, ...]
    """Clauses that made the records count as they do."""
    share: Share | None
    """What it holds of the layer; None for a right of control."""
    certain: bool
    """Whether it counts whatever else comes out; false for a right that only may be control."""


class Step(NamedTuple):
    """One entity is taken."""

    rank: int
    entity: str
    carries: bool
    """Whether the step is about carrying a chain on, which may take more than being taken (UK)."""
    because: str
    """``listed``, ``shares``, ``votes``, ``control``, ``part_of`` …"""
    supports: tuple[Support, ...]
    states: tuple[tuple[str, bool], ...]
    """The entities it rests on, each with whether as a carrier."""


class Derivation(NamedTuple):
    """Ranked steps, listed parties first; the last is the entity asked about."""

    upper: bool
    person: str
    """The person the closure starts from, "" where all are added up."""
    steps: tuple[Step, ...]


class Certificate(NamedTuple):
    """A set that nothing outside can take."""

    upper: bool
    persons: tuple[str, ...] | None
    """The persons it speaks of; None for everybody not named in another certificate of the same entity."""
    outside: tuple[tuple[str, bool], ...]
    """Entities that are not taken, each with whether as a carrier."""


def all_witnesses(net: Network, rank: Array, day: int, targets: Array, *, upper: bool) -> tuple[Array, Array]:
    """The witness edges of many nodes at once: row pointers and edges.

    Args:
        net: the network.
        rank: the round in which each node joined (n).
        day: the day as an ordinal.
        targets: nodes of rank > 1.
        upper: whether the closure used upper bounds.
    """
    most = int((net.in_ptr[targets + 1] - net.in_ptr[targets]).sum())
    output = Witnesses(np.zeros(len(targets) + 1, np.int64), np.empty(most, np.int32))
    count = witnesses(net.csr, net.in_edges, net.thresholds(upper=upper), Ranks(day, rank), targets, output)
    return output.offsets, output.edges[:count]


def derivation(net: Network, day: int, node: int, *, upper: bool, person: int | None) -> Derivation:
    """Why a node is taken.

    Args:
        net: the network.
        day: the day as an ordinal.
        node: a party that the closure holds.
        upper: on which bounds.
        person: number of the person the closure starts from; None where all are added up.
    """
    rank = ranks(net, day, seed_nodes(net, day, upper=upper, person=person), upper=upper)
    used, waiting = dict[int, list[int]](), [node]
    while waiting:
        v = waiting.pop()
        if v not in used:
            found = all_witnesses(net, rank, day, np.array([v], np.int32), upper=upper)[1] if rank[v] > 1 else ()
            used[v] = [int(e) for e in found]
            waiting += [int(net.src[e]) for e in used[v]]
    steps = [_step(net, v, int(rank[v]), used) for v in used if net.state(v)]
    return Derivation(upper, "" if person is None else net.persons[person], tuple(sorted(steps)))


def certificates(net: Network, day: int, node: int, *, upper: bool) -> tuple[Certificate, ...]:
    """Why a node is not taken: one certificate, or one per person who comes near and one for everybody else.

    Args:
        net: the network.
        day: the day as an ordinal.
        node: a party that the closure does not hold.
        upper: on which bounds.
    """
    together = ranks(net, day, seed_nodes(net, day, upper=upper), upper=upper)
    if not together[node]:
        return (Certificate(upper, None, _outside(net, day, node, together, upper=upper)),)
    near = persons_behind(net, day, node, together, upper=upper)
    found = []
    for person in near:
        alone = ranks(net, day, seed_nodes(net, day, upper=upper, person=person), upper=upper)
        found.append(Certificate(upper, (net.persons[person],), _outside(net, day, node, alone, upper=upper)))
    rest = ranks(net, day, seed_nodes(net, day, upper=upper, without=near), upper=upper)
    return (*found, Certificate(upper, None, _outside(net, day, node, rest, upper=upper)))


def _step(net: Network, v: int, rank: int, used: dict[int, list[int]]) -> Step:
    name, carries = net.state(v) or ("", False)
    if rank == 1:
        return Step(1, name, carries, "listed", (), ())
    supports: list[Support] = []
    states: set[tuple[str, bool]] = set()
    because = _collect(net, v, used, supports, states)
    return Step(rank, name, carries, because, tuple(supports), tuple(sorted(states)))


def _collect(
    net: Network, v: int, used: dict[int, list[int]], supports: list[Support], states: set[tuple[str, bool]]
) -> str:
    """Gather what a party rests on, looking through its inner nodes; says what kind of reason it was."""
    because = ""
    for e in used[v]:
        source, reading = int(net.src[e]), net.reading(e)
        if (state := net.state(source)) is not None:
            states.add(state)
            because = because or _reason(net, reading.rows, reading.topic)
            supports.append(_support(net, e, state[0], "", reading.topic))
            continue
        inner = net.inner[source - net.graph.size]
        if inner.role == "shadow":
            because, through = "shares", _behind(net, source, used, states)
            supports.append(_support(net, e, net.graph.names[inner.holder], through, reading.topic))
        else:
            reason = _collect(net, source, used, supports, states)
            because = inner.role if inner.role == "votes" else reason
    return because


def _behind(net: Network, shadow: int, used: dict[int, list[int]], states: set[tuple[str, bool]]) -> str:
    """The party whose being taken makes a shadow's holding count; "" where it is the holder itself."""
    source = int(net.src[used[shadow][0]])
    if (state := net.state(source)) is not None:
        states.add(state)
        return ""
    member = net.state(int(net.src[used[source][0]])) or ("", False)
    states.add(member)
    return member[0]


def _support(net: Network, e: int, owner: str, through: str, topic: str) -> Support:
    rows = net.reading(e).rows
    topics = tuple(t for t in (topic, "joint_arrangement" if through else "") if t and t not in ("shares", "control"))
    share = None if net.hi[e] >= CONTROL else net.unpacked(int(net.lo[e]), int(net.hi[e]), int(net.dst[e]))
    return Support(owner, through, rows, topics, share, share is not None or net.lo[e] >= CONTROL)


def _reason(net: Network, rows: tuple[int, ...], topic: str) -> str:
    if topic in ("control", "joint_each", "chain") or not rows:
        return topic
    role = kinds()[KINDS[int(net.graph.kind[rows[0]])]].role
    return {"control": "control", "part": "part_of"}.get(role, "shares")


def persons_behind(net: Network, day: int, node: int, member: Array, *, upper: bool) -> list[int]:
    """Numbers of the persons from whom a chain of members leads to a node.

    Args:
        net: the network.
        day: the day as an ordinal.
        node: the node.
        member: who is taken when all persons are added up: not 0 (n).
        upper: on which bounds.
    """
    seen, waiting = {node}, [node]
    while waiting:
        v = waiting.pop()
        for e in net.edges_into(v, day):
            source = int(net.src[e])
            if member[source] and source not in seen and int((net.hi if upper else net.lo)[e]) > 0:
                seen.add(source)
                waiting.append(source)
    return persons_on(net, day, upper=upper, behind=np.array(sorted(seen)))


def _outside(net: Network, day: int, node: int, member: Array, *, upper: bool) -> tuple[tuple[str, bool], ...]:
    """A small set around a node that nothing outside can take."""
    chosen, waiting = {node}, [node]
    while waiting:
        new = _needed_outside(net, day, waiting.pop(), chosen, member, upper=upper)
        chosen |= new
        waiting += sorted(new)
    return tuple(sorted(state for v in chosen if (state := net.state(v))))


def _needed_outside(net: Network, day: int, v: int, chosen: set[int], member: Array, *, upper: bool) -> set[int]:
    """Owners of a node that must stay outside, too, lest it be taken: all controllers, then the largest holders."""
    weight, need = (net.hi, net.need_hi) if upper else (net.lo, net.need_lo)
    edges = net.edges_into(v, day)
    free = [e for e in edges if not member[net.src[e]] and int(net.src[e]) not in chosen and int(weight[e]) > 0]
    new = {int(net.src[e]) for e in free if int(weight[e]) >= CONTROL}
    for e in sorted(free, key=lambda e: (-int(weight[e]), int(net.src[e]))):
        if _reach(net, v, [e for e in edges if int(net.src[e]) not in chosen | new], edges, upper=upper) < need[v]:
            break
        new.add(int(net.src[e]))
    return new


def _reach(net: Network, v: int, inside: list[int], edges: list[int], *, upper: bool) -> int:
    """Packed share that the owners inside can have of a node; CONTROL or more where one controls it."""
    weight = net.hi if upper else net.lo
    reach = sum(int(weight[e]) for e in inside)
    total = sum(int(net.lo[e]) for e in edges if net.lo[e] < CONTROL)
    if not upper or total > net.whole[v] or any(weight[e] >= CONTROL for e in inside):
        return reach
    return min(reach, int(net.whole[v]) - total + sum(int(net.lo[e]) for e in inside))
