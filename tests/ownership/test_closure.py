"""The closure is the least fixpoint, whatever computes it and in whatever order."""

import random
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ownership.graphs import CALM, PARTIES, mixed_graphs, plain_graphs, random_edges
from tests.reference.ownership_closure import naive_closure

from lustra.model.edge import Edge, Share
from lustra.model.time import Interval
from lustra.ownership.closure import closure
from lustra.ownership.graph import Graph, Listed, build
from lustra.ownership.network_builder import network
from lustra.ownership.rules import rule_named

DAY = date(2025, 1, 1)
PLAIN = ("OFAC", "OFAC2008", "EU_old", "UK", "CH", "CA")


def taken(edges: list[Edge], listed: list[str], rule: str, *, upper: bool = False) -> set[str]:
    """The parties that the engine takes."""
    graph = build([*edges, *(Edge(p, p, "other_interest") for p in PARTIES)], map(Listed, listed))
    held = closure(network(graph, rule_named(rule)), DAY, upper=upper)
    return {graph.names[v] for v in held.parties()}


@pytest.mark.parametrize("upper", [False, True])
@pytest.mark.parametrize("rule", PLAIN)
@settings(CALM, max_examples=30)
@given(graph=plain_graphs())
def test_the_kernel_equals_the_plain_reference(rule: str, upper: bool, graph: tuple[list[Edge], list[str]]) -> None:
    """Packed integers and fractions take the same parties, on lower and on upper bounds."""
    edges, listed = graph
    assert naive_closure(edges, listed, rule_named(rule), upper=upper) == taken(edges, listed, rule, upper=upper)


@pytest.mark.parametrize("rule", PLAIN)
@settings(CALM, max_examples=30)
@given(graph=mixed_graphs())
def test_what_is_taken_may_be_taken(rule: str, graph: tuple[list[Edge], list[str]]) -> None:
    """The lower closure lies within the upper one."""
    edges, listed = graph
    assert taken(edges, listed, rule) <= taken(edges, listed, rule, upper=True)


@pytest.mark.parametrize("rule", PLAIN)
@settings(CALM, max_examples=30)
@given(graph=mixed_graphs(), seed=st.integers(0, 99))
def test_the_order_of_records_does_not_matter(rule: str, graph: tuple[list[Edge], list[str]], seed: int) -> None:
    """Shuffled records give the same arrays."""
    edges, listed = graph
    shuffled = random.Random(seed).sample(edges, len(edges))
    first = network(build(edges, map(Listed, listed)), rule_named(rule))
    second = network(build(shuffled, map(Listed, reversed(listed))), rule_named(rule))
    for column in ("src", "dst", "lo", "hi", "start", "end", "need_lo", "need_hi", "whole"):
        assert getattr(first, column).tobytes() == getattr(second, column).tobytes()
    assert closure(first, DAY).member.tobytes() == closure(second, DAY).member.tobytes()


@pytest.mark.parametrize("rule", PLAIN)
@settings(CALM, max_examples=30)
@given(graph=plain_graphs(), more=st.sampled_from(PARTIES))
def test_more_listed_take_no_fewer(rule: str, graph: tuple[list[Edge], list[str]], more: str) -> None:
    """Monotone in lists."""
    edges, listed = graph
    assert taken(edges, listed, rule) <= taken(edges, [*listed, more], rule)


@pytest.mark.parametrize("rule", PLAIN)
@settings(CALM, max_examples=30)
@given(graph=plain_graphs(), which=st.integers(0, 15))
def test_larger_shares_take_no_fewer(rule: str, graph: tuple[list[Edge], list[str]], which: int) -> None:
    """Monotone in shares."""
    edges, listed = graph
    larger = [e._replace(share=Share.percent(100)) if i == which and e.share else e for i, e in enumerate(edges)]
    assert taken(edges, listed, rule) <= taken(larger, listed, rule)


@pytest.mark.parametrize(("parties", "edges"), [(10, 20), (100, 250), (1000, 3000), (10_000, 25_000)])
def test_sql_recursion_gives_the_same_set(parties: int, edges: int) -> None:
    """DuckDB's recursion with an aggregate per key takes the same parties as the kernel."""
    rows, listed = random_edges(parties, parties, edges)
    graph = build(rows, map(Listed, listed))
    held = closure(network(graph, rule_named("OFAC")), DAY)
    assert by_sql(rows, listed) == {graph.names[v] for v in held.parties()}


def by_sql(rows: list[Edge], listed: list[str]) -> set[str]:
    """The closure of exact shares at 50 % by a semi-naive loop in SQL."""
    db = duckdb.connect()
    owner, owned = [e.owner for e in rows], [e.owned for e in rows]
    shares = [e.share.lo for e in rows if e.share]
    db.execute(
        "create table edge as select unnest($1) owner, unnest($2) owned, unnest($3) share", [owner, owned, shares]
    )
    db.execute("create table held as select unnest(?::varchar[]) as party", [listed])
    db.execute("create index of_held on held(party)")
    while True:
        before = db.execute("select count(*) from held").fetchone()
        db.execute(
            """insert into held select owned from edge where owner in (select party from held)
               and owned not in (select party from held) group by owned having sum(share) >= 50000000000"""
        )
        if before == db.execute("select count(*) from held").fetchone():
            return {party for (party,) in db.execute("select party from held").fetchall()}


def test_ten_thousand_owners_of_one_company() -> None:
    """Ten thousand exact ten-thousandths are a whole, and half of them exactly a half."""
    edges = [Edge(f"o{i:05d}", "A", share=Share.percent("0.01")) for i in range(10_000)]
    for listed, expected in ((5000, True), (4999, False)):
        graph = build(edges, [Listed(f"o{i:05d}") for i in range(listed)])
        assert expected == (graph.index("A") in closure(network(graph, rule_named("OFAC")), DAY))


def test_a_cycle_of_a_hundred_thousand() -> None:
    """A ring of majorities is taken whole from one listed member, and not at all from none."""
    names = [f"r{i:06d}" for i in range(100_000)]
    edges = [Edge(a, b, share=Share.percent(60)) for a, b in zip(names, [*names[1:], names[0]], strict=True)]
    assert 100_000 == len(closure(network(build(edges, [Listed(names[7])]), rule_named("OFAC")), DAY).parties())
    assert 0 == len(closure(network(build(edges), rule_named("OFAC")), DAY).parties())


def huge() -> Graph:
    """Ten thousand owners that each claim the whole company."""
    edges = [Edge(f"o{i:05d}", "A", share=Share.percent(100)) for i in range(10_000)]
    return build(edges, [Listed("o00000"), Listed("o00001")])


@pytest.mark.parametrize("upper", [False, True])
def test_contradictory_sums_do_not_overflow(upper: bool) -> None:
    """A million per cent is still at least a half."""
    graph = huge()
    assert graph.index("A") in closure(network(graph, rule_named("OFAC")), DAY, upper=upper)


def test_thousands_of_dated_owners_with_one_double_record() -> None:
    """A double record concerns its holder alone; the others are not looked at again for each of their days."""
    edges = [
        Edge(f"o{i:04d}", "A", share=Share.percent("0.01"), valid=Interval(date.fromordinal(700_000 + i)))
        for i in range(9999)
    ]
    graph = build([*edges, edges[0]], [Listed(f"o{i:04d}") for i in range(5000)])
    assert graph.index("A") in closure(network(graph, rule_named("OFAC")), DAY)
