"""``lustra index``: build the index now, instead of before the next screen."""

from pathlib import Path

import click

from lustra.cli.options import needed, workspace_option
from lustra.cli.progress import counter
from lustra.cli.terminal import say
from lustra.usecases.screening.indexing import build_index

__all__ = ["build_with_progress", "command"]


@click.command(epilog="\b\nExample:\n  lustra index --workspace lists")
@workspace_option
def command(workspace: Path | None) -> None:
    """Index every name ever listed, so that the next screen answers at once."""
    say(f"index {build_with_progress(needed(workspace))} is in force")


def build_with_progress(workspace: Path) -> str:
    """Build the index and show how far it is; returns its hash.

    Raises:
        WorkspaceError: the workspace holds no list, is damaged, or is being written to.
    """
    with counter("Building the index", "entries") as advance:
        return build_index(workspace, advance)
