"""Company control on all days at once: every node carries the set of days on which it is taken.

A set of days is a list of disjoint half-open intervals in a pool. A node is computed anew whenever the set of one of
its owners has grown: a sweep over the days on which something changes. The sets only grow and there are finitely many
days of change, so this ends, and gives on every day what the closure of that day gives.
"""

import numpy as np
import numpy.typing as npt

from lustra.kernels.jit import kernel
from lustra.kernels.own_closure import CONTROL, OPEN_BITS

__all__ = ["spread"]

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]


@kernel
def reaches(sums: Ints, need: int, whole: int, upper: int) -> bool:
    """Whether a node is taken at some moment of the sweep.

    Args:
        sums: control, lower value, open lower bounds, upper value, open upper bounds of the members; lower value and
            open lower bounds of all owners.
        need: packed sum at which the node joins.
        whole: packed whole of the node.
        upper: whether upper bounds, capped by the whole, are asked for.
    """
    if sums[0] > 0:
        return True
    limit = 4 * (whole >> OPEN_BITS)
    low = (min(int(sums[1]), limit) << OPEN_BITS) + int(sums[2])
    if not upper:
        return low >= need
    high = (min(int(sums[3]), limit) << OPEN_BITS) - int(sums[4])
    every = (min(int(sums[5]), limit) << OPEN_BITS) + int(sums[6])
    if every <= whole:
        high = min(high, whole - (every - low))
    return high >= need


@kernel
def sweep(
    u: int,
    in_ptr: Ints,
    in_edge: Shorts,
    src: Shorts,
    lo: Ints,
    hi: Ints,
    start: Shorts,
    end: Shorts,
    need: int,
    whole: int,
    upper: int,
    offset: Ints,
    count: Shorts,
    pool: Shorts,
    base: Shorts,
) -> Shorts:
    """The days on which a node is taken, given those of its owners: rows of first day and day after (k, 2).

    Args:
        u: the node.
        in_ptr: CSR row pointers of the in-edges (n + 1).
        in_edge: index of each in-edge among the edges (m).
        src: source of each edge (m).
        lo: packed lower bound of each edge, or CONTROL (m).
        hi: packed upper bound of each edge, or CONTROL (m).
        start: first day of each edge, as an ordinal (m).
        end: first day after each edge (m).
        need: packed sum at which the node joins.
        whole: packed whole of the node.
        upper: 1 for upper bounds, capped by the whole; 0 for lower bounds.
        offset: place in ``pool`` of each node's intervals (n).
        count: number of each node's intervals (n).
        pool: the intervals (p, 2).
        base: intervals on which the node is listed itself, disjoint (b, 2).
    """
    room = 2 * len(base)
    for i in range(int(in_ptr[u]), int(in_ptr[u + 1])):
        room += 2 * int(count[src[in_edge[i]]]) + 2 * upper
    days = np.empty(room, np.int64)
    steps = np.zeros((room, 7), np.int64)
    k = 0
    for i in range(len(base)):
        days[k], days[k + 1] = base[i, 0], base[i, 1]
        steps[k, 0], steps[k + 1, 0] = 1, -1
        k += 2
    for i in range(int(in_ptr[u]), int(in_ptr[u + 1])):
        e = int(in_edge[i])
        v = int(src[e])
        control = hi[e] >= CONTROL if upper else lo[e] >= CONTROL
        low = 0 if lo[e] >= CONTROL else int(lo[e])
        high = 0 if hi[e] >= CONTROL else int(hi[e])
        value, opened = low >> OPEN_BITS, low & ((1 << OPEN_BITS) - 1)
        top = -((-high) >> OPEN_BITS)
        below = (top << OPEN_BITS) - high
        for j in range(int(offset[v]), int(offset[v]) + int(count[v])):
            first, last = max(int(pool[j, 0]), int(start[e])), min(int(pool[j, 1]), int(end[e]))
            if first < last:
                days[k], days[k + 1] = first, last
                for side in range(2):
                    sign = 1 - 2 * side
                    steps[k + side, 0] = sign if control else 0
                    steps[k + side, 1], steps[k + side, 2] = sign * value, sign * opened
                    steps[k + side, 3], steps[k + side, 4] = sign * top, sign * below
                k += 2
        if upper and low > 0:
            days[k], days[k + 1] = start[e], end[e]
            steps[k, 5], steps[k, 6], steps[k + 1, 5], steps[k + 1, 6] = value, opened, -value, -opened
            k += 2
    order = np.argsort(days[:k], kind="mergesort")
    found = np.empty((k + 1, 2), np.int32)
    sums = np.zeros(7, np.int64)
    n = 0
    i = 0
    inside = False
    while i < k:
        day = int(days[order[i]])
        while i < k and int(days[order[i]]) == day:
            for c in range(7):
                sums[c] += steps[order[i], c]
            i += 1
        now = reaches(sums, need, whole, upper)
        if now and not inside:
            found[n, 0] = day
        if inside and not now:
            found[n, 1] = day
            n += 1
        inside = now
    return found[:n]


