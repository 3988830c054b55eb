"""``lustra lists``: what is held, how old it is, what could not be read."""

from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lustra.cli.options import format_option, needed, workspace_option
from lustra.cli.output import print_json
from lustra.workspace.holdings import Holding, holdings, problems
from lustra.workspace.sources import SOURCES

__all__ = ["command"]

ONLY_IN_JSON = ("title", "sha256", "licence", "oldest")
"""Columns that a terminal has no room for."""
KEPT_WHOLE = ("source", "published", "checked", "file")
"""Columns whose cells are never folded."""

EXAMPLES = """\b
Examples:
  lustra lists --workspace lists
  lustra lists --problems us_ofac_sdn --workspace lists
  lustra lists --known"""


@click.command(epilog=EXAMPLES)
@click.option("--known", is_flag=True, help="Show every list that Lustra knows an address of.")
@click.option("--problems", "problems_of", metavar="SOURCE", help="Show what could not be used in a list.")
@workspace_option
@format_option("table", "json")
def command(known: bool, problems_of: str | None, workspace: Path | None, style: str) -> None:
    """Show the lists held: version, age, counts, problems."""
    if known:
        _known(style)
    elif problems_of:
        _problems(needed(workspace), problems_of, style)
    else:
        _held(holdings(needed(workspace), date.today()), style)


def _known(style: str) -> None:
    rows = [
        {"source": row.name, "title": row.title, "publisher": row.publisher, "page": row.page}
        for row in SOURCES.values()
    ]
    _show(rows, style, "Lists Lustra knows")


def _problems(root: Path, source: str, style: str) -> None:
    rows = [problem._asdict() for problem in problems(root, source)]
    _show(rows, style, f"What could not be used in {source}")


def _held(held: list[Holding], style: str) -> None:
    _show([_row(one) for one in held], style, "Lists held")


def _row(one: Holding) -> dict[str, Any]:
    return {
        "source": one.source,
        "title": one.title,
        "published": one.newest.published.isoformat(),
        "age_days": one.age_days,
        "checked": one.checked.isoformat() if one.checked else "",
        "stale": one.stale,
        "versions": one.versions,
        "oldest": one.oldest.isoformat(),
        "entries": one.newest.entity_count,
        "names": one.newest.name_count,
        "problems": sum(one.newest.problems.values()),
        "sha256": one.newest.sha256,
    }


def _show(rows: list[dict[str, Any]], style: str, title: str) -> None:
    if style == "json":
        print_json(rows)
        return
    console = Console()
    if not rows:
        console.print(f"{title}: nothing")
        return
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    for column in rows[0]:
        if column not in ONLY_IN_JSON:
            table.add_column(
                column.replace("_", " "),
                justify="right" if isinstance(rows[0][column], int) else "left",
                overflow="fold",
                no_wrap=column in KEPT_WHOLE,
            )
    for row in rows:
        cells = [_cell(value) for column, value in row.items() if column not in ONLY_IN_JSON]
        table.add_row(*cells, style="red" if row.get("stale") else "")
    console.print(table)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)
