"""Who is blocked, on one day: the closure of a network on its lower or on its upper bounds.

*Lower*: blocked whatever the true shares are. *Upper*: may be blocked under some consistent choice of shares. A rule
that adds up all blocked owners has one closure; one that looks at a person at a time has one per listed person, and a
node in any of them is blocked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lustra.kernels.ownership.closure import (
    ClosureScratch,
    SeedGroups,
    clear_sums,
    close_each,
    close_lower,
    close_upper,
)
from lustra.kernels.ownership.csr import NO_IN_EDGES
from lustra.model.time import DayLike, day_ordinal
from lustra.ownership.network import Array, Network

__all__ = ["Closure", "closure", "closure_from", "persons_on", "ranks", "seed_nodes"]


@dataclass(frozen=True, eq=False)
class Closure:
    """The nodes that are blocked on a day."""

    net: Network
    day: int
    """The day as an ordinal."""
    upper: bool
    blocked: Array
    """The nodes, in the order in which they became blocked."""
    mark: Array
    """For each: the round in which it became blocked, or, where persons are looked at one at a time, 1 + the number of
    the first person whose closure blocks it."""

    @cached_property
    def member(self) -> Array:
        """The mark of every node (n), 0 outside."""
        member = np.zeros(self.net.size, np.int32)
        member[self.blocked] = self.mark
        return member

    def __contains__(self, node: int) -> bool:
        return bool(self.member[node])

    def parties(self) -> Array:
        """Places of the blocked parties, inner nodes left out, in order."""
        return np.sort(self.blocked[self.blocked < self.net.graph.size])


def closure(net: Network, day: DayLike, *, upper: bool = False) -> Closure:
    """The nodes blocked on a day, on lower or on upper bounds."""
    ordinal = day_ordinal(day)
    if net.rule.aggregate:
        return closure_from(net, ordinal, seed_nodes(net, ordinal, upper=upper), upper=upper)
    people, offsets, nodes = _by_person(net, ordinal, upper=upper)
    first = np.zeros(net.size, np.int32)
    in_edges = net.in_edges if upper else NO_IN_EDGES
    close_each(net.csr, in_edges, net.thresholds(upper=upper), SeedGroups(offsets, nodes), ordinal, first)
    blocked = np.flatnonzero(first).astype(np.int32)
    return Closure(net, ordinal, upper, blocked, people[first[blocked] - 1] + 1)


def closure_from(net: Network, day: int, seeds: Array, *, upper: bool) -> Closure:
    """The closure that starts from some nodes together.

    Args:
        net: the network.
        day: the day as an ordinal.
        seeds: nodes blocked from the start, each once.
        upper: whether upper bounds are used.
    """
    scratch, thresholds = _scratch(net), net.thresholds(upper=upper)
    if upper:
        sums, totals = np.zeros((net.size, 2), np.int64), np.zeros(net.size, np.int64)
        wider = scratch._replace(sums=sums, totals=totals)
        count = close_upper(net.csr, net.in_edges, thresholds, seeds, day, wider)
    else:
        count = close_lower(net.csr, thresholds, seeds, day, scratch)
        clear_sums(net.csr, scratch, count)
    closed = Closure(net, day, upper, scratch.queue[:count].copy(), scratch.rank[:count].copy())
    net.spare.append(scratch)
    return closed


def _scratch(net: Network) -> ClosureScratch:
    try:
        return net.spare.pop()
    except IndexError:
        queue, rank = np.empty(net.size, np.int32), np.empty(net.size, np.int32)
        return ClosureScratch(np.zeros(net.size, np.int64), np.zeros(0, np.int64), queue, rank)


def ranks(net: Network, day: int, seeds: Array, *, upper: bool) -> Array:
    """The round in which each node becomes blocked (n), 0 outside, when the closure starts from some nodes together.

    Args:
        net: the network.
        day: the day as an ordinal.
        seeds: nodes blocked from the start, each once.
        upper: whether upper bounds are used.
    """
    return closure_from(net, day, seeds, upper=upper).member


def persons_on(net: Network, day: int, *, upper: bool, behind: Array | None = None) -> list[int]:
    """Numbers of the persons who are listed on a day; for upper bounds also those who may be.

    Args:
        net: the network.
        day: the day as an ordinal.
        upper: whether parties that only may be listed count.
        behind: only the persons who are listed at one of these nodes.
    """
    listed = _listed_on(net, day, upper=upper)
    if behind is not None:
        listed = listed & np.isin(net.seeds.node, behind)
    return [int(p) for p in np.unique(net.seeds.person[listed])]


def seed_nodes(net: Network, day: int, *, upper: bool, person: int | None = None, without: Sequence[int] = ()) -> Array:
    """The nodes from which the closure starts on a day, in order.

    Args:
        net: the network.
        day: the day as an ordinal.
        upper: whether parties that only may be listed count.
        person: start from this person alone; an owner whom nobody names may be that very person.
        without: start from everybody but these persons; an owner whom nobody names stays.
    """
    person_of = net.seeds.person
    chosen = ~np.isin(person_of, without) if person is None else person_of == person
    if upper and net.graph.unknown:
        chosen = chosen | np.isin(person_of, [i for i, name in enumerate(net.persons) if name in net.graph.unknown])
    return np.unique(net.seeds.node[_listed_on(net, day, upper=upper) & chosen])


def _by_person(net: Network, day: int, *, upper: bool) -> tuple[Array, Array, Array]:
    """The persons listed on a day, and the nodes from which each one's closure starts, in CSR form."""
    listed = _listed_on(net, day, upper=upper)
    pairs = np.unique(np.stack((net.seeds.person[listed], net.seeds.node[listed]), 1), axis=0)
    people, counts = np.unique(pairs[:, 0], return_counts=True)
    if not (upper and net.graph.unknown):
        return people, np.concatenate(([0], np.cumsum(counts))), pairs[:, 1].copy()
    seeds = [seed_nodes(net, day, upper=upper, person=int(person)) for person in people]
    return people, np.cumsum([0, *map(len, seeds)], dtype=np.int64), np.concatenate([*seeds, np.empty(0, np.int32)])


def _listed_on(net: Network, day: int, *, upper: bool) -> Array:
    return np.asarray(net.seeds.on(day) & (net.seeds.certain | upper))
