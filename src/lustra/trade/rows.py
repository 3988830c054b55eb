"""SQL that turns the text columns of one published file into flow rows, and says why a row cannot be used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from lustra.model.sql import identifier, literal
from lustra.model.statement import Problem
from lustra.trade.formats import VINTAGE_NAMES, Format, vintage_of_file

__all__ = ["TextFile", "problems_of", "typed_sql"]

EXAMPLES = 20
"""Rows of one file shown per kind of problem; the rest are counted."""
ABSURD_VALUE = 1e13
"""A single flow above ten trillion currency units is a mistake: world goods trade is about 2.5e13 USD a year (WTO)."""
CN_VINTAGES = (2022, 2017, 2012, 2007, 2002, 1996)
"""The CN of a year follows the HS edition in force that year (Reg. 2658/87, yearly annex I)."""
NORMAL = ("breakdown row left out", "total over partners left out", "unspecified partner left out", "special product")
"""Reasons that every sound file gives: reported once with a count, not row by row."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """One opened file: a FROM item of text columns with a ``line``, and what its columns mean."""

    name: str
    sql: str
    columns: Mapping[str, str]
    """Role → the column of the FROM item."""
    shape: Format
    vintage: str = ""
    """Given by the user; "" lets the file tell."""
    currency: str = ""
    side: str = ""

    def text(self, role: str, constant: str = "") -> str:
        """The SQL of a role's text, or of a constant where the file has no such column."""
        column = self.columns.get(role)
        return f"raw.{identifier(column)}" if column else literal(constant)

    @property
    def direct(self) -> bool:
        """Whether the file names exporter and importer, rather than reporter, partner and flow."""
        return "exporter" in self.columns


def number_sql(column: str) -> str:
    """A number with thousands separators (1,234.5 · 1.234,5 · 1 234) or a decimal comma → DOUBLE; NULL otherwise."""
    text = f"regexp_replace(trim({column}), '[\\s\\x{{00A0}}'']', '', 'g')"
    english = f"regexp_full_match({text}, '-?\\d{{1,3}}(,\\d{{3}})+(\\.\\d+)?')"
    continental = f"regexp_full_match({text}, '-?\\d{{1,3}}(\\.\\d{{3}})*(,\\d+)?')"
    return f"""CASE WHEN TRY_CAST({column} AS DOUBLE) IS NOT NULL THEN TRY_CAST({column} AS DOUBLE)
        WHEN {english} THEN TRY_CAST(replace({text}, ',', '') AS DOUBLE)
        WHEN {continental} THEN TRY_CAST(replace(replace({text}, '.', ''), ',', '.') AS DOUBLE)
        ELSE TRY_CAST(replace({text}, ',', '.') AS DOUBLE) END"""


def typed_sql(file: TextFile) -> str:
    """The file in the flow schema, with ``line``, ``error`` (why the row is not used) and ``warning``."""
    exporter, importer = _partners_sql(file)
    return f"""(SELECT *, {_error_sql()} AS error, {_warning_sql()} AS warning FROM (
        SELECT raw.line, ex.code AS exporter, im.code AS importer, ex.kind AS exporter_kind, im.kind AS importer_kind,
            {exporter} AS exporter_text, {importer} AS importer_text, {file.text("product")} AS product_text,
            {file.text("period")} AS period_text, {file.text("value")} AS value_text,
            {file.text("flow", "none")} AS flow_text, {_breakdown_sql(file)} AS breakdown, p.start AS "start",
            {_product_sql(file)} AS product, {_vintage_sql(file)} AS vintage, {_months_sql(file)} AS months,
            {_measures_sql(file)}, {_side_sql(file)}, {literal(file.name)} AS source
        FROM {file.sql} AS raw LEFT JOIN period_of p ON p.text = {file.text("period")}
        LEFT JOIN flow_of f ON f.text = {file.text("flow", "none")}
        LEFT JOIN place_of ex ON ex.text = {exporter} LEFT JOIN place_of im ON im.text = {importer}))"""


def _partners_sql(file: TextFile) -> tuple[str, str]:
    if file.direct:
        return file.text("exporter"), file.text("importer")
    reporter, partner = file.text("reporter"), file.text("partner")
    return (
        f"CASE WHEN f.side = 'importer' THEN {partner} ELSE {reporter} END",
        f"CASE WHEN f.side = 'importer' THEN {reporter} ELSE {partner} END",
    )


def _measures_sql(file: TextFile) -> str:
    value = f"({number_sql(file.text('value'))}) * {file.shape.value_scale}"
    quantity = f"({number_sql(file.text('quantity'))}) * {file.shape.quantity_scale}"
    currency = literal(file.currency) if file.currency else file.text("currency", file.shape.currency)
    return f"""{value} AS value, {currency} AS currency,
        {quantity if "quantity" in file.columns else "NULL::DOUBLE"} AS quantity,
        {file.text("unit", file.shape.unit)} AS unit"""


def _side_sql(file: TextFile) -> str:
    side = file.text("side", file.side or "both") if file.direct else "f.side"
    kind = file.text("kind", "total") if file.direct else "coalesce(f.kind, 'total')"
    return f"{side} AS side, {kind} AS kind"


def _months_sql(file: TextFile) -> str:
    return f"coalesce(TRY_CAST({file.text('months')} AS TINYINT), p.months)" if "months" in file.columns else "p.months"


