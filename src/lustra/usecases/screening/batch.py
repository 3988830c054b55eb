"""Screening a file of counterparties: streamed, in order, resumable, over one or several processes."""

import csv
import gc
import hashlib
import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain, islice
from multiprocessing.pool import AsyncResult
from pathlib import Path
from typing import Self

from lustra.errors import InputError
from lustra.model.query import Query
from lustra.model.time import AsOf
from lustra.readers.counterparties.counterparty_file import BadRow, questions
from lustra.usecases.screening.result_files import SINKS, Rendered, Renderer
from lustra.usecases.screening.screening import Screener, ScreeningOptions, WordMemory, open_screener

__all__ = ["Batch", "Summary", "screen_file"]

CHUNK_QUESTIONS = 1000
"""Questions answered together; also how much is asked again after a kill."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One run over one file.

    Args:
        root: the workspace; None is the embedded sample.
        input: CSV, JSONL or Parquet with ``id`` and ``name``.
        output: ``.jsonl`` (a line per question), ``.csv`` or ``.parquet`` (a row per hit).
        errors: where rows that could not be asked go; written only if there are any.
        render: turns answers into what is written; a function of a module, so that other processes can load it.
        processes: how many processes answer.
        fresh: start over even where an unfinished run could be taken up.
    """

    root: Path | None
    input: Path
    output: Path
    errors: Path
    as_of: AsOf
    options: ScreeningOptions
    render: Renderer
    processes: int = 1
    fresh: bool = False


@dataclass(slots=True)
class Summary:
    """What a run did so far; also what is kept on disk to take it up again."""

    fingerprint: str
    questions: int = 0
    hits: int = 0
    matches: int = 0
    bytes: int = 0
    bad_rows: int = 0
    resumed_at: int = 0


def screen_file(batch: Batch, progress: Callable[[int], None] = lambda done: None) -> Summary:
    """Answer every row of a file.

    Args:
        batch: what to read, ask and write.
        progress: called with the number of questions answered so far.

    Raises:
        InputError: an output format that is not known.
        ReadError: the input cannot be read at all.
    """
    if batch.output.suffix not in SINKS:
        raise InputError(f"{batch.output} is not .jsonl, .csv or .parquet", "Name --output by the format wanted.")
    screener = open_screener(batch.root)
    rows = questions(batch.input)
    first = list(islice(rows, 1))  # a file that cannot be read is told before anything is written
    summary = _unfinished(batch, _fingerprint(batch, screener))
    with _BadRows(batch.errors) as bad, SINKS[batch.output.suffix](_partial(batch), summary.bytes) as sink:
        asked = islice(bad.keep_out(chain(first, rows)), summary.questions, None)
        for rendered in _answered(batch, screener, asked):
            summary.bytes = sink.write(rendered)
            summary.questions += rendered.questions
            summary.hits += rendered.hits
            summary.matches += rendered.matches
            _state(batch).write_text(json.dumps(asdict(summary)), "utf-8")
            progress(summary.questions)
        summary.bad_rows = bad.count
    _partial(batch).replace(batch.output)
    _state(batch).unlink(missing_ok=True)
    return summary


def _partial(batch: Batch) -> Path:
    return batch.output.with_name(batch.output.name + ".partial")


def _state(batch: Batch) -> Path:
    return batch.output.with_name(batch.output.name + ".partial.json")


def _fingerprint(batch: Batch, screener: Screener) -> str:
    """Runs may be joined only if the same file was asked the same way of the same index."""
    stat = batch.input.stat() if batch.input.exists() else None
    parts = (stat and (stat.st_size, stat.st_mtime_ns), batch.as_of, batch.options, screener.key)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _unfinished(batch: Batch, fingerprint: str) -> Summary:
    """The state of an earlier run that was stopped, if it can be taken up."""
    start = Summary(fingerprint)
    if batch.fresh or batch.output.suffix == ".parquet" or not (_state(batch).exists() and _partial(batch).exists()):
        return start
    try:
        held = Summary(**json.loads(_state(batch).read_text("utf-8")))
    except (ValueError, TypeError):
        return start
    if held.fingerprint != fingerprint or _partial(batch).stat().st_size < held.bytes:
        return start
    held.resumed_at = held.questions
    return held


def _chunks(asked: Iterable[Query]) -> Iterator[list[Query]]:
    stream = iter(asked)
    while chunk := list(islice(stream, CHUNK_QUESTIONS)):
        yield chunk


def _answered(batch: Batch, screener: Screener, asked: Iterator[Query]) -> Iterator[Rendered]:
    suffix = batch.output.suffix
    if batch.processes <= 1:
        memory = WordMemory()
        for chunk in _chunks(asked):
            yield batch.render(suffix, screener.screen(chunk, batch.as_of, batch.options, memory))
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(batch.processes, _Worker.start, (batch,)) as pool:
        pending: list[AsyncResult[Rendered]] = []
        for chunk in _chunks(asked):
            pending.append(pool.apply_async(_Worker.answer, (chunk,)))
            if len(pending) > 2 * batch.processes:
                yield pending.pop(0).get()
        for result in pending:
            yield result.get()


class _Worker:
    """One answering process."""

    batch: Batch
    screener: Screener
    memory: WordMemory

    @classmethod
    def start(cls, batch: Batch) -> None:
        """Open the index once in this process, which does nothing else: garbage is collected once per chunk."""
        cls.batch = batch
        cls.screener = open_screener(batch.root)
        cls.memory = WordMemory()
        gc.freeze()
        gc.disable()

    @classmethod
    def answer(cls, chunk: list[Query]) -> Rendered:
        """Answer one chunk, ready to be written."""
        answers = cls.screener.screen(chunk, cls.batch.as_of, cls.batch.options, cls.memory)
        rendered = cls.batch.render(cls.batch.output.suffix, answers)
        gc.collect(0)
        return rendered


class _BadRows:
    """The file of rows that could not be asked; it exists only if there are any."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.count = 0

    def __enter__(self) -> Self:
        self._path.unlink(missing_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def keep_out(self, rows: Iterable[Query | BadRow]) -> Iterator[Query]:
        """The good rows; bad ones are written down with their line and reason."""
        for row in rows:
            if isinstance(row, BadRow):
                self._note(row)
            else:
                yield row

    def _note(self, row: BadRow) -> None:
        with self._path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            if not self.count:
                writer.writerow(BadRow._fields)
            writer.writerow(row)
        self.count += 1
