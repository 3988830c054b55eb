"""Graphs in the workspace: held by version, checked, written back, matched with the lists."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lustra.errors import InputError, ReadError, UnknownNameError
from lustra.model.decision import Decision
from lustra.model.edge import DECLARED_INDIRECT, DIRECT, Edge, Share
from lustra.model.party import Party
from lustra.model.time import FOREVER, AsOf, Interval
from lustra.ownership.graph import build
from lustra.ownership.graph_checks import check_graph
from lustra.ownership.verdict import Status
from lustra.readers.graphs.bods_check import package_faults
from lustra.store.graphs import held_graph
from lustra.store.originals import open_original
from lustra.usecases.lists.importing import Import, import_list
from lustra.usecases.ownership.analysis import open_analysis
from lustra.usecases.ownership.graph_export import EXPORTS, export_graph
from lustra.usecases.ownership.graphs import (
    GraphData,
    every_edge,
    graph_holdings,
    load_graph,
    loading_problems,
    open_graph,
    publish_edges,
    sample_graph,
)
from lustra.usecases.ownership.linking import decide, decision_history, links

DAY = date(2026, 9, 1)
ACCEPT = Decision("p2", "us_ofac_sdn:1", "accepted", "ann", "2026-09-02T08:00:00+00:00", "same passport")
REJECT = Decision("p2", "us_ofac_sdn:1", "rejected", "ben", "2026-09-03T08:00:00+00:00")
TABLE = "owner,owned,kind,share_min,share_max,from,to,known_from,source\n"
OFAC = (
    '1,"EXAMPLOV, Ivan Petrovich","individual","BELARUS",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 30 Aug 1954; Tax ID No. 600122610 (Belarus)."\r\n'
    '2,"SECOND EXAMPLE COMPANY","-0- ","BELARUS",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Linked To: EXAMPLOV, Ivan."\r\n'
)


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str], Path]:
    """Write a table of edges."""

    def write(rows: str) -> Path:
        path = tmp_path / "edges.csv"
        path.write_text(TABLE + rows, "utf-8")
        return path

    return write


def test_a_graph_keeps_the_publishers_bytes_and_every_version(tmp_path: Path, table: Callable[[str], Path]) -> None:
    """What was loaded can be unpacked again; a later load is in force, the earlier one is kept."""
    first = load_graph(tmp_path / "w", "g", table("x,a,share,10,10,,,,s\n"), DAY)
    content = table("x,a,share,20,20,,,,s\n").read_bytes()
    second = load_graph(tmp_path / "w", "g", tmp_path / "edges.csv", DAY)
    held = held_graph(tmp_path / "w", "g")
    assert second == held.manifest
    with open_original(held.folder, held.manifest.files[0]) as stream:
        assert content == stream.read()
    assert any(child.name.startswith(first.label) for child in held.folder.parent.iterdir())
    assert [second] == graph_holdings(tmp_path / "w")


def test_loading_the_same_file_again_leaves_one_version(tmp_path: Path, table: Callable[[str], Path]) -> None:
    """The same bytes on the same day replace their own earlier reading."""
    path = table("x,a,share,10,10,,,,s\n")
    for _ in range(3):
        load_graph(tmp_path / "w", "g", path, DAY)
    assert 1 == sum(child.is_dir() for child in (tmp_path / "w" / "graph" / "g").iterdir())


def test_a_file_that_cannot_be_used_leaves_the_good_graph(tmp_path: Path, table: Callable[[str], Path]) -> None:
    """Nothing is published before everything was read."""
    good = load_graph(tmp_path / "w", "g", table("x,a,share,10,10,,,,s\n"), DAY)
    bad = tmp_path / "bad.csv"
    bad.write_text(TABLE + "x,a,nonsense,,,,,,\n", "utf-8")
    with pytest.raises(ReadError, match="no kind of edge"):
        load_graph(tmp_path / "w", "g", bad, DAY)
    assert [good] == graph_holdings(tmp_path / "w")


WRONG: list[tuple[str, str, str, type[Exception]]] = [
    ("g", "nowhere.csv", "", InputError),
    ("g", "empty.csv", "", ReadError),
    ("g", "odd.bin", "", ReadError),
    ("g", "edges.csv", "docx", InputError),
    ("G!", "edges.csv", "", InputError),
]


@pytest.mark.parametrize(("name", "file", "form", "error"), WRONG, ids=[f"{a}-{b}-{c}" for a, b, c, _ in WRONG])
def test_wrong_use_is_a_clear_error(
    tmp_path: Path, table: Callable[[str], Path], name: str, file: str, form: str, error: type[Exception]
) -> None:
    """A path, a format or a name that is none."""
    table("x,a,share,10,10,,,,s\n")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "odd.bin").write_bytes(b"\x00\x01\x02")
    with pytest.raises(error):
        load_graph(tmp_path / "w", name, tmp_path / file, DAY, form)


ODD = [
    ("x,x,share,10,10,,,,s", "holds itself"),
    ("x,a,share,60,60,,,,s\ny,a,share,50,50,,,,s", "more than 100 %"),
    ("x,a,share,10,10,2020-01-01,,,s\nx,a,share,20,20,2021-01-01,,,s", "at the same time"),
    ("x,a,share,10,10,2021-01-01,2020-01-01,,s", "starts after it ends"),
    ("x,a,board_chair,30,30,,,,s", "a share is stated for a post"),
    ("x,a,share,33,33,,,,s\ny,a,share,33,33,,,,s\nz,a,share,33,33,,,,s", "rounded third"),
]


@pytest.mark.parametrize(("rows", "said"), ODD, ids=[said for _, said in ODD])
def test_what_contradicts_itself_is_on_record_and_not_dropped(
    tmp_path: Path, table: Callable[[str], Path], rows: str, said: str
) -> None:
    """The checks of the reference on ownership rules, section 10."""
    held = load_graph(tmp_path / "w", "g", table(f"{rows}\nq,z,share,1,1,,,,s\n"), DAY)
    assert rows.count("\n") + 2 == held.edges
    assert any(said in one.reason for one in loading_problems(tmp_path / "w", "g"))


GOOD = [
    "x,a,share,60,60,,2020-01-01,,s\ny,a,share,60,60,2020-01-01,,,s",
    "x,a,share,40,40,,,,s\ny,a,share,60,60,,,,s",
    "x,a,share,10,10,,2020-01-01,,s\nx,a,share,20,20,2020-01-01,,,s",
]


@pytest.mark.parametrize("rows", GOOD)
def test_what_follows_one_another_is_not_odd(tmp_path: Path, table: Callable[[str], Path], rows: str) -> None:
    """Sums and repetitions count on the same day only."""
    load_graph(tmp_path / "w", "g", table(rows + "\n"), DAY)
    assert [] == loading_problems(tmp_path / "w", "g")


def test_an_owner_dissolved_before_the_holding_began_is_odd() -> None:
    """The parties' own ends are looked at."""
    graph = build([Edge("x", "a", share=Share.percent(10), valid=Interval(date(2020, 1, 1)))])
    found = list(check_graph("f", graph, {"x": Party("x", ended="2019-01-01")}))
    assert ["the owner was dissolved before it starts"] == [one.reason for one in found]


