"""``lustra screen --input``: a file of counterparties, answered row by row."""

from pathlib import Path

from lustra.cli.progress import counter
from lustra.cli.screen_options import ScreenOptions
from lustra.cli.terminal import say
from lustra.errors import InputError
from lustra.model.time import AsOf
from lustra.usecases.screening.batch import Batch, Summary, screen_file
from lustra.views.screening_rows import render

__all__ = ["answer_file"]


def answer_file(workspace: Path | None, as_of: AsOf, options: ScreenOptions) -> int:
    """Answer every row of the input file and report the counts; returns the exit code.

    Raises:
        InputError: there is no output, or its format is unknown.
        ReadError: the input cannot be read at all.
    """
    batch = _batch(workspace, as_of, options)
    with counter("Screening", "questions") as advance:
        summary = screen_file(batch, advance)
    _report(summary, batch)
    return 1 if summary.bad_rows else 0


def _batch(workspace: Path | None, as_of: AsOf, options: ScreenOptions) -> Batch:
    if options.input_ is None or options.output is None:
        raise InputError("--input without --output", "Say where the answers go: --output hits.jsonl")
    return Batch(
        root=workspace,
        input=options.input_,
        output=options.output,
        errors=options.errors or options.output.with_name(options.output.name + ".errors.csv"),
        as_of=as_of,
        options=options.resolved(),
        render=render,
        processes=options.processes,
        fresh=options.fresh,
    )


def _report(summary: Summary, batch: Batch) -> None:
    resumed = f" (taken up at {summary.resumed_at:,})" if summary.resumed_at else ""
    sample = "" if batch.root else " against the embedded sample, which is an illustration and not a list to rely on"
    say(
        f"{summary.questions:,} questions{resumed}{sample}: {summary.hits:,} hits, "
        f"{summary.matches:,} at or above the threshold → {batch.output}",
        err=True,
    )
    if summary.bad_rows:
        say(f"{summary.bad_rows:,} rows could not be asked, or only in part → {batch.errors}", err=True)