def _product_sql(file: TextFile) -> str:
    """Digits only, a lost leading zero put back, CN8 cut to HS6; TOTAL for the publishers' words for all goods."""
    column = file.text("product")
    digits = f"regexp_replace(trim({column}), '[ .]', '', 'g')"
    padded = f"CASE WHEN length({digits}) IN (1, 3, 5, 7) THEN '0' || {digits} ELSE {digits} END"
    code = f"left({padded}, 6)" if file.shape.combined_nomenclature else padded
    return f"CASE WHEN starts_with(lower(trim({column})), 'total') THEN 'TOTAL' ELSE {code} END"


def _vintage_sql(file: TextFile) -> str:
    if file.vintage:
        return literal(VINTAGE_NAMES.get(file.vintage.upper(), file.vintage))
    if "vintage" in file.columns:
        cases = " ".join(f"WHEN '{key}' THEN '{value}'" for key, value in VINTAGE_NAMES.items())
        return f"CASE upper({file.text('vintage')}) {cases} ELSE '' END"
    if file.shape.combined_nomenclature:
        cases = " ".join(f"WHEN year(p.start) >= {year} THEN 'HS{year}'" for year in CN_VINTAGES)
        return f"CASE {cases} ELSE 'HS1992' END"
    return literal(vintage_of_file(file.name))


def _breakdown_sql(file: TextFile) -> str:
    """Whether the row breaks down another one (a procedure, a mode of transport, a country of consignment)."""
    tests = [
        f"lower(trim({file.text(role)})) NOT IN ({', '.join(map(literal, kept))})"
        for role, kept in file.shape.keep.items()
        if role in file.columns
    ]
    return "coalesce(" + " OR ".join(tests) + ", false)" if tests else "false"


ERRORS: tuple[tuple[str, str], ...] = (
    ("unknown flow", "flow_text <> 'none' AND side IS NULL"),
    ("no exporter", "exporter_text IS NULL"),
    ("no importer", "importer_text IS NULL"),
    ("unknown country", "exporter IS NULL OR importer IS NULL"),
    ("unknown period", '"start" IS NULL'),
    ("value is not a number", "value IS NULL"),
    ("negative value", "value < 0"),
    ("absurd value", f"value > {ABSURD_VALUE} OR isnan(value)"),
    ("breakdown row left out (procedure, transport or consignment)", "breakdown"),
    ("total over partners left out", "exporter_kind IN ('world', 'group') OR importer_kind IN ('world', 'group')"),
    ("unspecified partner left out", "exporter_kind = 'unspecified' OR importer_kind = 'unspecified'"),
    (
        "suppressed or unknown product code",
        "product IS NULL OR (product <> 'TOTAL' AND NOT regexp_full_match(product, '\\d{2}|\\d{4}|\\d{6,10}'))",
    ),
    ("special product left out (chapter 99)", "product LIKE '99%' AND length(product) > 2"),
)
"""Why a row is not used, in the order in which the reasons are tried."""

WARNINGS: tuple[tuple[str, str], ...] = (
    ("negative quantity", "quantity < 0"),
    ("value with separators read as a number", "TRY_CAST(value_text AS DOUBLE) IS NULL AND value IS NOT NULL"),
    (
        "leading zero of the product code put back",
        "regexp_full_match(trim(product_text), '\\d{3}|\\d{5}|\\d{7}')",
    ),
)
"""What is worth a word about a row that is used."""


def _error_sql() -> str:
    return "CASE " + " ".join(f"WHEN {test} THEN {literal(reason)}" for reason, test in ERRORS) + " END"


def _warning_sql() -> str:
    return "CASE " + " ".join(f"WHEN {test} THEN {literal(reason)}" for reason, test in WARNINGS) + " END"


def problems_of(connection: duckdb.DuckDBPyConnection, file: str, typed: str) -> Iterator[Problem]:
    """What could not be used in a file, in the order of its lines: up to ``EXAMPLES`` rows a reason, then a count."""
    kinds = connection.execute(
        f"""SELECT reason, severity, count(*), arg_min(shown, line, {EXAMPLES}), min(line, {EXAMPLES}) FROM (
            SELECT coalesce(error, warning) AS reason, if(error IS NULL, 'warning', 'error') AS severity, line,
                CASE coalesce(error, warning)
                    WHEN 'unknown country' THEN if(exporter IS NULL, exporter_text, importer_text)
                    WHEN 'unknown period' THEN period_text WHEN 'unknown flow' THEN flow_text
                    WHEN 'suppressed or unknown product code' THEN product_text
                    WHEN 'leading zero of the product code put back' THEN product_text ELSE value_text END AS shown
            FROM {typed} WHERE error IS NOT NULL OR warning IS NOT NULL)
        GROUP BY ALL ORDER BY min(line), reason"""
    ).fetchall()
    for reason, severity, count, shown, lines in kinds:
        if severity == "warning" or reason.startswith(NORMAL):
            yield Problem(file, f"line {lines[0]}", f"{reason}: {count:,} rows", str(shown[0] or ""))
            continue
        for line, value in zip(lines, shown, strict=False):
            yield Problem(file, f"line {line}", reason, str(value or ""), "error")
        if count > len(lines):
            yield Problem(file, f"after line {lines[-1]}", f"{reason}: {count - len(lines):,} more rows", "", "error")
