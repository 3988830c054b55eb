"""``lustra threshold``: choose a threshold by the false alarms one can afford."""

import click

from lustra.cli.options import format_option
from lustra.cli.output import print_json
from lustra.cli.terminal import say
from lustra.errors import InputError
from lustra.usecases.screening.screening import false_alarms, threshold_for
from lustra.views.screening import ThresholdJson

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra threshold --false-alarms 2/1000
  lustra threshold --score 0.85"""


@click.command(epilog=EXAMPLES)
@click.option("--false-alarms", "budget", help="At most this many benign customers with a hit, such as 2/1000.")
@click.option("--score", type=click.FloatRange(0, 1), help="Tell how many false alarms this threshold means.")
@format_option("table", "json")
def command(budget: str | None, score: float | None, style: str) -> None:
    """Turn a budget of false alarms into a threshold, or a threshold into false alarms.

    Measured by name only, on synthetic benign customers against six lists; with birth dates or countries in the
    questions there are fewer.

    \f
    Raises:
        InputError: neither or both of the options are given, or the budget is no share.
    """
    if (budget is None) == (score is None):
        raise InputError("give --false-alarms or --score", "For example: lustra threshold --false-alarms 2/1000")
    threshold = threshold_for(per_thousand(budget)) if budget is not None else score or 0.0
    expected = false_alarms(threshold)
    if style == "json":
        print_json(ThresholdJson(threshold, expected))
    else:
        say(f"--threshold {threshold:.2f}: about {expected:g} of 1,000 benign customers have a hit, by name only")


def per_thousand(text: str) -> float:
    """``2/1000``, ``0.2%`` or ``2`` (of 1,000) as a number per 1,000.

    Raises:
        InputError: it is none of these, or more than all.
    """
    try:
        if text.endswith("%"):
            share = float(text[:-1]) / 100
        else:
            count, _, of = text.partition("/")
            share = float(count) / float(of or 1000)
    except (ValueError, ZeroDivisionError):
        raise InputError(f"{text!r} is not a share of customers", "Write it as 2/1000 or 0.2%.") from None
    if not 0 < share <= 1:
        raise InputError(f"{text!r} is not between 0 and all customers", "Write it as 2/1000 or 0.2%.")
    return share * 1000
