"""Building the index of a workspace from the logs in force."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from lustra.model.assembly import entities
from lustra.model.entity import Entity
from lustra.screening.index import build
from lustra.store.index_writer import write_index
from lustra.store.layout import open_root, source_names
from lustra.store.log import read_log
from lustra.store.manifest import Manifest
from lustra.store.versions import manifests
from lustra.workspace.screening import ListVersion, index_key
from lustra.workspace.sources import SOURCES

__all__ = ["build_index", "came_again"]


def build_index(root: Path, progress: Callable[[int], None] = lambda entities_done: None) -> str:
    """Index every name ever listed in the workspace.

    Args:
        root: the workspace.
        progress: called with the number of entities read so far.

    Returns:
        The hash of the index, now in force.

    Raises:
        WorkspaceError: the workspace holds no list, is damaged, or is being written to.
    """
    workspace = open_root(root)
    key = index_key(workspace)
    parts = build(_entities(workspace), progress)
    lists: list[Any] = [msgspec.to_builtins(version) for version in _versions(workspace)]
    return write_index(workspace, key, parts.arrays, parts.blobs, {"lists": lists})


def _entities(root: Path) -> Iterator[Entity]:
    for source in source_names(root):
        yield from entities(read_log(root, source), _title(source), came_again(manifests(root, source)))


def came_again(held: Sequence[Manifest]) -> set[tuple[str, str]]:
    """The file and the day of each version that has a companion file which the version before came without.

    Args:
        held: the manifests of a list's versions, oldest first.
    """
    return {
        (file, new.published.isoformat()) for old, new in pairwise(held) for file in set(old.absent) - set(new.absent)
    }


def _title(source: str) -> str:
    return SOURCES[source].title if source in SOURCES else source


def _versions(root: Path) -> Iterator[ListVersion]:
    for source in source_names(root):
        for held in manifests(root, source):
            yield ListVersion(
                source=source,
                title=_title(source),
                published=held.published.isoformat(),
                sha256=held.sha256,
                entities=held.entity_count,
                names=held.name_count,
                max_age_days=SOURCES[source].max_age_days if source in SOURCES else 365,
            )
