"""Whether all that is held in a workspace is what was written."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from lustra.errors import LustraError
from lustra.model.list_version import ListState
from lustra.store.flows import concordance_dataset, flow_dataset
from lustra.store.graphs import graph_dataset
from lustra.store.held import manifests, open_log
from lustra.store.index_folder import verify_index
from lustra.store.layout import dataset_names, open_root, version_folder
from lustra.store.originals import check_original
from lustra.store.problems import read_problems
from lustra.store.publisher import Dataset, every_version
from lustra.usecases.lists.holdings import Damaged, holdings

__all__ = ["damaged_beside_lists", "verified_holdings", "verify_list"]

DATASETS: dict[str, tuple[str, Callable[[Path, str], Dataset]]] = {
    "graph": ("ownership graph", graph_dataset),
    "trade": ("flow table", flow_dataset),
    "concordance": ("HS correspondences", lambda root, name: concordance_dataset(root)),
}
"""Folder of the workspace → what is in it, and how one of them is found by name."""


def verified_holdings(root: Path, today: date) -> list[ListState | Damaged]:
    """Every list held, all its bytes read, and whatever else of the workspace is damaged.

    Args:
        root: the workspace.
        today: the day asked, by which ages are told.

    Raises:
        WorkspaceError: there is no workspace.
    """
    return [*holdings(root, today, verify_list), *damaged_beside_lists(root)]


def verify_list(root: Path, source: str) -> None:
    """Read the log in force, and the manifest, problems and publisher's files of every version in force, and compare
    them with their hashes.

    Args:
        root: the workspace.
        source: the list.

    Raises:
        UnknownNameError: nothing of this source is held.
        WorkspaceError: a file is missing, damaged or not what was written.
    """
    open_log(root, source)
    for version in manifests(root, source):
        for _ in read_problems(root, version):
            pass
        for file in version.files:
            check_original(version_folder(root, source, version.folder), file)


def damaged_beside_lists(root: Path) -> Iterator[Damaged]:
    """Read every byte of every version of the graphs, flow tables and concordances, and of the index in force.

    Args:
        root: the workspace.

    Returns:
        Those that are damaged, or were written before hashes were kept.

    Raises:
        WorkspaceError: there is no workspace.
    """
    workspace = open_root(root)
    for kind, (title, dataset) in DATASETS.items():
        for name in dataset_names(workspace, kind):
            try:
                for version in every_version(dataset(workspace, name)):
                    version.verify()
            except LustraError as error:
                yield Damaged(f"{kind}/{name}", title, error)
    try:
        verify_index(workspace)
    except LustraError as error:
        yield Damaged("index", "index of the lists", error)
