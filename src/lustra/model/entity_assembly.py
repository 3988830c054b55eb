"""From a source's statement log to the entities that screening reads.

What a day means here: a name counts from the day its list first printed it, but a name that was there when the entry
first appeared counts for as long as the designation does, because lists are published later than the acts behind them.
A name in a file that the version before came without (OFAC's aliases, say) counts as long too: nobody can tell that
it was not printed then.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from lustra.errors import InputError
from lustra.model.entity import Entity, Identifier, Listing, Name
from lustra.model.statement import LoggedStatement
from lustra.model.time import FOREVER, LONG_AGO, Day, ImpreciseDate, Interval, parse_day

__all__ = ["NAME_PROPS", "entities"]

NAME_PROPS = ("name", "alias", "weakAlias", "previousName")
"""Properties that hold a printed name, strongest first."""
BIRTH_PROPS = ("birthDate", "incorporationDate", "buildDate")
COUNTRY_PROPS = ("nationality", "citizenship", "country", "jurisdiction", "mainCountry", "flag", "birthCountry")
IDENTIFIER_PROPS = frozenset(
    "passportNumber idNumber taxNumber registrationNumber innCode ogrnCode kppCode okpoCode leiCode swiftBic imoNumber "
    "mmsi callSign vatCode dunsCode uniqueEntityId npiCode cageCode isin bikCode unpCode serialNumber publicKey "
    "number socialSecurityNumber registrationCode permId giiNumber isinCode licenseNumber ticker uscCode".split()
)
OWNERS = {"Sanction": "entity", "CryptoWallet": "holder", "Identification": "holder", "Passport": "holder"}
"""Sub-entity schema → the property by which it points at its entity."""
EDGES = frozenset(
    "UnknownLink Ownership Directorship Family Associate Representation Control Membership Employment Succession "
    "Occupancy Debt Payment Documentation Address Position".split()
)
"""Schemata that are never screened against."""

_LATIN_LIMIT = 0x250


@dataclass(slots=True)
class _Parts:
    """The statements of one entity, and those of the sub-entities that belong to it."""

    own: list[LoggedStatement] = field(default_factory=list)
    belongings: dict[str, list[LoggedStatement]] = field(default_factory=dict)


def entities(
    log: Iterable[LoggedStatement], source_title: str = "", came: Collection[tuple[str, str]] = ()
) -> Iterator[Entity]:
    """Put the statements of one source together, one Entity per entry, in order of id.

    Args:
        log: every statement ever held of one source, in any order.
        source_title: the programme of entries whose list states none.
        came: file (lower-case) and ISO day of each version that has a file which the version before came without.
    """
    groups: dict[str, list[LoggedStatement]] = {}
    for logged in log:
        groups.setdefault(logged.statement.entity, []).append(logged)
    oldest = min((s.known_from for group in groups.values() for s in group), default="")
    for entity_id, parts in sorted(_grouped(groups).items()):
        entity = _entity(entity_id, parts, oldest, source_title, came)
        if entity is not None:
            yield entity


def _grouped(groups: dict[str, list[LoggedStatement]]) -> dict[str, _Parts]:
    whole: dict[str, _Parts] = {}
    for key, group in groups.items():
        pointer = OWNERS.get(group[0].statement.schema)
        if pointer is None:
            if group[0].statement.schema not in EDGES:
                whole.setdefault(key, _Parts()).own.extend(group)
            continue
        for owner in {s.statement.value for s in group if s.statement.prop == pointer}:
            whole.setdefault(owner, _Parts()).belongings[key] = group
    return whole


def _entity(
    entity_id: str, parts: _Parts, oldest: str, source_title: str, came: Collection[tuple[str, str]]
) -> Entity | None:
    names = _names(parts.own, came)
    if not names:
        return None
    current = _current(parts.own)
    belongings = [s for group in parts.belongings.values() for s in _current(group)]
    return Entity(
        id=entity_id,
        schema=min(s.statement.schema for s in current),
        caption=_caption(current),
        names=names,
        birth_dates=_dates(_values(current, BIRTH_PROPS)),
        countries=_countries(current),
        genders=_values(current, ("gender",)),
        identifiers=_identifiers([*current, *belongings]),
        listings=_listings(entity_id, parts, oldest, source_title),
    )


def _current(group: list[LoggedStatement]) -> list[LoggedStatement]:
    """What the newest version that has the entry prints of it."""
    last = max((s.known_to or "9999" for s in group), default="")
    return [s for s in group if (s.known_to or "9999") == last]


def _names(own: list[LoggedStatement], came: Collection[tuple[str, str]]) -> tuple[Name, ...]:
    first = min((s.known_from for s in own), default="")

    def unknown_start(s: LoggedStatement) -> bool:
        file = s.statement.locator.rpartition(":")[0] or s.statement.locator
        return s.known_from == first or (file.lower(), s.known_from) in came

    names = {
        Name(
            s.statement.value,
            s.statement.prop,
            s.statement.lang,
            LONG_AGO if unknown_start(s) else parse_day(s.known_from),
            _end(s.known_to),
        )
        for s in own
        if s.statement.prop in NAME_PROPS
    }
    return tuple(sorted(names, key=_name_key))


def _name_key(name: Name) -> tuple[int, str, str, str, Interval]:
    return NAME_PROPS.index(name.kind), name.text, name.kind, name.lang, Interval(name.start, name.end)


def _listing_key(listing: Listing) -> tuple[tuple[str, ...], Interval, bool, str, str, Interval]:
    days, known = Interval(listing.start, listing.end), Interval(listing.known_from)
    return listing[:4], days, listing.start_stated, listing.reason, listing.url, known


def _end(known_to: str) -> Day:
    return parse_day(known_to) if known_to else FOREVER


def _caption(current: list[LoggedStatement]) -> str:
    def rank(s: LoggedStatement) -> tuple[int, bool, int, str]:
        _, _, line = s.statement.locator.rpartition(":")
        foreign = any(ord(letter) >= _LATIN_LIMIT for letter in s.statement.value)
        return (NAME_PROPS.index(s.statement.prop), foreign, int(line) if line.isdigit() else 0, s.statement.value)

    named = [s for s in current if s.statement.prop in NAME_PROPS]
    return min(named, key=rank).statement.value if named else ""


def _values(current: Iterable[LoggedStatement], props: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({s.statement.value for s in current if s.statement.prop in props}))


def _countries(current: list[LoggedStatement]) -> tuple[str, ...]:
    stated = {s.statement.value for s in current if s.statement.prop in COUNTRY_PROPS}
    addressed = {s.statement.country for s in current if s.statement.prop == "address"}
    return tuple(sorted(code for code in stated | addressed if len(code) == 2))


def _dates(texts: tuple[str, ...]) -> tuple[ImpreciseDate, ...]:
    dates = []
    for text in texts:
        try:
            dates.append(ImpreciseDate.from_edtf(text))
        except InputError:
            continue  # a reader has already reported it as a problem
    return tuple(sorted(dates))


def _identifiers(current: list[LoggedStatement]) -> tuple[Identifier, ...]:
    return tuple(
        sorted(
            {
                Identifier(s.statement.prop, s.statement.value, s.statement.country, s.statement.grade)
                for s in current
                if s.statement.prop in IDENTIFIER_PROPS
            }
        )
    )


def _listings(entity_id: str, parts: _Parts, oldest: str, source_title: str) -> tuple[Listing, ...]:
    sanctions = [group for group in parts.belongings.values() if group[0].statement.schema == "Sanction"]
    listings = {listing for group in sanctions for listing in _designations(entity_id, group, oldest)}
    if not listings:
        first, last = min(s.known_from for s in parts.own), max(s.known_to or "9999" for s in parts.own)
        known = parse_day(first)
        start = LONG_AGO if first == oldest else known
        end = FOREVER if last == "9999" else parse_day(last)
        listings = {Listing(entity_id.partition(":")[0], source_title, start=start, end=end, known_from=known)}
    return tuple(sorted(listings, key=_listing_key))


def _designations(entity_id: str, group: list[LoggedStatement], oldest: str) -> Iterator[Listing]:
    """One Listing per unbroken run of days on which the list printed the designation."""
    for run in (s for s in group if s.statement.prop == "entity" and s.statement.value == entity_id):
        last = run.known_to or "9999"
        statements = {
            s.statement.prop: s.statement
            for s in sorted(group, key=lambda s: (s.known_to or "9999", s.statement))
            if s.known_from < last and run.known_from < (s.known_to or "9999")
        }
        value = {prop: statement.value for prop, statement in statements.items()}
        stated = _day(value.get("startDate") or value.get("listingDate") or "")
        ended = _day(value.get("endDate") or "")
        known = parse_day(run.known_from)
        yield Listing(
            source=entity_id.partition(":")[0],
            programme=value.get("program") or value.get("programId") or "",
            authority=value.get("authority") or "",
            act=run.statement.act or value.get("recordId") or value.get("unscId") or "",
            start=stated or (LONG_AGO if run.known_from == oldest else known),
            end=ended or _end(run.known_to),
            start_stated=stated is not None,
            reason=value.get("reason") or "",
            url=value.get("sourceUrl") or "",
            known_from=known,
        )


def _day(text: str) -> Day | None:
    try:
        return ImpreciseDate.from_edtf(text).earliest if text else None
    except InputError:
        return None
