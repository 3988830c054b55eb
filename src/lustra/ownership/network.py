"""A graph as one rule reads it: packed holdings and rights of control in CSR arrays, on all days at once.

Companies about which there are only plain records are translated column by column. The others go through ``settle``,
and where a rule needs more than one sum for a company (its votes beside its capital, a denominator of its own, parties
that act together) they get *inner nodes*, numbered after the parties, that take the company when they are taken.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from lustra.errors import InputError
from lustra.kernels.own_closure import CONTROL, OPEN_BITS
from lustra.model.edge import DECLARED_INDIRECT, SHARE, VOTES, WHOLE
from lustra.model.time import FOREVER, LONG_AGO
from lustra.ownership.graph import DIRECTNESS, KINDS, UNITS, Graph, Listed
from lustra.ownership.rules import Rule, kinds
from lustra.ownership.settle import Claim, Holding, Layer, Period, Record, settle

__all__ = ["Inner", "Network", "Reading", "Seeds", "network", "packed_need"]

Ints = npt.NDArray[np.int64]
Shorts = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]

FIRST_DAY, LAST_DAY = LONG_AGO.toordinal(), FOREVER.toordinal()
LARGEST_WHOLE = 1_000_000_000_000
"""Largest denominator an inner node may have, so that four packed wholes fit 63 bits; beyond it bounds are widened."""
COMPONENT_STEPS = 10_000
"""Parties looked at when the components of a declared indirect interest are sought."""


class Reading(NamedTuple):
    """Why a derived edge is there: the records it rests on and the topic of the clause that made it."""

    rows: tuple[int, ...]
    topic: str


class Inner(NamedTuple):
    """What an inner node stands for."""

    company: int
    role: str
    """``capital``, ``votes``, ``carrier``, ``group`` or ``shadow``."""


class Seeds(NamedTuple):
    """Where the closure starts: one row per node and interval."""

    node: Shorts
    person: Shorts
    """Number of the listed person, counted in byte order of ids."""
    start: Shorts
    end: Shorts
    certain: Bools


@dataclass(frozen=True, eq=False)
class Network:
    """Edges (m) in order of source, target and first day, over parties and inner nodes (n)."""

    graph: Graph
    rule: Rule
    ptr: Ints
    src: Shorts
    dst: Shorts
    lo: Ints
    """Packed lower bound, or CONTROL."""
    hi: Ints
    start: Shorts
    end: Shorts
    origin: Ints
    """Row of the graph, or -1 - place in ``readings``."""
    in_ptr: Ints
    in_edge: Shorts
    need_lo: Ints
    need_hi: Ints
    whole: Ints
    readings: tuple[Reading, ...]
    inner: tuple[Inner, ...]
    seeds: Seeds
    persons: tuple[str, ...]
    """Ids of the listed persons and of the unnamed parties, in byte order."""

    @property
    def size(self) -> int:
        """The number of nodes, inner ones included."""
        return len(self.need_lo)

    @property
    def exact(self) -> bool:
        """Whether upper and lower bounds are the same everywhere, so that one closure answers both questions."""
        sure = self.need_lo is self.need_hi and bool(self.seeds.certain.all())
        return sure and (self.lo is self.hi or bool(np.array_equal(self.lo, self.hi)))

    def reading(self, edge: int) -> Reading:
        """The records and the clause behind an edge."""
        place = int(self.origin[edge])
        return Reading((place,), "") if place >= 0 else self.readings[-1 - place]

    def company(self, node: int) -> int:
        """The party that a node is, or is a part of."""
        return node if node < self.graph.size else self.inner[node - self.graph.size].company


def packed_need(threshold: Fraction, strict: bool, whole: int = WHOLE) -> int:
    """The packed sum at which a node joins.

    Args:
        threshold: in per cent.
        strict: whether it must be exceeded.
        whole: what 100 % is in the unit of the sums.
    """
    least = threshold * whole / 100
    if least.denominator > 1:
        return (int(least) + 1) << OPEN_BITS
    return (int(least) << OPEN_BITS) + strict


@lru_cache(maxsize=8)
def network(graph: Graph, rule: Rule, known: date = FOREVER) -> Network:
    """The graph as a rule reads it, from what was known on a day.

    Raises:
        InputError: the rule multiplies shares along chains; its answer is an exposure, not a closure.
    """
    if rule.multiplied:
        raise InputError(f"{rule.id} multiplies shares; it has no closure", "Ask for the effective share instead.")
    draft = _Draft(graph, rule, _known_rows(graph, known))
    special = draft.special_companies()
    draft.add_plain(special)
    for company in np.flatnonzero(special):
        draft.add_company(int(company))
    return draft.finish(_seed_rows(graph, rule, known))


def _known_rows(graph: Graph, known: date) -> Bools:
    day = min(known.toordinal(), LAST_DAY - 1)
    return (graph.known_from <= day) & (day < graph.known_to) & (graph.valid_from < graph.valid_to)


def _seed_rows(graph: Graph, rule: Rule, known: date) -> list[Listed]:
    day = min(known, date.fromordinal(LAST_DAY - 1))
    rows = [entry for entry in graph.listed if day in entry.known and rule.regime in (entry.regimes or (rule.regime,))]
    return sorted(rows + [Listed(party, certain=False) for party in sorted(graph.unknown)])


@dataclass
class _Draft:
    graph: Graph
    rule: Rule
    mask: Bools
    columns: list[tuple[Ints, ...]] = field(default_factory=list)
    extra: list[tuple[int, ...]] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    bounds: list[tuple[int, int, int]] = field(default_factory=list)
    """need_lo, need_hi and packed whole of each inner node."""
    carrier: dict[int, int] = field(default_factory=dict)
    internal: set[int] = field(default_factory=set)
    """Places in ``extra`` of edges that must start from the company itself, not from its carrier."""

    def __post_init__(self) -> None:
        """Look up once what every kind of row does under the rule."""
        self.roles = np.array([kinds()[code].role for code in KINDS])
        self.effect = np.array([_effect(code, self.rule) for code in KINDS], np.int8)[self.graph.kind]
        self.votes_unit = self.graph.unit == UNITS.index(VOTES)
        self.is_share = np.asarray(self.graph.kind == KINDS.index(SHARE))
        self.need = packed_need(self.rule.threshold, self.rule.strict)
        self.need_hi = 1 if self.rule.any_holding else self.need

    def special_companies(self) -> Bools:
        """Companies whose records need more than a look at each (n)."""
        g, rows = self.graph, self.mask
        special = np.zeros(g.size, np.bool_)
        role = self.roles[g.kind]
        odd = np.isin(role, ("joint_holder", "rebuttal", "firewall")) | (g.owner == g.owned) | (g.whole != WHOLE)
        odd |= self.is_share & (g.directness == DIRECTNESS.index(DECLARED_INDIRECT))
        if self.rule.votes_threshold is not None:
            odd |= self.is_share & self.votes_unit
        odd[list(g.transfers)] = True
        special[g.owned[rows & odd]] = True
        special[g.about[rows & (g.about >= 0)]] = True
        nominees = {int(v) for v in g.owned[rows & (role == "nominator") & (g.about < 0)]}
        special[g.owned[rows & self.is_share & np.isin(g.owner, sorted(nominees))]] = True
        special[self._doubly_held(rows & self.is_share & ~odd)] = True
        if not self.rule.through_states:
            special[[g.index(state) for state in sorted(g.states)]] = False
        return special

    def _doubly_held(self, rows: Bools) -> Shorts:
        """Companies of which one holder has two overlapping records of one layer."""
        g = self.graph
        places = np.flatnonzero(rows)
        key = (g.owner[places].astype(np.int64) * g.size + g.owned[places]) * 2 + self.votes_unit[places]
        if len(np.unique(key)) == len(key):
            return np.empty(0, np.int32)
        order = np.lexsort((g.valid_from[places], key))
        key, places = key[order], places[order]
        overlap = (key[1:] == key[:-1]) & (g.valid_from[places[1:]] < g.valid_to[places[:-1]])
        return np.asarray(g.owned[places[1:][overlap]])

    def add_plain(self, special: Bools) -> None:
        """Translate the records of all other companies, column by column."""
        g = self.graph
        rows = self.mask & (self.effect > 0)
        if not self.rule.through_states and g.states:
            rows &= ~np.isin(g.owned, [g.index(state) for state in g.states]) | (self.effect == PART)
        counted = (self.effect != HELD) | ~self.votes_unit
        plain = np.flatnonzero(rows & counted & ((self.effect == PART) | ~special[g.owned]))
        effect = self.effect[plain]
        part = effect == PART
        src = np.where(part, g.owned[plain], g.owner[plain])
        dst = np.where(part, g.owner[plain], g.owned[plain])
        lo, hi = self._weights(plain, effect)
        start, end = g.valid_from[plain], g.valid_to[plain]
        self.columns.append((src, dst, lo, hi, start, end, plain.astype(np.int64)))

    def _weights(self, rows: npt.NDArray[np.intp], effect: npt.NDArray[np.int8]) -> tuple[Ints, Ints]:
        g = self.graph
        held = effect == HELD
        stated = g.lo[rows] >= 0
        lo = np.where(stated, (g.lo[rows] << OPEN_BITS) + g.lo_open[rows], 1)
        lo = np.where(held, lo, np.where(effect == MAY, 0, CONTROL))
        if g.hi is g.lo and bool(stated.all()) and bool((effect != MAY).all()):
            return lo, lo
        hi = np.where(stated, (g.hi[rows] << OPEN_BITS) - g.hi_open[rows], WHOLE << OPEN_BITS)
        return lo, np.where(held, hi, CONTROL)

    def add_company(self, company: int) -> None:
        """Settle one company and add what it comes to."""
        periods = settle(company, self._records(company), self.rule, self._connected)
        if self.rule.chain_by_votes and any(period.votes for period in periods):
            self.carrier[company] = self._node(Inner(company, "carrier"), CONTROL, CONTROL, WHOLE)
            self._fill_gaps(company, periods)
        for period in periods:
            self._add_period(company, period)

    def _fill_gaps(self, company: int, periods: list[Period]) -> None:
        """On days without known votes the company itself carries the chain on."""
        day = FIRST_DAY
        for period in [p for p in periods if p.votes] + [Period(LAST_DAY, LAST_DAY, Layer(()), None, (), False, ())]:
            if day < period.start:
                self._link(company, self.carrier[company], (day, period.start), Reading((), "chain"), internal=True)
            day = period.end

    def _records(self, company: int) -> list[Record]:
        g = self.graph
        rows = {*g.rows_into(company), *g.rows_about.get(company, ())}
        nominee_rows = {r: company for owner in {int(g.owner[r]) for r in rows} for r in self._loose.get(owner, ())}
        return [self._record(r, nominee_rows.get(r)) for r in sorted(rows | set(nominee_rows)) if self.mask[r]]

    @property
    def _loose(self) -> dict[int, list[int]]:
        """Nominations that name no company hold for everything the nominee holds."""
        if not hasattr(self, "_loose_rows"):
            g, found = self.graph, dict[int, list[int]]()
            for row in np.flatnonzero((self.roles[g.kind] == "nominator") & (g.about < 0)):
                found.setdefault(int(g.owned[row]), []).append(int(row))
            self._loose_rows = found
        return self._loose_rows

    def _record(self, row: int, about: int | None) -> Record:
        g, edge = self.graph, self.graph.edge(row)
        start, end = int(g.valid_from[row]), int(g.valid_to[row])
        if self.rule.regime in edge.end_ignored_by:
            end = LAST_DAY
        if self.rule.regime in edge.start_ignored_by:
            end = start
        place = int(g.about[row]) if about is None else about
        return Record(row, int(g.owner[row]), int(g.owned[row]), place, start, end, edge)

    def _connected(self, owner: int, company: int) -> tuple[int, ...]:
        """The rows of a shortest path of undeclared interests from an owner to a company through somebody else."""
        g, before, queue = self.graph, {company: -1}, deque([company])
        while queue and len(before) < COMPONENT_STEPS:
            here = queue.popleft()
            for row in g.rows_into(here):
                there = int(g.owner[row])
                used = self.mask[row] and self.effect[row] > 0 and int(g.directness[row]) != 1 and there not in before
                if used and not (here == company and there == owner):
                    before[there] = row
                    queue.append(there)
            if owner in before:
                return _path(g, before, owner)
        return ()

    def _add_period(self, company: int, period: Period) -> None:
        days = period.start, period.end
        self._add_layer(company, period, period.capital, "capital")
        if period.votes:
            node = self._add_layer(company, period, period.votes, "votes")
            if company in self.carrier:
                self._link(node, self.carrier[company], days, Reading((), "chain"))
        for claim in period.claims:
            for target in (company, *([self.carrier[company]] if company in self.carrier else [])):
                self._claim(target, claim, days)

    def _claim(self, target: int, claim: Claim, days: tuple[int, int]) -> None:
        lo = CONTROL if claim.certain else 0
        self._edge(claim.owner, target, (lo, CONTROL), days, Reading(claim.rows, claim.topic))

    def _add_layer(self, company: int, period: Period, layer: Layer, role: str) -> int:
        days = period.start, period.end
        node, whole = self._layer_node(company, period, layer, role)
        shadows = self._shadows(company, period, layer)
        for holding in layer.holdings:
            bounds = _packed(holding, whole)
            source = shadows.get(holding.owner, holding.owner)
            self._edge(source, node, bounds, days, Reading(holding.rows, holding.topic))
        if node != company:
            self._link(node, company, days, Reading((), role))
        return node

    def _layer_node(self, company: int, period: Period, layer: Layer, role: str) -> tuple[int, int]:
        """The node at which a layer's holdings are added up, and its whole."""
        whole = lcm(*(b.denominator for h in (*layer.holdings, layer.own) if h for b in (h.lo, h.hi)), 1)
        whole = WHOLE if WHOLE % whole == 0 else whole if whole <= LARGEST_WHOLE else WHOLE
        if role == "capital" and whole == WHOLE and not period.rebutted:
            return company, WHOLE
        rule = self.rule
        threshold, strict = rule.threshold, rule.strict or period.rebutted
        if role == "votes" and rule.votes_threshold is not None:
            threshold, strict = rule.votes_threshold, rule.votes_strict or period.rebutted
        own = layer.own or Holding(company, Fraction(0), Fraction(0), False, False, ())
        need_lo = _need_of(threshold, strict, (1 - own.lo) * whole)
        need_hi = 1 if rule.any_holding else _need_of(threshold, strict, (1 - own.hi) * whole)
        return self._node(Inner(company, role), need_lo, need_hi, int((1 - own.lo) * whole)), whole

    def _shadows(self, company: int, period: Period, layer: Layer) -> dict[int, int]:
        """Stand-ins for parties that act together: each is taken with its owner, or with any party of the group."""
        shadows: dict[int, int] = {}
        days = period.start, period.end
        for members, rows in period.groups:
            group = self._node(Inner(company, "group"), CONTROL, CONTROL, WHOLE)
            for member in sorted(members):
                self._link(member, group, days, Reading(rows, "joint_arrangement"))
            for owner in sorted({h.owner for h in layer.holdings} & self._controlled(members)):
                shadows[owner] = self._node(Inner(company, "shadow"), CONTROL, CONTROL, WHOLE)
                self._link(owner, shadows[owner], days, Reading((), "shares"))
                self._link(group, shadows[owner], days, Reading(rows, "joint_arrangement"))
        return shadows

    def _controlled(self, members: frozenset[int]) -> set[int]:
        return set(members)

    def _node(self, inner: Inner, need_lo: int, need_hi: int, whole: int) -> int:
        self.inner.append(inner)
        self.bounds.append((need_lo, need_hi, whole << OPEN_BITS))
        return self.graph.size + len(self.inner) - 1

    def _link(self, src: int, dst: int, days: tuple[int, int], why: Reading, *, internal: bool = False) -> None:
        if internal:
            self.internal.add(len(self.extra))
        self._edge(src, dst, (CONTROL, CONTROL), days, why)

    def _edge(self, src: int, dst: int, bounds: tuple[int, int], days: tuple[int, int], why: Reading) -> None:
        self.readings.append(why)
        self.extra.append((src, dst, *bounds, *days, -len(self.readings)))

    def finish(self, listed: list[Listed]) -> Network:
        """Sort the edges, build both directions, and place the listed."""
        fixed = [place in self.internal for place in range(len(self.extra))]
        extra = np.array(self.extra, np.int64).reshape(-1, 7)
        src, dst, lo, hi, start, end, origin = _joined(self.columns[0], extra)
        src = self._carried(src, dst, np.array([False] * len(self.columns[0][0]) + fixed))
        src, dst, lo, hi, start, end, origin = self._with_carried_parts(src, dst, lo, hi, start, end, origin)
        n = self.graph.size + len(self.inner)
        order = np.lexsort((origin, start, dst, src)) if self.extra else _two_keys(src, dst, start)
        same = hi is lo
        src, dst, lo = src[order].astype(np.int32), dst[order].astype(np.int32), lo[order]
        in_edge = np.argsort(dst, kind="stable").astype(np.int32)
        need_lo = self._per_node(n, self.need, 0)
        need_hi = need_lo if self.need == self.need_hi and _same(self.bounds) else self._per_node(n, self.need_hi, 1)
        return Network(
            graph=self.graph,
            rule=self.rule,
            ptr=_pointers(src, n),
            src=src,
            dst=dst,
            lo=lo,
            hi=lo if same else hi[order],
            start=start[order].astype(np.int32),
            end=end[order].astype(np.int32),
            origin=origin[order],
            in_ptr=_pointers(dst, n),
            in_edge=in_edge,
            need_lo=need_lo,
            need_hi=need_hi,
            whole=self._per_node(n, WHOLE << OPEN_BITS, 2),
            readings=tuple(self.readings),
            inner=tuple(self.inner),
            **_placed(listed, self.graph, self.carrier),
        )

    def _carried(self, src: Ints, dst: Ints, fixed: Bools) -> Ints:
        """Let chains run from a company's carrier where it has one; what belongs to the company itself stays."""
        if not self.carrier:
            return src
        carriers = np.arange(self.graph.size + len(self.inner))
        carriers[list(self.carrier)] = list(self.carrier.values())
        return np.where(fixed, src, carriers[src])

    def _with_carried_parts(self, *columns: Ints) -> tuple[Ints, ...]:
        """A part of a blocked party carries on, so it takes the carrier too."""
        src, dst, origin = columns[0], columns[1], columns[-1]
        if not self.carrier:
            return columns
        part = (origin >= 0) & (self.effect[np.maximum(origin, 0)] == PART) & np.isin(dst, list(self.carrier))
        places = np.flatnonzero(part)
        if not len(places):
            return columns
        copies = [column[places] for column in columns]
        copies[1] = np.array([self.carrier[int(v)] for v in dst[places]], np.int64)
        return tuple(np.concatenate((column, copy)) for column, copy in zip((src, *columns[1:]), copies, strict=True))

    def _per_node(self, n: int, value: int, place: int) -> Ints:
        values = np.full(n, value, np.int64)
        values[self.graph.size :] = [bounds[place] for bounds in self.bounds]
        return values


