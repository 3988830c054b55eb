"""The statements about one BODS relationship over time → edges with both clocks.

A statement is known from its date until the next about the same record. What it says holds from the interest's own
start; where only the share changed and the start did not, it holds from the statement (a share is never carried back).
What a later statement no longer says, or says of a closed record, is over on that statement's date unless an end is
stated; from then on it is unknown, not zero.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from lustra.data import table
from lustra.errors import InputError
from lustra.model.edge import DECLARED_INDIRECT, DIRECT, PERCENT, SHARE, UNKNOWN, Edge, Share
from lustra.model.time import FOREVER, LONG_AGO, Day, Interval, earliest, is_before, latest
from lustra.readers.graphs.bods_older import interest_code
from lustra.readers.graphs.printed_days import first_day, last_day
from lustra.readers.graphs.shares import range_share

__all__ = ["OWN_MARK", "InterestClaim", "Told", "claims", "edges"]

DIRECTNESS = {"direct": DIRECT, "indirect": DECLARED_INDIRECT}
KINDS = frozenset(row["code"] for row in table("control_kinds"))
OWN_MARK = "lustra"
"""The details of an interest written by Lustra are ``lustra:<kind>`` or ``lustra:<kind>:<company>``."""
Key = tuple[str, str, str, int]
"""Kind, unit, directness and turn: what makes two claims of one record the same interest at different times."""


class InterestClaim(NamedTuple):
    """One interest as one statement tells it."""

    kind: str
    unit: str
    directness: str
    grade: str
    share: Share | None
    start: Day
    end: Day
    about: str = ""


class Told(NamedTuple):
    """One statement about a relationship."""

    known: Day
    closed: bool
    owner: str
    owned: str
    claims: tuple[InterestClaim, ...]
    sources: tuple[str, ...]
    id: str


class ClaimPeriod(NamedTuple):
    """A claim between the days on which it holds, as known from one statement."""

    told: Told
    claim: InterestClaim
    valid: Interval
    known: Interval


@cache
def _meanings() -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row for row in table("bods_interests")}


def claims(interests: Sequence[Any], wrong: list[tuple[str, str]]) -> tuple[InterestClaim, ...]:
    """The interests of a statement; an interest without a kind is an unknown share.

    Args:
        interests: as the statement has them.
        wrong: takes what could not be used: reason and value.
    """
    stated = [one for one in interests if isinstance(one, dict)] or [{}]
    return tuple(_claim(one, wrong) for one in stated)


def _claim(stated: Mapping[str, Any], wrong: list[tuple[str, str]]) -> InterestClaim:
    code = interest_code(str(stated.get("type") or ""))
    own, about = _own_kind(str(stated.get("details") or ""))
    meaning = _meanings().get(code, {"kind": SHARE, "unit": PERCENT, "grade": ""})
    if code and code not in _meanings():
        wrong.append(("no interest has this code; taken as an unknown one", code))
    share = stated.get("share")
    directness = DIRECTNESS.get(str(stated.get("directOrIndirect") or "unknown"), UNKNOWN)
    return InterestClaim(
        kind=own or meaning["kind"],
        unit=meaning["unit"],
        directness=directness,
        grade="" if own else meaning["grade"],
        share=_read_share(share, wrong) if isinstance(share, dict) and share else None,
        start=_read_day(stated.get("startDate"), wrong, LONG_AGO),
        end=_read_day(stated.get("endDate"), wrong, FOREVER),
        about=about,
    )


def _own_kind(details: str) -> tuple[str, str]:
    """The kind, and the company it is about, of an interest that Lustra wrote; ("", "") of any other."""
    mark, _, rest = details.partition(":")
    kind, _, about = rest.partition(":")
    return (kind, about) if mark == OWN_MARK and kind in KINDS else ("", "")


def _read_share(stated: Mapping[str, Any], wrong: list[tuple[str, str]]) -> Share | None:
    if stated.get("exact") is not None and len(stated) > 1:
        wrong.append(("a share is stated exactly and as a range; the exact one is used", str(stated)))
    try:
        return range_share(stated)
    except InputError as error:
        wrong.append((f"{error.message}; taken as not stated", str(stated)))
        return None


def _read_day(text: Any, wrong: list[tuple[str, str]], otherwise: Day) -> Day:
    if not text:
        return otherwise
    try:
        return first_day(str(text)) if otherwise == LONG_AGO else last_day(str(text))
    except InputError as error:
        wrong.append((f"{error.message}; taken as not stated", str(text)))
        return otherwise


def edges(record: str, told: Sequence[Told]) -> Iterator[Edge]:
    """The edges of one record.

    Args:
        record: its id.
        told: its statements, oldest first.
    """
    held: dict[Key, ClaimPeriod] = {}
    for number, one in enumerate(told):
        after = told[number + 1].known if number + 1 < len(told) else FOREVER
        said = _said(one)
        ended = [_ended(period, said.get(key), one) for key, period in held.items()]
        held = {key: _period(claim, one, held.get(key), after) for key, claim in said.items()}
        for period in (*filter(None, ended), *held.values()):
            if not period.known.empty:
                yield _edge(record, period)


def _said(one: Told) -> dict[Key, InterestClaim]:
    """What a statement says, by interest; a closed record says nothing of interests that it does not end."""
    found: dict[Key, InterestClaim] = {}
    for claim in one.claims:
        if not one.closed or claim.end != FOREVER:
            turn = sum(key[:3] == (claim.kind, claim.unit, claim.directness) for key in found)
            found[claim.kind, claim.unit, claim.directness, turn] = claim
    return found


def _ended(period: ClaimPeriod, again: InterestClaim | None, one: Told) -> ClaimPeriod | None:
    """What was held until a later statement, as known from that one; None where it goes on."""
    if again is not None and _same(period, again, one):
        return None
    end = _start(again, period, one) if again else earliest(one.known, period.valid.end)
    valid = Interval(period.valid.start, earliest(latest(end, period.valid.start), period.valid.end))
    return period._replace(valid=valid, known=Interval(one.known, FOREVER))


def _same(period: ClaimPeriod, claim: InterestClaim, one: Told) -> bool:
    before = period.claim.share, period.claim.start, period.told.owner, period.told.owned
    return before == (claim.share, claim.start, one.owner, one.owned)


def _period(claim: InterestClaim, one: Told, before: ClaimPeriod | None, after: Day) -> ClaimPeriod:
    start = claim.start if before is None else _start(claim, before, one)
    return ClaimPeriod(one, claim, Interval(start, claim.end), Interval(one.known, after))


def _start(claim: InterestClaim, before: ClaimPeriod, one: Told) -> Day:
    """From when a claim holds that follows another of the same interest."""
    if is_before(before.claim.start, claim.start):
        return claim.start
    return before.valid.start if _same(before, claim, one) else latest(one.known, before.valid.start)


def _edge(record: str, period: ClaimPeriod) -> Edge:
    told, claim = period.told, period.claim
    return Edge(
        owner=told.owner,
        owned=told.owned,
        kind=claim.kind,
        share=claim.share,
        unit=claim.unit,
        directness=claim.directness,
        about=claim.about,
        valid=period.valid,
        known=period.known,
        sources=told.sources,
        grade=claim.grade,
        id=told.id or record,
    )
