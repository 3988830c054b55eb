"""The one shape of a trade flow, and open tables of flows: a DuckDB connection and a FROM item, both given.

Rows are never held in memory together: DuckDB streams them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from lustra.errors import ReadError
from lustra.model.sql import literal

__all__ = [
    "COLUMNS",
    "FlowTable",
    "Profile",
    "names_sql",
    "open_table",
    "profile_of",
]

COLUMNS: dict[str, str] = {
    "exporter": "VARCHAR",  # upper-case ISO 3166 alpha-2, or an aggregate that trades as one (EU27)
    "importer": "VARCHAR",
    "product": "VARCHAR",  # HS code of 2, 4 or 6 digits, or TOTAL
    "vintage": "VARCHAR",  # HS1992 … HS2022, '' for TOTAL or where the publisher does not say
    "start": "DATE",  # first day of the period
    "months": "TINYINT",  # 1, 3 or 12
    "value": "DOUBLE",  # whole units of the currency
    "currency": "VARCHAR",
    "quantity": "DOUBLE",  # in `unit`; NULL where missing
    "unit": "VARCHAR",
    "side": "VARCHAR",  # who reported: exporter (FOB), importer (CIF), both (reconciled, FOB)
    "kind": "VARCHAR",  # total, or re-export (contained in total)
    "source": "VARCHAR",  # file name
}
"""The flow schema: column → DuckDB type."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What a table of flows holds, found once when it is written."""

    rows: int
    first: str
    """First day of the first period, ISO."""
    last: str
    """First day of the last period, ISO."""
    months: tuple[int, ...]
    vintages: tuple[str, ...]
    sides: tuple[str, ...]
    currencies: tuple[str, ...]
    products: int
    exporters: int
    importers: int
    notes: tuple[str, ...] = ()
    """What a reader of any result must know: partial years, late reporters, overlaps, units."""


@dataclass(frozen=True, slots=True)
class FlowTable:
    """An open table of flows.

    Args:
        connection: of the caller's, which closes it; temporary tables are made on it.
        sql: a FROM item with the columns of the schema.
        profile: what the table holds.
    """

    connection: duckdb.DuckDBPyConnection
    sql: str
    profile: Profile


def open_table(
    connection: duckdb.DuckDBPyConnection, source_sql: str, columns: Iterable[str], name: str = "the table"
) -> FlowTable:
    """A FROM item that has the columns of the schema, as a table whose profile is found now.

    Args:
        connection: of the caller's.
        source_sql: the FROM item.
        columns: that it has.
        name: of the file, for the error.

    Raises:
        ReadError: columns of the schema are missing.
    """
    if missing := sorted(set(COLUMNS) - set(columns)):
        raise ReadError(
            f"{name} lacks the columns {', '.join(missing)}",
            "Load it with 'lustra trade load NAME FILE --format parquet --map exporter=…'.",
        )
    return FlowTable(connection, source_sql, profile_of(connection, source_sql))


def names_sql(names: Iterable[str]) -> str:
    """A sorted SQL list of string literals, never empty."""
    return "(" + (", ".join(literal(name) for name in sorted(names)) or "NULL") + ")"


def profile_of(connection: duckdb.DuckDBPyConnection, source_sql: str, notes: tuple[str, ...] = ()) -> Profile:
    """Read a table once and say what it holds."""
    row = connection.execute(
        f"""SELECT count(*), min("start")::VARCHAR, max("start")::VARCHAR, list_sort(list(DISTINCT months)),
                   list_sort(list(DISTINCT vintage)), list_sort(list(DISTINCT side)),
                   list_sort(list(DISTINCT currency)), approx_count_distinct(product),
                   approx_count_distinct(exporter), approx_count_distinct(importer) FROM {source_sql}"""
    ).fetchone()
    assert row is not None
    rows, first, last, months, vintages, sides, currencies, products, exporters, importers = row
    return Profile(
        rows=rows,
        first=first or "",
        last=last or "",
        months=tuple(int(m) for m in months or ()),
        vintages=tuple(vintages or ()),
        sides=tuple(sides or ()),
        currencies=tuple(currencies or ()),
        products=products,
        exporters=exporters,
        importers=importers,
        notes=notes,
    )
