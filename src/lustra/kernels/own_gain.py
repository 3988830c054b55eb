"""What one more listing would take: for every owner at once, on top of what is taken already."""

import numpy as np
import numpy.typing as npt

from lustra.kernels.jit import kernel
from lustra.kernels.own_closure import TAKEN

__all__ = ["gains"]

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]


@kernel
def crosses(
    ptr: Ints,
    dst: Shorts,
    lo: Ints,
    start: Shorts,
    end: Shorts,
    least: int,
    base_sums: Ints,
    day: int,
    owner: int,
) -> bool:
    """Whether an owner's own holdings could take anything at all; nearly all cannot, and this needs no scratch.

    Args:
        ptr: CSR row pointers of the out-edges (n + 1).
        dst: target of each edge, in order within a row (m).
        lo: packed lower bound of each edge, or CONTROL (m).
        start: first day of each edge, as an ordinal (m).
        end: first day after each edge (m).
        least: the smallest need of any node.
        base_sums: packed sums of the holdings of what is taken already, TAKEN for what is (n).
        day: the day asked about, as an ordinal.
        owner: the node.
    """
    target, held = -1, 0
    for e in range(int(ptr[owner]), int(ptr[owner + 1])):
        if start[e] <= day and day < end[e]:
            u = int(dst[e])
            held = int(lo[e]) + (held if u == target else 0)
            target = u
            if held + int(base_sums[u]) >= least and base_sums[u] != TAKEN:
                return True
            held = min(held, least)
    return False


@kernel
def gains(
    ptr: Ints,
    dst: Shorts,
    lo: Ints,
    start: Shorts,
    end: Shorts,
    need: Ints,
    least: int,
    base_sums: Ints,
    day: int,
    owners: Shorts,
    counted: int,
    alone: Ints,
    gain: Ints,
) -> int:
    """The number of parties that would newly be taken if each owner were listed, and how many of them on its own.

    Args:
        ptr: CSR row pointers of the out-edges (n + 1).
        dst: target of each edge (m).
        lo: packed lower bound of each edge, or CONTROL (m).
        start: first day of each edge, as an ordinal (m).
        end: first day after each edge (m).
        need: packed sum at which each node joins (n).
        least: the smallest need.
        base_sums: packed sums of the holdings of what is taken already, TAKEN for what is (n).
        day: the day asked about, as an ordinal.
        owners: the nodes asked about, none of them taken.
        counted: nodes below this number are parties and are counted; inner nodes are not.
        alone: zeros; filled with the number taken by the owner's holdings alone, where there is a gain (owners).
        gain: filled with the number newly taken, the owner itself left out (owners).

    Returns:
        The number of owners with some gain.
    """
    n = len(need)
    sums = np.zeros(n, np.int64)
    inside = np.zeros(n, np.int32)
    queue = np.empty(n, np.int32)
    some = 0
    for o in range(len(owners)):
        owner = int(owners[o])
        if not crosses(ptr, dst, lo, start, end, least, base_sums, day, owner):
            continue
        for synergy in range(1, -1, -1):
            if not synergy and gain[o] == 0:
                break
            inside[owner] = 1
            queue[0] = owner
            count, head, taken = 1, 0, 0
            while head < count:
                v = int(queue[head])
                head += 1
                for e in range(int(ptr[v]), int(ptr[v + 1])):
                    u = int(dst[e])
                    if inside[u] == 0 and base_sums[u] != TAKEN and start[e] <= day and day < end[e]:
                        sums[u] += lo[e]
                        total = int(sums[u])
                        if synergy:
                            total += int(base_sums[u])
                        if total >= need[u]:
                            inside[u] = 1
                            queue[count] = u
                            count += 1
                            if u < counted:
                                taken += 1
            for i in range(count):
                v = int(queue[i])
                inside[v] = 0
                for e in range(int(ptr[v]), int(ptr[v + 1])):
                    sums[dst[e]] = 0
            if synergy:
                gain[o] = taken
                if taken:
                    some += 1
            else:
                alone[o] = taken
    return some
