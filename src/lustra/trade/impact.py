"""Did the measure bite: regressions with fixed effects, each usable alone (``trade.regression`` computes them).

``difference`` compares treated partners with controls on one flow (log level, partner and period effects).
``triple_difference`` compares listed with unlisted products, the target with other partners, before with after, with a
coefficient per period before the event (leads), and again with each country left out, because one country's heavy
tail can carry a whole estimate (reference §10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from lustra.errors import InputError
from lustra.model.sql import literal
from lustra.trade.events import Event
from lustra.trade.flows import FlowTable, names_sql
from lustra.trade.places import expand
from lustra.trade.regression import Design, Fit, codes_of, least_squares, poisson
from lustra.trade.sides import origins_in

__all__ = ["Estimate", "Impact", "difference", "triple_difference"]

COMPARED = 30
"""Partners the target is compared with: the largest ones before the event."""
OFFSET = 1.0
"""Added to a flow before the log, in currency units; zero flows stay in."""

Panel = Mapping[str, NDArray[Any]]
"""Name of a column → its values, all of one length."""


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
    connection = table.connection
    senders = origins_in(connection, table, expand(origin, day))
    panel = connection.execute(
        f"""SELECT importer AS partner, year("start") AS period, ln(sum(value)) AS y,
            (importer IN {names_sql(one)} AND year("start") >= {day.year})::INTEGER AS treat
        FROM {table.sql} WHERE exporter IN {names_sql(senders)} AND importer IN {names_sql(one | other)}
        AND kind = 'total' AND months = {max(table.profile.months)}
        AND (product = 'TOTAL' OR NOT {_has_totals(connection, table)})
        GROUP BY ALL HAVING sum(value) > 0 ORDER BY partner, period"""
    ).fetchnumpy()
    if len(np.unique(panel["treat"])) < 2:
        raise InputError(
            "nothing to compare: no treated flow before or after the day", "Check --via, --controls and --date."
        )
    partners = codes_of(panel["partner"])
    design = Design(_columns(panel["treat"]), (partners, codes_of(panel["period"])), partners)
    return _estimate("treated × after", least_squares(panel["y"], design))


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
    panel = _panel(table, event, place, codes, window)
    effect = _estimate(f"{place} × listed × after", _fit(panel, ppml, panel["treat"]))
    leads = tuple(_leads(panel, event.day.year, ppml))
    left = []
    for country in sorted(set(panel["partner"]) - {place}):
        rest = {name: column[panel["partner"] != country] for name, column in panel.items()}
        left.append(_estimate(f"without {country}", _fit(rest, ppml, rest["treat"])))
    spread = [estimate.value for estimate in left]
    note = f"leaving one country out: {min(spread):.2f} to {max(spread):.2f}" if spread else ""
    return Impact(effect, leads, tuple(left), (note,) if note else ())


def _panel(table: FlowTable, event: Event, place: str, codes: Sequence[str], window: int) -> Panel:
    """The flows of the place and its peers: partner, product, period, v, y, listed, cell and treat."""
    listed = " OR ".join(f"starts_with(product, {literal(code)})" for code in codes) or "false"
    first, last = event.day.year - window, event.day.year + window
    connection = table.connection
    senders = origins_in(connection, table, event.origins())
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE slice AS SELECT importer AS partner, product, year("start") AS period,
            sum(value) AS v, any_value({listed}) AS listed FROM {table.sql}
        WHERE exporter IN {names_sql(senders)} AND importer NOT IN {names_sql(senders)} AND kind = 'total'
        AND product <> 'TOTAL' AND months = {max(table.profile.months)}
        AND year("start") BETWEEN {first} AND {last} GROUP BY ALL"""
    )
    panel = connection.execute(
        f"""WITH peers AS (SELECT partner FROM slice WHERE period < {event.day.year} AND partner <> {literal(place)}
            GROUP BY partner ORDER BY sum(v) DESC, partner LIMIT {COMPARED})
        SELECT *, ln(v + {OFFSET}) AS y, (partner = {literal(place)} AND listed) AS cell,
            (partner = {literal(place)} AND listed AND period >= {event.day.year})::INTEGER AS treat
        FROM slice WHERE partner = {literal(place)} OR partner IN (SELECT partner FROM peers)
        ORDER BY partner, product, period"""
    ).fetchnumpy()
    if len(np.unique(panel["treat"])) < 2 or panel["listed"].all():
        raise InputError(
            f"no comparison for {place}: it needs listed and unlisted products, before and after {event.day.year}",
            "Give --products with some of the table's codes, or load more years.",
        )
    return panel


def _leads(panel: Panel, year: int, ppml: bool) -> list[Estimate]:
    """One coefficient per period before the last one before the event."""
    early = sorted({int(period) for period in panel["period"] if period < year - 1})
    if not early:
        return []
    leads = [panel["cell"] & (panel["period"] == period) for period in early]
    fit = _fit(panel, ppml, *leads, panel["treat"])
    return [_estimate(str(period), fit, number) for number, period in enumerate(early)]


def _fit(panel: Panel, ppml: bool, *regressors: NDArray[Any]) -> Fit:
    """With effects of partner × product, product × period and partner × period, clustered by partner."""
    partner, product, period = (panel[name] for name in ("partner", "product", "period"))
    effects = (codes_of(partner, product), codes_of(product, period), codes_of(partner, period))
    design = Design(_columns(*regressors), effects, codes_of(partner))
    return poisson(panel["v"], design) if ppml else least_squares(panel["y"], design)


def _columns(*regressors: NDArray[Any]) -> NDArray[np.float64]:
    return np.column_stack(regressors).astype(np.float64)


def _estimate(name: str, fit: Fit, term: int = 0) -> Estimate:
    value, error, p, low, high = (float(a[term]) for a in (fit.values, fit.errors, fit.p, fit.low, fit.high))
    return Estimate(name, value, error, p, low, high, rows=fit.rows, clusters=fit.clusters)
