"""``lustra screen``: who stands behind a name."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from lustra.cli.hits import print_answers
from lustra.cli.late import BUILD_INDEX, RENDER_CSV, SCREEN_FILE
from lustra.cli.options import as_of_options, format_option, grouped, workspace_option
from lustra.cli.output import print_json, print_json_lines
from lustra.cli.screen_options import ScreenOptions
from lustra.errors import InputError
from lustra.model.query import Answer
from lustra.model.time import AsOf
from lustra.usecases.screening.queries import typed_query
from lustra.usecases.screening.screening import DEFAULT_LIMIT, DEFAULT_THRESHOLD, index_is_fresh, open_screener
from lustra.views.screening import answer_json

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
@as_of_options
@click.option("--lists", help="Only these lists, separated by commas.")
@click.option(
    "--threshold", type=float, default=DEFAULT_THRESHOLD, show_default=True, help="Score from which it matches."
)
@click.option("--cutoff", type=float, help="Lowest score still returned.", show_default="the threshold")
@click.option(
    "--limit", type=click.IntRange(1, 500), default=DEFAULT_LIMIT, show_default=True, help="Most hits per question."
)
@click.option("--input", "input_", type=click.Path(path_type=Path), help="CSV, JSONL or Parquet with id and name.")
@click.option("--output", type=click.Path(path_type=Path), help="Where the answers go: .jsonl, .csv or .parquet.")
@click.option("--errors", type=click.Path(path_type=Path), help="Where rows go that could not be asked.")
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True, help="For --input.")
@click.option("--fresh", is_flag=True, help="Start over instead of taking up a stopped run.")
@workspace_option
@format_option("table", "json", "jsonl", "csv")
@grouped("options", ScreenOptions)
def command(names: tuple[str, ...], as_of: AsOf, workspace: Path | None, style: str, options: ScreenOptions) -> int:
    """Search every list for a name, under any spelling, as of any day.

    A hit is a potential match with its evidence, never a verdict. Without a workspace the embedded sample answers.

    \f
    Raises:
        InputError: neither or both of a name and a file are given, or an option cannot be understood.
    """
    if not names and options.input_ is None:
        raise InputError("nothing to screen", 'Give a name (lustra screen "Jane Doe") or --input FILE --output FILE.')
    if names and options.input_ is not None:
        raise InputError("both a name and --input", "Give one of them.")
    _refresh(workspace)
    how = options.resolved()
    if options.input_ is not None:
        return SCREEN_FILE.load()(workspace, as_of, options)
    queries = [typed_query({"name": name} | options.about()) for name in names]
    _show(open_screener(workspace).screen(queries, as_of, how), style)
    return 0


def _show(answers: Sequence[Answer], style: str) -> None:
    if style == "table":
        print_answers(answers)
    elif style == "csv":
        sys.stdout.buffer.write(RENDER_CSV.load()(answers))
    elif style == "jsonl":
        print_json_lines([answer_json(answer) for answer in answers])
    else:
        shapes = [answer_json(answer) for answer in answers]
        print_json(shapes[0] if len(shapes) == 1 else shapes)


def _refresh(workspace: Path | None) -> None:
    """Build the index if the lists have changed since it was built, or if it is damaged."""
    if workspace is not None and not index_is_fresh(workspace, verified=True):
        BUILD_INDEX.load()(workspace)
