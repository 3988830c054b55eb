"""What is in force: the log a source's pointer names, checked to be whole, and the manifests of its versions."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from lustra.errors import UnknownNameError, WorkspaceError
from lustra.store.layout import POINTER, log_folder, read_pointer, source_folder, source_names, version_folder
from lustra.store.manifest import LoggedVersion, LogManifest, Manifest
from lustra.store.publisher import check_file, check_length, content_name, fingerprint

__all__ = [
    "ENTRIES",
    "LOG",
    "MANIFEST",
    "PROBLEMS",
    "RESTORE",
    "STATEMENTS",
    "OpenLog",
    "check_bytes",
    "check_digest",
    "held_log",
    "logged_version",
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
    except OSError as error:
        raise WorkspaceError(f"{folder / LOG} cannot be read: {error}.", RESTORE) from None
    if content_name(content) != name:
        raise WorkspaceError(f"{folder / LOG} is not what was written.", RESTORE)
    manifest = msgspec.json.decode(content, type=LogManifest)
    for file, (size, _) in manifest.files.items():
        check_length(folder / file, size, RESTORE)
    return manifest


def check_bytes(log: OpenLog) -> None:
    """Compare every byte of a log with what was written.

    Raises:
        WorkspaceError: a file is damaged, or was replaced meanwhile.
    """
    for name, written in log.manifest.files.items():
        try:
            check_file(log.folder / name, written, RESTORE)
        except WorkspaceError:
            if (log.folder / name).is_file():
                raise
            raise unreadable(log, FileNotFoundError(f"{name} is missing")) from None


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
    return tuple(read_manifest(version_folder(root, source, v.folder), v) for v in versions)


def read_manifest(folder: Path, version: LoggedVersion) -> Manifest:
    """What is recorded about a version.

    Args:
        folder: where the version lies.
        version: as the log knows it.

    Raises:
        WorkspaceError: its manifest is missing, damaged or not what was written.
    """
    path = folder / MANIFEST
    if version.manifest_sha256:
        check_digest(path, version.manifest_sha256)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", RESTORE) from None


def check_digest(path: Path, sha256: str) -> None:
    """Compare a small file with the hash that the log has of it.

    Raises:
        WorkspaceError: it is missing or is not what was written.
    """
    length = path.stat().st_size if path.is_file() else 0
    check_file(path, (length, sha256), RESTORE)


def logged_version(folder: Path, manifest: Manifest) -> LoggedVersion:
    """A version as the log is to know it, with the hashes of its manifest and problems.

    Args:
        folder: where the version lies, whole.
        manifest: its description.

    Raises:
        WorkspaceError: one of the two files is missing.
    """
    try:
        digests = [fingerprint(folder / name)[1] for name in (MANIFEST, PROBLEMS)]
    except OSError as error:
        raise WorkspaceError(f"{error.filename} cannot be read: {error.strerror}.", RESTORE) from None
    return LoggedVersion(manifest.published, manifest.folder, manifest.absent, *digests)
