"""Exposure, state ownership, what-ifs and sampled worlds stand beside the verdict and claim no more than is known."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ownership.graphs import CALM, PARTIES, plain_graphs

from lustra.errors import InputError, UnknownNameError
from lustra.model.edge import Edge, Share
from lustra.model.time import AsOf, Interval
from lustra.ownership.closure import closure
from lustra.ownership.exposure import exposure, sentence, ties
from lustra.ownership.graph import Graph, Listed, build
from lustra.ownership.linear import effective
from lustra.ownership.network_builder import network
from lustra.ownership.rules import rule_named
from lustra.ownership.states import bodies_of, state_owned
from lustra.ownership.verdict import Status, blocked, verdict
from lustra.ownership.whatif import listing_gain, newly_taken, sole_support, synergies, transfer_watch
from lustra.ownership.worlds import BlockedFrequency, sampled_worlds

DAY = date(2025, 1, 1)
NOW = AsOf(DAY)


def held(owner: str, owned: str, percent: str | int, kind: str = "share") -> Edge:
    """An exact holding."""
    return Edge(owner, owned, kind, Share.percent(percent), sources=("register",))


# -- effective shares


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([held("X", "A", 60), held("A", "B", 70), held("B", "C", 80)], Fraction("33.6")),
        ([held("X", "C", 30), held("X", "B", 50), held("B", "C", 40)], Fraction(50)),
        ([held("X", "B", 50), held("B", "C", 50), held("C", "B", 50)], Fraction(100, 3)),
        ([held("B", "C", 100), held("C", "B", 100)], Fraction(0)),
        ([held("X", "Y", 100), held("Y", "C", 40)], Fraction(40)),
    ],
)
def test_effective_shares_multiply_and_loops_sum_to_infinity(edges: list[Edge], expected: Fraction) -> None:
    """60 x 70 x 80 % is 33.6 %; a loop is a geometric series; a listed owner ends the chain."""
    anchors = [Edge("X", "Z", "other_interest"), Edge("C", "Z", "other_interest")]
    graph = build([*edges, *anchors], [Listed("X"), Listed("Y")])
    assert expected == effective(graph, rule_named("EU-SECT"), "C", DAY).lo


@settings(CALM)
@given(graph=plain_graphs(), entity=st.sampled_from(PARTIES))
def test_effective_shares_decompose_by_person(graph: tuple[list[Edge], list[str]], entity: str) -> None:
    """The parts add up to the whole, lower bounds stay below upper ones."""
    edges, listed = graph
    anchors = [Edge(p, "Z", "other_interest") for p in PARTIES]
    found = effective(build([*edges, *anchors], map(Listed, listed)), rule_named("EU-SECT"), entity, DAY)
    assert found.lo == sum((low for _, low, _ in found.parts), Fraction(0))
    assert all(low <= high for _, low, high in found.parts)


def test_a_multiplying_rule_has_a_verdict_of_its_own() -> None:
    """EU sectoral: what the cascade blocks is not more than half effectively."""
    graph = build([held("X", "A", 60), held("A", "B", 70), held("B", "C", 80)], [Listed("X")])
    assert Status.NOT_BLOCKED == verdict(graph, "C", "EU-SECT", NOW).status
    assert Status.BLOCKED == verdict(graph, "A", "EU-SECT", NOW).status


# -- exposure


def exposed() -> Graph:
    """A company just under the threshold, with a board seat and a relative."""
    edges = [
        held("X", "A", 30),
        held("U", "A", 20),
        held("S", "A", 12),
        Edge("X", "S", "family", sources=("reasons",)),
        Edge("S", "A", "board_member", sources=("register",)),
    ]
    return build(edges, [Listed("X")])


def test_a_near_miss_is_told_in_points() -> None:
    """30 known, 20 missing, 38 undisclosed: it could be reached."""
    miss = exposure(exposed(), verdict(exposed(), "A", "OFAC", NOW)).near_miss
    assert miss is not None
    assert (Fraction(30), Fraction(20), Fraction(38)) == (miss.known, miss.missing, miss.undisclosed)
    assert miss.reachable


def test_ties_are_paths_with_sources() -> None:
    """The cheapest path to the listed person is its holding, not the relative."""
    (tie,) = ties(exposed(), "A", NOW)
    assert ("X", 1.0) == (tie.listed, tie.cost)
    assert ["X holds 30 % of A, directly (register)"] == [step.words for step in tie.steps]


def test_a_tie_through_a_relative() -> None:
    """Two records, each with its source."""
    graph = build([e for e in map(exposed().edge, range(5)) if e.owner != "X" or e.owned != "A"], [Listed("X")])
    (tie,) = ties(graph, "A", NOW)
    assert [("register",), ("reasons",)] == [step.sources for step in tie.steps]


def test_minority_stakes_have_levels() -> None:
    """A stake is reported at the highest level it reaches."""
    (stake,) = exposure(exposed(), verdict(exposed(), "A", "OFAC", NOW)).stakes
    assert ("X", Fraction(25)) == (stake.owner, stake.level)


@pytest.mark.parametrize("share", [None, Share.percent(12), Share.percent(25, 50, "(]")])
def test_no_share_is_ever_called_control(share: Share | None) -> None:
    """followthemoney#330: "controlled by" said of a 12 % holding is wrong."""
    assert "control" not in sentence(Edge("X", "A", share=share))


