"""Reading the held versions again with a better reader."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pytest
from tests.store.lists import FRIDAY, MONDAY, SOURCE, bring, name

from lustra.errors import ReadError, RefusedError, WorkspaceError
from lustra.model.statement import Statement
from lustra.store.checks import last_check, record_check
from lustra.store.history import changes
from lustra.store.layout import swap_pointer
from lustra.store.log import read_log
from lustra.store.manifest import Manifest
from lustra.store.reread import reread
from lustra.store.versions import Incoming, manifests, open_files, publish, withdraw


def better(version: Manifest, files: Mapping[str, BinaryIO]) -> Iterator[Statement]:
    """A reader that sees an alias which the first one did not."""
    lines = files["main.csv"].read().decode().splitlines()
    for number, line in enumerate(lines, 1):
        yield name(number, line, number)
        yield name(number, line.lower(), number, prop="alias")


@pytest.fixture
def two(root: Path) -> Path:
    """Two versions, as a first reader saw them."""
    for day, text in ((MONDAY, "A\nB"), (FRIDAY, "A\nC")):
        file = root.parent / f"{day}.csv"
        file.write_text(text, "utf-8")
        items = [name(n, line, n) for n, line in enumerate(text.splitlines(), 1)]
        publish(root, SOURCE, Incoming(day, {"main.csv": file}, "2024-06-01"), items)
    return root


def test_a_better_reader_changes_the_whole_history(two: Path) -> None:
    """What it sees for the first time counts from the version that printed it, not from today."""
    before = manifests(two, "xx_list")
    assert reread(two, SOURCE, better) == manifests(two, "xx_list")
    assert [(s.value, start, end) for s, start, end in read_log(two, "xx_list")] == [
        ("a", "2024-01-01", ""),
        ("A", "2024-01-01", ""),
        ("b", "2024-01-01", "2024-01-05"),
        ("c", "2024-01-05", ""),
        ("B", "2024-01-01", "2024-01-05"),
        ("C", "2024-01-05", ""),
    ]
    assert [(c.published, len(c.changed)) for c in changes(two, "xx_list")] == [(FRIDAY, 1)]
    after = manifests(two, "xx_list")
    assert [m.statements for m in after] == [4, 4]
    assert [(m.sha256, m.imported_at, m.reading) for m in after] == [(m.sha256, "2024-06-01", 2) for m in before]


def test_the_bytes_stay_and_can_be_read_a_third_time(two: Path) -> None:
    """A version read again holds the same bytes; importing them anew still changes nothing."""
    reread(two, SOURCE, better)
    reread(two, SOURCE, better)
    assert open_files(two, "xx_list", MONDAY)["main.csv"].read() == b"A\nB"
    held = manifests(two, "xx_list")
    file = two.parent / f"{FRIDAY}.csv"
    assert publish(two, SOURCE, Incoming(FRIDAY, {"main.csv": file}, "later"), []) == held[1]
    assert len(list((two / "lists" / "xx_list").glob("2024-*/main.csv.zst"))) == 2


def broken(version: Manifest, files: Mapping[str, BinaryIO]) -> Iterator[Statement]:
    """A reader that fails at the second version."""
    text = files["main.csv"].read()
    if b"C" in text:
        raise ReadError("the file ends inside an element")
    yield name(1, "A")


@pytest.mark.parametrize(
    ("read", "error"), [(broken, ReadError), (lambda *_: iter(()), RefusedError)], ids=["fails", "sees nothing"]
)
def test_a_worse_reader_changes_nothing(two: Path, read: object, error: type[Exception]) -> None:
    """If any version cannot be read again, the history in force stays."""
    before = list(read_log(two, "xx_list"))
    with pytest.raises(error):
        reread(two, SOURCE, read)  # type: ignore[arg-type]
    assert list(read_log(two, "xx_list")) == before


def test_nothing_held_is_nothing_to_read(root: Path) -> None:
    """A source without versions has none to read again."""
    assert reread(root, SOURCE, better) == ()


def test_a_list_may_be_old_and_yet_current(root: Path) -> None:
    """The last day on which the publisher had nothing newer is kept beside the versions."""
    bring(root, MONDAY, [name(1, "A")])
    assert last_check(root, "xx_list") is None
    record_check(root, "xx_list", FRIDAY)
    bring(root, FRIDAY, [name(1, "B")])
    assert last_check(root, "xx_list") == date(2024, 1, 5)


@pytest.mark.parametrize(("day", "left"), [(FRIDAY, None), (MONDAY, FRIDAY)])
def test_a_check_goes_with_the_version_it_speaks_of(root: Path, day: date, left: date | None) -> None:
    """A list whose newest version was withdrawn once stayed as fresh as the check of that version."""
    bring(root, MONDAY, [name(1, "A")])
    bring(root, FRIDAY, [name(1, "B")])
    record_check(root, "xx_list", FRIDAY)
    withdraw(root, "xx_list", day)
    assert left == last_check(root, "xx_list")


def test_a_damaged_check_is_named(root: Path) -> None:
    """A record that is no day is not taken for one."""
    bring(root, MONDAY, [name(1, "A")])
    swap_pointer(root / "lists" / "xx_list" / "checked", "yesterday")
    with pytest.raises(WorkspaceError, match="holds no day"):
        last_check(root, "xx_list")
