"""What else speaks for or against a corridor: prices, mirror reports, re-exports, consumption, the month of the break.

One query per kind of evidence over the few flagged (product, intermediary) pairs only. Levels are never evidence,
changes are: transit through Lithuania to Kazakhstan went missing long before any event.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import duckdb
import numpy as np

from lustra.data import table
from lustra.model.corridor import Corridor, Evidence, Leg, Timeline
from lustra.model.sql import literal
from lustra.trade.blocks import Blocks
from lustra.trade.breaks import one_break
from lustra.trade.events import Event
from lustra.trade.flows import names_sql
from lustra.trade.legs import LegModel
from lustra.trade.scan import Scan, number_of, product_sql, side_sql

__all__ = ["DetectionContext", "add_evidence"]

Key = tuple[int, str]
"""Product number and intermediary."""
Row = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class DetectionContext:
    """What the flagged corridors were found in."""

    scan: Scan
    event: Event
    model: LegModel


def add_evidence(
    connection: duckdb.DuckDBPyConnection, context: DetectionContext, corridors: Sequence[Corridor]
) -> tuple[Corridor, ...]:
    """The corridors with their evidence and their timeline; the order is kept."""
    if not corridors:
        return ()
    keys = sorted({(number_of(c.product), c.via) for c in corridors})
    connection.execute("CREATE OR REPLACE TEMP TABLE asked (p INTEGER, m VARCHAR)")
    connection.executemany("INSERT INTO asked VALUES (?, ?)", keys)
    _slice(connection, context)
    found = [(make, query(connection, context)) for query, make in KINDS]
    lines = _timelines(connection, context)
    result = []
    for corridor in corridors:
        key = (number_of(corridor.product), corridor.via)
        pieces = [piece for make, held in found if key in held for piece in make(held[key]) if piece]
        line = _timeline(lines.get(key, {}), corridor, context)
        broke = _break_words(line) if line else []
        result.append(replace(corridor, evidence=(*pieces, *broke), timeline=line))
    return tuple(result)


def _slice(connection: duckdb.DuckDBPyConnection, context: DetectionContext) -> None:
    """Table piece: the rows of the asked products that touch an asked intermediary, with the side of the event."""
    scan, blocks = context.scan, context.scan.blocks
    day = literal(f"{blocks.first_after // 12:04d}-{blocks.first_after % 12 + 1:02d}-01")
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE piece AS SELECT {product_sql("product")} AS p, exporter, importer, "start",
            value, quantity, side, kind, "start" >= DATE {day} AS after,
            exporter IN {names_sql(scan.origins)} AS from_origin, ({blocks.where()}) AS inside
            FROM {scan.source} WHERE months = {blocks.months} AND {product_sql("product")} IN (SELECT p FROM asked)
            AND (exporter IN (SELECT m FROM asked) OR importer IN (SELECT m FROM asked)
                 OR (importer = {literal(context.event.target)} AND exporter IN {names_sql(scan.origins)}))"""
    )


