"""The documented table of edges: ``owner,owned,kind,share_min,share_max,from,to,known_from,source``.

Required are ``owner`` and ``owned``. A bound may be written ``25 exclusive``; an empty pair of bounds is an unknown
share. Further columns that are read where they are there: ``known_to``, ``unit``, ``directness``, ``about``, ``grade``
and ``id``. Several sources in one cell are separated by `` ; ``. A table of parties beside it has the columns
``id,name,schema,country,listed`` and optionally ``birth_date``, ``identifiers``, ``state``, ``unnamed``, ``ended``.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from lustra.data import table
from lustra.errors import InputError, ReadError
from lustra.model.edge import CAPITAL_UNITS, DECLARED_INDIRECT, DIRECT, SHARE, UNKNOWN, VOTES, Edge, Share
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.readers.graphs.chunks import short_lines
from lustra.readers.graphs.printed_days import Report, span
from lustra.readers.graphs.shares import bound_share
from lustra.text.countries import country_code

__all__ = [
    "CODES",
    "COLUMNS",
    "EDGE_COLUMNS",
    "PARTY_COLUMNS",
    "SEPARATOR",
    "edge_row",
    "named_sources",
    "parties",
    "read",
    "recognises",
    "row_of",
    "unread_columns",
]

EDGE_COLUMNS = ("owner", "owned", "kind", "share_min", "share_max", "from", "to", "known_from", "source")
COLUMNS = (*EDGE_COLUMNS, "known_to", "unit", "directness", "about", "grade", "id")
PARTY_COLUMNS = tuple("id name schema country listed birth_date identifiers state unnamed ended".split())
KINDS = frozenset(row["code"] for row in table("control_kinds"))
CODES: dict[str, tuple[str, ...]] = {
    "kind": (SHARE, *sorted(KINDS - {SHARE})),
    "unit": (*CAPITAL_UNITS, VOTES),
    "directness": (DIRECT, DECLARED_INDIRECT, UNKNOWN),
}
"""Column → its codes; an empty cell means the first of them."""
SEPARATOR = " ; "
"""Between the sources in one cell."""


def recognises(name: str, head: bytes) -> bool:
    """Whether a file begins with a header that has ``owner`` and ``owned``."""
    first = head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace").casefold()
    return {"owner", "owned"} <= {cell.strip(' "\r') for cell in first.split(",")}


def unread_columns(file: str, stream: BinaryIO, known: Sequence[str] = COLUMNS) -> list[Problem]:
    """A problem for each column of a table that is not read: ``share`` for ``share_min`` must not be lost unseen."""
    header = _cells(next(iter(stream), b"")) or []
    names = [cell.strip().casefold() for cell in header]
    reason = f"this column is not read; columns are: {', '.join(known)}"
    return [Problem(file, "1", reason, name) for name in names if name and name not in known]


def read(file: str, stream: BinaryIO) -> Iterator[Party | Edge | Problem]:
    """The edges of a table in file order.

    Raises:
        ReadError: the file is empty or its header lacks ``owner`` or ``owned``.
    """
    for number, row in _rows(file, stream, ("owner", "owned")):
        if isinstance(row, Problem):
            yield row
        else:
            yield from edge_row(file, number, row)


def parties(file: str, stream: BinaryIO) -> Iterator[Party | Problem]:
    """The parties of a table in file order.

    Raises:
        ReadError: the file is empty or its header lacks ``id``.
    """
    for number, row in _rows(file, stream, ("id",)):
        if isinstance(row, Problem):
            yield row
        elif not row["id"]:
            yield Problem(file, str(number), "the party has no id", str(row), "error")
        else:
            yield _party(row)


def edge_row(file: str, number: int, row: Mapping[str, str]) -> Iterator[Edge | Problem]:
    """The edge of one row, after a problem for every cell that could not be used.

    Args:
        file: name of the file, for problems.
        number: line in it.
        row: column → text without blanks around.
    """
    owner, owned = row.get("owner", ""), row.get("owned", "")
    if not owner or not owned:
        yield Problem(file, str(number), "the row names no owner or no owned party", f"{owner},{owned}", "error")
        return
    kind = row.get("kind", "") or CODES["kind"][0]
    if kind not in CODES["kind"]:
        yield Problem(file, str(number), "no kind of edge has this code", kind, "error")
        return
    wrong: list[Problem] = []

    def report(reason: str, value: str) -> None:
        wrong.append(Problem(file, str(number), reason, value))

    edge = Edge(
        owner=owner,
        owned=owned,
        kind=kind,
        share=_share(row.get("share_min", ""), row.get("share_max", ""), report),
        unit=_code(row.get("unit", ""), CODES["unit"], report),
        directness=_code(row.get("directness", ""), CODES["directness"], report),
        about=row.get("about", ""),
        valid=span(row.get("from", ""), row.get("to", ""), report),
        known=span(row.get("known_from", ""), row.get("known_to", ""), report),
        sources=named_sources(row.get("source", "")),
        grade=row.get("grade", ""),
        id=row.get("id", ""),
    )
    yield from wrong
    yield edge


def named_sources(cell: str) -> tuple[str, ...]:
    """The sources in a cell."""
    return tuple(part.strip() for part in cell.split(SEPARATOR) if part.strip())


def row_of(file: str, number: int, line: bytes, header: Sequence[str]) -> dict[str, str] | Problem | None:
    """The row of a line: column → text without blanks around.

    Args:
        file: name of the file, for problems.
        number: of the line in it.
        line: cells may be missing at its end; they are empty.
        header: the columns.

    Returns:
        The row, a problem where the line is not one, None where all cells are empty.
    """
    cells = _cells(line)
    if cells is None or len(cells) > len(header):
        return Problem(file, str(number), "the line is not a row of the table", _start(line), "error")
    row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
    return row if any(row.values()) else None


def _share(lower: str, upper: str, report: Report) -> Share | None:
    try:
        return bound_share(lower, upper)
    except InputError as error:
        report(f"{error.message}; taken as not stated", f"{lower},{upper}")
        return None


def _code(text: str, codes: Sequence[str], report: Report) -> str:
    """The code of a cell; the first of the codes where it is empty or none of them."""
    if text and text not in codes:
        report(f"not one of {', '.join(codes)}", text)
    return text if text in codes else codes[0]


def _party(row: Mapping[str, str]) -> Party:
    return Party(
        id=row["id"],
        name=row.get("name", "") or row["id"],
        schema=row.get("schema", ""),
        country=country_code(row.get("country", "")) or "",
        birth_date=row.get("birth_date", ""),
        identifiers=_several(row.get("identifiers", "")),
        listed=_several(row.get("listed", "")),
        state=row.get("state", "").casefold() in ("yes", "true", "1"),
        unnamed=row.get("unnamed", "").casefold() in ("yes", "true", "1"),
        ended=row.get("ended", ""),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _rows(file: str, stream: BinaryIO, required: Sequence[str]) -> Iterator[tuple[int, dict[str, str] | Problem]]:
    header: list[str] = []
    for item in short_lines(file, stream):
        if isinstance(item, Problem):
            yield 0, item
            continue
        number, line = item
        if not header:
            header = [cell.strip().casefold() for cell in _cells(line) or ()]
            _check_header(file, header, required)
        elif (row := row_of(file, number, line, header)) is not None:
            yield number, row
    if not header:
        raise ReadError(f"{file} is empty", "Give a table with a header.")


def _cells(line: bytes) -> list[str] | None:
    """The cells of one line; None where its quotes do not match or it is not UTF-8."""
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
        return next(csv.reader([text], strict=True), [])
    except (csv.Error, UnicodeDecodeError):
        return None


def _check_header(file: str, header: Sequence[str], required: Sequence[str]) -> None:
    if missing := [column for column in required if column not in header]:
        raise ReadError(f"{file}:1: the header lacks {', '.join(missing)}", f"Columns are: {','.join(EDGE_COLUMNS)}.")


def _start(line: bytes) -> str:
    return line[:120].decode("utf-8", "replace").strip()
