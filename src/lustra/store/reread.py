"""Reading every held version again, when a reader has learnt something: one history by one reader."""

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from lustra.errors import RefusedError
from lustra.model.source import Source
from lustra.model.statement import Problem, Statement
from lustra.store.held import manifests
from lustra.store.in_force import Staged, bring_in, companions, put_in_force, stage, sweep_source
from lustra.store.layout import fresh_folder, source_folder, version_folder
from lustra.store.lock import writing
from lustra.store.manifest import Manifest
from lustra.store.merge import empty_log
from lustra.store.originals import check_original, open_original, original_name
from lustra.store.spill import Spilled, spill

__all__ = ["reread"]

Read = Callable[[Manifest, Mapping[str, BinaryIO]], Iterable[Statement | Problem]]


def reread(root: Path, source: Source, read: Read) -> tuple[Manifest, ...]:
    """Build a source's log anew from the publishers' bytes of every version in force; it replaces the old one at once.

    Otherwise what a better reader sees for the first time would look like a change of the list on the day of the next
    import.

    Args:
        root: the workspace.
        source: whose versions.
        read: what makes statements and problems of a version's files, given its manifest.

    Returns:
        The new manifests, oldest first; none where nothing is held.

    Raises:
        RefusedError: a version has no entries any more; what was in force still is.
        ReadError: a version cannot be read; what was in force still is.
        WorkspaceError: another process writes, or the workspace is damaged.
    """
    with writing(root), ExitStack() as folders:
        sweep_source(root, source.name)
        log, staged = empty_log(), list[Staged]()
        for manifest in manifests(root, source.name):
            folder = folders.enter_context(fresh_folder(source_folder(root, source.name)))
            spilled = _read_again(root, source, manifest, read, folder)
            staged.append(stage(folder, replace(manifest, reading=manifest.reading + 1), spilled))
            log = bring_in(log, staged[-1], spilled)
        if staged:
            put_in_force(root, source.name, log, staged)
    return tuple(one.manifest for one in staged)


def _read_again(root: Path, source: Source, manifest: Manifest, read: Read, folder: Path) -> Spilled:
    held = version_folder(root, source.name, manifest.folder)
    for file in manifest.files:
        check_original(held, file)
        _link(held / original_name(file), folder / original_name(file))
    with ExitStack() as opened:
        streams = {file.name: opened.enter_context(open_original(held, file)) for file in manifest.files}
        spilled = spill(read(manifest, streams), folder, companions(source), lambda _: False)
    if not spilled.schemas:
        raise RefusedError(
            f"The version of {source.name} of {manifest.published} has no entries when read again.",
            "The history in force is unchanged.",
        )
    return spilled


def _link(path: Path, target: Path) -> None:
    """The same file under a second name, or a copy where the file system has no links."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)
