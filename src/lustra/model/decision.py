"""Decisions of people about links: who said when and why that a party is, or is not, an entry of a list."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from lustra.errors import InputError
from lustra.model.time import FOREVER, DayLike, day_of

__all__ = ["ACCEPTED", "REJECTED", "Decision", "checked_decision", "decided"]

ACCEPTED, REJECTED = "accepted", "rejected"


class Decision(NamedTuple):
    """One decision about one link."""

    party: str
    entry: str
    status: str
    """``accepted`` or ``rejected``."""
    actor: str = ""
    """Who decided; "" in decisions of Lustra 0.1, which kept neither actor nor time."""
    time: str = ""
    """When, as ISO 8601 with the offset from UTC."""
    reason: str = ""


def checked_decision(decision: Decision) -> Decision:
    """A decision that may be kept.

    Raises:
        InputError: it has no actor, or its time is not an ISO 8601 time with an offset.
    """
    if not decision.actor.strip():
        raise InputError("the decision has no actor", "Say who decides.")
    try:
        moment = datetime.fromisoformat(decision.time)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        remedy = "Write a time with its offset from UTC, for example 2026-09-01T12:00:00+00:00."
        raise InputError(f"{decision.time!r} is not a time of a decision", remedy)
    return decision


def decided(decisions: Iterable[Decision], day: DayLike = FOREVER) -> dict[tuple[str, str], Decision]:
    """The decision in force about each pair of party and entry: the last one by a day.

    Args:
        decisions: in the order in which they were taken.
        day: later decisions are left out; one without a time always counts.
    """
    last = day_of(day).isoformat()
    return {(d.party, d.entry): d for d in decisions if d.time[:10] <= last}
