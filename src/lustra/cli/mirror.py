"""``lustra mirror``: the same trade as its exporter and as its importer report it."""

from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE
from rich.table import Table

from lustra.cli.options import day, format_option, workspace_option
from lustra.cli.output import print_json
from lustra.cli.terminal import Terminal
from lustra.usecases.trade.detection import MIRROR_DAY, MIRROR_IMPORTERS, MIRROR_ORIGINS, MirrorRow, mirrored

__all__ = ["command"]

TITLE = "Reported on arrival ÷ reported on departure"
EXAMPLES = """\b
Examples:
  lustra mirror sample --importer KG --origin EU27
  lustra mirror eu national --importer KG --importer KZ --origin EU27 --workspace lists"""


@click.command(epilog=EXAMPLES)
@click.argument("flows", nargs=-1, required=True)
@click.option("--importer", "importers", multiple=True, help="Importing country; may be repeated.")
@click.option("--origin", "origins", multiple=True, default=MIRROR_ORIGINS, show_default=True, help="Exporting side.")
@click.option("--date", "on", type=day, default=MIRROR_DAY, show_default=True, help="Day of the event.")
@workspace_option
@format_option("table", "json")
def command(
    flows: tuple[str, ...],
    importers: tuple[str, ...],
    origins: tuple[str, ...],
    on: date,
    workspace: Path | None,
    style: str,
) -> None:
    """Compare both sides' reports, by origin and together: what changed after the event.

    A ratio below 1 is no evidence, because goods are booked by origin or by consignment and priced with freight; a
    change is.
    """
    rows = mirrored(workspace, flows, importers or MIRROR_IMPORTERS, origins, on)
    if style == "json":
        print_json([_plain(row) for row in rows])
        return
    Terminal().print(_table(rows))


def _plain(row: MirrorRow) -> dict[str, Any]:
    years = [{"year": y.year, "exported": y.exported, "imported": y.imported, "ratio": y.ratio} for y in row.years]
    names = ("origin", "importer", "before", "after", "change", "missing", "short_before")
    return {**{name: getattr(row, name) for name in names}, "years": years}


def _table(rows: tuple[MirrorRow, ...]) -> Table:
    table = Table(
        box=SIMPLE, padding=(0, 1, 0, 0), title="Reported on arrival ÷ reported on departure", title_justify="left"
    )
    years = sorted({year.year for row in rows for year in row.years})
    for name in ("origin", "importer", *map(str, years), "before", "after", "change", "missing after"):
        table.add_column(name, justify="left" if name in ("origin", "importer") else "right")
    for row in rows:
        held = {year.year: f"{year.ratio:.2f}" for year in row.years}
        change = f"{row.change:+.2f}{' (low before, too)' if row.short_before else ''}"
        money = f"{row.missing / 1e6:,.0f} m"
        cells = [held.get(year, "–") for year in years]
        table.add_row(row.origin, row.importer, *cells, f"{row.before:.2f}", f"{row.after:.2f}", change, money)
    return table
