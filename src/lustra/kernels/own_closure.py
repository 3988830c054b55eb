"""Company control as a least fixpoint over integer arrays, on one day.

The network is a graph of nodes with out-edges in CSR form. An edge carries a lower and an upper bound of a holding,
*packed*: ``value << OPEN_BITS`` plus the number of open lower bounds (or minus that of open upper ones), so that the
low bits only break ties and a sum that contains an open bound stays open. An edge of weight ``CONTROL`` takes its
target at once. A node joins as soon as the packed sum over its members reaches its ``need``.

All functions work in rounds: ``rank`` is 1 for a seed and r + 1 for a node that the owners of rank ≤ r suffice to
take, which does not depend on the order of edges or seeds. Sums never overflow: a node that has joined is not added to,
and no single weight but CONTROL exceeds one whole.
"""

import numpy as np
import numpy.typing as npt

from lustra.kernels.jit import kernel

__all__ = [
    "CONTROL",
    "OPEN_BITS",
    "TAKEN",
    "close_each_lower",
    "close_each_upper",
    "close_lower",
    "close_upper",
    "wipe",
]

OPEN_BITS = 20
CONTROL = 1 << 62
TAKEN = -1
"""Sum of a node that has joined."""

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]


@kernel
def close_lower(
    ptr: Ints,
    dst: Shorts,
    lo: Ints,
    start: Shorts,
    end: Shorts,
    need: Ints,
    least: int,
    seeds: Shorts,
    day: int,
    sums: Ints,
    queue: Shorts,
    rank: Shorts,
) -> int:
    """Nodes that are taken whatever the true shares are: closure on lower bounds.

    Args:
        ptr: CSR row pointers of the out-edges (n + 1).
        dst: target of each edge (m).
        lo: packed lower bound of each edge, or CONTROL (m).
        start: first day of each edge, as an ordinal (m).
        end: first day after each edge (m).
        need: packed sum at which each node joins (n).
        least: the smallest need; it is compared first, because it is at hand.
        seeds: nodes taken from the start, each once.
        day: the day asked about, as an ordinal.
        sums: zeros (n); afterwards the members' packed part of each node, TAKEN for the members themselves.
        queue: scratch (n); its first part holds the members in order of joining.
        rank: scratch (n); the round in which each member of the queue joined.

    Returns:
        The number of members.
    """
    count = 0
    for seed in seeds:
        sums[seed] = TAKEN
        queue[count] = seed
        rank[count] = 1
        count += 1
    head = 0
    while head < count:
        v = int(queue[head])
        for e in range(int(ptr[v]), int(ptr[v + 1])):
            if start[e] <= day and day < end[e]:
                u = int(dst[e])
                total = int(sums[u])
                if total != TAKEN:
                    total += int(lo[e])
                    if total >= least and total >= need[u]:
                        total = TAKEN
                        queue[count] = u
                        rank[count] = rank[head] + 1
                        count += 1
                    sums[u] = total
        head += 1
    return count


@kernel
def wipe(ptr: Ints, dst: Shorts, queue: Shorts, count: int, sums: Ints) -> None:
    """Set back to zero what ``close_lower`` has touched, so that its scratch can serve again.

    Args:
        ptr: CSR row pointers of the out-edges (n + 1).
        dst: target of each edge (m).
        queue: the members in its first part (n).
        count: their number.
        sums: the sums to be wiped (n).
    """
    for i in range(count):
        v = int(queue[i])
        sums[v] = 0
        for e in range(int(ptr[v]), int(ptr[v + 1])):
            sums[int(dst[e])] = 0


@kernel
def lower_total(u: int, in_ptr: Ints, in_edge: Shorts, lo: Ints, start: Shorts, end: Shorts, day: int, cap: int) -> int:
    """Packed sum, at most ``cap``, of the lower bounds of all holdings in a node on a day."""
    total = 0
    for i in range(int(in_ptr[u]), int(in_ptr[u + 1])):
        e = int(in_edge[i])
        if start[e] <= day and day < end[e] and lo[e] < CONTROL:
            total = min(total + int(lo[e]), cap)
    return total


