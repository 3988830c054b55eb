"""Workspaces are found or made, and one process writes at a time."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from lustra.errors import InputError, WorkspaceError
from lustra.store.layout import dataset_folder, fresh_folder, open_root, source_names, swap_pointer, sweep
from lustra.store.lock import writing

HOLD = """
import sys, time
from pathlib import Path
from lustra.store.lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def other(root: Path) -> "subprocess.Popen[bytes]":
    """Another process that is writing to the workspace."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(root)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_a_workspace_is_made_once(tmp_path: Path) -> None:
    """Making it again, or opening it, finds the same folder."""
    made = open_root(tmp_path / "a" / "b", create=True)
    assert open_root(tmp_path / "a" / "b", create=True) == open_root(made) == tmp_path / "a" / "b"
    assert source_names(made) == ()


def test_what_is_no_workspace_is_left_alone(tmp_path: Path) -> None:
    """A folder with other things in it, a file, and nothing at all are errors."""
    (tmp_path / "letter.txt").write_text("Dear")
    for path, create in ((tmp_path, True), (tmp_path / "letter.txt", True), (tmp_path / "nowhere", False)):
        with pytest.raises(WorkspaceError) as named:
            open_root(path, create=create)
        assert named.value.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("kind", ["lists", "graph", "trade", "concordance"])
@pytest.mark.parametrize("name", ["", "..", "/etc", "../lists/un_sc", "A", "a b", "a/b", "_a", "a\n", 65 * "a"])
def test_a_name_cannot_leave_its_folder(root: Path, kind: str, name: str) -> None:
    """Only a-z, 0-9 and _ name a list, a graph, a flow table or a concordance."""
    with pytest.raises(InputError, match=r"is not a .*'s name"):
        dataset_folder(root, kind, name)


def test_a_lock_that_is_a_link_is_not_followed(root: Path, tmp_path: Path) -> None:
    """The process id was once written over whatever ``lock`` pointed at."""
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear")
    for name in ("lock", "lock-holder"):
        (root / name).unlink(missing_ok=True)
        (root / name).symlink_to(letter)
    with pytest.raises(WorkspaceError, match="symbolic link"), writing(root):
        pass
    (root / "lock").unlink()
    with writing(root):
        assert letter.read_text() == "Dear"


def test_two_processes_do_not_write_at_once(root: Path, other: "subprocess.Popen[bytes]") -> None:
    """The second writer is told who is writing; a killed writer's lock is free at once."""
    with (
        pytest.raises(WorkspaceError, match=rf"Another process \({other.pid}\) is writing"),
        writing(root, wait_seconds=0),
    ):
        pass
    other.kill()
    other.wait()
    with writing(root, wait_seconds=0):
        assert (root / "lock-holder").read_text() != str(other.pid)


def test_a_writer_waits_for_the_other(root: Path, other: "subprocess.Popen[bytes]") -> None:
    """Within the time given, the second writer gets its turn."""
    other.terminate()
    with writing(root, wait_seconds=10):
        pass
    assert other.wait() != 0


def test_a_temporary_folder_goes_when_its_writer_fails(tmp_path: Path) -> None:
    """Nothing is left of a write that did not come to its end."""
    with suppress(ZeroDivisionError), fresh_folder(tmp_path) as folder:
        (folder / "half").write_text("half")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_sweeping_keeps_what_is_pointed_at(tmp_path: Path) -> None:
    """Folders nobody names and halves of files go; files and the folders named stay."""
    for folder in ("kept", "old", ".tmp-1-0"):
        (tmp_path / folder).mkdir()
    for file in ("current", "current.tmp-1"):
        (tmp_path / file).write_text("kept")
    sweep(tmp_path, {"kept"})
    sweep(tmp_path / "nowhere", ())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "kept"]


def test_a_pointer_is_replaced_whole(tmp_path: Path) -> None:
    """Nothing else is left in the folder."""
    for text in ("a long first text", "second"):
        swap_pointer(tmp_path / "current", text)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("current", "second\n")]


def test_a_workspace_that_lost_its_marker_says_how_to_restore_it(tmp_path: Path) -> None:
    """It was once told to be no workspace, and then to be no empty folder either."""
    root = open_root(tmp_path / "w", create=True)
    (root / "lists" / "un_sc").mkdir(parents=True)
    swap_pointer(root / "lists" / "un_sc" / "current", "x")
    (root / "lustra.json").unlink()
    for create in (True, False):
        with pytest.raises(WorkspaceError, match=r"lustra\.json is missing") as told:
            open_root(root, create=create)
        assert "Restore it" in told.value.remedy
