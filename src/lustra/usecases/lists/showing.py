"""Everything known about one entry."""

from datetime import date
from pathlib import Path

from lustra.errors import UnknownNameError
from lustra.model.statement import LoggedStatement, source_of
from lustra.store.layout import open_root
from lustra.store.log import entity_statements

__all__ = ["show_entity"]


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
