"""Publishing versions: what is kept, what is refused, and what stays."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from lustra.errors import ReadError, RefusedError, UnknownNameError
from lustra.model.source import Source, SourceFile
from lustra.model.statement import LoggedStatement, Problem, Statement
from lustra.store.layout import open_root, source_names
from lustra.store.log import entity_statements, read_log
from lustra.store.versions import Guard, Incoming, manifests, open_files, publish

SOURCE = Source(
    name="xx_list",
    title="A list",
    publisher="Somebody",
    format="xx",
    files=(SourceFile("main.csv", "https://lists.example/main.csv"),),
    licence="none",
    page="https://lists.example/",
)
MONDAY, TUESDAY, FRIDAY = date(2024, 1, 1), date(2024, 1, 2), date(2024, 1, 5)


def entry(number: int, name: str, line: int = 1) -> Statement:
    """A person's name."""
    return Statement(f"xx_list:{number}", "Person", "name", name, locator=f"main.csv:{line}")


def bring(root: Path, day: date, items: Sequence[Statement | Problem], guard: Guard | None = None) -> str:
    """Publish a version whose bytes are the text of its statements."""
    file = root.parent / f"{day}.csv"
    file.write_text(repr(list(items)), "utf-8")
    incoming = Incoming(day, {"main.csv": file}, "2024-06-01")
    return publish(root, SOURCE, incoming, items, guard or Guard()).folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty workspace."""
    return open_root(tmp_path / "workspace", create=True)


def known(root: Path, day: date | None = None) -> list[tuple[str, str, str]]:
    """Value and days of each logged statement."""
    return [(s.value, start, end) for s, start, end in read_log(root, "xx_list", known=day)]


def test_a_first_version_is_held_whole(root: Path) -> None:
    """Bytes, counts, statements and problems of a version come back as they went in."""
    first: list[Statement | Problem] = [entry(1, "A", 3), Problem("main.csv", "line 4", "no name"), entry(2, "B", 5)]
    bring(root, MONDAY, first)
    (manifest,) = manifests(root, "xx_list")
    assert source_names(root) == ("xx_list",)
    assert (manifest.entities, manifest.names) == ({"Person": 2}, {"name": 2})
    assert (manifest.statements, manifest.problems) == (2, {"warning": 1})
    assert open_files(root, "xx_list")["main.csv"].read() == repr(first).encode()
    assert list(read_log(root, "xx_list")) == [
        LoggedStatement(entry(1, "A", 3), "2024-01-01", ""),
        LoggedStatement(entry(2, "B", 5), "2024-01-01", ""),
    ]


def test_a_later_version_closes_what_it_no_longer_prints(root: Path) -> None:
    """A statement that is gone ends on the day of the version without it; a new one starts there."""
    bring(root, MONDAY, [entry(1, "A"), entry(2, "B")])
    bring(root, FRIDAY, [entry(1, "A"), entry(2, "C")])
    assert known(root) == [
        ("A", "2024-01-01", ""),
        ("B", "2024-01-01", "2024-01-05"),
        ("C", "2024-01-05", ""),
    ]
    assert [value for value, *_ in known(root, TUESDAY)] == ["A", "B"]


def test_the_same_bytes_again_change_nothing(root: Path) -> None:
    """A version that is held is not read again."""

    def never() -> Iterator[Statement]:
        raise ReadError("read again")
        yield

    held = bring(root, MONDAY, [entry(1, "A")])
    file = root.parent / f"{MONDAY}.csv"
    again = publish(root, SOURCE, Incoming(FRIDAY, {"main.csv": file}, "later"), never())
    assert again.folder == held
    assert len(manifests(root, "xx_list")) == 1


def test_other_bytes_for_the_same_day_supersede(root: Path) -> None:
    """The second version of a day is in force, the bytes of the first stay on the disk."""
    first = bring(root, MONDAY, [entry(1, "A"), entry(2, "B")])
    second = bring(root, MONDAY, [entry(1, "A"), entry(2, "C")])
    assert [m.folder for m in manifests(root, "xx_list")] == [second]
    assert known(root) == [("A", "2024-01-01", ""), ("C", "2024-01-01", "")]
    assert (root / "lists" / "xx_list" / first / "main.csv.zst").is_file()


@pytest.mark.parametrize(
    ("items", "message"),
    [
        pytest.param([], "has no entries", id="zero rows"),
        pytest.param([entry(1, "A")], "shrank from 4 entries", id="shrunken"),
        pytest.param(
            [*(entry(n, "A") for n in range(4)), Problem("main.csv", "line 1", "unknown column x", "", "error")],
            "was not understood",
            id="unknown tags",
        ),
    ],
)
def test_a_bad_version_is_refused_and_the_good_one_stays(
    root: Path, items: list[Statement | Problem], message: str
) -> None:
    """Refusing says why and what stays in force, and leaves no trace."""
    bring(root, MONDAY, [entry(n, "A") for n in range(4)])
    before = sorted(root.rglob("*"))
    with pytest.raises(RefusedError, match=message) as refused:
        bring(root, FRIDAY, items, Guard(fatal=lambda p: p.reason.startswith("unknown")))
    assert "2024-01-01 stays in force" in refused.value.remedy
    assert len(manifests(root, "xx_list")) == 1
    assert sorted(p for p in root.rglob("*") if ".tmp-" not in str(p)) == before


def test_shrinking_may_be_allowed(root: Path) -> None:
    """A list that really shrank is published when the user says so."""
    bring(root, MONDAY, [entry(n, "A") for n in range(4)])
    bring(root, FRIDAY, [entry(1, "A")], Guard(allow_shrink=True))
    assert [m.entity_count for m in manifests(root, "xx_list")] == [4, 1]


def test_a_reader_that_fails_half_way_leaves_the_good_version(root: Path) -> None:
    """What a reader raises passes through; what was held is still held."""

    def broken() -> Iterator[Statement]:
        yield entry(1, "B")
        raise ReadError("the file ends inside an element")

    bring(root, MONDAY, [entry(1, "A")])
    file = root.parent / "other.csv"
    file.write_text("other", "utf-8")
    with pytest.raises(ReadError, match="ends inside"):
        publish(root, SOURCE, Incoming(FRIDAY, {"main.csv": file}, "later"), broken())
    assert known(root) == [("A", "2024-01-01", "")]


def test_an_entity_is_shown_with_its_parts_and_what_points_at_it(root: Path) -> None:
    """Sub-entities and the statements that name the entity come too, another entry with a longer id does not."""
    mine = Statement("xx_list:1#sanction:A", "Sanction", "program", "X", locator="main.csv:1")
    edge = Statement("xx_list:7#link:1", "UnknownLink", "object", "xx_list:1", locator="main.csv:2")
    bring(root, MONDAY, [entry(1, "A"), mine, entry(11, "B"), entry(7, "C"), edge])
    assert [s.statement for s in entity_statements(root, "xx_list:1")] == [entry(1, "A"), mine, edge]


def test_an_unknown_source_is_named(root: Path) -> None:
    """Asking for what is not held says what is held."""
    with pytest.raises(UnknownNameError, match="No version of un_sc"):
        read_log(root, "un_sc")
