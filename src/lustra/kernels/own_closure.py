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

__all__ = ["CONTROL", "OPEN_BITS", "close_each_lower", "close_each_upper", "close_lower", "close_upper"]

OPEN_BITS = 20
CONTROL = 1 << 62

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
    seeds: Shorts,
    day: int,
    sums: Ints,
    rank: Shorts,
    queue: Shorts,
) -> int:
    """Nodes that are taken whatever the true shares are: closure on lower bounds.

    Args:
        ptr: CSR row pointers of the out-edges (n + 1).
        dst: target of each edge (m).
        lo: packed lower bound of each edge, or CONTROL (m).
        start: first day of each edge, as an ordinal (m).
        end: first day after each edge (m).
        need: packed sum at which each node joins (n).
        seeds: nodes taken from the start.
        day: the day asked about, as an ordinal.
        sums: scratch of zeros (n); holds the sums of touched nodes afterwards.
        rank: zeros (n); the round in which each node joined, 0 outside.
        queue: scratch (n); its first part holds the members in order of joining.

    Returns:
        The number of members.
    """
    count = 0
    for seed in seeds:
        if rank[seed] == 0:
            rank[seed] = 1
            queue[count] = seed
            count += 1
    head = 0
    while head < count:
        v = int(queue[head])
        head += 1
        for e in range(int(ptr[v]), int(ptr[v + 1])):
            u = int(dst[e])
            if rank[u] == 0 and start[e] <= day and day < end[e]:
                sums[u] += lo[e]
                if sums[u] >= need[u]:
                    rank[u] = rank[v] + 1
                    queue[count] = u
                    count += 1
    return count


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
    rank: Shorts,
    queue: Shorts,
) -> int:
    """Nodes that may be taken under some consistent choice of shares: closure on capped upper bounds.

    The members' part of a node is at most ``min(sum of their upper bounds, whole - lower bounds of the others)``; where
    the lower bounds alone exceed the whole, the data contradict themselves and the cap is left out.

    Args:
        ptr, dst, lo, start, end, day, seeds, rank, queue: as for ``close_lower``.
        hi: packed upper bound of each edge, or CONTROL (m).
        in_ptr: CSR row pointers of the in-edges (n + 1).
        in_edge: index of each in-edge among the out-edges (m).
        need: packed sum at which each node may join (n).
        whole: packed whole of each node (n).
        sums: scratch of zeros (n, 3): upper bounds of members, their lower bounds, 1 + all lower bounds.

    Returns:
        The number of members.
    """
    count = 0
    for seed in seeds:
        if rank[seed] == 0:
            rank[seed] = 1
            queue[count] = seed
            count += 1
    head = 0
    while head < count:
        v = int(queue[head])
        head += 1
        for e in range(int(ptr[v]), int(ptr[v + 1])):
            u = int(dst[e])
            if rank[u] == 0 and start[e] <= day and day < end[e]:
                joins = hi[e] >= CONTROL
                if not joins:
                    if sums[u, 2] == 0:
                        sums[u, 2] = 1 + lower_total(u, in_ptr, in_edge, lo, start, end, day, 4 * int(whole[u]))
                    sums[u, 0] = min(sums[u, 0] + hi[e], 4 * whole[u])
                    sums[u, 1] = min(sums[u, 1] + lo[e], 4 * whole[u])
                    reach = sums[u, 0]
                    total = sums[u, 2] - 1
                    if total <= whole[u]:
                        reach = min(reach, whole[u] - (total - sums[u, 1]))
                    joins = reach >= need[u]
                if joins:
                    rank[u] = rank[v] + 1
                    queue[count] = u
                    count += 1
    return count


@kernel
def close_each_lower(
    ptr: Ints,
    dst: Shorts,
    lo: Ints,
    start: Shorts,
    end: Shorts,
    need: Ints,
    person_ptr: Ints,
    seeds: Shorts,
    day: int,
    first: Shorts,
) -> int:
    """One closure on lower bounds per person, for rules that do not add up different persons' holdings.

    Args:
        ptr, dst, lo, start, end, need, day: as for ``close_lower``.
        person_ptr: CSR row pointers from persons into ``seeds``.
        seeds: the nodes that stand for each person.
        first: zeros (n); 1 + the first person whose closure holds each node, 0 outside all.

    Returns:
        The number of nodes in at least one closure.
    """
    n = len(need)
    sums = np.zeros(n, np.int64)
    rank = np.zeros(n, np.int32)
    queue = np.zeros(n, np.int32)
    members = 0
    for p in range(len(person_ptr) - 1):
        own = seeds[person_ptr[p] : person_ptr[p + 1]]
        count = close_lower(ptr, dst, lo, start, end, need, own, day, sums, rank, queue)
        for i in range(count):
            v = int(queue[i])
            if first[v] == 0:
                first[v] = p + 1
                members += 1
            for e in range(int(ptr[v]), int(ptr[v + 1])):
                sums[int(dst[e])] = 0
        for i in range(count):
            rank[int(queue[i])] = 0
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
        ptr, dst, lo, hi, start, end, in_ptr, in_edge, need, whole, day: as for ``close_upper``.
        person_ptr, seeds, first: as for ``close_each_lower``.

    Returns:
        The number of nodes in at least one closure.
    """
    n = len(need)
    sums = np.zeros((n, 3), np.int64)
    rank = np.zeros(n, np.int32)
    queue = np.zeros(n, np.int32)
    members = 0
    for p in range(len(person_ptr) - 1):
        own = seeds[person_ptr[p] : person_ptr[p + 1]]
        count = close_upper(ptr, dst, lo, hi, start, end, in_ptr, in_edge, need, whole, own, day, sums, rank, queue)
        for i in range(count):
            v = int(queue[i])
            if first[v] == 0:
                first[v] = p + 1
                members += 1
            for e in range(int(ptr[v]), int(ptr[v + 1])):
                sums[int(dst[e]), 0] = 0
                sums[int(dst[e]), 1] = 0
        for i in range(count):
            rank[int(queue[i])] = 0
    return members
