"""Why a node was taken: the fewest edges from owners of lower rank that suffice."""

import numpy as np
import numpy.typing as npt

from lustra.kernels.jit import kernel
from lustra.kernels.own_closure import CONTROL, lower_total

__all__ = ["witnesses"]

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]


@kernel
def witnesses(
    in_ptr: Ints,
    in_edge: Shorts,
    src: Shorts,
    lo: Ints,
    weight: Ints,
    start: Shorts,
    end: Shorts,
    need: Ints,
    whole: Ints,
    rank: Shorts,
    capped: int,
    day: int,
    targets: Shorts,
    out_ptr: Ints,
    out_edge: Shorts,
) -> int:
    """Witness edges of each target: one right of control, or the largest holdings that reach its need.

    A witness uses owners of lower rank only, so no proof is circular. Order: weight downward, then rank, then place
    of the edge; none depends on the order of the records.

    Args:
        in_ptr: CSR row pointers of the in-edges (n + 1).
        in_edge: index of each in-edge among the edges (m).
        src: source of each edge (m).
        lo: packed lower bound of each edge (m).
        weight: packed bound that the closure used, ``lo`` itself for lower bounds (m).
        start: first day of each edge (m).
        end: first day after each edge (m).
        need: packed sum at which each node joins (n).
        whole: packed whole of each node (n).
        rank: round in which each node joined (n).
        capped: 1 where ``weight`` holds upper bounds, which the whole caps; 0 for lower bounds.
        day: the day asked about, as an ordinal.
        targets: nodes of rank > 1.
        out_ptr: filled with the row pointers from targets into ``out_edge`` (one more than targets).
        out_edge: filled with edges; as long as all in-edges of the targets together.

    Returns:
        The number of edges written.
    """
    count = 0
    out_ptr[0] = 0
    for t in range(len(targets)):
        v = int(targets[t])
        total = int(whole[v]) + 1
        if capped:
            total = lower_total(v, in_ptr, in_edge, lo, start, end, day, 4 * int(whole[v]))
        reached, inside, last_weight, last_rank, last_edge = 0, 0, CONTROL + CONTROL - 1, 0, -1
        while True:
            best, best_weight, best_rank = -1, -1, 0
            for i in range(int(in_ptr[v]), int(in_ptr[v + 1])):
                e = int(in_edge[i])
                r, w = int(rank[src[e]]), int(weight[e])
                if r == 0 or r >= rank[v] or day < start[e] or day >= end[e] or w == 0:
                    continue
                after = w < last_weight or (w == last_weight and (r > last_rank or (r == last_rank and e > last_edge)))
                better = w > best_weight or (w == best_weight and (r < best_rank or (r == best_rank and e < best)))
                if after and better:
                    best, best_weight, best_rank = e, w, r
            if best < 0:
                break
            out_edge[count] = best
            count += 1
            last_weight, last_rank, last_edge = best_weight, best_rank, best
            if best_weight >= CONTROL:
                break
            reached += best_weight
            inside += int(lo[best])
            reach = reached
            if total <= whole[v]:
                reach = min(reached, int(whole[v]) - (total - inside))
            if reach >= need[v]:
                break
        out_ptr[t + 1] = count
    return count
