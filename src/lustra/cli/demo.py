"""``lustra demo``: the three questions answered on the embedded sample, without any download."""

from datetime import date
from pathlib import Path

import click

from lustra.cli.hits import print_answers
from lustra.cli.output import heading
from lustra.model.time import AsOf
from lustra.workspace.demo import DEMO_DAY, counterparties
from lustra.workspace.screening import DEFAULT_THRESHOLD, Options, open_screener

__all__ = ["command"]


@click.command(epilog="\b\nExample:\n  lustra demo --output out")
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("out"), show_default=True, help="Folder."
)
def command(output: Path) -> None:
    """Screen a file of counterparties, decide an ownership question with its proof, and rank trade corridors.

    Everything is answered from the embedded sample; pictures and reports are written to --output.
    """
    output.mkdir(parents=True, exist_ok=True)
    who(DEMO_DAY)


def who(day: date) -> None:
    """Who stands behind these names?"""
    heading("Who: 30 counterparties against the embedded sample")
    answers = open_screener(None, day).screen(
        counterparties(), AsOf(day), Options(threshold=DEFAULT_THRESHOLD, cutoff=DEFAULT_THRESHOLD, limit=3)
    )
    print_answers([answer for answer in answers if answer.hits])
    clear = [answer.query.names[0] for answer in answers if not answer.hits]
    click.echo(f"No potential match: {', '.join(clear)}")
