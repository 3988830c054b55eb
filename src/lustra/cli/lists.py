"""``lustra lists``: what is held, how old it is, what could not be read."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from lustra.cli.late import VERIFIED_HOLDINGS
from lustra.cli.options import format_option, needed, workspace_option
from lustra.cli.output import print_json
from lustra.cli.terminal import Terminal, say
from lustra.model.list_version import ListState
from lustra.usecases.lists.holdings import Damaged, holdings, problems
from lustra.usecases.lists.sources import SOURCES

__all__ = ["command"]

ONLY_IN_JSON = ("title", "sha256", "licence", "oldest", "damage", "remedy")
"""Columns that a terminal has no room for."""
KEPT_WHOLE = ("source", "published", "checked", "file")
"""Columns whose cells are never folded."""

COLUMNS = tuple(
    "source title published age_days checked stale versions oldest entries names problems sha256 damage remedy".split()
)
"""What is told of each list."""

EXAMPLES = """\b
Examples:
  lustra lists --workspace lists
  lustra lists --verify --workspace lists
  lustra lists --problems us_ofac_sdn --workspace lists
  lustra lists --known

\b
Exit codes: 0 every list held is sound; 1 some are damaged, and the others are shown all the same."""


@click.command(epilog=EXAMPLES)
@click.option("--known", is_flag=True, help="Show every list that Lustra knows an address of.")
@click.option("--problems", "problems_of", metavar="SOURCE", help="Show what could not be used in a list.")
@click.option(
    "--verify",
    is_flag=True,
    help="Compare every byte held, graphs, trade and index too, with what was written.",
)
@workspace_option
@format_option("table", "json")
def command(known: bool, problems_of: str | None, verify: bool, workspace: Path | None, style: str) -> int:
    """Show the lists held: version, age, counts, problems.

    A damaged list is shown with what is wrong and what to do; the others go on.
    """
    if known:
        _known(style)
    elif problems_of:
        _problems(needed(workspace), problems_of, style)
    else:
        held = VERIFIED_HOLDINGS.load() if verify else holdings
        return _held(held(needed(workspace), date.today()), style)
    return 0


def _known(style: str) -> None:
    rows = [
        {
            "source": row.name,
            "title": row.title,
            "publisher": row.publisher,
            "fetched": "when named" if row.by_name else "always",
            "page": row.page,
        }
        for row in SOURCES.values()
    ]
    _show(rows, style, "Lists Lustra knows")


def _problems(root: Path, source: str, style: str) -> None:
    rows = [problem._asdict() for problem in problems(root, source)]
    _show(rows, style, f"What could not be used in {source}")


def _held(held: Sequence[ListState | Damaged], style: str) -> int:
    damaged = [one for one in held if isinstance(one, Damaged)]
    rows = [_damaged(one) if isinstance(one, Damaged) else _row(one) for one in held]
    if style == "table":
        rows = [row | {"published": "damaged"} if row["damage"] else row for row in rows]
    _show(rows, style, "Lists held")
    for one in damaged:
        if style == "table":
            say(f"{one.source} is damaged: {one.error.message} {one.error.remedy}", err=True)
    return 1 if damaged else 0


def _damaged(one: Damaged) -> dict[str, Any]:
    """A row with the columns of every other, of which nothing but the damage is known."""
    known = {"source": one.source, "title": one.title, "damage": one.error.message, "remedy": one.error.remedy}
    return dict.fromkeys(COLUMNS) | known


def _row(state: ListState) -> dict[str, Any]:
    version = state.version
    known = {
        "source": version.source,
        "title": version.title,
        "published": version.published.isoformat(),
        "age_days": state.age_days,
        "checked": state.checked.isoformat() if state.checked else "",
        "stale": state.stale,
        "versions": state.versions,
        "oldest": state.oldest.isoformat(),
        "entries": version.entities,
        "names": version.names,
        "problems": version.problems,
        "sha256": version.sha256,
    }
    return dict.fromkeys(COLUMNS) | known


def _show(rows: list[dict[str, Any]], style: str, title: str) -> None:
    if style == "json":
        print_json(rows)
        return
    console = Terminal()
    if not rows:
        console.print(f"{title}: nothing")
        return
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0))
    for column in rows[0]:
        if column not in ONLY_IN_JSON:
            table.add_column(
                column.replace("_", " "),
                justify="right" if any(isinstance(row[column], int) for row in rows) else "left",
                overflow="fold",
                no_wrap=column in KEPT_WHOLE,
            )
    for row in rows:
        cells = [_cell(value) for column, value in row.items() if column not in ONLY_IN_JSON]
        table.add_row(*cells, style="red" if row.get("stale") or row.get("damage") else "")
    console.print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)
