"""Who publishes a list, where, and in what files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from lustra.errors import RuleError

__all__ = ["Source", "SourceFile", "sources"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of a list's set."""

    name: str
    """The publisher's file name, lower-case, as readers see it: ``sdn.csv``."""
    url: str
    required: bool = True
    """A companion file (not required) may be missing from a version; what the last version with it printed about an
    entry that is still listed then stays in force."""


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
    by_name: bool = False
    """Fetched only when it is named: its reader has not yet been proven on the publisher's own files."""


def sources(rows: Iterable[Mapping[str, str]]) -> dict[str, Source]:
    """The table of sources, one row per file, as values.

    Args:
        rows: columns name, title, publisher, format, file, url, required (yes or no), licence, page,
            max_shrink_share, max_age_days; optionally fetch (``named``: only when it is named).

    Returns:
        By name, in the order of the table; files in the order of their rows.

    Raises:
        RuleError: two rows of one source disagree, or a cell cannot be read.
    """
    found: dict[str, Source] = {}
    for row in rows:
        try:
            source = _source(row)
        except (KeyError, ValueError) as error:
            raise RuleError(f"The table of sources cannot be read at {row.get('file', row)}: {error!r}.") from None
        known = found.setdefault(source.name, source)
        if known is not source:
            found[source.name] = _with_file(known, source)
    return found


def _source(row: Mapping[str, str]) -> Source:
    return Source(
        name=row["name"],
        title=row["title"],
        publisher=row["publisher"],
        format=row["format"],
        files=(SourceFile(row["file"], row["url"], {"yes": True, "no": False}[row["required"]]),),
        licence=row["licence"],
        page=row["page"],
        max_shrink_share=float(row["max_shrink_share"]),
        max_age_days=int(row["max_age_days"]),
        by_name={"": False, "always": False, "named": True}[row.get("fetch") or ""],
    )


def _with_file(source: Source, addition: Source) -> Source:
    files = source.files + addition.files
    if replace(source, files=()) != replace(addition, files=()) or len({file.name for file in files}) < len(files):
        raise RuleError(f"The rows of {source.name} in the table of sources contradict one another.")
    return replace(source, files=files)
