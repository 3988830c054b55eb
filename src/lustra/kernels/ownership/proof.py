"""Why a node is blocked: the fewest edges from owners of lower rank that suffice."""

from typing import NamedTuple

from lustra.kernels.jit import kernel
from lustra.kernels.ownership.csr import CONTROL, Csr, InEdges, Ints, Shorts, Thresholds, lower_total

__all__ = ["Ranks", "Witnesses", "witnesses"]


class Ranks(NamedTuple):
    """A closure: the round in which each node became blocked."""

    day: int
    """The day of the closure, as an ordinal."""
    rank: Shorts
    """(n) the round; 0 for nodes that are not blocked."""


class Witnesses(NamedTuple):
    """The witness edges of some targets."""

    offsets: Ints
    """(targets + 1) ``edges[offsets[i]:offsets[i + 1]]`` are those of target i."""
    edges: Shorts
    """As long as all in-edges of the targets together."""


@kernel
def precedes(weight: int, rank: int, edge: int, weight2: int, rank2: int, edge2: int) -> bool:
    """Whether a first edge is a better witness than a second: weight downward, then rank of the owner, then number."""
    return weight > weight2 or (weight == weight2 and (rank < rank2 or (rank == rank2 and edge < edge2)))


@kernel
def next_witness(csr: Csr, in_edges: InEdges, thresholds: Thresholds, ranks: Ranks, target: int, last: int) -> int:
    """The best edge into a target that comes after a given edge.

    Args:
        csr: the network.
        in_edges: its in-edges.
        thresholds: on which bounds the closure was.
        ranks: the closure.
        target: the node.
        last: the edge; -1 for the best of all.

    Returns:
        The edge; -1 where there is no more.
    """
    day, rank, weights = ranks.day, ranks.rank, csr.upper if thresholds.upper else csr.lower
    last_weight, last_rank = CONTROL + CONTROL - 1, 0
    if last >= 0:
        last_weight, last_rank = int(weights[last]), int(rank[in_edges.sources[last]])
    best, best_weight, best_rank = -1, -1, 0
    for i in range(int(in_edges.offsets[target]), int(in_edges.offsets[target + 1])):
        e = int(in_edges.edges[i])
        r, w = int(rank[in_edges.sources[e]]), int(weights[e])
        if r == 0 or r >= rank[target] or day < csr.start[e] or day >= csr.end[e] or w == 0:
            continue
        if precedes(last_weight, last_rank, last, w, r, e) and precedes(w, r, e, best_weight, best_rank, best):
            best, best_weight, best_rank = e, w, r
    return best


@kernel
def witnesses(
    csr: Csr, in_edges: InEdges, thresholds: Thresholds, ranks: Ranks, targets: Shorts, output: Witnesses
) -> int:
    """Witness edges of each target: one right of control, or the largest holdings that reach its need.

    A witness uses owners of lower rank only, so no proof is circular. Order: weight downward, then rank, then number
    of the edge; none depends on the order of the records.

    Args:
        csr: the network.
        in_edges: its in-edges.
        thresholds: when nodes are blocked, and on which bounds.
        ranks: the closure.
        targets: nodes of rank > 1.
        output: filled.

    Returns:
        The number of edges written.
    """
    weights = csr.upper if thresholds.upper else csr.lower
    count = 0
    output.offsets[0] = 0
    for i in range(len(targets)):
        v = int(targets[i])
        whole = int(thresholds.whole[v])
        total = whole + 1
        if thresholds.upper:
            total = lower_total(csr, in_edges, v, ranks.day, 4 * whole)
        sum_of_weights, sum_of_lower, reach, edge = 0, 0, 0, -1
        while reach < thresholds.need[v]:
            edge = next_witness(csr, in_edges, thresholds, ranks, v, edge)
            if edge < 0:
                break
            output.edges[count] = edge
            count += 1
            if weights[edge] >= CONTROL:
                break
            sum_of_weights += int(weights[edge])
            sum_of_lower += int(csr.lower[edge])
            reach = sum_of_weights
            if total <= whole:
                reach = min(reach, whole - (total - sum_of_lower))
        output.offsets[i + 1] = count
    return count
