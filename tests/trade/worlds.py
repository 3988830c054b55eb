"""Small made worlds for the trade tests: flows of a few products and places, with or without a planted corridor."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lustra.model.statement import Problem
from lustra.store.flow_files import connect, scan_sql
from lustra.trade.flows import COLUMNS, FlowTable, open_table
from lustra.trade.load import LoadOptions
from lustra.usecases.trade.flow_tables import read_files

PLACES = ("AE", "AM", "BR", "EG", "GE", "IN", "KG", "KZ", "MX", "MY", "RS", "TR", "UZ", "VN")
YEARS = range(2019, 2025)
Row = tuple[str, str, str, int, float]
"""Exporter, importer, product, year, value."""


def rows(products: int = 30, seed: int = 7, planted: dict[tuple[str, str], float] | None = None) -> list[Row]:
    """EU27 → everybody, everybody → a third of the others; ``planted`` (product, via) → money a year after 2021."""
    random = np.random.default_rng(seed)
    made: list[Row] = []
    for k in range(products):
        product = f"{10 + k // 10:02d}{k % 10:02d}10"
        for exporter in ("EU27", *PLACES, "RU"):
            for importer in (*PLACES, "RU"):
                via = exporter if importer == "RU" else importer if exporter == "EU27" else ""
                extra = (planted or {}).get((product, via), 0.0)
                if exporter == importer or (exporter != "EU27" and not extra and random.random() > 0.35):
                    continue
                values = np.exp(random.normal(14, 1) + random.normal(0, 0.2, 6))
                values[3:] *= 0.1 if (exporter, importer) == ("EU27", "RU") and planted else 1.0
                values[3:] += extra
                made += [(exporter, importer, product, y, float(v)) for y, v in zip(YEARS, values, strict=True)]
    return made


def write(made: Iterable[Row], path: Path, vintage: str = "HS2017", side: str = "exporter") -> FlowTable:
    """Write rows as one Parquet file in the flow schema."""
    held = list(made)
    columns = {
        "exporter": pa.array([row[0] for row in held]),
        "importer": pa.array([row[1] for row in held]),
        "product": pa.array([row[2] for row in held]),
        "vintage": pa.array([vintage] * len(held)),
        "start": pa.array([date(row[3], 1, 1) for row in held]),
        "months": pa.array([12] * len(held), pa.int8()),
        "value": pa.array([row[4] for row in held]),
        "currency": pa.array(["EUR"] * len(held)),
        "quantity": pa.array([row[4] / 10 for row in held]),
        "unit": pa.array(["kg"] * len(held)),
        "side": pa.array([side] * len(held)),
        "kind": pa.array(["total"] * len(held)),
        "source": pa.array(["made"] * len(held)),
    }
    pq.write_table(pa.table(columns), path)
    return table_of(path)


def table_of(*paths: Path) -> FlowTable:
    """Parquet files in the flow schema as a table on a connection of its own."""
    return open_table(connect(), scan_sql(paths), COLUMNS)


def load(paths: list[Path], folder: Path, options: LoadOptions) -> tuple[FlowTable, tuple[Problem, ...]]:
    """Published files as a table on a connection of its own, and what could not be used; the rows lie in ``folder``."""
    return read_files(connect(), {path.name: path for path in paths}, options, folder)
