"""The one way in which anything in a workspace is published: lists, graphs, flow tables, concordances, indexes.

A writer holds the workspace's lock, fills a new folder beside the old ones, and calls ``make_current``: everything is
made durable, gets its final name, and becomes visible by the replacement of one pointer. Nothing is removed before
that. A version of a dataset (a graph, a flow table, a concordance) carries ``files.json`` with the length and the
SHA-256 of each of its files; the folder's name ends in the hash of ``files.json``, so a change of any byte is found.

Every byte of a file is read and compared when the file is first used (about a second for 600 MB); nothing is
remembered from one process to the next, since a damaged disk changes bytes without changing a file's time.
"""

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path

import msgspec

from lustra.errors import UnknownNameError, WorkspaceError
from lustra.store.layout import POINTER, commit_folder, dataset_names, read_pointer, swap_pointer

__all__ = [
    "Dataset",
    "Fingerprint",
    "Version",
    "check_file",
    "content_name",
    "current_version",
    "every_version",
    "fingerprint",
    "make_current",
    "publish_version",
]

FILES = "files.json"
Fingerprint = tuple[int, str]
"""Length in bytes and SHA-256 of a file."""
_NAME = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{8}-([0-9a-f]{16})(-\d+)?")


def fingerprint(path: Path) -> Fingerprint:
    """Length and SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest


def check_file(path: Path, written: Fingerprint, remedy: str) -> None:
    """Compare every byte of a file with what was written.

    Raises:
        WorkspaceError: the file is missing or is not what was written.
    """
    try:
        actual = fingerprint(path)
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}.", remedy) from None
    if actual != written:
        raise WorkspaceError(f"{path} is not what was written.", remedy)


def check_length(path: Path, length: int, remedy: str) -> None:
    """Check that a file is there in its full length, without reading it.

    Raises:
        WorkspaceError: the file is missing, or shorter or longer than it was written.
    """
    size = path.stat().st_size if path.is_file() else None
    if size != length:
        state = "missing" if size is None else f"{size} bytes long, not {length}"
        raise WorkspaceError(f"{path} is {state}.", remedy)


def content_name(content: bytes) -> str:
    """The name of the folder whose description has this content."""
    return hashlib.sha256(content).hexdigest()[:16]


def make_current(folders: Mapping[Path, Path], pointer: Path, text: str) -> None:
    """Make filled folders durable, give them their final names, then make them visible by one atomic replacement.

    Args:
        folders: temporary folder → its final name; one whose final name is taken already is left where it is.
        pointer: the file that names what is in force.
        text: what it is to say.
    """
    for temporary, final in folders.items():
        commit_folder(temporary, final)
    swap_pointer(pointer, text)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Something that is held in versions, one of them in force.

    Args:
        root: the workspace.
        kind: the folder of the workspace that holds all of this kind: ``graph``, ``trade``, ``concordance``.
        name: of this one, checked by ``layout.dataset_folder``.
        folder: where its versions lie.
        reload: the command that loads it again.
    """

    root: Path
    kind: str
    name: str
    folder: Path
    reload: str

    @property
    def remedy(self) -> str:
        """What to do about a damaged version."""
        return f"Restore the folder from a backup, or load it again: {self.reload}"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a dataset whose files were found to be there in full length.

    Args:
        folder: where its files lie.
        files: path within the folder → fingerprint.
        remedy: what to do where a file is damaged.
    """

    folder: Path
    files: Mapping[str, Fingerprint]
    remedy: str
    _checked: set[str] = field(default_factory=set)

    def path(self, name: str) -> Path:
        """Where a file lies; every byte of it has been compared with what was written.

        Raises:
            WorkspaceError: the version has no such file, or it is damaged.
        """
        if name not in self.files:
            raise WorkspaceError(f"{self.folder} has no {name}.", self.remedy)
        path = self.folder / name
        if name not in self._checked:
            check_file(path, self.files[name], self.remedy)
            self._checked.add(name)
        return path

    def verify(self) -> None:
        """Compare every file with what was written.

        Raises:
            WorkspaceError: a file is damaged.
        """
        for name in self.files:
            self.path(name)


class _Description(msgspec.Struct):
    """Content of ``files.json``."""

    files: dict[str, Fingerprint]
    format: int = 1


def _describe(folder: Path) -> str:
    """Write ``files.json`` over all files of a folder; the hash of its content."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): fingerprint(path) for path in paths}
    content = msgspec.json.format(msgspec.json.encode(_Description(files)), indent=1)
    (folder / FILES).write_bytes(content)
    return content_name(content)


