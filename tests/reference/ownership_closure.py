"""The closure as plainly as it can be written: dictionaries, fractions and repetition until nothing changes.

For graphs of plain holdings and rights of control under a rule that adds up all owners, or one person at a time.
"""

from collections.abc import Iterable
from fractions import Fraction

from lustra.model.edge import Edge
from lustra.ownership.rules import Rule

__all__ = ["naive_closure"]


def naive_closure(edges: Iterable[Edge], listed: Iterable[str], rule: Rule, *, upper: bool) -> set[str]:
    """The parties taken, the listed included."""
    rows, seeds = list(edges), sorted(listed)
    if rule.aggregate:
        return _closed(rows, set(seeds), rule, upper=upper)
    return {name for seed in seeds for name in _closed(rows, {seed}, rule, upper=upper)}


def _closed(rows: list[Edge], inside: set[str], rule: Rule, *, upper: bool) -> set[str]:
    companies = {row.owned for row in rows}
    while True:
        new = {c for c in companies - inside if _taken([r for r in rows if r.owned == c], inside, rule, upper=upper)}
        if not new:
            return inside
        inside = inside | new


def _taken(rows: list[Edge], inside: set[str], rule: Rule, *, upper: bool) -> bool:
    if any(row.owner in inside and row.kind in rule.control for row in rows):
        return True
    held = [row for row in rows if row.kind == "share"]
    members = [row for row in held if row.owner in inside]
    low = [_bounds(row)[0] for row in members]
    total, opened = sum((b[0] for b in low), Fraction(0)), any(b[1] for b in low)
    if not upper:
        return bool(members) and (total > rule.threshold or (total == rule.threshold and (opened or not rule.strict)))
    total, opened = _most(held, members)
    return bool(members) and (total > rule.threshold or (total == rule.threshold and not opened and not rule.strict))


def _most(held: list[Edge], members: list[Edge]) -> tuple[Fraction, bool]:
    high = [_bounds(row)[1] for row in members]
    total, opened = sum((b[0] for b in high), Fraction(0)), any(b[1] for b in high)
    every = [_bounds(row)[0] for row in held]
    whole = sum((b[0] for b in every), Fraction(0))
    if whole > 100 or (whole == 100 and any(b[1] for b in every)):
        return total, opened
    others = [_bounds(row)[0] for row in held if row not in members]
    cap, cap_open = 100 - sum((b[0] for b in others), Fraction(0)), any(b[1] for b in others)
    most, closed = min((total, not opened), (cap, not cap_open))
    return most, not closed


def _bounds(row: Edge) -> tuple[tuple[Fraction, bool], tuple[Fraction, bool]]:
    if row.share is None:
        return (Fraction(0), True), (Fraction(100), False)
    return (row.share.lo_percent, row.share.lo_open), (row.share.hi_percent, row.share.hi_open)
