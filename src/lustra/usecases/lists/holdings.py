"""What a workspace holds: versions, ages, counts, problems."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lustra.errors import LustraError, UnknownNameError
from lustra.model.list_version import ListState, list_state
from lustra.model.statement import Problem
from lustra.model.time import AsOf
from lustra.store.checks import last_check
from lustra.store.held import manifests
from lustra.store.layout import open_root, source_names
from lustra.store.problems import read_problems
from lustra.usecases.lists.sources import list_title
from lustra.usecases.screening.indexing import list_versions

__all__ = ["Damaged", "holdings", "problems"]


@dataclass(frozen=True, slots=True)
class Damaged:
    """A list of which something is held that cannot be used as it lies on the disk.

    Args:
        source: its name.
        title: its title.
        error: what is wrong with which file, and the remedy.
    """

    source: str
    title: str
    error: LustraError


def holdings(
    root: Path, today: date, check: Callable[[Path, str], None] = lambda root, source: None
) -> list[ListState | Damaged]:
    """Every list held, sorted by name; a damaged one is among the others and does not stop them.

    Args:
        root: the workspace.
        today: the day asked, by which ages are told.
        check: a further test of each list, such as ``verifying.verify_list``, which reads every byte;
            without it only manifests and the lengths of files are looked at.

    Raises:
        WorkspaceError: there is no workspace.
    """
    workspace = open_root(root)
    return [_state(workspace, name, today, check) for name in source_names(workspace)]


def _state(root: Path, name: str, today: date, check: Callable[[Path, str], None]) -> ListState | Damaged:
    try:
        check(root, name)
        return list_state(list_versions(root, name), AsOf(today), last_check(root, name))
    except LustraError as error:
        return Damaged(name, list_title(name), error)


def problems(root: Path, source: str) -> Iterator[Problem]:
    """What could not be used in the newest version of a list.

    Raises:
        UnknownNameError: nothing of this list is held.
        WorkspaceError: the workspace is damaged.
    """
    workspace = open_root(root)
    newest = next(reversed(manifests(workspace, source)), None)
    if newest is None:
        have = ", ".join(source_names(workspace)) or "none yet"
        raise UnknownNameError(f"no version of {source} is held", f"Lists held: {have}.")
    return read_problems(workspace, newest)