def test_rights_that_a_rule_leaves_out_are_flags() -> None:
    """OFAC FAQ 398: a right to appoint the board does not block, and is told."""
    graph = build([held("X", "A", 40), Edge("X", "A", "appoint_board_majority")], [Listed("X")])
    found = verdict(graph, "A", "OFAC", NOW)
    assert (Status.NOT_BLOCKED, ["C-a"]) == (found.status, [flag.code for flag in found.flags])


def test_canadian_sums_are_for_legal_review() -> None:
    """SEMA does not say whether persons are added up: not blocked, and flagged."""
    graph = build([held("X", "A", 30), held("Y", "A", 25)], [Listed("X"), Listed("Y")])
    found = verdict(graph, "A", "CA", NOW)
    assert Status.NOT_BLOCKED == found.status
    assert "sum" in {flag.code for flag in found.flags}


# -- the verdict's figures


def test_a_verdict_names_share_gap_and_deciding_facts() -> None:
    """Undetermined: the band that decides is named."""
    graph = build([Edge("X", "A", share=Share.percent(25, 50, "(]"))], [Listed("X")])
    found = verdict(graph, "A", "OFAC", NOW)
    assert found.share is not None
    assert ("(25, 50] %", Fraction(25)) == (found.share.words(), found.gap)
    assert ["the share of X in A, known to be (25, 50] %"] == [fact.words for fact in found.deciding]


def test_an_undecided_match_leaves_the_answer_open() -> None:
    """Undetermined if X is the listed X."""
    graph = build([held("X", "A", 60)], [Listed("X", certain=False)])
    found = verdict(graph, "A", "OFAC", NOW)
    assert (Status.UNDETERMINED, ["whether X is the listed party"]) == (found.status, [f.words for f in found.deciding])


def test_an_unnamed_owner_leaves_the_answer_open() -> None:
    """The unspecified holder of 60 % may be anybody."""
    found = verdict(build([held("?", "A", 60)], unknown=["?"]), "A", "UK", NOW)
    assert (Status.UNDETERMINED, ["who ? is"]) == (found.status, [fact.words for fact in found.deciding])


def test_a_person_and_an_unnamed_owner_may_be_one() -> None:
    """30 % and an unspecified 25 % may be one person's 55 %."""
    graph = build([held("X", "A", 30), held("?", "A", 25)], [Listed("X")], unknown=["?"])
    assert Status.UNDETERMINED == verdict(graph, "A", "UK", NOW).status


def test_listings_count_only_for_their_regimes() -> None:
    """A party on the EU list alone blocks nothing for OFAC."""
    graph = build([held("X", "A", 60)], [Listed("X", regimes=("EU-AF",))])
    assert Status.NOT_BLOCKED == verdict(graph, "A", "OFAC", NOW).status
    assert Status.BLOCKED == verdict(graph, "A", "EU", NOW).status


def test_the_two_clocks_differ() -> None:
    """tecido: on 2021-09-24 the transfer was true but not yet known."""
    old = Edge("X", "A", share=Share.percent(100), known=Interval(end=date(2021, 9, 25)))
    new = Edge("X", "A", share=Share.percent(40), known=Interval(date(2021, 9, 25)))
    graph = build([old, new], [Listed("X")])
    assert Status.BLOCKED == verdict(graph, "A", "OFAC", AsOf(date(2021, 9, 24), date(2021, 9, 24))).status
    assert Status.NOT_BLOCKED == verdict(graph, "A", "OFAC", AsOf(date(2021, 9, 24))).status


