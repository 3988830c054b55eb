"""The one shape of a trade flow, and tables of flows on disk.

A table is a folder of Parquet files partitioned by year, with ``profile.json`` beside them that says what is inside.
Rows are never held in memory together: DuckDB streams them.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from lustra.errors import ReadError, WorkspaceError

__all__ = [
    "COLUMNS",
    "PROFILE",
    "FlowTable",
    "Profile",
    "connect",
    "literal",
    "names_sql",
    "open_table",
    "profile_of",
    "scan_sql",
    "write_profile",
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

PROFILE = "profile.json"


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
    """A table of flows on disk."""

    path: Path
    profile: Profile

    @property
    def sql(self) -> str:
        """A FROM item with the columns of the schema."""
        return scan_sql(self.path)


def connect(memory_mb: int = 512, scratch: Path | None = None, threads: int = 0) -> duckdb.DuckDBPyConnection:
    """A connection with bounded memory.

    Args:
        memory_mb: what DuckDB may hold, in MB; beyond it, DuckDB writes to ``scratch``.
        scratch: folder for intermediate tables; None keeps them in memory.
        threads: 0 for all cores.
    """
    database = ":memory:" if scratch is None else str(scratch / "scan.duckdb")
    connection = duckdb.connect(database)
    connection.execute(f"SET memory_limit = '{memory_mb}MB'")
    if scratch is not None:
        connection.execute(f"SET temp_directory = {literal(str(scratch / 'spill'))}")
    if threads:
        connection.execute(f"SET threads = {threads}")
    connection.execute("SET enable_progress_bar = false")
    return connection


def literal(text: str) -> str:
    """An SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def names_sql(names: Iterable[str]) -> str:
    """A sorted SQL list of string literals, never empty."""
    return "(" + (", ".join(literal(name) for name in sorted(names)) or "NULL") + ")"


def scan_sql(path: Path) -> str:
    """A FROM item over the Parquet files of a folder, or over one file."""
    pattern = str(path / "**" / "*.parquet") if path.is_dir() else str(path)
    return f"read_parquet({literal(pattern)}, hive_partitioning = false)"


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


def write_profile(folder: Path, profile: Profile) -> None:
    """Write ``profile.json`` beside the Parquet files."""
    (folder / PROFILE).write_text(json.dumps(asdict(profile), indent=1, sort_keys=True) + "\n", "utf-8")


def read_profile(folder: Path) -> Profile:
    """Read ``profile.json``.

    Raises:
        WorkspaceError: the file is missing or damaged.
    """
    try:
        held: dict[str, Any] = json.loads((folder / PROFILE).read_text("utf-8"))
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in held.items()}
        return Profile(**fields)
    except (OSError, ValueError, TypeError) as error:
        raise WorkspaceError(
            f"{folder / PROFILE} cannot be read: {error}", "Load the flows again with 'lustra trade load'."
        ) from None


def open_table(path: Path) -> FlowTable:
    """A folder written by ``lustra trade load``, or one Parquet file with the columns of the schema.

    Raises:
        ReadError: columns of the schema are missing, or the file is not Parquet.
        WorkspaceError: the folder's profile is missing or damaged.
    """
    if path.is_dir():
        return FlowTable(path, read_profile(path))
    with connect() as connection:
        try:
            held = {str(row[0]) for row in connection.execute(f"DESCRIBE SELECT * FROM {scan_sql(path)}").fetchall()}
        except duckdb.Error as error:
            raise ReadError(
                f"{path.name} is not a Parquet file: {error}", "Load it with 'lustra trade load'."
            ) from None
        if missing := sorted(set(COLUMNS) - held):
            raise ReadError(
                f"{path.name} lacks the columns {', '.join(missing)}",
                "Load it with 'lustra trade load NAME FILE --format parquet --map exporter=…'.",
            )
        return FlowTable(path, profile_of(connection, scan_sql(path)))
