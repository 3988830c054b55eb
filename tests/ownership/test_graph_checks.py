"""Checks by columns give the answers of the checks record by record."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.reference.record_checks import REASONS, contradictions

from lustra.model.edge import DECLARED_INDIRECT, DIRECT, Edge, Share
from lustra.model.party import Party
from lustra.model.time import Day, Interval, day_of
from lustra.ownership.graph import build
from lustra.ownership.graph_checks import check_graph

DAYS = [day_of(f"{2020 + n}-01-01") for n in range(5)]
THIRD = Share.percent("33.3")


def span(first: int, last: int) -> Interval:
    """The days between two of DAYS; a place past the end is open."""
    return Interval(DAYS[first]) if last >= len(DAYS) else Interval(DAYS[first], DAYS[last])


SPANS = st.one_of(st.just(Interval()), st.builds(span, st.integers(0, 4), st.integers(0, 5)))
SHARES = st.one_of(
    st.none(),
    st.sampled_from("10 33 33.3 33.33 33.5 34 50 60 100".split()).map(Share.percent),
    st.sampled_from([Share.percent(25, 50, "(]"), Share(1, 3, whole=3), Share(7, 7, whole=3), Share(5, 4, whole=9)]),
)
EDGES = st.builds(
    Edge,
    owner=st.sampled_from("XYZA"),
    owned=st.sampled_from("AB"),
    kind=st.sampled_from(["share", "share", "share", "board_chair"]),
    share=SHARES,
    unit=st.sampled_from(["percent", "percent", "count", "votes"]),
    directness=st.sampled_from([DIRECT, DIRECT, DECLARED_INDIRECT]),
    valid=SPANS,
    known=SPANS,
    id=st.just(""),
)
OVERLAP_OVER_ANOTHER = [
    Edge("X", "A", share=Share.percent(10), valid=span(0, 4), known=span(0, 1)),
    Edge("X", "A", share=Share.percent(10), valid=span(1, 4), known=span(1, 2)),
    Edge("X", "A", share=Share.percent(10), valid=span(2, 4), known=span(0, 1)),
]


@settings(max_examples=300, deadline=None)
@given(
    edges=st.lists(EDGES, min_size=1, max_size=9),
    ended=st.dictionaries(st.sampled_from("XYZQ"), st.sampled_from(DAYS), max_size=2),
)
@example(edges=OVERLAP_OVER_ANOTHER, ended={})
@example(edges=[Edge(o, "A", share=THIRD) for o in "XYZ"] + [Edge("W", "A", share=Share.percent("33.9"))], ended={})
@example(edges=[Edge("X", "A", share=Share(250, 250, whole=100))], ended={})
@example(
    edges=[Edge("X", "A", share=Share.percent(10), unit="count"), Edge("X", "A", share=Share.percent(10))], ended={}
)
def test_columns_find_what_plain_loops_find(edges: list[Edge], ended: dict[str, Day]) -> None:
    """For any records the columns raise a suspicion wherever the record-by-record checks have something to say."""
    parties = {name: Party(name, ended=day.isoformat()) for name, day in ended.items()}
    graph = build(edges)
    findings = [(p.where.partition(" -> ")[2], beginning(p.reason)) for p in check_graph("f", graph, parties)]
    assert contradictions((graph.edge(row) for row in range(len(graph.owner))), ended) == sorted(findings)


def beginning(reason: str) -> str:
    """The part of a reason that is the same for every record."""
    return next((start for start in REASONS if reason.startswith(start)), reason)


@pytest.mark.parametrize("day", ["2019", "nonsense"])
def test_an_end_that_is_not_a_day_is_left_out(day: str) -> None:
    """Only a full day can say that an owner was dissolved before a holding began."""
    graph = build([Edge("X", "A", share=Share.percent(10), valid=span(0, 5))])
    assert [] == list(check_graph("f", graph, {"X": Party("X", ended=day)}))
