"""Each leg against its counterfactual: by how much it grew beyond what product, exporter and importer explain.

Growth is the mean log of a flow after the event less before it. What it would have been without diversion is

    product effect + exporter effect + importer effect (+ hub effect) + damped pre-trend,

the fixed-effects model of the literature (reference §2) fitted by medians, so that the diverted flows themselves do not
move it. The hub effect is how an intermediary's exports of the product grew towards all other targets. Effects of
countries are learned from products outside the list, where there are enough of them. The noise
of a flow is its own scatter within the blocks, moderated towards flows of its size (Smyth 2004, moderated t).
"""

from dataclasses import dataclass

import duckdb

from lustra.model.sql import literal
from lustra.trade.blocks import Blocks
from lustra.trade.scan import ORIGIN

__all__ = ["LegModel", "make_legs"]

FLOOR = 10_000.0
"""Currency units a year added to every flow before the log, and below which a flow does not teach an effect: flows of a
few thousand come and go for reasons of recording (BACI's unit is one thousand dollars)."""
PRIOR_BLOCKS = 4.0
"""Weight of the size class against the flow's own scatter, in degrees of freedom."""
SHRINK = 3.0
"""An effect learned from n flows is taken at n / (n + SHRINK) of its median."""
TAUGHT = 5
"""Flows that a country's effect needs; with fewer it would explain itself away."""
CONTROLS = 20
"""Unlisted products needed before effects are learned from them alone."""
ORDINARY = (0.05, 0.95)
"""Growth of a country beyond what this share of countries shows is not taken as given."""
HALF_CHI2 = 0.4549
"""Median of a chi-square with one degree of freedom: median(r²) / this is a robust variance."""


@dataclass(frozen=True, slots=True)
class LegModel:
    """How legs are measured.

    Attributes:
        target: alpha-2 of the event's target, left out of what is learned.
        blocks: the blocks of the cells.
        listed: SQL condition on ``p`` that is true for the products under the measure.
        floor: see ``FLOOR``, in the table's currency, per year.
    """

    target: str
    blocks: Blocks
    listed: str = "true"
    floor: float = FLOOR


