"""Published trade tables → rows of the flow schema, with every unusable row reported by file and line.

One file at a time, as a table of texts on the caller's DuckDB connection: the distinct texts of places, periods and
flows are resolved in Python and joined back, so that the rules are in one place and the rows never pass through Python.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb

from lustra.errors import InputError, ReadError
from lustra.model.sql import TextTable, identifier
from lustra.model.statement import Problem
from lustra.trade.flows import COLUMNS, Profile
from lustra.trade.formats import FORMATS, Format, detect_format, flow_of, map_columns
from lustra.trade.periods import read_period
from lustra.trade.places import resolve
from lustra.trade.rows import TextFile, problems_of, typed_sql

__all__ = ["LoadOptions", "Loaded", "read_flows"]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How files are to be read; "" lets each file tell."""

    format: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Role → column name, for national tables."""
    vintage: str = ""
    currency: str = ""
    side: str = ""
    memory_mb: int = 512


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the files."""

    profile: Profile
    problems: tuple[Problem, ...]


def read_flows(
    connection: duckdb.DuckDBPyConnection, table: TextTable, options: LoadOptions
) -> tuple[str, tuple[Problem, ...]]:
    """Say which rows of a file are flows.

    Args:
        connection: on which the file is open; gets temporary tables that the query needs, until the next file.
        table: the file.
        options: format, mapping, vintage, currency and side, where the file does not tell.

    Returns:
        A query for the usable rows, in the flow schema with their ``year``, and what could not be used.

    Raises:
        InputError: unknown format, or a mapping that does not fit.
        ReadError: the file cannot be read at all.
    """
    opened = _text_file(table, options)
    try:
        _resolve_texts(connection, opened)
        typed = typed_sql(opened)
        problems = tuple(problems_of(connection, opened.name, typed))
    except duckdb.Error as error:
        raise ReadError(f"{opened.name} cannot be read: {str(error).splitlines()[0]}") from None
    wanted = ", ".join(identifier(name) for name in COLUMNS)
    query = f'SELECT {wanted}, year("start") AS year FROM {typed} WHERE error IS NULL ORDER BY year, product'
    return query, problems


def _text_file(table: TextTable, options: LoadOptions) -> TextFile:
    header = list(table.header)
    shape = _named(options.format) or detect_format(header)
    columns = map_columns(shape, header, options.mapping, table.name)
    places = {role: f"c{header.index(name)}" for role, name in columns.items()}
    return TextFile(table.name, table.sql, places, shape, options.vintage, options.currency, options.side)


def _named(name: str) -> Format | None:
    if name in ("", "parquet"):
        return None
    shape = next((shape for shape in FORMATS if shape.name == name), None)
    if shape is None:
        raise InputError(f"{name!r} is not a format", f"Formats: {', '.join(s.name for s in FORMATS)}, parquet.")
    return shape


def _resolve_texts(connection: duckdb.DuckDBPyConnection, opened: TextFile) -> None:
    """Tables place_of, period_of and flow_of: each distinct text of the file and what it means."""
    places = {
        text: resolve(text)
        for role in ("exporter", "importer", "reporter", "partner")
        for text in _distinct(connection, opened, role)
    }
    periods = {text: read_period(text) for text in _distinct(connection, opened, "period")}
    flows = {text: flow_of(text) for text in _distinct(connection, opened, "flow")}
    _register(connection, "place_of", "code VARCHAR, kind VARCHAR", places)
    _register(connection, "period_of", '"start" DATE, months TINYINT', periods)
    _register(connection, "flow_of", "side VARCHAR, kind VARCHAR", flows)


def _distinct(connection: duckdb.DuckDBPyConnection, opened: TextFile, role: str) -> list[str]:
    column = opened.columns.get(role)
    if column is None:
        return []
    return [
        str(row[0])
        for row in connection.execute(
            f"SELECT DISTINCT {identifier(column)} FROM {opened.sql} WHERE {identifier(column)} IS NOT NULL"
        ).fetchall()
    ]


def _register(
    connection: duckdb.DuckDBPyConnection, name: str, columns: str, held: Mapping[str, tuple[object, ...] | None]
) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (text VARCHAR, {columns})")
    rows = [(text, *(meaning or (None, None))) for text, meaning in sorted(held.items())]
    if rows:
        connection.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", rows)
