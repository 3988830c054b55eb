"""What is in force: the log a source's pointer names, checked to be whole, and the manifests of its versions."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from lustra.errors import UnknownNameError, WorkspaceError
from lustra.store.layout import POINTER, log_folder, read_pointer, source_folder, source_names, version_folder
from lustra.store.manifest import LogManifest, Manifest

__all__ = [
    "ENTRIES",
    "LOG",
    "MANIFEST",
    "PROBLEMS",
    "RESTORE",
    "STATEMENTS",
    "OpenLog",
    "check_bytes",
    "content_name",
    "held_log",
    "manifests",
    "open_log",
    "read_manifest",
    "unreadable",
]

STATEMENTS = "statements.parquet"
ENTRIES = "entries.parquet"
LOG = "log.json"
MANIFEST = "manifest.json"
PROBLEMS = "problems.jsonl"
RESTORE = "Restore the folder from a backup, or move it away and import the source's versions again."


@dataclass(frozen=True, slots=True)
class OpenLog:
    """One state of a log that was found whole."""

    folder: Path
    manifest: LogManifest

    @property
    def statements(self) -> Path:
        """Every statement once per run of days on which it was published."""
        return self.folder / STATEMENTS

    @property
    def entries(self) -> Path:
        """The days on which an entry was printed at all."""
        return self.folder / ENTRIES


def content_name(content: bytes) -> str:
    """The name of the folder whose manifest has this content."""
    return hashlib.sha256(content).hexdigest()[:16]


def held_log(root: Path, source: str) -> OpenLog | None:
    """The log in force of a source, its files checked to be there in full length, or None where nothing of it is held.

    Raises:
        WorkspaceError: the pointer, the manifest or a file is damaged.
    """
    pointer = source_folder(root, source) / POINTER
    while (name := read_pointer(pointer)) is not None:
        folder = log_folder(root, source, name)
        try:
            return OpenLog(folder, _checked(folder, name))
        except WorkspaceError:
            if read_pointer(pointer) == name:  # else a writer has replaced the log between the two reads
                raise
    return None


def _checked(folder: Path, name: str) -> LogManifest:
    try:
        content = (folder / LOG).read_bytes()
        manifest = msgspec.json.decode(content, type=LogManifest)
    except (OSError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{folder / LOG} cannot be read: {error}.", RESTORE) from None
    if content_name(content) != name:
        raise WorkspaceError(f"{folder / LOG} is not what was written.", RESTORE)
    for file, (size, _) in manifest.files.items():
        held = (folder / file).stat().st_size if (folder / file).is_file() else None
        if held != size:
            state = "missing" if held is None else f"{held} bytes long, not {size}"
            raise WorkspaceError(f"{folder / file} is {state}.", RESTORE)
    return manifest


def check_bytes(log: OpenLog) -> None:
    """Compare every byte of a log with what was written.

    Raises:
        WorkspaceError: a file is damaged, or was replaced meanwhile.
    """
    for name, (_, written) in log.manifest.files.items():
        try:
            with (log.folder / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise unreadable(log, error) from None
        if digest != written:
            raise WorkspaceError(f"{log.folder / name} is not what was written.", RESTORE)


def unreadable(log: OpenLog, error: Exception) -> WorkspaceError:
    """The error of a log that was found whole and then could not be read."""
    if read_pointer(log.folder.parent.parent / POINTER) != log.folder.name:
        return WorkspaceError(f"{log.folder} was replaced by a newer log while it was read.", "Run the command again.")
    return WorkspaceError(f"{log.folder} cannot be read: {error}.", RESTORE)


def open_log(root: Path, source: str) -> OpenLog:
    """The log in force of a source, every byte of it checked.

    Raises:
        UnknownNameError: nothing of this source is held.
        WorkspaceError: what is held is damaged.
    """
    held = held_log(root, source)
    if held is None:
        have = ", ".join(source_names(root)) or "none yet"
        raise UnknownNameError(f"No version of {source} is held.", f"Lists held: {have}.")
    check_bytes(held)
    return held


def manifests(root: Path, source: str) -> tuple[Manifest, ...]:
    """The manifests of the versions in force, oldest first; none where nothing of the source is held.

    Raises:
        WorkspaceError: what is held is damaged.
    """
    held = held_log(root, source)
    versions = held.manifest.versions if held else ()
    return tuple(read_manifest(version_folder(root, source, v.folder)) for v in versions)


def read_manifest(folder: Path) -> Manifest:
    """What is recorded about a version.

    Raises:
        WorkspaceError: its manifest is missing or damaged.
    """
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{folder / MANIFEST} cannot be read: {error}.", RESTORE) from None
