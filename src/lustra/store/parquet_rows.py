"""Rows written to a Parquet file in bounded batches."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["ParquetRows"]


class ParquetRows:
    """A Parquet file being written; nothing exists at ``path`` until it is closed whole.

    Args:
        path: where the file will stand.
        columns: column → ``text``, ``number`` or ``flag``.
    """

    TYPES: Mapping[str, Any] = {"text": pa.string(), "number": pa.float64(), "flag": pa.bool_(), "whole": pa.int64()}

    def __init__(self, path: Path, columns: Mapping[str, str]) -> None:
        self._path = path
        self._partial = path.with_name(path.name + ".partial")
        self._schema = pa.schema([(name, self.TYPES[kind]) for name, kind in columns.items()])
        self._writer = pq.ParquetWriter(self._partial, self._schema, compression="zstd")

    def write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Append rows; columns that a row lacks are null."""
        if rows:
            self._writer.write_table(pa.Table.from_pylist([dict(row) for row in rows], schema=self._schema))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()
        if kind is None:
            self._partial.replace(self._path)
        else:
            self._partial.unlink(missing_ok=True)
