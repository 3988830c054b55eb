"""``lustra own``: what listed people own and control, by each regime's own rule, with the proof."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.text import Text

from lustra.cli.graph import print_rows
from lustra.cli.late import DRAW_OWNERSHIP
from lustra.cli.options import as_of_options, format_option, grouped, known_option, workspace_option
from lustra.cli.output import print_json
from lustra.cli.progress import counter
from lustra.cli.terminal import Terminal, say
from lustra.errors import InputError
from lustra.model.time import FOREVER, AsOf
from lustra.usecases.ownership.analysis import OwnershipAnalysis, open_analysis
from lustra.usecases.ownership.blocked_file import write_blocked
from lustra.views.ownership_json import days_json, ownership_json, share_json
from lustra.views.ownership_report import Line, answer_lines

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra own zorka-food
  lustra own "Belaruskali" --regime US-OFAC --regime UK-7 --as-of 2022-04-14
  lustra own zorka-food --picture zorka.svg
  lustra own zorka-food --format json > answer.json; lustra verify-proof answer.json
  lustra own --all --output blocked.csv --graph ours --workspace lists
  lustra own --state BY
  lustra own timeline zorka-food
  lustra own gain --regime US-OFAC

\b
Without a workspace the embedded sample answers: an illustration, not data to rely on.
Exit codes: 0 answered; 2 wrong use; 3 the file or the workspace cannot be read."""

STYLES = {
    "title": "bold",
    "head": "bold",
    "rule": "",
    "proof": "",
    "record": "cyan",
    "fact": "yellow",
    "note": "dim",
    "beside": "magenta",
    "end": "dim",
}
STATUS = {"blocked": "bold red", "not blocked": "bold green", "undetermined": "bold yellow"}
INDENTS = {"title": 0, "head": 0, "end": 0, "record": 6}
F = TypeVar("F", bound=Callable[..., Any])


class DefaultVerdict(click.Group):
    """A group that takes anything but the name of a subcommand as a question for ``verdict``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``verdict`` in front where no subcommand is named."""
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help"):
            args = ["verdict", *args]
        return super().parse_args(ctx, args)


def graph_option(function: F) -> F:
    """``--graph NAME``."""
    return click.option("--graph", default="", help="Which graph; may be left out where there is one.")(function)


def regime_option(function: F) -> F:
    """``--regime R``, several times."""
    return click.option("--regime", "regimes", multiple=True, help="US-OFAC, EU-AF, UK-7, CH, CA-SEMA, AU …")(function)


@click.group(cls=DefaultVerdict, epilog=EXAMPLES)
def command() -> None:
    """Say who is blocked because of who owns or controls it, by each regime's rule, with a proof.

    ENTITY is an id or a name. ``lustra own verdict --help`` lists the options of the plain question.
    """


@dataclass(frozen=True, slots=True)
class VerdictOptions:
    """A field for each option of the plain question, by the name that click gives it."""

    graph: str
    regimes: tuple[str, ...]
    everything: bool
    output: Path | None
    state: str | None
    picture: Path | None


@command.command("verdict", epilog=EXAMPLES)
@click.argument("entity", default="")
@graph_option
@regime_option
@as_of_options
@click.option("--all", "everything", is_flag=True, help="Every party that is blocked without being listed.")
@click.option("--output", type=click.Path(path_type=Path), help="For --all: a .csv, .jsonl or .parquet file.")
@click.option("--state", help="Companies of a state, by country code: BY.")
@click.option("--picture", type=click.Path(path_type=Path), help="Draw the chains: .svg, .png or .html.")
@workspace_option
@format_option("table", "json")
@grouped("options", VerdictOptions)
def verdict_command(entity: str, as_of: AsOf, workspace: Path | None, style: str, options: VerdictOptions) -> int:
    """The verdict on ENTITY under each regime, its proof, and what is beside it."""
    _check_question(entity, options)
    analysis = _open(workspace, options.graph)
    if options.everything:
        return _everything(analysis, as_of, options, style)
    if options.state:
        return _state(analysis, as_of, options.state, style)
    answer = analysis.answer(analysis.party(entity), as_of, options.regimes)
    if style == "json":
        print_json(ownership_json(analysis, answer))
    else:
        print_lines(answer_lines(analysis, answer))
    if options.picture:
        path = DRAW_OWNERSHIP.load()(analysis, answer, options.picture)
        say(f"Picture → {path}", err=True)
    return 0


@command.command("timeline", epilog=EXAMPLES)
@click.argument("entity")
@graph_option
@regime_option
@known_option
@workspace_option
@format_option("table", "json")
def timeline_command(
    entity: str, graph: str, regimes: tuple[str, ...], known: date | None, workspace: Path | None, style: str
) -> None:
    """The exact days on which ENTITY was blocked, undetermined or not, under each regime."""
    analysis = _open(workspace, graph)
    found = analysis.timeline(analysis.party(entity), regimes, known or FOREVER)
    rows = [
        {"regime": regime, **days_json(span.days), "status": span.status.value, "rule": span.rule}
        for regime, spans in found.items()
        for span in spans
        if span.rule
    ]
    _rows(rows, style, f"{analysis.data.label(analysis.party(entity))}, day by day")


@command.command("gain", epilog=EXAMPLES)
@graph_option
@click.option("--regime", default="US-OFAC", show_default=True)
@as_of_options
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@workspace_option
@format_option("table", "json")
def gain_command(regime: str, limit: int, graph: str, as_of: AsOf, workspace: Path | None, style: str) -> None:
    """What would newly be blocked if an owner were listed; pairs that give more together than apart."""
    analysis = _open(workspace, graph)
    gains, pairs = analysis.gain(regime, as_of)
    rows = [{"owner": _label(analysis, one.owner), **one._asdict(), "id": one.owner} for one in gains[:limit]]
    named = [
        {"first": _label(analysis, a), "second": _label(analysis, b), "together": "; ".join(c)} for a, b, c in pairs
    ]
    for row in rows:
        row["owner"] = _label(analysis, str(row["id"]))
    if style == "json":
        print_json({"gains": rows, "pairs": named})
        return
    _rows(rows, style, f"If one owner more were listed under {regime}")
    _rows(named[:limit], style, "Pairs that give more together than apart")


