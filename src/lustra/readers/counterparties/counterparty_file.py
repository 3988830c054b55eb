"""Rows of a counterparty file as questions: CSV, JSON lines or Parquet, streamed, bad rows kept with their line.

Columns: ``id``, ``name`` (required) and ``schema``, ``birth_date``, ``country``, ``gender``, ``identifiers``,
``address`` (optional).
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lustra.errors import LustraError, ReadError
from lustra.model.query import Query
from lustra.readers.counterparties.query_parsing import MAX_CELL_CHARACTERS, question
from lustra.readers.tables.parquet import parquet_rows

__all__ = ["BadRow", "questions"]

REQUIRED = ("id", "name")
OPTIONAL = ("schema", "birth_date", "country", "gender", "identifiers", "address")


class BadRow(NamedTuple):
    """A row that could not be asked, with what is needed to find and mend it."""

    line: int
    id: str
    reason: str
    row: str


def questions(path: Path) -> Iterator[Query | BadRow]:
    """Every row of a file, in order, as a question or as a bad row.

    A row whose name can be asked but whose birth date, country or gender cannot be read gives both.

    Raises:
        ReadError: the file cannot be read at all, or lacks a required column.
    """
    for line, row in _rows(path):
        if isinstance(row, BadRow):
            yield row
            continue
        try:
            yield question(row)
        except LustraError as error:
            yield from _without_what_is_wrong(line, row, error.message)


def _without_what_is_wrong(line: int, row: dict[str, Any], first: str) -> Iterator[Query | BadRow]:
    """A name is asked even where the birth date beside it cannot be read; the row is reported all the same."""
    text = json.dumps(row, ensure_ascii=False, default=str)
    wrong = [column for column in OPTIONAL if not _readable(column, row)]
    try:
        asked = question(row | dict.fromkeys(wrong))
    except LustraError as error:
        yield BadRow(line, str(row.get("id", "")), error.message, text)
        return
    yield BadRow(line, asked.id, f"{first}; asked without {', '.join(wrong)}", text)
    yield asked


def _readable(column: str, row: dict[str, Any]) -> bool:
    try:
        question({"name": "-", column: row.get(column)})
    except LustraError:
        return False
    return True


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    if not path.is_file():
        raise ReadError(f"{path} is not there", "Check the path given to --input.")
    if path.stat().st_size == 0:
        raise ReadError(f"{path} is empty", "Give a CSV, JSONL or Parquet file with the columns id and name.")
    match path.suffix.lower():
        case ".csv" | ".tsv" | ".txt":
            return _csv_rows(path)
        case ".jsonl" | ".ndjson" | ".json":
            return _json_rows(path)
        case ".parquet" | ".pq":
            return _with_columns(path, parquet_rows(path))
    raise ReadError(f"{path} is not CSV, JSONL or Parquet", "Name the file .csv, .jsonl or .parquet.")


def _with_columns(
    path: Path, rows: Iterator[tuple[int, dict[str, Any]]]
) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    for line, row in rows:
        if missing := [column for column in REQUIRED if column not in row]:
            raise ReadError(f"{path} has no column {', '.join(missing)}", f"It has: {', '.join(row)}.")
        yield line, row


def _csv_rows(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    csv.field_size_limit(10 * MAX_CELL_CHARACTERS)
    with path.open(encoding="utf-8-sig", newline="", errors="surrogateescape") as file:
        separator = _separator(file.readline())
        file.seek(0)
        reader = csv.reader(file, delimiter=separator)
        try:
            header = [column.strip().lower() for column in next(reader)]
        except csv.Error as error:
            raise ReadError(f"{path}, line 1: {error}", "Save the file as CSV in UTF-8.") from None
        if missing := [column for column in REQUIRED if column not in header]:
            raise ReadError(f"{path}, line 1: no column {', '.join(missing)}", f"It has: {', '.join(header)}.")
        yield from _csv_body(path, reader, header)


def _csv_body(path: Path, reader: Any, header: list[str]) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, BadRow(line, "", f"not CSV: {error}", "")
            continue
        if cells:
            yield line, _csv_row(line, header, cells)


def _csv_row(line: int, header: list[str], cells: list[str]) -> dict[str, Any] | BadRow:
    row: dict[str, Any] = dict(zip(header, cells, strict=False))
    raw = ",".join(cells)
    if len(cells) != len(header):
        return BadRow(
            line, row.get("id", ""), f"{len(cells)} cells where the header has {len(header)}", _printable(raw)
        )
    if any("\udc80" <= letter <= "\udcff" for letter in raw):
        return BadRow(line, row.get("id", ""), "not UTF-8", _printable(raw))
    return row


def _printable(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _separator(header: str) -> str:
    return max(",;\t|", key=header.count)


def _json_rows(path: Path) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    with path.open("rb") as file:
        for line, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            try:
                row = json.loads(raw)
            except (ValueError, RecursionError) as error:
                yield (
                    line,
                    BadRow(line, "", f"not JSON: {error}", raw[:1000].decode("utf-8", "backslashreplace").strip()),
                )
                continue
            if isinstance(row, dict):
                yield line, row
            else:
                yield (
                    line,
                    BadRow(line, "", "not a JSON object", raw[:1000].decode("utf-8", "backslashreplace").strip()),
                )