@kernel
def close_upper(
    ptr: Ints,
    dst: Shorts,
    lo: Ints,
    hi: Ints,
    start: Shorts,
    end: Shorts,
    in_ptr: Ints,
    in_edge: Shorts,
    need: Ints,
    whole: Ints,
    seeds: Shorts,
    day: int,
    sums: Ints,
    queue: Shorts,
    rank: Shorts,
) -> int:
    """Nodes that may be taken under some consistent choice of shares: closure on capped upper bounds.

    The members' part of a node is at most ``min(sum of their upper bounds, whole - lower bounds of the others)``; where
    the lower bounds alone exceed the whole, the data contradict themselves and the cap is left out.

    Args:
        ptr: CSR row pointers of the out-edges (n + 1).
        dst: target of each edge (m).
        lo: packed lower bound of each edge, or CONTROL (m).
        hi: packed upper bound of each edge, or CONTROL (m).
        start: first day of each edge, as an ordinal (m).
        end: first day after each edge (m).
        in_ptr: CSR row pointers of the in-edges (n + 1).
        in_edge: index of each in-edge among the out-edges (m).
        need: packed sum at which each node may join (n).
        whole: packed whole of each node (n).
        seeds: nodes taken from the start, each once.
        day: the day asked about, as an ordinal.
        sums: zeros (n, 3): upper bounds of members (TAKEN for the members themselves), their lower bounds, 1 + all
            lower bounds.
        queue: scratch (n); its first part holds the members in order of joining.
        rank: scratch (n); the round in which each member of the queue joined.

    Returns:
        The number of members.
    """
    count = 0
    for seed in seeds:
        sums[seed, 0] = TAKEN
        queue[count] = seed
        rank[count] = 1
        count += 1
    head = 0
    while head < count:
        v = int(queue[head])
        for e in range(int(ptr[v]), int(ptr[v + 1])):
            u = int(dst[e])
            if day < start[e] or day >= end[e] or sums[u, 0] == TAKEN:
                continue
            joins = hi[e] >= CONTROL
            if not joins:
                limit = 4 * int(whole[u])
                if sums[u, 2] == 0:
                    sums[u, 2] = 1 + lower_total(u, in_ptr, in_edge, lo, start, end, day, limit)
                sums[u, 0] = min(int(sums[u, 0]) + int(hi[e]), limit)
                sums[u, 1] = min(int(sums[u, 1]) + int(lo[e]), limit)
                reach, total = int(sums[u, 0]), int(sums[u, 2]) - 1
                if total <= whole[u]:
                    reach = min(reach, int(whole[u]) - (total - int(sums[u, 1])))
                joins = reach >= need[u]
            if joins:
                sums[u, 0] = TAKEN
                queue[count] = u
                rank[count] = rank[head] + 1
                count += 1
        head += 1
    return count


@kernel
def close_each_lower(
    ptr: Ints,
    dst: Shorts,
    lo: Ints,
    start: Shorts,
    end: Shorts,
    need: Ints,
    least: int,
    person_ptr: Ints,
    seeds: Shorts,
    day: int,
    first: Shorts,
) -> int:
    """One closure on lower bounds per person, for rules that do not add up different persons' holdings.

    Args:
        ptr: CSR row pointers of the out-edges (n + 1).
        dst: target of each edge (m).
        lo: packed lower bound of each edge, or CONTROL (m).
        start: first day of each edge, as an ordinal (m).
        end: first day after each edge (m).
        need: packed sum at which each node joins (n).
        least: the smallest need.
        person_ptr: CSR row pointers from persons into ``seeds``.
        seeds: the nodes that stand for each person, each once.
        day: the day asked about, as an ordinal.
        first: zeros (n); 1 + the first person whose closure holds each node, 0 outside all.

    Returns:
        The number of nodes in at least one closure.
    """
    n = len(need)
    sums = np.zeros(n, np.int64)
    queue = np.empty(n, np.int32)
    rank = np.empty(n, np.int32)
    members = 0
    for p in range(len(person_ptr) - 1):
        own = seeds[person_ptr[p] : person_ptr[p + 1]]
        count = close_lower(ptr, dst, lo, start, end, need, least, own, day, sums, queue, rank)
        for i in range(count):
            v = int(queue[i])
            if first[v] == 0:
                first[v] = p + 1
                members += 1
        wipe(ptr, dst, queue, count, sums)
    return members


@kernel
def close_each_upper(
    ptr: Ints,
    dst: Shorts,
    lo: Ints,
    hi: Ints,
    start: Shorts,
    end: Shorts,
    in_ptr: Ints,
    in_edge: Shorts,
    need: Ints,
    whole: Ints,
    person_ptr: Ints,
    seeds: Shorts,
    day: int,
    first: Shorts,
) -> int:
    """One closure on capped upper bounds per person.

    Args:
        ptr: CSR row pointers of the out-edges (n + 1).
        dst: target of each edge (m).
        lo: packed lower bound of each edge, or CONTROL (m).
        hi: packed upper bound of each edge, or CONTROL (m).
        start: first day of each edge, as an ordinal (m).
        end: first day after each edge (m).
        in_ptr: CSR row pointers of the in-edges (n + 1).
        in_edge: index of each in-edge among the out-edges (m).
        need: packed sum at which each node may join (n).
        whole: packed whole of each node (n).
        person_ptr: CSR row pointers from persons into ``seeds``.
        seeds: the nodes that stand for each person, each once.
        day: the day asked about, as an ordinal.
        first: zeros (n); 1 + the first person whose closure holds each node, 0 outside all.

    Returns:
        The number of nodes in at least one closure.
    """
    n = len(need)
    sums = np.zeros((n, 3), np.int64)
    queue = np.empty(n, np.int32)
    rank = np.empty(n, np.int32)
    members = 0
    for p in range(len(person_ptr) - 1):
        own = seeds[person_ptr[p] : person_ptr[p + 1]]
        count = close_upper(ptr, dst, lo, hi, start, end, in_ptr, in_edge, need, whole, own, day, sums, queue, rank)
        for i in range(count):
            v = int(queue[i])
            if first[v] == 0:
                first[v] = p + 1
                members += 1
            sums[v, 0], sums[v, 1] = 0, 0
            for e in range(int(ptr[v]), int(ptr[v + 1])):
                sums[int(dst[e]), 0] = 0
                sums[int(dst[e]), 1] = 0
    return members