def make_legs(connection: duckdb.DuckDBPyConnection, model: LegModel) -> None:
    """Turn ``cells`` into the table ``legs(p, src, dst, z, sd, expected, pre, post, r, bin)``.

    ``pre`` and ``post`` are money a block; ``expected`` is the counterfactual of ``post``; ``r`` the log excess over
    it, ``sd`` its standard deviation, ``z`` their ratio; ``bin`` the size class (0: nothing before).
    """
    _make_growth(connection, model)
    controls = _controls_sql(connection, model)
    for name, leg, places in (("a", f"src = '{ORIGIN}'", ("dst",)), ("b", f"src <> '{ORIGIN}'", ("src", "dst"))):
        _make_effects(connection, model, name, leg, places, controls)
    _make_hubs(connection, model)
    connection.execute(_residual_sql(model))
    connection.execute(
        f"""CREATE OR REPLACE TABLE size_class AS SELECT src = '{ORIGIN}' AS direct, bin,
            greatest(median(r * r) / {HALF_CHI2}, 1e-3) AS v0
            FROM residual WHERE dst <> {literal(model.target)} GROUP BY ALL"""
    )
    connection.execute(_legs_sql(model.blocks))
    for table in ("growth", "residual", "a_p", "a_dst", "b_p", "b_src", "b_dst", "b_hub"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _make_growth(connection: duckdb.DuckDBPyConnection, model: LegModel) -> None:
    """Table growth(p, src, dst, g, ss, slope, pre, post, bin): each cell's mean log change and its scatter."""
    blocks, floor = model.blocks, model.floor * model.blocks.length / 12
    columns = [f"v{n}" for n in range(1, blocks.count + 1)]
    logs = [f"ln({column} + {floor})" for column in columns]
    before, after = logs[: blocks.n_before], logs[blocks.n_before :]
    pre, post = _mean(before), _mean(after)
    scatter = " + ".join([f"({x} - {pre}) ** 2" for x in before] + [f"({x} - {post}) ** 2" for x in after])
    connection.execute(
        f"""CREATE OR REPLACE TABLE growth AS SELECT p, src, dst, {post} - {pre} AS g, {scatter} AS ss,
            {_slope(before)} AS slope, {_mean(columns[: blocks.n_before])} AS pre,
            {_mean(columns[blocks.n_before :])} AS post,
            CASE WHEN pre <= 0 THEN 0 ELSE least(greatest(floor(log10(pre / {floor})) + 2, 1), 6) END::TINYINT AS bin
            FROM cells"""
    )


def _mean(terms: list[str]) -> str:
    return f"(({' + '.join(terms)}) / {len(terms)})"


def _slope(logs: list[str]) -> str:
    """The least-squares slope over equally spaced blocks; 0 for fewer than three."""
    if len(logs) < 3:
        return "0.0"
    middle = (len(logs) - 1) / 2
    weight = sum((n - middle) ** 2 for n in range(len(logs)))
    return "(" + " + ".join(f"{(n - middle) / weight} * {log}" for n, log in enumerate(logs)) + ")"


def _controls_sql(connection: duckdb.DuckDBPyConnection, model: LegModel) -> str:
    """The products that country effects are learned from: the unlisted ones where there are enough, else all."""
    row = connection.execute(f"SELECT count(DISTINCT p) FROM cells WHERE NOT ({model.listed})").fetchone()
    return f"NOT ({model.listed})" if row and row[0] >= CONTROLS else "true"


def _make_effects(
    connection: duckdb.DuckDBPyConnection, model: LegModel, name: str, leg: str, places: tuple[str, ...], controls: str
) -> None:  # fmt: skip
    """Tables a_p, a_dst (or b_p, b_src, b_dst): one sweep of medians, products first, then countries, then products."""
    taught = f"{leg} AND pre >= {model.floor}"
    known = f"{taught} AND dst <> {literal(model.target)}"
    shrunk = f"count(*) / (count(*) + {SHRINK})"
    connection.execute(
        f"CREATE OR REPLACE TABLE {name}_p AS SELECT p, median(g) * {shrunk} AS e FROM growth WHERE {known} GROUP BY p"
    )
    others: list[str] = []
    joins, removed = f"LEFT JOIN {name}_p USING (p)", f"coalesce({name}_p.e, 0)"
    for place in places:
        connection.execute(
            f"""CREATE OR REPLACE TABLE {name}_{place} AS SELECT {place}, median(g - {removed}) * {shrunk} AS e
                FROM growth {joins} WHERE {taught if place == "dst" else known} AND {controls} GROUP BY {place}
                HAVING count(*) >= {TAUGHT}"""
        )
        _keep_ordinary(connection, f"{name}_{place}")
        joins += f" LEFT JOIN {name}_{place} USING ({place})"
        removed += f" - coalesce({name}_{place}.e, 0)"
        others.append(f"coalesce({name}_{place}.e, 0)")
    connection.execute(
        f"""CREATE OR REPLACE TABLE {name}_p AS SELECT p, median(g - ({" + ".join(others)})) * {shrunk} AS e
            FROM growth {joins} WHERE {known} GROUP BY p"""
    )


def _make_hubs(connection: duckdb.DuckDBPyConnection, model: LegModel) -> None:
    """Table b_hub: how the exports of a product by an intermediary grew towards every other target."""
    connection.execute(
        f"""CREATE OR REPLACE TABLE b_hub AS
        SELECT p, src, median(g - coalesce(b_p.e, 0) - coalesce(b_src.e, 0) - coalesce(b_dst.e, 0))
            * count(*) / (count(*) + {SHRINK}) AS e
        FROM growth LEFT JOIN b_p USING (p) LEFT JOIN b_src USING (src) LEFT JOIN b_dst USING (dst)
        WHERE src <> '{ORIGIN}' AND pre >= {model.floor} AND dst <> {literal(model.target)} GROUP BY p, src"""
    )


def _keep_ordinary(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    low, high = ORDINARY
    connection.execute(
        f"""UPDATE {table} SET e = least(greatest(e, q[1]), q[2]) FROM
            (SELECT CASE WHEN count(*) < 10 THEN [min(e), max(e)] ELSE quantile_cont(e, [{low}, {high}]) END AS q
            FROM {table})"""
    )


def _residual_sql(model: LegModel) -> str:
    """Growth less effects, then less the pre-trend as far as pre-trends proved to carry on, not at all to fully."""
    horizon = (model.blocks.n_before + model.blocks.n_after) / 2
    return f"""CREATE OR REPLACE TABLE residual AS
        WITH adjusted AS (
            SELECT p, src, dst, g, ss, slope, pre, post, bin,
                if(src = '{ORIGIN}', coalesce(a_p.e, 0) + coalesce(a_dst.e, 0),
                   coalesce(b_p.e, 0) + coalesce(b_src.e, 0) + coalesce(b_dst.e, 0) + coalesce(b_hub.e, 0)) AS effect
            FROM growth LEFT JOIN a_p USING (p) LEFT JOIN a_dst USING (dst)
            LEFT JOIN b_p USING (p) LEFT JOIN b_src USING (src) LEFT JOIN b_dst USING (dst)
            LEFT JOIN b_hub USING (p, src)),
        carried AS (
            SELECT src = '{ORIGIN}' AS direct,
                coalesce(least(greatest(regr_slope(g - effect, slope), 0), {horizon}), 0) AS phi
            FROM adjusted WHERE pre >= {model.floor} AND dst <> {literal(model.target)} GROUP BY direct)
        SELECT p, src, dst, g - effect - phi * slope AS r, effect + phi * slope AS drift, ss, pre, post, bin
        FROM adjusted JOIN carried ON carried.direct = (src = '{ORIGIN}')"""


def _legs_sql(blocks: Blocks) -> str:
    freedom = max(0, blocks.count - 2)
    spread = 1 / blocks.n_before + 1 / blocks.n_after
    own = f"ss * {spread}" if freedom else "0"
    return f"""CREATE OR REPLACE TABLE legs AS SELECT p, src, dst, r / sd AS z, sd, r, pre, post, bin,
            pre * exp(drift) AS expected FROM (
            SELECT *, sqrt(({PRIOR_BLOCKS} * v0 + {own}) / {PRIOR_BLOCKS + freedom}) AS sd
            FROM residual JOIN size_class USING (bin) WHERE size_class.direct = (src = '{ORIGIN}'))"""
