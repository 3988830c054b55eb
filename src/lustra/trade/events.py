"""Dated measures as events: who acted against whom, on what day, about which goods, and which way the goods flowed."""

from dataclasses import dataclass
from datetime import date

from lustra.data import table
from lustra.errors import InputError, UnknownNameError
from lustra.model.time import parse_day
from lustra.trade.places import expand, resolve

__all__ = ["Event", "event", "events", "own_event"]


@dataclass(frozen=True, slots=True)
class Event:
    """One dated act.

    Direction matters: in the Russian food counter-embargo of 2014 the sender is Russia, but the goods' origin is the
    EU and their target Russia.
    """

    id: str
    day: date
    sender: str
    act: str
    direction: str
    """``export``: out of the origin; ``import``: into the target; ``both``; or another kind of act."""
    measure: str
    origin: tuple[str, ...]
    """Countries or groups the goods come from."""
    target: str
    """Alpha-2 of the country the goods no longer reach directly."""
    codes: tuple[str, ...] = ()
    """HS chapters, headings or subheadings; empty where the act names none."""
    vintage: str = ""
    routes: tuple[str, ...] = ()
    """Intermediaries named in the literature on this act."""
    verify: str = ""
    """``ok``, or what was not checked."""
    source: str = ""

    def origins(self) -> frozenset[str]:
        """The origin's members on the day of the act, as alpha-2 codes."""
        return expand(self.origin, self.day)


def events() -> tuple[Event, ...]:
    """The packaged events, by date."""
    return tuple(sorted((_event(row) for row in table("events")), key=lambda found: (found.day, found.id)))


def _event(row: dict[str, str]) -> Event:
    return Event(
        id=row["id"],
        day=parse_day(row["date"]).date,
        sender=row["sender"],
        act=row["act"],
        direction=row["direction"],
        measure=row["measure"],
        origin=tuple(row["origin"].split()),
        target=row["blocked"],
        codes=tuple(row["hs_codes"].split()),
        vintage=row["hs_vintage"],
        routes=tuple(row["routes"].split()),
        verify=row["verify"],
        source=row["source"],
    )


def event(name: str) -> Event:
    """The packaged event of that id.

    Raises:
        UnknownNameError: no such event; the remedy lists near ones.
    """
    found = {held.id: held for held in events()}
    if name not in found:
        raise UnknownNameError(f"{name!r} is not an event", f"Events: {', '.join(found)}.")
    return found[name]


def own_event(day: date, origin: tuple[str, ...], target: str, codes: tuple[str, ...] = ()) -> Event:
    """An event that the user describes.

    Raises:
        InputError: no origin, or a target that is not a country.
    """
    place = resolve(target)
    if place is None or not origin:
        raise InputError(
            f"an event needs an origin and a target country, not {' '.join(origin) or '?'} → {target or '?'}",
            "Name an --event, or give --date, --origin and --target.",
        )
    return Event("own", day, "", "as given", "export", "as given", origin, place.code, codes)
