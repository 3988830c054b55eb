"""What a workspace holds: versions, ages, counts, problems."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lustra.errors import UnknownNameError
from lustra.model.statement import LoggedStatement, Problem, source_of
from lustra.store.checks import last_check
from lustra.store.layout import open_root, source_names
from lustra.store.log import entity_statements
from lustra.store.manifest import Manifest
from lustra.store.problems import read_problems
from lustra.store.versions import manifests
from lustra.workspace.sources import SOURCES

__all__ = ["Holding", "holdings", "problems", "show_entity"]


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


def holdings(root: Path, today: date) -> list[Holding]:
    """Every list held, sorted by name.

    Raises:
        WorkspaceError: there is no workspace, or it is damaged.
    """
    workspace = open_root(root)
    return [_holding(workspace, name, today) for name in source_names(workspace)]


def _holding(root: Path, name: str, today: date) -> Holding:
    held = manifests(root, name)
    age = (today - held[-1].published).days
    checked = last_check(root, name)
    current = min(age, (today - checked).days) if checked else age
    row = SOURCES.get(name)
    limit = row.max_age_days if row else 365
    title = row.title if row else name
    return Holding(name, title, held[-1], len(held), held[0].published, age, checked, current > limit)


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


def show_entity(root: Path, entity: str, as_of: date | None = None) -> list[LoggedStatement]:
    """Everything a list printed about an entry, its designations and its links.

    Args:
        root: the workspace.
        entity: ``<source>:<publisher's id>``.
        as_of: only what was published on this day; everything ever printed otherwise.

    Raises:
        UnknownNameError: the list or the entry is not held, or not on that day.
        WorkspaceError: the workspace is damaged.
    """
    workspace = open_root(root)
    found = list(entity_statements(workspace, entity, known=as_of))
    if not any(logged.statement.entity.startswith(entity) for logged in found):
        day = f" on {as_of}" if as_of else ""
        remedy = f"Ids look like {source_of(entity) or 'us_ofac_sdn'}:9760; find one with lustra screen NAME."
        raise UnknownNameError(f"no entry {entity} is held{day}", remedy)
    return found
