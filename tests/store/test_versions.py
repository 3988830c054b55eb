"""Publishing versions: what is kept, what is refused, and what stays."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.store.lists import FRIDAY, MONDAY, SOURCE, TUESDAY, bring, name

from lustra.errors import ReadError, RefusedError, UnknownNameError
from lustra.model.statement import LoggedStatement, Problem, Statement
from lustra.store.layout import source_names
from lustra.store.log import entity_statements, read_log
from lustra.store.versions import Guard, Incoming, manifests, open_files, publish


def known(root: Path, day: date | None = None) -> list[tuple[str, str, str]]:
    """Value and days of each logged statement."""
    return [(s.value, start, end) for s, start, end in read_log(root, "xx_list", known=day)]


def test_a_first_version_is_held_whole(root: Path) -> None:
    """Bytes, counts, statements and problems of a version come back as they went in."""
    first: list[Statement | Problem] = [name(1, "A", 3), Problem("main.csv", "line 4", "no name"), name(2, "B", 5)]
    bring(root, MONDAY, first)
    (manifest,) = manifests(root, "xx_list")
    assert source_names(root) == ("xx_list",)
    assert (manifest.entities, manifest.names) == ({"Person": 2}, {"name": 2})
    assert (manifest.statements, manifest.problems) == (2, {"warning": 1})
    assert open_files(root, "xx_list")["main.csv"].read() == repr(first).encode()
    assert list(read_log(root, "xx_list")) == [
        LoggedStatement(name(1, "A", 3), "2024-01-01", ""),
        LoggedStatement(name(2, "B", 5), "2024-01-01", ""),
    ]


def test_a_later_version_closes_what_it_no_longer_prints(root: Path) -> None:
    """A statement that is gone ends on the day of the version without it; a new one starts there."""
    bring(root, MONDAY, [name(1, "A"), name(2, "B")])
    bring(root, FRIDAY, [name(1, "A"), name(2, "C")])
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

    held = bring(root, MONDAY, [name(1, "A")], partial=True)
    file = root.parent / f"{MONDAY}.csv"
    again = publish(root, SOURCE, Incoming(FRIDAY, {"main.csv": file}, "later"), never())
    assert again == held
    assert len(manifests(root, "xx_list")) == 1


def test_other_bytes_for_the_same_day_supersede(root: Path) -> None:
    """The second version of a day is in force, the bytes of the first stay on the disk."""
    first = bring(root, MONDAY, [name(1, "A"), name(2, "B")])
    second = bring(root, MONDAY, [name(1, "A"), name(2, "C")])
    assert manifests(root, "xx_list") == (second,)
    assert known(root) == [("A", "2024-01-01", ""), ("C", "2024-01-01", "")]
    assert (root / "lists" / "xx_list" / first.folder / "main.csv.zst").is_file()


@pytest.mark.parametrize(
    ("items", "message"),
    [
        pytest.param([], "has no entries", id="zero rows"),
        pytest.param([name(1, "A")], "shrank from 4 entries", id="shrunken"),
        pytest.param(
            [*(name(n, "A") for n in range(4)), Problem("main.csv", "line 1", "unknown column x", "", "error")],
            "was not understood",
            id="unknown tags",
        ),
    ],
)
def test_a_bad_version_is_refused_and_the_good_one_stays(
    root: Path, items: list[Statement | Problem], message: str
) -> None:
    """Refusing says why and what stays in force, and leaves no trace."""
    bring(root, MONDAY, [name(n, "A") for n in range(4)])
    before = sorted(root.rglob("*"))
    with pytest.raises(RefusedError, match=message) as refused:
        bring(root, FRIDAY, items, Guard(fatal=lambda p: p.reason.startswith("unknown")))
    assert "2024-01-01 stays in force" in refused.value.remedy
    assert len(manifests(root, "xx_list")) == 1
    assert sorted(root.rglob("*")) == before


def test_shrinking_may_be_allowed(root: Path) -> None:
    """A list that really shrank is published when the user says so."""
    bring(root, MONDAY, [name(n, "A") for n in range(4)])
    bring(root, FRIDAY, [name(1, "A")], Guard(allow_shrink=True))
    assert [m.entity_count for m in manifests(root, "xx_list")] == [4, 1]


def test_a_reader_that_fails_half_way_leaves_the_good_version(root: Path) -> None:
    """What a reader raises passes through; what was held is still held."""

    def broken() -> Iterator[Statement]:
        yield name(1, "B")
        raise ReadError("the file ends inside an element")

    bring(root, MONDAY, [name(1, "A")])
    file = root.parent / "other.csv"
    file.write_text("other", "utf-8")
    with pytest.raises(ReadError, match="ends inside"):
        publish(root, SOURCE, Incoming(FRIDAY, {"main.csv": file}, "later"), broken())
    assert known(root) == [("A", "2024-01-01", "")]


def test_an_entity_is_shown_with_its_parts_and_what_points_at_it(root: Path) -> None:
    """Sub-entities and the statements that name the entity come too, another entry with a longer id does not."""
    mine = Statement("xx_list:1#sanction:A", "Sanction", "program", "X", locator="main.csv:1")
    edge = Statement("xx_list:7#link:1", "UnknownLink", "object", "xx_list:1", locator="main.csv:2")
    bring(root, MONDAY, [name(1, "A"), mine, name(11, "B"), name(7, "C"), edge])
    assert [s.statement for s in entity_statements(root, "xx_list:1")] == [name(1, "A"), mine, edge]


def test_an_unknown_source_is_named(root: Path) -> None:
    """Asking for what is not held says what is held."""
    with pytest.raises(UnknownNameError, match="No version of un_sc"):
        read_log(root, "un_sc")
