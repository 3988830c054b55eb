"""Records that a rule can read one by one: which companies they are about, and what they weigh, column by column."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lustra.kernels.ownership.csr import CONTROL, OPEN_BITS
from lustra.model.edge import DECLARED_INDIRECT, SHARE, VOTES, WHOLE
from lustra.ownership.graph import DIRECTNESS, KINDS, UNITS, Graph
from lustra.ownership.network import Array
from lustra.ownership.rules import Rule, kinds

__all__ = ["CERTAIN", "HELD", "MAY", "PART", "PlainRecords", "effect_of"]

HELD, CERTAIN, MAY, PART = 1, 2, 3, 4
"""What a record does under a rule: a holding, control, possible control, a part of a whole; 0 is nothing."""


@dataclass(frozen=True, eq=False)
class PlainRecords:
    """The rows of a graph under a rule (m each)."""

    graph: Graph
    rule: Rule
    mask: Array
    """The rows that were known on the day asked about."""

    def of_role(self, *roles: str) -> Array:
        """Whether each row's kind has one of some roles."""
        return np.array([kinds()[code].role in roles for code in KINDS])[self.graph.kind]

    @cached_property
    def effect(self) -> Array:
        """What each row does under the rule; weak evidence of control only may."""
        effect = np.array([effect_of(code, self.rule) for code in KINDS], np.int8)[self.graph.kind]
        if "weak" in self.graph.grades:
            weak = self.graph.grade == list(self.graph.grades).index("weak")
            effect = np.where(weak & (effect == CERTAIN), MAY, effect)
        return effect

    @cached_property
    def votes(self) -> Array:
        """Whether each row counts votes."""
        return np.asarray(self.graph.unit == UNITS.index(VOTES))

    @cached_property
    def share(self) -> Array:
        """Whether each row is a holding, direct or declared."""
        return np.asarray(self.graph.kind == KINDS.index(SHARE))

    @cached_property
    def stopped(self) -> Array:
        """Parties that nobody can hold under the rule (n)."""
        stopped = np.zeros(self.graph.size, np.bool_)
        if not self.rule.through_states:
            stopped[[self.graph.index(state) for state in sorted(self.graph.states)]] = True
        return stopped

    @cached_property
    def special(self) -> Array:
        """Companies whose records need more than a look at each (n)."""
        g, rows = self.graph, self.mask
        special = np.zeros(g.size, np.bool_)
        odd = self.of_role("joint_holder", "rebuttal", "firewall") | (g.owner == g.owned) | (g.whole != WHOLE)
        odd |= self.share & (g.directness == DIRECTNESS.index(DECLARED_INDIRECT))
        odd[list(g.transfers)] = True
        special[g.owned[rows & odd]] = True
        special[g.about[rows & (g.about >= 0)]] = True
        nominees = np.zeros(g.size, np.bool_)
        nominees[g.owned[rows & self.of_role("nominator") & (g.about < 0)]] = True
        special[g.owned[rows & self.share & nominees[g.owner]]] = True
        return special & ~self.stopped

    @cached_property
    def voting(self) -> Array:
        """Companies that are not special and whose votes are known beside their capital, in order."""
        if self.rule.votes_threshold is None:
            return np.empty(0, np.int64)
        known = np.zeros(self.graph.size, np.bool_)
        known[self.graph.owned[self.mask & self.share & self.votes]] = True
        return np.flatnonzero(known & ~self.special & ~self.stopped)

    @cached_property
    def doubled(self) -> Array:
        """Rows that share holder, layer and some day with another row, in companies that are not special (k)."""
        g = self.graph
        counted = self.share & (~self.votes | (self.rule.votes_threshold is not None))
        places = np.flatnonzero(self.mask & counted & ~(self.special | self.stopped)[g.owned])
        key = (g.owner[places].astype(np.int64) * g.size + g.owned[places]) * 2 + self.votes[places]
        ordered = np.sort(key)
        if not (ordered[1:] == ordered[:-1]).any():
            return places[:0]
        order = np.lexsort((g.valid_from[places], key))
        key, places = key[order], places[order]
        overlap = (key[1:] == key[:-1]) & (g.valid_from[places[1:]] < g.valid_to[places[:-1]])
        return places[np.isin(key, key[1:][overlap])]

    def edges(self) -> list[Array]:
        """The edges of all companies but the special ones, doubled rows left out: source, target, bounds, days and row.

        The upper bounds are the lower ones, as one array, where every share is exact.
        """
        g = self.graph
        counted = (self.effect > 0) & ((self.effect != HELD) | ~self.votes)
        free = (self.effect == PART) | ~(self.special | self.stopped)[g.owned]
        taken = self.mask & counted & free
        taken[self.doubled] = False
        rows = np.flatnonzero(taken)
        part = self.effect[rows] == PART
        src, dst = g.owner[rows], g.owned[rows]
        if part.any():
            src, dst = np.where(part, dst, src), np.where(part, src, dst)
        lo, hi = self.weights(rows)
        return [src, dst, lo, hi, g.valid_from[rows], g.valid_to[rows], rows.astype(np.int32)]

    def weights(self, rows: Array) -> tuple[Array, Array]:
        """Packed lower and upper bounds of some rows; one array where all are exact."""
        g, effect = self.graph, self.effect[rows]
        held, stated = effect == HELD, g.lo[rows] >= 0
        lo = np.where(stated, (g.lo[rows] << OPEN_BITS) + g.lo_open[rows], 1)
        lo = np.where(held, lo, np.where(effect == MAY, 0, CONTROL))
        if g.hi is g.lo and bool(stated.all()) and not bool((effect == MAY).any()):
            return lo, lo
        hi = np.where(stated, (g.hi[rows] << OPEN_BITS) - g.hi_open[rows], WHOLE << OPEN_BITS)
        return lo, np.where(held, hi, CONTROL)


def effect_of(code: str, rule: Rule) -> int:
    """What a kind of record does under a rule: HELD, CERTAIN, MAY, PART or 0."""
    role = kinds()[code].role
    if role == "control":
        return CERTAIN if code in rule.control else MAY if code in rule.may_control else 0
    return {"share": HELD, "part": PART}.get(role, 0)
