"""Turning a graph into a rule's network: plain records by columns, the other companies one at a time."""

from collections import deque
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial
from math import lcm

import numpy as np

from lustra.errors import InputError
from lustra.kernels.ownership.csr import CONTROL, OPEN_BITS
from lustra.model.edge import DECLARED_INDIRECT, WHOLE
from lustra.model.time import FIRST_ORDINAL, FOREVER, OPEN_ORDINAL, Day, DayLike, day_of
from lustra.ownership.graph import DIRECTNESS, KINDS, Graph, Listed
from lustra.ownership.network import USUAL, Array, EdgeBasis, Inner, Network, Scale, Seeds, packed_need, pointers
from lustra.ownership.plain import PART, PlainRecords, effect_of
from lustra.ownership.resolve_holdings import (
    CompanyPeriod,
    ControlRight,
    Holding,
    Layer,
    Record,
    merged_holdings,
    resolve_holdings,
)
from lustra.ownership.rules import Rule
from lustra.ownership.voting import Voting, voting_edges

__all__ = ["component_path", "network"]

LARGEST_WHOLE = 1_000_000_000_000
"""Largest denominator an inner node may have, so that four packed wholes fit 63 bits; beyond it bounds are widened."""
COMPONENT_STEPS = 10_000
"""Parties looked at when the components of a declared indirect interest are sought."""
EDGES_KEPT = 20_000_000
"""Networks are kept with their graph while they have no more edges than this together, and two in any case."""

Days = tuple[int, int]


