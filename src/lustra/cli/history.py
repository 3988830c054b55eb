"""``lustra history``: what changed when, of a list or of an entry."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from lustra.cli.options import day, format_option, needed, workspace_option
from lustra.cli.output import print_json
from lustra.cli.terminal import Terminal
from lustra.usecases.lists.history import Change, EntryChange, StatementChange, entry_history, list_history

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra history us_ofac_sdn --workspace lists
  lustra history us_ofac_sdn --since 2022-02-01 --until 2022-05-01 --limit 50 --workspace lists
  lustra history us_ofac_sdn:9760 --format json --workspace lists"""


@click.command(epilog=EXAMPLES)
@click.argument("what", metavar="ENTITY|SOURCE")
@click.option("--since", type=day, help="From this day of publication.")
@click.option("--until", type=day, help="Up to this day of publication.")
@click.option("--limit", type=click.IntRange(0), default=10, show_default=True, help="Most entries shown per kind.")
@workspace_option
@format_option("table", "json")
def command(what: str, since: date | None, until: date | None, limit: int, workspace: Path | None, style: str) -> None:
    """Show what each held version of a list added, removed and changed, or what was ever said of an entry."""
    root = needed(workspace)
    if ":" in what:
        _show_entry(entry_history(root, what, since, until), style)
    else:
        _show_list(list_history(root, what, since, until), what, limit, style)


def _show_list(found: list[Change], source: str, limit: int, style: str) -> None:
    if style == "json":
        print_json([_change_json(change) for change in found])
        return
    console = Terminal(soft_wrap=True)
    if not found:
        console.print(f"{source}: no two versions held in that time; import or update more of them")
    for change in found:
        counts = f"{len(change.added):,} added, {len(change.removed):,} removed, {len(change.changed):,} changed"
        console.print(Text.assemble((f"{change.published}", "bold"), f"  {change.entries:,} entries: {counts}"))
        for line in _notes(change):
            console.print(Text(f"  {line}", "dim"))
        for mark, kind, style_ in (("+", change.added, "green"), ("-", change.removed, "red")):
            _show_entries(console, mark, kind, limit, style_)


def _notes(change: Change) -> list[str]:
    lines = []
    if change.absent:
        lines.append(f"this version came without {', '.join(change.absent)}; what these print is taken as unchanged")
    if change.came:
        lines.append(f"{', '.join(change.came)} came again; what these print is not counted as a change")
    return lines


def _show_entries(console: Terminal, mark: str, entries: tuple[EntryChange, ...], limit: int, style: str) -> None:
    for entry in entries[:limit]:
        console.print(
            Text.assemble((f"  {mark} ", style), (entry.caption, "bold"), f"  {entry.schema}  ", entry.entity)
        )
    if len(entries) > limit:
        console.print(Text(f"  {mark} … {len(entries) - limit:,} more (--limit)", "dim"))


def _change_json(change: Change) -> dict[str, Any]:
    return {
        "published": change.published.isoformat(),
        "entries": change.entries,
        "added": [entry._asdict() for entry in change.added],
        "removed": [entry._asdict() for entry in change.removed],
        "changed": [entry._asdict() for entry in change.changed],
        "companions_absent": list(change.absent),
        "companions_came": list(change.came),
    }


def _show_entry(found: list[StatementChange], style: str) -> None:
    if style == "json":
        print_json([_statement_json(change) for change in found])
        return
    console = Terminal(soft_wrap=True)
    for published, group in groupby(found, key=lambda change: change.published):
        console.print(Text(published, "bold"))
        for line in _entry_lines(group):
            console.print(line)


def _statement_json(change: StatementChange) -> dict[str, Any]:
    said = {key: value for key, value in change.statement._asdict().items() if value}
    return {"published": change.published, "added": change.added, **said}


def _entry_lines(group: Iterable[StatementChange]) -> Iterable[Text]:
    for change in group:
        said = change.statement
        mark, style = ("+", "green") if change.added else ("-", "red")
        yield Text.assemble((f"  {mark} ", style), f"{said.schema}.{said.prop:<18} ", (said.value, "bold"))
