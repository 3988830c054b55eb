"""The diagram of chains: nothing overlaps, nothing is lost, nothing is said by colour alone."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lustra.errors import InputError
from lustra.pictures.ownership import ENDINGS, Diagram, DiagramEdge, DiagramNode, draw_ownership
from lustra.pictures.ownership_layout import BOX_HEIGHT, BOX_WIDTH, WIDEST, Drawing, arrange

NODES = (
    DiagramNode(
        "x", "Ivan Petrovich Examplov & Sons <Holding> of a Very Long Name", "listed", "listed", detail="list:1"
    ),
    DiagramNode("m", "Middle Company", "may be listed", "maybe_listed"),
    DiagramNode("a", "Asked Company", "undetermined: 1 of 2 regimes", "asked", "undetermined"),
)
LINKS = (
    DiagramEdge("x", "m", "60 %", "since 2020-01-01"),
    DiagramEdge("m", "a", "(25, 50] %", open=True),
    DiagramEdge("x", "a", "dominant influence", role="control", detail="a source"),
)
DIAGRAM = Diagram("Asked Company", "as of 2026-09-01", NODES, LINKS, ("first line", "<second>"), "not legal advice")


def boxes(drawing: Drawing) -> list[tuple[float, float]]:
    """The middles of the boxes."""
    return [(one.x, one.y) for one in drawing.nodes]


@st.composite
def diagrams(draw: st.DrawFn) -> tuple[list[DiagramNode], list[DiagramEdge]]:
    """Any graph of up to 40 boxes, with loops and lines to themselves."""
    count = draw(st.integers(1, 40))
    ends = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    links = draw(st.lists(ends, max_size=60))
    return [DiagramNode(f"n{i}", f"Party {i}") for i in range(count)], [
        DiagramEdge(f"n{a}", f"n{b}", "50 %") for a, b in links
    ]


@settings(max_examples=60, deadline=None)
@given(made=diagrams())
def test_no_two_boxes_overlap_and_all_lie_inside(made: tuple[list[DiagramNode], list[DiagramEdge]]) -> None:
    """Whatever the graph, every box has its own place in the picture."""
    drawing = arrange(*made)
    placed = boxes(drawing)
    for i, (x, y) in enumerate(placed):
        assert BOX_WIDTH / 2 <= x <= drawing.width - BOX_WIDTH / 2
        assert BOX_HEIGHT / 2 <= y <= drawing.height - BOX_HEIGHT / 2
        assert all(abs(x - a) >= BOX_WIDTH or abs(y - b) >= BOX_HEIGHT for a, b in placed[:i])


@settings(max_examples=60, deadline=None)
@given(made=diagrams())
def test_every_line_joins_its_two_boxes_and_no_layer_is_too_wide(
    made: tuple[list[DiagramNode], list[DiagramEdge]],
) -> None:
    """A line begins at the edge of its owner and ends at that of the owned; only a line to itself is left out."""
    nodes, links = made
    drawing = arrange(nodes, links)
    place = {one.node.id: (one.x, one.y) for one in drawing.nodes}
    assert [link for link in links if link.owner != link.owned] == [one.link for one in drawing.links]
    for one in drawing.links:
        for (x, y), name in ((one.points[0], one.link.owner), (one.points[-1], one.link.owned)):
            assert abs(x - place[name][0]) <= BOX_WIDTH / 2
            assert BOX_HEIGHT / 2 == pytest.approx(abs(y - place[name][1]))
    heights = [y for _, y in place.values()]
    assert max(heights.count(y) for y in heights) <= WIDEST


@given(made=diagrams())
@settings(max_examples=20, deadline=None)
def test_the_layout_is_the_same_every_time(made: tuple[list[DiagramNode], list[DiagramEdge]]) -> None:
    """The same diagram gives the same picture."""
    assert arrange(*made) == arrange(*made)


def test_owners_stand_above_what_they_own() -> None:
    """Without loops, every line runs down."""
    place = {one.node.id: one.y for one in arrange(NODES, LINKS).nodes}
    assert all(place[link.owner] < place[link.owned] for link in LINKS)


def test_no_label_of_a_small_picture_covers_another_or_a_box() -> None:
    """At three boxes everything can be read."""
    drawing = arrange(NODES, LINKS)
    labels = [one.label for one in drawing.links if one.label]
    areas = [(b.x, b.y, b.width, b.height) for b in labels] + [(x, y, BOX_WIDTH, BOX_HEIGHT) for x, y in boxes(drawing)]
    for i, (x, y, w, h) in enumerate(areas):
        for a, b, v, g in areas[:i]:
            assert abs(x - a) >= (w + v) / 2 or abs(y - b) >= (h + g) / 2


def texts(path: Path) -> str:
    """All words of an SVG."""
    return " ".join(ElementTree.fromstring(path.read_text("utf-8")).itertext())


def test_an_svg_says_everything_in_words(tmp_path: Path) -> None:
    """Shares, days, listings, doubts and full names stand in the picture or in what a mouse shows."""
    words = texts(draw_ownership(DIAGRAM, tmp_path / "a.svg"))
    for part in ("60 %", "since 2020-01-01", "(25, 50] %", "dominant influence", "listed", "may be listed", "a source",
                 "undetermined: 1 of 2 regimes", "as of 2026-09-01", "not legal advice", "not known"):  # fmt: skip
        assert part in words


def test_what_is_open_is_dashed(tmp_path: Path) -> None:
    """An unknown share, a party that may be listed and an undetermined entity."""
    svg = draw_ownership(DIAGRAM, tmp_path / "a.svg").read_text("utf-8")
    plain = Diagram("t", "s", (NODES[0], DiagramNode("b", "B")), (DiagramEdge("x", "b", "60 %"),))
    other = draw_ownership(plain, tmp_path / "b.svg").read_text("utf-8")
    assert 3 == svg.count("stroke-dasharray") - other.count("stroke-dasharray")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_diagram_gives_the_same_bytes(tmp_path: Path, ending: str) -> None:
    """A picture can be compared with an earlier one."""
    first = draw_ownership(DIAGRAM, tmp_path / f"a{ending}").read_bytes()
    assert first == draw_ownership(DIAGRAM, tmp_path / f"b{ending}").read_bytes()
    assert len(first) > 1000


def test_a_png_is_large_enough_to_read(tmp_path: Path) -> None:
    """One and a half pixels per pixel of the layout, the title included."""
    content = draw_ownership(DIAGRAM, tmp_path / "a.png").read_bytes()
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    drawing = arrange(NODES, LINKS)
    assert b"\x89PNG" == content[:4]
    assert width >= drawing.width * 1.5 - 2
    assert height >= drawing.height * 1.5


def test_a_page_holds_the_words_under_the_picture_and_escapes_them(tmp_path: Path) -> None:
    """Names are text, never markup."""
    page = draw_ownership(DIAGRAM, tmp_path / "a.html").read_text("utf-8")
    assert "&lt;second&gt;" in page
    assert "<svg" in page
    assert "&lt;Holding&gt;" in page


WRONG = [
    (DIAGRAM, "a.docx", "no picture"),
    (DIAGRAM._replace(nodes=()), "a.svg", "nothing to draw"),
    (DIAGRAM._replace(links=(DiagramEdge("x", "nobody"),)), "a.svg", "lacks one of its boxes"),
    (DIAGRAM, "no/such/folder/a.svg", "cannot be written"),
]


@pytest.mark.parametrize(("diagram", "name", "said"), WRONG, ids=[said for *_, said in WRONG])
def test_what_cannot_be_drawn_is_a_clear_error(tmp_path: Path, diagram: Diagram, name: str, said: str) -> None:
    """Nothing is left behind."""
    with pytest.raises(InputError, match=said):
        draw_ownership(diagram, tmp_path / name)
    assert [] == list(tmp_path.iterdir())
