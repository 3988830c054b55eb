"""``lustra withdraw``: take a version of a list out again."""

from datetime import date
from pathlib import Path

import click

from lustra.cli.options import day, needed, workspace_option
from lustra.cli.terminal import say
from lustra.errors import InputError
from lustra.usecases.lists.withdrawing import Withdrawal, find_version, withdraw_version

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra withdraw us_ofac_sdn 2024-03-05 --workspace lists
  lustra withdraw us_ofac_sdn 2024-03-05 --yes --workspace lists

\b
Exit codes: 0 withdrawn; 2 no such version, or not confirmed; 3 the list is damaged or being written to."""


@click.command(epilog=EXAMPLES)
@click.argument("source")
@click.argument("published", type=day, metavar="DAY")
@click.option("--yes", is_flag=True, help="Do not ask.")
@workspace_option
def command(source: str, published: date, yes: bool, workspace: Path | None) -> None:
    """Take out the version of SOURCE that is held as published on DAY, one imported under a wrong day, say.

    The list's history is then as if this version had never been held: its values, its problems and the publisher's
    files of that day are removed. Other versions stay. Import the files again to bring it back.

    \f
    Raises:
        InputError: the question was not answered with yes.
    """
    root = needed(workspace)
    found = find_version(root, source, published)
    if not yes and not _confirmed(found):
        raise InputError("nothing was withdrawn", "Answer y to withdraw it, or add --yes.")
    withdraw_version(root, source, published)
    stay = (
        f"{len(found.others)} stay, the newest of {found.others[-1]}" if found.others else "nothing of it is held now"
    )
    say(f"{source} of {published} withdrawn; {stay}")


def _confirmed(found: Withdrawal) -> bool:
    one = found.version
    say(
        f"{one.source} of {one.published}: {one.entity_count:,} entries, {', '.join(f.name for f in one.files)}",
        err=True,
    )
    try:
        return click.confirm("Remove this version and its files?", err=True)
    except click.Abort:  # nobody there to answer
        return False
