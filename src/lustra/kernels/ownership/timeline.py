"""Company control on all days at once: every node carries the set of days on which it is blocked.

A set of days is a list of disjoint half-open intervals in a pool. A node is computed anew whenever the set of one of
its owners has grown: a sweep over the days on which something changes. The sets only grow and there are finitely many
days of change, so this ends, and gives on every day what the closure of that day gives.
"""

from typing import NamedTuple

import numpy as np

from lustra.kernels.jit import kernel
from lustra.kernels.ownership.csr import CONTROL, OPEN_BITS, Csr, InEdges, Ints, Shorts, Thresholds

__all__ = ["DaySets", "Listings", "close_all_days"]

CONTROLS, LOWER, LOWER_OPEN, UPPER, UPPER_OPEN, ALL_LOWER, ALL_LOWER_OPEN = range(7)
"""Sums of the sweep: control, lower value, open lower bounds, upper value, open upper bounds of the blocked owners;
lower value and open lower bounds of all owners."""
SUMS = 7


class Listings(NamedTuple):
    """The days on which nodes are listed."""

    nodes: Shorts
    """Each once."""
    offsets: Ints
    """``days[offsets[i]:offsets[i + 1]]`` are the intervals of node i of these."""
    days: Shorts
    """(t, 2) first day and day after, disjoint for each node and in order."""


class DaySets(NamedTuple):
    """The days on which each node (n) is blocked."""

    offsets: Ints
    """(n) zeros before; place of each node's intervals in ``pool``."""
    counts: Shorts
    """(n) zeros before; the number of each node's intervals."""
    pool: Shorts
    """(p, 2) first day and day after."""


class Changes(NamedTuple):
    """What begins and ends at a node."""

    days: Ints
    """(2k) first day and day after of each of k intervals."""
    amounts: Ints
    """(k, SUMS) what each interval adds to the sums while it lasts."""


@kernel
def reaches(sums: Ints, need: int, whole: int, upper: bool) -> bool:
    """Whether a node is blocked at some moment of the sweep.

    Args:
        sums: (SUMS,) what its owners add up to.
        need: packed sum that blocks the node.
        whole: packed whole of the node.
        upper: whether upper bounds, capped by the whole, are asked for.
    """
    if sums[CONTROLS] > 0:
        return True
    limit = 4 * (whole >> OPEN_BITS)
    low = (min(int(sums[LOWER]), limit) << OPEN_BITS) + int(sums[LOWER_OPEN])
    if not upper:
        return low >= need
    high = (min(int(sums[UPPER]), limit) << OPEN_BITS) - int(sums[UPPER_OPEN])
    total = (min(int(sums[ALL_LOWER]), limit) << OPEN_BITS) + int(sums[ALL_LOWER_OPEN])
    if total <= whole:
        high = min(high, whole - (total - low))
    return high >= need


@kernel
def may_be_blocked(csr: Csr, in_edges: InEdges, thresholds: Thresholds, sets: DaySets, node: int) -> bool:
    """Whether the owners that are ever blocked hold enough of a node; most do not, and that takes no sweep to tell.

    Args:
        csr: the network.
        in_edges: its in-edges.
        thresholds: when nodes are blocked, and on which bounds.
        sets: the days on which the owners are blocked.
        node: a node that is not listed itself.
    """
    weights = csr.upper if thresholds.upper else csr.lower
    total, need = 0, int(thresholds.need[node])
    for i in range(int(in_edges.offsets[node]), int(in_edges.offsets[node + 1])):
        e = int(in_edges.edges[i])
        if sets.counts[in_edges.sources[e]] > 0:
            total += max(int(weights[e]), 0)
            if total >= need:
                return True
    return False


@kernel
def changes_at(csr: Csr, in_edges: InEdges, upper: bool, sets: DaySets, node: int, listed: Shorts) -> Changes:
    """The days on which something changes for a node, given those of its owners.

    Args:
        csr: the network.
        in_edges: its in-edges.
        upper: whether upper bounds are asked for.
        sets: the days on which its owners are blocked.
        node: the node.
        listed: (b, 2) disjoint intervals on which the node is listed itself.
    """
    edges, sources = in_edges.edges, in_edges.sources
    offsets, counts, pool = sets.offsets, sets.counts, sets.pool
    first_edge, last_edge = int(in_edges.offsets[node]), int(in_edges.offsets[node + 1])
    size = len(listed)
    for i in range(first_edge, last_edge):
        size += int(counts[sources[edges[i]]]) + upper
    days, amounts = np.empty(2 * size, np.int64), np.zeros((size, SUMS), np.int64)
    for k in range(len(listed)):
        days[2 * k], days[2 * k + 1] = listed[k, 0], listed[k, 1]
        amounts[k, CONTROLS] = 1
    k = len(listed)
    for i in range(first_edge, last_edge):
        e = int(edges[i])
        owner, start, end = int(sources[e]), int(csr.start[e]), int(csr.end[e])
        low, high = int(csr.lower[e]), int(csr.upper[e])
        control = high >= CONTROL if upper else low >= CONTROL
        low, high = low if low < CONTROL else 0, high if high < CONTROL else 0
        low_value, low_open = low >> OPEN_BITS, low & ((1 << OPEN_BITS) - 1)
        high_value = -((-high) >> OPEN_BITS)
        high_open = (high_value << OPEN_BITS) - high
        for j in range(int(offsets[owner]), int(offsets[owner]) + int(counts[owner])):
            first, last = max(int(pool[j, 0]), start), min(int(pool[j, 1]), end)
            if first < last:
                days[2 * k], days[2 * k + 1] = first, last
                amounts[k, CONTROLS] = control
                amounts[k, LOWER], amounts[k, LOWER_OPEN] = low_value, low_open
                amounts[k, UPPER], amounts[k, UPPER_OPEN] = high_value, high_open
                k += 1
        if upper and low > 0:
            days[2 * k], days[2 * k + 1] = start, end
            amounts[k, ALL_LOWER], amounts[k, ALL_LOWER_OPEN] = low_value, low_open
            k += 1
    return Changes(days[: 2 * k], amounts[:k])


