"""``lustra verify-proof``: check exported proofs without the engine that made them."""

from pathlib import Path

import click

from lustra.cli.conform import read_json
from lustra.cli.terminal import say
from lustra.usecases.ownership.analysis import check_proofs

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra own zorka-food --format json > answer.json
  lustra verify-proof answer.json

\b
Exit codes: 0 every proof holds; 1 some do not; 2 the file holds no proof."""


@click.command(epilog=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> int:
    """Check the proofs in FILE: a proof, a list of proofs, or an answer of lustra own in JSON."""
    bad = 0
    for name, faults in check_proofs(read_json(file)):
        say(f"{'holds' if not faults else 'does not hold'}: {name}")
        for fault in faults:
            say(f"  {fault}")
        bad += bool(faults)
    return 1 if bad else 0
