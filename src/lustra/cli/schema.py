"""``lustra schema``: the JSON Schema of what the other commands print."""

import click

from lustra.cli.output import print_json
from lustra.cli.terminal import say
from lustra.views.schemas import SCHEMAS, json_schema

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra schema
  lustra schema screen > screen.schema.json"""


@click.command(epilog=EXAMPLES)
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print the JSON Schema of NAME, or the names.

    NAME is the command whose --format json it describes.

    \f
    Raises:
        InputError: no JSON has this name.
    """
    if name is None:
        for known in SCHEMAS:
            say(known)
    else:
        print_json(json_schema(name))
