"""One consistent world: a share for every band, so that no company's shares exceed its whole."""

import numpy as np
import numpy.typing as npt

from lustra.kernels.jit import kernel
from lustra.kernels.own_closure import CONTROL, OPEN_BITS

__all__ = ["draw_world"]

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@kernel
def draw_world(
    in_ptr: Ints,
    in_edge: Shorts,
    lo: Ints,
    hi: Ints,
    start: Shorts,
    end: Shorts,
    whole: Ints,
    day: int,
    numbers: Floats,
    drawn: Ints,
) -> int:
    """Draw every share of a day within its band; a right that may be control is tossed.

    Owners are served in order; each draws evenly between its lower bound and the smaller of its upper bound and what
    the whole leaves once every later owner has its lower bound.

    Args:
        in_ptr: CSR row pointers of the in-edges (n + 1).
        in_edge: index of each in-edge among the edges (m).
        lo: packed lower bound of each edge, or CONTROL (m).
        hi: packed upper bound of each edge, or CONTROL (m).
        start: first day of each edge, as an ordinal (m).
        end: first day after each edge (m).
        whole: packed whole of each node (n).
        day: the day asked about, as an ordinal.
        numbers: evenly distributed in [0, 1) (m).
        drawn: a copy of ``lo``; filled with the packed shares drawn (m).

    Returns:
        The number of bands drawn.
    """
    count = 0
    for v in range(len(in_ptr) - 1):
        left = int(whole[v]) >> OPEN_BITS
        banded = False
        for i in range(int(in_ptr[v]), int(in_ptr[v + 1])):
            e = int(in_edge[i])
            if start[e] <= day and day < end[e]:
                banded = banded or lo[e] != hi[e]
                if lo[e] < CONTROL:
                    left -= int(lo[e]) >> OPEN_BITS
        if not banded:
            continue
        for i in range(int(in_ptr[v]), int(in_ptr[v + 1])):
            e = int(in_edge[i])
            if day < start[e] or day >= end[e] or lo[e] == hi[e]:
                continue
            count += 1
            if hi[e] >= CONTROL:
                if numbers[e] < 0.5:
                    drawn[e] = CONTROL
                continue
            low = -(-int(lo[e]) >> OPEN_BITS)
            room = min(((int(hi[e]) - 1) >> OPEN_BITS) + 1 - low, max(left, 0))
            more = int(numbers[e] * (room + 1))
            drawn[e] = (low + more) << OPEN_BITS
            left -= more
    return count
