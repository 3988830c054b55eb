"""The statement log of a source on disk: two Parquet files and their manifest, in a folder named by its content.

``statements.parquet`` holds every statement once per run of days on which it was published, ``entities.parquet`` the
days on which an entry was printed at all.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from lustra.errors import UnknownNameError, WorkspaceError
from lustra.model.statement import LoggedStatement, source_of
from lustra.store.columns import LOGGED, logged_statements
from lustra.store.layout import POINTER, log_folder, read_pointer, source_folder, source_names
from lustra.store.manifest import LogManifest
from lustra.store.merge import PRESENT, Log, day_number, empty_log

__all__ = [
    "OpenLog",
    "entity_statements",
    "held_log",
    "load_log",
    "open_log",
    "read_log",
    "write_log",
]

_STATEMENTS = "statements.parquet"
_ENTITIES = "entities.parquet"
_MANIFEST = "log.json"
_RESTORE = "Restore the folder from a backup, or move it away and import the source's versions again."
_ROWS = 65_536
"""Rows per row group: what one look-up of an entity has to unpack."""


@dataclass(frozen=True, slots=True)
class OpenLog:
    """One state of a log that was found whole."""

    folder: Path
    manifest: LogManifest

    @property
    def statements(self) -> Path:
        """The statements, schema LOGGED."""
        return self.folder / _STATEMENTS

    @property
    def entities(self) -> Path:
        """The days on which entries were printed, schema PRESENT."""
        return self.folder / _ENTITIES


def write_log(folder: Path, source: str, log: Log, superseded: tuple[str, ...]) -> str:
    """Fill a folder with a log; the same log gives the same bytes.

    Returns:
        The hash by which the folder is to be named.
    """
    _write(folder / _STATEMENTS, log.statements)
    _write(folder / _ENTITIES, log.entities)
    files = {name: _fingerprint(folder / name) for name in (_STATEMENTS, _ENTITIES)}
    manifest = LogManifest(source, log.versions, tuple(sorted(superseded)), files)
    content = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    (folder / _MANIFEST).write_bytes(content)
    return _name(content)


def _write(path: Path, table: pa.Table) -> None:
    texts = [field.name for field in table.schema if field.type == pa.string()]
    options = {"use_dictionary": texts, "compression": "zstd", "compression_level": 9, "write_statistics": ["entity"]}
    with pq.ParquetWriter(path, table.schema, store_schema=False, **options) as writer:
        for start in range(0, table.num_rows, _ROWS):
            writer.write_table(table.slice(start, _ROWS).combine_chunks(), row_group_size=_ROWS)


def _fingerprint(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return path.stat().st_size, digest


def _name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def held_log(root: Path, source: str) -> OpenLog | None:
    """The log in force of a source, checked to be whole, or None where nothing of it is held.

    Raises:
        WorkspaceError: the pointer, the manifest or a file is damaged.
    """
    pointer = source_folder(root, source) / POINTER
    for _ in range(2):  # a writer may take the folder away between two reads; the pointer then names the next one
        name = read_pointer(pointer)
        if name is None:
            return None
        folder = log_folder(root, source, name)
        if folder.is_dir():
            return OpenLog(folder, _checked(folder, name))
    raise WorkspaceError(f"{pointer} names {name}, which is not there.", _RESTORE)


def _checked(folder: Path, name: str) -> LogManifest:
    try:
        content = (folder / _MANIFEST).read_bytes()
        manifest = msgspec.json.decode(content, type=LogManifest)
    except (OSError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{folder / _MANIFEST} cannot be read: {error}.", _RESTORE) from None
    if _name(content) != name:
        raise WorkspaceError(f"{folder / _MANIFEST} is not what was written.", _RESTORE)
    for file, (size, _) in manifest.files.items():
        held = (folder / file).stat().st_size if (folder / file).is_file() else None
        if held != size:
            state = "missing" if held is None else f"{held} bytes long, not {size}"
            raise WorkspaceError(f"{folder / file} is {state}.", _RESTORE)
    return manifest


def open_log(root: Path, source: str) -> OpenLog:
    """The log in force of a source.

    Raises:
        UnknownNameError: nothing of this source is held.
        WorkspaceError: what is held is damaged.
    """
    held = held_log(root, source)
    if held is None:
        have = ", ".join(source_names(root)) or "none yet"
        raise UnknownNameError(f"No version of {source} is held.", f"Lists held: {have}.")
    return held


def load_log(root: Path, source: str) -> Log:
    """The whole log of a source in memory; empty where nothing of it is held.

    Raises:
        WorkspaceError: what is held is damaged.
    """
    held = held_log(root, source)
    if held is None:
        return empty_log()
    return Log(held.manifest.versions, read_table(held.statements), read_table(held.entities, PRESENT))


def read_table(path: Path, schema: pa.Schema = LOGGED, filters: pc.Expression | None = None) -> pa.Table:
    """The rows of one of a log's files, in order.

    Raises:
        WorkspaceError: the file is damaged.
    """
    try:
        return pq.read_table(path, schema=schema, filters=filters, partitioning=None)
    except (OSError, pa.ArrowException) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", _RESTORE) from None


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
    filters = None if known is None else _published_on(day_number(known))
    return logged_statements(read_table(open_log(root, source).statements, filters=filters))


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
    mine = (pc.field("entity") == entity) | pc.starts_with(pc.field("entity"), f"{entity}#")
    filters = mine | (pc.field("value") == entity)
    if known is not None:
        filters &= _published_on(day_number(known))
    return logged_statements(read_table(open_log(root, source_of(entity)).statements, filters=filters))


def _published_on(day: int) -> pc.Expression:
    return (pc.field("known_from") <= day) & (day < pc.field("known_to"))
