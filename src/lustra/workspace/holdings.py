"""What a workspace holds: versions, ages, counts, problems."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lustra.errors import LustraError, UnknownNameError
from lustra.model.statement import Problem
from lustra.store.checks import last_check
from lustra.store.held import manifests
from lustra.store.layout import open_root, source_names
from lustra.store.manifest import Manifest
from lustra.store.problems import read_problems
from lustra.workspace.sources import SOURCES

__all__ = ["Damaged", "Holding", "holdings", "problems"]


@dataclass(frozen=True, slots=True)
class Holding:
    """One list as it is held.

    Args:
        source: its name.
        title: its title.
        newest: the manifest of the newest version.
        versions: how many versions are held.
        oldest: publication day of the oldest.
        age_days: days from the newest version's publication to the day asked.
        checked: when the publisher was last asked and had nothing newer.
        stale: whether its age, or the time since that check, is more than the list's publisher makes reasonable.
    """

    source: str
    title: str
    newest: Manifest
    versions: int
    oldest: date
    age_days: int
    checked: date | None
    stale: bool


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
) -> list[Holding | Damaged]:
    """Every list held, sorted by name; a damaged one stands among the others and does not stop them.

    Args:
        root: the workspace.
        today: the day asked, by which ages are told.
        check: a further test of each list, such as ``lustra.workspace.verifying.verify_list``, which reads every byte;
            without it only manifests and the lengths of files are looked at.

    Raises:
        WorkspaceError: there is no workspace.
    """
    workspace = open_root(root)
    return [_held(workspace, name, today, check) for name in source_names(workspace)]


def _held(root: Path, name: str, today: date, check: Callable[[Path, str], None]) -> Holding | Damaged:
    try:
        check(root, name)
        return _holding(root, name, today)
    except LustraError as error:
        return Damaged(name, _title(name), error)


def _title(name: str) -> str:
    return SOURCES[name].title if name in SOURCES else name


def _holding(root: Path, name: str, today: date) -> Holding:
    held = manifests(root, name)
    age = (today - held[-1].published).days
    checked = last_check(root, name)
    current = min(age, (today - checked).days) if checked else age
    row = SOURCES.get(name)
    limit = row.max_age_days if row else 365
    return Holding(name, _title(name), held[-1], len(held), held[0].published, age, checked, current > limit)


def problems(root: Path, source: str) -> Iterator[Problem]:
    """What could not be used in the newest version of a list.

    Raises:
        UnknownNameError: nothing of this list is held.
        WorkspaceError: the workspace is damaged.
    """
    workspace = open_root(root)
    held = manifests(workspace, source)
    if not held:
        have = ", ".join(source_names(workspace)) or "none yet"
        raise UnknownNameError(f"no version of {source} is held", f"Lists held: {have}.")
    return read_problems(workspace, held[-1])
