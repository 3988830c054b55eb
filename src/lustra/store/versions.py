"""Publishing a version of a list, and what is held of each source.

A version becomes visible with the log that knows it, by one replacement of the source's pointer. Whatever goes wrong
before that — a reader that fails, a list that shrank, a killed process — leaves everything as it was.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

import msgspec

from lustra.errors import RefusedError, UnknownNameError
from lustra.model.source import Source
from lustra.model.statement import Problem, Statement
from lustra.store.columns import LINED
from lustra.store.held import MANIFEST, held_log, manifests
from lustra.store.layout import (
    POINTER,
    commit_folder,
    fresh_folder,
    log_folder,
    source_folder,
    swap_pointer,
    sweep,
    version_folder,
    writing,
)
from lustra.store.log_files import load_log, read_table, write_log
from lustra.store.manifest import FileOrigin, HeldFile, LoggedVersion, LogManifest, Manifest
from lustra.store.merge import next_log
from lustra.store.originals import check_original, content_hash, fingerprints, keep_originals, open_original
from lustra.store.spill import Spilled, spill

__all__ = ["Guard", "Incoming", "manifests", "open_files", "publish"]


def _never(_: Problem) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Guard:
    """What may not be published.

    Args:
        allow_shrink: publish even where the list lost more entries than its source's ``max_shrink_share``.
        fatal: whether a problem (an unknown tag, say) means that the list was not understood.
    """

    allow_shrink: bool = False
    fatal: Callable[[Problem], bool] = _never


@dataclass(frozen=True, slots=True)
class Incoming:
    """A version about to be published.

    Args:
        published: the publisher's day.
        files: the publisher's lower-case file name → where its bytes lie, unpacked.
        imported_at: now, as ISO day or time.
        origins: where each fetched file came from.
    """

    published: date
    files: Mapping[str, Path]
    imported_at: str
    origins: Mapping[str, FileOrigin] = field(default_factory=dict)


def publish(
    root: Path,
    source: Source,
    incoming: Incoming,
    items: Iterable[Statement | Problem],
    guard: Guard = Guard(),
) -> Manifest:
    """Read one version's stream, keep its bytes, and bring it into the source's log.

    A version whose bytes are held for the same day, or as the last version before it, is not read again. Other bytes
    for a day that is held supersede that version; its bytes are kept beside.

    Args:
        root: the workspace.
        source: whose list it is.
        incoming: day, files, and where they came from.
        items: what the reader makes of the files; consumed once, in bounded memory.
        guard: when not to publish.

    Returns:
        The manifest of the version that now holds these bytes.

    Raises:
        RefusedError: the list has no entries, shrank, or was not understood; what was held is still held.
        ReadError: the reader could not read the files; what was held is still held.
        InputError: a file is not there.
        WorkspaceError: another process writes, or the workspace is damaged.
    """
    held = fingerprints(incoming.files, incoming.origins)
    with writing(root):
        sweep_source(root, source.name)
        older = [m for m in manifests(root, source.name) if m.published <= incoming.published]
        if older and older[-1].sha256 == content_hash(held):
            return older[-1]
        with fresh_folder(source_folder(root, source.name)) as folder:
            spilled = spill(items, folder, _companions(source), guard.fatal)
            _refuse_unless_sound(source, spilled, older[-1] if older else None, guard)
            manifest = _manifest(source, incoming, held, spilled)
            keep_originals(incoming.files, folder)
            (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
            _bring_in(root, manifest, spilled, folder)
    return manifest


def _manifest(source: Source, incoming: Incoming, held: tuple[HeldFile, ...], spilled: Spilled) -> Manifest:
    return Manifest(
        source=source.name,
        published=incoming.published,
        imported_at=incoming.imported_at,
        format=source.format,
        sha256=content_hash(held),
        files=held,
        absent=tuple(sorted(_companions(source) - incoming.files.keys())),
        entities=spilled.entities,
        names=dict(sorted(spilled.names.items())),
        statements=spilled.statements,
        problems=dict(sorted(spilled.severities.items())),
    )


def _companions(source: Source) -> set[str]:
    return {file.name for file in source.files if not file.required}


def _bring_in(root: Path, manifest: Manifest, spilled: Spilled, folder: Path) -> None:
    source = manifest.source
    held = held_log(root, source)
    log = load_log(held)
    version = LoggedVersion(manifest.published, manifest.folder, manifest.absent)
    following = next_log(log, version, read_table(spilled.path, LINED))
    spilled.path.unlink()
    gone = {v.folder for v in log.versions} - {v.folder for v in following.versions}
    superseded = (gone | set(held.manifest.superseded if held else ())) - {manifest.folder}
    with fresh_folder(source_folder(root, source) / "log") as fresh:
        name = write_log(fresh, source, following, tuple(superseded))
        commit_folder(folder, version_folder(root, source, manifest.folder))
        commit_folder(fresh, log_folder(root, source, name))
    swap_pointer(source_folder(root, source) / POINTER, name)
    sweep_source(root, source)


def sweep_source(root: Path, source: str) -> None:
    """Remove what no log in force knows; only the writer may call this.

    Raises:
        WorkspaceError: the log in force is damaged; nothing is removed then.
    """
    held = held_log(root, source)
    folders = _known_folders(held.manifest) if held else set()
    sweep(source_folder(root, source), {*folders, "log"})
    sweep(source_folder(root, source) / "log", {held.folder.name} if held else ())


def _known_folders(log: LogManifest) -> set[str]:
    return {version.folder for version in log.versions} | set(log.superseded)


def _refuse_unless_sound(source: Source, spilled: Spilled, older: Manifest | None, guard: Guard) -> None:
    good = f"The version of {older.published} stays in force." if older else "Nothing was changed."
    if spilled.fatal:
        first = spilled.fatal[0]
        raise RefusedError(
            f"{source.name} was not understood: {len(spilled.fatal)} such problems, the first in {first.file} at "
            f"{first.where}: {first.reason}.",
            f"{good} The publisher may have changed the format: see {source.page}.",
        )
    count = len(spilled.schemas)
    if not count:
        raise RefusedError(f"{source.name} has no entries.", f"{good} Fetch the file again, or check its format.")
    floor = older.entity_count * (1 - source.max_shrink_share) if older else 0
    if count < floor and older and not guard.allow_shrink:
        raise RefusedError(
            f"{source.name} shrank from {older.entity_count} entries ({older.published}) to {count}, "
            f"by more than {source.max_shrink_share:.0%}.",
            f"{good} If the publisher really removed them, import again and allow the shrinking.",
        )


def open_files(root: Path, source: str, published: date | None = None) -> dict[str, BinaryIO]:
    """The publisher's files of a version, compared with their hashes, as a reader takes them; the caller closes them.

    Args:
        root: the workspace.
        source: whose list.
        published: day of the version; the newest one otherwise.

    Raises:
        UnknownNameError: no such version is held.
        WorkspaceError: a file is missing or damaged.
    """
    held = manifests(root, source)
    chosen = [m for m in held if published in (None, m.published)]
    if not chosen:
        days = ", ".join(str(m.published) for m in held) or "none"
        raise UnknownNameError(f"No version of {source} of {published or 'any day'} is held.", f"Days held: {days}.")
    folder = version_folder(root, source, chosen[-1].folder)
    for file in chosen[-1].files:
        check_original(folder, file)
    return {file.name: open_original(folder, file) for file in chosen[-1].files}
