"""The consolidated list of the United Nations Security Council, ``consolidated.xml``.

Publisher: UN Secretariat; schema ``sc-sanctions.xsd``. Names come in one to four parts that are positional, neither
given nor family, and are joined as printed. ``QUALITY`` means strength for people (Good, Low) and kind for entities
(a.k.a., f.k.a.). ``TYPE_OF_DATE`` says EXACT of many dates that are a year only: the precision is that of the parts.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

from lustra.model.statement import WEAK, Problem, Statement
from lustra.model.time import ImpreciseDate
from lustra.readers.lists.entry import Details, Entry, clean_value, iso_day
from lustra.readers.lists.numbers import numbers
from lustra.readers.lists.un_names import names_in, original_script
from lustra.readers.tables.text_rows import only_file
from lustra.readers.xml.elements import Form, Node, opening, read_entries
from lustra.text.countries import country_code
from lustra.text.dates import parse_date

__all__ = ["FIELDS", "published", "read", "recognises"]

_SHARED = (
    "DATAID VERSIONNUM FIRST_NAME SECOND_NAME THIRD_NAME FOURTH_NAME NAME_ORIGINAL_SCRIPT UN_LIST_TYPE "
    "REFERENCE_NUMBER LISTED_ON DELISTED_ON SUBMITTED_ON SUBMITTED_BY COMMENTS1 SORT_KEY SORT_KEY_LAST_MOD "
    "LIST_TYPE/VALUE LAST_DAY_UPDATED/VALUE"
)
_ADDRESS = "STREET CITY STATE_PROVINCE ZIP_CODE COUNTRY NOTE"
_INDIVIDUAL = {
    "": f"{_SHARED} GENDER TITLE/VALUE DESIGNATION/VALUE NATIONALITY/VALUE",
    "INDIVIDUAL_ALIAS": "QUALITY ALIAS_NAME DATE_OF_BIRTH CITY_OF_BIRTH COUNTRY_OF_BIRTH NOTE",
    "INDIVIDUAL_ADDRESS": _ADDRESS,
    "INDIVIDUAL_DATE_OF_BIRTH": "TYPE_OF_DATE DATE YEAR FROM_YEAR TO_YEAR NOTE",
    "INDIVIDUAL_PLACE_OF_BIRTH": _ADDRESS,
    "INDIVIDUAL_DOCUMENT": "TYPE_OF_DOCUMENT TYPE_OF_DOCUMENT2 NUMBER ISSUING_COUNTRY DATE_OF_ISSUE CITY_OF_ISSUE "
    "COUNTRY_OF_ISSUE NOTE",
}
_ENTITY = {"": _SHARED, "ENTITY_ALIAS": "QUALITY ALIAS_NAME NOTE", "ENTITY_ADDRESS": _ADDRESS}

FIELDS: dict[str, str] = {
    "": "dateGenerated",
    **{
        "/".join(filter(None, (entry, block, tag))): ""
        for entry, blocks in (("INDIVIDUALS/INDIVIDUAL", _INDIVIDUAL), ("ENTITIES/ENTITY", _ENTITY))
        for block, tags in blocks.items()
        for tag in tags.split()
    },
}
FORM = Form("UN consolidated XML", "CONSOLIDATED_LIST", ("INDIVIDUALS/INDIVIDUAL", "ENTITIES/ENTITY"), FIELDS)

_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_QUALITIES = {"good": "alias", "low": "weakAlias", "a.k.a.": "alias", "f.k.a.": "previousName"}
_DOCUMENTS = {
    "passport": "passportNumber",
    "numéro de passeport": "passportNumber",
    "número de pasaporte": "passportNumber",
    "national identification number": "idNumber",
    "national identification no.": "idNumber",
    "numéro national d’identification": "idNumber",
    "numéro d’identification nationale": "idNumber",
    "número nacional de identidad": "idNumber",
    "número de identificación nacional": "idNumber",
}
"""``TYPE_OF_DOCUMENT`` in the three languages in which it comes."""


def recognises(name: str, head: bytes) -> bool:
    """Whether a file of this name with these first bytes is the UN's list."""
    return b"<CONSOLIDATED_LIST" in head


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """The day of ``dateGenerated``.

    Raises:
        ReadError: the file is not the UN's XML.
    """
    name, stream = only_file(files)
    day = iso_day(opening(stream, name, FORM).get("dateGenerated")[:10])
    return date.fromisoformat(day) if day else None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """The statements of every individual and entity, in file order.

    Raises:
        ReadError: the file is not the UN's XML, is cut off, or has no entry that can be used.
    """
    name, stream = only_file(files)
    yield from read_entries(stream, name, FORM, lambda node: _entry(source, name, node).items())


