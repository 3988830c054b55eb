"""The UK Sanctions List as CSV, ``UK-Sanctions-List.csv``: ``Report Date: …``, then 58 columns.

The file is the product of each entry's names, addresses and identifiers: one passport may stand in forty rows. Rows of
one UniqueID are folded back to the distinct values of each block.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain
from typing import BinaryIO, NamedTuple

from lustra.errors import ReadError
from lustra.model.statement import Problem, Statement
from lustra.readers.lists.entry import clean_value, iso_day
from lustra.readers.lists.uk_blocks import BLOCKS, COLUMNS, Designation
from lustra.readers.lists.uk_entry import designation_items
from lustra.readers.tables.text_rows import csv_rows, only_file

__all__ = ["FIELDS", "published", "read", "recognises"]

FIELDS: tuple[str, ...] = COLUMNS
"""Every known column; case, blanks and punctuation of a header do not count."""

_REPORT = re.compile(r"\W*Report Date\s*:\s*(.+)", re.IGNORECASE)
_CHANGED = "The publisher has changed the columns: keep the copy you have and report the new header."

Rows = Iterator[tuple[int, list[str]]]


class _Table(NamedTuple):
    report: str
    """What follows ``Report Date:``."""
    columns: dict[str, int]
    """Key of a column → its place."""
    width: int
    rows: Rows


def _key(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())


_KEYS = {_key(column): column for column in COLUMNS}


def recognises(name: str, head: bytes) -> bool:
    """Whether a file of this name with these first bytes is the UK's CSV."""
    return b"Unique ID" in head and b"OFSI Group ID" in head and not head.lstrip().startswith(b"<")


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """The day of ``Report Date``, None where the file has no such line.

    Raises:
        ReadError: the file is empty or its columns are not those of the UK's CSV.
    """
    name, stream = only_file(files)
    day = iso_day(clean_value(_table(name, stream).report))
    return date.fromisoformat(day) if day else None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """The statements of every designation, in file order.

    Raises:
        ReadError: the file is empty, has unknown or missing columns, or has no row.
    """
    name, stream = only_file(files)
    table = _table(name, stream)
    done: set[str] = set()
    for found in _designations(name, table):
        if isinstance(found, Problem):
            yield found
            continue
        reference = clean_value(found.first("id").fields[0])
        if reference in done:
            yield Problem(name, str(found.line), "rows of one UniqueID do not stand together", reference)
        done.add(reference)
        yield from designation_items(source, name, found)
    if not done:
        raise ReadError(f"{name} has a header and no row", "Download it again, and keep the copy you have until then.")


def _table(file: str, stream: BinaryIO) -> _Table:
    rows = csv_rows(file, stream)
    line, first = next(rows, (1, []))
    report = _REPORT.match(first[0]) if first else None
    if report:
        line, first = next(rows, (2, []))
    columns = {_key(cell): at for at, cell in enumerate(first) if _key(cell)}
    _check(file, line, first, columns)
    return _Table(report[1] if report else "", columns, len(first), rows)


def _check(file: str, line: int, header: list[str], columns: dict[str, int]) -> None:
    missing = [column for key, column in _KEYS.items() if key not in columns]
    unknown = [clean_value(header[at]) for key, at in columns.items() if key not in _KEYS]
    if len(missing) == len(_KEYS):
        raise ReadError(f"{file}:{line} is not the header of the UK's CSV", "Give the file as the publisher has it.")
    if missing or unknown:
        told = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"unknown: {', '.join(unknown)}"] * bool(unknown)
        raise ReadError(f"{file}:{line} has other columns than the UK's CSV ({'; '.join(told)})", _CHANGED)


def _designations(file: str, table: _Table) -> Iterator[Designation | Problem]:
    """Rows of one UniqueID that follow each other, folded."""
    places = [(block.name, [table.columns[_key(column)] for column in block.columns]) for block in BLOCKS]
    reference, held = table.columns[_key("Unique ID")], None
    for line, row in chain(table.rows, [(0, [])]):
        if row and len(row) != table.width:
            yield Problem(file, str(line), f"{len(row)} cells, not {table.width}", "|".join(row)[:200], "error")
            continue
        if held and (not row or row[reference].strip() != held.first("id").fields[0]):
            yield held
            held = None
        held = held or Designation(line)
        for name, columns in places if row else ():
            held.hold(name, [row[at] for at in columns], line)
