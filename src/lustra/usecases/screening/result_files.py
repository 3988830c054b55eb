"""Files of answers: JSON lines, CSV or Parquet, appended to from a known good length."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from lustra.model.query import Answer
from lustra.store.parquet_rows import ParquetRows

__all__ = ["COLUMNS", "SINKS", "Rendered", "Renderer"]

COLUMNS: dict[str, str] = {
    "id": "text",
    "name": "text",
    "entity": "text",
    "caption": "text",
    "schema": "text",
    "score": "number",
    "match": "flag",
    "query_name": "text",
    "listed_name": "text",
    "why": "text",
    "programmes": "text",
    "listed_from": "text",
    "listed_to": "text",
    "lists_checked": "text",
}
"""Columns of the row-per-hit formats, in order, with their kind."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The answers of one chunk, ready to be written."""

    questions: int
    hits: int
    matches: int
    text: bytes
    rows: tuple[dict[str, Any], ...] = ()


class Renderer(Protocol):
    """Turns the answers of one chunk into what is written; given to a batch by the interface that starts it."""

    def __call__(self, suffix: str, answers: Sequence[Answer]) -> Rendered:
        """The answers, in the order of the questions, for a format: ``.jsonl``, ``.csv`` or ``.parquet``."""


class Sink(Protocol):
    """Where rendered answers go."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def write(self, rendered: Rendered) -> int:
        """Append one chunk and give the bytes that are safely on disk."""


class _TextSink:
    """A text file that is appended to from a known good length."""

    header = b""

    def __init__(self, path: Path, start: int) -> None:
        self._file = path.open("r+b" if start else "wb")
        self._file.truncate(start)
        self._file.seek(start)
        if not start:
            self._file.write(self.header)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, rendered: Rendered) -> int:
        """Append one chunk; everything up to the bytes returned is on disk."""
        self._file.write(rendered.text)
        self._file.flush()
        return self._file.tell()


class _CsvSink(_TextSink):
    header = (",".join(COLUMNS) + "\n").encode()


class _ParquetSink:
    """A Parquet file; it cannot be taken up half-way, so its good length is always 0."""

    def __init__(self, path: Path, start: int) -> None:
        self._rows = ParquetRows(path, COLUMNS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.__exit__(kind, error, trace)

    def write(self, rendered: Rendered) -> int:
        """Append one chunk's rows."""
        self._rows.write(rendered.rows)
        return 0


SINKS: dict[str, Callable[[Path, int], Sink]] = {".jsonl": _TextSink, ".csv": _CsvSink, ".parquet": _ParquetSink}
"""Output format by file ending: opens a path at a known good length."""
