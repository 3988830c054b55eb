"""Every derived party of a graph as a file: CSV, JSON lines or Parquet."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from lustra.errors import InputError
from lustra.model.time import AsOf
from lustra.ownership.verdict import BlockedParty
from lustra.store.parquet_rows import ParquetRows
from lustra.usecases.ownership.analysis import OwnershipAnalysis

__all__ = ["COLUMNS", "write_blocked"]

COLUMNS = {
    "entity": "text",
    "name": "text",
    "schema": "text",
    "country": "text",
    "regime": "text",
    "rule": "text",
    "rank": "whole",
    "person": "text",
    "as_of": "text",
}
"""Columns in order, with their kind; ``person`` is named where the rule looks at one person at a time."""


def write_blocked(analysis: OwnershipAnalysis, as_of: AsOf, names: Sequence[str], path: Path) -> int:
    """Write every party that is blocked without being listed; returns their number.

    Args:
        analysis: the opened graph.
        as_of: the day asked about.
        names: regimes; all that list somebody otherwise.
        path: ends with ``.csv``, ``.jsonl`` or ``.parquet``; nothing stands there until all is written.

    Raises:
        InputError: another ending, or the file cannot be written.
        UnknownNameError: no regime has such a name.
    """
    if path.suffix not in (".csv", ".jsonl", ".parquet"):
        raise InputError(f"{path.name} is no format to write", "End it with .csv, .jsonl or .parquet.")
    rows = [_row(analysis, as_of, one) for one in analysis.blocked(as_of, names)]
    try:
        _write(rows, path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}", "Choose another place.") from None
    return len(rows)


def _row(analysis: OwnershipAnalysis, as_of: AsOf, one: BlockedParty) -> dict[str, Any]:
    party = analysis.data.parties.get(one.entity)
    about = {"schema": party.schema if party else "", "country": party.country if party else ""}
    named = {"entity": one.entity, "name": analysis.data.label(one.entity), **about}
    found = {"regime": one.regime, "rule": one.rule, "rank": one.rank, "person": one.person}
    return {**named, **found, "as_of": as_of.valid.isoformat()}


def _write(rows: Sequence[dict[str, Any]], path: Path) -> None:
    if path.suffix == ".parquet":
        with ParquetRows(path, COLUMNS) as sink:
            sink.write(rows)
        return
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("w", encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        else:
            file.writelines(msgspec.json.encode(row).decode() + "\n" for row in rows)
    partial.replace(path)
