"""Rows of Parquet files, read in bounded batches."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lustra.errors import ReadError

__all__ = ["parquet_rows"]

BATCH_ROWS = 4096


def parquet_rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every row of a Parquet file with its number, counted from 1.

    Raises:
        ReadError: the file is not Parquet or is damaged.
    """
    number = 0
    try:
        for batch in pq.ParquetFile(path).iter_batches(batch_size=BATCH_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield number, {str(key).lower(): value for key, value in row.items()}
    except (pa.ArrowException, OSError) as error:
        raise ReadError(f"{path}, row {number + 1}: not Parquet ({error})", "Write the file again.") from None
