"""The arrays that every ownership kernel reads: a network in compressed sparse row (CSR) form.

An edge carries a lower and an upper bound of a holding, *packed*: ``value << OPEN_BITS`` plus the number of open lower
bounds (or minus that of open upper ones), so that the low bits only break ties and a sum that contains an open bound
stays open. An edge of weight ``CONTROL`` blocks its target at once.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lustra.kernels.jit import kernel

__all__ = ["CONTROL", "NO_IN_EDGES", "OPEN_BITS", "Csr", "InEdges", "Ints", "Shorts", "Thresholds", "lower_total"]

OPEN_BITS = 20
CONTROL = 1 << 62

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]


class Csr(NamedTuple):
    """The out-edges (m) of all nodes (n), in order of source, target and first day."""

    offsets: Ints
    """(n + 1) edges ``offsets[v]`` to ``offsets[v + 1]``, the last left out, are those of node v."""
    targets: Shorts
    """(m) target of each edge."""
    lower: Ints
    """(m) packed lower bound, or CONTROL."""
    upper: Ints
    """(m) packed upper bound, or CONTROL."""
    start: Shorts
    """(m) first day in force, as an ordinal."""
    end: Shorts
    """(m) first day after, as an ordinal."""


class InEdges(NamedTuple):
    """The same edges in order of their targets."""

    offsets: Ints
    """(n + 1) ``edges[offsets[v]:offsets[v + 1]]`` are the edges into node v."""
    edges: Shorts
    """(m) number of the edge in the CSR arrays."""
    sources: Shorts
    """(m) source of each edge, by number of the edge."""


class Thresholds(NamedTuple):
    """When a node is blocked: once the packed sum of its blocked owners' holdings reaches its need."""

    need: Ints
    """(n) packed sum that blocks each node."""
    whole: Ints
    """(n) packed whole of each node."""
    least: int
    """The smallest need; kernels compare with it first, because it needs no look-up."""
    upper: bool
    """Whether upper bounds are summed, capped by the whole, rather than lower bounds."""


NO_IN_EDGES = InEdges(np.zeros(1, np.int64), np.empty(0, np.int32), np.empty(0, np.int32))
"""For kernels that read in-edges on upper bounds alone, when they are run on lower bounds."""


@kernel
def lower_total(csr: Csr, in_edges: InEdges, node: int, day: int, cap: int) -> int:
    """Packed sum, at most ``cap``, of the lower bounds of all holdings in a node on a day."""
    total = 0
    for i in range(int(in_edges.offsets[node]), int(in_edges.offsets[node + 1])):
        e = int(in_edges.edges[i])
        if csr.start[e] <= day and day < csr.end[e] and csr.lower[e] < CONTROL:
            total = min(total + int(csr.lower[e]), cap)
    return total
