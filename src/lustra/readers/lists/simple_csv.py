"""OpenSanctions' ``targets.simple.csv``: one row per entity, many values of a cell joined by ``;``.

A value that itself holds a semicolon is quoted inside its cell. The columns dataset, first_seen, last_seen and
last_change are the exporter's own bookkeeping and no facts about the entity. The kinds of the numbers in the column
identifiers are not told, except ``IMO…``.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import BinaryIO

from lustra.errors import InputError, ReadError
from lustra.model.statement import Problem, Statement
from lustra.model.time import latest, parse_day
from lustra.readers.lists.entry import Entry
from lustra.readers.lists.properties import add_value
from lustra.readers.tables.text_rows import KEEP_COPY, cells, csv_rows, only_file

__all__ = ["published", "read", "recognises"]

_REQUIRED = ("id", "schema", "name")
_COLUMNS = {
    "name": "name",
    "aliases": "alias",
    "birth_date": "birthDate",
    "countries": "country",
    "addresses": "address",
    "phones": "phone",
    "emails": "email",
    "program_ids": "programId",
}
_BOOKKEEPING = {"dataset", "first_seen", "last_seen", "last_change"}
_OWN_WAY = {"id", "schema", "identifiers", "sanctions"}
_IMO = re.compile(r"IMO ?\d{7}")
_DATED_ROWS = 1000


def recognises(name: str, head: bytes) -> bool:
    """Whether a file begins with the header of the format."""
    return head.removeprefix(b"\xef\xbb\xbf").replace(b'"', b"").startswith(b"id,schema,name,aliases,")


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """The last day on which the export saw one of its first thousand entities, as the export says.

    Raises:
        ReadError: there is not exactly one file, or it is no table with the format's columns.
    """
    days = []
    for _, row in islice(_rows(*only_file(files)), _DATED_ROWS):
        try:
            days.append(parse_day(row.get("last_seen", "")[:10]))
        except InputError:
            continue
    return latest(*days).date if days else None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """Statements of every row in file order.

    Raises:
        ReadError: there is not exactly one file, it is no table with the format's columns, or it has no row.
    """
    file, stream = only_file(files)
    rows = _rows(file, stream)
    line, header = next(rows)
    unknown = sorted(header.keys() - _COLUMNS.keys() - _BOOKKEEPING - _OWN_WAY)
    yield from (Problem(file, str(line), "this column is not known; it is not read", name) for name in unknown)
    number = 0
    for number, row in rows:
        if not row.get("id") or not row.get("schema"):
            text = ",".join(str(value) for value in row.values())[:200]
            yield Problem(file, str(number), "the row has no id, no schema, or too many cells", text, "error")
        else:
            yield from _entry(source, file, number, row)
    if not number:
        raise ReadError(f"{file} holds no row", KEEP_COPY)


def _rows(file: str, stream: BinaryIO) -> Iterator[tuple[int, dict[str, str]]]:
    """The header as a row that maps each column to itself, then every row by column."""
    header: list[str] = []
    for number, row in csv_rows(file, stream):
        if not header:
            header = row
            missing = [name for name in _REQUIRED if name not in header]
            if missing:
                raise ReadError(f"{file}:{number} has no column {', '.join(missing)}", KEEP_COPY)
        named = dict(zip(header, row, strict=False))
        yield number, named if len(row) <= len(header) else {**named, "id": ""}


def _entry(source: str, file: str, number: int, row: Mapping[str, str]) -> Iterator[Statement | Problem]:
    entry = Entry(f"{source}:{row['id']}", row["schema"], file)
    for column, prop in _COLUMNS.items():
        for value in _values(row.get(column, "")):
            add_value(entry, prop, value, number)
    for value in _values(row.get("identifiers", "")):
        prop = "imoNumber" if _IMO.fullmatch(value) else "idNumber"
        add_value(entry, prop, value.removeprefix("IMO").strip() if prop == "imoNumber" else value, number)
    for value in _values(row.get("sanctions", "")) or _values(row.get("program_ids", "")):
        sanction = entry.sub("sanction", value, "Sanction")
        sanction.add("entity", entry.id, number)
        sanction.add("program", value, number)
    yield from entry.items()


def _values(cell: str) -> list[str]:
    """The values of a cell; where its inner quotes do not match, it is split at every semicolon."""
    try:
        found = cells(cell, ";")
    except ValueError:
        found = cell.split(";")
    return [value for value in map(str.strip, found) if value]
