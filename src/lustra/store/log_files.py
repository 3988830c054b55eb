"""The statement log of a source as files: written so that the same log gives the same bytes, and loaded whole."""

from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from lustra.errors import WorkspaceError
from lustra.store.columns import LOGGED
from lustra.store.held import ENTRIES, LOG, RESTORE, STATEMENTS, OpenLog, check_bytes
from lustra.store.manifest import LogManifest
from lustra.store.merge import PRESENT, Log, empty_log
from lustra.store.publisher import content_name, fingerprint

__all__ = ["load_log", "read_table", "write_log"]

_ROWS = 65_536
"""Rows per row group: what one look-up of an entity has to unpack."""
_LEVEL = 9


def write_log(folder: Path, source: str, log: Log, superseded: tuple[str, ...]) -> str:
    """Fill a folder with a log.

    Returns:
        The hash by which the folder is to be named.
    """
    _write(folder / STATEMENTS, log.statements)
    _write(folder / ENTRIES, log.entries)
    files = {name: fingerprint(folder / name) for name in (STATEMENTS, ENTRIES)}
    manifest = LogManifest(source, log.versions, superseded, files)
    content = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    (folder / LOG).write_bytes(content)
    return content_name(content)


def _write(path: Path, table: pa.Table) -> None:
    texts = [field.name for field in table.schema if field.type == pa.string()]
    options = {"use_dictionary": texts, "compression": "zstd", "compression_level": _LEVEL, "store_schema": False}
    with pq.ParquetWriter(path, table.schema, write_statistics=["entity"], **options) as writer:
        for start in range(0, table.num_rows, _ROWS):
            writer.write_table(table.slice(start, _ROWS).combine_chunks(), row_group_size=_ROWS)


def load_log(held: OpenLog | None) -> Log:
    """A whole log in memory; empty where nothing is held.

    Raises:
        WorkspaceError: what is held is damaged.
    """
    if held is None:
        return empty_log()
    check_bytes(held)
    statements, entries = read_table(held.statements, LOGGED), read_table(held.entries, PRESENT)
    return Log(held.manifest.versions, statements, entries)


def read_table(path: Path, schema: pa.Schema) -> pa.Table:
    """All rows of a Parquet file.

    Raises:
        WorkspaceError: the file is damaged.
    """
    try:
        return pq.ParquetFile(path).read().cast(schema)
    except (OSError, pa.ArrowException) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", RESTORE) from None
