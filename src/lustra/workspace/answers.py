"""Answers as files: a JSON line per question, or a CSV or Parquet row per hit."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import msgspec

from lustra.model.query import Answer, Checked, Hit
from lustra.model.time import FOREVER, LONG_AGO, earliest, latest
from lustra.model.wire import checked_json, hit_json, query_json
from lustra.store.parquet_rows import ParquetRows

__all__ = ["COLUMNS", "SINKS", "Rendered", "hit_rows", "json_lines", "render"]

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


class Sink(Protocol):
    """Where rendered answers go."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def write(self, rendered: Rendered) -> int:
        """Append one chunk and give the bytes that are safely on disk."""


def render(suffix: str, answers: Sequence[Answer]) -> Rendered:
    """Render one chunk for a format.

    Args:
        suffix: ``.jsonl``, ``.csv`` or ``.parquet``.
        answers: in the order of the questions.
    """
    hits = [hit for answer in answers for hit in answer.hits]
    text: bytes = b""
    rows: tuple[dict[str, Any], ...] = ()
    if suffix == ".jsonl":
        text = json_lines(answers)
    elif suffix == ".csv":
        text = render_csv(answers)
    else:
        rows = tuple(row for answer in answers for row in hit_rows(answer))
    return Rendered(len(answers), len(hits), sum(hit.match for hit in hits), text, rows)


def json_lines(answers: Sequence[Answer]) -> bytes:
    """One JSON object a line, in the order of the questions."""
    encoder = msgspec.json.Encoder()
    checked: dict[int, msgspec.Raw] = {}
    out = bytearray()
    for answer in answers:
        key = id(answer.checked)
        if key not in checked:
            checked[key] = msgspec.Raw(encoder.encode(checked_json(answer.checked)))
        line = {
            "id": answer.query.id,
            "query": query_json(answer.query),
            "hits": [hit_json(hit) for hit in answer.hits],
            "checked": checked[key],
        }
        out += encoder.encode(line)
        out += b"\n"
    return bytes(out)


def hit_rows(answer: Answer) -> list[dict[str, Any]]:
    """One flat row per hit, with the columns of ``COLUMNS``."""
    return [_hit_row(answer, hit) for hit in answer.hits]


def _hit_row(answer: Answer, hit: Hit) -> dict[str, Any]:
    starts = [listing.start for listing in hit.listings if listing.start != LONG_AGO]
    ends = [listing.end for listing in hit.listings]
    return {
        "id": answer.query.id,
        "name": answer.query.names[0],
        "entity": hit.entity,
        "caption": hit.caption,
        "schema": hit.schema,
        "score": round(hit.score, 4),
        "match": hit.match,
        "query_name": hit.explanation.query_name,
        "listed_name": hit.explanation.listed_name,
        "why": "; ".join(feature.words for feature in hit.explanation.features),
        "programmes": "; ".join(sorted({listing.programme for listing in hit.listings if listing.programme})),
        "listed_from": earliest(*starts).isoformat() if starts else "",
        "listed_to": "" if not ends or FOREVER in ends else latest(*ends).isoformat(),
        "lists_checked": lists_checked(answer.checked),
    }


def lists_checked(checked: Checked) -> str:
    """``eu_fsf 2026-02-26; …``: the versions an answer rests on."""
    return "; ".join(f"{state.version.source} {state.version.published.isoformat()}" for state in checked.lists)


def render_csv(answers: Sequence[Answer]) -> bytes:
    """The header-less CSV rows of some answers, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    for answer in answers:
        writer.writerows(hit_rows(answer))
    return text.getvalue().encode()


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
