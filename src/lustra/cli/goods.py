"""``lustra goods``: is this product restricted, by whom, since when."""

from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from lustra.cli.options import day, format_option, workspace_option
from lustra.cli.output import print_json
from lustra.cli.terminal import Terminal, say
from lustra.usecases.trade.goods import Finding, Measure, ask, keep_list

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra goods 854231 --on 2023-03-01 --to RU
  lustra goods 8541-8542
  lustra goods "ball bearings"
  lustra goods load EU_sanctions_HS6.csv --workspace lists"""


@click.command(epilog=EXAMPLES)
@click.argument("words", nargs=-1, required=True, metavar="CODE|RANGE|WORDS")
@click.option("--on", "on", type=day, default=None, help="Only what was in force on this day.")
@click.option("--to", "to", default="", help="Only goods going to this country.")
@workspace_option
@format_option("table", "json")
def command(words: tuple[str, ...], on: date | None, to: str, workspace: Path | None, style: str) -> None:
    """Say whether a product is restricted: by whom, since when, with which exemptions, at which tier."""
    if words[0] == "load" and len(words) == 2:
        kept = keep_list(workspace, Path(words[1]))
        say(f"{kept:,} codes kept")
        return
    findings = ask(workspace, " ".join(words), on, to)
    if style == "json":
        print_json([_plain(finding) for finding in findings])
        return
    for finding in findings:
        _print(finding, on, to)


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "title": finding.title,
        "tier": finding.tier,
        "measures": [_row(measure) for measure in finding.measures],
    }


def _row(measure: Measure) -> dict[str, Any]:
    return {
        "code": measure.code,
        "vintage": measure.vintage,
        "act": measure.act,
        "annex": measure.annex,
        "sender": measure.sender,
        "targets": list(measure.targets),
        "direction": measure.direction,
        "from": measure.held.start.isoformat(),
        "wind_down": measure.wind_down,
        "part": measure.part,
        "words": measure.words,
        "exempt": measure.exempt,
        "source": measure.source,
        "verify": measure.verify,
    }


def _print(finding: Finding, on: date | None, to: str) -> None:
    console = Terminal()
    tier = f"; common high-priority list, tier {finding.tier} (HS2022)" if finding.tier else ""
    console.print(Text.assemble((finding.code, "bold"), f" {finding.title}{tier}"))
    if not finding.measures:
        asked = " ".join(part for part in (f"on {on}" if on else "", f"to {to}" if to else "") if part)
        console.print(
            f"  no measure in the tables {asked}; Reg. 833/2014, Reg. 765/2006 and Res. 778 were looked through"
        )
        return
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    for column in ("since", "act", "annex", "way", "code", "what", "exempt", "checked"):
        table.add_column(column, overflow="fold")
    for m in finding.measures:
        way = f"{m.direction} {m.sender}→{' '.join(m.targets)}"
        if m.direction == "import":
            way = f"import into {m.sender} from {' '.join(m.targets)}"
        what = f"{m.words}{' (part)' if m.part else ''}"
        until = f"; old contracts to {m.wind_down}" if m.wind_down else ""
        table.add_row(m.held.start.isoformat(), m.act, m.annex, way, m.code, what, f"{m.exempt}{until}", m.verify)
    console.print(table)
