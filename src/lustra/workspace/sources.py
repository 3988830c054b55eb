"""The table of sources, as values."""

from lustra.data import table
from lustra.errors import UnknownNameError
from lustra.model.source import Source, sources

__all__ = ["SOURCES", "source_named"]

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
