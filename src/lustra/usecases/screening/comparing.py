"""Comparing pairs of parties without any list."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lustra.errors import LustraError, ReadError
from lustra.model.query import Query
from lustra.readers.counterparties.query_parsing import question
from lustra.screening.compare import Comparison, compare

__all__ = ["Comparison", "Pair", "compare", "compare_file"]

REQUIRED = ("id", "name1", "name2")


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a file of pairs.

    Args:
        line: where it stands.
        id: as given.
        names: the two names as typed.
        comparison: None where the row could not be compared.
        reason: why not.
    """

    line: int
    id: str
    names: tuple[str, str]
    comparison: Comparison | None
    reason: str = ""


def compare_file(path: Path) -> Iterator[Pair]:
    """Compare every row of a CSV with ``id,name1,name2`` and optionally ``schema,birth_date1,birth_date2``.

    Raises:
        ReadError: the file cannot be read, or lacks a column.
    """
    if not path.is_file():
        raise ReadError(f"{path} is not there", "Give a CSV with the columns id, name1, name2.")
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
        reader = csv.DictReader(file)
        held = [column.strip().lower() for column in reader.fieldnames or ()]
        if missing := [column for column in REQUIRED if column not in held]:
            raise ReadError(f"{path}, line 1: no column {', '.join(missing)}", f"It has: {', '.join(held) or 'none'}.")
        reader.fieldnames = held
        for row in reader:
            yield _pair(reader.line_num, {key: value or "" for key, value in row.items() if isinstance(key, str)})


def _pair(line: int, row: dict[str, str]) -> Pair:
    names = (row["name1"], row["name2"])
    try:
        return Pair(line, row["id"], names, compare(_side(row, "1"), _side(row, "2")))
    except LustraError as error:
        return Pair(line, row["id"], names, None, error.message)


def _side(row: dict[str, str], side: str) -> Query:
    shared = {column: row.get(column) for column in ("schema", "country", "gender")}
    both = ("birth_date", "country", "gender")
    own = {column: row[column + side] for column in both if row.get(column + side)}
    return question({**shared, **own, "name": row[f"name{side}"]})