HELD, CERTAIN, MAY, PART = 1, 2, 3, 4


def _effect(code: str, rule: Rule) -> int:
    role = kinds()[code].role
    if role == "control":
        return CERTAIN if code in rule.control else MAY if code in rule.may_control else 0
    return {"share": HELD, "part": PART}.get(role, 0)


def _path(graph: Graph, before: dict[int, int], owner: int) -> tuple[int, ...]:
    rows, here = [], owner
    while before[here] >= 0:
        rows.append(before[here])
        here = int(graph.owned[before[here]])
    return tuple(rows)


def _need_of(threshold: Fraction, strict: bool, whole: Fraction) -> int:
    least = threshold * whole / 100
    if least.denominator > 1:
        return (int(least) + 1) << OPEN_BITS
    return max((int(least) << OPEN_BITS) + strict, 1)


def _packed(holding: Holding, whole: int) -> tuple[int, int]:
    lo, hi = holding.lo * whole, holding.hi * whole
    floor, ceiling = int(lo), -int(-hi // 1)
    opened = holding.lo_open if lo.denominator == 1 else True
    return (floor << OPEN_BITS) + opened, (ceiling << OPEN_BITS) - (holding.hi_open or hi.denominator > 1)


def _joined(plain: tuple[Ints, ...], extra: Ints) -> list[Ints]:
    if not len(extra):
        return list(plain)
    joined = [np.concatenate((column, extra[:, i])) for i, column in enumerate(plain)]
    if plain[3] is plain[2] and np.array_equal(extra[:, 2], extra[:, 3]):
        joined[3] = joined[2]
    return joined


def _two_keys(src: Ints, dst: Ints, start: Ints) -> npt.NDArray[np.intp]:
    """A stable order by source, target and first day; cheaper than a general one."""
    if int(start.min(initial=FIRST_DAY)) != int(start.max(initial=FIRST_DAY)):
        return np.lexsort((start, dst, src))
    return np.argsort(src.astype(np.int64) << 32 | dst, kind="stable")


def _pointers(nodes: Shorts, n: int) -> Ints:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(nodes, minlength=n), dtype=np.int64)))


def _same(bounds: list[tuple[int, int, int]]) -> bool:
    return all(lo == hi for lo, hi, _ in bounds)


class _Placed(dict[str, object]):
    pass


def _placed(listed: list[Listed], graph: Graph, carrier: dict[int, int]) -> dict[str, object]:
    persons = tuple(sorted({entry.party for entry in listed}))
    number = {party: i for i, party in enumerate(persons)}
    rows = []
    for entry in listed:
        place = graph.index(entry.party)
        for node in (place, carrier.get(place, place))[: 2 if place in carrier else 1]:
            days = entry.valid.start.toordinal(), entry.valid.end.toordinal()
            rows.append((node, number[entry.party], *days, entry.certain))
    table = np.array(sorted(rows), np.int64).reshape(-1, 5)
    columns = [table[:, i].astype(np.int32) for i in range(4)]
    return {"seeds": Seeds(*columns, table[:, 4].astype(np.bool_)), "persons": persons}
