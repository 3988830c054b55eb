"""``lustra divert``: the corridors by which goods got round an event."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from lustra.cli.options import format_option, grouped, workspace_option
from lustra.cli.output import print_json
from lustra.cli.progress import steps
from lustra.cli.terminal import Terminal, say
from lustra.model.corridor import Corridor, Detection, Leg
from lustra.usecases.trade.detection import DiversionQuery, divert
from lustra.usecases.trade.impact import ppml_notes
from lustra.usecases.trade.report_files import money, write_report

__all__ = ["command", "print_detection"]

EXAMPLES = """\b
Examples:
  lustra divert sample --event sample-2022 --output out
  lustra divert baci --event eu-ru-2022-02 --products chpl --workspace lists
  lustra divert baci --date 2014-08-07 --origin EU --target RU --products 0808,0406 --via BY --workspace lists"""


@click.command(epilog=EXAMPLES)
@click.argument("flows")
@click.option("--event", default="", help="A packaged event, such as eu-ru-2022-02; a wrong name lists them all.")
@click.option("--date", "day", default="", metavar="DAY", help="Day of your own event.")
@click.option("--origin", multiple=True, help="Country or group the goods come from; may be repeated.")
@click.option("--target", default="", help="Country they no longer reach directly.")
@click.option("--products", default="", help="Codes with commas, a file, 'chpl', or '*'; else the event's own.")
@click.option("--vintage", default="", help="HS edition of six-digit codes given: HS2017.")
@click.option("--via", multiple=True, help="Only these intermediaries.")
@click.option("--window", default=3, show_default=True, help="Years compared on each side.")
@click.option("--level", default=0.05, show_default=True, help="q-value at or below which a corridor is flagged.")
@click.option("--top", default=15, show_default=True, help="Corridors to show.")
@click.option("--placebo-dates", default=0, show_default=True, help="Made-up earlier events to test as well.")
@click.option("--concordance", default="", metavar="DIR", help="Folder of hsA_hsB.csv.")
@click.option("--memory", "memory_mb", default=512, show_default=True, help="MB that the scan may hold.")
@click.option("--ppml", is_flag=True, help="Add a Poisson triple difference for each flagged intermediary.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), default=None, help="Write the report here.")
@workspace_option
@format_option("table", "json")
@grouped("asked", DiversionQuery)
def command(
    flows: str, output: Path | None, workspace: Path | None, style: str, ppml: bool, asked: DiversionQuery
) -> None:
    """Rank the corridors of FLOWS: origin → intermediary → target, with an interval, a q-value and the evidence.

    FLOWS is a table loaded with 'lustra trade load', a Parquet file, or 'sample'.
    """
    with steps("Reading flows") as progress:
        found = divert(workspace, flows, asked, progress)
        if ppml:
            found = ppml_notes(workspace, flows, asked, found, progress)
        if output is not None:
            progress("drawing")
            written = write_report(found, output)
    if style == "json":
        print_json(detection_json(found))
    else:
        print_detection(found)
        if output is not None:
            say(f"Report: {written[0]}")


def detection_json(found: Detection) -> dict[str, Any]:
    """The detection as plain values for JSON."""
    names = ("event", "origin", "target", "span", "currency", "flagged", "tested", "naive", "naive_of", "placebos",
             "rank", "rank_of", "level")  # fmt: skip
    held: dict[str, Any] = {name: getattr(found, name) for name in names}
    held |= {"day": found.day.isoformat(), "notes": list(found.notes)}
    held["corridors"] = [_corridor(corridor) for corridor in found.corridors]
    held["watch"] = [_corridor(corridor) for corridor in found.watch]
    for name in ("routes", "reversed"):
        held[name] = [route._asdict() for route in getattr(found, name)]
    return held


def _corridor(corridor: Corridor) -> dict[str, Any]:
    names = (
        "product",
        "title",
        "tier",
        "via",
        "via_name",
        "q",
        "p_onward",
        "p_origin",
        "excess",
        "low",
        "high",
        "words",
    )
    held: dict[str, Any] = {name: getattr(corridor, name) for name in names}
    legs: dict[str, Leg] = {"direct": corridor.direct, "origin": corridor.origin, "onward": corridor.onward}
    held |= {name: leg._asdict() for name, leg in legs.items()}
    held["evidence"] = [piece._asdict() for piece in corridor.evidence]
    return held


def print_detection(found: Detection) -> None:
    """The answer for people."""
    console = Terminal()
    head = (f"{found.origin} → ? → {found.target}", "bold")
    console.print(Text.assemble(head, f", {found.event} of {found.day}; {found.span}"))
    if found.corridors:
        console.print(_table(found.corridors, found))
        for words in _evidence(found):
            console.print(f"  {words}")
    elif found.watch:
        console.print(_watch(found))
    if found.tested and not found.watch:
        console.print(
            f"{found.flagged} of {found.tested} pairs flagged at q ≤ {found.level:g}; "
            f"the rule 'one leg falls, two rise' would flag {found.naive} of {found.naive_of}. "
            f"Null: {found.placebos:,} legs to other targets."
        )
    if found.rank:
        console.print(
            f"{found.target} ranks {found.rank} of {found.rank_of} targets by diverted share of its purchases."
        )
    for route in found.routes[:5]:
        console.print(f"Two hops: {route.product} {' → '.join(route.places)}, weakest leg {route.z:.1f} SD")
    for note in found.notes:
        console.print(f"note: {note}", style="dim")
    console.print("A corridor is a pattern in statistics, a reason to look; not a finding about anybody.", style="dim")


HEADINGS = ("product", "via", "q", "excess a year", "95 %", "origin leg", "onward", "direct")


def _table(corridors: tuple[Corridor, ...], found: Detection) -> Table:
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0), caption=f"money in {found.currency}", caption_justify="left")
    for name in HEADINGS:
        table.add_column(name, justify="left" if name in ("product", "via") else "right", overflow="fold")
    for c in corridors:
        legs = (_times(leg) for leg in (c.origin, c.onward, c.direct))
        interval = f"{money(c.low)} to {money(c.high)}"
        style = "bold" if c.q <= found.level else "dim"
        table.add_row(c.product, c.via_name, f"{c.q:.2g}", money(c.excess), interval, *legs, style=style)
    return table


def _evidence(found: Detection) -> Iterator[str]:
    """What speaks for each flagged corridor, in words; the others are not told from chance."""
    for c in found.corridors:
        if c.q <= found.level:
            yield f"{c.product} {c.title}, via {c.via_name}: {'; '.join(piece.words for piece in c.evidence)}"


def _watch(found: Detection) -> Table:
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0), title="Origin legs worth watching (no onward legs in this table)")
    for name in ("product", "partner", "q", f"before {found.currency}", "after", "expected", "break"):
        table.add_column(name, justify="left" if name in ("product", "partner") else "right")
    for c in found.watch:
        style = "bold" if c.q <= found.level else "dim"
        sums = (money(c.origin.before), money(c.origin.after), money(c.origin.expected))
        broke = "; ".join(piece.words for piece in c.evidence if piece.name == "break")
        table.add_row(c.product, c.via_name, f"{c.q:.2g}", *sums, broke, style=style)
    return table


def _times(leg: Leg) -> str:
    return f"× {leg.after / leg.before:.2g}" if leg.before else "from 0"
