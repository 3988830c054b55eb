"""What a reader of any result from a table of flows must know: found by queries, said in sentences."""

from collections.abc import Callable, Iterator

import duckdb

__all__ = ["CHECKS", "notes_on"]

PARTIAL_SHARE = 0.4
"""A reporter's last year below this share of the year before is called partial: Armenia's 2023 file holds 7 % of
what the EU reports (reference §4), while the worst real fall of a whole country's trade in one year is about half."""


def notes_on(connection: duckdb.DuckDBPyConnection, source: str) -> tuple[str, ...]:
    """Every note on a table of flows, in the order of ``CHECKS``."""
    return tuple(note for check in CHECKS for note in check(connection, source))


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(sql).fetchall()]


def _reporter(side: str = "side") -> str:
    return f"CASE {side} WHEN 'importer' THEN importer ELSE exporter END"


def partial_years(connection: duckdb.DuckDBPyConnection, source: str) -> Iterator[str]:
    """Years whose months are not all there."""
    sql = f"""SELECT year("start") AS y, count(DISTINCT "start") AS n FROM {source}
        WHERE months = 1 GROUP BY y HAVING n < 12 ORDER BY y"""
    for year, months in _rows(connection, sql):
        yield f"{year} is partial: {months} of 12 months"


def late_reporters(connection: duckdb.DuckDBPyConnection, source: str) -> Iterator[str]:
    """Reporters whose last year is missing or far below the year before it."""
    sql = f"""WITH totals AS (SELECT {_reporter()} AS r, side, year("start") AS y, sum(value) AS v
            FROM {source} WHERE months = 12 AND (product = 'TOTAL') = (
                SELECT bool_and(product = 'TOTAL') FROM {source}) GROUP BY ALL),
        newest AS (SELECT max(y) AS y FROM totals)
        SELECT a.r, a.side, newest.y, coalesce(b.v, 0) / a.v AS share
        FROM totals a CROSS JOIN newest LEFT JOIN totals b ON b.r = a.r AND b.side = a.side AND b.y = newest.y
        WHERE a.y = newest.y - 1 AND a.v > 1e6 AND coalesce(b.v, 0) < {PARTIAL_SHARE} * a.v ORDER BY ALL LIMIT 20"""
    for place, side, year, share in _rows(connection, sql):
        what = "no figures" if not share else f"{float(str(share)):.0%} of the year before"
        yield f"{place} as {side} in {year}: {what}; partial or late"


def overlaps(connection: duckdb.DuckDBPyConnection, source: str) -> Iterator[str]:
    """Years held both as months and as a whole, and rows that appear in two files."""
    sql = f"""SELECT year("start") AS y FROM {source} GROUP BY y HAVING count(DISTINCT months) > 1 ORDER BY y"""
    years = [str(row[0]) for row in _rows(connection, sql)]
    if years:
        yield f"{', '.join(years)} held both as months and as whole years; an analysis uses one of them"
    sql = f"""SELECT count(*) FROM (SELECT 1 FROM {source} WHERE hash(product) % 16 = 0 OR product = 'TOTAL'
        GROUP BY exporter, importer, product, vintage, "start", months, side, kind HAVING count(DISTINCT source) > 1)"""
    if _rows(connection, sql)[0][0]:
        yield "the same flow and period stands in more than one file: values would be counted twice"


def mixtures(connection: duckdb.DuckDBPyConnection, source: str) -> Iterator[str]:
    """Several currencies, units or HS vintages in one table."""
    words = {"currency": "currencies", "unit": "units", "vintage": "HS vintages"}
    for column, plural in words.items():
        held = [
            str(r[0])
            for r in _rows(connection, f"SELECT DISTINCT {column} FROM {source} WHERE {column} <> '' ORDER BY 1")
        ]
        if len(held) > 1:
            yield f"{plural} differ: {', '.join(held)}"


def sides(connection: duckdb.DuckDBPyConnection, source: str) -> Iterator[str]:
    """Which side reported, so at which price basis, and how much is marked as re-export."""
    words = {"exporter": "exporters (FOB)", "importer": "importers (CIF, origin or consignment as the office has it)",
             "both": "both sides reconciled"}  # fmt: skip
    held = [str(row[0]) for row in _rows(connection, f"SELECT DISTINCT side FROM {source} ORDER BY 1")]
    yield "reported by " + " and ".join(words.get(side, side) for side in held)
    marked = _rows(connection, f"SELECT count(*) FROM {source} WHERE kind = 're-export'")[0][0]
    if marked:
        yield f"{marked} rows are re-exports, contained in the totals and left out of sums"


CHECKS: tuple[Callable[[duckdb.DuckDBPyConnection, str], Iterator[str]], ...] = (
    sides,
    partial_years,
    late_reporters,
    overlaps,
    mixtures,
)
"""Each check reads the table once and yields sentences."""
