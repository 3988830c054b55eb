"""Which reports a flow is read from, where a table holds both sides', and a union or its members."""

from datetime import date

import duckdb

from lustra.errors import InputError
from lustra.trade.flows import FlowTable
from lustra.trade.places import members

ANY_DAY = date(2022, 1, 1)
"""The aggregate EU27 has the same members on every day."""

__all__ = ["exporter_sided", "origins_in", "union_or_members"]


def exporter_sided(connection: duckdb.DuckDBPyConnection, table: FlowTable) -> frozenset[str]:
    """Exporters that report in (nearly) every period held; the others' exports are read from their partners.

    A reporter that stopped (Russia after January 2022) is not half used: its flows come from the mirror throughout.
    """
    rows = connection.execute(
        f"""WITH kept AS (
            SELECT exporter, count(DISTINCT "start") AS n FROM {table.sql} WHERE side = 'exporter' GROUP BY 1)
        SELECT exporter FROM kept WHERE n >= 0.9 * (SELECT max(n) FROM kept)"""
    ).fetchall()
    return frozenset(str(row[0]) for row in rows)


def union_or_members(held: frozenset[str], wanted: frozenset[str]) -> frozenset[str]:
    """Of the wanted exporters those that are held: the EU's members, or its own code where most are not there."""
    union = members("EU27", ANY_DAY)
    singles = (wanted & held) - {"EU", "EU27"}
    wants_union = bool(wanted & {"EU", "EU27"}) or union <= wanted
    if wants_union and "EU27" in held and len(singles & union) < len(union) / 2:
        return frozenset({"EU27"} | (singles - union))
    return frozenset(singles)


def origins_in(connection: duckdb.DuckDBPyConnection, table: FlowTable, wanted: frozenset[str]) -> frozenset[str]:
    """The origin's members that export in this table, never a union and its members both.

    Raises:
        InputError: none of them exports anything here.
    """
    held = frozenset(str(row[0]) for row in connection.execute(f"SELECT DISTINCT exporter FROM {table.sql}").fetchall())
    found = union_or_members(held, wanted)
    if not found:
        raise InputError(
            f"none of the origin ({', '.join(sorted(wanted))}) exports anything in this table",
            f"The table's exporters are {', '.join(sorted(held)[:20])} …; give --origin.",
        )
    return found
