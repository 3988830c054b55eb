"""Exposure of what is not blocked, kept apart from verdicts.

Only what was computed or sourced is said: "X holds 12 %, directly, since 2021", never "controlled" where only a share
is known. The layers are numbered as in the documentation: L1 near miss, L2 rights of control, L3 minority stakes, L4
ties, L5 effective share.
"""

import heapq
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from lustra.model.edge import SHARE, VOTES, Edge, Share
from lustra.model.time import LONG_AGO, AsOf
from lustra.ownership.flags import Flag
from lustra.ownership.graph import Graph
from lustra.ownership.linear import Effective, effective
from lustra.ownership.rules import kinds, rule_named
from lustra.ownership.verdict import Verdict

__all__ = ["COSTS", "Exposure", "NearMiss", "Stake", "Tie", "TieStep", "exposure", "sentence", "ties"]

MINORITY_PERCENT = (Fraction(10), Fraction(25))
"""Levels at which a listed stake is reported in L3, unless the caller asks for others."""
MAX_HOPS = 3
EFFECTIVE_BY = "EU-SECT"
"""The rule whose layers the effective share uses: capital only, no control."""

COSTS = {"share": 1.0, "part": 0.5, "control": 1.0, "joint_holder": 1.0, "joint_arrangement": 1.0, "nominator": 1.0,
         "idle": 2.0, "rebuttal": 4.0, "firewall": 4.0, "tie": 2.0}  # fmt: skip
"""What one step of a path costs by the role of its record; a path is ranked by the sum, which means nothing else."""


class NearMiss(NamedTuple):
    """L1: how far the listed share is from the threshold, in percentage points."""

    known: Fraction
    missing: Fraction
    """From the sure listed share to the threshold."""
    undisclosed: Fraction
    """What no record accounts for."""
    reachable: bool
    """Whether bands and undisclosed shares together could close the gap."""


class Stake(NamedTuple):
    """L3: a listed party's own recorded holding."""

    owner: str
    share: Share
    level: Fraction
    """The highest level of the caller's that it reaches."""
    words: str
    rows: tuple[int, ...]


class TieStep(NamedTuple):
    """One record of a path."""

    row: int
    words: str
    sources: tuple[str, ...]


