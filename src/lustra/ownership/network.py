"""A graph as one rule reads it: packed holdings and rights of control in CSR arrays, on all days at once.

Where a rule needs more than one sum for a company (its votes beside its capital, a denominator of its own, parties that
act together), the company gets *inner nodes*, numbered after the parties, that take it when they are taken.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from lustra.kernels.ownership.closure import ClosureScratch
from lustra.kernels.ownership.csr import CONTROL, OPEN_BITS, Csr, InEdges, Thresholds
from lustra.model.edge import WHOLE, Share
from lustra.model.time import Day, covers
from lustra.ownership.graph import Graph
from lustra.ownership.rules import Rule

__all__ = ["USUAL", "Array", "EdgeBasis", "Inner", "Network", "Scale", "Seeds", "packed_need", "pointers"]

Array = npt.NDArray[Any]


class EdgeBasis(NamedTuple):
    """Why a derived edge is there: the records it rests on and the topic of the clause that made it."""

    rows: tuple[int, ...]
    topic: str


class Scale(NamedTuple):
    """How the sums of a node are packed."""

    whole: int
    """What 100 % is, a company's own votes included."""
    open_bits: int
    """Low bits that count open bounds; 0 where all are closed and the room goes to the digits."""


USUAL = Scale(WHOLE, OPEN_BITS)


class Inner(NamedTuple):
    """What an inner node stands for."""

    company: int
    role: str
    """``capital``, ``votes``, ``carrier``, ``group`` or ``shadow``."""
    holder: int = -1
    """The party whose holding a shadow stands for."""
    scale: Scale = USUAL
    """Scale of the sums of a layer."""


class Seeds(NamedTuple):
    """Where the closure starts: one row per node and interval."""

    node: Array
    person: Array
    """Number of the listed person, counted in byte order of ids."""
    start: Array
    end: Array
    certain: Array

    def on(self, day: int) -> Array:
        """The rows that are listed, or may be, on a day given as an ordinal: a mask."""
        return np.asarray(covers(self.start, self.end, day))


@dataclass(frozen=True, eq=False)
class Network:
    """Edges (m) in order of source, target and first day, over parties and inner nodes (n)."""

    graph: Graph
    rule: Rule
    known: Day
    """The day whose state of knowledge is used."""
    ptr: Array
    dst: Array
    lo: Array
    """Packed lower bound, or CONTROL."""
    hi: Array
    start: Array
    end: Array
    origin: Array
    """Row of the graph, or -1 - place in ``readings``."""
    need_lo: Array
    need_hi: Array
    whole: Array
    readings: tuple[EdgeBasis, ...]
    inner: tuple[Inner, ...]
    seeds: Seeds
    persons: tuple[str, ...]
    """Ids of the listed persons and of the unnamed parties, in byte order."""

    @cached_property
    def src(self) -> Array:
        """Source of each edge (m)."""
        return np.repeat(np.arange(self.size, dtype=np.int32), np.diff(self.ptr))

    @cached_property
    def in_ptr(self) -> Array:
        """Row pointers of the in-edges (n + 1)."""
        return pointers(self.dst, self.size)

    @cached_property
    def in_edge(self) -> Array:
        """Place of each in-edge among the edges (m)."""
        return np.argsort(self.dst, kind="stable").astype(np.int32)

    def edges_into(self, node: int, day: int) -> list[int]:
        """The in-edges of a node that are in force on a day given as an ordinal."""
        edges = self.in_edge[int(self.in_ptr[node]) : int(self.in_ptr[node + 1])]
        return [int(edge) for edge in edges[covers(self.start[edges], self.end[edges], day)]]

    @cached_property
    def csr(self) -> Csr:
        """The out-edges, as the kernels read them."""
        return Csr(self.ptr, self.dst, self.lo, self.hi, self.start, self.end)

    @cached_property
    def in_edges(self) -> InEdges:
        """The in-edges, as the kernels read them."""
        return InEdges(self.in_ptr, self.in_edge, self.src)

    def thresholds(self, *, upper: bool) -> Thresholds:
        """When nodes are blocked on lower or on upper bounds, as the kernels read it."""
        return self._upper_thresholds if upper else self._lower_thresholds

    @cached_property
    def _lower_thresholds(self) -> Thresholds:
        return Thresholds(self.need_lo, self.whole, int(self.need_lo.min(initial=CONTROL)), False)

    @cached_property
    def _upper_thresholds(self) -> Thresholds:
        return Thresholds(self.need_hi, self.whole, int(self.need_hi.min(initial=CONTROL)), True)

    @cached_property
    def spare(self) -> list[ClosureScratch]:
        """Cleared scratch of earlier closures; whoever takes one out of the list is its only user."""
        return []

    @property
    def size(self) -> int:
        """The number of nodes, inner ones included."""
        return len(self.need_lo)

    @property
    def exact(self) -> bool:
        """Whether upper and lower bounds are the same everywhere, so that one closure answers both questions."""
        sure = self.need_lo is self.need_hi and bool(self.seeds.certain.all())
        return sure and (self.lo is self.hi or bool(np.array_equal(self.lo, self.hi)))

    def reading(self, edge: int) -> EdgeBasis:
        """The records and the clause behind an edge."""
        place = int(self.origin[edge])
        return EdgeBasis((place,), "") if place >= 0 else self.readings[-1 - place]

    def scale(self, node: int) -> Scale:
        """How the sums of a node are packed."""
        return USUAL if node < self.graph.size else self.inner[node - self.graph.size].scale

    def unpacked(self, lo: int, hi: int, node: int) -> Share:
        """Packed bounds at a node as a share."""
        whole, bits = self.scale(node)
        mask = (1 << bits) - 1
        return Share(lo >> bits, -(-hi >> bits), bool(lo & mask), bool(-hi & mask), whole)

    @cached_property
    def carriers(self) -> dict[int, int]:
        """The carrier of each company that has one."""
        n = self.graph.size
        return {inner.company: n + i for i, inner in enumerate(self.inner) if inner.role == "carrier"}

    def state(self, node: int) -> tuple[str, bool] | None:
        """The party that a node is, and whether as a carrier of chains; None for other inner nodes."""
        if node < self.graph.size:
            return self.graph.names[node], False
        inner = self.inner[node - self.graph.size]
        return (self.graph.names[inner.company], True) if inner.role == "carrier" else None

    def company(self, node: int) -> int:
        """The party that a node is, or is a part of."""
        return node if node < self.graph.size else self.inner[node - self.graph.size].company


def packed_need(threshold: Fraction, strict: bool, whole: Fraction | int = WHOLE, open_bits: int = OPEN_BITS) -> int:
    """The packed sum at which a node joins; at least 1, so that nothing joins without an owner.

    Args:
        threshold: in per cent.
        strict: whether it must be exceeded.
        whole: what 100 % is in the unit of the sums.
        open_bits: low bits that count open bounds.
    """
    least = threshold * whole / 100
    if least.denominator > 1:
        return (int(least) + 1) << open_bits
    return max((int(least) << open_bits) + strict, 1)


def pointers(nodes: Array, n: int) -> Array:
    """CSR row pointers (n + 1) of edges that are sorted by their nodes, or of their places once sorted."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(nodes, minlength=n), dtype=np.int64)))
