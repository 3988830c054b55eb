"""Publishing versions: what is kept, what is refused, and what stays."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.store.lists import FRIDAY, MONDAY, SOURCE, TUESDAY, bring, name

from lustra.errors import InputError, ReadError, RefusedError, UnknownNameError
from lustra.model.statement import LoggedStatement, Problem, Statement
from lustra.store.layout import source_names
from lustra.store.log import entity_statements, read_log
from lustra.store.manifest import FileOrigin
from lustra.store.versions import Guard, Incoming, manifests, open_files, publish, withdraw


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


def test_a_part_of_a_set_that_is_held_changes_nothing(root: Path) -> None:
    """The primary file alone does not supersede the whole set of the same day."""
    whole = bring(root, MONDAY, [name(1, "A"), name(1, "B", file="more.csv")])
    part = Incoming(MONDAY, {"main.csv": root.parent / f"{MONDAY}.csv"}, "later")
    assert publish(root, SOURCE, part, [name(1, "A")]) == whole
    assert [value for value, *_ in known(root)] == ["A", "B"]


def test_a_superseded_version_can_come_back(root: Path) -> None:
    """Importing the first bytes of a day again puts them in force again."""
    first = bring(root, MONDAY, [name(1, "A")])
    bring(root, MONDAY, [name(1, "B")])
    bring(root, MONDAY, [name(1, "A")])
    assert manifests(root, "xx_list") == (first,)
    assert known(root) == [("A", "2024-01-01", "")]


def test_a_version_is_withdrawn_with_its_bytes(root: Path) -> None:
    """A version imported under a wrong day goes without a trace; the bytes of other days stay, superseded ones too."""
    superseded = bring(root, MONDAY, [name(1, "A"), name(2, "B")])
    monday = bring(root, MONDAY, [name(1, "A")])
    tuesday = bring(root, TUESDAY, [name(1, "C")])
    bring(root, FRIDAY, [name(1, "A")])
    withdraw(root, "xx_list", TUESDAY)
    folder = root / "lists" / "xx_list"
    assert known(root) == [("A", "2024-01-01", "")]
    assert [(folder / m.folder).is_dir() for m in (superseded, monday, tuesday)] == [True, True, False]


def test_withdrawing_the_only_version_leaves_nothing(root: Path) -> None:
    """The source is then as one that was never imported, and can be imported again."""
    bring(root, MONDAY, [name(1, "A")])
    withdraw(root, "xx_list", MONDAY)
    assert (source_names(root), manifests(root, "xx_list")) == ((), ())
    bring(root, FRIDAY, [name(1, "A")])
    assert known(root) == [("A", "2024-01-05", "")]


@pytest.mark.parametrize("ask", [withdraw, open_files])
def test_a_day_that_is_not_held_is_named(root: Path, ask: Callable[[Path, str, date], object]) -> None:
    """Asking for a version says which days are held."""
    bring(root, MONDAY, [name(1, "A")])
    with pytest.raises(UnknownNameError, match="of 2024-01-05 is held") as unknown:
        ask(root, "xx_list", FRIDAY)
    assert unknown.value.remedy == "Days held: 2024-01-01."


def test_a_missing_input_is_named(root: Path) -> None:
    """A file that is not there, no file at all, or a path for a name."""
    for files in ({"main.csv": root / "nowhere.csv"}, {}, {"../main.csv": root / "nowhere.csv"}):
        with pytest.raises(InputError):
            publish(root, SOURCE, Incoming(MONDAY, files, ""), [])


def test_where_fetched_bytes_came_from_is_kept(root: Path) -> None:
    """Address and validators of a fetched file stand in the manifest."""
    file = root.parent / "main.csv"
    file.write_text("main", "utf-8")
    origin = FileOrigin("https://lists.example/main.csv", '"v1"', "Fri, 03 May 2024 14:00:00 GMT")
    publish(root, SOURCE, Incoming(MONDAY, {"main.csv": file}, "", {"main.csv": origin}), [name(1, "A")])
    (manifest,) = manifests(root, "xx_list")
    assert [(f.bytes, f.origin) for f in manifest.files] == [(4, origin)]
    assert manifest.absent == ("more.csv",)
