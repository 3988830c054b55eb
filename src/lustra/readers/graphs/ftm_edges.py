"""FollowTheMoney entities as JSON lines, read for who holds what: Ownership, Directorship, Family, Associate,
UnknownLink, Representation, Control, and the parties they join.
"""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

import msgspec

from lustra.data import table
from lustra.errors import InputError, ReadError
from lustra.model.edge import DECLARED_INDIRECT, DIRECT, SHARE, VOTES, Edge, Share
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.model.time import FOREVER, LONG_AGO, Interval, earliest, latest
from lustra.readers.graphs.chunks import short_lines
from lustra.readers.graphs.printed_days import span
from lustra.readers.graphs.shares import free_share
from lustra.text.countries import country_code

__all__ = ["LINKS", "EdgeSchema", "read", "recognises"]


class EdgeSchema(NamedTuple):
    """How one schema joins two parties."""

    owner: str
    owned: str
    kind: str


LINKS: dict[str, EdgeSchema] = {
    "Ownership": EdgeSchema("owner", "asset", SHARE),
    "Directorship": EdgeSchema("director", "organization", "board_member"),
    "Family": EdgeSchema("person", "relative", "family"),
    "Associate": EdgeSchema("person", "associate", "associate"),
    "UnknownLink": EdgeSchema("subject", "object", "linked_to"),
    "Representation": EdgeSchema("agent", "client", "representation"),
    "Control": EdgeSchema("controller", "controlled", "dominant_influence"),
}
"""Schema → its two ends and the kind of its edge (FollowTheMoney 4.11)."""
KINDS = frozenset(row["code"] for row in table("control_kinds"))
IDENTIFIERS = ("leiCode", "registrationNumber", "innCode", "ogrnCode", "taxNumber", "idNumber", "imoNumber", "swiftBic",
               "passportNumber", "uniqueEntityId", "okpoCode", "kppCode", "vatCode")  # fmt: skip
NO_PARTY = {"Sanction", "Address", "Identification", "Passport", "CryptoWallet", "BankAccount", "Security", "Position",
            "Occupancy", "Succession", "Membership", "Employment", "Documentation", "Debt", "Payment"}  # fmt: skip
"""Schemata that are neither a party nor a link that ownership rules speak of."""
MANAGERS = ("chief", "ceo", "cfo", "manager", "managing", "general director", "president", "secretary")
CONTROL = {"appointment": "appoint_board_majority", "voting": "votes_by_agreement", "trust": "trustee"}
"""controlType → kind; anything else is the right to dominant influence."""


class _Record(msgspec.Struct):
    id: str
    schema: str
    properties: dict[str, list["str | _Record"]]
    referents: list[str] = []


_DECODER = msgspec.json.Decoder(_Record)


