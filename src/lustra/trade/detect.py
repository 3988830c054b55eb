"""The detector: scan, counterfactual, null, q-values, ranked corridors with their evidence."""

from dataclasses import dataclass, replace

import duckdb
import numpy as np
from scipy.special import stdtr

from lustra.model.corridor import Corridor, Detection, Leg
from lustra.model.progress import Progress, no_progress
from lustra.model.sql import literal
from lustra.trade.blocks import Blocks, blocks_around
from lustra.trade.events import Event
from lustra.trade.evidence import DetectionContext, add_evidence
from lustra.trade.flows import FlowTable, names_sql, profile_of
from lustra.trade.goods import tier_of, title_of
from lustra.trade.legs import PRIOR_BLOCKS, LegModel, make_legs
from lustra.trade.lists import ALL, CodeList, listed_sql, one_edition
from lustra.trade.placebo import adjust, make_null, pairs_sql, permuted_list, target_rank, two_step
from lustra.trade.places import name_of
from lustra.trade.routes import multi_hop, reversed_routes
from lustra.trade.scan import Scan, define_places, make_cells, text_of
from lustra.trade.sides import exporter_sided, origins_in
from lustra.trade.vintages import Concordance

__all__ = ["Options", "detect"]

WIDE = 1.96
"""Standard deviations of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the question is asked; the defaults ask about every product and every intermediary."""

    codes: tuple[str, ...] = ()
    """HS codes of 2 to 6 digits under the measure; () takes the event's own, '*' all products."""
    vintage: str = ""
    """HS edition of six-digit ``codes``; checked against the flows'."""
    via: frozenset[str] = frozenset()
    window: int = 3
    level: float = 0.05
    top: int = 25
    placebo_dates: int = 0
    """Made-up earlier events to run the whole detector at."""


def detect(
    table: FlowTable,
    event: Event,
    options: Options,
    concordance: Concordance | None = None,
    progress: Progress = no_progress,
) -> Detection:
    """Look for the corridors by which goods got round an event.

    Args:
        table: flows; intermediate tables are made on its connection.
        event: what was decreed, when, for goods from where to where.
        options: products, intermediaries, window, level.
        concordance: correspondences of HS editions, where list and flows differ.
        progress: called at each step.

    Raises:
        InputError: the event lies outside the data; list and flows are of different HS editions and no correspondence
            carries the codes; the origin exports nothing in this table.
    """
    connection = table.connection
    define_places(connection)
    run = _prepare(connection, table, event, options, concordance)
    found = _run(connection, run, progress)
    dates = tuple(_placebo_date(connection, run, n, progress) for n in range(1, options.placebo_dates + 1))
    notes = tuple(note for note in (*run.notes, *found.notes, *dates) if note)
    return replace(found, notes=(*table.profile.notes, *notes))


@dataclass(frozen=True, slots=True)
class _Run:
    scan: Scan
    model: LegModel
    event: Event
    options: Options
    listed: str
    """SQL condition on a product number; ``{p}`` stands for the column."""
    currency: str
    has_onward: bool
    notes: tuple[str, ...]

    def on(self, column: str) -> str:
        """The condition on a column."""
        return self.listed.format(p=column)

    def via(self, column: str) -> str:
        """The condition on an intermediary's column."""
        return f"{column} IN {names_sql(self.options.via)}" if self.options.via else "true"


def _prepare(
    connection: duckdb.DuckDBPyConnection,
    table: FlowTable,
    event: Event,
    options: Options,
    concordance: Concordance | None,
) -> _Run:
    profile = table.profile
    blocks = blocks_around(profile, event.day, options.window)
    origins = origins_in(connection, table, event.origins())
    source, product_note = one_edition(connection, table, concordance)
    codes = () if options.codes == (ALL,) else options.codes or event.codes
    listed, list_note = listed_sql(connection, table, CodeList(codes, options.vintage), concordance)
    sided = exporter_sided(connection, table) if len(set(profile.sides) - {"both"}) > 1 else None
    keep = "product <> 'TOTAL'" if profile.products > 1 else "true"
    scan = Scan(source, origins, event.target, blocks, True, sided, profile.rows, keep=keep)
    model = LegModel(event.target, blocks, listed.format(p="p"))
    into_target = f"importer = {literal(event.target)} AND exporter NOT IN {names_sql(origins)}"
    onward = connection.execute(f"SELECT 1 FROM {table.sql} WHERE {into_target} LIMIT 1").fetchone()
    notes = tuple(note for note in (product_note, list_note) if note)
    currency = profile.currencies[0] if len(profile.currencies) == 1 else ""
    return _Run(scan, model, event, options, listed, currency, onward is not None, notes)