@command.command("support", epilog=EXAMPLES)
@click.argument("person")
@graph_option
@click.option("--regime", default="US-OFAC", show_default=True)
@as_of_options
@workspace_option
@format_option("table", "json")
def support_command(person: str, regime: str, graph: str, as_of: AsOf, workspace: Path | None, style: str) -> None:
    """What would be freed if the listed PERSON were delisted."""
    analysis = _open(workspace, graph)
    found = analysis.support(analysis.party(person), regime, as_of)
    rows = [{"entity": name, "name": _label(analysis, name)} for name in found]
    _rows(rows, style, f"Freed under {regime} if {_label(analysis, analysis.party(person))} were delisted")


@command.command("transfers", epilog=EXAMPLES)
@graph_option
@click.option("--regime", default="US-OFAC", show_default=True)
@known_option
@workspace_option
@format_option("table", "json")
def transfers_command(regime: str, graph: str, known: date | None, workspace: Path | None, style: str) -> None:
    """Stakes that fell below the threshold within 90 days of a listing, and who came to hold them."""
    analysis = _open(workspace, graph)
    rows = [
        {
            "owner": _label(analysis, one.owner),
            "entity": _label(analysis, one.entity),
            "listed": one.listed.isoformat(),
            "fell": one.fell.isoformat(),
            "before": one.before,
            "after": one.after,
            "buyers": "; ".join(one.buyers),
        }
        for one in analysis.transfers(regime, known or FOREVER)
    ]
    _rows(rows, style, f"Stakes that fell below the threshold of {regime} close to a listing")


@command.command("worlds", epilog=EXAMPLES)
@graph_option
@click.option("--regime", default="US-OFAC", show_default=True)
@as_of_options
@click.option("--worlds", "count", type=click.IntRange(1, 100_000), default=1000, show_default=True)
@workspace_option
@format_option("table", "json")
def worlds_command(regime: str, count: int, graph: str, as_of: AsOf, workspace: Path | None, style: str) -> None:
    """In how many sampled worlds an undetermined party is blocked: triage, never the verdict."""
    analysis = _open(workspace, graph)
    rows = [
        {"entity": one.entity, "name": _label(analysis, one.entity), "blocked": one.blocked, "worlds": one.worlds}
        for one in analysis.worlds(regime, as_of, count)
    ]
    _rows(rows, style, f"Undetermined under {regime}: sampled worlds in which it is blocked (triage, not a verdict)")


def _check_question(entity: str, options: VerdictOptions) -> None:
    """Refuse a question that asks for nothing, or for several things.

    Raises:
        InputError: not exactly one thing is asked.
    """
    if bool(entity) + options.everything + bool(options.state) != 1:
        raise InputError("nothing or too much is asked", "Give one of ENTITY, --all or --state.")


def _everything(analysis: OwnershipAnalysis, as_of: AsOf, options: VerdictOptions, style: str) -> int:
    if options.output is not None:
        count = write_blocked(analysis, as_of, options.regimes, options.output)
        say(f"{count:,} parties blocked without being listed → {options.output}", err=True)
        return 0
    rows = [
        {"regime": one.regime, "entity": one.entity, "name": _label(analysis, one.entity), "rank": one.rank}
        for one in analysis.blocked(as_of, options.regimes)
    ]
    _rows(rows, style, f"Blocked without being listed, as of {as_of.valid}")
    return 0


def _state(analysis: OwnershipAnalysis, as_of: AsOf, text: str, style: str) -> int:
    name, found = analysis.state(text, as_of)
    rows = [
        {
            "entity": one.entity,
            "name": _label(analysis, one.entity),
            "state_owned": {"blocked": "yes", "undetermined": "possibly"}.get(one.status.value, one.status.value),
            "share": share_json(one.share) if style == "json" else one.share.words(),
            "through": bodies if style == "json" else "; ".join(bodies),
        }
        for one in found
        for bodies in [[_label(analysis, body) for body in one.bodies]]
    ]
    _rows(rows, style, f"Companies of {_label(analysis, name)}, as of {as_of.valid} (information, not a sanction)")
    return 0


def _open(workspace: Path | None, graph: str) -> OwnershipAnalysis:
    with counter("Matching parties with the lists", "parties") as advance:
        analysis = open_analysis(workspace, graph, advance)
    if workspace is None:
        say("The embedded sample answers: an illustration, not data to rely on.", err=True)
    return analysis


def print_lines(lines: Iterable[Line]) -> None:
    """An answer for people, a line each, by what the line is."""
    console, before = Terminal(soft_wrap=not sys.stdout.isatty()), ""
    for line in lines:
        style = STATUS.get(line.status, "") or STYLES.get(line.sort, "")
        if line.sort in ("head", "end") and line.sort != before:
            console.print()
        before = line.sort
        mark = "● " if line.sort == "verdict" else " " * INDENTS.get(line.sort, 3)
        console.print(Text(f"{mark}{line.text}", style))


def _label(analysis: OwnershipAnalysis, party: str) -> str:
    return analysis.data.label(party)


def _rows(rows: list[dict[str, Any]], style: str, title: str) -> None:
    """Rows without the values that a table has no words for."""
    if style == "table":
        rows = [{key: "" if value is None else value for key, value in row.items()} for row in rows]
    print_rows(rows, style, title)
