"""The checks of ownership records by plain loops over pairs and days, without columns."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from lustra.model.edge import DECLARED_INDIRECT, SHARE, VOTES, Edge
from lustra.model.time import Day, is_before
from lustra.ownership.rules import kinds

__all__ = ["REASONS", "contradictions"]

THIRDS = {Fraction(33), Fraction(333, 10), Fraction(3333, 100), Fraction(34)}
REASONS = (
    "the share is out of range",
    "it starts after it ends",
    "it was superseded before it was known",
    "the party holds itself",
    "a share is stated for a post or tie",
    "the owner was dissolved",
    "an indirect interest is declared",
    "the shares add up to more than 100 %",
    "one holder has",
    "three holders have a rounded third each",
)
"""How the reason of each check begins."""
Finding = tuple[str, str]
"""Company and beginning of the reason."""


def contradictions(edges: Iterable[Edge], dissolved: Mapping[str, Day]) -> list[Finding]:
    """Every finding about some records as company and reason, sorted; one that is made twice stands twice."""
    records = list(edges)
    reasons = [(edge.owned, reason) for edge in records for reason in alone(edge, dissolved)]
    for company in {edge.owned for edge in records}:
        reasons += [(company, reason) for reason in together([e for e in records if e.owned == company])]
    return sorted(reasons)


def possible(edge: Edge) -> bool:
    """Whether the share lies between nothing and everything."""
    return edge.share is None or (0 <= edge.share.lo <= edge.share.hi <= edge.share.whole and edge.share.whole > 0)


def alone(edge: Edge, dissolved: Mapping[str, Day]) -> list[str]:
    """What one record says against itself."""
    role = {kind.code: kind.role for kind in kinds().values()}[edge.kind]
    tests = {
        "the share is out of range": not possible(edge),
        "it starts after it ends": edge.valid.empty,
        "it was superseded before it was known": edge.known.empty,
        "the party holds itself": edge.owner == edge.owned and edge.kind == SHARE,
        "a share is stated for a post or tie": role == "tie" and edge.share is not None,
        "the owner was dissolved": edge.owner in dissolved and not is_before(edge.valid.start, dissolved[edge.owner]),
    }
    return [reason for reason, true in tests.items() if true]


def together(records: Sequence[Edge]) -> list[str]:
    """What the records about one company say against each other."""
    holdings = [e for e in records if e.kind == SHARE and possible(e) and not e.valid.empty]
    direct = [e for e in holdings if e.directness != DECLARED_INDIRECT]
    reasons = [
        "an indirect interest is declared"
        for e in holdings
        if e.directness == DECLARED_INDIRECT and all(other.owner == e.owner for other in direct)
    ]
    for layer in ([e for e in direct if e.unit == VOTES], [e for e in direct if e.unit != VOTES]):
        reasons += (
            ["the shares add up to more than 100 %"] if any(total(layer, e.valid.start) > 100 for e in layer) else []
        )
        reasons += ["one holder has" for a, b in combinations(layer, 2) if a.owner == b.owner and at_once(a, b)]
        rounded = [e for e in layer if e.share and e.share.exact and percent(e) in THIRDS]
        if len({e.owner for e in rounded}) == 3 and all(a.valid.overlaps(b.valid) for a, b in combinations(rounded, 2)):
            reasons.append("three holders have a rounded third each")
    return reasons


def at_once(one: Edge, other: Edge) -> bool:
    """Whether two records hold and are known on the same days."""
    return one.valid.overlaps(other.valid) and one.known.overlaps(other.known)


def percent(edge: Edge) -> Fraction:
    """The lower bound of a record."""
    return Fraction(edge.share.lo * 100, edge.share.whole) if edge.share else Fraction(0)


def total(layer: Sequence[Edge], day: Day) -> Fraction:
    """The sum of the lower bounds on a day, as known now."""
    return sum((percent(e) for e in layer if day in e.valid and e.known.open), Fraction(0))
