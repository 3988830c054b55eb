"""Beneficial Ownership Data Standard 0.4, and 0.1 to 0.3: a JSON array of statements, or one statement a line.

Relationships are gathered by record, because the statements about one may stand anywhere; their edges come at the end,
in order of the records' ids.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from lustra.errors import InputError, ReadError
from lustra.model.edge import Edge
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.model.time import LONG_AGO, Day, Interval
from lustra.readers.graphs.bods_check import faults
from lustra.readers.graphs.bods_older import Upgrade, is_older
from lustra.readers.graphs.bods_records import Told, claims, edges
from lustra.readers.graphs.chunks import json_objects
from lustra.readers.graphs.printed_days import first_day
from lustra.text.countries import country_code

__all__ = ["VERSIONS", "read", "recognises"]

VERSIONS = ("0.1", "0.2", "0.3", "0.4")
SCHEMAS = {"state": "PublicBody", "stateBody": "PublicBody", "registeredEntity": "Company"}
UNNAMED = {"anonymousEntity", "unknownEntity", "anonymousPerson", "unknownPerson"}

Row = dict[str, Any]


def recognises(name: str, head: bytes) -> bool:
    """Whether a file begins with BODS statements."""
    return any(mark in head for mark in (b'"recordType"', b'"statementType"', b'"statementId"', b'"statementID"'))


def read(file: str, stream: BinaryIO) -> Iterator[Party | Edge | Problem]:
    """Parties in file order, then edges; a statement that is not valid is a problem and used as far as it goes.

    Raises:
        ReadError: no statement could be used.
    """
    package = _Package(file)
    for item in json_objects(file, stream):
        if isinstance(item, Problem):
            yield item
        else:
            yield from package.take(*item)
    if not package.used:
        raise ReadError(f"{file} holds no BODS statement that can be used", f"Versions {', '.join(VERSIONS)} are read.")
    yield from package.rest()


class _Package:
    """Gathers what statements say."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.used = 0
        self.parties: dict[str, Party] = {}
        self.kinds: dict[str, str] = {}
        """Entity type by record, with its subtype where there is one: ``arrangement``, ``arrangement/trust``."""
        self.told: dict[str, list[Told]] = {}
        self.components: set[str] = set()
        self.primaries: dict[str, tuple[int, tuple[str, ...]]] = {}
        self.upgrade = Upgrade()

    def take(self, line: int, statement: Any) -> Iterator[Problem]:
        """One statement, whatever it is."""
        if not isinstance(statement, dict):
            yield self._problem(line, "a statement is an object", str(statement), "error")
            return
        if version := self._unknown_version(statement):
            yield self._problem(
                line, f"BODS version {version} is not known", str(statement.get("statementId")), "error"
            )
            return
        if is_older(statement):
            statement = self.upgrade.statement(statement)
        else:
            yield from (self._problem(line, fault, str(statement.get("statementId"))) for fault in faults(statement))
        yield from self._record(line, statement)

    def _unknown_version(self, statement: Row) -> str:
        details = statement.get("publicationDetails")
        version = details.get("bodsVersion") if isinstance(details, dict) else None
        return str(version) if version is not None and ".".join(str(version).split(".")[:2]) not in VERSIONS else ""

    def _record(self, line: int, statement: Row) -> Iterator[Problem]:
        record, kind, details = statement.get("recordId"), statement.get("recordType"), statement.get("recordDetails")
        if not isinstance(record, str) or not record or not isinstance(details, dict):
            yield self._problem(line, "the statement has no record", str(statement.get("statementId")), "error")
        elif kind in ("entity", "person"):
            self.used += 1
            self.parties[record] = _party(record, details)
            self.kinds[record] = _entity_kind(details)
        elif kind == "relationship":
            self.used += 1
            yield from self._relationship(line, record, statement, details)
        else:
            yield self._problem(line, "no record has this type", str(kind), "error")

    def _relationship(self, line: int, record: str, statement: Row, details: Row) -> Iterator[Problem]:
        wrong: list[tuple[str, str]] = []
        owned, owner = details.get("subject"), details.get("interestedParty")
        interests = details.get("interests")
        told = Told(
            known=self._day(statement, wrong),
            closed=statement.get("recordStatus") == "closed",
            owner=self._end(record, owner),
            owned=self._end(record, owned),
            claims=claims(interests if isinstance(interests, list) else (), wrong),
            sources=_sources(statement),
            id=str(statement.get("statementId") or ""),
        )
        self.told.setdefault(record, []).append(told)
        parts = tuple(str(part) for part in details.get("componentRecords") or () if isinstance(part, str))
        if parts:
            self.primaries[record] = line, parts
        yield from (self._problem(line, reason, value) for reason, value in wrong)

    def _day(self, statement: Row, wrong: list[tuple[str, str]]) -> Day:
        text = str(statement.get("statementDate") or "")[:10]
        try:
            return first_day(text)
        except InputError as error:
            wrong.append((f"{error.message}; taken as not stated", text))
            return LONG_AGO

    def _end(self, record: str, stated: Any) -> str:
        """Id of one end of a relationship; a party of its own for an end that is not named."""
        if isinstance(stated, str) and stated:
            return stated
        reason = stated.get("reason", "unknown") if isinstance(stated, dict) else "unknown"
        name = f"not named ({reason})"
        party = Party(f"unspecified:{record}", name, unnamed=True)
        self.parties.setdefault(party.id, party)
        return party.id

    def rest(self) -> Iterator[Party | Edge | Problem]:
        """Parties, then edges, in order of their ids."""
        for record in sorted(self.parties):
            yield self.parties[record]
        for record in sorted(self.told):
            statements = sorted(self.told[record], key=lambda one: Interval(one.known))
            for edge in edges(record, [self._resolved(one) for one in statements]):
                yield from self._settled(edge)
        for record, (line, parts) in sorted(self.primaries.items()):
            for part in parts:
                if self.upgrade.record(part) not in self.parties and self.upgrade.record(part) not in self.told:
                    yield self._problem(line, "a component record is not in the file", f"{record}: {part}")

    def _resolved(self, told: Told) -> Told:
        return told._replace(owner=self.upgrade.record(told.owner), owned=self.upgrade.record(told.owned))

    def _settled(self, edge: Edge) -> Iterator[Edge]:
        """An edge, with what the types of its ends add: joint holdings, bodies of a state."""
        owner, owned = self.kinds.get(edge.owner, ""), self.kinds.get(edge.owned, "")
        if owned in ("arrangement", "arrangement/other") and edge.kind == "share" and edge.unit == "percent":
            edge = edge._replace(kind="joint_holder")
        yield edge
        if owner == "state" and owned.startswith("stateBody"):
            yield edge._replace(owner=edge.owned, owned=edge.owner, kind="part_of", share=None, grade="")

    def _problem(self, line: int, reason: str, value: str, severity: str = "warning") -> Problem:
        return Problem(self.file, str(line), reason, value[:200], severity)


