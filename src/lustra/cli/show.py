"""``lustra show``: everything known about an entry, with its sources."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from lustra.cli.options import day, format_option, needed, workspace_option
from lustra.cli.output import print_json
from lustra.cli.terminal import Terminal, shown
from lustra.model.statement import LoggedStatement
from lustra.usecases.lists.showing import show_entity

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra show us_ofac_sdn:9639 --workspace lists
  lustra show eu_fsf:EU.1001.60 --as-of 2022-04-14 --format json --workspace lists"""


@click.command(epilog=EXAMPLES)
@click.argument("entity")
@click.option("--as-of", type=day, default=None, help="Only what was published on this day.", show_default="ever")
@workspace_option
@format_option("table", "json")
def command(entity: str, as_of: date | None, workspace: Path | None, style: str) -> None:
    """Show every value a list printed about ENTITY: where it stands, and from when until when."""
    found = show_entity(needed(workspace), entity, as_of)
    if style == "json":
        print_json([_row(logged) for logged in found])
        return
    console = Terminal(soft_wrap=True)
    for (part, schema), group in groupby(found, key=lambda logged: (logged.statement.entity, logged.statement.schema)):
        console.print(Text.assemble((part, "bold cyan"), f"  {schema}"))
        for line in _lines(group):
            console.print(line)


def _row(logged: LoggedStatement) -> dict[str, Any]:
    said = {key: value for key, value in logged.statement._asdict().items() if value}
    return {**said, "known_from": logged.known_from, "known_to": logged.known_to or None}


def _lines(group: Iterable[LoggedStatement]) -> Iterable[Text]:
    for logged in group:
        said = logged.statement
        extra = [said.lang, said.country.upper(), said.grade, said.note, said.act]
        original = f"printed “{said.original}”" if said.original and said.original != said.value else ""
        beside = "; ".join(part for part in (*extra, original) if part)
        until = f" to {logged.known_to}" if logged.known_to else ""
        yield Text.assemble(
            f"  {said.prop:<20} ",
            (shown(said.value), "bold"),
            (shown(f"  ({beside})") if beside else "", "dim"),
            (f"  {said.locator}, from {logged.known_from}{until}", "dim"),
        )
