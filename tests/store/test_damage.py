"""A damaged workspace is named with a remedy, never read as if it were whole, and never made worse."""

import hashlib
import resource
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.store.lists import FRIDAY, MONDAY, SOURCE, bring, name

from lustra.errors import WorkspaceError
from lustra.store.history import changes
from lustra.store.layout import open_root
from lustra.store.log import entity_statements, read_log
from lustra.store.originals import original_name
from lustra.store.problems import read_problems
from lustra.store.versions import Incoming, manifests, open_files, publish

Damage = Callable[[Path], None]
Question = Callable[[Path], object]


def cut(path: Path) -> None:
    """Lose the end of a file."""
    path.write_bytes(path.read_bytes()[:-7])


def flip(path: Path) -> None:
    """Change bytes in the middle of a file, so that its size stays."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 8] = bytes(byte ^ 0xFF for byte in content[middle : middle + 8])
    path.write_bytes(content)


def empty(path: Path) -> None:
    """Lose all of a file."""
    path.write_bytes(b"")


def one(root: Path, pattern: str) -> Path:
    """The newest file of a pattern."""
    return sorted(root.glob(f"lists/xx_list/{pattern}"))[-1]


QUESTIONS: dict[str, Question] = {
    "log": lambda root: list(read_log(root, "xx_list")),
    "entity": lambda root: list(entity_statements(root, "xx_list:1")),
    "history": lambda root: changes(root, "xx_list"),
    "manifests": lambda root: manifests(root, "xx_list"),
    "bytes": lambda root: open_files(root, "xx_list"),
    "problems": lambda root: list(read_problems(root, manifests(root, "xx_list")[-1])),
}


@pytest.fixture
def held(root: Path) -> Path:
    """A workspace with two versions."""
    bring(root, MONDAY, [name(1, "A"), name(2, "B")])
    bring(root, FRIDAY, [name(n, f"{n}") for n in range(500)])
    return root


@pytest.mark.parametrize(
    ("pattern", "damage", "question"),
    [
        ("current", empty, "log"),
        ("current", lambda path: path.write_text("0123456789abcdef"), "log"),
        ("current", lambda path: path.write_text("0123456789abcdef"), "manifests"),
        ("current", lambda path: path.write_bytes(b"\xff\xfe"), "log"),
        ("log/*/log.json", cut, "log"),
        ("log/*/log.json", flip, "manifests"),
        ("log/*/log.json", Path.unlink, "manifests"),
        ("log/*/statements.parquet", cut, "log"),
        ("log/*/statements.parquet", flip, "log"),
        ("log/*/statements.parquet", flip, "entity"),
        ("log/*/statements.parquet", Path.unlink, "entity"),
        ("log/*/entries.parquet", cut, "history"),
        ("log/*/entries.parquet", flip, "history"),
        ("2024-*/manifest.json", cut, "manifests"),
        ("2024-*/manifest.json", Path.unlink, "manifests"),
        ("2024-*/main.csv.zst", cut, "bytes"),
        ("2024-*/main.csv.zst", flip, "bytes"),
        ("2024-*/main.csv.zst", Path.unlink, "bytes"),
        ("2024-*/problems.jsonl", Path.unlink, "problems"),
        ("2024-*/problems.jsonl", lambda path: path.write_text('{"nothing": 1}\n'), "problems"),
    ],
)
def test_damage_is_named(held: Path, pattern: str, damage: Damage, question: str) -> None:
    """Whatever is missing, cut off or changed gives an error that names the file and says what to do."""
    damage(one(held, pattern))
    with pytest.raises(WorkspaceError) as named:
        QUESTIONS[question](held)
    assert "xx_list" in named.value.message
    assert named.value.remedy


@pytest.mark.parametrize("pattern", ["log/*/log.json", "log/*/statements.parquet", "2024-*/manifest.json"])
def test_an_import_into_a_damaged_list_loses_nothing(held: Path, pattern: str) -> None:
    """Publishing stops before anything is removed, so that the rest can be restored."""
    cut(one(held, pattern))
    before = sorted(held.rglob("*"))
    with pytest.raises(WorkspaceError):
        bring(held, FRIDAY, [name(1, "C")])
    assert sorted(held.rglob("*")) == before


def test_damage_of_one_list_leaves_the_bytes_of_its_versions(held: Path) -> None:
    """The publisher's bytes are kept apart from what was made of them."""
    versions = manifests(held, "xx_list")
    cut(one(held, "log/*/statements.parquet"))
    folder = held / "lists" / "xx_list" / versions[-1].folder
    assert [(folder / original_name(file)).is_file() for file in versions[-1].files] == [True, True]


@pytest.mark.parametrize(
    ("content", "message"),
    [("{}", "cannot be read"), ("", "cannot be read"), ('{"lustra workspace": 99}', "newer than 1")],
)
def test_a_foreign_workspace_is_not_opened(root: Path, content: str, message: str) -> None:
    """A marker that cannot be read, or of a later layout, stops every command."""
    (root / "lustra.json").write_text(content)
    with pytest.raises(WorkspaceError, match=message):
        open_root(root)


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow beyond 4 kB."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_named_and_nothing_is_lost(held: Path, small_disk: None) -> None:
    """When the disk takes no more, the import stops with a remedy, and the versions held are those from before."""
    before = sorted(held.rglob("*"))
    file = held / "lists" / "xx_list" / manifests(held, "xx_list")[-1].folder / "main.csv.zst"
    large = Incoming(date(2024, 2, 1), {"main.csv": file}, "2024-06-01")
    with pytest.raises(WorkspaceError, match="cannot be written to") as named:
        publish(held, SOURCE, large, (name(n, hashlib.sha256(b"%d" % n).hexdigest()) for n in range(5000)))
    assert "what was held is still held" in named.value.remedy
    assert sorted(held.rglob("*")) == before