def keys(edges: list[Edge]) -> list[tuple[object, ...]]:
    """What every format can hold of an edge."""
    return sorted((e.owner, e.owned, e.kind, e.share or Share(-1, -1), e.unit, e.directness, e.valid) for e in edges)


@pytest.mark.parametrize("form", EXPORTS)
def test_the_sample_written_back_is_the_sample(tmp_path: Path, form: str) -> None:
    """BODS, FollowTheMoney and the table hold every edge with its kind, share and days; the BODS is valid."""
    data, path = sample_graph(), tmp_path / f"out.{'csv' if form == 'csv' else 'json'}"
    export_graph(data, form, path, DAY)
    load_graph(tmp_path / "w", "g", path, DAY, form)
    again = open_graph(tmp_path / "w", "g")
    assert keys(list(every_edge(data))) == keys(list(every_edge(again)))
    assert {"by"} <= {party.country for party in again.parties.values()} or form == "csv"


BOUND = st.integers(0, 100)
SHARES = st.one_of(
    st.none(),
    st.tuples(BOUND, BOUND).map(sorted).filter(lambda p: p[0] < p[1]).map(lambda p: Share.percent(p[0], p[1], "(]")),
    BOUND.map(Share.percent),
)
DIRECTNESS = st.sampled_from([DIRECT, DECLARED_INDIRECT])
PARTS = st.tuples(st.sampled_from(["x", "y", "é"]), st.sampled_from(["a", "b"]), SHARES, DIRECTNESS, st.booleans())
EDGES = PARTS.map(lambda p: Edge(p[0], p[1], share=p[2], directness=p[3], sources=("s", "t") if p[4] else ()))


