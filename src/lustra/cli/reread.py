"""``lustra reread``: read the versions held again, when a reader has learnt something."""

from pathlib import Path

import click

from lustra.cli.options import needed, workspace_option
from lustra.cli.progress import counter
from lustra.cli.terminal import report
from lustra.usecases.lists.rereading import Reread, reread_lists

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra reread us_ofac_sdn --workspace lists
  lustra reread --workspace lists

\b
Exit codes: 0 all were read again; 1 some lists failed, and their history is unchanged."""


@click.command(epilog=EXAMPLES)
@click.argument("sources", nargs=-1)
@workspace_option
def command(sources: tuple[str, ...], workspace: Path | None) -> int:
    """Read every version held of SOURCES, or of all lists, again from the publishers' files.

    For use after an update of Lustra that reads more of a format. The history is then one history by one reader;
    otherwise what it sees for the first time would look like a change of the list on the day of the next import. The
    publishers' files are kept as they are, and a list that cannot be read again stays as it was.
    """
    failed = 0
    with counter("Reading", "statements") as advance:
        for done in reread_lists(needed(workspace), sources, advance):
            for line in _lines(done):
                report(line, err=done.error is not None)
            failed += done.error is not None
    return 1 if failed else 0


def _lines(done: Reread) -> list[str]:
    if done.error:
        remedy = f" {done.error.remedy}" if done.error.remedy else ""
        return [f"{done.source}: failed, its history is unchanged. {done.error.message}{remedy}"]
    return [f"{done.source} of {day}: {_words(counts)}" for day, counts in done.counts()]


def _words(counts: dict[str, tuple[int, int]]) -> str:
    return ", ".join(f"{new:,} {name}{_change(old, new)}" for name, (old, new) in counts.items())


def _change(old: int, new: int) -> str:
    return f" ({new - old:+,})" if new != old else ""
