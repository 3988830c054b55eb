"""Switzerland's sanctions list, the whole list as XML (State Secretariat for Economic Affairs, SECO).

Root ``swiss-sanctions-list``: programmes with their sets of measures, then targets, then places. A target names its
sets by ``sanctions-set-id`` and keeps its history as modifications (listed, amended, de-listed): targets that were
taken off stay in the file, and get an end here. What a modification added or removed repeats earlier states of the
target and is not read. Names come in parts, each with spelling variants by language and script; addresses and places of
birth refer to places.

Written from public descriptions of the format and proven on hand-written fixtures only: a tag or attribute that these
do not name is an error, as in every list, and the list is refused rather than read in part.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from lustra.errors import ReadError
from lustra.model.statement import Problem, Statement
from lustra.readers.lists.ch_names import names
from lustra.readers.lists.ch_target import Waiting, identity_facts, information, sanctions
from lustra.readers.lists.entry import Entry, clean_value, iso_day
from lustra.readers.tables.text_rows import only_file
from lustra.readers.xml.elements import Form, Node, opening, read_entries
from lustra.readers.xml.stream import WRONG
from lustra.text.countries import country_code

__all__ = ["FIELDS", "published", "read", "recognises"]

_PLACE = "c-o address-details p-o-box zip-code location area remarks"
_IDENTITY = {
    "": "ssid main",
    "name": "ssid name-type quality lang",
    "name/name-part": "order name-part-type",
    "name/name-part/value": "",
    "name/name-part/spelling-variant": "lang script spelling-variant-type",
    "nationality": "ssid",
    "nationality/country": "iso-code",
    "day-month-year": "ssid day month year calendar quality",
    "place-of-birth": "ssid place-id quality",
    "address": "ssid place-id quality main",
    **{f"{block}/{tag}": "" for block in ("place-of-birth", "address") for tag in _PLACE.split()},
    **{f"{block}/country": "iso-code" for block in ("place-of-birth", "address")},
    "identification-document": "ssid document-type",
    "identification-document/number": "",
    "identification-document/issuer": "code",
    "identification-document/date-of-issue": "",
    "identification-document/expiry-date": "",
    "identification-document/date-of-issue/day-month-year": "day month year calendar",
    "identification-document/expiry-date/day-month-year": "day month year calendar",
    "identification-document/place-of-issue": "",
    "identification-document/remark": "",
}
_KINDS = {"individual": "sex", "entity": "", "object": "object-type"}
_TARGET = {
    "": "ssid sanctions-set-id",
    "sanctions-set-id": "",
    "foreign-identifier": "",
    "generic-attribute": "name",
    "modification": "modification-type enactment-date publication-date effective-date",
    "modification/remark": "",
    "modification/added": "",
    "modification/removed": "",
    **_KINDS,
    **{
        f"{kind}/{tag}": attributes
        for kind in _KINDS
        for tag, attributes in (
            ("justification", "ssid lang"),
            ("other-information", "ssid lang"),
            ("relation", "ssid target-id relation-type"),
            ("relation/remark", ""),
        )
    },
    **{"/".join(filter(None, (kind, "identity", path))): words for kind in _KINDS for path, words in _IDENTITY.items()},
}
FIELDS: dict[str, str] = {
    "": "list-type date",
    "sanctions-program": "ssid version-date predecessor-version-date",
    "sanctions-program/program-key": "lang",
    "sanctions-program/program-name": "lang",
    "sanctions-program/sanctions-set": "ssid lang",
    "sanctions-program/origin": "",
    **{"/".join(filter(None, ("target", path))): attributes for path, attributes in _TARGET.items()},
    "place": "ssid",
    "place/location": "",
    "place/location-variant": "location-variant-type",
    "place/area": "",
    "place/area-variant": "area-variant-type",
    "place/country": "iso-code",
}
FORM = Form(
    "Swiss sanctions list XML",
    "swiss-sanctions-list",
    ("sanctions-program", "target", "place"),
    FIELDS,
    skipped=("target/modification/added", "target/modification/removed"),
)
WHOLE = "whole-list"
OBJECTS = {"vessel": "Vessel", "ship": "Vessel", "aircraft": "Airplane"}


def recognises(name: str, head: bytes) -> bool:
    """Whether a file of this name with these first bytes is Switzerland's list."""
    return b"<swiss-sanctions-list" in head


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """The day of ``date``.

    Raises:
        ReadError: the file is not Switzerland's XML, or holds a part of the list only.
    """
    name, stream = only_file(files)
    root = opening(stream, name, FORM)
    if root.get("list-type") not in ("", WHOLE):
        raise ReadError(f"{name}:{root.line}: list-type is {root.get('list-type')!r}, not {WHOLE!r}", WRONG)
    day = iso_day(root.get("date")[:10])
    return date.fromisoformat(day) if day else None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """The statements of every target in file order, and then those that needed the places behind the targets.

    Raises:
        ReadError: the file is not Switzerland's XML, is cut off, or has no target that can be used.
    """
    name, stream = only_file(files)
    reading = _Reading(source, name)
    yield from read_entries(stream, name, FORM, reading.node)
    yield from reading.placed()


