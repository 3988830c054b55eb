"""``lustra graph``: who holds what, loaded, held, written back, and matched with the lists."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE
from rich.table import Table

from lustra.cli.options import format_option, grouped, needed, workspace_option
from lustra.cli.output import print_json
from lustra.cli.progress import counter
from lustra.cli.terminal import Terminal, say
from lustra.errors import InputError
from lustra.model.decision import ACCEPTED, REJECTED, Decision
from lustra.usecases.ownership.graph_export import export_graph
from lustra.usecases.ownership.graphs import SAMPLE, graph_holdings, load_graph, loading_problems, open_graph
from lustra.usecases.ownership.linking import decide, decision_history, links, login_name
from lustra.usecases.ownership.list_ties import gather_ties

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra graph load uk_psc psc-snapshot.txt --format psc --workspace lists
  lustra graph load ours edges.csv --workspace lists
  lustra graph problems ours --workspace lists
  lustra graph links ours --workspace lists
  lustra graph links ours --accept "acme=us_ofac_sdn:123" --reason "same tax number" --workspace lists
  lustra graph links ours --history --workspace lists
  lustra graph export ours ours.json --format bods --workspace lists"""


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Load ownership data, show it, write it back, and match its parties with the lists."""


@command.command("load")
@click.argument("name")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--format", "form", default="", help="bods, ftm, psc, gleif or csv.", show_default="recognised")
@workspace_option
def load_(name: str, path: Path, form: str, workspace: Path | None) -> None:
    """Load PATH as the graph NAME.

    PATH is the publisher's file, or a folder with edges.csv and entities.csv. What cannot be used is kept as a problem
    with its line; the rest is loaded.
    """
    root = needed(workspace)
    with counter(f"Reading {path.name}", "records") as advance:
        held = load_graph(root, name, path, date.today(), form, advance)
    problems = ", ".join(f"{count:,} {severity}s" for severity, count in held.problems.items()) or "no problems"
    say(
        f"{name}: {held.edges:,} edges between {held.parties:,} parties, {problems} "
        f"({held.format}, sha256 {held.sha256[:12]})"
    )
    if held.problems:
        say(f"See them: lustra graph problems {name}", err=True)


@command.command("lists")
@click.argument("name", default="lists")
@workspace_option
def lists_(name: str, workspace: Path | None) -> None:
    """Gather what the lists themselves say of ties and stakes as the graph NAME.

    OFAC's "Linked To" becomes a tie without a share; stakes stated in statements of reasons become shares, each with
    the words it was read from.
    """
    root = needed(workspace)
    with counter("Reading the lists", "statements") as advance:
        held = gather_ties(root, name, date.today(), advance)
    say(f"{name}: {held.edges:,} edges between {held.parties:,} listed parties")


@command.command("show")
@workspace_option
@format_option("table", "json")
def show(workspace: Path | None, style: str) -> None:
    """Show the graphs held."""
    rows = [
        {
            "graph": one.name,
            "loaded": one.loaded,
            "format": one.format,
            "edges": one.edges,
            "parties": one.parties,
            "problems": sum(one.problems.values()),
            "sha256": one.sha256,
        }
        for one in graph_holdings(needed(workspace))
    ]
    print_rows(rows, style, "Graphs held", hidden=("sha256",))


@command.command("problems")
@click.argument("name")
@workspace_option
@format_option("table", "json")
def problems_command(name: str, workspace: Path | None, style: str) -> None:
    """Show what could not be used in the graph NAME, and what looks wrong in it."""
    found = loading_problems(needed(workspace), name)
    print_rows([one._asdict() for one in found], style, f"Problems of {name}")


@dataclass(frozen=True, slots=True)
class _Choices:
    """What the user decides about links."""

    accept: tuple[str, ...]
    reject: tuple[str, ...]
    actor: str
    reason: str

    def decisions(self) -> list[Decision]:
        """Each choice as a decision of this moment."""
        who, now = self.actor or login_name(), datetime.now(UTC).isoformat(timespec="seconds")
        chosen = [(text, ACCEPTED) for text in self.accept] + [(text, REJECTED) for text in self.reject]
        return [Decision(*_pair(text), status, who, now, self.reason) for text, status in chosen]


@command.command("links")
@click.argument("name", default=SAMPLE)
@click.option("--accept", multiple=True, metavar="PARTY=ENTRY", help="Decide that they are the same.")
@click.option("--reject", multiple=True, metavar="PARTY=ENTRY", help="Decide that they are not.")
@click.option("--by", "actor", default="", metavar="NAME", help="Who decides.", show_default="the login name")
@click.option("--reason", default="", help="Why: kept with each decision.")
@click.option("--all", "everything", is_flag=True, help="Show certain and decided links, too.")
@click.option("--history", is_flag=True, help="Show every decision with actor, time and reason.")
@workspace_option
@format_option("table", "json")
@grouped("choices", _Choices)
def links_command(
    name: str, choices: _Choices, everything: bool, history: bool, workspace: Path | None, style: str
) -> None:
    """Show which parties of the graph NAME may be entries of the lists, and decide about them.

    Links by a number or by the source's own word are certain and used. A potential match by name waits here; until it
    is decided, verdicts that depend on it are undetermined. The last decision about a link counts; all are kept.
    """
    if decisions := choices.decisions():
        _report_unfinished(needed(workspace), name)
        decide(needed(workspace), name, decisions)
    if history:
        log = decision_history(needed(workspace), name)
        print_rows([decision._asdict() for decision in log.decisions], style, f"Decisions about links of {name}")
    else:
        with counter("Matching parties with the lists", "parties") as advance:
            every_link = links(workspace, open_graph(workspace, name), advance)
        rows = [link._asdict() for link in every_link if everything or link.status == "open"]
        print_rows(rows, style, f"Links of {name} to the lists" + ("" if everything else ", waiting for a decision"))
    if workspace is not None:
        _report_unfinished(workspace, name)


def _report_unfinished(root: Path, name: str) -> None:
    if line := decision_history(root, name).unfinished:
        lost = f"The last decision about {name} was not kept, because its writing was interrupted"
        say(f"{lost}: {line}. Decide again.", err=True)


@command.command("export")
@click.argument("name")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--format", "form", default="bods", show_default=True, help="bods, ftm or csv.")
@workspace_option
def export(name: str, path: Path, form: str, workspace: Path | None) -> None:
    """Write the graph NAME to PATH as BODS 0.4, FollowTheMoney or CSV; without a workspace the embedded sample."""
    data = open_graph(workspace, name)
    count = export_graph(data, form, path, date.today())
    say(f"{count:,} records → {path}")


def print_rows(rows: list[dict[str, Any]], style: str, title: str, hidden: tuple[str, ...] = ()) -> None:
    """Rows as a table on a terminal, or as JSON."""
    if style == "json":
        print_json(rows)
        return
    shown = [name for name in (rows[0] if rows else {}) if name not in hidden]
    grid = Table(title=title, box=SIMPLE, title_justify="left")
    for name in shown:
        grid.add_column(name, overflow="fold")
    for row in rows:
        grid.add_row(*(f"{row[name]:,}" if isinstance(row[name], int) else str(row[name]) for name in shown))
    Terminal().print(grid if rows else f"{title}: none")


def _pair(text: str) -> tuple[str, str]:
    party, equals, entry = text.rpartition("=")
    if not (party and equals and entry):
        raise InputError(f"{text!r} is not a decision", 'Write PARTY=ENTRY, for example "acme=us_ofac_sdn:123".')
    return party, entry
