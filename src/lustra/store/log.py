"""Reading a source's statement log, in bounded memory."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lustra.model.statement import LoggedStatement, Statement, source_of
from lustra.store.held import OpenLog, open_log
from lustra.store.query import rows

__all__ = ["LOGGED_COLUMNS", "entity_statements", "logged", "read_log"]

_TEXTS = tuple(field for field in Statement._fields if field != "locator")
_PLACE = "case when line > 0 then file || ':' || line else file end"
_OPEN = "case when known_to = date '9999-12-31' then '' else known_to::varchar end"
LOGGED_COLUMNS = ", ".join([*_TEXTS, _PLACE, "known_from::varchar", _OPEN])
"""What ``logged`` makes a statement of."""


def logged(row: tuple[str, ...]) -> LoggedStatement:
    """One row of LOGGED_COLUMNS as a value."""
    return LoggedStatement(Statement._make(row[:-2]), row[-2], row[-1])


def read_log(root: Path, source: str, *, known: date | None = None) -> Iterator[LoggedStatement]:
    """The statements of a source, ordered by entity, schema, property and value.

    Args:
        root: the workspace.
        source: whose log.
        known: only what was published on this day; every run ever held otherwise.

    Raises:
        UnknownNameError: nothing of this source is held.
        WorkspaceError: what is held is damaged.
    """
    return _statements(open_log(root, source), "true", {}, known)


def entity_statements(root: Path, entity: str, *, known: date | None = None) -> Iterator[LoggedStatement]:
    """Everything its source ever printed about an entity: its own statements, those of its sub-entities, and those
    of other entries that name it as a value.

    Args:
        root: the workspace.
        entity: id of an entry or a sub-entity.
        known: only what was published on this day.

    Raises:
        UnknownNameError: nothing of the entity's source is held.
        WorkspaceError: what is held is damaged.
    """
    about = "entity = $entity or starts_with(entity, $entity || '#') or value = $entity"
    return _statements(open_log(root, source_of(entity)), about, {"entity": entity}, known)


def _statements(log: OpenLog, about: str, values: dict[str, str], known: date | None) -> Iterator[LoggedStatement]:
    days = "" if known is None else "and known_from <= $known and $known < known_to"
    asked = values if known is None else values | {"known": known.isoformat()}
    found = rows(log, f"select {LOGGED_COLUMNS} from statements where ({about}) {days}", asked)
    return map(logged, found)
