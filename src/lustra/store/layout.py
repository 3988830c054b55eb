"""Where everything of a workspace lies, and how a write becomes visible.

Nothing is changed in place: a writer fills a temporary folder, makes it durable, gives it its final name, and then
replaces one small pointer file. This module is on the path of every question, so it imports the standard library only.
"""

import json
import os
import re
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from lustra.errors import InputError, WorkspaceError

__all__ = [
    "FORMAT",
    "POINTER",
    "commit_folder",
    "dataset_folder",
    "dataset_names",
    "fresh_folder",
    "graph_names",
    "index_folder",
    "log_folder",
    "open_root",
    "read_pointer",
    "remove_pointer",
    "source_folder",
    "source_names",
    "swap_pointer",
    "sweep",
    "sweep_unfinished",
    "version_folder",
    "write_durably",
]

FORMAT = 1
"""Layout version of a workspace; a workspace with a higher one is refused."""
POINTER = "current"
_MARKER = "lustra.json"
_TEMPORARY = ".tmp-"
_NAME = re.compile(r"[a-z0-9][a-z0-9_]{0,63}")
_KINDS = {
    "lists": ("a source", "us_ofac_sdn"),
    "graph": ("a graph", "uk_psc"),
    "trade": ("a flow table", "baci"),
    "concordance": ("a concordance", "hs"),
}
"""Folder of the workspace → what its children are, and the name of one."""
_WRITTEN_UNMARKED = frozenset({"trade", "trade-concordance", "goods"})
"""Folders that Lustra 0.1 made without marking their parent as a workspace."""
_IMPORT = "Fill one with: lustra import SOURCE PATH, or lustra update."
_MARKER_REMEDY = f'Restore it with this one line: {{"lustra workspace": {FORMAT}}}'
_serial = count()


def open_root(path: Path, *, create: bool = False) -> Path:
    """Check that a folder is a workspace this version can read.

    Args:
        path: the workspace's folder.
        create: make it where nothing is there yet; an existing folder with other things in it is left alone.

    Returns:
        The folder, absolute.

    Raises:
        WorkspaceError: it is missing, is something else, or was written by a newer version.
    """
    root = path.absolute()
    marker = root / _MARKER
    if not marker.is_file():
        if not create and not source_names(root):
            raise WorkspaceError(f"There is no workspace at {root}.", _IMPORT)
        _make_root(root)
    _check_marker(marker)
    return root


def _make_root(root: Path) -> None:
    if source_names(root):
        raise WorkspaceError(f"{root / _MARKER} is missing.", _MARKER_REMEDY)
    if root.is_dir() and any(not _may_precede_marker(child.name) for child in root.iterdir()):
        raise WorkspaceError(f"{root} is not a workspace and is not empty.", "Choose an empty or new folder.")
    try:
        root.mkdir(parents=True, exist_ok=True)
        swap_pointer(root / _MARKER, json.dumps({"lustra workspace": FORMAT}))
    except OSError as error:
        raise WorkspaceError(
            f"The workspace {root} cannot be made: {error.strerror}.", "Choose another folder."
        ) from None


def _may_precede_marker(name: str) -> bool:
    return name in _WRITTEN_UNMARKED or name.startswith(_MARKER)


def _check_marker(marker: Path) -> None:
    try:
        held = int(json.loads(marker.read_text("utf-8"))["lustra workspace"])
    except (OSError, ValueError, KeyError, TypeError):
        raise WorkspaceError(f"{marker} cannot be read.", _MARKER_REMEDY) from None
    if held > FORMAT:
        raise WorkspaceError(f"The workspace {marker.parent} has layout {held}, newer than {FORMAT}.", "Update Lustra.")


def source_folder(root: Path, source: str) -> Path:
    """Where the versions and the log of one source lie.

    Raises:
        InputError: the name holds anything but a-z, 0-9 and _.
    """
    return dataset_folder(root, "lists", source)


def version_folder(root: Path, source: str, name: str) -> Path:
    """Where one version lies, by its folder name ``<published>-<sha8>``."""
    return source_folder(root, source) / name


def log_folder(root: Path, source: str, name: str) -> Path:
    """Where one state of a source's statement log lies, by its hash."""
    return source_folder(root, source) / "log" / name


