"""What changed when: of a list, version by version; of an entry, statement by statement."""

from datetime import date
from pathlib import Path

from lustra.errors import UnknownNameError
from lustra.model.time import FOREVER, LONG_AGO
from lustra.store.history import Change, EntryChange, StatementChange, changes, entity_changes
from lustra.store.layout import open_root

__all__ = ["Change", "EntryChange", "StatementChange", "entry_history", "list_history"]


def list_history(root: Path, source: str, since: date | None = None, until: date | None = None) -> list[Change]:
    """Entries added, removed and changed by each version held, oldest first.

    Raises:
        UnknownNameError: nothing of this list is held.
        WorkspaceError: the workspace is damaged.
    """
    return changes(open_root(root), source, since or LONG_AGO.date, until or FOREVER.date)


def entry_history(
    root: Path, entity: str, since: date | None = None, until: date | None = None
) -> list[StatementChange]:
    """Every statement about an entry that came or went, oldest first.

    Raises:
        UnknownNameError: the list or the entry is not held.
        WorkspaceError: the workspace is damaged.
    """
    found = entity_changes(open_root(root), entity)
    if not found:
        raise UnknownNameError(f"no entry {entity} is held", "Find its id with lustra screen NAME.")
    first, last = (since or LONG_AGO).isoformat(), (until or FOREVER).isoformat()
    return [change for change in found if first <= change.published <= last]
