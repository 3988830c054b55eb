"""The same trade as its exporter and as its importer report it, and how that changed.

The importer's figure over the exporter's is rarely 1: prices differ by freight (CIF against FOB), goods are booked by
origin or by consignment, transit is lost for years on end. So no level is evidence; the change after an event is:
median of the log ratios after less median before, by origin.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import duckdb
import numpy as np

from lustra.errors import InputError
from lustra.model.sql import literal
from lustra.trade.flows import FlowTable, names_sql
from lustra.trade.places import expand
from lustra.trade.quality import PARTIAL_SHARE
from lustra.trade.sides import union_or_members

__all__ = ["MirrorRow", "MirrorYear", "mirror"]

TOGETHER = "all"
"""The row for all origins together."""


@dataclass(frozen=True, slots=True)
class MirrorYear:
    """One year as both sides report it, in the tables' currency."""

    year: int
    exported: float
    imported: float

    @property
    def ratio(self) -> float:
        """Importer's figure over exporter's."""
        return self.imported / self.exported


@dataclass(frozen=True, slots=True)
class MirrorRow:
    """One origin's exports to one importer."""

    origin: str
    importer: str
    years: tuple[MirrorYear, ...]
    before: float
    """Median ratio before the event, exp of the median log; nan where there is no year."""
    after: float
    change: float
    """ln(after / before): below 0, less of what was sent is recorded on arrival."""
    missing: float
    """Exports less imports over the years after, in the tables' currency."""
    short_before: bool
    """Whether the ratio was below 0.5 before the event already: the level says nothing."""


def mirror(
    tables: Sequence[FlowTable], importers: Sequence[str], origins: Sequence[str], day: date, codes: Sequence[str] = ()
) -> tuple[MirrorRow, ...]:
    """Compare both sides' reports for each origin and for all of them together, in whole years.

    Args:
        tables: tables that together hold both sides; all are read on the connection of the first.
        importers: countries or groups.
        origins: countries or groups.
        day: day of the event; its year counts as after when it falls before July.
        codes: HS codes to keep; () for the totals where there are any, else everything.

    Raises:
        InputError: one side is missing altogether.
        UnknownNameError: a place that is not known.
    """
    wanted, sent = expand(importers, day), expand(origins, day)
    rows = _totals(tables[0].connection, tables, wanted, sent, codes)
    if not rows:
        raise InputError(
            f"no year in which both {'/'.join(origins)} and {'/'.join(importers)} report",
            "Load both sides: exports as the origin reports them and imports as the importer does.",
        )
    return tuple(
        _row(origin, importer, list(years), day) for (origin, importer), years in groupby(rows, lambda r: r[:2])
    )


Total = tuple[str, str, int, float, float]


def _totals(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[FlowTable],
    importers: frozenset[str],
    origins: frozenset[str],
    codes: Sequence[str],
) -> list[Total]:
    """Origin, importer, year, exported, imported: each origin, then all; only whole years that both sides report."""
    source = " UNION ALL BY NAME ".join(f"SELECT * FROM {table.sql}" for table in tables)
    within = " OR ".join(f"starts_with(product, {literal(code)})" for code in codes) or _one_level(connection, source)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE both_sides AS SELECT exporter, importer, side, year("start") AS y,
            sum(value) AS v, months, count(DISTINCT "start") * months AS covered FROM ({source})
            WHERE kind = 'total' AND importer IN {names_sql(importers)} AND ({within}) AND side <> 'both'
            GROUP BY exporter, importer, side, y, months HAVING covered >= 12
            QUALIFY months = max(months) OVER (PARTITION BY exporter, importer, side, y)"""
    )
    connection.execute(
        f"""DELETE FROM both_sides WHERE side = 'importer' AND (importer, y) IN (
            WITH t AS (SELECT importer AS i, y, sum(v) AS v FROM both_sides WHERE side = 'importer' GROUP BY ALL)
            SELECT t.i, t.y FROM t JOIN t AS before ON before.i = t.i AND before.y = t.y - 1
            WHERE t.v < {PARTIAL_SHARE} * before.v)"""
    )
    sides = [
        f"side = '{side}' AND exporter IN {names_sql(union_or_members(_exporters(connection, side), origins))}"
        for side in ("exporter", "importer")
    ]
    sums = ", ".join(f"sum(v) FILTER ({side}) AS {name}" for side, name in zip(sides, ("x", "m"), strict=True))
    rows = connection.execute(
        f"""WITH single AS (SELECT exporter AS o, importer, y, {sums} FROM both_sides GROUP BY ALL),
        together AS (SELECT '{TOGETHER}' AS o, importer, y, {sums} FROM both_sides GROUP BY ALL)
        SELECT * FROM (SELECT * FROM single UNION ALL SELECT * FROM together)
        WHERE x > 0 AND m > 0 ORDER BY importer, o, y"""
    ).fetchall()
    return [(str(o), str(i), int(y), float(x), float(m)) for o, i, y, x, m in rows]


def _one_level(connection: duckdb.DuckDBPyConnection, source: str) -> str:
    """Totals where there are any, so that a total and its parts are not added up."""
    held = connection.execute(f"SELECT 1 FROM ({source}) WHERE product = 'TOTAL' LIMIT 1").fetchone()
    return "product = 'TOTAL'" if held else "true"


def _exporters(connection: duckdb.DuckDBPyConnection, side: str) -> frozenset[str]:
    rows = connection.execute("SELECT DISTINCT exporter FROM both_sides WHERE side = ?", [side]).fetchall()
    return frozenset(str(row[0]) for row in rows)


def _row(origin: str, importer: str, totals: list[Total], day: date) -> MirrorRow:
    years = tuple(MirrorYear(y, x, m) for _, _, y, x, m in totals)
    first = day.year if day.month < 7 else day.year + 1
    before = _median([held.ratio for held in years if held.year < day.year])
    late = [held for held in years if held.year >= first]
    after = _median([held.ratio for held in late])
    missing = sum(held.exported - held.imported for held in late)
    return MirrorRow(origin, importer, years, before, after, float(np.log(after / before)), missing, before < 0.5)


def _median(ratios: list[float]) -> float:
    return float(np.exp(np.median(np.log(ratios)))) if ratios else float("nan")
