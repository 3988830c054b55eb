"""Companies whose votes are known beside their capital, and that need nothing else: settled column by column.

A register that states capital, votes and rights for every company (the UK's) would otherwise be settled one company at
a time. Each gets an inner node that adds up the votes and, where only votes carry a chain on, a carrier.
"""

from typing import NamedTuple

import numpy as np

from lustra.kernels.ownership.csr import CONTROL
from lustra.model.time import FIRST_ORDINAL, OPEN_ORDINAL
from lustra.ownership.network import Array
from lustra.ownership.plain import CERTAIN, MAY, PlainRecords

__all__ = ["Voting", "voting_edges"]


class Voting(NamedTuple):
    """Edges of inner nodes: columns as ``PlainRecords.edges`` gives them, and which start at the company itself."""

    columns: list[Array]
    fixed: Array
    carriers: Array
    """Carriers of the companies, in order of the companies; empty where the chain runs through shares."""


def voting_edges(plain: PlainRecords, companies: Array, first: int, origins: tuple[int, int]) -> Voting:
    """The edges of the votes of some companies.

    Args:
        plain: the rows under the rule.
        companies: places of the companies, in order.
        first: number of the first inner node; votes come first, then carriers, each in order of the companies.
        origins: what stands in the origin column of a link from votes to company, and of one to a carrier.
    """
    g, count = plain.graph, len(companies)
    rank = np.zeros(g.size, np.int64)
    rank[companies] = np.arange(count)
    mine = np.zeros(g.size, np.bool_)
    mine[companies] = True
    rows = np.flatnonzero(plain.mask & plain.share & plain.votes & mine[g.owned])
    which = rank[g.owned[rows]]
    nodes = np.arange(first, first + count)
    single = ~np.isin(rows, plain.doubled)
    blocks = [_rows(plain, rows[single], first + which[single]), _links(nodes, companies, origins[0])]
    fixed = np.zeros(sum(len(block[0]) for block in blocks), np.bool_)
    carriers = nodes + count
    if not plain.rule.chain_by_votes:
        return Voting(_stacked(blocks), fixed, carriers[:0])
    rights = np.flatnonzero(plain.mask & np.isin(plain.effect, (CERTAIN, MAY)) & mine[g.owned])
    gap_of, start, end = _gaps(which, g.valid_from[rows], g.valid_to[rows], count)
    gaps = _links(companies[gap_of], carriers[gap_of], origins[1], (start, end))
    blocks += [_rows(plain, rights, carriers[rank[g.owned[rights]]]), _links(nodes, carriers, origins[1]), gaps]
    columns = _stacked(blocks)
    fixed = np.zeros(len(columns[0]), np.bool_)
    fixed[len(fixed) - len(gap_of) :] = True
    return Voting(columns, fixed, carriers)


def _rows(plain: PlainRecords, rows: Array, targets: Array) -> list[Array]:
    g = plain.graph
    lo, hi = plain.weights(rows)
    return [g.owner[rows], targets, lo, hi, g.valid_from[rows], g.valid_to[rows], rows]


def _links(src: Array, dst: Array, origin: int, days: tuple[Array, Array] | None = None) -> list[Array]:
    m = len(src)
    start, end = days or (np.full(m, FIRST_ORDINAL), np.full(m, OPEN_ORDINAL))
    return [src, dst, np.full(m, CONTROL), np.full(m, CONTROL), start, end, np.full(m, origin)]


def _stacked(blocks: list[list[Array]]) -> list[Array]:
    return [np.concatenate(parts).astype(np.int64) for parts in zip(*blocks, strict=True)]


def _gaps(which: Array, start: Array, end: Array, count: int) -> tuple[Array, Array, Array]:
    """The days on which no record of a company's votes is in force: company, first day, day after.

    Args:
        which: number of the company of each record.
        start: first day of each record.
        end: day after each record.
        count: number of companies, each with some record.
    """
    order = np.lexsort((start, which))
    which, start, end = which[order], start[order].astype(np.int64), end[order].astype(np.int64)
    span = OPEN_ORDINAL + 1
    known_until = np.maximum.accumulate(which * span + end) - which * span
    opening = np.append(True, which[1:] != which[:-1])
    before = np.where(opening, FIRST_ORDINAL, np.append(FIRST_ORDINAL, known_until[:-1]))
    closing = np.append(which[1:] != which[:-1], True)
    company = np.concatenate((which, np.arange(count)))
    first = np.concatenate((before, known_until[closing]))
    last = np.concatenate((start, np.full(count, OPEN_ORDINAL)))
    real = first < last
    return company[real], first[real], last[real]
