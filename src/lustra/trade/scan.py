"""The scan: every (product, exporter, importer) of a table of flows summed into blocks around an event.

One pass of DuckDB over Parquet. The origin's members are summed into one exporter, so that afterwards a leg
``origin → m`` and a leg ``m → target`` are rows of the same table, for every m and, with ``everything``, every target:
the other targets are the placebos.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import duckdb

from lustra.model.sql import literal
from lustra.text.countries import country_codes
from lustra.trade.blocks import Blocks
from lustra.trade.flows import names_sql

__all__ = ["ORIGIN", "Scan", "define_places", "make_cells", "number_of", "product_sql", "side_sql", "text_of"]

ORIGIN = "OO"
"""The exporter that stands for all members of the origin together (user-assigned in ISO 3166, so never a country)."""
PARTS_ROWS = 30_000_000
"""Above this many rows the scan runs in parts by product, so that its memory does not grow with the table."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What to sum.

    Attributes:
        source: FROM item with the columns of the flow schema.
        origins: exporters summed into one.
        target: alpha-2; only legs that touch it are summed, unless ``everything``.
        blocks: the blocks of time.
        everything: also the legs from every intermediary to every other place (the placebo targets).
        exporter_sided: exporters whose own reports are used; the others' flows are read from the importers' reports.
            None where the table holds one side only.
        rows: size of the table, to choose the number of parts.
    """

    source: str
    origins: frozenset[str]
    target: str
    blocks: Blocks
    everything: bool = True
    exporter_sided: frozenset[str] | None = None
    rows: int = 0
    quantities: bool = False
    """Also sum the quantities, as q1 … qn, for unit values."""
    keep: str = "true"
    """Condition on the rows, such as leaving out totals beside their parts."""


def define_places(connection: duckdb.DuckDBPyConnection) -> None:
    """The type ``place``: every country code as a small number, so that keys are short."""
    codes = sorted({code.upper() for code in country_codes()} | {"EU", "EU27", ORIGIN})
    connection.execute(f"CREATE TYPE IF NOT EXISTS place AS ENUM {names_sql(codes)}")


def product_sql(column: str) -> str:
    """A product code as a number: TOTAL is 0; codes have an even length, so ``text_of`` puts the lost zero back."""
    return f"coalesce(TRY_CAST({column} AS INTEGER), 0)"


def number_of(code: str) -> int:
    """The number that ``product_sql`` gives for a code."""
    return int(code) if code.isdigit() else 0


def text_of(number: int) -> str:
    """The code of a product number: ``0808`` of 808, TOTAL of 0."""
    digits = str(number)
    return "TOTAL" if number == 0 else digits.zfill(len(digits) + len(digits) % 2)


def make_cells(connection: duckdb.DuckDBPyConnection, scan: Scan) -> None:
    """Make the table ``cells(p, src, dst, v1 … vn)``: one row per product, exporter and importer with any trade.

    ``src`` is ``OO`` for the origin. Sums are per block, in the table's currency.
    """
    sums = [f"{total} AS v{n}" for n, total in enumerate(scan.blocks.sums(), 1)]
    if scan.quantities:
        sums += [f"{total} AS q{n}" for n, total in enumerate(scan.blocks.sums("quantity"), 1)]
    values = ", ".join(sums)
    select = f"""SELECT {product_sql("product")} AS p,
        if(exporter IN {names_sql(scan.origins)}, '{ORIGIN}', exporter)::place AS src,
        TRY_CAST(importer AS place) AS dst, {values} FROM {scan.source}
        WHERE {scan.blocks.where()} AND kind = 'total' AND {scan.keep} AND {_legs_sql(scan)} AND {side_sql(scan)}"""
    for number, part in enumerate(_parts(connection, scan)):
        verb = "INSERT INTO cells" if number else "CREATE OR REPLACE TABLE cells AS"
        connection.execute(f"{verb} {select} AND {part} GROUP BY ALL")


def _legs_sql(scan: Scan) -> str:
    """Origin → anywhere and intermediary → target (or → anywhere); never back into the origin."""
    outside = f"importer NOT IN {names_sql(scan.origins)} AND importer <> exporter"
    legs = f"(importer = {literal(scan.target)} OR exporter IN {names_sql(scan.origins)})"
    return outside if scan.everything else f"{outside} AND {legs}"


def side_sql(scan: Scan) -> str:
    """SQL: the rows of the side whose reports are used."""
    if scan.exporter_sided is None:
        return "true"
    sided = f"exporter IN {names_sql(scan.exporter_sided)}"
    return f"(side = 'both' OR (side = 'exporter' AND {sided}) OR (side = 'importer' AND NOT {sided}))"


def _parts(connection: duckdb.DuckDBPyConnection, scan: Scan) -> Iterable[str]:
    """Conditions that cut the products into parts of about PARTS_ROWS rows."""
    count = -(-scan.rows // PARTS_ROWS) if scan.everything else 1
    if count <= 1:
        return ["true"]
    steps = ", ".join(str(n / count) for n in range(1, count))
    row = connection.execute(
        f"SELECT approx_quantile({product_sql('product')}, [{steps}]) FROM {scan.source} USING SAMPLE 100000 ROWS"
    ).fetchone()
    assert row is not None
    bounds = [0, *sorted(set(row[0])), 10**10]
    return [f"{product_sql('product')} >= {a} AND {product_sql('product')} < {b}" for a, b in pairwise(bounds)]
