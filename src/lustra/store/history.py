"""What changed from version to version: of a source, entry by entry; of an entity, statement by statement."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
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
    select day, entity, companion, sum(added)::int, sum(removed)::int from (
        select known_from as day, split_part(entity, '#', 1) as entity, companion, 1 as added, 0 as removed
        from statements
        union all
        select known_to, split_part(entity, '#', 1), companion, 0, 1 from statements
    ) where $after < day and day <= $until and day < date '9999-12-31' group by all order by all
"""
_ENDS = "select entity, known_from, known_to from entries order by all"
_CAPTIONS = """
    select entity, first(schema), first(value order by known_to desc, value) from statements
    where prop = 'name' and not contains(entity, '#') group by entity
"""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the log says of every day on which something changed."""

    begun: Mapping[date, set[str]]
    ended: Mapping[date, set[str]]
    counts: Mapping[date, list[tuple[str, str, int, int]]]
    """Entity, companion file, statements added and removed."""
    captions: Mapping[str, tuple[str, str]]
    """Schema and caption of an entity."""


def changes(root: Path, source: str, since: date = LONG_AGO.date, until: date = FOREVER.date) -> list[Change]:
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
    told = _told(log, held[0].published, until)
    entries = accumulate(len(told.begun[v.published]) - len(told.ended[v.published]) for v in held)
    printed = dict(zip((v.published for v in held), entries, strict=True))
    return [_change(told, old, new, printed[new.published]) for old, new in pairs]


def _told(log: OpenLog, after: date, until: date) -> _Told:
    begun, ended = defaultdict[date, set[str]](set), defaultdict[date, set[str]](set)
    for entity, start, end in rows(log, _ENDS, {}):
        begun[start].add(entity)
        ended[end].add(entity)
    counts = defaultdict[date, list[tuple[str, str, int, int]]](list)
    for day, *count in rows(log, _COUNTS, {"after": after, "until": until}):
        counts[day].append((count[0], count[1], count[2], count[3]))
    captions = {entity: (schema, caption) for entity, schema, caption in rows(log, _CAPTIONS, {})}
    return _Told(begun, ended, counts, captions)


def _change(told: _Told, old: LoggedVersion, new: LoggedVersion, entries: int) -> Change:
    came = tuple(sorted(set(old.absent) - set(new.absent)))
    begun, ended = told.begun[new.published], told.ended[new.published]
    changed = _entry_changes(told, new.published, came)
    return Change(
        published=new.published,
        entries=entries,
        added=tuple(one for one in changed if one.entity in begun),
        removed=tuple(one for one in changed if one.entity in ended),
        changed=tuple(one for one in changed if one.entity not in begun | ended),
        came=came,
        absent=new.absent,
    )


def _entry_changes(told: _Told, day: date, came: Sequence[str]) -> list[EntryChange]:
    sums: dict[str, tuple[int, int]] = {}
    for entity, companion, added, removed in told.counts[day]:
        if companion not in came:
            before = sums.get(entity, (0, 0))
            sums[entity] = (before[0] + added, before[1] + removed)
    return [EntryChange(entity, *told.captions.get(entity, ("", entity)), *sums[entity]) for entity in sorted(sums)]


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