def _entry(source: str, file: str, node: Node) -> Entry:
    reference = clean_value(node.value("REFERENCE_NUMBER"))
    schema = "Person" if node.tag == "INDIVIDUAL" else "Organization"
    entry = Entry(f"{source}:{reference or 'DATAID.' + clean_value(node.value('DATAID'))}", schema, file)
    if not reference:
        entry.problem(node.line, "no REFERENCE_NUMBER; its DATAID is used")
    _names(entry, node)
    _facts(entry, node)
    for block in node.children:
        reader = _BLOCKS.get(block.tag.removeprefix("INDIVIDUAL_").removeprefix("ENTITY_"))
        if reader:
            reader(entry, block)
    _sanction(entry, node)
    return entry


def _names(entry: Entry, node: Node) -> None:
    whole = " ".join(part for tag in _NAME_PARTS if (part := clean_value(node.value(tag))))
    if not whole:
        entry.problem(node.line, "no name", severity="error")
    printed = [child for child in node.children if child.tag in _NAME_PARTS]
    entry.add("name", whole, printed[0].line if printed else node.line)
    for script in node.all("NAME_ORIGINAL_SCRIPT"):
        entry.add("name", script.text, script.line, note="original script")


def _facts(entry: Entry, node: Node) -> None:
    for gender in node.all("GENDER"):
        entry.add("gender", clean_value(gender.text).lower(), gender.line)
    for prop, path in (("title", "TITLE/VALUE"), ("position", "DESIGNATION/VALUE"), ("notes", "COMMENTS1")):
        for value in node.all(path):
            entry.add(prop, value.text, value.line)
    for value in node.all("NATIONALITY/VALUE"):
        entry.country("nationality", value.text, value.line)


def _alias(entry: Entry, block: Node) -> None:
    printed, quality, note = (clean_value(block.value(tag)) for tag in ("ALIAS_NAME", "QUALITY", "NOTE"))
    if not printed:
        entry.add("notes", f"alias: {note}" if note else "", block.line)
        return
    prop = _QUALITIES.get(quality.lower(), "alias")
    if quality and quality.lower() not in _QUALITIES:
        entry.problem(block.line, "QUALITY of an alias is not known; read as alias", quality)
    grade = WEAK if prop == "weakAlias" else ""
    parts = names_in(printed)
    original = printed if len(parts) > 1 or parts[0] != printed else ""
    for name in parts:
        entry.add(prop, name, block.line, note=note, grade=grade, original=original)
    for name in original_script(note):
        entry.add(prop, name, block.line, note="original script", grade=grade, original=note)
    _birth_of_alias(entry, block, printed)


def _birth_of_alias(entry: Entry, block: Node, alias: str) -> None:
    """A birth that is told of one alias only."""
    note = f"alias {alias}"
    if day := block.value("DATE_OF_BIRTH"):
        entry.date("birthDate", parse_date(day), day, block.line, note=note)
    entry.add("birthPlace", block.value("CITY_OF_BIRTH"), block.line, note=note)
    entry.country("birthCountry", block.value("COUNTRY_OF_BIRTH"), block.line, note=note)


def _birth_date(entry: Entry, block: Node) -> None:
    said = {child.tag: clean_value(child.text) for child in block.children if clean_value(child.text)}
    kind, note = said.pop("TYPE_OF_DATE", ""), said.get("NOTE", "")
    if not said:
        return
    if kind not in ("EXACT", "APPROXIMATELY", "BETWEEN", ""):
        entry.problem(block.line, "TYPE_OF_DATE is not known", kind)
    found = _date(said)
    if found and (kind == "APPROXIMATELY" or note.lower().startswith("approx")):
        found = ImpreciseDate(found.earliest, found.end, circa=True)
    printed = " ".join(filter(None, (kind, *(said[tag] for tag in said if tag != "NOTE"))))
    used = not ({"DATE", "YEAR", "FROM_YEAR", "TO_YEAR"} & said.keys())
    entry.date("birthDate", found, note if used else printed, block.line, note="" if used else note)


def _date(said: dict[str, str]) -> ImpreciseDate | None:
    """The most precise reading of the parts; a note such as ``Sep.`` beside a year is its month."""
    year = said.get("YEAR") or "/".join(filter(None, (said.get("FROM_YEAR"), said.get("TO_YEAR"))))
    if day := said.get("DATE"):
        return parse_date(day)
    note = said.get("NOTE", "")
    return parse_date(f"{note} {year}".strip()) or (parse_date(year) if year else None)