@kernel
def blocked_days(changes: Changes, need: int, whole: int, upper: bool) -> Shorts:
    """The days on which a node is blocked: rows of first day and day after (k, 2).

    Args:
        changes: what begins and ends at the node.
        need: packed sum that blocks the node.
        whole: packed whole of the node.
        upper: whether upper bounds, capped by the whole, are asked for.
    """
    days, amounts, size = changes.days, changes.amounts, len(changes.days)
    order = np.argsort(days, kind="mergesort")
    rows = np.empty((size + 1, 2), np.int32)
    sums = np.zeros(SUMS, np.int64)
    count, i = 0, 0
    blocked = False
    while i < size:
        day = int(days[order[i]])
        while i < size and int(days[order[i]]) == day:
            change = int(order[i])
            sign = 1 - 2 * (change & 1)
            for column in range(SUMS):
                sums[column] += sign * amounts[change >> 1, column]
            i += 1
        before, blocked = blocked, reaches(sums, need, whole, upper)
        if blocked and not before:
            rows[count, 0] = day
        if before and not blocked:
            rows[count, 1] = day
            count += 1
    return rows[:count]


@kernel
def has_days(sets: DaySets, node: int, rows: Shorts) -> bool:
    """Whether a node's intervals are these (k, 2)."""
    if len(rows) != sets.counts[node]:
        return False
    place = int(sets.offsets[node])
    for i in range(len(rows)):
        if sets.pool[place + i, 0] != rows[i, 0] or sets.pool[place + i, 1] != rows[i, 1]:
            return False
    return True


@kernel
def put_days(sets: DaySets, node: int, rows: Shorts, used: int) -> int:
    """Store a node's intervals (k, 2), in their old place where they fit; returns the rows used, -1 if too few."""
    if len(rows) > sets.counts[node]:
        if used + len(rows) > len(sets.pool):
            return -1
        sets.offsets[node] = used
        used += len(rows)
    sets.counts[node] = len(rows)
    place = int(sets.offsets[node])
    for i in range(len(rows)):
        sets.pool[place + i, 0], sets.pool[place + i, 1] = rows[i, 0], rows[i, 1]
    return used


@kernel
def close_all_days(csr: Csr, in_edges: InEdges, thresholds: Thresholds, listings: Listings, sets: DaySets) -> int:
    """Days on which every node is blocked, from the days on which some are listed.

    Args:
        csr: the network.
        in_edges: its in-edges.
        thresholds: when nodes are blocked, and on which bounds.
        listings: where the closure starts.
        sets: filled.

    Returns:
        Rows of the pool that were used; -1 where it is too small.
    """
    n, upper = len(thresholds.need), thresholds.upper
    queue, queued = np.empty(n, np.int32), np.zeros(n, np.bool_)
    listing = np.zeros(n, np.int32)
    not_listed = listings.days[:0]
    used, head, size = 0, 0, len(listings.nodes)
    for i in range(size):
        v = int(listings.nodes[i])
        used = put_days(sets, v, listings.days[listings.offsets[i] : listings.offsets[i + 1]], used)
        if used < 0:
            return -1
        queue[i], queued[v], listing[v] = v, True, i + 1
    while size:
        v = int(queue[head])
        head, size = (head + 1) % n, size - 1
        queued[v] = False
        last_target = -1
        for e in range(int(csr.offsets[v]), int(csr.offsets[v + 1])):
            u = int(csr.targets[e])
            if u == last_target:
                continue
            last_target = u
            listed = not_listed
            if listing[u] == 0 and not may_be_blocked(csr, in_edges, thresholds, sets, u):
                continue
            if listing[u] > 0:
                listed = listings.days[listings.offsets[listing[u] - 1] : listings.offsets[listing[u]]]
            changes = changes_at(csr, in_edges, upper, sets, u, listed)
            rows = blocked_days(changes, int(thresholds.need[u]), int(thresholds.whole[u]), upper)
            if has_days(sets, u, rows):
                continue
            used = put_days(sets, u, rows, used)
            if used < 0:
                return -1
            if not queued[u]:
                queue[(head + size) % n], queued[u] = u, True
                size += 1
    return used
