"""Who publishes a list, where, and in what files."""

from dataclasses import dataclass

__all__ = ["Source", "SourceFile"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a list's set."""

    name: str
    """The publisher's file name, lower-case, as readers see it: ``sdn.csv``."""
    url: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the table of sources."""

    name: str
    """``us_ofac_sdn``."""
    title: str
    publisher: str
    format: str
    """Key of the table READERS."""
    files: tuple[SourceFile, ...]
    licence: str
    page: str
    """Where a person reads about the list."""
    max_shrink_share: float = 0.2
    """A version with fewer entries than (1 - this) of the last good one is refused."""
    max_age_days: int = 7
    """A copy older than this is called stale."""
