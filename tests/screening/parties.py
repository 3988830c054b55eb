"""A small list of public facts, written by hand, for the tests of the engine."""

from datetime import date
from typing import Any

from lustra.model.entity import Entity, Identifier, Listing, Name
from lustra.model.query import Hit, Query
from lustra.model.time import AsOf, ImpreciseDate
from lustra.screening.engine import ScreeningOptions, screen
from lustra.screening.index import Index, build

__all__ = ["ENTITIES", "TODAY", "ask", "entity", "found", "index_of"]

TODAY = AsOf(date(2026, 5, 1))


def entity(
    key: str,
    *names: str | Name,
    schema: str = "Person",
    birth: str = "",
    countries: tuple[str, ...] = (),
    identifiers: tuple[Identifier, ...] = (),
    listings: tuple[Listing, ...] | None = None,
) -> Entity:
    """One entry of a list; plain strings are names, the first the main one."""
    printed = tuple(n if isinstance(n, Name) else Name(n, "alias" if i else "name") for i, n in enumerate(names))
    dates = (ImpreciseDate.from_edtf(birth),) if birth else ()
    source = key.partition(":")[0]
    in_force = (Listing(source, "PROGRAMME"),) if listings is None else listings
    return Entity(
        key,
        schema,
        printed[0].text,
        printed,
        birth_dates=dates,
        countries=countries,
        identifiers=identifiers,
        listings=in_force,
    )


ENTITIES = (
    entity("us:1", "HABBASH, George", "Al-Hakim", birth="1926"),
    entity("us:2", "MADURO MOROS, Nicolas", birth="1962-11-23", countries=("ve",)),
    entity("us:3", "JSC ARGUMENT", schema="Organization"),
    entity("us:4", "ABZAR BORESH KAVEH CO.", "BK Co.", schema="Organization"),
    entity("us:5", "ACE TRADING COMPANY", schema="Organization"),
    entity("us:6", "LUKOIL OAO", "LUKOIL OIL COMPANY", schema="Organization"),
    entity("us:7", "OOO ROSNEFT OIL", "LIMITED LIABILITY COMPANY ROSNEFT OIL", schema="Organization"),
    entity("us:8", "SMITH, John Ashley", birth="1957"),
    entity("eu:1", "Dmitry Sergeyevich ERMAKOV", birth="1980-03-05", countries=("ru",)),
    entity("eu:2", "Aiman Muhammed Rabi al-Zawahiri", birth="1951-06-19", countries=("eg",)),
    entity("eu:3", "Владимир Иванович КОРОЛЁВ", birth="1955-07-01", countries=("ru",)),
    entity("un:1", "DANIEL MOHAMMAD GULAM", Name("Zaman Khel", "weakAlias")),
    entity("un:2", "KIM Tong Myong", birth="1964"),
    entity(
        "us:9",
        "OCEAN PEARL",
        schema="Vessel",
        identifiers=(Identifier("imoNumber", "9187629"),),
    ),
    entity(
        "us:10",
        "MOLOT ORUZHIE",
        schema="Organization",
        identifiers=(Identifier("ogrnCode", "1146444000010"),),
    ),
    entity(
        "us:11",
        "SUEX TRADER",
        identifiers=(Identifier("publicKey", "12HQDsicffSBaYdJ6BhnE22sfjTESmmzKx"),),
    ),
)


def index_of(*entities: Entity) -> Index:
    """An opened index over entities."""
    parts = build(entities)
    return Index(parts.arrays, parts.blobs)


INDEX = index_of(*ENTITIES)


def ask(name: str, *, cutoff: float = 0.4, **fields: Any) -> tuple[Hit, ...]:
    """The hits of one question against ENTITIES."""
    query = Query((name,), **fields)
    return screen(INDEX, [query], TODAY, ScreeningOptions(cutoff=cutoff, limit=10))[0]


def found(name: str, entity_id: str, **fields: Any) -> float:
    """Score of an entity for a question, 0 where it is not found."""
    return max((hit.score for hit in ask(name, **fields) if hit.entity == entity_id), default=0.0)
