"""All dates at once are every date one at a time."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ownership.graphs import CALM, DAYS, PARTIES, intervals, mixed_graphs

from lustra.model.edge import Edge, Share
from lustra.model.time import FOREVER, LONG_AGO, AsOf, Interval, day_of
from lustra.ownership.closure import closure
from lustra.ownership.graph import Graph, Listed, build
from lustra.ownership.network_builder import network
from lustra.ownership.rules import rule_named
from lustra.ownership.timeline import StatusPeriod, all_days, timeline
from lustra.ownership.verdict import Status, verdict

ROUND_THE_DAYS = sorted({day + timedelta(days=d) for day in DAYS for d in (-1, 0, 1)})


@st.composite
def dated_graphs(draw: st.DrawFn) -> Graph:
    """Records of every kind with dates, and listings that come and go."""
    edges, listed = draw(mixed_graphs())
    anchors = [Edge(p, "Z", "other_interest") for p in PARTIES]
    return build([*edges, *anchors], [Listed(party, draw(intervals())) for party in listed])


@pytest.mark.parametrize("upper", [False, True])
@pytest.mark.parametrize("rule", ["OFAC", "OFAC2008", "EU", "UK", "CA"])
@settings(CALM, max_examples=30)
@given(graph=dated_graphs())
def test_the_interval_fixpoint_is_the_closure_of_every_day(rule: str, upper: bool, graph: Graph) -> None:
    """On, before and after every day of change the same nodes are taken."""
    net = network(graph, rule_named(rule))
    every = all_days(net, upper=upper)
    for day in ROUND_THE_DAYS:
        parties = [int(v) for v in every.on(day) if v < graph.size]
        assert closure(net, day, upper=upper).parties().tolist() == parties


@pytest.mark.parametrize("regime", ["US-OFAC", "EU-AF", "UK-7", "US-BIS-AFF", "EU-SECT"])
@settings(CALM, max_examples=15)
@given(graph=dated_graphs(), entity=st.sampled_from(PARTIES))
def test_a_timeline_says_what_the_verdict_of_each_day_says(regime: str, graph: Graph, entity: str) -> None:
    """Timeline and verdict agree, rule by rule."""
    spans = timeline(graph, entity, regime)
    for day in ROUND_THE_DAYS:
        span = next(span for span in spans if day in span.days)
        found = verdict(graph, entity, regime, AsOf(day))
        assert (found.status, found.rule) == (span.status, span.rule)


def test_a_timeline_cuts_at_listing_holding_and_rule() -> None:
    """50 % held since 2015, listed 2020-12-17: the EU blocks it from the day its rule became 50 % or more."""
    edges = [Edge("X", "A", share=Share.percent(50), valid=Interval(date(2015, 1, 1), date(2025, 6, 1)))]
    graph = build(edges, [Listed("X", Interval(date(2020, 12, 17), FOREVER))])
    new, end = date(2024, 7, 3), date(2025, 6, 1)
    expected = [
        StatusPeriod(Interval(LONG_AGO, new), Status.NOT_BLOCKED, "EU-AF-old"),
        StatusPeriod(Interval(new, end), Status.BLOCKED, "EU-AF"),
        StatusPeriod(Interval(end, FOREVER), Status.NOT_BLOCKED, "EU-AF"),
    ]
    assert expected == timeline(graph, "A", "EU-AF")


def test_a_holding_of_a_week_is_found() -> None:
    """No snapshot grid: seven days between two month ends are seen."""
    week = Interval(date(2022, 3, 8), date(2022, 3, 15))
    graph = build([Edge("X", "A", share=Share.percent(60), valid=week)], [Listed("X")])
    assert [week] == [span.days for span in timeline(graph, "A", "OFAC") if span.status is Status.BLOCKED]


def test_a_suspended_rule_leaves_a_gap() -> None:
    """The BIS affiliates rule was in force for six weeks and comes back by its own text."""
    graph = build([Edge("X", "A", share=Share.percent(60))], [Listed("X")])
    found = [(span.days.start, span.status) for span in timeline(graph, "A", "US-BIS-AFF")]
    expected = [
        (LONG_AGO, Status.NO_RULE),
        (day_of("2025-09-29"), Status.BLOCKED),
        (day_of("2025-11-10"), Status.NO_RULE),
        (day_of("2026-11-10"), Status.BLOCKED),
    ]
    assert expected == found