@settings(max_examples=12, deadline=None)
@given(edges=st.lists(EDGES, min_size=1, max_size=8))
def test_bods_and_csv_hold_every_share(tmp_path_factory: pytest.TempPathFactory, edges: list[Edge]) -> None:
    """Written and read again, ranges keep their open ends; what BODS gets is valid by the standard."""
    home = tmp_path_factory.mktemp("export")
    data = GraphData("g", build(edges), {}, "made")
    for form in ("bods", "csv"):
        path = home / f"out.{form}"
        export_graph(data, form, path, DAY)
        load_graph(home / "w", form, path, DAY, form)
        assert keys(edges) == keys(list(every_edge(open_graph(home / "w", form))))
    assert [] == package_faults(json.loads((home / "out.bods").read_text("utf-8")))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one small list and one graph that names its entries in three ways."""
    (tmp_path / "sdn.csv").write_bytes(OFAC.encode())
    import_list(tmp_path / "w", Import("us_ofac_sdn", tmp_path / "sdn.csv", DAY, date(2022, 2, 23)))
    folder = tmp_path / "graph"
    folder.mkdir()
    (folder / "edges.csv").write_text(
        TABLE + "p1,a,share,60,60,,,,s\np2,b,share,60,60,,,,s\np3,c,share,60,60,,,,s\n", "utf-8"
    )
    (folder / "entities.csv").write_text(
        "id,name,schema,country,listed,identifiers\n"
        "p1,Ivan Petrovich Examplov,Person,BY,,600122610\n"
        "p2,Ivan Petrovich Examplov,Person,BY,,\n"
        "p3,Somebody Else,Person,BY,us_ofac_sdn:1,\n",
        "utf-8",
    )
    load_graph(tmp_path / "w", "g", folder, DAY)
    return tmp_path / "w"


def test_numbers_and_the_sources_word_are_certain_and_names_wait(workspace: Path) -> None:
    """A link by name alone is a potential match that nobody has decided."""
    found = links(workspace, open_graph(workspace, "g"))
    assert {"p1": "certain", "p2": "open", "p3": "certain"} == {
        link.party: link.status for link in found if link.entry == "us_ofac_sdn:1"
    }


def test_an_undecided_link_makes_verdicts_undetermined_and_a_decision_settles_them(workspace: Path) -> None:
    """Undetermined if X is the listed X; accepted it blocks, rejected it does not."""

    def status(entity: str) -> Status:
        return open_analysis(workspace).answer(entity, AsOf(DAY), ["US-OFAC"]).verdicts[0].status

    assert (Status.BLOCKED, Status.UNDETERMINED, Status.BLOCKED) == (status("a"), status("b"), status("c"))
    answer = open_analysis(workspace).answer("b", AsOf(DAY), ["US-OFAC"])
    assert ["whether p2 is the listed party"] == [fact.words for fact in answer.verdicts[0].deciding]
    assert ["us_ofac_sdn:1"] == [link.entry for link in answer.open_links]
    decide(workspace, "g", [ACCEPT])
    assert Status.BLOCKED == status("b")
    decide(workspace, "g", [REJECT])
    assert Status.NOT_BLOCKED == status("b")
    assert (ACCEPT, REJECT) == decision_history(workspace, "g").decisions
    data = open_graph(workspace, "g")
    by_day = {day: links(workspace, data, decided_by=date(2026, 9, day)) for day in (1, 2, 3)}
    statuses = {day: [link.status for link in of_day if link.party == "p2"] for day, of_day in by_day.items()}
    assert {1: ["open"], 2: ["accepted"], 3: ["rejected"]} == statuses


def test_decisions_about_nothing_are_refused(workspace: Path) -> None:
    """A list that is not held, or one link decided twice."""
    with pytest.raises(UnknownNameError):
        decide(workspace, "g", [ACCEPT._replace(entry="nowhere:1")])
    with pytest.raises(InputError):
        decide(workspace, "g", [ACCEPT, REJECT])
    with pytest.raises(UnknownNameError):
        decide(workspace, "no_graph", [ACCEPT])
    assert () == decision_history(workspace, "g").decisions


def test_a_table_without_parties_is_matched_by_the_names_in_it(workspace: Path, tmp_path: Path) -> None:
    """Where nobody describes the parties, an id that is words is a name; a number is none."""
    (tmp_path / "plain.csv").write_text(TABLE + "Ivan Petrovich Examplov,a,share,60,60,,,,s\n4711,a,,,,,,,s\n", "utf-8")
    load_graph(workspace, "plain", tmp_path / "plain.csv", DAY)
    found = links(workspace, open_graph(workspace, "plain"))
    expected = [("Ivan Petrovich Examplov", "us_ofac_sdn:1", "open")]
    assert expected == [(one.party, one.entry, one.status) for one in found]


def test_an_entry_that_a_list_has_dropped_is_still_met(workspace: Path, tmp_path: Path) -> None:
    """Before the day of its removal it was listed, and so were its companies blocked."""
    (tmp_path / "sdn.csv").write_bytes(OFAC.splitlines(keepends=True)[1].encode())
    import_list(workspace, Import("us_ofac_sdn", tmp_path / "sdn.csv", DAY, date(2024, 6, 1), allow_shrink=True))
    analysis = open_analysis(workspace, "g")
    found = {
        day: analysis.answer("a", AsOf(date.fromisoformat(day)), ["US-OFAC"]).verdicts[0].status
        for day in ("2024-05-31", "2024-06-01")
    }
    assert {"2024-05-31": Status.BLOCKED, "2024-06-01": Status.NOT_BLOCKED} == found


def test_matching_is_done_again_only_where_something_changed(workspace: Path) -> None:
    """What was found is kept beside the graph, by the versions of graph and lists."""
    looked: list[int] = []
    data = open_graph(workspace, "g")
    first = links(workspace, data, looked.append)
    assert first == links(workspace, data, looked.append)
    assert [3] == looked


def test_a_graph_of_two_clocks_is_answered_on_both(tmp_path: Path) -> None:
    """A record known later than true does not count before it was known."""
    late = Edge("x", "a", share=Share.percent(60), known=Interval(date(2021, 1, 1), FOREVER))
    x = Party("x", "X", listed=("us_ofac_sdn:1",))
    (tmp_path / "sdn.csv").write_bytes(OFAC.encode())
    import_list(tmp_path / "w", Import("us_ofac_sdn", tmp_path / "sdn.csv", DAY, date(2019, 2, 23)))
    publish_edges(tmp_path / "w", "g", "made", {"sdn.csv": tmp_path / "sdn.csv"}, DAY, [x, late])
    analysis = open_analysis(tmp_path / "w", "g")
    for known, expected in ((date(2020, 6, 1), Status.NOT_BLOCKED), (date(2021, 6, 1), Status.BLOCKED)):
        found = analysis.answer("a", AsOf(date(2021, 6, 1), known), ["US-OFAC"])
        assert expected == found.verdicts[0].status
