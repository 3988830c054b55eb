"""The table of sources, as values."""

from lustra.data import table
from lustra.errors import UnknownNameError
from lustra.model.list_version import DEFAULT_MAX_AGE_DAYS
from lustra.model.source import Source, sources

__all__ = ["SOURCES", "list_title", "max_age_days", "source_named"]

SOURCES: dict[str, Source] = sources(table("sources"))
"""Every list with an official address, by name."""


def source_named(name: str) -> Source:
    """A row of the table of sources.

    Raises:
        UnknownNameError: no such list.
    """
    if name not in SOURCES:
        raise UnknownNameError(f"no list is called {name!r}", f"Known are: {', '.join(SOURCES)}.")
    return SOURCES[name]


def list_title(name: str) -> str:
    """The title of a list; its name where the table does not hold it."""
    return SOURCES[name].title if name in SOURCES else name


def max_age_days(name: str) -> int:
    """The age in days from which a copy of a list is stale."""
    return SOURCES[name].max_age_days if name in SOURCES else DEFAULT_MAX_AGE_DAYS