def publish_version(dataset: Dataset, folder: Path, label: str) -> Version:
    """Put a filled temporary folder in force as a version of a dataset.

    Earlier versions are kept. Only an earlier reading of the same source files on the same day, which has the same
    label, is removed once the new one is in force.

    Args:
        dataset: of whose workspace the caller is the writer.
        folder: a temporary folder in ``dataset.folder``.
        label: the day of loading and the first eight digits of the hash of the source files: ``2026-09-01-0123abcd``.

    Returns:
        The version, now in force.
    """
    name = _free_name(dataset, f"{label}-{_describe(folder)}")
    make_current({folder: dataset.folder / name}, dataset.folder / POINTER, name)
    for child in dataset.folder.iterdir():
        if child.is_dir() and child.name != name and (child.name == label or child.name.startswith(f"{label}-")):
            shutil.rmtree(child, ignore_errors=True)
    return _opened(dataset, name)


def _free_name(dataset: Dataset, wanted: str) -> str:
    """The wanted name, or one with a number where a damaged version has the wanted one."""
    names = chain([wanted], (f"{wanted}-{number}" for number in count(2)))
    return next(name for name in names if not (dataset.folder / name).exists() or _is_sound(dataset, name))


def _is_sound(dataset: Dataset, name: str) -> bool:
    try:
        _opened(dataset, name).verify()
    except WorkspaceError:
        return False
    return True


def current_version(dataset: Dataset) -> Version:
    """The version of a dataset that is in force.

    Raises:
        UnknownNameError: nothing of this name is held.
        WorkspaceError: it is damaged, or was written before hashes were kept.
    """
    pointer = dataset.folder / POINTER
    while (name := read_pointer(pointer)) is not None:
        try:
            return _opened(dataset, name)
        except WorkspaceError:
            if read_pointer(pointer) == name:  # else a writer has replaced the version between the two reads
                raise
    names = ", ".join(dataset_names(dataset.root, dataset.kind)) or "none yet"
    raise UnknownNameError(
        f"{dataset.folder} holds no version of {dataset.name}.", f"Held are: {names}. Load one: {dataset.reload}"
    )


def every_version(dataset: Dataset) -> Iterator[Version]:
    """Every version held of a dataset, superseded ones included, the one in force last.

    Raises:
        WorkspaceError: one is damaged, or was written before hashes were kept.
    """
    current = current_version(dataset)
    names = sorted(child.name for child in dataset.folder.iterdir() if _NAME.fullmatch(child.name))
    yield from (_opened(dataset, name) for name in names if name != current.folder.name)
    yield current


def _opened(dataset: Dataset, name: str) -> Version:
    folder = dataset.folder / name
    if not _NAME.fullmatch(name) and folder.is_dir():
        raise WorkspaceError(
            f"{folder} was written by an older Lustra, without the hashes that show damage.",
            f"Load it again: {dataset.reload}",
        )
    return _described(folder, dataset.remedy)


def _described(folder: Path, remedy: str) -> Version:
    path = folder / FILES
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", remedy) from None
    name = _NAME.fullmatch(folder.name)
    if name is None or content_name(content) != name[1]:
        raise WorkspaceError(f"{path} is not what was written.", remedy)
    version = Version(folder, msgspec.json.decode(content, type=_Description).files, remedy)
    for file, (length, _) in version.files.items():
        check_length(folder / file, length, remedy)
    return version
