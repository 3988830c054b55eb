"""An entity as the screening engine sees it: the statements of one entry of one list, put together.

Every dated part carries the half-open interval of days on which it would have been read in the published list, so
that screening as of a day is a filter.
"""

from typing import NamedTuple

from lustra.model.time import FOREVER, LONG_AGO, AsOf, Day, ImpreciseDate, Interval

__all__ = ["Entity", "Identifier", "Listing", "Name"]


class Name(NamedTuple):
    """One printed name."""

    text: str
    kind: str = "name"
    """FollowTheMoney property: ``name``, ``alias``, ``weakAlias`` or ``previousName``."""
    lang: str = ""
    start: Day = LONG_AGO
    """First day on which the list printed it, LONG_AGO where the oldest held version already did."""
    end: Day = FOREVER


class Identifier(NamedTuple):
    """A number that an authority, a register or a network gave."""

    kind: str
    """FollowTheMoney property: ``passportNumber``, ``innCode``, ``imoNumber`` …, or ``publicKey`` for a wallet."""
    value: str
    country: str = ""
    grade: str = ""


class Listing(NamedTuple):
    """A designation of an entity: programme, legal act, from–to."""

    source: str
    programme: str
    authority: str = ""
    act: str = ""
    """Legal act, or the source's own reference."""
    start: Day = LONG_AGO
    """Day of designation; LONG_AGO where neither the publisher nor the held versions tell it."""
    end: Day = FOREVER
    start_stated: bool = False
    """Whether the publisher itself states ``start`` (else it is the first version held that prints the entry)."""
    reason: str = ""
    url: str = ""
    known_from: Day = LONG_AGO
    """Publication day of the first held version that prints the designation."""

    def in_force(self, as_of: AsOf) -> bool:
        """Whether it was in force on the day, or was taken to be: a list publishes an end when it comes."""
        return as_of.admits(Interval(self.start, self.end), Interval(self.known_from), self.end)

    def known_by(self, known: Day) -> "Listing":
        """The listing as it was known on a day: an end published later is open."""
        return self if known in Interval(self.end) else self._replace(end=FOREVER)


class Entity(NamedTuple):
    """One entry of one list."""

    id: str
    schema: str
    caption: str
    names: tuple[Name, ...]
    birth_dates: tuple[ImpreciseDate, ...] = ()
    """Birth of a person, founding of a company, building of a vessel."""
    countries: tuple[str, ...] = ()
    """Nationality, citizenship, jurisdiction, flag, address country: lower-case ISO 3166 alpha-2."""
    genders: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    listings: tuple[Listing, ...] = ()
