"""OFAC's CSV sets: SDN (sdn, add, alt, sdn_comments) and non-SDN (cons_prim, cons_add, cons_alt, cons_comments).

No header; CRLF; null is ``-0- `` with a blank behind; a last line of 0x1A. The files are joined by uid, the first
column. Remarks longer than 1,000 characters go on in the comments file. Only the primary file is required. The files
do not say when they were published.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO, NamedTuple

from lustra.errors import ReadError
from lustra.model.statement import Problem, Statement
from lustra.readers.lists.entry import Entry
from lustra.readers.lists.ofac_entry import (
    SCHEMAS,
    Remarks,
    Row,
    Uids,
    add_address,
    add_alias,
    add_columns,
    add_remarks,
    remark_name_key,
)
from lustra.readers.tables.text_rows import KEEP_COPY, cells, lines

__all__ = ["CONSOLIDATED", "FILES", "published", "read", "recognises"]

FILES = ("sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv")
CONSOLIDATED = ("cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv")
_COLUMNS = (12, 6, 5, 2)
_HEAD = re.compile(rb'\d+,"[^"\r\n]*",(?:-0- ?|"(?:individual|vessel|aircraft)") *,')


class _Line(NamedTuple):
    number: int
    cells: tuple[str, ...]
    """Nulls as ""."""


class _Set(NamedTuple):
    """The files of one set that are at hand, in the order of ``FILES``; "" for one that is not."""

    names: tuple[str, str, str, str]
    more: tuple[dict[str, list[_Line]], ...]
    """Lines of the three other files by uid."""


def recognises(name: str, head: bytes) -> bool:
    """Whether a file is a part of an OFAC set: by its name, or by the first row of a primary file."""
    return name in FILES or name in CONSOLIDATED or _HEAD.match(head) is not None


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """None: the files carry no date."""
    return None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """Statements of every entry in file order, then the rows of the other files that belong to no entry.

    Raises:
        ReadError: the primary file is missing, empty, or holds no row that can be read, or a file is cut short.
    """
    names = _names(files)
    problems: list[Problem] = []
    primary = list(_rows(names[0], files[names[0]], _COLUMNS[0], problems))
    if not primary:
        raise ReadError(f"{names[0]} holds no row of an OFAC list", f"{KEEP_COPY} Is it an error page?")
    others = zip(names[1:], _COLUMNS[1:], strict=True)
    more = tuple(_by_uid(name, files[name], width, problems) if name else {} for name, width in others)
    found = _Set(names, more)
    yield from problems
    uids = _uids(primary)
    seen: set[str] = set()
    for line in primary:
        yield from _entry(source, line, found, uids, first=line.cells[0] not in seen)
        seen.add(line.cells[0])
    yield from _orphans(found, seen)


def _names(files: Mapping[str, BinaryIO]) -> tuple[str, str, str, str]:
    """The names of the set's files, "" for one that is not there; a lone file of any name is a primary file."""
    for names in (FILES, CONSOLIDATED):
        if names[0] in files:
            return (names[0], *(name if name in files else "" for name in names[1:]))  # type: ignore[return-value]
    if len(files) == 1 and not set(files) & {*FILES, *CONSOLIDATED}:
        return (next(iter(files)), "", "", "")
    raise ReadError("the primary file of the OFAC set is missing", "Give sdn.csv, or cons_prim.csv, with its set.")


def _rows(file: str, stream: BinaryIO, width: int, problems: list[Problem]) -> Iterator[_Line]:
    """The rows that can be used; the others are problems.

    Raises:
        ReadError: the file ends in the middle of a row.
    """
    for number, raw in lines(file, stream):
        text = raw.decode("utf-8", "replace").rstrip("\r\n\x1a")
        if not text.strip():
            continue
        if "�" in text:
            problems.append(Problem(file, str(number), "bytes that are not UTF-8 are replaced", text[:200]))
        try:
            row = cells(text)
        except ValueError as error:
            _refuse_cut(file, number, raw)
            problems.append(Problem(file, str(number), f"not a row of a table: {error}", text[:200], "error"))
            continue
        if len(row) != width or not row[0].isdigit():
            _refuse_cut(file, number, raw)
            why = "does not begin with a uid" if len(row) == width else f"has {len(row)} columns, not {width}"
            problems.append(Problem(file, str(number), f"the row {why}; is the file cut short?", text[:200], "error"))
            continue
        yield _Line(number, tuple("" if cell.strip() == "-0-" else cell for cell in row))


def _refuse_cut(file: str, number: int, raw: bytes) -> None:
    """Every row of the publisher ends with a line end; a broken one without is where a download stopped."""
    if not raw.endswith((b"\n", b"\x1a")):
        raise ReadError(f"{file}:{number} ends in the middle of a row: the file is cut short", KEEP_COPY)


def _by_uid(file: str, stream: BinaryIO, width: int, problems: list[Problem]) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = {}
    for line in _rows(file, stream, width, problems):
        found.setdefault(line.cells[0], []).append(line)
    return found


def _uids(primary: list[_Line]) -> Uids:
    uids: dict[str, dict[str, None]] = {}
    for line in primary:
        uids.setdefault(remark_name_key(line.cells[1]), {})[line.cells[0]] = None
    return {name: tuple(found) for name, found in uids.items()}


def _entry(source: str, line: _Line, found: _Set, uids: Uids, *, first: bool) -> Iterator[Statement | Problem]:
    row = Row(*line.cells)
    entry = Entry(f"{source}:{row.uid}", SCHEMAS.get(row.type.strip(), "LegalEntity"), found.names[0])
    if row.type.strip() not in SCHEMAS:
        entry.problem(line.number, "this type is not known; the entry is read as a legal entity", row.type)
    if not first:
        entry.problem(line.number, "a second row has the same uid; both are read as one entry")
    add_columns(entry, row, line.number, uids)
    addresses, aliases, comments = (rows.get(row.uid, []) if first else [] for rows in found.more or ({}, {}, {}))
    place = Entry(entry.id, entry.schema, found.names[1], entry)
    for at, (_, _, street, city, country, remark) in addresses:
        add_address(place, (street, city, country), at, remark)
    place = Entry(entry.id, entry.schema, found.names[2], entry)
    for at, (_, _, kind, name, remark) in aliases:
        add_alias(place, kind, name, at, remark)
    _remarks(entry, row.remarks, line.number, (found.names[3], comments), uids)
    yield from entry.items()


def _remarks(entry: Entry, text: str, line: int, comments: tuple[str, list[_Line]], uids: Uids) -> None:
    file, rest = comments
    whole = text + "".join(comment.cells[1] for comment in rest)
    if whole:
        at = rest[0].number if rest else 0
        add_remarks(entry, Remarks(whole, line, len(text), file if rest else "", at), uids)


def _orphans(found: _Set, uids: set[str]) -> Iterator[Problem]:
    """Rows of the other files whose entry is not in the primary file, as in a set of mixed dates."""
    why = f"no entry of {found.names[0]} has this uid: are the files of the set of one date?"
    for file, rows in zip(found.names[1:], found.more, strict=True):
        for line in (line for uid, group in rows.items() if uid not in uids for line in group):
            yield Problem(file, str(line.number), why, ",".join(line.cells)[:200], "error")
