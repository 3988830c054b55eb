"""What changed from version to version: of a source, entry by entry; of an entity, statement by statement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from lustra.model.statement import LoggedStatement, Statement
from lustra.model.time import FOREVER, LONG_AGO
from lustra.store.held import OpenLog, open_log
from lustra.store.log import LOGGED_COLUMNS, entity_statements, logged
from lustra.store.manifest import LoggedVersion
from lustra.store.query import rows

__all__ = ["Change", "EntryChange", "StatementChange", "changes", "entity_changes", "statement_changes"]


class EntryChange(NamedTuple):
    """What one version changed in one entry."""

    entity: str
    schema: str
    caption: str
    """The entry's newest name."""
    added: int
    """Statements, those of sub-entities included."""
    removed: int


@dataclass(frozen=True, slots=True)
class Change:
    """One version against the one held before it; entries sorted by id."""

    published: date
    entries: int
    """Printed by this version."""
    added: tuple[EntryChange, ...]
    removed: tuple[EntryChange, ...]
    changed: tuple[EntryChange, ...]
    came: tuple[str, ...] = ()
    """Companion files that the version before came without; what they print is not counted as a change."""
    absent: tuple[str, ...] = ()
    """Companion files that this version came without."""


class StatementChange(NamedTuple):
    """A statement that a version printed first, or that it was the first not to print."""

    published: str
    """ISO day."""
    added: bool
    statement: Statement


_COUNTS = """
    select entity, day, sum(added)::int, sum(removed)::int from (
        select split_part(entity, '#', 1) as entity, known_from as day, companion, 1 as added, 0 as removed
        from statements
        union all
        select split_part(entity, '#', 1), known_to, companion, 0, 1 from statements
    ) where day = $day and not list_contains($came, companion) group by all order by all
"""
_CAPTIONS = """
    select entity, first(schema), first(value order by known_to desc, value) from statements
    where prop = 'name' and not contains(entity, '#') group by entity
"""


def changes(root: Path, source: str, since: date = LONG_AGO, until: date = FOREVER) -> list[Change]:
    """What each version changed against the one held before it, oldest first; the oldest version held is no change.

    Args:
        root: the workspace.
        source: whose list.
        since: the first day of publication to tell of.
        until: the last one.

    Raises:
        UnknownNameError: nothing of this source is held.
        WorkspaceError: what is held is damaged.
    """
    log = open_log(root, source)
    held = log.manifest.versions
    pairs = [(old, new) for old, new in pairwise(held) if since <= new.published <= until]
    if not pairs:
        return []
    present = list(rows(log, "select entity, known_from, known_to from entries", {}))
    captions = {entity: (schema, caption) for entity, schema, caption in rows(log, _CAPTIONS, {})}
    return [_change(log, old, new, present, captions) for old, new in pairs]


def _change(
    log: OpenLog,
    old: LoggedVersion,
    new: LoggedVersion,
    present: Sequence[tuple[str, date, date]],
    captions: Mapping[str, tuple[str, str]],
) -> Change:
    day = new.published
    came = sorted(set(old.absent) - set(new.absent))
    counted = [
        EntryChange(entity, schema, caption, added, removed)
        for entity, _, added, removed in rows(log, _COUNTS, {"day": day, "came": came})
        for schema, caption in [captions.get(entity, ("", entity))]
    ]
    begun = {entity for entity, start, _ in present if start == day}
    ended = {entity for entity, _, end in present if end == day}
    return Change(
        published=day,
        entries=sum(start <= day < end for _, start, end in present),
        added=tuple(one for one in counted if one.entity in begun),
        removed=tuple(one for one in counted if one.entity in ended),
        changed=tuple(one for one in counted if one.entity not in begun | ended),
        came=tuple(came),
        absent=new.absent,
    )


def statement_changes(root: Path, source: str, published: date) -> Iterator[StatementChange]:
    """Every statement that the version of a day was the first, or the first again, to print or to leave out.

    Args:
        root: the workspace.
        source: whose list.
        published: day of the version.

    Returns:
        Ordered by entity, schema, property and value.

    Raises:
        UnknownNameError: nothing of this source is held.
        WorkspaceError: what is held is damaged.
    """
    sql = f"select {LOGGED_COLUMNS} from statements where known_from = $day or known_to = $day"
    found = map(logged, rows(open_log(root, source), sql, {"day": published}))
    return (change for one in found for change in _both_ends(one) if change.published == published.isoformat())


def entity_changes(root: Path, entity: str) -> list[StatementChange]:
    """Everything that ever changed about an entity, oldest first; what the oldest version held prints begins there.

    Args:
        root: the workspace.
        entity: id of an entry or a sub-entity.

    Raises:
        UnknownNameError: nothing of the entity's source is held.
        WorkspaceError: what is held is damaged.
    """
    found = [change for one in entity_statements(root, entity) for change in _both_ends(one)]
    return sorted(found, key=lambda change: (change.published, change.added))


def _both_ends(one: LoggedStatement) -> Iterator[StatementChange]:
    yield StatementChange(one.known_from, True, one.statement)
    if one.known_to:
        yield StatementChange(one.known_to, False, one.statement)
