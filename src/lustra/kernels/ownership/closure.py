"""Company control as a least fixpoint over integer arrays, on one day.

A node is blocked as soon as the packed sum of what its blocked owners hold reaches its need. All functions work in
rounds: ``rank`` is 1 for a seed and r + 1 for a node that the owners of rank ≤ r suffice to block, which does not
depend on the order of edges or seeds. Sums never overflow: a node that is blocked is not added to, and no single weight
but CONTROL exceeds one whole.
"""

from typing import NamedTuple

import numpy as np

from lustra.kernels.jit import kernel
from lustra.kernels.ownership.csr import CONTROL, Csr, InEdges, Ints, Shorts, Thresholds, lower_total

__all__ = [
    "BLOCKED",
    "ClosureScratch",
    "SeedGroups",
    "clear_sums",
    "close_each",
    "close_lower",
    "close_upper",
    "continue_lower",
]

BLOCKED = -1
"""Sum of a node that is blocked."""
UPPER_SUM, LOWER_SUM = 0, 1
"""Columns of the sums of ``close_upper``."""


class ClosureScratch(NamedTuple):
    """What a closure works on."""

    sums: Ints
    """Zeros before. Lower bounds: (n) packed sum of the blocked owners' holdings. Upper bounds: (n, 2) the sum of their
    upper and of their lower bounds. BLOCKED for blocked nodes."""
    totals: Ints
    """Upper bounds: (n) zeros before; 1 + the sum of all owners' lower bounds. Lower bounds: not used."""
    queue: Shorts
    """(n) the blocked nodes in its first part, in the order in which they became blocked."""
    rank: Shorts
    """(n) the round in which each node of the queue became blocked."""


class SeedGroups(NamedTuple):
    """Where one closure per listed person starts."""

    offsets: Ints
    """``nodes[offsets[p]:offsets[p + 1]]`` are the nodes of person p."""
    nodes: Shorts
    """Nodes of each person, each once."""


@kernel
def add_seeds(seeds: Shorts, scratch: ClosureScratch) -> int:
    """Block the seeds; returns their number."""
    count = 0
    for seed in seeds:
        scratch.sums[seed] = BLOCKED
        scratch.queue[count] = seed
        scratch.rank[count] = 1
        count += 1
    return count


@kernel
def continue_lower(csr: Csr, thresholds: Thresholds, day: int, scratch: ClosureScratch, count: int) -> int:
    """Block what the nodes in the queue suffice to block, on lower bounds.

    Args:
        csr: the network.
        thresholds: when nodes are blocked, on lower bounds.
        day: the day asked about, as an ordinal.
        scratch: the queue with its ranks, and the sums of an earlier closure or zeros, BLOCKED for the queue's nodes.
        count: the number of nodes in the queue.

    Returns:
        The number of nodes in the queue afterwards.
    """
    offsets, targets, lower, start, end = csr.offsets, csr.targets, csr.lower, csr.start, csr.end
    need, least = thresholds.need, thresholds.least
    sums, queue, rank = scratch.sums, scratch.queue, scratch.rank
    head = 0
    while head < count:
        v = int(queue[head])
        for e in range(int(offsets[v]), int(offsets[v + 1])):
            if start[e] <= day and day < end[e]:
                u = int(targets[e])
                total = int(sums[u])
                if total != BLOCKED:
                    total += int(lower[e])
                    if total >= least and total >= need[u]:
                        total = BLOCKED
                        queue[count] = u
                        rank[count] = rank[head] + 1
                        count += 1
                    sums[u] = total
        head += 1
    return count


@kernel
def close_lower(csr: Csr, thresholds: Thresholds, seeds: Shorts, day: int, scratch: ClosureScratch) -> int:
    """Nodes that are blocked whatever the true shares are: closure on lower bounds.

    Args:
        csr: the network.
        thresholds: when nodes are blocked, on lower bounds.
        seeds: nodes blocked from the start, each once.
        day: the day asked about, as an ordinal.
        scratch: filled with sums, blocked nodes and ranks.

    Returns:
        The number of blocked nodes.
    """
    return continue_lower(csr, thresholds, day, scratch, add_seeds(seeds, scratch))


