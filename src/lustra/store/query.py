"""SQL over the files of a log."""

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from lustra.store.held import OpenLog, unreadable

__all__ = ["rows"]

_BATCH = 16_384


def rows(log: OpenLog, sql: str, values: Mapping[str, object]) -> Iterator[tuple[Any, ...]]:
    """The rows of a query over the tables ``statements`` and ``entries``, in batches; those of a plain filter come in
    the order of the file.

    Args:
        log: whose files.
        sql: one SELECT with ``$name`` for values.
        values: by name.

    Raises:
        WorkspaceError: a file is damaged, or was replaced meanwhile.
    """
    with duckdb.connect() as connection:
        try:
            for table, path in (("statements", log.statements), ("entries", log.entries)):
                connection.read_parquet(str(path)).create_view(table)
            cursor = connection.execute(sql, dict(values))
            while batch := cursor.fetchmany(_BATCH):
                yield from batch
        except duckdb.Error as error:
            raise unreadable(log, error) from None