class Tie(NamedTuple):
    """L4: the cheapest path of records between a listed party and the entity, in either direction of each record."""

    listed: str
    cost: float
    steps: tuple[TieStep, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """Everything beside the verdict."""

    entity: str
    near_miss: NearMiss | None
    rights: tuple[Flag, ...]
    stakes: tuple[Stake, ...]
    ties: tuple[Tie, ...]
    effective: Effective


def exposure(
    graph: Graph, found: Verdict, *, levels: tuple[Fraction, ...] = MINORITY_PERCENT, max_hops: int = MAX_HOPS
) -> Exposure:
    """The exposure of the entity of a verdict.

    Args:
        graph: the graph that the verdict was computed from.
        found: the verdict.
        levels: stakes in per cent that are reported, in any order.
        max_hops: longest path of records looked for.

    Raises:
        UnknownNameError: the graph holds no such party.
    """
    as_of = found.as_of
    rows = graph.rows_into_on(graph.index(found.entity), as_of)
    rights = tuple(flag for flag in found.flags if flag.code.startswith(("C-", "R-")) or flag.code in ("tie", "idle"))
    return Exposure(
        entity=found.entity,
        near_miss=_near_miss(graph, rows, found),
        rights=rights,
        stakes=_stakes(graph, rows, as_of, levels),
        ties=ties(graph, found.entity, as_of, max_hops=max_hops),
        effective=effective(graph, rule_named(EFFECTIVE_BY), found.entity, as_of.valid, as_of.known),
    )


def sentence(edge: Edge) -> str:
    """A record in words that claim no more than it says."""
    kind = kinds()[edge.kind]
    since = f", since {edge.valid.start}" if edge.valid.start != LONG_AGO else ""
    source = f" ({'; '.join(edge.sources)})" if edge.sources else ""
    if kind.role == "share":
        what = "of the votes" if edge.unit == VOTES else ""
        how = {"direct": "directly", "declared_indirect": "through others, as declared"}.get(edge.directness, "")
        share = edge.share.words() if edge.share else "an unstated share"
        words = " ".join(part for part in (share, what, "of", edge.owned) if part)
        return f"{edge.owner} holds {words}{', ' + how if how else ''}{since}{source}"
    return f"{edge.owner} -> {edge.owned}: {kind.title}{since}{source}"


def ties(graph: Graph, entity: str, as_of: AsOf, *, max_hops: int = MAX_HOPS) -> tuple[Tie, ...]:
    """The cheapest path to each listed party within some hops, cheapest first; records are read in both directions.

    Raises:
        UnknownNameError: the graph holds no such party.
    """
    start = graph.index(entity)
    standing = {graph.index(entry.party) for entry in graph.listed_on(as_of) if entry.certain}
    best: dict[int, tuple[float, tuple[int, ...]]] = {}
    waiting: list[tuple[float, int, tuple[int, ...], int]] = [(0.0, 0, (), start)]
    while waiting:
        cost, hops, path, here = heapq.heappop(waiting)
        if here in best:
            continue
        best[here] = cost, path
        if hops == max_hops or (here in standing and here != start):
            continue
        for row, there in _neighbours(graph, here, as_of):
            if there not in best:
                step = COSTS[kinds()[graph.edge(row).kind].role]
                heapq.heappush(waiting, (cost + step, hops + 1, (*path, row), there))
    found = [Tie(graph.names[v], best[v][0], _steps(graph, best[v][1])) for v in sorted(standing & set(best) - {start})]
    return tuple(sorted(found, key=lambda tie: (tie.cost, tie.listed)))


def _steps(graph: Graph, rows: tuple[int, ...]) -> tuple[TieStep, ...]:
    edges = [(row, graph.edge(row)) for row in rows]
    return tuple(TieStep(row, sentence(edge), edge.sources) for row, edge in edges)


def _neighbours(graph: Graph, node: int, as_of: AsOf) -> list[tuple[int, int]]:
    """Records that touch a party on the day, each with the party at its other end."""
    into = [(row, int(graph.owner[row])) for row in graph.rows_into_on(node, as_of)]
    out = [(row, int(graph.owned[row])) for row in graph.rows_from_on(node, as_of)]
    return [(row, other) for row, other in (*into, *out) if other != node]


def _near_miss(graph: Graph, rows: list[int], found: Verdict) -> NearMiss | None:
    if found.share is None or found.threshold is None or found.status.value == "blocked":
        return None
    capital = [graph.edge(row) for row in rows if graph.edge(row).kind == SHARE and graph.edge(row).unit != VOTES]
    disclosed = sum((edge.share.lo_percent for edge in capital if edge.share), Fraction(0))
    undisclosed = max(Fraction(100) - disclosed, Fraction(0))
    missing = max(found.threshold - found.share.lo_percent, Fraction(0))
    reach = found.share.hi_percent + undisclosed
    enough = reach > found.threshold if found.strict else reach >= found.threshold
    return NearMiss(found.share.lo_percent, missing, undisclosed, enough)


def _stakes(graph: Graph, rows: list[int], as_of: AsOf, levels: tuple[Fraction, ...]) -> tuple[Stake, ...]:
    listed = {entry.party for entry in graph.listed_on(as_of) if entry.certain}
    found = []
    for row in rows:
        edge = graph.edge(row)
        if edge.kind == SHARE and edge.share and edge.owner in listed:
            reached = [level for level in levels if edge.share.lo_percent >= level]
            if reached:
                found.append(Stake(edge.owner, edge.share, max(reached), sentence(edge), (row,)))
    return tuple(sorted(found, key=lambda stake: (-stake.share.lo_percent, stake.owner)))