def _run(connection: duckdb.DuckDBPyConnection, run: _Run, progress: Progress) -> Detection:
    progress(f"summing legs, {run.scan.blocks.words()}")
    make_cells(connection, run.scan)
    progress("fitting the counterfactual")
    make_legs(connection, run.model)
    if not run.has_onward:
        return _watch(connection, run)
    progress("comparing with every other target")
    corridors, placebos = _corridors(connection, run)
    flagged = [c for c in corridors if c.q <= run.options.level and c.excess > 0]
    rest = [c for c in corridors if c.excess > 0 and c.q > run.options.level]
    shown = sorted(flagged, key=lambda c: (c.q, -c.excess, c.product, c.via))
    shown += sorted(rest, key=lambda c: (-c.excess, c.product, c.via))[: max(0, run.options.top - len(flagged))]
    progress("gathering evidence")
    context = DetectionContext(run.scan, run.event, run.model)
    detailed = add_evidence(connection, context, shown[: run.options.top])
    naive, naive_of = _naive(connection, run)
    rank, rank_of = target_rank(connection, run.event.target, run.on("a.p"))
    blank = _blank(run)
    return replace(
        blank,
        corridors=(*detailed, *shown[run.options.top :]),
        flagged=len(flagged),
        tested=len(corridors),
        naive=naive,
        naive_of=naive_of,
        placebos=placebos,
        rank=rank,
        rank_of=rank_of,
        notes=_list_note(connection, run),
        routes=multi_hop(connection, run.event.target, run.on("a.p")),
        reversed=reversed_routes(connection, run.event.target, run.on("a.p")),
    )


def _list_note(connection: duckdb.DuckDBPyConnection, run: _Run) -> tuple[str, ...]:
    """What permuting the list says, where there are unlisted products to draw from."""
    found = permuted_list(connection, run.event.target, run.on("a.p"))
    if found is None:
        return ()
    return (f"permuted lists: listed products' detours exceed the others' by {found[0]:.2f} SD, p = {found[1]:.2g}",)


def _blank(run: _Run) -> Detection:
    return Detection(
        event=run.event.id,
        day=run.event.day,
        origin=" ".join(run.event.origin),
        target=run.event.target,
        span=run.scan.blocks.words(),
        currency=run.currency,
        corridors=(),
        flagged=0,
        tested=0,
        naive=0,
        naive_of=0,
        placebos=0,
        rank=0,
        rank_of=0,
        level=run.options.level,
    )


def _corridors(connection: duckdb.DuckDBPyConnection, run: _Run) -> tuple[list[Corridor], int]:
    target = run.event.target
    cursor = connection.execute(pairs_sql(target, run.on("a.p"), run.via("a.dst::VARCHAR")))
    names = [column[0] for column in cursor.description or ()]
    rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    onward, origin = (make_null(connection, target, onward=side) for side in (True, False))
    places = [row["m"] for row in rows]
    p_onward = onward.p_values(np.array([row["zb"] for row in rows], float), [row["bin_b"] for row in rows], places)
    p_origin = origin.p_values(np.array([row["za"] for row in rows], float), [row["bin_a"] for row in rows], places)
    q = two_step(p_onward, p_origin, run.options.level)
    made = [
        _corridor(row, *ps) for row, *ps in zip(rows, q.tolist(), p_onward.tolist(), p_origin.tolist(), strict=True)
    ]
    return made, onward.placebos


def _corridor(row: dict[str, float], q: float, p_onward: float, p_origin: float) -> Corridor:
    origin = Leg(row["a_pre"], row["a_post"], row["a_expected"], row["za"], row["sd_a"])
    onward = Leg(row["b_pre"], row["b_post"], row["b_expected"], row["zb"], row["sd_b"])
    direct = Leg(row["d_pre"], row["d_post"], row["d_expected"], -row["zd"], row["sd_d"])
    gains = [_gain(origin), _gain(onward), tuple(-x for x in reversed(_gain(direct)))]
    low, middle, high = (min(gain[n] for gain in gains) for n in range(3))
    code, via = text_of(int(row["p"])), str(row["m"])
    return Corridor(
        product=code,
        title=title_of(code),
        tier=tier_of(code),
        via=via,
        via_name=name_of(via),
        q=q,
        p_onward=p_onward,
        p_origin=p_origin,
        excess=middle,
        low=low,
        high=high,
        direct=direct,
        origin=origin,
        onward=onward,
    )


