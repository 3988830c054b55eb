"""What is recorded about each version held, and about each state of a source's log."""

from dataclasses import dataclass, field
from datetime import date

__all__ = ["FileOrigin", "HeldFile", "LogManifest", "LoggedVersion", "Manifest", "bytes_name"]


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """Where a file was fetched from, and what the server said to recognise the same bytes by."""

    url: str = ""
    etag: str = ""
    last_modified: str = ""
    """The HTTP header, as sent."""


@dataclass(frozen=True, slots=True)
class HeldFile:
    """One of the publisher's files, as it was before compression."""

    name: str
    bytes: int
    sha256: str
    origin: FileOrigin = FileOrigin()


@dataclass(frozen=True, slots=True)
class Manifest:
    """One version of one list: ``manifest.json`` in its folder."""

    source: str
    published: date
    imported_at: str
    """As given by the caller: ISO day or time."""
    format: str
    sha256: str
    """Over the names and hashes of the files: equal for equal bytes."""
    files: tuple[HeldFile, ...]
    absent: tuple[str, ...] = ()
    """Companion files of the set that this version came without; see ``lustra.store.runs``."""
    entities: dict[str, int] = field(default_factory=dict)
    """Entries by schema."""
    names: dict[str, int] = field(default_factory=dict)
    """Names of entries by property."""
    statements: int = 0
    problems: dict[str, int] = field(default_factory=dict)
    """Problems by severity."""
    reading: int = 1
    """How often these bytes have been read, each time by a better reader."""
    stated: date | None = None
    """The day that the files themselves state, which may be another than the one they were imported under."""

    @property
    def folder(self) -> str:
        """Name of the version's folder."""
        again = f"-{self.reading}" if self.reading > 1 else ""
        return f"{self.published.isoformat()}-{self.sha256[:8]}{again}"

    @property
    def entity_count(self) -> int:
        """Entries of all schemas."""
        return sum(self.entities.values())

    @property
    def name_count(self) -> int:
        """Names of all properties."""
        return sum(self.names.values())


def bytes_name(folder: str) -> str:
    """The part of a version folder's name that every reading of the same bytes shares: ``<published>-<sha8>``."""
    return "-".join(folder.split("-")[:4])


@dataclass(frozen=True, slots=True)
class LoggedVersion:
    """One version as the log knows it."""

    published: date
    folder: str
    absent: tuple[str, ...] = ()
    manifest_sha256: str = ""
    """Of ``manifest.json``; "" in logs written before it was kept, until the list is published again."""
    problems_sha256: str = ""
    """Of ``problems.jsonl``."""


@dataclass(frozen=True, slots=True)
class LogManifest:
    """One state of a source's log: ``log.json`` in its folder, which is named by the hash of this file."""

    source: str
    versions: tuple[LoggedVersion, ...]
    """In force, oldest first."""
    superseded: tuple[str, ...]
    """Folders of versions that a later import of the same day replaced; their bytes are kept."""
    files: dict[str, tuple[int, str]]
    """Each file of the log's folder: bytes and SHA-256."""
    format: int = 1