def _birth_place(entry: Entry, block: Node) -> None:
    place = ", ".join(
        clean_value(block.value(tag)) for tag in ("STREET", "CITY", "STATE_PROVINCE") if clean_value(block.value(tag))
    )
    note, country = clean_value(block.value("NOTE")), block.value("COUNTRY")
    entry.add("birthPlace", place, block.line, note=note, country=country_code(clean_value(country)))
    entry.country("birthCountry", country, block.line)
    if note and not place:
        entry.add("notes", f"birth place: {note}", block.line)


def _address(entry: Entry, block: Node) -> None:
    parts = [clean_value(block.value(tag)) for tag in ("STREET", "ZIP_CODE", "CITY", "STATE_PROVINCE", "COUNTRY")]
    note, country = clean_value(block.value("NOTE")), parts[-1]
    if any(parts[:-1]):
        entry.add("address", ", ".join(filter(None, parts)), block.line, country=country_code(country), note=note)
    elif country:
        entry.country("country", country, block.line, note=note)
    else:
        entry.add("notes", f"address: {note}" if note else "", block.line)


def _document(entry: Entry, block: Node) -> None:
    said = {child.tag: clean_value(child.text) for child in block.children if clean_value(child.text)}
    if not said:
        return
    kind = said.get("TYPE_OF_DOCUMENT", "").replace("'", "’")
    prop = _DOCUMENTS.get(kind.lower(), "")
    if not prop:
        entry.problem(block.line, "TYPE_OF_DOCUMENT is not known; read as idNumber", kind)
    issued = " ".join(filter(None, ("issued in", said.get("CITY_OF_ISSUE")))) if said.get("CITY_OF_ISSUE") else ""
    details: Details = {
        "country": country_code(said.get("ISSUING_COUNTRY", "")) or country_code(said.get("COUNTRY_OF_ISSUE", "")),
        "note": "; ".join(filter(None, (said.get("TYPE_OF_DOCUMENT2"), issued, said.get("NOTE")))),
        "valid_from": iso_day(said.get("DATE_OF_ISSUE", "")),
    }
    if number := said.get("NUMBER"):
        entry.numbers(prop or "idNumber", number, block.line, **details)
    else:
        _number_in_note(entry, block.line, prop or "idNumber", details)


def _number_in_note(entry: Entry, line: int, prop: str, details: Details) -> None:
    """Some documents carry their number in the note: ``Libyan passport number 347834, issued under …``."""
    note = details["note"]
    found = [number for number in numbers(note, prop, details["country"]) if number.label] if note else []
    for number in found[:1]:
        told: Details = {**details, "country": number.country, "original": note}
        entry.identifier(number.kind, number.value, line, **told)
    if not found:
        entry.add("notes", f"document: {note}", line)
        entry.problem(line, "a document without a number is kept as a note", note)


_BLOCKS = {
    "ALIAS": _alias,
    "DATE_OF_BIRTH": _birth_date,
    "PLACE_OF_BIRTH": _birth_place,
    "ADDRESS": _address,
    "DOCUMENT": _document,
}


def _sanction(entry: Entry, node: Node) -> None:
    programme, line = clean_value(node.value("UN_LIST_TYPE")), node.line
    sanction = entry.sub("sanction", re.sub(r"\W+", "-", programme) or "UN", "Sanction")
    sanction.add("entity", entry.id, line)
    sanction.add("program", programme, line)
    sanction.add("programId", programme, line)
    sanction.add("authority", "United Nations Security Council", line)
    sanction.add("unscId", node.value("REFERENCE_NUMBER"), line)
    sanction.add("recordId", node.value("REFERENCE_NUMBER"), line)
    sanction.add("authorityId", node.value("DATAID"), line)
    for prop, path in (("listingDate", "LISTED_ON"), ("startDate", "LISTED_ON"), ("endDate", "DELISTED_ON")):
        _day(sanction, prop, node.all(path))
    _day(sanction, "modifiedAt", node.all("LAST_DAY_UPDATED/VALUE"))
    for tag in ("SUBMITTED_BY", "SUBMITTED_ON"):
        submitted = clean_value(node.value(tag))
        sanction.add("summary", f"{tag.replace('_', ' ').lower()} {submitted}" if submitted else "", line)


def _day(sanction: Entry, prop: str, printed: list[Node]) -> None:
    for day in printed:
        if clean_value(day.text):
            sanction.date(prop, parse_date(clean_value(day.text)[:10]), day.text, day.line)
