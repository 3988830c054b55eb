"""The documented table of edges, read by columns and line by line alike."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lustra.errors import ReadError
from lustra.model.edge import Edge, Share
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.model.time import FOREVER, LONG_AGO, Interval
from lustra.readers.graphs import edges_csv
from lustra.readers.graphs.edges_columns import read_columns
from lustra.store.graph_columns import edge_table, stacked
from lustra.usecases.ownership.graphs import every_edge, load_graph, loading_problems, open_graph

HEADER = "owner,owned,kind,share_min,share_max,from,to,known_from,source\n"
DAY = date(2026, 9, 1)


def read(rows: str, header: str = HEADER) -> list[Party | Edge | Problem]:
    """Read a table line by line."""
    return list(edges_csv.read("edges.csv", BytesIO((header + rows).encode())))


def test_a_row_is_an_edge_with_both_clocks() -> None:
    """Every column of the documentation stands in its place."""
    (edge,) = read("x,a,share,25 exclusive,50,2020-01-01,2021-06-30,2020-02-01,register ; press\n")
    expected = Edge(
        "x",
        "a",
        share=Share.percent(25, 50, "(]"),
        valid=Interval(date(2020, 1, 1), date(2021, 6, 30)),
        known=Interval(date(2020, 2, 1), FOREVER),
        sources=("register", "press"),
    )
    assert expected == edge


BAD = [
    ("x,a,share,-3,,,,,", "warning", "-3"),
    ("x,a,share,250,250,,,,", "warning", "out of range"),
    ("x,a,share,5O%,,,,,", "warning", "5O%"),
    ("x,a,share,50,25,,,,", "warning", "contains nothing"),
    ("x,a,share,10,10,2020-02-30,,,", "warning", "2020-02-30"),
    ("x,a,share,10,10,0999-01-01,,,", "warning", "out of range"),
    ("x,a,sharing,10,10,,,,", "error", "no kind"),
    (",a,share,10,10,,,,", "error", "no owner"),
    ('x,"a,share,10,10,,,,', "error", "not a row"),
    ("x,a,share,10,10,,,,s,t,u,v", "error", "not a row"),
]


@pytest.mark.parametrize(("row", "severity", "said"), BAD, ids=[row for row, _, _ in BAD])
def test_a_bad_cell_is_a_problem_with_its_line_and_the_rest_is_read(row: str, severity: str, said: str) -> None:
    """A warning keeps the edge, without what could not be read; an error drops the row. The next row is read."""
    items = read(f"{row}\nx,b,share,10,10,,,,\n")
    problems = [item for item in items if isinstance(item, Problem)]
    edges = [item for item in items if isinstance(item, Edge)]
    assert [("2", severity)] == [(one.where, one.severity) for one in problems]
    assert said in problems[0].reason + problems[0].value
    assert (["a"] if severity == "warning" else []) + ["b"] == [edge.owned for edge in edges]


def test_a_share_that_cannot_be_read_is_unknown_and_never_zero() -> None:
    """The trap of every spreadsheet: 5O % with a letter O."""
    edges = [item for item in read("x,a,share,5O,5O,,,,\n") if isinstance(item, Edge)]
    assert [None] == [edge.share for edge in edges]


def test_an_imprecise_date_bounds_as_little_as_it_says() -> None:
    """A year begins on its first day and is over after its last."""
    (edge,) = [item for item in read("x,a,share,10,10,2020,2021,,\n") if isinstance(item, Edge)]
    assert Interval(date(2020, 1, 1), date(2022, 1, 1)) == edge.valid


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe"])
def test_what_is_no_table_of_edges_is_refused(content: bytes) -> None:
    """An empty file, a header without the two columns, another encoding."""
    with pytest.raises(ReadError):
        list(edges_csv.read("edges.csv", BytesIO(content)))


def test_parties_are_read_with_their_list_entries() -> None:
    """The table beside the edges names parties, states and the entries that they are."""
    table = b"id,name,schema,country,listed,state\nx,Xavier,Person,Belarus,us:1;eu:2,\nby,Belarus,PublicBody,BY,,yes\n"
    found = list(edges_csv.parties("entities.csv", BytesIO(table)))
    expected = [
        Party("x", "Xavier", "Person", "by", listed=("us:1", "eu:2")),
        Party("by", "Belarus", "PublicBody", "by", state=True),
    ]
    assert expected == found


CELL = st.sampled_from(
    ["", "0", "10", "12.5", "33.333333333", "50 exclusive", "100", "100 exclusive", "-3", "250", "5O%", "0.1234567891"]
)
DATE = st.sampled_from(["", "2020-01-01", "2021", "2021-05", "0000", "9999", "12-1", "2020-02-30"])
TEXT = st.sampled_from(["a", "b", " c ", "", "é", "x y"])
KIND = st.sampled_from(["", "share", "family", "nonsense", "dominant_influence"])
ROW = st.tuples(TEXT, TEXT, KIND, CELL, CELL, DATE, DATE, DATE, st.sampled_from(["", "s", "s ; t"]))


@settings(max_examples=20, deadline=None)
@given(rows=st.lists(ROW, min_size=1, max_size=12))
def test_reading_by_columns_is_reading_line_by_line(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]]
) -> None:
    """The fast way finds the same edges and problems as the plain one."""
    table = "good,edge,share,1,1,,,,\n" + "".join(",".join(row) + "\n" for row in rows)
    folder = tmp_path_factory.mktemp("columns")
    path = folder / "edges.csv"
    path.write_text(HEADER + table, "utf-8")
    load_graph(folder / "workspace", "g", path, DAY)
    plain = read(table)
    held = sorted(map(repr, every_edge(open_graph(folder / "workspace", "g"))))
    assert sorted(repr(one) for one in plain if isinstance(one, Edge)) == held
    told = [one for one in loading_problems(folder / "workspace", "g") if one.where.isdigit()]
    assert sorted(one for one in plain if isinstance(one, Problem)) == sorted(told)


CELLS = st.sampled_from(
    ["", "a", " b ", "é", "25", "25 exclusive", "60", "101", "2020", "2021-05-06", "9999", "share", "family", "votes",
     "count", "declared_indirect", '"x,y"', '"say ""hi"""', "s ; t", "s ;  t", "s ; ", "s  ; t", "\u00a0n", "nonsense"]
)  # fmt: skip
HEADERS = st.permutations([*edges_csv.COLUMNS, "colour"]).flatmap(
    lambda names: st.integers(0, 13).map(lambda n: ["owner", "owned", *(c for c in names if c[:3] != "own")][: n + 2])
)
TABLES = HEADERS.flatmap(
    lambda header: st.tuples(
        st.just(header),
        st.lists(
            st.one_of(
                st.lists(CELLS, min_size=len(header), max_size=len(header)),
                st.lists(CELLS, min_size=0, max_size=len(header) + 1),
            ),
            max_size=8,
        ),
    )
)