def _gain(leg: Leg) -> tuple[float, ...]:
    """Money above the counterfactual: lower end, best value, upper end."""
    return tuple(leg.after - leg.expected * float(np.exp(side * WIDE * leg.sd)) for side in (1, 0, -1))


def _naive(connection: duckdb.DuckDBPyConnection, run: _Run) -> tuple[int, int]:
    """Pairs that the rule 'direct falls, both others rise' flags, of all pairs with three legs."""
    row = connection.execute(
        f"""SELECT count(*) FILTER (d.post < d.pre AND a.post > a.pre AND b.post > b.pre), count(*)
        FROM legs a JOIN legs b ON a.p = b.p AND a.dst = b.src JOIN legs d ON d.p = a.p AND d.dst = b.dst
        WHERE a.src = 'OO' AND d.src = 'OO' AND b.src <> 'OO' AND b.dst = {literal(run.event.target)}
        AND {run.on("a.p")}"""
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def _watch(connection: duckdb.DuckDBPyConnection, run: _Run) -> Detection:
    """Without onward legs nothing is a corridor; origin legs that grew beyond their own noise are worth watching."""
    rows = connection.execute(
        f"""SELECT p, dst::VARCHAR, z, sd, pre, post, expected FROM legs
        WHERE src = 'OO' AND dst <> {literal(run.event.target)} AND pre >= {run.model.floor * 100} AND {run.on("p")}
        AND {run.via("dst::VARCHAR")}
        ORDER BY p, dst"""
    ).fetchall()
    freedom = PRIOR_BLOCKS + max(0, run.scan.blocks.count - 2)
    p = stdtr(freedom, -np.array([row[2] for row in rows], float))
    found = [_watched(row, q, chance) for row, q, chance in zip(rows, adjust(p).tolist(), p.tolist(), strict=True)]
    kept = sorted((c for c in found if c.origin.z > 0), key=lambda c: (c.q, -c.origin.z, c.product, c.via))
    note = f"no flows into {run.event.target} from elsewhere: origin legs only, so no corridor can be claimed"
    watch = add_evidence(connection, DetectionContext(run.scan, run.event, run.model), kept[: run.options.top])
    return replace(_blank(run), watch=watch, tested=len(rows), notes=(note,))


def _watched(row: tuple[int, str, float, float, float, float, float], q: float, p: float) -> Corridor:
    number, via, z, sd, before, after, expected = row
    leg, none = Leg(before, after, expected, z, sd), Leg(0.0, 0.0, 0.0, 0.0, 0.0)
    low, middle, high = _gain(leg)
    code = text_of(number)
    return Corridor(
        code, title_of(code), tier_of(code), via, name_of(via), q, 1.0, p, middle, low, high, none, leg, none
    )


def _placebo_date(connection: duckdb.DuckDBPyConnection, run: _Run, number: int, progress: Progress) -> str:
    """The detector at an event made up ``number`` windows earlier: what it flags there is chance or older history."""
    blocks = _earlier(connection, run, number)
    if blocks is None:
        return f"placebo date {number}: the data do not reach back far enough"
    progress(f"placebo date: {blocks.words()}")
    early = replace(run, scan=replace(run.scan, blocks=blocks), model=replace(run.model, blocks=blocks))
    make_cells(connection, early.scan)
    make_legs(connection, early.model)
    corridors, _ = _corridors(connection, early)
    flagged = sum(c.q <= run.options.level and c.excess > 0 for c in corridors)
    return f"placebo date, {blocks.words()}: {flagged} of {len(corridors)} flagged"


def _earlier(connection: duckdb.DuckDBPyConnection, run: _Run, number: int) -> Blocks | None:
    blocks = run.scan.blocks
    early = blocks.shifted(number * blocks.n_after)
    first = profile_of(connection, run.scan.source).first
    start = int(first[:4]) * 12 + int(first[5:7]) - 1
    return early if early.first_before >= start else None
