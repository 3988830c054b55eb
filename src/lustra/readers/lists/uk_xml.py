"""The UK Sanctions List as XML, ``UK-Sanctions-List.xml`` (Foreign, Commonwealth & Development Office)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

from lustra.model.statement import Problem, Statement
from lustra.readers.lists.entry import iso_day
from lustra.readers.lists.uk_blocks import BLOCKS, ENTRY, PATHS, Designation
from lustra.readers.lists.uk_entry import designation_items
from lustra.readers.tables.text_rows import only_file
from lustra.readers.xml.elements import Form, Node, opening, read_entries

__all__ = ["FIELDS", "INDICATORS", "published", "read", "recognises"]

INDICATORS: tuple[str, ...] = tuple(
    (
        "AssetFreeze ArmsEmbargo TargetedArmsEmbargo CharteringOfShips ClosureOfRepresentativeOffices "
        "CrewServicingOfShipsAndAircraft Deflag PreventionOfBusinessArrangements ProhibitionOfPortEntry TravelBan "
        "PreventionOfCharteringOfShips PreventionOfCharteringOfShipsAndAircraft TechnicalAssistanceRelatedToAircraft "
        "TrustServicesSanctions DirectorDisqualificationSanction"
    ).split()
)
"""One element per measure below ``SanctionsImposedIndicators``, true or false; ``SanctionsImposed`` says the same."""

FIELDS: dict[str, str] = {
    "": "",
    "DateGenerated": "",
    **{f"{ENTRY}/{path}": "" for path in PATHS},
    **{f"{ENTRY}/SanctionsImposedIndicators/{tag}": "" for tag in INDICATORS},
}
FORM = Form("UK Sanctions List XML", "Designations", (ENTRY,), FIELDS)


def recognises(name: str, head: bytes) -> bool:
    """Whether a file of this name with these first bytes is the UK's XML."""
    return b"<Designations" in head


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """The day of ``DateGenerated``.

    Raises:
        ReadError: the file is not the UK's XML.
    """
    name, stream = only_file(files)
    day = iso_day(opening(stream, name, FORM).value("DateGenerated"))
    return date.fromisoformat(day) if day else None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """The statements of every designation, in file order.

    Raises:
        ReadError: the file is not the UK's XML, is cut off, or has no designation that can be used.
    """
    name, stream = only_file(files)
    yield from read_entries(stream, name, FORM, lambda node: designation_items(source, name, _designation(node)))


def _designation(node: Node) -> Designation:
    designation = Designation(node.line)
    for block in BLOCKS:
        for element in node.all(block.path):
            fields = [element.text if tag == "" else element.value(tag) for tag in block.tags]
            designation.hold(block.name, fields, element.line)
    if not designation.all("measures"):
        for flag in node.all("SanctionsImposedIndicators"):
            imposed = [measure.tag for measure in flag.children if measure.text.strip().lower() == "true"]
            designation.hold("measures", ["|".join(_words(tag) for tag in imposed)], flag.line)
    return designation


def _words(tag: str) -> str:
    """``TravelBan`` as ``Travel ban``."""
    return re.sub(r"(?<=[a-z])([A-Z])", lambda m: f" {m[1].lower()}", tag)