@settings(max_examples=200, deadline=None)
@given(table=TABLES, end=st.sampled_from(["\n", "\r\n"]), mark=st.sampled_from(["", "\ufeff"]))
def test_any_table_says_the_same_by_columns_and_line_by_line(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[list[str], list[list[str]]], end: str, mark: str
) -> None:
    """Both readers share the columns and the meaning of cells: the same edges and the same problems."""
    header, rows = table
    path = tmp_path_factory.mktemp("table") / "edges.csv"
    path.write_bytes((mark + "".join(",".join(cells) + end for cells in [header, *rows])).encode())
    with path.open("rb") as stream:
        items = list(edges_csv.read("edges.csv", stream))
    columns = read_columns("edges.csv", path)
    rest = [item for item in columns.rest if isinstance(item, Edge)]
    by_columns = stacked([columns.plain, edge_table(rest)]).to_pylist()
    by_line = stacked([edge_table([item for item in items if isinstance(item, Edge)])]).to_pylist()
    assert sorted(map(repr, by_line)) == sorted(map(repr, by_columns))
    assert problems_of(items) == problems_of(columns.rest)


def problems_of(items: Sequence[Party | Edge | Problem]) -> list[Problem]:
    """The problems among some items, sorted."""
    return sorted(item for item in items if isinstance(item, Problem))


def test_a_line_too_long_for_columns_is_read_line_by_line(tmp_path: Path) -> None:
    """A file with one line of many megabytes still gives its other edges."""
    path = tmp_path / "edges.csv"
    path.write_bytes((HEADER + "x,a,share,1,1,,,,\n").encode() + b"y" * (20 << 20) + b"\nx,b,share,2,2,,,,\n")
    load_graph(tmp_path / "workspace", "g", path, DAY)
    assert ["a", "b"] == [edge.owned for edge in every_edge(open_graph(tmp_path / "workspace", "g"))]
    assert ["3"] == [one.where for one in loading_problems(tmp_path / "workspace", "g")]


def test_an_unstated_date_bounds_nothing() -> None:
    """Both clocks run from always to always where a source is silent."""
    (edge,) = [item for item in read("x,a,,,,,,,\n") if isinstance(item, Edge)]
    assert (Interval(LONG_AGO, FOREVER), Interval(LONG_AGO, FOREVER), None) == (edge.valid, edge.known, edge.share)


def test_a_column_that_is_not_read_is_told(tmp_path: Path) -> None:
    """``share`` for ``share_min`` once made every share unknown without a word."""
    (tmp_path / "edges.csv").write_text("\ufeffowner,owned,Share,Source\nx,a,60,made\n", "utf-8")
    (tmp_path / "entities.csv").write_text("id,name,colour\nx,Ann,red\n", "utf-8")
    load_graph(tmp_path / "w", "g", tmp_path, DAY)
    found = {problem.file: problem for problem in loading_problems(tmp_path / "w", "g") if "not read" in problem.reason}
    assert {"edges.csv": "share", "entities.csv": "colour"} == {file: one.value for file, one in found.items()}
    assert "share_min" in found["edges.csv"].reason
