"""``lustra screen``: who stands behind a name."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from lustra.cli.hits import print_answers
from lustra.cli.options import as_of_option, format_option, known_option, workspace_option
from lustra.cli.output import print_json, print_json_lines
from lustra.cli.terminal import say
from lustra.errors import InputError
from lustra.model.time import FOREVER, AsOf
from lustra.model.wire import answer_json
from lustra.workspace.question import question
from lustra.workspace.screening import DEFAULT_THRESHOLD, Options, index_is_fresh, open_screener

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra screen "Alaksandr Łukašenka"
  lustra screen "Ivan Ivanov" --birth-date 1970 --country RU --as-of 2022-04-14
  lustra screen --input customers.csv --output hits.jsonl --errors bad-rows.csv
  lustra screen "Belaruskali" --schema Company --format json

\b
Exit codes: 0 answered; 1 answered, but some rows could not be asked or only in part (see --errors);
2 wrong use; 3 the file or the workspace cannot be read."""


@click.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1)
@click.option("--birth-date", help="1957, 1957-03, 1957-03-04, 1957~ or 1955/1957; birth, founding or building.")
@click.option("--country", help="Nationality or country, ISO code or name; several separated by ;")
@click.option("--gender", help="male or female.")
@click.option("--identifier", "identifiers", multiple=True, help="Passport, tax, register, IMO number, wallet …")
@click.option("--schema", help="Person, Company, Organization, LegalEntity, Vessel, Airplane.")
@as_of_option
@known_option
@click.option("--lists", help="Only these lists, separated by commas.")
@click.option(
    "--threshold", type=float, default=DEFAULT_THRESHOLD, show_default=True, help="Score from which it matches."
)
@click.option("--cutoff", type=float, help="Lowest score still returned.", show_default="the threshold")
@click.option("--limit", type=click.IntRange(1, 500), default=10, show_default=True, help="Most hits per question.")
@click.option("--input", "input_", type=click.Path(path_type=Path), help="CSV, JSONL or Parquet with id and name.")
@click.option("--output", type=click.Path(path_type=Path), help="Where the answers go: .jsonl, .csv or .parquet.")
@click.option("--errors", type=click.Path(path_type=Path), help="Where rows go that could not be asked.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="For --input.")
@click.option("--fresh", is_flag=True, help="Start over instead of taking up a stopped run.")
@workspace_option
@format_option("table", "json", "jsonl", "csv")
def command(names: tuple[str, ...], workspace: Path | None, style: str, **options: Any) -> int:
    """Search every list for a name, under any spelling, as of any day.

    A hit is a potential match with its evidence, never a verdict. Without a workspace the embedded sample answers.

    \f
    Raises:
        InputError: neither or both of a name and a file are given, or an option cannot be understood.
    """
    if not names and options["input_"] is None:
        raise InputError("nothing to screen", 'Give a name (lustra screen "Jane Doe") or --input FILE --output FILE.')
    if names and options["input_"] is not None:
        raise InputError("both a name and --input", "Give one of them.")
    _refresh(workspace)
    how = _resolve(options)
    as_of = AsOf(options["as_of"], options["known"] or FOREVER)
    if options["input_"] is not None:
        return _file(workspace, as_of, how, options)
    asked = [question(_row(name, options)) for name in names]
    answers = open_screener(workspace, as_of.valid).screen(asked, as_of, how)
    if style == "table":
        print_answers(answers)
    elif style == "csv":
        sys.stdout.buffer.write(import_module("lustra.workspace.answers").render_csv(answers))
    elif style == "jsonl":
        print_json_lines([answer_json(answer) for answer in answers])
    else:
        shapes = [answer_json(answer) for answer in answers]
        print_json(shapes[0] if len(shapes) == 1 else shapes)
    return 0


def _row(name: str, options: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "birth_date": options["birth_date"],
        "country": options["country"],
        "gender": options["gender"],
        "identifiers": list(options["identifiers"]),
        "schema": options["schema"],
    }


def _resolve(options: dict[str, Any]) -> Options:
    """Options as typed → options as the engine takes them."""
    threshold = options["threshold"]
    cutoff = threshold if options["cutoff"] is None else options["cutoff"]
    for name, value in (("threshold", threshold), ("cutoff", cutoff)):
        if not 0 <= value <= 1:
            raise InputError(f"--{name} {value} is not between 0 and 1", "Scores run from 0 to 1.")
    lists = tuple(part.strip() for part in (options["lists"] or "").split(",") if part.strip())
    return Options(threshold=threshold, cutoff=min(cutoff, threshold), limit=options["limit"], lists=lists)


def _refresh(workspace: Path | None) -> None:
    """Build the index if the lists have changed since it was built, or if it is damaged."""
    if workspace is not None and not index_is_fresh(workspace, verified=True):
        progress = import_module("lustra.cli.progress")
        with progress.spinner("Building the index") as advance:
            import_module("lustra.workspace.indexing").build_index(workspace, advance)


def _file(workspace: Path | None, as_of: AsOf, how: Options, options: dict[str, Any]) -> int:
    if options["output"] is None:
        raise InputError("--input without --output", "Say where the answers go: --output hits.jsonl")
    batch = import_module("lustra.workspace.batch")
    errors = options["errors"] or options["output"].with_name(options["output"].name + ".errors.csv")
    job = batch.Batch(
        root=workspace,
        input=options["input_"],
        output=options["output"],
        errors=errors,
        as_of=as_of,
        options=how,
        processes=options["processes"],
        fresh=options["fresh"],
    )
    with import_module("lustra.cli.progress").counter("Screening", "questions") as advance:
        summary = batch.screen_file(job, advance)
    _report(summary, job)
    return 1 if summary.bad_rows else 0


def _report(summary: Any, job: Any) -> None:
    resumed = f" (taken up at {summary.resumed_at:,})" if summary.resumed_at else ""
    sample = "" if job.root else " against the embedded sample, which is an illustration and not a list to rely on"
    say(
        f"{summary.questions:,} questions{resumed}{sample}: {summary.hits:,} hits, "
        f"{summary.matches:,} at or above the threshold → {job.output}",
        err=True,
    )
    if summary.bad_rows:
        say(f"{summary.bad_rows:,} rows could not be asked, or only in part → {job.errors}", err=True)