@pytest.mark.parametrize(("recognised", "status"), [(True, Status.NOT_BLOCKED), (False, Status.BLOCKED)])
def test_a_transfer_that_is_not_recognised_changes_nothing(recognised: bool, status: Status) -> None:
    """OFAC FAQ 402: an unlicensed transfer inside US jurisdiction leaves the property blocked."""
    ignored = () if recognised else ("US-OFAC",)
    sold = Edge("X", "A", share=Share.percent(60), valid=Interval(end=date(2022, 6, 1)), end_ignored_by=ignored)
    bought = Edge("U", "A", share=Share.percent(60), valid=Interval(date(2022, 6, 1)), start_ignored_by=ignored)
    graph = build([sold, bought], [Listed("X")])
    assert status == verdict(graph, "A", "OFAC", AsOf(date(2023, 1, 1))).status


def test_every_derived_party_is_listed_by_rank() -> None:
    """Listed parties are left out."""
    graph = build([held("X", "A", 60), held("A", "B", 60)], [Listed("X")])
    assert [("A", 2), ("B", 3)] == [(d.entity, d.rank) for d in blocked(graph, "OFAC", NOW)]


@pytest.mark.parametrize(("entity", "regime"), [("nobody", "OFAC"), ("A", "MARS")])
def test_unknown_names_are_named(entity: str, regime: str) -> None:
    """An unknown entity or regime is an error with a remedy."""
    with pytest.raises(UnknownNameError) as raised:
        verdict(build([held("X", "A", 60)]), entity, regime, NOW)
    assert raised.value.remedy


# -- states


def ministries() -> Graph:
    """A state that holds a bank through a ministry and a refinery through an agency of it and a golden share."""
    edges = [
        Edge("Ministry", "State", "part_of"),
        Edge("Agency", "Ministry", "part_of"),
        Edge("Region", "Country", "part_of"),
        held("Ministry", "Bank", 60),
        held("Agency", "Refinery", 20),
        Edge("Agency", "Refinery", "golden_share"),
        held("Bank", "Leasing", "50.1"),
        held("Region", "Farm", 100),
        Edge("Agency", "Mill", share=Share.percent(25, 75)),
    ]
    return build(edges, [Listed("Region")], states=["State", "Country"])


def test_bodies_are_folded_into_their_state() -> None:
    """Level by level, and no further than records say."""
    assert ["Agency", "Ministry", "State"] == bodies_of(ministries(), "State", NOW)


def test_state_owned_enterprises_with_bodies() -> None:
    """By majority, by golden share, down the chain; another state's farm is not among them."""
    found = [(item.entity, item.status, item.bodies) for item in state_owned(ministries(), "State", NOW)]
    expected = [
        ("Bank", Status.BLOCKED, ("Ministry",)),
        ("Leasing", Status.BLOCKED, ("Ministry",)),
        ("Refinery", Status.BLOCKED, ("Agency",)),
        ("Mill", Status.UNDETERMINED, ("Agency",)),
    ]
    assert expected == found


# -- what if


def test_listing_gain_with_synergy() -> None:
    """U's 30 % only tell together with the 25 % that are blocked already."""
    graph = build([held("X", "A", 25), held("U", "A", 30), held("U", "B", 60), held("B", "C", 60)], [Listed("X")])
    gain = {g.owner: (g.entities, g.with_others) for g in listing_gain(graph, "OFAC", NOW)}
    assert {"U": (3, 1), "B": (1, 0)} == gain
    assert ["A", "B", "C"] == newly_taken(graph, "OFAC", NOW, ["U"])


@settings(CALM, max_examples=30)
@given(graph=plain_graphs(), rule=st.sampled_from(("OFAC", "UK")))
def test_listing_gain_is_what_the_closure_gains(graph: tuple[list[Edge], list[str]], rule: str) -> None:
    """For every owner the gain is the difference of two closures."""
    edges, listed = graph
    anchors = [Edge(p, "Z", "other_interest") for p in PARTIES]
    base = build([*edges, *anchors], map(Listed, listed))
    gains = {g.owner: g.entities for g in listing_gain(base, rule, NOW)}
    before = set(closure(network(base, rule_named(rule)), DAY).parties().tolist())
    for owner in PARTIES:
        more = build([*edges, *anchors], map(Listed, [*listed, owner]))
        after = set(closure(network(more, rule_named(rule)), DAY).parties().tolist())
        if base.index(owner) not in before:
            assert len(after - before) - 1 == gains.get(owner, 0)


