"""From a version that was read to the state in force: its counts, the next log, and one replacement."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from lustra.model.source import Source
from lustra.store.columns import LINED
from lustra.store.held import MANIFEST, held_log, logged_version, read_manifest
from lustra.store.layout import (
    POINTER,
    fresh_folder,
    log_folder,
    remove_pointer,
    source_folder,
    sweep,
    version_folder,
)
from lustra.store.log_files import read_table, write_log
from lustra.store.manifest import LoggedVersion, Manifest, bytes_name
from lustra.store.merge import Log, next_log
from lustra.store.publisher import make_current
from lustra.store.spill import Spilled

__all__ = ["Staged", "bring_in", "companions", "put_in_force", "stage", "sweep_source"]


@dataclass(frozen=True, slots=True)
class Staged:
    """A version that lies whole in a temporary folder."""

    folder: Path
    manifest: Manifest


def companions(source: Source) -> set[str]:
    """The files of a list's set that a version may come without."""
    return {file.name for file in source.files if not file.required}


def stage(folder: Path, manifest: Manifest, spilled: Spilled) -> Staged:
    """Complete a version's manifest with what was counted, and write it beside the version's bytes."""
    whole = replace(
        manifest,
        entities=spilled.entities,
        names=dict(sorted(spilled.names.items())),
        statements=spilled.statements,
        problems=dict(sorted(spilled.severities.items())),
    )
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1))
    return Staged(folder, whole)


def bring_in(log: Log, staged: Staged, spilled: Spilled) -> Log:
    """The log with a staged version; its scratch file is gone after this.

    Raises:
        WorkspaceError: the scratch file is damaged.
    """
    version = logged_version(staged.folder, staged.manifest)
    following = next_log(log, version, read_table(spilled.path, LINED))
    spilled.path.unlink()
    return following


def put_in_force(
    root: Path, source: str, log: Log, staged: Sequence[Staged] = (), *, forget: date | None = None
) -> None:
    """Make a log the one in force, and the versions it knows visible, by one replacement.

    Args:
        root: the workspace, of which the caller is the writer.
        source: whose log.
        log: the next log.
        staged: versions that are not in their place yet.
        forget: the day of which no bytes are to be kept; those of other versions no longer in force are.

    Raises:
        WorkspaceError: the log in force is damaged.
    """
    place = source_folder(root, source)
    if not log.versions:
        remove_pointer(place / POINTER)
    else:
        log = replace(log, versions=tuple(_with_hashes(root, source, version) for version in log.versions))
        with fresh_folder(place / "log") as folder:
            name = write_log(folder, source, log, _superseded(root, source, log, forget))
            folders = {version.folder: version_folder(root, source, version.manifest.folder) for version in staged}
            make_current(folders | {folder: log_folder(root, source, name)}, place / POINTER, name)
    sweep_source(root, source)


def _with_hashes(root: Path, source: str, version: LoggedVersion) -> LoggedVersion:
    """The version with the hashes that a log of an older Lustra lacks, of the files as they are now."""
    if version.manifest_sha256:
        return version
    folder = version_folder(root, source, version.folder)
    return logged_version(folder, read_manifest(folder, version))


def _superseded(root: Path, source: str, log: Log, forget: date | None) -> tuple[str, ...]:
    """The folders known until now that hold bytes which are not in force any more."""
    in_force = {bytes_name(version.folder) for version in log.versions}
    folders = {name for name in _known_folders(root, source) if bytes_name(name) not in in_force}
    return tuple(sorted(name for name in folders if forget is None or not name.startswith(forget.isoformat())))


def _known_folders(root: Path, source: str) -> set[str]:
    held = held_log(root, source)
    if held is None:
        return set()
    return {*(version.folder for version in held.manifest.versions), *held.manifest.superseded}


def sweep_source(root: Path, source: str) -> None:
    """Remove what no log in force knows; only the writer may call this.

    Raises:
        WorkspaceError: the log in force is damaged; nothing is removed then.
    """
    held = held_log(root, source)
    sweep(source_folder(root, source), {*_known_folders(root, source), "log"})
    sweep(source_folder(root, source) / "log", {held.folder.name} if held else ())
