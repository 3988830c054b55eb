"""``lustra compare``: why two names meet, or do not."""

import csv
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import click
from rich.text import Text

from lustra.cli.options import format_option, grouped
from lustra.cli.output import print_json
from lustra.cli.terminal import Terminal, say
from lustra.errors import InputError
from lustra.usecases.screening.comparing import Comparison, Pair, compare, compare_file
from lustra.usecases.screening.queries import typed_query
from lustra.usecases.screening.screening import DEFAULT_THRESHOLD
from lustra.views.screening import comparison_json

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra compare "Alaksandr Łukašenka" "Lukashenko, Alexander"
  lustra compare "Jon Smith" "John Smith" --birth-date 1970 --birth-date 1970-05-01
  lustra compare --input pairs.csv --output scores.csv

\b
The file has the columns id,name1,name2 and optionally schema,birth_date1,birth_date2."""


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """A field for each option, by the name that click gives it."""

    schema: str
    birth_dates: tuple[str, ...]
    countries: tuple[str, ...]
    input_: Path | None
    output: Path | None
    threshold: float


@click.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1)
@click.option("--schema", default="", help="Person, Company, Vessel …: what both are.")
@click.option("--birth-date", "birth_dates", multiple=True, help="Once for each of the two, in their order.")
@click.option("--country", "countries", multiple=True, help="Once for each of the two, in their order.")
@click.option("--input", "input_", type=click.Path(path_type=Path), help="A CSV of pairs.")
@click.option("--output", type=click.Path(path_type=Path), help="A CSV of scores.", show_default="standard output")
@click.option("--threshold", type=float, default=DEFAULT_THRESHOLD, show_default=True, help="Score of a match.")
@format_option("table", "json")
@grouped("options", CompareOptions)
def command(names: tuple[str, ...], style: str, options: CompareOptions) -> int:
    """Explain one pair of names without any list; the order of the two does not matter.

    \f
    Raises:
        InputError: not two names are given, or one of them cannot be understood.
    """
    threshold = options.threshold
    if options.input_ is not None:
        return _file(options.input_, options.output, threshold)
    if len(names) != 2:
        raise InputError(f"{len(names)} names given, two are compared", 'For example: lustra compare "A B" "B, A."')
    sides = [
        typed_query({"name": name, "schema": options.schema, "birth_date": day, "country": country})
        for name, day, country in zip(names, _both(options.birth_dates), _both(options.countries), strict=True)
    ]
    comparison = compare(sides[0], sides[1])
    if style == "json":
        print_json(comparison_json(comparison, threshold))
    else:
        _print(comparison, threshold)
    return 0


def _both(values: tuple[str, ...]) -> tuple[str, str]:
    if len(values) > 2:
        raise InputError(f"{len(values)} values given for two names", "Give one for each name, in their order.")
    first, second = (*values, "", "")[:2]
    return first, second


def _print(comparison: Comparison, threshold: float) -> None:
    console = Terminal(soft_wrap=True)
    match = comparison.score >= threshold
    verdict = ("potential match", "bold yellow") if match else ("no match", "bold green")
    console.print(Text.assemble(f"{comparison.score:.2f}  ", verdict, f"  (threshold {threshold:.2f})"))
    console.print(f'  "{comparison.explanation.query_name}" and "{comparison.explanation.listed_name}"')
    for feature in comparison.explanation.features:
        console.print(f"  {feature.weight:+.2f}  {feature.words}")


def _file(path: Path, output: Path | None, threshold: float) -> int:
    if output is None:
        return _write(path, sys.stdout, threshold)
    with output.open("w", encoding="utf-8", newline="") as file:
        return _write(path, file, threshold)


def _write(path: Path, file: IO[str], threshold: float) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["id", "name1", "name2", "score", "match", "why"])
    failed = 0
    for pair in compare_file(path):
        writer.writerow([pair.id, *pair.names, *_result(pair, threshold)])
        failed += pair.comparison is None
    if failed:
        say(f"{failed} rows could not be compared; their score is empty and the reason stands in why", err=True)
    return 1 if failed else 0


def _result(pair: Pair, threshold: float) -> tuple[str, str, str]:
    if pair.comparison is None:
        return "", "", f"line {pair.line}: {pair.reason}"
    why = "; ".join(feature.words for feature in pair.comparison.explanation.features)
    return f"{pair.comparison.score:.4f}", str(pair.comparison.score >= threshold).lower(), why