@dataclass(slots=True)
class _Reading:
    """One pass over a file: the programmes met before the targets, and the places met behind them."""

    source: str
    file: str
    sets: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Set of measures → its programme and its words."""
    places: dict[str, Node] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)

    def node(self, node: Node) -> Iterator[Statement | Problem]:
        """What one element below the root says."""
        if node.tag == "sanctions-program":
            self._programme(node)
        elif node.tag == "place":
            self.places[node.get("ssid")] = node
        else:
            yield from self._target(node)

    def _programme(self, node: Node) -> None:
        programme = _english(node, "program-key") or _english(node, "program-name")
        for one in node.all("sanctions-set"):
            if one.get("ssid") not in self.sets or one.get("lang") == "eng":
                self.sets[one.get("ssid")] = (programme, clean_value(one.text))

    def _target(self, node: Node) -> Iterator[Statement | Problem]:
        kind = next((child for child in node.children if child.tag in _KINDS), None)
        if kind is None or not node.get("ssid"):
            what = "is neither individual nor entity nor object" if node.get("ssid") else "has no ssid"
            yield Problem(self.file, str(node.line), f"a target {what}", node.get("ssid"), "error")
            return
        entry = Entry(f"{self.source}:{node.get('ssid')}", _schema(kind), self.file)
        if kind.tag == "object" and kind.get("object-type") not in OBJECTS:
            entry.problem(
                kind.line, "this kind of object is not known; it is kept as an asset", kind.get("object-type")
            )
        names(entry, kind)
        entry.add("gender", kind.get("sex").lower(), kind.line)
        waiting = [one for identity in kind.all("identity") for one in identity_facts(entry, identity)]
        information(entry, kind)
        sanctions(entry, node, kind, self.sets)
        items = list(entry.items())
        if any(isinstance(item, Statement) for item in items):
            self.waiting += waiting
        yield from items

    def placed(self) -> Iterator[Statement | Problem]:
        """Addresses and places of birth, now that the places are known."""
        for one in self.waiting:
            entry = Entry(one.entity, one.schema, self.file)
            place = self.places.get(one.place_id)
            if one.place_id and place is None:
                entry.problem(one.line, "place-id points at no place of the list", one.place_id)
            parts = (
                [clean_value(part.text) for part in place.children if part.tag in ("location", "area")] if place else []
            )
            country = one.country if any(one.country) else _country(place)
            words = ", ".join(filter(None, (*one.parts, *parts, country[1])))
            code = country_code(country[0]) or country_code(country[1])
            if one.parts or parts:
                entry.add(one.prop, words, one.line, country=code, note=one.note)
            entry.country("birthCountry" if one.prop == "birthPlace" else "country", code or country[1], one.line)
            yield from entry.items()


def _english(node: Node, tag: str) -> str:
    found = node.all(tag)
    return clean_value(next((one.text for one in found if one.get("lang") == "eng"), found[0].text if found else ""))


def _country(place: Node | None) -> tuple[str, str]:
    found = place.all("country") if place else []
    return (found[0].get("iso-code"), clean_value(found[0].text)) if found else ("", "")


def _schema(kind: Node) -> str:
    if kind.tag == "object":
        return OBJECTS.get(kind.get("object-type"), "Asset")
    return "Person" if kind.tag == "individual" else "Organization"
