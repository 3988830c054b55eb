"""Did the measure bite: regressions with fixed effects, each usable alone. Only this module loads pyfixest.

``difference`` compares treated partners with controls on one flow (log level, partner and period effects).
``triple_difference`` compares listed with unlisted products, the target with other partners, before with after, with a
coefficient per period before the event (leads), and again with each country left out, because one country's heavy
tail can carry a whole estimate (reference §10).
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyfixest

from lustra.errors import InputError
from lustra.trade.events import Event
from lustra.trade.flows import FlowTable, connect, names_sql
from lustra.trade.places import expand
from lustra.trade.sides import origins_in

__all__ = ["Estimate", "Impact", "difference", "triple_difference"]

COMPARED = 30
"""Partners the target is compared with: the largest ones before the event."""
OFFSET = 1.0
"""Added to a flow before the log, in currency units; zero flows stay in."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One coefficient on the log scale; ``exp(value) − 1`` is the relative change."""

    name: str
    value: float
    error: float
    """Standard error, clustered by partner (CRV1)."""
    p: float
    low: float
    high: float
    rows: int
    clusters: int


@dataclass(frozen=True, slots=True)
class Impact:
    """A triple difference with its checks."""

    effect: Estimate
    leads: tuple[Estimate, ...]
    """Per period before the event, against the last one before it: near zero where the trends were parallel."""
    left_out: tuple[Estimate, ...]
    """The effect with each compared country left out."""
    notes: tuple[str, ...] = ()


def difference(
    table: FlowTable, origin: Sequence[str], treated: Sequence[str], controls: Sequence[str], day: date
) -> Estimate:
    """Fit ln exports ~ treated × post | partner + period, standard errors clustered by partner.

    Args:
        table: flows as the origin reports them; sums over products.
        origin: countries or groups.
        treated: partners that may have become intermediaries.
        controls: partners that did not.
        day: periods that start in its year or later are after.

    Raises:
        InputError: a group has no flow, or there is nothing before or after the day.
        UnknownNameError: a place that is not known.
    """
    one, other = expand(treated, day), expand(controls, day)
    with connect() as connection:
        senders = origins_in(connection, table, expand(origin, day))
        frame = connection.execute(
            f"""SELECT importer AS partner, year("start") AS period, ln(sum(value)) AS y,
                (importer IN {names_sql(one)} AND year("start") >= {day.year})::INTEGER AS treat
            FROM {table.sql} WHERE exporter IN {names_sql(senders)} AND importer IN {names_sql(one | other)}
            AND kind = 'total' AND months = {max(table.profile.months)}
            AND (product = 'TOTAL' OR NOT {_has_totals(connection, table)})
            GROUP BY ALL HAVING sum(value) > 0 ORDER BY partner, period"""
        ).df()
    if frame.empty or frame["treat"].nunique() < 2:
        raise InputError(
            "nothing to compare: no treated flow before or after the day", "Check --via, --controls and --date."
        )
    return _estimate(
        "treated × after",
        _fit("y ~ treat | partner + period", frame, False),
        "treat",
        frame,
    )


def _has_totals(connection: duckdb.DuckDBPyConnection, table: FlowTable) -> bool:
    return connection.execute(f"SELECT 1 FROM {table.sql} WHERE product = 'TOTAL' LIMIT 1").fetchone() is not None