def test_listing_gain_passes_through_what_another_person_blocks() -> None:
    """Under a rule that takes each person alone, H holds B through E, which is blocked because of C."""
    edges = [held("C", "E", 30), held("H", "E", 60), held("H", "B", 45), held("E", "B", 10)]
    graph = build(edges, [Listed("C"), Listed("E")])
    assert [("H", 1)] == [(g.owner, g.entities) for g in listing_gain(graph, "UK", NOW)]


def test_synergies_are_pairs() -> None:
    """Two 25 % holders give nothing apart and a company together."""
    graph = build([held("U", "A", 25), held("V", "A", 25), held("W", "A", 20)])
    assert [("U", "V", ("A",))] == synergies(graph, "OFAC", NOW, ["U", "V", "W"])


def test_sole_support_is_what_a_delisting_frees() -> None:
    """A depends on X alone; B is held up by Y as well."""
    graph = build([held("X", "A", 60), held("X", "B", 50), held("Y", "B", 50)], [Listed("X"), Listed("Y")])
    assert ["A", "X"] == sole_support(graph, "OFAC", NOW, "X")
    with pytest.raises(InputError):
        sole_support(graph, "OFAC", NOW, "A")


def test_transfers_around_a_listing_are_watched() -> None:
    """60 % become 40 % three weeks before the listing; the spouse and a new company are named."""
    sale, listing = date(2022, 3, 1), date(2022, 3, 22)
    edges = [
        Edge("X", "A", share=Share.percent(60), valid=Interval(date(2015, 1, 1), sale)),
        Edge("X", "A", share=Share.percent(40), valid=Interval(sale)),
        Edge("Spouse", "A", share=Share.percent(10), valid=Interval(sale)),
        Edge("Shell", "A", share=Share.percent(10), valid=Interval(sale)),
        Edge("X", "Spouse", "family"),
    ]
    (fall,) = transfer_watch(build(edges, [Listed("X", Interval(listing))]), "OFAC")
    assert ("60 %", "40 %", ("Shell (new)", "Spouse (family)")) == (fall.before, fall.after, fall.buyers)
    assert [] == transfer_watch(build(edges, [Listed("X", Interval(date(2023, 1, 1)))]), "OFAC")


# -- sampled worlds


def test_worlds_are_seeded_and_within_the_bands() -> None:
    """[40, 60] is over a half about half of the time, [25, 50] practically never; certain answers are left out."""
    edges = [
        Edge("X", "A", share=Share.percent(40, 60)),
        Edge("X", "B", share=Share.percent(25, 50)),
        held("X", "C", 60),
        held("U", "D", 60),
    ]
    graph = build(edges, [Listed("X")])
    found = sampled_worlds(graph, "OFAC", NOW, worlds=200, seed=5)
    assert found == sampled_worlds(graph, "OFAC", NOW, worlds=200, seed=5)
    assert ["A", "B"] == [item.entity for item in found]
    assert 70 < found[0].blocked < 130
    assert BlockedFrequency("B", 0, 200) == found[1]


@pytest.mark.parametrize(("regime", "worlds"), [("OFAC2008", 10), ("OFAC", 0)])
def test_worlds_need_a_rule_and_a_number(regime: str, worlds: int) -> None:
    """No rule in force, or no world asked for."""
    with pytest.raises(InputError):
        sampled_worlds(build([held("X", "A", 60)]), regime, NOW, worlds=worlds)


@settings(CALM, max_examples=20)
@given(graph=plain_graphs())
def test_every_world_lies_between_the_two_closures(graph: tuple[list[Edge], list[str]]) -> None:
    """Only undetermined parties vary from world to world."""
    edges, listed = graph
    base = build(edges, map(Listed, listed))
    net = network(base, rule_named("OFAC"))
    open_parties = set(closure(net, DAY, upper=True).parties().tolist()) - set(closure(net, DAY).parties().tolist())
    found = {base.index(item.entity) for item in sampled_worlds(base, "OFAC", NOW, worlds=5)}
    assert open_parties == found