@kernel
def close_upper(
    csr: Csr, in_edges: InEdges, thresholds: Thresholds, seeds: Shorts, day: int, scratch: ClosureScratch
) -> int:
    """Nodes that may be blocked under some consistent choice of shares: closure on capped upper bounds.

    The blocked owners' part of a node is at most the sum of their upper bounds, and at most the whole less the lower
    bounds of the others; where all lower bounds together exceed the whole, the data contradict themselves and this
    second limit is left out.

    Args:
        csr: the network.
        in_edges: its in-edges.
        thresholds: when nodes are blocked, on upper bounds.
        seeds: nodes blocked from the start, each once.
        day: the day asked about, as an ordinal.
        scratch: filled with sums, totals, blocked nodes and ranks.

    Returns:
        The number of blocked nodes.
    """
    offsets, targets, lower, upper, start, end = csr
    sums, totals, queue, rank = scratch
    count = add_seeds(seeds, scratch)
    head = 0
    while head < count:
        v = int(queue[head])
        for e in range(int(offsets[v]), int(offsets[v + 1])):
            u = int(targets[e])
            if day < start[e] or day >= end[e] or sums[u, UPPER_SUM] == BLOCKED:
                continue
            blocked = upper[e] >= CONTROL
            if not blocked:
                whole = int(thresholds.whole[u])
                if totals[u] == 0:
                    totals[u] = 1 + lower_total(csr, in_edges, u, day, 4 * whole)
                sums[u, UPPER_SUM] = min(int(sums[u, UPPER_SUM]) + int(upper[e]), 4 * whole)
                sums[u, LOWER_SUM] = min(int(sums[u, LOWER_SUM]) + int(lower[e]), 4 * whole)
                reach, total = int(sums[u, UPPER_SUM]), int(totals[u]) - 1
                if total <= whole:
                    reach = min(reach, whole - (total - int(sums[u, LOWER_SUM])))
                blocked = reach >= thresholds.need[u]
            if blocked:
                sums[u, UPPER_SUM] = BLOCKED
                queue[count] = u
                rank[count] = rank[head] + 1
                count += 1
        head += 1
    return count


@kernel
def clear_sums(csr: Csr, scratch: ClosureScratch, count: int) -> None:
    """Set the sums that a closure has touched back to zero, so that its scratch can be used again on the same day.

    Args:
        csr: the network.
        scratch: what the closure has filled.
        count: the number of blocked nodes.
    """
    offsets, targets, sums = csr.offsets, csr.targets, scratch.sums
    for i in range(count):
        v = int(scratch.queue[i])
        sums[v] = 0
        for e in range(int(offsets[v]), int(offsets[v + 1])):
            sums[int(targets[e])] = 0


@kernel
def close_each(csr: Csr, in_edges: InEdges, thresholds: Thresholds, groups: SeedGroups, day: int, first: Shorts) -> int:
    """One closure per person, for rules that do not add up different persons' holdings.

    Args:
        csr: the network.
        in_edges: its in-edges; NO_IN_EDGES will do for lower bounds.
        thresholds: when nodes are blocked, and on which bounds.
        groups: the nodes from which each person's closure starts.
        day: the day asked about, as an ordinal.
        first: zeros (n); 1 + the first person whose closure blocks each node, 0 outside all.

    Returns:
        The number of nodes in at least one closure.
    """
    n = len(thresholds.need)
    queue, rank = np.empty(n, np.int32), np.empty(n, np.int32)
    lower = ClosureScratch(np.zeros(n, np.int64), np.zeros(0, np.int64), queue, rank)
    size = n if thresholds.upper else 0
    upper = ClosureScratch(np.zeros((size, 2), np.int64), np.zeros(size, np.int64), queue, rank)
    blocked = 0
    for p in range(len(groups.offsets) - 1):
        seeds = groups.nodes[groups.offsets[p] : groups.offsets[p + 1]]
        if thresholds.upper:
            count = close_upper(csr, in_edges, thresholds, seeds, day, upper)
            clear_sums(csr, upper, count)
        else:
            count = close_lower(csr, thresholds, seeds, day, lower)
            clear_sums(csr, lower, count)
        for i in range(count):
            v = int(queue[i])
            if first[v] == 0:
                first[v] = p + 1
                blocked += 1
    return blocked
