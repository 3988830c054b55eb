"""Australia's Consolidated List, ``regulation8_consolidated.xlsx`` (Department of Foreign Affairs and Trade, DFAT).

One sheet, one row per name: ``101`` is a party, ``101a`` and ``101b`` are further names of it, which repeat its other
columns. Rows of a party are usually together. A row with a letter that is apart belongs to its number all the
same; a bare number that comes again for another name is a mistake of the publisher's and becomes an entry of its own.
The file does not say when it was published. The day from which a party is controlled differs from the day of listing.

Written from public descriptions of the format and proven on hand-written fixtures only: a column that these do not
name is an error, and the list is refused rather than read in part. Passports and other numbers that stand in the free
text of ``Additional Information`` stay in it.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

from lustra.errors import ReadError
from lustra.model.statement import WEAK, Problem, Statement
from lustra.readers.lists.entry import Entry, clean_value
from lustra.readers.tables.text_rows import only_file
from lustra.readers.tables.workbook import Row, sheet_rows
from lustra.text.countries import country_code
from lustra.text.dates import parse_date, parse_dates

__all__ = ["COLUMNS", "published", "read", "recognises"]

REQUIRED = ("reference", "name of individual or entity", "type", "name type")
MEASURES = ("targeted financial sanction", "travel ban", "arms embargo", "maritime restriction")
COLUMNS = (
    *REQUIRED,
    "alias strength",
    "date of birth",
    "place of birth",
    "citizenship",
    "address",
    "additional information",
    "listing information",
    "imo number",
    "committees",
    "control date",
    "instrument of designation",
    *MEASURES,
)
SCHEMATA = {"individual": "Person", "person": "Person", "entity": "Organization", "vessel": "Vessel"}
NAME_TYPES = {
    "primary name": "name",
    "primary": "name",
    "": "name",
    "original script": "name",
    "aka": "alias",
    "formerly known as": "previousName",
    "previously listed as": "previousName",
}
AUTHORITY = "Department of Foreign Affairs and Trade (DFAT)"
NO = ("", "0", "no", "n", "false")
_REFERENCE = re.compile(r"(\d+)\s*([a-z]*)", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:;|\n)\s*")
_COUNTRIES = re.compile(r"\s*[;,\n]\s*")
_LETTERED = re.compile(r"(?<![\w(])[a-z]\)\s*")
REMEDY = "Keep the copy you have and look at what was downloaded; see the publisher's page."


def recognises(name: str, head: bytes) -> bool:
    """Whether a file is a workbook; no other list that is read comes as one."""
    return name.lower().endswith(".xlsx") and head.startswith(b"PK\x03\x04")


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """None: the file does not say on which day it was published."""
    return None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """The statements of every party, in the order of its first row.

    Raises:
        ReadError: the file is no workbook, its sheet has not the columns of this list, or no row can be used.
    """
    name, stream = only_file(files)
    rows = sheet_rows(name, stream)
    yield from _check_header(name, next(rows, (1, {}))[1])
    parties: dict[str, list[tuple[int, Row]]] = {}
    for line, row in rows:
        found = _REFERENCE.fullmatch(clean_value(row.get("reference", "")))
        if found is None or not clean_value(row.get("name of individual or entity", "")):
            what = "no reference" if found is None else "no name"
            yield Problem(name, str(line), f"a row with {what}", row.get("reference", ""), "error")
        else:
            parties.setdefault(_key(found, row, parties), []).append((line, row))
    if not parties:
        raise ReadError(f"{name}: not one row can be used", REMEDY)
    for key, group in parties.items():
        yield from _party(f"{source}:{key}", name, group)


def _check_header(name: str, header: Row) -> Iterator[Problem]:
    if missing := [column for column in REQUIRED if column not in header]:
        raise ReadError(f"{name}:1: no column {', '.join(missing)}", REMEDY)
    for column in header:
        if column and column not in COLUMNS:
            reason = "unknown column, which is not read. The publisher has changed the format"
            yield Problem(name, "1", reason, column, "error")


def _key(found: re.Match[str], row: Row, parties: Mapping[str, list[tuple[int, Row]]]) -> str:
    """The number; with a count where a bare number comes again for a primary name."""
    key = found[1].lstrip("0") or "0"
    primary = NAME_TYPES.get(_folded(row, "name type")) == "name" and _folded(row, "name type") != "original script"
    if found[2] or key not in parties or not primary:
        return key
    count = 2
    while f"{key}-{count}" in parties:
        count += 1
    return f"{key}-{count}"


def _folded(row: Row, column: str) -> str:
    return clean_value(row.get(column, "")).casefold()


def _party(id: str, file: str, rows: list[tuple[int, Row]]) -> Iterator[Statement | Problem]:
    kinds = {SCHEMATA[kind]: kind for _, row in rows if (kind := _folded(row, "type")) in SCHEMATA}
    entry = Entry(id, next(iter(kinds), "LegalEntity"), file)
    if len(kinds) != 1:
        said = ", ".join(sorted({_folded(row, "type") for _, row in rows})) or "nothing"
        entry.problem(rows[0][0], f"type is not one that is known; read as {entry.schema}", said)
    if "-" in id:
        entry.problem(rows[0][0], "this reference was used before, for another name")
    for line, row in rows:
        _name(entry, line, row)
        _facts(entry, line, row)
        _sanction(entry, line, row)
    yield from entry.items()


def _name(entry: Entry, line: int, row: Row) -> None:
    kind = _folded(row, "name type")
    if kind not in NAME_TYPES:
        entry.problem(line, "name type is not known; read as aka", row.get("name type", ""))
    prop = NAME_TYPES.get(kind, "alias")
    weak = _folded(row, "alias strength") == "weak" and prop != "name"
    note = "original script" if kind == "original script" else ""
    name = row.get("name of individual or entity", "")
    entry.add("weakAlias" if weak else prop, name, line, note=note, grade=WEAK if weak else "")


def _facts(entry: Entry, line: int, row: Row) -> None:
    dates = row.get("date of birth", "")
    prop = {"Person": "birthDate", "Vessel": "buildDate"}.get(entry.schema, "incorporationDate")
    for found in parse_dates(clean_value(_LETTERED.sub("; ", dates))) or ((None,) if clean_value(dates) else ()):
        entry.date(prop, found, dates, line)
    for place in _PARTS.split(_LETTERED.sub("; ", row.get("place of birth", ""))):
        entry.add("birthPlace", place, line, country=country_code(clean_value(place.rpartition(",")[2])))
    for country in _COUNTRIES.split(row.get("citizenship", "")):
        entry.country("nationality" if entry.schema == "Person" else "country", country, line)
    for address in _PARTS.split(_LETTERED.sub("; ", row.get("address", ""))):
        entry.add("address", address, line, country=country_code(clean_value(address.rpartition(",")[2])))
    entry.add("notes", row.get("additional information", ""), line)
    entry.numbers("imoNumber", row.get("imo number", ""), line)


def _sanction(entry: Entry, line: int, row: Row) -> None:
    programme = clean_value(row.get("committees", ""))
    part = entry.sub("sanction", re.sub(r"\W+", "-", programme).strip("-") or "AU", "Sanction")
    part.add("entity", entry.id, line)
    part.add("program", programme, line)
    part.add("authority", AUTHORITY, line)
    part.add("country", "au", line)
    part.add("recordId", entry.id.partition(":")[2], line)
    control, listing = clean_value(row.get("control date", "")), clean_value(row.get("listing information", ""))
    part.date("startDate", parse_date(control), control, line)
    listed = parse_date(listing)
    part.date("listingDate", listed, listing if listed else "", line)
    part.add("summary", "" if listed else listing, line)
    instrument = clean_value(row.get("instrument of designation", ""))
    part.add("summary", instrument if instrument != listing else "", line)
    for measure in MEASURES:
        part.add("provisions", measure if _folded(row, measure) not in NO else "", line)
