"""A graph written back as BODS 0.4, FollowTheMoney or the documented table."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from lustra.data import table
from lustra.errors import InputError
from lustra.model.edge import DECLARED_INDIRECT, DIRECT, SHARE, VOTES, Edge, Share
from lustra.model.party import Party
from lustra.model.time import FOREVER, LONG_AGO
from lustra.readers.graphs.bods_records import OWN_MARK
from lustra.usecases.ownership.graphs import GraphData, every_edge

__all__ = ["EXPORTS", "export_graph"]

COLUMNS = ("owner", "owned", "kind", "share_min", "share_max", "from", "to", "known_from", "known_to", "source", "unit",
           "directness", "about", "grade", "id")  # fmt: skip
FTM_LINKS = {
    SHARE: ("Ownership", "owner", "asset"),
    "board_member": ("Directorship", "director", "organization"),
    "board_chair": ("Directorship", "director", "organization"),
    "manager": ("Directorship", "director", "organization"),
    "family": ("Family", "person", "relative"),
    "associate": ("Associate", "person", "associate"),
    "representation": ("Representation", "agent", "client"),
    "appoint_board_majority": ("Control", "controller", "controlled"),
    "appointed_board_majority": ("Control", "controller", "controlled"),
    "votes_by_agreement": ("Control", "controller", "controlled"),
    "dominant_influence": ("Control", "controller", "controlled"),
    "de_facto_influence": ("Control", "controller", "controlled"),
}
"""Kind → FollowTheMoney schema and its two ends; any other kind is an UnknownLink."""
FTM_ROLES = {"board_chair": "chair of the board", "manager": "manager", "board_member": "board member"}
FTM_CONTROL = {"appoint_board_majority": "appointment", "votes_by_agreement": "voting"}
ENTITY_TYPES = {"Company": "registeredEntity", "PublicBody": "stateBody"}


def export_graph(data: GraphData, form: str, path: Path, today: date) -> int:
    """Write a graph to a file; nothing stands at ``path`` until all of it is written.

    Args:
        data: the graph.
        form: key of ``EXPORTS``.
        path: where to.
        today: the day of publication that formats ask for.

    Returns:
        The number of records written.

    Raises:
        InputError: the format is none, or the file cannot be written.
    """
    if form not in EXPORTS:
        raise InputError(f"{form!r} is no format to write", f"Write one of {', '.join(EXPORTS)}.")
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            count = EXPORTS[form](data, file, today)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}", "Choose another place.") from None
    partial.replace(path)
    return count


def _csv(data: GraphData, file: TextIO, today: date) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    count = 0
    for edge in every_edge(data):
        writer.writerow(_csv_row(edge))
        count += 1
    return count


def _csv_row(edge: Edge) -> list[str]:
    low, high = _bounds(edge.share)
    days = [edge.valid.start, edge.valid.end, edge.known.start, edge.known.end]
    texts = ["" if day in (LONG_AGO, FOREVER) else day.isoformat() for day in days]
    rest = [" ; ".join(edge.sources), edge.unit, edge.directness, edge.about, edge.grade, edge.id]
    return [edge.owner, edge.owned, edge.kind, low, high, *texts, *rest]


def _bounds(share: Share | None) -> tuple[str, str]:
    """The two cells of a share; ``bound_share`` reads them back."""
    if share is None:
        return "", ""
    low = f"{_decimal(share.lo, share.whole)}{' exclusive' if share.lo_open else ''}"
    return low, f"{_decimal(share.hi, share.whole)}{' exclusive' if share.hi_open else ''}"


def _decimal(part: int, whole: int) -> str:
    """Per cent with up to nine decimals, exactly where the whole is the usual one."""
    billionths = part * 100 * 10**9 // whole
    return f"{billionths // 10**9}.{billionths % 10**9:09d}".rstrip("0").rstrip(".")


def _ftm(data: GraphData, file: TextIO, today: date) -> int:
    count = 0
    for entity in (*_ftm_parties(data), *(_ftm_edge(edge, row) for row, edge in enumerate(every_edge(data)))):
        file.write(json.dumps(entity, ensure_ascii=False, separators=(",", ":")) + "\n")
        count += 1
    return count


def _ftm_parties(data: GraphData) -> Iterator[dict[str, Any]]:
    for name in data.graph.names:
        party = data.parties.get(name) or Party(name, name)
        stated = {"name": party.name or name, "country": party.country}
        person = party.schema == "Person"
        stated["birthDate" if person else "incorporationDate"] = party.birth_date
        stated["deathDate" if person else "dissolutionDate"] = party.ended
        properties = {key: [value] for key, value in stated.items() if value}
        if party.identifiers:
            properties["idNumber" if person else "registrationNumber"] = list(party.identifiers)
        yield {"id": name, "schema": party.schema or "LegalEntity", "properties": properties}


def _ftm_edge(edge: Edge, row: int) -> dict[str, Any]:
    schema, left, right = FTM_LINKS.get(edge.kind, ("UnknownLink", "subject", "object"))
    stated = {
        left: edge.owner,
        right: edge.owned,
        "startDate": "" if edge.valid.start == LONG_AGO else edge.valid.start.isoformat(),
        "endDate": "" if edge.valid.end == FOREVER else edge.valid.end.isoformat(),
        "percentage": _ftm_share(edge.share),
        "role": FTM_ROLES.get(edge.kind, "") or (edge.kind if schema == "UnknownLink" else ""),
        "controlType": FTM_CONTROL.get(edge.kind, "") if schema == "Control" else "",
        "sharesType": "voting" if schema == "Ownership" and edge.unit == VOTES else "",
        "ownershipType": "indirect" if edge.directness == DECLARED_INDIRECT else "",
    }
    properties = {key: [value] for key, value in stated.items() if value}
    if edge.sources:
        properties["sourceUrl"] = list(edge.sources)
    return {"id": _id("ftm", edge, row), "schema": schema, "properties": properties}


def _ftm_share(share: Share | None) -> str:
    """A share as free text; of two open ends the lower one is kept, where a text can say only one."""
    if share is None:
        return ""
    low, high = _decimal(share.lo, share.whole), _decimal(share.hi, share.whole)
    if share.exact:
        return low
    if share.hi == share.whole and not share.hi_open:
        return f"{'>' if share.lo_open else '≥'} {low}"
    if share.lo == 0 and not share.lo_open:
        return f"{'<' if share.hi_open else '≤'} {high}"
    return f"{low}-{high}"


def _bods(data: GraphData, file: TextIO, today: date) -> int:
    count = 0
    file.write("[")
    for statement in _bods_statements(data, today):
        file.write(("," if count else "") + "\n" + json.dumps(statement, ensure_ascii=False, separators=(",", ":")))
        count += 1
    file.write("\n]\n")
    return count


def _bods_statements(data: GraphData, today: date) -> Iterator[dict[str, Any]]:
    for name in data.graph.names:
        yield _bods_party(data, name, today)
    for row, edge in enumerate(every_edge(data)):
        yield _bods_edge(edge, row, today)


def _bods_party(data: GraphData, name: str, today: date) -> dict[str, Any]:
    party = data.parties.get(name) or Party(name, name)
    details: dict[str, Any] = {"isComponent": False}
    if party.schema == "Person":
        details["personType"] = "unknownPerson" if party.unnamed else "knownPerson"
        details["names"] = [{"type": "legal", "fullName": party.name or name}]
        details |= {"birthDate": party.birth_date} if party.birth_date else {}
    else:
        kind = ENTITY_TYPES.get(party.schema, "legalEntity")
        details["entityType"] = {"type": "state" if party.state else "unknownEntity" if party.unnamed else kind}
        details["name"] = party.name or name
    if party.country and party.schema != "Person":
        details["jurisdiction"] = {"name": party.country.upper(), "code": party.country.upper()}
    if party.identifiers:
        details["identifiers"] = [{"id": one, "schemeName": "as printed by the source"} for one in party.identifiers]
    kind = "person" if party.schema == "Person" else "entity"
    return _statement(hashlib.sha256(name.encode()).hexdigest()[:40], name, name, kind, today) | {
        "recordDetails": details
    }


def _bods_edge(edge: Edge, row: int, today: date) -> dict[str, Any]:
    known = today if edge.known.start == LONG_AGO else edge.known.start.date
    interest: dict[str, Any] = {
        "type": _interest_of(edge),
        "directOrIndirect": {DIRECT: "direct", DECLARED_INDIRECT: "indirect"}.get(edge.directness, "unknown"),
        "details": ":".join(filter(None, (OWN_MARK, edge.kind, edge.about))),
    }
    if edge.share is not None:
        interest["share"] = _bods_share(edge.share)
    if edge.valid.start != LONG_AGO:
        interest["startDate"] = edge.valid.start.isoformat()
    if edge.valid.end != FOREVER:
        interest["endDate"] = edge.valid.end.isoformat()
    statement = _statement(_id("bods", edge, row), edge.owned, f"relationship-{row}", "relationship", known)
    if edge.sources:
        statement["source"] = {"type": ["thirdParty"], "description": "; ".join(edge.sources)}
    details = {"isComponent": False, "subject": edge.owned, "interestedParty": edge.owner, "interests": [interest]}
    return statement | {"recordDetails": details}


def _statement(own: str, subject: str, record: str, kind: str, day: date) -> dict[str, Any]:
    return {
        "statementId": own,
        "declarationSubject": subject,
        "statementDate": day.isoformat(),
        "recordId": record,
        "recordType": kind,
        "recordStatus": "new",
        "publicationDetails": {
            "publicationDate": day.isoformat(),
            "bodsVersion": "0.4",
            "publisher": {"name": "exported with Lustra"},
        },
    }


def _interest_of(edge: Edge) -> str:
    """The BODS code of a kind; an influence that BODS has no code for is named in the details."""
    if edge.kind == SHARE:
        return "votingRights" if edge.unit == VOTES else "shareholding"
    codes: Mapping[str, str] = {row["kind"]: row["code"] for row in reversed(table("bods_interests"))}
    ties = {row["code"] for row in table("control_kinds") if row["role"] == "tie"}
    return codes.get(edge.kind, "unknownInterest" if edge.kind in ties else "otherInfluenceOrControl")


def _bods_share(share: Share) -> dict[str, float]:
    low, high = float(_decimal(share.lo, share.whole)), float(_decimal(share.hi, share.whole))
    if share.exact:
        return {"exact": low}
    left = "exclusiveMinimum" if share.lo_open else "minimum"
    return {left: low, "exclusiveMaximum" if share.hi_open else "maximum": high}


def _id(form: str, edge: Edge, row: int) -> str:
    """A stable id of 40 characters."""
    return hashlib.sha256(f"{form}\0{edge!r}\0{row}".encode()).hexdigest()[:40]


EXPORTS: dict[str, Callable[[GraphData, TextIO, date], int]] = {"bods": _bods, "ftm": _ftm, "csv": _csv}
"""Format → what writes a graph in it and gives the number of records."""
