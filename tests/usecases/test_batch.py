"""A file of counterparties is answered the same however it is run."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lustra.model.time import AsOf
from lustra.usecases.screening.batch import CHUNK_QUESTIONS, Batch, screen_file
from lustra.usecases.screening.screening import ScreeningOptions
from lustra.views.screening_rows import render

ROWS = CHUNK_QUESTIONS + 200
NAMES = ["Alaksandr Łukašenka", "Jane Doe", "Виктор Шейман", "Belaruskali", "Acme Trading Ltd"]


class StoppedError(Exception):
    """Stands for a kill in the middle of a run."""


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    """A run over more rows than one chunk, against the embedded sample."""
    rows = tmp_path / "rows.csv"
    lines = [f"{number},{NAMES[number % len(NAMES)]}" for number in range(ROWS)]
    rows.write_text("id,name\n" + "\n".join(lines) + "\n", "utf-8")
    as_of = AsOf(date(2026, 9, 1))
    return Batch(
        None, rows, tmp_path / "hits.jsonl", tmp_path / "errors.csv", as_of, ScreeningOptions(cutoff=0.6), render
    )


def stop_after_the_first_chunk(done: int) -> None:
    """A progress callback that ends the run."""
    raise StoppedError


@pytest.mark.parametrize("suffix", [".jsonl", ".csv"])
def test_a_stopped_run_is_taken_up_and_gives_the_same_bytes(batch: Batch, suffix: str) -> None:
    """Nothing is asked twice, nothing is lost, and no half file stands at the output's name."""
    whole, broken = (replace(batch, output=batch.output.with_name(name + suffix)) for name in ("whole", "broken"))
    screen_file(whole)
    with pytest.raises(StoppedError):
        screen_file(broken, stop_after_the_first_chunk)
    assert not broken.output.exists()
    summary = screen_file(broken)
    assert (ROWS, CHUNK_QUESTIONS) == (summary.questions, summary.resumed_at)
    assert whole.output.read_bytes() == broken.output.read_bytes()


def test_a_changed_question_starts_over(batch: Batch) -> None:
    """Answers under another threshold must not be joined to these."""
    with pytest.raises(StoppedError):
        screen_file(batch, stop_after_the_first_chunk)
    assert 0 == screen_file(replace(batch, options=ScreeningOptions(threshold=0.9, cutoff=0.9))).resumed_at


def test_two_processes_give_the_same_bytes(batch: Batch) -> None:
    """The order of lines is that of the rows, whoever answered them."""
    two = replace(batch, output=batch.output.with_name("two.jsonl"), processes=2)
    assert screen_file(batch).hits == screen_file(two).hits > 0
    assert batch.output.read_bytes() == two.output.read_bytes()


def test_rows_that_were_asked_leave_no_error_file(batch: Batch) -> None:
    """The file of bad rows exists only if there are any."""
    assert 0 == screen_file(batch).bad_rows
    assert not batch.errors.exists()
