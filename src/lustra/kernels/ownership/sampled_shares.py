"""One consistent choice of shares: a share for every band, so that no company's shares exceed its whole."""

import numpy as np
import numpy.typing as npt

from lustra.kernels.jit import kernel
from lustra.kernels.ownership.csr import CONTROL, OPEN_BITS, Csr, InEdges, Ints

__all__ = ["draw_shares"]

Floats = npt.NDArray[np.float64]


@kernel
def draw_shares(csr: Csr, in_edges: InEdges, whole: Ints, day: int, numbers: Floats, drawn: Ints) -> int:
    """Draw every share of a day within its band; a right that may be control is control in half of the cases.

    A company's owners are taken in order; each draws evenly between its lower bound and the smaller of its upper bound
    and what the whole leaves once every later owner has its lower bound.

    Args:
        csr: the network.
        in_edges: its in-edges.
        whole: (n) packed whole of each node.
        day: the day asked about, as an ordinal.
        numbers: (m) evenly distributed in [0, 1).
        drawn: (m) a copy of the lower bounds; filled with the packed shares drawn.

    Returns:
        The number of bands drawn.
    """
    count = 0
    for v in range(len(whole)):
        first, last = int(in_edges.offsets[v]), int(in_edges.offsets[v + 1])
        left = int(whole[v]) >> OPEN_BITS
        banded = False
        for i in range(first, last):
            e = int(in_edges.edges[i])
            if csr.start[e] <= day and day < csr.end[e]:
                banded = banded or csr.lower[e] != csr.upper[e]
                if csr.lower[e] < CONTROL:
                    left -= int(csr.lower[e]) >> OPEN_BITS
        if not banded:
            continue
        for i in range(first, last):
            e = int(in_edges.edges[i])
            if day < csr.start[e] or day >= csr.end[e] or csr.lower[e] == csr.upper[e]:
                continue
            count += 1
            if csr.upper[e] >= CONTROL:
                if numbers[e] < 0.5:
                    drawn[e] = CONTROL
                continue
            low = -(-int(csr.lower[e]) >> OPEN_BITS)
            widest = min(((int(csr.upper[e]) - 1) >> OPEN_BITS) + 1 - low, max(left, 0))
            more = int(numbers[e] * (widest + 1))
            drawn[e] = (low + more) << OPEN_BITS
            left -= more
    return count
