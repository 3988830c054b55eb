"""``lustra impact``: did the measure bite, by regressions with fixed effects."""

from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE
from rich.table import Table

from lustra.cli.options import format_option, grouped, workspace_option
from lustra.cli.output import print_json
from lustra.cli.progress import steps
from lustra.cli.terminal import Terminal
from lustra.usecases.trade.impact import Estimate, ImpactQuery, impact

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra impact sample --event sample-2022
  lustra impact eu --event eu-ru-2022-02 --origin EU27 --via KZ --control BR --control MX --workspace lists"""


@click.command(epilog=EXAMPLES)
@click.argument("flows")
@click.option("--event", default="", help="A packaged event.")
@click.option("--date", "day", default="", metavar="DAY", help="Day of your own event.")
@click.option("--origin", multiple=True, help="Country or group the goods come from.")
@click.option("--target", default="", help="Country they no longer reach directly.")
@click.option("--products", default="", help="Codes with commas, a file, or 'chpl'; else the event's own.")
@click.option(
    "--via", multiple=True, help="Measure the rise towards these intermediaries instead of the fall to the target."
)
@click.option(
    "--control", "controls", multiple=True, help="Compare totals with these partners (difference in differences)."
)
@click.option("--window", default=3, show_default=True, help="Years on each side of the triple difference.")
@click.option("--ppml/--log", default=True, show_default=True, help="Poisson on values, or least squares on logs.")
@workspace_option
@format_option("table", "json")
@grouped("asked", ImpactQuery)
def command(flows: str, workspace: Path | None, style: str, asked: ImpactQuery) -> None:
    """Estimate the effect of a measure, with leads before it and with each country left out."""
    with steps("Estimating") as progress:
        found = impact(workspace, flows, asked, progress)
    if style == "json":
        print_json([_plain(kind, estimate) for kind, estimate in found])
        return
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    for name in ("what", "estimate", "change", "95 %", "p", "rows", "partners"):
        table.add_column(name, justify="left" if name == "what" else "right")
    for kind, e in found:
        change = f"{100 * (2.718281828459045**e.value - 1):+.0f} %"
        table.add_row(
            f"{kind}{e.name}",
            f"{e.value:.3f}",
            change,
            f"{e.low:.2f} to {e.high:.2f}",
            f"{e.p:.3f}",
            f"{e.rows:,}",
            str(e.clusters),
        )
    Terminal().print(table)


def _plain(kind: str, e: Estimate) -> dict[str, Any]:
    names = ("name", "value", "error", "p", "low", "high", "rows", "clusters")
    return {"kind": kind.strip(": "), **{name: getattr(e, name) for name in names}}