def recognises(name: str, head: bytes) -> bool:
    """Whether a file begins with a JSON object that has a schema and properties."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"{") and b'"schema"' in start and b'"properties"' in start


def read(file: str, stream: BinaryIO) -> Iterator[Party | Edge | Problem]:
    """Parties and edges in file order.

    Raises:
        ReadError: no line is an entity.
    """
    good = 0
    for item in short_lines(file, stream):
        if isinstance(item, Problem):
            yield item
            continue
        number, line = item
        if not line.strip(b" \r\n\t\x00\xef\xbb\xbf"):
            continue
        try:
            record = _DECODER.decode(line.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            text = line[:200].decode("utf-8", "replace").strip()
            yield Problem(file, str(number), f"the line is not a FollowTheMoney entity: {error}", text, "error")
            continue
        good += 1
        yield from _Line(file, number).items(record)
    if not good:
        raise ReadError(f"{file} holds no FollowTheMoney entity", "One JSON object a line is expected.")


class _Line:
    def __init__(self, file: str, number: int) -> None:
        self.file, self.number = file, number

    def items(self, record: _Record) -> Iterator[Party | Edge | Problem]:
        """The party or the edges of an entity, then those of the entities nested in it."""
        nested = [one for values in record.properties.values() for one in values if isinstance(one, _Record)]
        properties = {
            name: [one.id if isinstance(one, _Record) else one for one in values]
            for name, values in record.properties.items()
        }
        if link := LINKS.get(record.schema):
            yield from self._edges(record, link, properties)
        elif record.schema not in NO_PARTY:
            yield _party(record, properties)
        for one in nested:
            yield from self.items(one)

    def _edges(
        self, record: _Record, link: EdgeSchema, properties: Mapping[str, list[str]]
    ) -> Iterator[Edge | Problem]:
        owners, owned = properties.get(link.owner, []), properties.get(link.owned, [])
        if not owners or not owned:
            yield self._problem(f"the {record.schema} has no {link.owner} or no {link.owned}", record.id, "error")
            return
        wrong: list[Problem] = []
        valid = self._days(properties, wrong)
        share = self._share(properties, wrong) if record.schema == "Ownership" else None
        yield from wrong
        for left in owners:
            for right in owned:
                yield Edge(
                    owner=left,
                    owned=right,
                    kind=_kind(record.schema, link, properties),
                    share=share,
                    unit=_unit(properties),
                    directness=_directness(properties),
                    valid=valid,
                    sources=tuple(properties.get("sourceUrl", []) or properties.get("publisher", [])),
                    id=record.id,
                )

    def _share(self, properties: Mapping[str, list[str]], wrong: list[Problem]) -> Share | None:
        """The share that the texts have in common; unknown where they contradict each other or cannot be read."""
        found: list[Share] = []
        for text in properties.get("percentage", []):
            try:
                share = free_share(text)
            except InputError as error:
                wrong.append(self._problem(f"{error.message}; taken as unknown", text))
                continue
            found += [share] if share else []
        if len(set(found)) > 1:
            wrong.append(
                self._problem("several shares are stated; taken as unknown", "; ".join(properties["percentage"]))
            )
            return None
        return found[0] if found else None

    def _days(self, properties: Mapping[str, list[str]], wrong: list[Problem]) -> Interval:
        """From the first stated start to the last stated end."""

        def report(reason: str, value: str) -> None:
            wrong.append(self._problem(reason, value))

        starts = [span(text, "", report).start for text in properties.get("startDate", [])]
        ends = [span("", text, report).end for text in properties.get("endDate", [])]
        return Interval(earliest(*starts) if starts else LONG_AGO, latest(*ends) if ends else FOREVER)

    def _problem(self, reason: str, value: str, severity: str = "warning") -> Problem:
        return Problem(self.file, str(self.number), reason, value, severity)


def _kind(schema: str, link: EdgeSchema, properties: Mapping[str, list[str]]) -> str:
    role = " ".join(properties.get("role", [])).casefold()
    if schema == "Directorship":
        if "chair" in role:
            return "board_chair"
        return "manager" if any(word in role for word in MANAGERS) else link.kind
    if schema == "Control":
        types = [CONTROL[text] for text in properties.get("controlType", []) if text in CONTROL]
        return types[0] if types else link.kind
    if schema == "UnknownLink" and role in KINDS:
        return role
    return link.kind


def _unit(properties: Mapping[str, list[str]]) -> str:
    return VOTES if any("vot" in text.casefold() for text in properties.get("sharesType", [])) else "percent"


def _directness(properties: Mapping[str, list[str]]) -> str:
    stated = " ".join(properties.get("ownershipType", []) + properties.get("role", [])).casefold()
    return DECLARED_INDIRECT if "indirect" in stated else DIRECT


def _party(record: _Record, properties: Mapping[str, list[str]]) -> Party:
    countries = [*properties.get("jurisdiction", []), *properties.get("nationality", []),
                 *properties.get("citizenship", []), *properties.get("country", [])]  # fmt: skip
    dates = properties.get("birthDate", []) or properties.get("incorporationDate", [])
    ended = properties.get("dissolutionDate", []) or properties.get("deathDate", [])
    return Party(
        id=record.id,
        name=next(iter(properties.get("name", [])), record.id),
        schema=record.schema,
        country=next((code for text in countries if (code := country_code(text) or "")), ""),
        birth_date=next(iter(dates), ""),
        identifiers=tuple(dict.fromkeys(v for name in IDENTIFIERS for v in properties.get(name, []))),
        listed=tuple(one for one in (record.id, *record.referents) if ":" in one),
        ended=next(iter(ended), "")[:10],
    )
