"""Publishing a version of a list, and what is held of each source.

A version becomes visible with the log that knows it, by one replacement of the source's pointer. Whatever goes wrong
before that — a reader that fails, a list that shrank, a killed process — leaves everything as it was.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

from lustra.errors import RefusedError, UnknownNameError
from lustra.model.source import Source
from lustra.model.statement import Problem, Statement
from lustra.store.checks import forget_check
from lustra.store.held import held_log, manifests
from lustra.store.in_force import bring_in, companions, put_in_force, stage, sweep_source
from lustra.store.layout import fresh_folder, source_folder, version_folder
from lustra.store.lock import writing
from lustra.store.log_files import load_log
from lustra.store.manifest import FileOrigin, HeldFile, Manifest
from lustra.store.merge import without
from lustra.store.originals import check_original, content_hash, fingerprints, keep_originals, open_original
from lustra.store.spill import Spilled, spill

__all__ = ["Guard", "Incoming", "manifests", "open_files", "publish", "withdraw"]


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
        stated: the day that the files themselves state, if any.
    """

    published: date
    files: Mapping[str, Path]
    imported_at: str
    origins: Mapping[str, FileOrigin] = field(default_factory=dict)
    stated: date | None = None


def publish(
    root: Path,
    source: Source,
    incoming: Incoming,
    items: Iterable[Statement | Problem],
    guard: Guard = Guard(),
) -> Manifest:
    """Read one version's stream, keep its bytes, and bring it into the source's log.

    Files that are all held for the same day, or in the last version before it, are not read again. Other bytes for a
    day that is held supersede that version; its bytes are kept beside.

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
        if older and _is_held(held, older[-1]):
            return older[-1]
        with fresh_folder(source_folder(root, source.name)) as folder:
            spilled = spill(items, folder, companions(source), guard.fatal)
            _refuse_unless_sound(source, spilled, older[-1] if older else None, guard)
            keep_originals(incoming.files, folder)
            staged = stage(folder, _manifest(source, incoming, held), spilled)
            log = load_log(held_log(root, source.name))
            put_in_force(root, source.name, bring_in(log, staged, spilled), [staged])
    return staged.manifest


def _is_held(files: tuple[HeldFile, ...], older: Manifest) -> bool:
    held = {(file.name, file.sha256) for file in older.files}
    return {(file.name, file.sha256) for file in files} <= held


def _manifest(source: Source, incoming: Incoming, held: tuple[HeldFile, ...]) -> Manifest:
    return Manifest(
        source=source.name,
        published=incoming.published,
        imported_at=incoming.imported_at,
        format=source.format,
        sha256=content_hash(held),
        files=held,
        absent=tuple(sorted(companions(source) - incoming.files.keys())),
        stated=incoming.stated,
    )


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


def withdraw(root: Path, source: str, published: date) -> None:
    """Take a version out, one imported under a wrong day, say: as if it had never been held, its bytes included.

    That the publisher was found to have nothing newer than the newest version is forgotten with that version.

    Args:
        root: the workspace.
        source: whose list.
        published: day of the version.

    Raises:
        UnknownNameError: no such version is held.
        WorkspaceError: another process writes, or the workspace is damaged.
    """
    with writing(root):
        held = manifests(root, source)
        _of_day(held, source, published)
        put_in_force(root, source, without(load_log(held_log(root, source)), published), forget=published)
        if published == held[-1].published:
            forget_check(root, source)


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
    chosen = _of_day(manifests(root, source), source, published)
    folder = version_folder(root, source, chosen.folder)
    for file in chosen.files:
        check_original(folder, file)
    return {file.name: open_original(folder, file) for file in chosen.files}


def _of_day(held: Sequence[Manifest], source: str, published: date | None) -> Manifest:
    chosen = [manifest for manifest in held if published in (None, manifest.published)]
    if not chosen:
        days = ", ".join(str(manifest.published) for manifest in held) or "none"
        raise UnknownNameError(f"No version of {source} of {published or 'any day'} is held.", f"Days held: {days}.")
    return chosen[-1]