@kernel
def spread(
    ptr: Ints,
    dst: Shorts,
    src: Shorts,
    lo: Ints,
    hi: Ints,
    start: Shorts,
    end: Shorts,
    in_ptr: Ints,
    in_edge: Shorts,
    need: Ints,
    whole: Ints,
    upper: int,
    seed_node: Shorts,
    seed_ptr: Ints,
    seed_days: Shorts,
    offset: Ints,
    count: Shorts,
    pool: Shorts,
    queue: Shorts,
    waiting: Shorts,
) -> int:
    """Days on which every node is taken, from the days on which some are listed.

    Args:
        ptr: CSR row pointers of the out-edges (n + 1).
        dst: target of each edge (m).
        src: source of each edge (m).
        lo: packed lower bound of each edge, or CONTROL (m).
        hi: packed upper bound of each edge, or CONTROL (m).
        start: first day of each edge, as an ordinal (m).
        end: first day after each edge (m).
        in_ptr: CSR row pointers of the in-edges (n + 1).
        in_edge: index of each in-edge among the edges (m).
        need: packed sum at which each node joins (n).
        whole: packed whole of each node (n).
        upper: 1 for upper bounds, capped; 0 for lower bounds.
        seed_node: listed nodes, each once (s).
        seed_ptr: CSR row pointers from listed nodes into ``seed_days`` (s + 1).
        seed_days: disjoint intervals, in order (t, 2).
        offset: zeros (n); filled with the place of each node's intervals in ``pool``.
        count: zeros (n); filled with their number.
        pool: room for intervals (p, 2).
        queue: scratch (n), used as a ring.
        waiting: zeros (n); all zero again afterwards.

    Returns:
        Rows of the pool that were used; -1 where it is too small.
    """
    n = len(need)
    used, head, size = 0, 0, 0
    listed = np.zeros(n, np.int32)
    for s in range(len(seed_node)):
        v = int(seed_node[s])
        listed[v] = s + 1
        first, last = int(seed_ptr[s]), int(seed_ptr[s + 1])
        if used + last - first > len(pool):
            return -1
        offset[v], count[v] = used, last - first
        for i in range(first, last):
            pool[used, 0], pool[used, 1] = seed_days[i, 0], seed_days[i, 1]
            used += 1
        queue[(head + size) % n] = v
        waiting[v] = 1
        size += 1
    nothing = seed_days[:0]
    while size:
        v = int(queue[head])
        head = (head + 1) % n
        size -= 1
        waiting[v] = 0
        last_target = -1
        for e in range(int(ptr[v]), int(ptr[v + 1])):
            u = int(dst[e])
            if u == last_target:
                continue
            last_target = u
            s = int(listed[u])
            base = nothing
            if s:
                base = seed_days[int(seed_ptr[s - 1]) : int(seed_ptr[s])]
            found = sweep(
                u,
                in_ptr,
                in_edge,
                src,
                lo,
                hi,
                start,
                end,
                int(need[u]),
                int(whole[u]),
                upper,
                offset,
                count,
                pool,
                base,
            )
            same = len(found) == count[u]
            for i in range(len(found)):
                at = int(offset[u]) + i
                same = same and pool[at, 0] == found[i, 0] and pool[at, 1] == found[i, 1]
            if same:
                continue
            if len(found) > count[u]:
                if used + len(found) > len(pool):
                    for i in range(size):
                        waiting[queue[(head + i) % n]] = 0
                    return -1
                offset[u] = used
                used += len(found)
            count[u] = len(found)
            for i in range(len(found)):
                at = int(offset[u]) + i
                pool[at, 0], pool[at, 1] = found[i, 0], found[i, 1]
            if waiting[u] == 0:
                queue[(head + size) % n] = u
                waiting[u] = 1
                size += 1
    return used
