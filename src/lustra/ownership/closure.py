"""Who is taken, on one day: the closure of a network on its lower or on its upper bounds.

*Lower*: taken whatever the true shares are. *Upper*: may be taken under some consistent choice of shares. A rule that
adds up all blocked owners has one closure; one that looks at a person at a time has one per listed person, and what any
of them holds is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from lustra.kernels.own_closure import close_each_lower, close_each_upper, close_lower, close_upper, wipe
from lustra.model.time import day_ordinal
from lustra.ownership.network import Array, Network

__all__ = ["Closure", "closure", "closure_from", "persons_on", "ranks", "seed_nodes"]


@dataclass(frozen=True, eq=False)
class Closure:
    """The nodes that are taken on a day."""

    net: Network
    day: int
    """The day as an ordinal."""
    upper: bool
    taken: Array
    """The nodes."""
    mark: Array
    """For each: the round of joining, or, where persons are looked at one at a time, 1 + the number of the first person
    whose closure holds it."""

    @cached_property
    def member(self) -> Array:
        """The mark of every node (n), 0 outside."""
        member = np.zeros(self.net.size, np.int32)
        member[self.taken] = self.mark
        return member

    def __contains__(self, node: int) -> bool:
        return bool(self.member[node])

    def parties(self) -> Array:
        """Places of the parties taken, inner nodes left out, in order."""
        return np.sort(self.taken[self.taken < self.net.graph.size])


def closure(net: Network, day: date, *, upper: bool = False) -> Closure:
    """The nodes taken on a day, on lower or on upper bounds."""
    ordinal = day_ordinal(day)
    if net.rule.aggregate:
        return closure_from(net, ordinal, seed_nodes(net, ordinal, upper=upper), upper=upper)
    people, ptr, nodes = _by_person(net, ordinal, upper=upper)
    first = np.zeros(net.size, np.int32)
    if upper:
        close_each_upper(*_upper(net), net.need_hi, net.whole, ptr, nodes, ordinal, first)
    else:
        close_each_lower(*_lower(net), net.need_lo, net.least, ptr, nodes, ordinal, first)
    taken = np.flatnonzero(first).astype(np.int32)
    return Closure(net, ordinal, upper, taken, people[first[taken] - 1] + 1)


def closure_from(net: Network, day: int, seeds: Array, *, upper: bool) -> Closure:
    """The closure that starts from some nodes together.

    Args:
        net: the network.
        day: the day as an ordinal.
        seeds: nodes taken from the start, each once.
        upper: whether upper bounds are used.
    """
    flat, queue, rank = _scratch(net)
    if upper:
        sums = np.zeros((net.size, 3), np.int64)
        count = close_upper(*_upper(net), net.need_hi, net.whole, seeds, day, sums, queue, rank)
    else:
        count = close_lower(*_lower(net), net.need_lo, net.least, seeds, day, flat, queue, rank)
        wipe(net.ptr, net.dst, queue, count, flat)
    found = Closure(net, day, upper, queue[:count].copy(), rank[:count].copy())
    net.spare.append((flat, queue, rank))
    return found


def _scratch(net: Network) -> tuple[Array, Array, Array]:
    try:
        return net.spare.pop()
    except IndexError:
        return np.zeros(net.size, np.int64), np.empty(net.size, np.int32), np.empty(net.size, np.int32)


def ranks(net: Network, day: int, seeds: Array, *, upper: bool) -> Array:
    """The round in which each node joins (n), 0 outside, when the closure starts from some nodes together.

    Args:
        net: the network.
        day: the day as an ordinal.
        seeds: nodes taken from the start, each once.
        upper: whether upper bounds are used.
    """
    return closure_from(net, day, seeds, upper=upper).member


def persons_on(net: Network, day: int, *, upper: bool, behind: Array | None = None) -> list[int]:
    """Numbers of the persons who are listed on a day; for upper bounds also those who may be.

    Args:
        net: the network.
        day: the day as an ordinal.
        upper: whether parties that only may be listed count.
        behind: only the persons who stand at one of these nodes.
    """
    standing = _standing(net, day, upper=upper)
    if behind is not None:
        standing = standing & np.isin(net.seeds.node, behind)
    return [int(p) for p in np.unique(net.seeds.person[standing])]


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
    return np.unique(net.seeds.node[_standing(net, day, upper=upper) & chosen])


def _by_person(net: Network, day: int, *, upper: bool) -> tuple[Array, Array, Array]:
    """The persons listed on a day, and the nodes from which each one's closure starts, in CSR form."""
    standing = _standing(net, day, upper=upper)
    pairs = np.unique(np.stack((net.seeds.person[standing], net.seeds.node[standing]), 1), axis=0)
    people, counts = np.unique(pairs[:, 0], return_counts=True)
    if not (upper and net.graph.unknown):
        return people, np.concatenate(([0], np.cumsum(counts))), pairs[:, 1].copy()
    seeds = [seed_nodes(net, day, upper=upper, person=int(person)) for person in people]
    return people, np.cumsum([0, *map(len, seeds)], dtype=np.int64), np.concatenate([*seeds, np.empty(0, np.int32)])


def _standing(net: Network, day: int, *, upper: bool) -> Array:
    return np.asarray(net.seeds.on(day) & (net.seeds.certain | upper))


def _lower(net: Network) -> tuple[Array, Array, Array, Array, Array]:
    return net.ptr, net.dst, net.lo, net.start, net.end


def _upper(net: Network) -> tuple[Array, Array, Array, Array, Array, Array, Array, Array]:
    return net.ptr, net.dst, net.lo, net.hi, net.start, net.end, net.in_ptr, net.in_edge