def triple_difference(
    table: FlowTable, event: Event, place: str, codes: Sequence[str], window: int = 3, ppml: bool = True
) -> Impact:
    """Listed × place × after, with partner–product, product–period and partner–period effects.

    Args:
        table: flows.
        event: gives origin and day.
        place: the target (did the direct leg fall?) or an intermediary (did the origin leg rise?).
        codes: HS codes under the measure, 2 to 6 digits.
        window: years on each side.
        ppml: Poisson pseudo-maximum likelihood on values; else least squares on logs.

    Raises:
        InputError: no listed or no unlisted product, or no flow to the place.
    """
    frame = _panel(table, event, place, codes, window)
    model = "v ~ treat | pair + item + turn" if ppml else "y ~ treat | pair + item + turn"
    effect = _estimate(f"{place} × listed × after", _fit(model, frame, ppml), "treat", frame)
    leads = tuple(_leads(frame, event.day.year, ppml))
    left = []
    for country in sorted(set(frame["partner"]) - {place}):
        rest = frame[frame["partner"] != country]
        left.append(_estimate(f"without {country}", _fit(model, rest, ppml), "treat", rest))
    spread = [found.value for found in left]
    note = f"leaving one country out: {min(spread):.2f} to {max(spread):.2f}" if spread else ""
    return Impact(effect, leads, tuple(left), (note,) if note else ())


def _panel(table: FlowTable, event: Event, place: str, codes: Sequence[str], window: int) -> Any:
    """A pandas frame: partner, product, period, v, y, treat and the effects' keys; the place and its peers."""
    listed = " OR ".join(f"starts_with(product, '{code}')" for code in codes) or "false"
    first, last = event.day.year - window, event.day.year + window
    with connect() as connection:
        senders = origins_in(connection, table, event.origins())
        connection.execute(
            f"""CREATE TEMP TABLE slice AS SELECT importer AS partner, product, year("start") AS period,
                sum(value) AS v, any_value({listed}) AS listed FROM {table.sql}
            WHERE exporter IN {names_sql(senders)} AND importer NOT IN {names_sql(senders)} AND kind = 'total'
            AND product <> 'TOTAL' AND months = {max(table.profile.months)}
            AND year("start") BETWEEN {first} AND {last} GROUP BY ALL"""
        )
        frame = connection.execute(
            f"""WITH peers AS (SELECT partner FROM slice WHERE period < {event.day.year} AND partner <> '{place}'
                GROUP BY partner ORDER BY sum(v) DESC, partner LIMIT {COMPARED})
            SELECT *, ln(v + {OFFSET}) AS y, (partner = '{place}' AND listed) AS cell,
                (partner = '{place}' AND listed AND period >= {event.day.year})::INTEGER AS treat,
                partner || product AS pair, product || period AS item, partner || period AS turn
            FROM slice WHERE partner = '{place}' OR partner IN (SELECT partner FROM peers)
            ORDER BY partner, product, period"""
        ).df()
    if frame.empty or frame["treat"].nunique() < 2 or frame["listed"].all():
        raise InputError(
            f"no comparison for {place}: it needs listed and unlisted products, before and after {event.day.year}",
            "Give --products with some of the table's codes, or load more years.",
        )
    return frame


def _leads(frame: Any, year: int, ppml: bool) -> list[Estimate]:
    """One coefficient per period before the last one before the event."""
    early = sorted(p for p in set(frame["period"]) if p < year - 1)
    if not early:
        return []
    wide = frame.assign(**{f"lead{p}": (frame["cell"] & (frame["period"] == p)).astype(int) for p in early})
    terms = " + ".join(f"lead{p}" for p in early)
    fit = _fit(f"{'v' if ppml else 'y'} ~ {terms} + treat | pair + item + turn", wide, ppml)
    return [_estimate(str(p), fit, f"lead{p}", wide) for p in early]


def _fit(formula: str, frame: Any, ppml: bool) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyfixest warns of dropped singletons; the row count in the result shows them
        return (pyfixest.fepois if ppml else pyfixest.feols)(formula, frame, vcov={"CRV1": "partner"})


def _estimate(name: str, fit: Any, term: str, frame: Any) -> Estimate:
    row = fit.tidy().loc[term]
    return Estimate(
        name=name,
        value=float(row["Estimate"]),
        error=float(row["Std. Error"]),
        p=float(row["Pr(>|t|)"]),
        low=float(row["2.5%"]),
        high=float(row["97.5%"]),
        rows=int(fit._N),
        clusters=int(frame["partner"].nunique()),
    )
