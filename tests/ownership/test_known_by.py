"""What became known only later appears in no part of an answer."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ownership.graphs import CALM, DAYS, PARTIES, mixed_graphs

from lustra.errors import InputError
from lustra.model.edge import DECLARED_INDIRECT, Edge, Share
from lustra.model.time import FOREVER, LONG_AGO, AsOf, DayLike, Interval
from lustra.ownership.exposure import exposure, ties
from lustra.ownership.graph import Graph, Listed, build
from lustra.ownership.rules import rule_named
from lustra.ownership.states import bodies_of, state_owned
from lustra.ownership.timeline import timeline
from lustra.ownership.verdict import Status, blocked, verdict, verdict_by_rule
from lustra.ownership.whatif import listing_gain, newly_taken, sole_support, synergies, transfer_watch
from lustra.ownership.worlds import sampled_worlds
from lustra.usecases.ownership.analysis import OwnershipAnalysis
from lustra.usecases.ownership.graphs import GraphData
from lustra.usecases.ownership.linking import Link
from lustra.views.ownership_diagram import answer_diagram
from lustra.views.ownership_json import ownership_json
from lustra.views.ownership_report import answer_lines

EARLY, LATER = date(2020, 1, 1), date(2024, 1, 1)
IN_2023 = AsOf(date(2024, 6, 1), date(2023, 6, 1))
"""A day after everything, as it was known before LATER."""
REGIMES = ("OFAC", "EU", "UK")
SOE = rule_named("SOE-OECD")


def held(owner: str, owned: str, percent: int, known: DayLike = LONG_AGO, **more: Any) -> Edge:
    """An exact holding that became known on a day."""
    return Edge(owner, owned, share=Share.percent(percent), known=Interval(known), **more)


def analysis_of(graph: Graph, links: tuple[Link, ...] = ()) -> OwnershipAnalysis:
    """A graph as the use-cases see it."""
    return OwnershipAnalysis(GraphData("g", graph, {}, "v"), links, graph)


# -- one case for each leak


def test_a_listing_known_later_is_no_stake_and_no_tie() -> None:
    """A listing of 2024 showed as stake and tie in 2023, beside a listed share of 0 %."""
    graph = build([held("X", "A", 40)], [Listed("X", known=Interval(LATER))])
    told = exposure(graph, verdict(graph, "A", "EU", IN_2023))
    assert ((), ()) == (told.stakes, told.ties)
    assert exposure(graph, verdict(graph, "A", "EU", AsOf(IN_2023.valid))).stakes


def test_a_tie_passes_over_listings_known_later() -> None:
    """A party whose listing came later is walked through, not stopped at."""
    graph = build([held("L", "X", 50), held("X", "A", 40)], [Listed("X", known=Interval(LATER)), Listed("L")])
    assert ["L"] == [tie.listed for tie in ties(graph, "A", IN_2023)]


def test_a_holding_known_later_is_no_remark() -> None:
    """The flags of a verdict looked at records that nobody knew yet."""
    later = [Edge("X", "A", "golden_share", known=Interval(LATER)), held("Y", "A", 70, LATER), held("A", "A", 40)]
    graph = build([*later, held("X", "A", 10)], [Listed("X")])
    assert ["own"] == [flag.code for flag in verdict(graph, "A", "EU", IN_2023).flags if flag.code != "verify"]


def test_a_listing_of_other_days_does_not_settle_a_presumption() -> None:
    """A party that was listed until 2021 lost the remark that the presumption can be rebutted in 2024."""
    once = Listed("A", Interval(EARLY, date(2021, 1, 1)))
    plain, also = (build([held("X", "A", 40)], [Listed("X"), *more]) for more in ((), (once,)))
    for regime in ("EU", "CH"):
        assert verdict(plain, "A", regime, IN_2023).flags == verdict(also, "A", regime, IN_2023).flags


def test_a_listing_that_is_certain_on_other_days_decides_nothing() -> None:
    """Whether a party may be listed on the day stays an open fact, though it was surely listed once."""
    listed = [Listed("X", Interval(EARLY, date(2021, 1, 1))), Listed("X", Interval(date(2023, 1, 1)), certain=False)]
    found = verdict(build([held("X", "A", 60)], listed), "A", "EU", IN_2023)
    assert ["whether X is the listed party"] == [fact.words for fact in found.deciding]


def test_a_listing_known_later_makes_no_transfer() -> None:
    """The transfer watch told of listings that nobody knew yet."""
    sold = held("X", "A", 60, valid=Interval(end=date(2022, 3, 1)))
    graph = build([sold], [Listed("X", Interval(date(2022, 2, 25)), Interval(LATER))])
    assert not transfer_watch(graph, "EU", date(2023, 6, 1))
    assert transfer_watch(graph, "EU")


def test_the_buyers_of_a_transfer_are_those_known() -> None:
    """Who bought, and whether a relative did, is told from what was known."""
    days = Interval(end=date(2022, 3, 1)), Interval(date(2022, 3, 1))
    edges = [held("X", "A", 60, valid=days[0]), held("Y", "A", 30, valid=days[1]), held("Z", "A", 30, LATER)]
    edges += [Edge("Y", "X", "family", known=Interval(LATER)), held("Y", "B", 30, valid=Interval(EARLY))]
    graph = build([*edges[:2], edges[2]._replace(valid=days[1]), *edges[3:]], [Listed("X", Interval(days[0].end))])
    assert [("Y",)] == [fall.buyers for fall in transfer_watch(graph, "EU", date(2023, 6, 1))]


def test_a_part_known_later_is_no_body_of_a_state() -> None:
    """A ministry whose record came later is not folded into the state."""
    graph = build([Edge("M", "S", "part_of", known=Interval(LATER)), held("M", "A", 60)], states=["S"])
    assert ["S"] == bodies_of(graph, "S", IN_2023)
    assert ["M", "S"] == bodies_of(graph, "S", AsOf(IN_2023.valid))


def test_a_declared_interest_is_explained_only_by_records_known() -> None:
    """A chain known later once made a declared indirect interest count for nothing."""
    declared = held("X", "A", 60)._replace(directness=DECLARED_INDIRECT)
    graph = build([declared, held("X", "B", 10, LATER), held("B", "A", 10, LATER)], [Listed("X")])
    known = build([declared, held("B", "B", 1, EARLY)], [Listed("X")])
    for regime in REGIMES:
        assert verdict(known, "A", regime, IN_2023).status == verdict(graph, "A", regime, IN_2023).status


def test_regimes_known_later_have_no_timeline() -> None:
    """The timeline answers under the regimes under which anybody was known to be listed."""
    entries = [Listed("X", regimes=("CH",)), Listed("X", known=Interval(LATER), regimes=("US-OFAC",))]
    analysis = analysis_of(build([held("X", "A", 60)], entries))
    assert ["CH"] == list(analysis.timeline("A", known=IN_2023.known))
    assert {"CH", "US-OFAC"} == set(analysis.timeline("A"))


def test_a_picture_names_only_listings_known() -> None:
    """The note of a party in the diagram named every listing, whenever it was known."""
    entries = [Listed("X", source="old"), Listed("X", known=Interval(LATER), source="new")]
    analysis = analysis_of(build([held("X", "A", 60)], entries))
    assert not [node for node in answer_diagram(analysis, analysis.answer("A", IN_2023)).nodes if "new" in node.detail]


def test_an_open_link_known_later_waits_for_nobody() -> None:
    """A potential match with an entry of 2024 was shown in an answer of 2023."""
    old, new = (Link("X", "X", f"us:{i}", "", "open", 0.9, "", day) for i, day in enumerate(("", "2024-01-01")))
    analysis = analysis_of(build([held("X", "X", 60)], [Listed("Y")]), (old, new))
    assert (old,) == analysis.answer("X", IN_2023).open_links
    assert (old, new) == analysis.answer("X", AsOf(IN_2023.valid)).open_links


@pytest.mark.parametrize("day", [FOREVER, date(9999, 12, 30)])
def test_the_last_day_is_inside_what_has_no_end(day: date) -> None:
    """An interval without an end holds on every day there is, the last one included."""
    graph = build([held("X", "A", 60)], [Listed("X")])
    found = verdict(graph, "A", "OFAC", AsOf(day, day))
    assert Status.BLOCKED == found.status
    assert exposure(graph, found).stakes
    assert ["A"] == [one.entity for one in blocked(graph, "OFAC", AsOf(day, day))]


# -- the property


KNOWN = st.sampled_from((date.min, *DAYS[:4], date.max))


@st.composite
def known_intervals(draw: st.DrawFn) -> Interval:
    """Half of what is drawn became known on some day, some of that was superseded later."""
    first, last = sorted(draw(st.tuples(st.sampled_from((date.min, *DAYS)), st.sampled_from((*DAYS, date.max)))))
    return Interval() if draw(st.booleans()) else Interval(first, last if draw(st.booleans()) else date.max)


@st.composite
def dated_graphs(draw: st.DrawFn) -> Graph:
    """A small graph of every kind of record, with both clocks on records and listings."""
    edges, parties = draw(mixed_graphs())
    edges = [edge._replace(known=draw(known_intervals()), id=f"r{i}") for i, edge in enumerate(edges)]
    anchors = [Edge(party, "Z", "other_interest", id=f"anchor {party}") for party in PARTIES]
    listed = [
        Listed(party, Interval(draw(st.sampled_from((date.min, *DAYS)))), draw(known_intervals()), (), sure, party)
        for party in parties
        for sure in draw(st.lists(st.booleans(), min_size=1, max_size=2))
    ]
    return build([*edges, *anchors], listed, states=["A"])


def without_later(graph: Graph, known: date) -> Graph:
    """The graph from which everything that became known after a day is deleted; its parties stay."""
    kept = np.flatnonzero(graph.known_from <= known.toordinal())
    number = {int(row): place for place, row in enumerate(kept)}
    columns: dict[str, Any] = {
        field.name: column[kept]
        for field in fields(graph)
        if isinstance(column := getattr(graph, field.name), np.ndarray)
    }
    return replace(
        graph,
        **columns,
        ids=[graph.ids[row] for row in kept.tolist()],
        transfers={number[row]: transfer for row, transfer in graph.transfers.items() if row in number},
        listed=tuple(entry for entry in graph.listed if entry.known.start.ordinal <= known.toordinal()),
    )


def _or_error(question: Callable[[], Any]) -> Any:
    try:
        return question()
    except InputError as error:
        return str(error)


def told(graph: Graph, entity: str, as_of: AsOf, regime: str) -> dict[str, Any]:
    """Everything that is said about an entity, without the numbers of rows, which deletion shifts."""
    analysis = analysis_of(graph)
    answer = analysis.answer(entity, as_of)
    return {
        "words": list(answer_lines(analysis, answer)),
        "picture": answer_diagram(analysis, answer),
        "json": _without_rows(ownership_json(analysis, answer)),
        "timeline": analysis.timeline(entity, known=as_of.known),
        "one timeline": timeline(graph, entity, regime, as_of.known),
        "blocked": analysis.blocked(as_of),
        "state": [(one.entity, one.status, one.share, one.bodies) for one in state_owned(graph, "A", as_of)],
        "state answer": verdict_by_rule(graph, entity, SOE, as_of).status,
        "gain": listing_gain(graph, regime, as_of),
        "newly": newly_taken(graph, regime, as_of, ["B"]),
        "synergies": synergies(graph, regime, as_of, ["B", "C"]),
        "support": _or_error(lambda: sole_support(graph, regime, as_of, "B")),
        "transfers": transfer_watch(graph, regime, as_of.known),
        "worlds": sampled_worlds(graph, regime, as_of, worlds=3),
    }


def _without_rows(value: Any) -> Any:
    """JSON without numbers of rows and without what hashes them."""
    if isinstance(value, dict):
        return {key: _without_rows(part) for key, part in value.items() if key not in ("n", "rows", "graph", "digest")}
    return [_without_rows(part) for part in value] if isinstance(value, list) else value


@settings(CALM, max_examples=40)
@given(dated_graphs(), st.sampled_from(PARTIES), st.sampled_from(DAYS), KNOWN, st.sampled_from(REGIMES))
def test_an_answer_is_that_of_a_graph_without_what_became_known_later(
    graph: Graph, entity: str, valid: date, known: date, regime: str
) -> None:
    """Words, picture, JSON with proofs, timeline, sets, what-ifs: nothing known later shows anywhere."""
    as_of = AsOf(valid, known)
    expected, actual = (told(g, entity, as_of, regime) for g in (without_later(graph, known), graph))
    for part, value in expected.items():
        assert value == actual[part], part
