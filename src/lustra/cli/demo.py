"""``lustra demo``: the three questions answered on the embedded sample, without any download."""

from pathlib import Path

import click

from lustra.cli.divert import print_detection
from lustra.cli.hits import print_answers
from lustra.cli.own import print_lines
from lustra.cli.progress import counter
from lustra.cli.terminal import heading, say
from lustra.model.time import AsOf
from lustra.usecases.screening.demo import DEMO_DAY, counterparties
from lustra.usecases.screening.screening import DEFAULT_THRESHOLD, ScreeningOptions, open_screener
from lustra.usecases.trade.detection import DiversionQuery, divert
from lustra.usecases.trade.flow_tables import SAMPLE
from lustra.usecases.trade.report_files import write_report
from lustra.views.ownership_demo import demo_ownership

__all__ = ["command"]

SHOWN = 5
"""Counterparties whose hits are explained in full."""


@click.command(epilog="\b\nExample:\n  lustra demo --output out")
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), default=Path("out"), show_default=True, help="Folder."
)
def command(output: Path) -> None:
    """Screen a file of counterparties, decide ownership questions with proof, and rank trade corridors.

    Everything is answered from the embedded sample; pictures and reports are written to --output.
    """
    output.mkdir(parents=True, exist_ok=True)
    who()
    what(output)
    how(output)


def who() -> None:
    """Who stands behind these names?"""
    asked = counterparties()
    heading(f"Who: {len(asked)} counterparties against the embedded sample")
    options = ScreeningOptions(threshold=DEFAULT_THRESHOLD, cutoff=DEFAULT_THRESHOLD, limit=5)
    answers = open_screener(None).screen(asked, AsOf(DEMO_DAY), options)
    found = [answer for answer in answers if answer.hits]
    print_answers(found[:SHOWN])
    for answer in found[SHOWN:]:
        best = answer.hits[0]
        say(f"{answer.query.names[0]}: {len(answer.hits)} hits, best {best.score:.2f} {best.caption} {best.entity}")
    say(f"No potential match: {', '.join(answer.query.names[0] for answer in answers if not answer.hits)}\n")


def what(output: Path) -> None:
    """What do listed people own?"""
    heading("What: is it blocked, by which regime's rule, and why")
    for answered in demo_ownership(output):
        print_lines(answered.lines)
        say(f"\n{answered.proofs} proofs accepted by the independent checker; picture: {answered.picture}\n")


def how(output: Path) -> None:
    """How do the goods get round?"""
    heading("How: corridors in a made-up flow table with one planted corridor")
    with counter("Ranking corridors", "steps"):
        found = divert(None, SAMPLE, DiversionQuery(event="sample-2022"))
        written = write_report(found, output / "corridors")
    print_detection(found)
    say(f"Report: {written[0]}")
