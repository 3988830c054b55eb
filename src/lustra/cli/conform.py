"""``lustra conform``: run published case files against the engine."""

import json
from pathlib import Path
from typing import Any

import click

from lustra.cli.graph import print_rows
from lustra.cli.options import format_option
from lustra.cli.output import print_json
from lustra.cli.terminal import say
from lustra.errors import InputError
from lustra.usecases.ownership.analysis import check_cases

__all__ = ["command", "read_json"]

EXAMPLES = """\b
Examples:
  lustra conform ownership_cases.json
  lustra conform cases/*.json --format json

\b
Exit codes: 0 every answer agrees; 1 some do not; 2 a file is no case file."""


@click.command(epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option("table", "json")
def command(files: tuple[Path, ...], style: str) -> int:
    """Run case files of ownership rules and print every answer that differs."""
    rows: list[dict[str, Any]] = []
    for path in files:
        rows += [{"file": path.name, **one._asdict()} for one in check_cases(read_json(path))]
    if style == "json":
        print_json(rows)
    elif rows:
        print_rows(rows, style, "Answers that differ")
    else:
        say(f"Every answer of {len(files)} file{'s' if len(files) > 1 else ''} agrees.")
    return 1 if rows else 0


def read_json(path: Path) -> Any:
    """A JSON document.

    Raises:
        InputError: the file cannot be read or is no JSON.
    """
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "Check the path.") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not JSON: {error}", "Check the file.") from None