def _entity_kind(details: Row) -> str:
    kind = details.get("entityType")
    if not isinstance(kind, dict):
        return ""
    return "/".join(str(part) for part in (kind.get("type"), kind.get("subtype")) if part)


def _party(record: str, details: Row) -> Party:
    kind = _entity_kind(details).partition("/")[0]
    person = "personType" in details or "names" in details
    return Party(
        id=record,
        name=_name(details) or record,
        schema="Person" if person else SCHEMAS.get(kind, "LegalEntity"),
        country=_country(details),
        birth_date=str(details.get("birthDate") or details.get("foundingDate") or ""),
        identifiers=tuple(str(one["id"]) for one in _dicts(details, "identifiers") if one.get("id")),
        state=kind == "state",
        unnamed=bool({kind, str(details.get("personType"))} & UNNAMED),
        ended=str(details.get("dissolutionDate") or details.get("deathDate") or "")[:10],
    )


def _name(details: Row) -> str:
    if isinstance(details.get("name"), str):
        return str(details["name"])
    names = _dicts(details, "names")
    legal = [one for one in names if one.get("type") == "legal"] or names
    return str(legal[0].get("fullName") or "") if legal else ""


def _country(details: Row) -> str:
    places = [details.get("jurisdiction"), *_dicts(details, "nationalities")]
    codes = [str(place.get("code") or place.get("name") or "") for place in places if isinstance(place, dict)]
    return next((code for text in codes if (code := country_code(text.partition("-")[0]) or "")), "")


def _dicts(details: Mapping[str, Any], field: str) -> list[Row]:
    found = details.get(field)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _sources(statement: Row) -> tuple[str, ...]:
    source, published = statement.get("source"), statement.get("publicationDetails")
    stated = source if isinstance(source, dict) else {}
    publisher = published.get("publisher") if isinstance(published, dict) else None
    words = [str(stated[key]) for key in ("description", "url") if stated.get(key)]
    words = words or [str(one.get("name")) for one in _dicts(stated, "assertedBy") if one.get("name")]
    if not words and isinstance(publisher, dict) and (publisher.get("name") or publisher.get("url")):
        words = [str(publisher.get("name") or publisher.get("url"))]
    return tuple(words) or (f"BODS statement {statement.get('statementId')}",)
