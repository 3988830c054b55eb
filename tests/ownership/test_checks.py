"""Odd records are reported, and the rest is still answered."""

from datetime import date

import pytest

from lustra.model.edge import Edge, Share
from lustra.model.time import AsOf, Interval, day_of
from lustra.ownership.checks import checks, usable
from lustra.ownership.graph import Listed, build
from lustra.ownership.verdict import Status, verdict

HALF = Share.percent(50)
EARLY, LATE = date(2020, 1, 1), date(2022, 1, 1)


@pytest.mark.parametrize(
    ("edges", "reason"),
    [
        ([Edge("X", "A", share=Share(-3, -3))], "the share is out of range; it is taken as unknown"),
        ([Edge("X", "A", share=Share(250, 250, whole=100))], "the share is out of range; it is taken as unknown"),
        ([Edge("X", "A", valid=Interval(LATE, EARLY))], "it starts after it ends; it never holds"),
        ([Edge("X", "A", known=Interval(LATE, EARLY))], "it was superseded before it was known"),
        ([Edge("A", "A", share=HALF)], "the party holds itself"),
        (
            [Edge("X", "A", "board_chair", Share.percent(30))],
            "a share is stated for a post or tie, where it means nothing",
        ),
        ([Edge("X", "A", "owns")], "the kind, unit or directness is unknown, or a party is missing"),
        ([Edge("X", "", share=HALF)], "the kind, unit or directness is unknown, or a party is missing"),
        ([Edge(o, "A", share=HALF) for o in "XYZ"], "the shares add up to more than 100 % from 0001-01-01"),
        ([Edge("X", "A", share=HALF), Edge("X", "A", share=HALF)], "one holder has two records at the same time"),
        (
            [Edge("X", "A", share=HALF), Edge("X", "A", share=Share.percent(25, 50, "(]"))],
            "one holder has an exact share and a range at the same time",
        ),
        ([Edge(o, "A", share=Share.percent("33.3")) for o in "XYZ"], "three holders have a rounded third each"),
        (
            [Edge("X", "A", share=HALF, directness="declared_indirect")],
            "an indirect interest is declared, its components are not",
        ),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_a_problem(edges: list[Edge], reason: str) -> None:
    """One reason per trap."""
    assert [reason] == [problem.reason for problem in checks(edges)]


def test_an_owner_that_no_longer_existed() -> None:
    """A holding cannot begin after its owner was dissolved."""
    edges = [Edge("X", "A", share=HALF, valid=Interval(LATE))]
    assert ["the owner was dissolved before it starts"] == [p.reason for p in checks(edges, {"X": day_of(EARLY)})]


def test_sound_records_have_no_problems() -> None:
    """Successive holdings of one holder are no duplicates."""
    first, second = Interval(EARLY, LATE), Interval(LATE)
    edges = [Edge("X", "A", share=HALF, valid=first), Edge("X", "A", share=HALF, valid=second)]
    assert [] == checks(edges)


def test_the_rest_is_still_answered() -> None:
    """An impossible share is unknown, an unknown kind is left out, everything else counts."""
    edges = [Edge("X", "A", share=Share(-3, -3)), Edge("X", "B", "owns"), Edge("X", "C", share=HALF)]
    kept, problems = usable(edges)
    graph = build(kept, [Listed("X")])
    assert 2 == len(problems)
    assert Status.UNDETERMINED == verdict(graph, "A", "OFAC", AsOf(LATE)).status
    assert Status.BLOCKED == verdict(graph, "C", "OFAC", AsOf(LATE)).status
