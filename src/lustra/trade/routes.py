"""Routes with more than one intermediary, and routes that run the other way."""

import duckdb

from lustra.model.corridor import Route
from lustra.model.sql import literal
from lustra.trade.placebo import FELL
from lustra.trade.scan import ORIGIN, text_of

__all__ = ["multi_hop", "reversed_routes"]

STRONG = 3.0
"""Standard deviations by which every leg of a chain must exceed its counterfactual; a chain has no q of its own."""
SHOWN = 20


def multi_hop(connection: duckdb.DuckDBPyConnection, target: str, listed: str = "true") -> tuple[Route, ...]:
    """Chains origin → first → second → target in which every leg rose, by excess money; at most SHOWN.

    Args:
        connection: holds the table ``legs``.
        target: alpha-2 of the target.
        listed: condition on ``a.p``, the product.
    """
    rows = connection.execute(
        f"""SELECT a.p, b.src::VARCHAR, b.dst::VARCHAR, least(a.z, b.z, c.z) AS z,
            least(a.post - a.expected, b.post - b.expected, c.post - c.expected, d.expected - d.post) AS excess
        FROM legs c JOIN legs b ON b.p = c.p AND b.dst = c.src JOIN legs a ON a.p = b.p AND a.dst = b.src
        JOIN legs d ON d.p = a.p AND d.dst = c.dst
        WHERE a.src = '{ORIGIN}' AND d.src = '{ORIGIN}' AND c.dst = {literal(target)} AND -d.z >= {FELL}
        AND a.z >= {STRONG} AND b.z >= {STRONG} AND c.z >= {STRONG} AND b.src NOT IN ('{ORIGIN}', {literal(target)})
        AND c.src <> '{ORIGIN}' AND excess > 0 AND ({listed}) ORDER BY excess DESC, a.p, 2, 3 LIMIT {SHOWN}"""
    ).fetchall()
    return tuple(
        Route(text_of(p), ("origin", first, second, target), z, excess) for p, first, second, z, excess in rows
    )


def reversed_routes(connection: duckdb.DuckDBPyConnection, target: str, listed: str = "true") -> tuple[Route, ...]:
    """Goods of the target that leave through an intermediary to third places: target → m and m → third both rose.

    Args:
        connection: holds the table ``legs``.
        target: alpha-2 of the target.
        listed: condition on ``a.p``, the product.
    """
    rows = connection.execute(
        f"""SELECT a.p, a.dst::VARCHAR, b.dst::VARCHAR, least(a.z, b.z) AS z,
            least(a.post - a.expected, b.post - b.expected) AS excess
        FROM legs a JOIN legs b ON a.p = b.p AND a.dst = b.src
        WHERE a.src = {literal(target)} AND a.z >= {STRONG} AND b.z >= {STRONG} AND b.dst <> a.src
        AND excess > 0 AND ({listed})
        ORDER BY excess DESC, a.p, 2, 3 LIMIT {SHOWN}"""
    ).fetchall()
    return tuple(Route(text_of(p), (target, via, third), z, excess) for p, via, third, z, excess in rows)
