"""Checks of ownership records before they are used: what contradicts itself is reported, never dropped silently.

A record with an impossible share keeps its place with an unknown share; one of an unknown kind cannot be used. The rest
is still answered. The list of checks is that of the BODS "additional checks" and of the traps seen in registers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from lustra.model.edge import DECLARED_INDIRECT, SHARE, VOTES, Edge
from lustra.model.statement import Problem
from lustra.model.time import ALWAYS, Day, is_before
from lustra.ownership.graph import DIRECTNESS, UNITS
from lustra.ownership.rules import kinds

__all__ = ["THIRDS", "checks", "usable"]

THIRDS = (Fraction(33), Fraction("33.3"), Fraction("33.33"), Fraction(34))
"""Percentages that publishers print for a third, where three holders have them."""


def checks(edges: Iterable[Edge], dissolved: Mapping[str, Day] | None = None) -> list[Problem]:
    """Everything that is odd about some records, in a fixed order.

    Args:
        edges: the records.
        dissolved: the day on which a party ceased to exist, where that is known.
    """
    rows = list(edges)
    problems = [problem for edge in rows for problem in _alone(edge, dissolved or {})]
    by_owned: dict[str, list[Edge]] = {}
    for edge in rows:
        by_owned.setdefault(edge.owned, []).append(edge)
    for owned in sorted(by_owned):
        problems += _together(by_owned[owned])
    return sorted(problems, key=lambda p: (p.file, p.where, p.reason, p.value))


def usable(edges: Iterable[Edge], dissolved: Mapping[str, Day] | None = None) -> tuple[list[Edge], list[Problem]]:
    """The records that can be used, impossible shares made unknown, and everything that is odd about all of them.

    Args:
        edges: the records.
        dissolved: the day on which a party ceased to exist, where that is known.
    """
    rows = list(edges)
    kept = [edge if _possible(edge) else edge._replace(share=None) for edge in rows if _known(edge)]
    return kept, checks(rows, dissolved)


def _known(edge: Edge) -> bool:
    named = edge.kind in kinds() and edge.unit in UNITS and edge.directness in DIRECTNESS
    return named and bool(edge.owner) and bool(edge.owned)


def _possible(edge: Edge) -> bool:
    share = edge.share
    return share is None or (share.whole > 0 and 0 <= share.lo <= share.hi <= share.whole)


def _alone(edge: Edge, dissolved: Mapping[str, Day]) -> Iterator[Problem]:
    """What one record says against itself."""
    if not _known(edge):
        yield _problem(edge, "the kind, unit or directness is unknown, or a party is missing", edge.kind, "error")
        return
    if not _possible(edge):
        yield _problem(edge, "the share is out of range; it is taken as unknown", str(edge.share))
    if edge.valid.empty:
        yield _problem(edge, "it starts after it ends; it never holds", f"{edge.valid.start} {edge.valid.end}")
    if edge.known.empty:
        yield _problem(edge, "it was superseded before it was known", f"{edge.known.start} {edge.known.end}")
    if edge.owner == edge.owned and edge.kind == SHARE:
        yield _problem(edge, "the party holds itself")
    if edge.share is not None and kinds()[edge.kind].role == "tie":
        yield _problem(edge, "a share is stated for a post or tie, where it means nothing", edge.share.words())
    if edge.owner in dissolved and not is_before(edge.valid.start, dissolved[edge.owner]):
        yield _problem(edge, "the owner was dissolved before it starts", dissolved[edge.owner].isoformat())


def _together(rows: Sequence[Edge]) -> Iterator[Problem]:
    """What the records about one company say against each other."""
    holdings = [e for e in rows if e.kind == SHARE and _known(e) and _possible(e) and not e.valid.empty]
    for votes in (False, True):
        layer = [e for e in holdings if (e.unit == VOTES) == votes and e.directness != DECLARED_INDIRECT]
        yield from _over_100(layer)
        yield from _twice(layer)
        yield from _thirds(layer)
    direct = {e.owner for e in holdings if e.directness != DECLARED_INDIRECT}
    for edge in holdings:
        if edge.directness == DECLARED_INDIRECT and not direct - {edge.owner}:
            yield _problem(edge, "an indirect interest is declared, its components are not")


def _over_100(layer: Sequence[Edge]) -> Iterator[Problem]:
    for days in ALWAYS.cut(day for e in layer for day in (e.valid.start, e.valid.end)):
        first = days.start
        counted = [e for e in layer if first in e.valid and e.share and e.known.open]
        total = sum((e.share.lo_percent for e in counted if e.share), Fraction(0))
        if total > 100:
            yield _problem(counted[0], f"the shares add up to more than 100 % from {first}", f"{float(total):.9g} %")
            return


def _twice(layer: Sequence[Edge]) -> Iterator[Problem]:
    by_owner: dict[str, list[Edge]] = {}
    for edge in layer:
        by_owner.setdefault(edge.owner, []).append(edge)
    for rows in by_owner.values():
        pairs = ((a, b) for a, b in combinations(rows, 2) if a.valid.overlaps(b.valid) and a.known.overlaps(b.known))
        for a, b in pairs:
            kind = "an exact share and a range" if _exact(a) != _exact(b) else "two records"
            values = " / ".join(e.share.words() if e.share else "no share" for e in (a, b))
            yield _problem(b, f"one holder has {kind} at the same time", values)


def _exact(edge: Edge) -> bool:
    return edge.share is not None and edge.share.exact


def _thirds(layer: Sequence[Edge]) -> Iterator[Problem]:
    rounded = [e for e in layer if e.share and e.share.exact and e.share.lo_percent in THIRDS]
    if len({e.owner for e in rounded}) == 3 and all(a.valid.overlaps(b.valid) for a, b in combinations(rounded, 2)):
        words = ", ".join(e.share.words() for e in rounded if e.share)
        yield _problem(rounded[0], "three holders have a rounded third each", words)


def _problem(edge: Edge, reason: str, value: str = "", severity: str = "warning") -> Problem:
    where = edge.id or f"{edge.owner} -> {edge.owned}"
    return Problem(edge.sources[0] if edge.sources else "", where, reason, value, severity)
