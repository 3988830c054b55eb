"""``lustra trade``: flow tables and HS correspondences in the workspace."""

from dataclasses import dataclass
from pathlib import Path

import click

from lustra.cli.options import grouped, needed, workspace_option
from lustra.cli.progress import counter
from lustra.cli.terminal import say
from lustra.errors import LustraError
from lustra.usecases.trade.concordances import keep_concordance
from lustra.usecases.trade.detection import problem_line
from lustra.usecases.trade.flow_tables import LoadOptions, flow_tables, load_flows

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra trade load baci BACI_HS92_Y20*.csv --workspace lists
  lustra trade load eu exports/*.csv --workspace lists
  lustra trade load national table.csv --map exporter=from --map importer=to --workspace lists
  lustra trade concordance load hs_concordance --workspace lists"""
FORMATS = ("baci", "comext", "comtrade", "eurostat-csv", "csv", "parquet")
SHOWN = 30


@click.group(epilog=EXAMPLES)
def command() -> None:
    """Load trade tables and HS correspondences."""


@dataclass(frozen=True, slots=True)
class LoadCommandOptions:
    """A field for each option of ``lustra trade load`` that says how the files are read."""

    shape: str | None
    mapping: tuple[str, ...]
    vintage: str
    currency: str
    memory: int

    def resolved(self) -> LoadOptions:
        """The options as the use-case takes them."""
        roles = dict(pair.partition("=")[::2] for pair in self.mapping)
        return LoadOptions(self.shape or "", roles, self.vintage, self.currency, memory_mb=self.memory)


@command.command("load")
@click.argument("name")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "shape", type=click.Choice(FORMATS), default=None, help="Else told by the header.")
@click.option("--map", "mapping", multiple=True, metavar="ROLE=COLUMN", help="For national tables.")
@click.option("--vintage", default="", help="HS edition of the products: HS2017.")
@click.option("--currency", default="", help="Where the files do not say.")
@click.option("--memory", default=512, show_default=True, help="MB that the load may hold.")
@workspace_option
@grouped("how", LoadCommandOptions)
def load_command(name: str, paths: tuple[Path, ...], workspace: Path | None, how: LoadCommandOptions) -> int:
    """Read published trade files into the workspace under NAME."""
    with counter("Reading", "files") as advance:
        root = needed(workspace)
        loaded = load_flows(root, name, list(paths), how.resolved(), lambda step, done=0, total=None: advance(done))
    profile = loaded.profile
    say(f"{name}: {profile.rows:,} flows, {profile.first} to {profile.last}, {profile.products:,} products")
    for note in profile.notes:
        say(f"  note: {note}")
    for problem in loaded.problems[:SHOWN]:
        say(f"  {problem.severity}: {problem_line(problem)}", err=True)
    if len(loaded.problems) > SHOWN:
        say(f"  and {len(loaded.problems) - SHOWN} more", err=True)
    return 1 if any(problem.severity == "error" for problem in loaded.problems) else 0


@command.command("list")
@workspace_option
def list_tables(workspace: Path | None) -> int:
    """The flow tables held, each with what a reader must know; 1 where one is damaged."""
    tables = flow_tables(needed(workspace))
    for name, profile in tables:
        if isinstance(profile, LustraError):
            say(f"{name} is damaged: {profile.message} {profile.remedy}", err=True)
        else:
            say(f"{name}: {profile.rows:,} flows, {profile.first} to {profile.last}; {'; '.join(profile.notes)}")
    return int(any(isinstance(profile, LustraError) for _, profile in tables))


@command.group("concordance")
def concordance() -> None:
    """Correspondences between HS editions."""


@concordance.command("load")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@workspace_option
def load_concordance(folder: Path, workspace: Path | None) -> None:
    """Keep a folder of hsA_hsB.csv in the workspace."""
    say(f"{keep_concordance(needed(workspace), folder)} correspondences kept")