def dataset_folder(root: Path, kind: str, name: str) -> Path:
    """Where the versions of a list, a graph, a flow table or a concordance lie.

    Args:
        root: the workspace.
        kind: ``lists``, ``graph``, ``trade`` or ``concordance``.
        name: of the one.

    Raises:
        InputError: the name holds anything but a-z, 0-9 and _.
    """
    what, example = _KINDS[kind]
    if not _NAME.fullmatch(name):
        remedy = f"Use up to 64 of a-z, 0-9 and _, beginning with a letter or digit, for example {example}."
        raise InputError(f"{name!r} is not {what}'s name.", remedy)
    return root / kind / name


def dataset_names(root: Path, kind: str) -> tuple[str, ...]:
    """The lists, graphs, flow tables or concordances of which something has been published, sorted."""
    folder = root / kind
    if not folder.is_dir():
        return ()
    names = (child.name for child in folder.iterdir() if (child / POINTER).is_file())
    return tuple(sorted(name for name in names if _NAME.fullmatch(name)))


def graph_names(root: Path) -> tuple[str, ...]:
    """The graphs of which something has been published in this workspace, sorted."""
    return dataset_names(root, "graph")


def index_folder(root: Path) -> Path:
    """Where the index folders lie."""
    return root / "index"


def source_names(root: Path) -> tuple[str, ...]:
    """The sources of which something has been published in this workspace, sorted."""
    return dataset_names(root, "lists")


def read_pointer(path: Path) -> str | None:
    """The one line of a pointer file, or None where there is none.

    Raises:
        WorkspaceError: the file is there but empty or unreadable.
    """
    try:
        text = path.read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", "Restore it from a backup.") from None
    if not text:
        raise WorkspaceError(f"{path} is empty.", "Restore it from a backup, or import the lists again.")
    return text


def swap_pointer(path: Path, text: str) -> None:
    """Replace a small file at once and durably: whoever reads it sees the old text or the new."""
    temporary = path.with_name(f"{path.name}{_TEMPORARY}{os.getpid()}")
    write_durably(temporary, f"{text}\n".encode())
    os.replace(temporary, path)
    _sync(path.parent)


def remove_pointer(path: Path) -> None:
    """Take a pointer away durably: whoever reads it then finds nothing held."""
    path.unlink(missing_ok=True)
    _sync(path.parent)


def write_durably(path: Path, content: bytes) -> None:
    """Write a new file and wait until it is on the disk."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def fresh_folder(parent: Path) -> Iterator[Path]:
    """A temporary folder, invisible to readers, on the same file system as ``parent``; gone when the block ends,
    unless it was committed.
    """
    parent.mkdir(parents=True, exist_ok=True)
    folder = parent / f"{_TEMPORARY}{os.getpid()}-{next(_serial)}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def commit_folder(temporary: Path, final: Path) -> None:
    """Make a filled temporary folder durable and give it its final name, unless what bears it is there already."""
    if final.is_dir():
        return
    for child in temporary.rglob("*"):
        _sync(child)
    _sync(temporary)
    final.parent.mkdir(parents=True, exist_ok=True)
    os.replace(temporary, final)
    _sync(final.parent)


def sweep_unfinished(parent: Path) -> None:
    """Remove what killed writers left half done in a folder, and nothing else; only the writer may call this."""
    if parent.is_dir():
        sweep(parent, {child.name for child in parent.iterdir() if not child.name.startswith(_TEMPORARY)})


def sweep(parent: Path, keep: Collection[str]) -> None:
    """Remove leftovers of killed writers and folders nothing points at; only the writer may call this.

    What the operating system will not let go (a file open elsewhere, on Windows) stays until the next sweep.
    """
    if not parent.is_dir():
        return
    for child in parent.iterdir():
        if child.is_dir() and child.name not in keep:
            shutil.rmtree(child, ignore_errors=True)
        elif child.is_file() and _TEMPORARY in child.name:
            with suppress(OSError):
                child.unlink()


def _sync(path: Path) -> None:
    if sys.platform == "win32" and path.is_dir():  # pragma: no cover
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
