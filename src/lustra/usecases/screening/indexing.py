"""Building the index of a workspace from the logs in force."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec

from lustra.model.entity import Entity
from lustra.model.entity_assembly import entities
from lustra.model.list_version import ListVersion
from lustra.screening.index import build
from lustra.store.index_writer import write_index
from lustra.store.layout import open_root, source_names
from lustra.store.log import read_log
from lustra.store.manifest import Manifest
from lustra.store.versions import manifests
from lustra.usecases.lists.sources import list_title, max_age_days
from lustra.usecases.screening.screening import index_key

__all__ = ["build_index", "came_again", "list_versions"]


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
    versions = [version for source in source_names(workspace) for version in list_versions(workspace, source)]
    lists: list[Any] = [msgspec.to_builtins(version) for version in versions]
    return write_index(workspace, key, parts.arrays, parts.blobs, {"lists": lists})


def _entities(root: Path) -> Iterator[Entity]:
    for source in source_names(root):
        yield from entities(read_log(root, source), list_title(source), came_again(manifests(root, source)))


def came_again(held: Sequence[Manifest]) -> set[tuple[str, str]]:
    """The file and the day of each version that has a companion file which the version before came without.

    Args:
        held: the manifests of a list's versions, oldest first.
    """
    return {
        (file, new.published.isoformat()) for old, new in pairwise(held) for file in set(old.absent) - set(new.absent)
    }


def list_versions(root: Path, source: str) -> list[ListVersion]:
    """The versions of a list in force, oldest first.

    Raises:
        WorkspaceError: the list is damaged.
    """
    title, age_days = list_title(source), max_age_days(source)
    return [
        ListVersion(
            source=source,
            title=title,
            published=manifest.published,
            sha256=manifest.sha256,
            entities=manifest.entity_count,
            names=manifest.name_count,
            max_age_days=age_days,
            problems=sum(manifest.problems.values()),
        )
        for manifest in manifests(root, source)
    ]
