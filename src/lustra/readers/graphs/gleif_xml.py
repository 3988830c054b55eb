"""GLEIF level 2, relationship records (RR-CDF 1.1 and 2.1): who consolidates whose accounts.

Consolidation is a kind of control, never a share. ``owner`` is the parent (the end node). An international branch is a
part of its head office. Funds and their managers are ties.
"""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree  # type: ignore[import-untyped]

from lustra.data import table
from lustra.errors import ReadError
from lustra.model.edge import DECLARED_INDIRECT, DIRECT, Edge
from lustra.model.statement import Problem
from lustra.model.time import Interval
from lustra.readers.graphs.printed_days import span
from lustra.readers.xml.stream import elements

__all__ = ["NAMESPACE", "read", "recognises"]

NAMESPACE = "http://www.gleif.org/data/schema/rr/2016"
ROOT = f"{{{NAMESPACE}}}RelationshipData"
RECORD = f"{{{NAMESPACE}}}RelationshipRecord"
WITHDRAWN = {"ANNULLED", "DUPLICATE", "CANCELLED", "TRANSFERRED", "ARCHIVED"}


def recognises(name: str, head: bytes) -> bool:
    """Whether a file begins as relationship records do."""
    return b"RelationshipData" in head and NAMESPACE.encode() in head


def read(file: str, stream: BinaryIO) -> Iterator[Edge | Problem]:
    """An edge for each relationship, in file order.

    Raises:
        ReadError: the file is not the publisher's, hostile, or cut off before anything could be read.
    """
    count = 0
    try:
        for element in elements(stream, file, ROOT, {RECORD}, lambda one: one.tag == RECORD):
            if element.tag == RECORD:
                yield from _record(file, element)
                count += 1
                _free(element)
    except ReadError as error:
        if not count:
            raise
        yield Problem(file, f"after record {count}", f"{error.message}; the records before it are used", "", "error")


def _free(element: etree._Element) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _record(file: str, element: etree._Element) -> Iterator[Edge | Problem]:
    start, end = _text(element, "Relationship/StartNode/NodeID"), _text(element, "Relationship/EndNode/NodeID")
    kind, line = _text(element, "Relationship/RelationshipType"), str(element.sourceline)
    meaning = next((row for row in table("gleif_relationships") if row["type"] == kind), None)
    if not start or not end:
        yield Problem(file, line, "the relationship lacks one of its two nodes", f"{start} {end}", "error")
    elif meaning is None:
        yield Problem(file, line, "no relationship has this type", kind, "error")
    elif _text(element, "Registration/RegistrationStatus") in WITHDRAWN:
        yield Problem(file, line, "the record was withdrawn by its issuer", f"{start} {end}")
    else:
        wrong: list[Problem] = []
        valid, known = _days(file, element, wrong)
        yield from wrong
        owner, owned = (end, start) if meaning["owner"] == "end" else (start, end)
        yield Edge(
            owner=owner,
            owned=owned,
            kind=meaning["kind"],
            directness=DECLARED_INDIRECT if "ULTIMATELY" in kind else DIRECT,
            valid=valid,
            known=known,
            sources=(
                f"GLEIF level 2, {kind}, {_text(element, 'Registration/ValidationSources') or 'source not stated'}",
            ),
            id=f"{start}-{kind}-{end}",
        )


def _days(file: str, element: etree._Element, wrong: list[Problem]) -> tuple[Interval, Interval]:
    """Days of the relationship itself, and since when it is registered."""
    start = end = ""
    for period in element.iterfind(_path("Relationship/RelationshipPeriods/RelationshipPeriod")):
        if _text(period, "PeriodType") == "RELATIONSHIP_PERIOD":
            start, end = _text(period, "StartDate"), _text(period, "EndDate")
    if not end and _text(element, "Relationship/RelationshipStatus") == "INACTIVE":
        end = _text(element, "Registration/LastUpdateDate")

    def report(reason: str, value: str) -> None:
        wrong.append(Problem(file, str(element.sourceline), reason, value))

    known = _text(element, "Registration/InitialRegistrationDate")
    return span(start, end, report), span(known, "", report)


def _path(path: str) -> str:
    return "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))


def _text(element: etree._Element, path: str) -> str:
    return (element.findtext(_path(path)) or "").strip()