def _by_key(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[Key, Row]:
    return {(int(row[0]), str(row[1])): tuple(row[2:]) for row in connection.execute(sql).fetchall()}


def _unit_values(connection: duckdb.DuckDBPyConnection, context: DetectionContext) -> dict[Key, Row]:
    """Value per unit of both detour legs, before and after."""
    target = literal(context.event.target)
    price = "sum(value) FILTER ({w}) / nullif(sum(quantity) FILTER ({w}), 0)"
    legs = {"a": "from_origin AND importer = m", "b": f"exporter = m AND importer = {target}"}
    columns = ", ".join(
        price.format(w=f"quantity > 0 AND kind = 'total' AND {legs[leg]} AND {side}")
        for leg in legs
        for side in ("NOT after", "after")
    )
    return _by_key(connection, f"SELECT p, m, {columns} FROM piece JOIN asked USING (p) WHERE inside GROUP BY p, m")


def _unit_value_words(row: Row) -> list[Evidence]:
    a0, a1, b0, b1 = row
    pieces = []
    if a0 and a1:
        change = float(np.log(a1 / a0))
        pieces.append(Evidence("unit_value", change, f"price per unit of the origin leg × {np.exp(change):.2f}"))
    if a0 and a1 and b0 and b1:
        through = float(np.log(b1 / b0) - np.log(a1 / a0))
        pieces.append(
            Evidence("pass_through", through, f"onward price moved × {np.exp(through):.2f} against the origin leg's")
        )
    return pieces


def _mirror(connection: duckdb.DuckDBPyConnection, context: DetectionContext) -> dict[Key, Row]:
    """The origin leg as both sides report it, before and after."""
    columns = ", ".join(
        f"sum(value) FILTER (side = '{side}' AND {when}) "
        for side in ("exporter", "importer")
        for when in ("NOT after", "after")
    )
    return _by_key(
        connection,
        f"""SELECT p, m, {columns} FROM piece JOIN asked USING (p)
        WHERE inside AND from_origin AND importer = m AND kind = 'total' GROUP BY p, m""",
    )


def _mirror_words(row: Row) -> list[Evidence]:
    x0, x1, m0, m1 = row
    if not (x0 and x1 and m0 and m1):
        return []
    change = float(np.log(m1 / x1) - np.log(m0 / x0))
    return [Evidence("mirror", change, f"reported on arrival: {m0 / x0:.0%} before, {m1 / x1:.0%} after")]


def _re_exports(connection: duckdb.DuckDBPyConnection, context: DetectionContext) -> dict[Key, Row]:
    """All exports and imports of the product by the intermediary, before and after."""
    columns = ", ".join(
        f"sum(value) FILTER ({way} = m AND {when})"
        for way in ("exporter", "importer")
        for when in ("NOT after", "after")
    )
    return _by_key(
        connection,
        f"SELECT p, m, {columns} FROM piece JOIN asked USING (p) WHERE inside AND kind = 'total' GROUP BY p, m",
    )


def _re_export_words(row: Row) -> list[Evidence]:
    x0, x1, m0, m1 = row
    if not (m0 and m1 and x1):
        return []
    before, after = (x0 or 0.0) / m0, x1 / m1
    return [
        Evidence(
            "re_export",
            after - before,
            f"exports of the product were {before:.0%} of imports before, {after:.0%} after",
        )
    ]


def _per_head(connection: duckdb.DuckDBPyConnection, context: DetectionContext) -> dict[Key, Row]:
    """Purchases from the origin per head, and the median of other places' for the product."""
    people = ", ".join(f"({literal(r['code'])}, {r['people']})" for r in table("trade_population"))
    return _by_key(
        connection,
        f"""WITH people(place, n) AS (VALUES {people}),
        bought AS (SELECT p, dst::VARCHAR AS m, post / n AS head FROM legs JOIN people ON place = dst::VARCHAR
            WHERE src = 'OO' AND p IN (SELECT p FROM asked)),
        peers AS (SELECT p, median(head) AS usual FROM bought GROUP BY p)
        SELECT p, m, head, usual FROM bought JOIN asked USING (p, m) JOIN peers USING (p)""",
    )


def _per_head_words(row: Row) -> list[Evidence]:
    head, usual = row
    if not (head and usual):
        return []
    return [Evidence("per_head", head / usual, f"purchases per head {head / usual:.1f} times the median country's")]


KINDS: tuple[
    tuple[Callable[[duckdb.DuckDBPyConnection, DetectionContext], dict[Key, Row]], Callable[[Row], list[Evidence]]], ...
] = (
    (_mirror, _mirror_words),
    (_unit_values, _unit_value_words),
    (_re_exports, _re_export_words),
    (_per_head, _per_head_words),
)
"""Each kind of evidence: its query and its words."""


def _timelines(connection: duckdb.DuckDBPyConnection, context: DetectionContext) -> dict[Key, dict[date, Row]]:
    """The three legs of each asked pair by period."""
    target = literal(context.event.target)
    legs = (
        f"from_origin AND importer = {target}",
        "from_origin AND importer = m",
        f"exporter = m AND importer = {target}",
    )
    columns = ", ".join(f"coalesce(sum(value) FILTER ({leg}), 0)" for leg in legs)
    rows = connection.execute(
        f"""SELECT p, m, "start", {columns} FROM piece JOIN asked USING (p)
        WHERE kind = 'total' AND {side_sql(context.scan)} GROUP BY p, m, "start" ORDER BY p, m, "start" """
    ).fetchall()
    held: dict[Key, dict[date, Row]] = {}
    for p, m, start, *values in rows:
        held.setdefault((int(p), str(m)), {})[start] = tuple(values)
    return held


def _timeline(held: Mapping[date, Row], corridor: Corridor, context: DetectionContext) -> Timeline | None:
    if not held:
        return None
    blocks = context.scan.blocks
    starts = tuple(sorted(held))
    legs = tuple(tuple(float(held[start][n] or 0) for start in starts) for n in range(3))
    per = blocks.months / blocks.length
    measured = (corridor.direct, corridor.origin, corridor.onward)
    low, middle, high = (tuple(_level(leg, side) * per for leg in measured) for side in (-1, 0, 1))
    breaks = tuple(_break_index(series, blocks) for series in legs)
    return Timeline(starts, blocks.months, legs, middle, low, high, breaks)


def _level(leg: Leg, side: int) -> float:
    return leg.expected * float(np.exp(side * 1.96 * leg.sd))


def _break_index(series: tuple[float, ...], blocks: Blocks) -> int:
    """Only months can date a break; a year is too coarse."""
    if blocks.months != 1:
        return -1
    floor = max(max(series) * 1e-4, 1.0)
    found = one_break(np.maximum(np.array(series), floor))
    return found.index if found and found.gain > 0 else -1


def _break_words(line: Timeline) -> list[Evidence]:
    names = ("direct leg", "origin leg", "onward leg")
    return [
        Evidence("break", float(at), f"the {name} broke in {line.starts[at]:%Y-%m}")
        for name, at in zip(names, line.breaks, strict=True)
        if at >= 0
    ]
