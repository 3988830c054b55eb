"""The one table of what the command line loads late: each command, and the parts of commands that few runs need.

A row names a module of Lustra and what is taken from it. No other module of Lustra imports Lustra by a string, and
the layer test reads these rows as it reads import statements.
"""

from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import click

if TYPE_CHECKING:  # the types of the rows; tests/cli/test_late.py lets mypy compare them with what is loaded
    from lustra.cli.screen_options import ScreenOptions
    from lustra.model.list_version import ListState
    from lustra.model.query import Answer
    from lustra.model.time import AsOf
    from lustra.usecases.lists.holdings import Damaged
    from lustra.usecases.ownership.analysis import OwnershipAnalysis, OwnershipAnswer

__all__ = ["BUILD_INDEX", "COMMANDS", "DRAW_OWNERSHIP", "RENDER_CSV", "SCREEN_FILE", "VERIFIED_HOLDINGS", "Late"]

T = TypeVar("T")


class Late(NamedTuple, Generic[T]):
    """Something that is imported when it is used.

    Args:
        module: the module that holds it.
        attribute: its name there.
        help: for a command, its line in ``lustra --help``.
    """

    module: str
    attribute: str
    help: str = ""

    def load(self) -> T:
        """Import the module and return the attribute."""
        loaded: T = getattr(import_module(self.module), self.attribute)
        return loaded


def _command(module: str, help_line: str) -> Late[click.Command]:
    return Late(module, "command", help_line)


COMMANDS: dict[str, Late[click.Command]] = {
    "screen": _command("lustra.cli.screen", "Search every list for a name, under any spelling, as of any day."),
    "compare": _command("lustra.cli.compare", "Explain why two names meet, or do not."),
    "threshold": _command("lustra.cli.threshold", "Choose a threshold by the false alarms one can afford."),
    "lists": _command("lustra.cli.lists", "Show the lists held: version, age, counts, problems."),
    "import": _command("lustra.cli.importing", "Read one version of a list from files on disk."),
    "update": _command("lustra.cli.update", "Fetch the lists from their official addresses."),
    "show": _command("lustra.cli.show", "Show everything known about an entry, with its sources."),
    "history": _command("lustra.cli.history", "Show what changed when, of a list or of an entry."),
    "withdraw": _command("lustra.cli.withdraw", "Take a version of a list out again."),
    "reread": _command("lustra.cli.reread", "Read the versions held again, after an update of Lustra."),
    "divert": _command("lustra.cli.divert", "Rank the corridors by which goods got round an event."),
    "goods": _command("lustra.cli.goods", "Say whether a product is restricted, by whom, since when."),
    "mirror": _command("lustra.cli.mirror", "Compare trade as its exporter and as its importer report it."),
    "impact": _command("lustra.cli.impact", "Estimate whether a measure bit."),
    "trade": _command("lustra.cli.trade", "Load trade tables and HS correspondences."),
    "demo": _command("lustra.cli.demo", "Answer the three questions on the embedded sample."),
    "index": _command("lustra.cli.index", "Index every name ever listed now."),
    "graph": _command("lustra.cli.graph", "Load ownership data, show it, write it back, match it with the lists."),
    "own": _command("lustra.cli.own", "Say who is blocked because of who owns or controls it, with a proof."),
    "conform": _command("lustra.cli.conform", "Run published cases of ownership rules."),
    "verify-proof": _command("lustra.cli.verify_proof", "Check an exported proof without the engine."),
    "schema": _command("lustra.cli.schema", "Print the JSON Schema of what a command prints."),
}
"""Every command, in the order in which ``lustra --help`` shows them."""

BUILD_INDEX: Late[Callable[[Path], str]] = Late("lustra.cli.index", "build_with_progress")
"""Needed by ``lustra screen`` only where lists changed; loads the store."""
SCREEN_FILE: "Late[Callable[[Path | None, AsOf, ScreenOptions], int]]" = Late("lustra.cli.screen_file", "answer_file")
"""Needed by ``lustra screen`` only with ``--input``; loads pyarrow."""
RENDER_CSV: "Late[Callable[[Sequence[Answer]], bytes]]" = Late("lustra.views.screening_rows", "render_csv")
"""Needed by ``lustra screen`` only with ``--format csv``; loads pyarrow."""
DRAW_OWNERSHIP: "Late[Callable[[OwnershipAnalysis, OwnershipAnswer, Path], Path]]" = Late(
    "lustra.views.ownership_diagram", "draw_answer"
)
"""Needed by ``lustra own`` only with ``--picture``; loads matplotlib."""
VERIFIED_HOLDINGS: "Late[Callable[[Path, date], list[ListState | Damaged]]]" = Late(
    "lustra.usecases.lists.verifying", "verified_holdings"
)
"""Needed by ``lustra lists`` only with ``--verify``; loads pyarrow."""
