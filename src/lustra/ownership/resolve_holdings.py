"""What a rule makes of the records about one company, before the fixpoint.

Nominees, joint holdings and arrangements, a company's own votes, rebuttals, firewalls, declared indirect interests and
double records concern one company at a time. Each is resolved here on every interval of days between two changes, into
plain holdings and rights of control; nothing here depends on who is listed, so the fixpoint stays monotone.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from lustra.model.edge import DECLARED_INDIRECT, SHARE, VOTES, Edge
from lustra.ownership.rules import Rule, kinds

__all__ = ["CompanyPeriod", "ControlRight", "Holding", "Layer", "Record", "merged_holdings", "resolve_holdings"]

ONE = Fraction(1)
NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Holding:
    """A part of the company, as a fraction of the whole layer, with its bounds."""

    owner: int
    lo: Fraction
    hi: Fraction
    lo_open: bool
    hi_open: bool
    rows: tuple[int, ...]
    """The records it rests on."""
    topic: str = "shares"
    """The clause that made it what it is."""


class ControlRight(NamedTuple):
    """A right of control over the company (or a joint holder's hold on a joint holding)."""

    owner: int
    certain: bool
    rows: tuple[int, ...]
    topic: str = "control"


class Layer(NamedTuple):
    """The capital or the votes of a company."""

    holdings: tuple[Holding, ...]
    own: Holding | None = None
    """What the company holds of itself, left out of the whole."""


class CompanyPeriod(NamedTuple):
    """What holds for one company on the days [start, end)."""

    start: int
    end: int
    capital: Layer
    votes: Layer | None
    """None where the votes are not known apart from the capital, or do not count."""
    claims: tuple[ControlRight, ...]
    rebutted: bool
    """Whether the presumption of control was rebutted, so that the threshold must be exceeded."""
    groups: tuple[tuple[frozenset[int], tuple[int, ...]], ...]
    """Parties to a joint arrangement over the company, with the records that say so."""


class Record(NamedTuple):
    """A row of the graph, ready to be read by this module."""

    row: int
    owner: int
    owned: int
    about: int
    start: int
    end: int
    edge: Edge


def resolve_holdings(
    company: int, records: Iterable[Record], rule: Rule, connected: Callable[[int, int], tuple[int, ...]]
) -> list[CompanyPeriod]:
    """The periods of a company, oldest first; days on which nothing is in force are left out.

    Args:
        company: place of the company.
        records: the rows whose owned party is the company, and those that are about it.
        rule: the rule that reads them.
        connected: the rows of a path from one party to another that does not use declared interests, () for none.
    """
    rows = sorted(record for record in records if record.start < record.end)
    days = sorted({day for record in rows for day in (record.start, record.end)})
    periods = []
    for start, end in pairwise(days):
        if here := [record for record in rows if record.start <= start and end <= record.end]:
            periods.append(_period(company, here, rule, connected)._replace(start=start, end=end))
    return periods


def merged_holdings(records: Iterable[Record]) -> list[tuple[int, int, Holding]]:
    """One holder's overlapping records of one layer of a company: first day, day after, and what they come to."""
    rows = sorted(records)
    days = sorted({day for record in rows for day in (record.start, record.end)})
    periods = ((a, b, [_holding(r) for r in rows if r.start <= a and b <= r.end]) for a, b in pairwise(days))
    return [(start, end, _merge(here)) for start, end, here in periods if here]


def _period(
    company: int, rows: list[Record], rule: Rule, connected: Callable[[int, int], tuple[int, ...]]
) -> CompanyPeriod:
    nominations = [r for r in rows if r.about == company and _role(r) == "nominator"]
    capital = _layer(company, rows, nominations, votes=False)
    declared = _declared(company, rows, connected)
    joint, claims = _joint_holders(rows, rule, capital)
    votes = _layer(company, rows, nominations, votes=True) if rule.votes_threshold is not None else None
    own = next((r for r in _shares(rows, votes=True) if r.owner == company), None)
    own = own or next((r for r in _shares(rows, votes=False) if r.owner == company), None)
    return CompanyPeriod(
        0,
        0,
        Layer((*capital, *declared, *joint)),
        _votes(votes, capital, own if rule.own_votes_excluded else None),
        (*_claims(company, rows, rule), *claims),
        rule.rebuttable and any(_role(r) == "rebuttal" and r.owned == company for r in rows),
        _groups(company, rows) if rule.joint_merged else (),
    )


def _role(record: Record) -> str:
    return kinds()[record.edge.kind].role


def _shares(rows: list[Record], *, votes: bool) -> list[Record]:
    return [
        r
        for r in rows
        if r.edge.kind == SHARE and r.edge.directness != DECLARED_INDIRECT and (r.edge.unit == VOTES) == votes
    ]


def _holding(record: Record, topic: str = "shares") -> Holding:
    share = record.edge.share
    if share is None:
        return Holding(record.owner, NONE, ONE, True, False, (record.row,), topic)
    lo, hi = Fraction(share.lo, share.whole), Fraction(share.hi, share.whole)
    return Holding(record.owner, lo, hi, share.lo_open, share.hi_open, (record.row,), topic)


def _layer(company: int, rows: list[Record], nominations: list[Record], *, votes: bool) -> list[Holding]:
    by_owner: dict[int, list[Holding]] = {}
    for record in _shares(rows, votes=votes):
        if record.owner != company and record.owned == company:
            by_owner.setdefault(record.owner, []).append(_holding(record))
    merged = [_merge(found) for found in by_owner.values()]
    return sorted(_nominated(merged, nominations), key=lambda h: (h.owner, h.rows))


def _merge(found: list[Holding]) -> Holding:
    """One holder's records at one time: the same figure counts once; different ones may be lots or a correction."""
    first, rows = found[0], tuple(sorted(row for h in found for row in h.rows))
    if len(found) == 1:
        return first
    if all(replace(h, rows=first.rows) == first for h in found):
        return replace(first, rows=rows, topic="duplicate")
    lowest = min(found, key=lambda h: (h.lo, h.lo_open))
    total = sum((h.hi for h in found), NONE)
    opened = total <= ONE and any(h.hi_open for h in found)
    return Holding(first.owner, lowest.lo, min(total, ONE), lowest.lo_open, opened, rows, "duplicate")


def _nominated(holdings: list[Holding], nominations: list[Record]) -> list[Holding]:
    """Shares held by nominees become their nominators', through any number of nominees."""
    by_nominee: dict[int, list[Record]] = {}
    for record in nominations:
        by_nominee.setdefault(record.owned, []).append(record)
    done: list[Holding] = []
    waiting = [(h, frozenset({h.owner})) for h in holdings]
    while waiting:
        holding, seen = waiting.pop()
        behind = [r for r in by_nominee.get(holding.owner, ()) if r.owner not in seen]
        if not behind:
            done.append(holding)
            continue
        for part in _divide(holding, behind):
            if part.owner in seen:
                done.append(part)
            else:
                waiting.append((part, seen | {part.owner}))
    return done


def _divide(holding: Holding, behind: list[Record]) -> list[Holding]:
    rows = holding.rows
    if len(behind) == 1 and behind[0].edge.share is None:
        return [replace(holding, owner=behind[0].owner, rows=(*rows, behind[0].row), topic="nominator")]
    parts = []
    for record in behind:
        stated = _holding(record, "nominator")
        if record.edge.share is None:
            stated = replace(stated, hi=holding.hi, hi_open=holding.hi_open)
        parts.append(replace(stated, rows=(*rows, record.row)))
    if all(record.edge.share is not None for record in behind):
        lo = max(holding.lo - sum((p.hi for p in parts), NONE), NONE)
        hi = max(holding.hi - sum((p.lo for p in parts), NONE), NONE)
        parts.append(replace(holding, lo=lo, hi=hi, topic="nominator"))
    return parts


def _declared(company: int, rows: list[Record], connected: Callable[[int, int], tuple[int, ...]]) -> list[Holding]:
    """Declared indirect interests whose components are not in the graph: they bound the holding from above only."""
    found = []
    for record in rows:
        declared = record.edge.kind == SHARE and record.edge.directness == DECLARED_INDIRECT
        capital = declared and record.edge.unit != VOTES and record.owner != company
        if capital and not connected(record.owner, company):
            found.append(replace(_holding(record, "declared_indirect"), lo=NONE, lo_open=False))
    return found


def _joint_holders(rows: list[Record], rule: Rule, capital: list[Holding]) -> tuple[list[Holding], list[ControlRight]]:
    holders = [r for r in rows if _role(r) == "joint_holder"]
    if rule.joint_each:
        return [], [ControlRight(r.owner, True, (r.row,), "joint_each") for r in holders]
    parties = {r.owner for r in holders}
    stated = {h.owner for h in capital}
    rows_of = {owner: tuple(r.row for r in holders if r.owner == owner) for owner in sorted(parties)}
    found = []
    for record in sorted({r.owner: r for r in reversed(holders)}.values()):
        if record.owner not in stated:
            part = Fraction(1, len(parties))
            if record.edge.share is not None:
                found.append(replace(_holding(record, "joint_divided"), rows=rows_of[record.owner]))
            else:
                found.append(Holding(record.owner, part, part, False, False, rows_of[record.owner], "joint_divided"))
    return found, []


def _claims(company: int, rows: list[Record], rule: Rule) -> list[ControlRight]:
    if rule.firewall and any(_role(r) == "firewall" and r.owned == company for r in rows):
        return []
    rebutters = {r.owner for r in rows if _role(r) == "rebuttal"} if rule.rebuttable else set()
    counted = rule.control | rule.may_control
    return [
        ControlRight(r.owner, r.edge.kind in rule.control and r.edge.grade != "weak", (r.row,))
        for r in rows
        if r.edge.kind in counted and r.owner != company and r.owner not in rebutters
    ]


def _votes(votes: list[Holding] | None, capital: list[Holding], own: Record | None) -> Layer | None:
    """The votes: as stated, or as the shares carry them where the company's own are left out."""
    if votes is None or not (votes or own):
        return None
    return Layer(tuple(votes or capital), _holding(own, "own_votes") if own else None)


def _groups(company: int, rows: list[Record]) -> tuple[tuple[frozenset[int], tuple[int, ...]], ...]:
    groups: list[tuple[set[int], set[int]]] = []
    for record in rows:
        if _role(record) == "joint_arrangement" and record.about == company:
            members, proofs = {record.owner, record.owned}, {record.row}
            for other in [g for g in groups if g[0] & members]:
                groups.remove(other)
                members |= other[0]
                proofs |= other[1]
            groups.append((members, proofs))
    return tuple((frozenset(members), tuple(sorted(proofs))) for members, proofs in groups)
