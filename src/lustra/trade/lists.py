"""A list of codes against a table of flows: one HS edition on both sides, or a refusal."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from lustra.errors import InputError
from lustra.trade.flows import FlowTable
from lustra.trade.vintages import Concordance, join_codes

__all__ = ["ALL", "CodeList", "listed_codes", "listed_sql", "one_edition"]

ALL = "*"
"""The code that stands for every product."""
HELP = "Give the UN correspondences: --concordance DIR, or lustra trade concordance load DIR."


@dataclass(frozen=True, slots=True)
class CodeList:
    """HS codes of 2 to 6 digits and the edition of the six-digit ones; chapters and headings are taken as they are."""

    codes: tuple[str, ...]
    vintage: str = ""


def one_edition(
    connection: duckdb.DuckDBPyConnection, table: FlowTable, concordance: Concordance | None
) -> tuple[str, str]:
    """A FROM item with all products in one edition, the oldest in the table, and a note on what was done.

    Raises:
        InputError: the flows mix editions, and no complete correspondence is given.
    """
    vintages = [v for v in table.profile.vintages if v]
    if len(vintages) < 2:
        return table.sql, ""
    oldest = min(vintages)
    links = {v: concordance.links(v, oldest) if concordance else None for v in vintages if v != oldest}
    if concordance is None or not concordance.complete or None in links.values():
        raise InputError(
            f"the flows mix the HS editions {', '.join(vintages)}; compared by raw code, products that were renumbered "
            "would look like trade that stopped and trade that began",
            HELP,
        )
    rows = [(v, code, into[0]) for v, held in links.items() for code, into in (held or {}).items() if into != (code,)]
    connection.execute("CREATE OR REPLACE TABLE carried (vintage VARCHAR, code VARCHAR, into_code VARCHAR)")
    connection.executemany("INSERT INTO carried VALUES (?, ?, ?)", rows)
    source = f"""(SELECT f.* EXCLUDE (product), coalesce(c.into_code, f.product) AS product FROM {table.sql} AS f
        LEFT JOIN carried c ON c.vintage = f.vintage AND c.code = f.product)"""
    return source, f"all products carried to {oldest}"


def listed_sql(
    connection: duckdb.DuckDBPyConnection, table: FlowTable, wanted: CodeList, concordance: Concordance | None
) -> tuple[str, str]:
    """An SQL condition on a product number, ``{p}`` standing for it, and a note on what became of the list.

    Raises:
        InputError: a code that is none; list and flows of different editions without a correspondence; or a list of
            unstated edition with codes that the flows do not have.
    """
    if table.profile.products == 1:
        return "true", ""
    if not wanted.codes:
        return "{p} > 0", ""
    tests = {code: _within_sql(code) for code in sorted(set(wanted.codes))}
    long = tuple(code for code in tests if len(code) == 6)
    held = [v for v in table.profile.vintages if v]
    if not long or not held or min(held) == wanted.vintage:
        return _any(tests.values()), ""
    products = [str(row[0]) for row in connection.execute(f"SELECT DISTINCT product FROM {table.sql}").fetchall()]
    if not wanted.vintage:
        _refuse_strangers(long, products, min(held))
        return _any(tests.values()), f"the list's codes were taken as {min(held)}, the edition of the flows"
    join = join_codes(long, wanted.vintage, products, min(held), concordance)
    short = [test for code, test in tests.items() if len(code) != 6]
    return _any([*short, *map(_within_sql, sorted(join.codes))]), f"list {wanted.vintage}: {join.words()}"


def _refuse_strangers(codes: tuple[str, ...], products: list[str], edition: str) -> None:
    strange = sorted(set(codes) - set(products))
    if strange:
        raise InputError(
            f"{len(strange)} of {len(codes)} codes are not in the flows ({', '.join(strange[:12])}), "
            f"which are {edition}, and the edition of the list is not stated",
            "State it: --vintage HS2017, and give a correspondence where it differs.",
        )


def _any(tests: Iterable[str]) -> str:
    return "(" + " OR ".join(tests) + ")"


def _within_sql(code: str) -> str:
    """Products of 2, 4 or 6 digits at or below a code, as ranges of product numbers (which never overlap)."""
    if not re.fullmatch(r"\d{2,6}", code):
        raise InputError(f"{code!r} is not an HS code of 2 to 6 digits", "Give codes such as 85, 8542 or 854231.")
    widths = [10 ** (digits - len(code)) for digits in (2, 4, 6) if digits >= len(code)]
    return " OR ".join(f"{{p}} BETWEEN {int(code) * w} AND {int(code) * w + w - 1}" for w in widths)


def listed_codes(rows: Iterable[str]) -> tuple[str, ...]:
    """Codes of a list file: the first run of 2 to 6 digits in each line that has one."""
    found = (re.search(r"\b\d{2,6}\b", row) for row in rows)
    return tuple(sorted({match[0] for match in found if match}))
