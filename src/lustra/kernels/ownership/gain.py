"""What one more listing would block: for every owner at once, on top of what is blocked already."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lustra.kernels.jit import kernel
from lustra.kernels.ownership.closure import BLOCKED, ClosureScratch, continue_lower
from lustra.kernels.ownership.csr import CONTROL, Csr, Ints, Shorts, Thresholds

__all__ = ["Baseline", "Gains", "listing_gains"]


class Baseline(NamedTuple):
    """What is blocked already."""

    day: int
    """The day asked about, as an ordinal."""
    sums: Ints
    """(n) packed sums of the blocked owners' holdings, BLOCKED for what is blocked; zeros where a rule takes each
    listed person alone, since an entity blocked because of one person passes on what another holds through it."""
    blocked: npt.NDArray[np.bool_]
    """(n) whether a node is blocked already, and therefore no gain."""


class Gains(NamedTuple):
    """What the listing of each owner would newly block, the owner itself left out."""

    alone: Ints
    """(owners) zeros; filled with the number blocked by the owner's holdings alone, where there is a gain."""
    joint: Ints
    """(owners) zeros; filled with the number blocked together with what is blocked already."""


@kernel
def may_gain(csr: Csr, thresholds: Thresholds, baseline: Baseline, owner: int) -> bool:
    """Whether an owner's own holdings could block anything at all; nearly all cannot, and this needs no scratch.

    Args:
        csr: the network, its targets in order within a row.
        thresholds: when nodes are blocked, on lower bounds.
        baseline: what is blocked already.
        owner: the node.
    """
    offsets, targets, lower, start, end = csr.offsets, csr.targets, csr.lower, csr.start, csr.end
    day, sums, least = baseline.day, baseline.sums, thresholds.least
    target, share = -1, 0
    for e in range(int(offsets[owner]), int(offsets[owner + 1])):
        if start[e] <= day and day < end[e]:
            u = int(targets[e])
            share = int(lower[e]) + (share if u == target else 0)
            target = u
            if share + int(sums[u]) >= least and sums[u] != BLOCKED:
                return True
            share = min(share, least)
    return False


@kernel
def newly_blocked(csr: Csr, thresholds: Thresholds, day: int, owner: int, scratch: ClosureScratch) -> int:
    """Block an owner and what it suffices to block; returns the number of nodes in the queue."""
    scratch.sums[owner] = BLOCKED
    scratch.queue[0], scratch.rank[0] = owner, 1
    return continue_lower(csr, thresholds, day, scratch, 1)


@kernel
def count_parties(scratch: ClosureScratch, count: int, parties: int, blocked: npt.NDArray[np.bool_]) -> int:
    """How many of the nodes after the first in the queue are parties that were not blocked before.

    Args:
        scratch: what a closure has filled.
        count: the number of nodes in its queue.
        parties: the number of parties; nodes from here on are inner nodes and are not counted.
        blocked: (n) whether a node was blocked before.
    """
    number = 0
    for i in range(1, count):
        v = int(scratch.queue[i])
        if v < parties and not blocked[v]:
            number += 1
    return number


@kernel
def reset_sums(csr: Csr, scratch: ClosureScratch, count: int, sums: Ints, cap: int) -> None:
    """Set the sums that a closure has touched back to given ones, but to no more than a cap.

    Args:
        csr: the network.
        scratch: what the closure has filled.
        count: the number of nodes in its queue.
        sums: (n) packed sums, BLOCKED for blocked nodes.
        cap: the largest sum to set.
    """
    offsets, targets, reset = csr.offsets, csr.targets, scratch.sums
    for i in range(count):
        v = int(scratch.queue[i])
        reset[v] = min(sums[v], cap)
        for e in range(int(offsets[v]), int(offsets[v + 1])):
            u = int(targets[e])
            reset[u] = min(sums[u], cap)


@kernel
def listing_gains(
    csr: Csr, thresholds: Thresholds, baseline: Baseline, owners: Shorts, parties: int, gains: Gains
) -> int:
    """The number of parties that would newly be blocked if each owner were listed, and how many by its holdings alone.

    What an owner blocks alone it also blocks together with others, so that the second closure of an owner touches
    nothing that the first has not touched.

    Args:
        csr: the network.
        thresholds: when nodes are blocked, on lower bounds.
        baseline: what is blocked already.
        owners: the nodes asked about, none of them blocked.
        parties: the number of parties; nodes from here on are inner nodes and are not counted.
        gains: filled.

    Returns:
        The number of owners with some gain.
    """
    n, unused = len(thresholds.need), np.zeros(0, np.int64)
    joint = ClosureScratch(baseline.sums.copy(), unused, np.empty(n, np.int32), np.empty(n, np.int32))
    alone = ClosureScratch(joint.sums, unused, np.empty(n, np.int32), np.empty(n, np.int32))
    some = 0
    for i in range(len(owners)):
        if not may_gain(csr, thresholds, baseline, int(owners[i])):
            continue
        count = newly_blocked(csr, thresholds, baseline.day, int(owners[i]), joint)
        gains.joint[i] = count_parties(joint, count, parties, baseline.blocked)
        if gains.joint[i] > 0:
            some += 1
            reset_sums(csr, joint, count, baseline.sums, 0)
            count_alone = newly_blocked(csr, thresholds, baseline.day, int(owners[i]), alone)
            gains.alone[i] = count_parties(alone, count_alone, parties, baseline.blocked)
        reset_sums(csr, joint, count, baseline.sums, CONTROL)
    return some