def network(graph: Graph, rule: Rule, known: DayLike = FOREVER) -> Network:
    """The graph as a rule reads it, from what was known on a day; the last few are kept with the graph.

    Raises:
        InputError: the rule multiplies shares along chains; its answer is an exposure, not a closure.
    """
    if rule.multiplied:
        raise InputError(f"{rule.id} multiplies shares; it has no closure", "Ask for the effective share instead.")
    known = day_of(known)
    held, key = graph.networks, (rule, known)
    found = held.get(key)
    if found is None:
        found = _assembled(graph, rule, known)
        while len(held) >= max(2, EDGES_KEPT // (len(graph.owner) + 1)):
            held.pop(next(iter(held)), None)
        held[key] = found
    return found


def _assembled(graph: Graph, rule: Rule, known: Day) -> Network:
    builder = NetworkBuilder(PlainRecords(graph, rule, graph.known_rows(known)))
    builder.add_voting()
    builder.add_doubled()
    for company in np.flatnonzero(builder.plain.special):
        builder.add_company(int(company))
    return builder.finish(_seed_rows(graph, rule, known), known)


def _seed_rows(graph: Graph, rule: Rule, known: Day) -> list[Listed]:
    rows = [entry for entry in graph.listed_by(known) if entry.starts(rule.regime)]
    return sorted(rows + [Listed(party, certain=False) for party in sorted(graph.unknown)])


@dataclass
class NetworkBuilder:
    """The edges and inner nodes of a network while they are collected.

    Args:
        plain: the records known, by columns.
        extra: edges that were derived: source, target, lower and upper bound, first day, day after, origin.
        readings: the basis of each derived edge.
        inner: the nodes added to those of the parties.
        bounds: need_lo, need_hi and packed whole of each inner node.
        carrier: company → the inner node from which its chains go on.
        voting: the votes of companies that are resolved by columns.
        internal: places in ``extra`` of edges that must start from the company itself, not from its carrier.
    """

    plain: PlainRecords
    extra: list[tuple[int, ...]] = field(default_factory=list)
    readings: list[EdgeBasis] = field(default_factory=list)
    inner: list[Inner] = field(default_factory=list)
    bounds: list[tuple[int, int, int]] = field(default_factory=list)
    carrier: dict[int, int] = field(default_factory=dict)
    voting: Voting | None = None
    internal: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Keep the parts of ``plain`` at hand."""
        self.graph, self.rule = self.plain.graph, self.plain.rule

    def add_voting(self) -> None:
        """Add the votes of the companies that need nothing else."""
        companies, rule = self.plain.voting, self.rule
        if not len(companies) or rule.votes_threshold is None:
            return
        self.readings += [EdgeBasis((), "votes"), EdgeBasis((), "chain")]
        self.voting = voting_edges(self.plain, companies, self.graph.size, (-1, -2))
        need = packed_need(rule.votes_threshold, rule.votes_strict)
        self.inner = [Inner(int(v), "votes") for v in companies]
        self.bounds = [(need, 1 if rule.any_holding else need, WHOLE << OPEN_BITS)] * len(companies)
        if len(self.voting.carriers):
            self.inner += [Inner(int(v), "carrier") for v in companies]
            self.bounds += [(CONTROL, CONTROL, WHOLE << OPEN_BITS)] * len(companies)
            self.carrier = dict(zip(companies.tolist(), self.voting.carriers.tolist(), strict=True))

    def add_doubled(self) -> None:
        """Add what holders with overlapping records of one layer come to."""
        g, groups = self.graph, dict[tuple[int, int, bool], list[Record]]()
        for row in self.plain.doubled.tolist():
            key = int(g.owned[row]), int(g.owner[row]), bool(self.plain.votes[row])
            groups.setdefault(key, []).append(self._record(row, -1))
        for (company, owner, votes), records in sorted(groups.items()):
            target = g.size + int(np.searchsorted(self.plain.voting, company)) if votes else company
            for start, end, holding in merged_holdings(records):
                why = EdgeBasis(holding.rows, holding.topic)
                self._edge(owner, target, _packed(holding, USUAL), (start, end), why)

    def add_company(self, company: int) -> None:
        """Resolve the records of one company and add its edges."""
        periods = resolve_holdings(company, self._records(company), self.rule, partial(component_path, self.plain))
        if self.rule.chain_by_votes and any(period.votes for period in periods):
            self.carrier[company] = self._node(Inner(company, "carrier"), CONTROL, CONTROL, WHOLE << OPEN_BITS)
            self._fill_gaps(company, periods)
        for period in periods:
            self._add_period(company, period)

    def _fill_gaps(self, company: int, periods: list[CompanyPeriod]) -> None:
        """On days without known votes the company itself carries the chain on."""
        day, end = FIRST_ORDINAL, OPEN_ORDINAL
        for period in [p for p in periods if p.votes] + [CompanyPeriod(end, end, Layer(()), None, (), False, ())]:
            if day < period.start:
                self._link(company, self.carrier[company], (day, period.start), EdgeBasis((), "chain"), internal=True)
            day = period.end

    def _records(self, company: int) -> list[Record]:
        g = self.graph
        rows = {*g.rows_into(company), *g.rows_about.get(company, ())}
        loose = {r for row in rows for r in self._loose.get(int(g.owner[row]), ())}
        return [
            self._record(r, company if r in loose else int(g.about[r]))
            for r in sorted(rows | loose)
            if self.plain.mask[r]
        ]

    @cached_property
    def _loose(self) -> dict[int, list[int]]:
        """Nominations that name no company, by nominee: they hold for everything the nominee holds."""
        g, found = self.graph, dict[int, list[int]]()
        for row in np.flatnonzero(self.plain.of_role("nominator") & (g.about < 0)):
            found.setdefault(int(g.owned[row]), []).append(int(row))
        return found

    def _record(self, row: int, about: int) -> Record:
        g, edge = self.graph, self.graph.edge(row)
        start, end = int(g.valid_from[row]), int(g.valid_to[row])
        if self.rule.regime in edge.end_ignored_by:
            end = OPEN_ORDINAL
        if self.rule.regime in edge.start_ignored_by:
            end = start
        return Record(row, int(g.owner[row]), int(g.owned[row]), about, start, end, edge)

    def _add_period(self, company: int, period: CompanyPeriod) -> None:
        days = period.start, period.end
        self._add_layer(company, period, period.capital, "capital")
        if period.votes:
            node = self._add_layer(company, period, period.votes, "votes")
            if company in self.carrier:
                self._link(node, self.carrier[company], days, EdgeBasis((), "chain"))
        for claim in period.claims:
            for target in (company, *([self.carrier[company]] if company in self.carrier else [])):
                self._claim(target, claim, days)

    def _claim(self, target: int, claim: ControlRight, days: tuple[int, int]) -> None:
        lo = CONTROL if claim.certain else 0
        self._edge(claim.owner, target, (lo, CONTROL), days, EdgeBasis(claim.rows, claim.topic))

    def _add_layer(self, company: int, period: CompanyPeriod, layer: Layer, role: str) -> int:
        days = period.start, period.end
        node, scale = self._layer_node(company, period, layer, role)
        shadows = self._shadows(company, period, layer)
        for holding in layer.holdings:
            bounds = _packed(holding, scale)
            source = shadows.get(holding.owner, holding.owner)
            self._edge(source, node, bounds, days, EdgeBasis(holding.rows, holding.topic))
        if node != company:
            self._link(node, company, days, EdgeBasis((), role))
        return node

    def _layer_node(self, company: int, period: CompanyPeriod, layer: Layer, role: str) -> tuple[int, Scale]:
        """The node at which a layer's holdings are added up, and the scale of its sums."""
        scale = _scale(layer)
        if role == "capital" and scale == USUAL and not period.rebutted:
            return company, scale
        rule = self.rule
        threshold, strict = rule.threshold, rule.strict or period.rebutted
        if role == "votes" and rule.votes_threshold is not None:
            threshold, strict = rule.votes_threshold, rule.votes_strict or period.rebutted
        own = layer.own or Holding(company, Fraction(0), Fraction(0), False, False, ())
        need_lo = packed_need(threshold, strict, (1 - own.lo) * scale.whole, scale.open_bits)
        need_hi = packed_need(threshold, strict, (1 - own.hi) * scale.whole, scale.open_bits)
        whole = int((1 - own.lo) * scale.whole) << scale.open_bits
        return self._node(Inner(company, role, scale=scale), need_lo, 1 if rule.any_holding else need_hi, whole), scale

    def _shadows(self, company: int, period: CompanyPeriod, layer: Layer) -> dict[int, int]:
        """Stand-ins for parties that act together: each is taken with its owner, or with any party of the group."""
        shadows: dict[int, int] = {}
        days = period.start, period.end
        for members, rows in period.groups:
            group = self._node(Inner(company, "group"), CONTROL, CONTROL, WHOLE << OPEN_BITS)
            for member in sorted(members):
                self._link(member, group, days, EdgeBasis(rows, "joint_arrangement"))
            for owner in sorted(members & {h.owner for h in layer.holdings}):
                shadows[owner] = self._node(Inner(company, "shadow", owner), CONTROL, CONTROL, WHOLE << OPEN_BITS)
                self._link(owner, shadows[owner], days, EdgeBasis((), "shares"))
                self._link(group, shadows[owner], days, EdgeBasis(rows, "joint_arrangement"))
        return shadows

    def _node(self, inner: Inner, need_lo: int, need_hi: int, whole: int) -> int:
        self.inner.append(inner)
        self.bounds.append((need_lo, need_hi, whole))
        return self.graph.size + len(self.inner) - 1

    def _link(self, src: int, dst: int, days: Days, why: EdgeBasis, *, internal: bool = False) -> None:
        if internal:
            self.internal.add(len(self.extra))
        self._edge(src, dst, (CONTROL, CONTROL), days, why)

    def _edge(self, src: int, dst: int, bounds: tuple[int, int], days: Days, why: EdgeBasis) -> None:
        self.readings.append(why)
        self.extra.append((src, dst, *bounds, *days, -len(self.readings)))

    def finish(self, listed: list[Listed], known: Day) -> Network:
        """Sort the edges, build both directions, and place the listed."""
        src, dst, lo, hi, start, end, origin = self._joined()
        n = self.graph.size + len(self.inner)
        order = np.lexsort((origin, start, dst, src)) if self.inner else _order(src, dst, start)
        lower = lo[order]
        src, dst = src[order].astype(np.int32), dst[order].astype(np.int32)
        need_lo = self._per_node(n, packed_need(self.rule.threshold, self.rule.strict), 0)
        seeds, persons = _placed(listed, self.graph, self.carrier)
        return Network(
            graph=self.graph,
            rule=self.rule,
            known=known,
            ptr=pointers(src, n),
            dst=dst,
            lo=lower,
            hi=lower if hi is lo else hi[order],
            start=start[order].astype(np.int32),
            end=end[order].astype(np.int32),
            origin=origin[order],
            need_lo=need_lo,
            need_hi=self._need_hi(need_lo),
            whole=self._per_node(n, WHOLE << OPEN_BITS, 2),
            readings=tuple(self.readings),
            inner=tuple(self.inner),
            seeds=seeds,
            persons=persons,
        )

    def _need_hi(self, need_lo: Array) -> Array:
        if not self.rule.any_holding and all(lo == hi for lo, hi, _ in self.bounds):
            return need_lo
        need = need_lo.copy()
        need[self.graph.size :] = [hi for _, hi, _ in self.bounds]
        if self.rule.any_holding:
            need[: self.graph.size] = 1
        return need

    def _per_node(self, n: int, value: int, place: int) -> Array:
        values = np.full(n, value, np.int64)
        values[self.graph.size :] = [bounds[place] for bounds in self.bounds]
        return values

    def _joined(self) -> list[Array]:
        """Plain and derived edges together, chains running from the carriers."""
        columns = self.plain.edges()
        if not self.extra and self.voting is None:
            return columns
        fixed = np.zeros(len(self.extra), np.bool_)
        fixed[sorted(self.internal)] = True
        blocks = [columns, list(np.array(self.extra, np.int64).reshape(-1, len(columns)).T)]
        marks = [np.zeros(len(columns[0]), np.bool_), fixed]
        if self.voting is not None:
            blocks.append(self.voting.columns)
            marks.append(self.voting.fixed)
        joined = [np.concatenate(parts) for parts in zip(*blocks, strict=True)]
        return self._carried(joined, np.concatenate(marks)) if self.carrier else joined

    def _carried(self, columns: list[Array], fixed: Array) -> list[Array]:
        """Let chains run from a company's carrier where it has one; a part of a blocked party carries on too."""
        carriers = np.arange(self.graph.size + len(self.inner))
        carriers[list(self.carrier)] = list(self.carrier.values())
        src, dst, origin = columns[0], columns[1], columns[-1]
        part = (origin >= 0) & (self.plain.effect[np.maximum(origin, 0)] == PART) & (carriers[dst] != dst)
        columns[0] = np.where(fixed, src, carriers[src])
        copies = [column[part] for column in columns]
        copies[1] = carriers[copies[1]]
        return [np.concatenate(pair) for pair in zip(columns, copies, strict=True)]


def component_path(plain: PlainRecords, owner: int, company: int) -> tuple[int, ...]:
    """The rows of a shortest path of undeclared interests from an owner to a company through somebody else.

    Args:
        plain: the graph, the rows of it that were known, and the rule, which says what kinds of right are interests.
        owner: place of the party that declares an indirect interest.
        company: place of the company it is declared in.

    Returns:
        Rows from the owner downward; () where no path is found within COMPONENT_STEPS parties.
    """
    graph, before, queue = plain.graph, {company: -1}, deque([company])
    while queue and len(before) < COMPONENT_STEPS:
        here = queue.popleft()
        for row in graph.rows_into(here):
            there = int(graph.owner[row])
            straight = here == company and there == owner
            if (
                plain.mask[row]
                and there not in before
                and not straight
                and effect_of(KINDS[int(graph.kind[row])], plain.rule)
                and _undeclared(graph, row)
            ):
                before[there] = row
                queue.append(there)
        if owner in before:
            return _path(graph, before, owner)
    return ()


def _undeclared(graph: Graph, row: int) -> bool:
    return DIRECTNESS[int(graph.directness[row])] != DECLARED_INDIRECT


def _path(graph: Graph, before: dict[int, int], owner: int) -> tuple[int, ...]:
    rows, here = [], owner
    while before[here] >= 0:
        rows.append(before[here])
        here = int(graph.owned[before[here]])
    return tuple(rows)


def _scale(layer: Layer) -> Scale:
    """The usual scale where it is exact, else one that is: the number of issued shares, or decimals without end.

    Where there are open bounds and no exact scale leaves room to count them, the usual one is used and bounds widen.
    """
    holdings = [h for h in (*layer.holdings, layer.own) if h]
    whole = lcm(*(b.denominator for h in holdings for b in (h.lo, h.hi)))
    if WHOLE % whole == 0:
        return USUAL
    if whole <= LARGEST_WHOLE:
        return Scale(whole, OPEN_BITS)
    closed = not any(h.lo_open or h.hi_open for h in holdings)
    return Scale(whole, 0) if closed and whole <= LARGEST_WHOLE << OPEN_BITS else USUAL


def _packed(holding: Holding, scale: Scale) -> tuple[int, int]:
    """Packed bounds, widened where they fall between two units."""
    lo, hi = holding.lo * scale.whole, holding.hi * scale.whole
    floor, ceiling = int(lo), -int(-hi // 1)
    lo_open, hi_open = holding.lo_open or lo.denominator > 1, holding.hi_open or hi.denominator > 1
    return (floor << scale.open_bits) + lo_open, (ceiling << scale.open_bits) - hi_open


def _order(src: Array, dst: Array, start: Array) -> Array:
    """A stable order by source, target and first day; one sort where all start alike."""
    if len(start) and start.min() < start.max():
        return np.lexsort((start, dst, src))
    return np.argsort(src.astype(np.int64) << 32 | dst, kind="stable")


def _placed(listed: list[Listed], graph: Graph, carrier: dict[int, int]) -> tuple[Seeds, tuple[str, ...]]:
    persons = tuple(sorted({entry.party for entry in listed}))
    number = {party: i for i, party in enumerate(persons)}
    rows = []
    for entry in listed:
        place = graph.index(entry.party)
        days = entry.valid.start.ordinal, entry.valid.end.ordinal
        nodes = (place, carrier[place]) if place in carrier else (place,)
        rows += [(node, number[entry.party], *days, entry.certain) for node in nodes]
    table = np.array(sorted(rows), np.int32).reshape(-1, 5)
    node, person, start, end, certain = table.T
    return Seeds(node, person, start, end, certain.astype(np.bool_)), persons
