"""``lustra update``: fetch the lists from their official addresses."""

from datetime import date
from pathlib import Path

import click

from lustra.cli.options import needed, workspace_option
from lustra.cli.progress import counter
from lustra.cli.terminal import report
from lustra.usecases.lists.sources import SOURCES
from lustra.usecases.lists.updating import Update, Updated, read_addresses, update_lists
from lustra.usecases.screening.indexing import build_index

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra update --workspace lists
  lustra update us_ofac_sdn eu_fsf --workspace lists
  lustra update --addresses our-mirror.csv --workspace lists

\b
Exit codes: 0 every list is up to date; 1 some lists failed, their good copies stay in force."""


@click.command(epilog=EXAMPLES)
@click.argument("sources", nargs=-1)
@click.option("--addresses", type=click.Path(path_type=Path), help="A table of addresses of your own, a mirror's say.")
@click.option("--allow-shrink", is_flag=True, help="Publish even a list that lost many entries.")
@workspace_option
def command(sources: tuple[str, ...], addresses: Path | None, allow_shrink: bool, workspace: Path | None) -> int:
    """Fetch the lists named by SOURCES, or all that are fetched without being named, and publish what is new.

    Only what has changed is fetched. A list that fails, shrank or is not what it claims is refused; the good copy
    stays, and the other lists go on.
    """
    table = read_addresses(addresses) if addresses else SOURCES
    job = Update(needed(workspace), sources, date.today(), table, allow_shrink=allow_shrink)
    states: list[str] = []
    with counter("Fetching", "bytes") as advance:
        for done in update_lists(job, lambda _name, received, _total: advance(received)):
            report(_line(done), err=done.state == "failed")
            states.append(done.state)
    if "new" in states:
        with counter("Building the index", "entries") as advance:
            build_index(job.root, advance)
    return 1 if "failed" in states else 0


def _line(done: Updated) -> str:
    kept = f"version of {done.held.published}" if done.held else "nothing held"
    if done.error:
        stays = f"{kept} stays in force" if done.held else "no version in force"
        remedy = f" {done.error.remedy}" if done.error.remedy else ""
        return f"{done.source}: failed, {stays}. {done.error.message}{remedy}"
    missing = f", without {', '.join(done.missing)}" if done.missing else ""
    return f"{done.source}: {done.state}, {kept}{missing}"
