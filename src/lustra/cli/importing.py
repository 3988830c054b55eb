"""``lustra import``: bring a publisher's files into the workspace."""

from datetime import date
from pathlib import Path

import click

from lustra.cli.options import day, needed, workspace_option
from lustra.cli.progress import counter
from lustra.cli.terminal import say
from lustra.usecases.lists.importing import Import, import_list

__all__ = ["command"]

EXAMPLES = """\b
Examples:
  lustra import us_ofac_sdn downloads/ofac --published 2024-05-03 --workspace lists
  lustra import eu_fsf xmlFullSanctionsList_1_1.xml --workspace lists
  lustra import our_watchlist watchlist.csv --mapping watchlist.toml --workspace lists

\b
A mapping says what the columns of a table mean, in FollowTheMoney's properties:
  id = "No"                       # the column of the entry's own id
  schema = "Person"
  delimiter = ";"                 # also: encoding, skip_lines, ignore, [constants], [schema]
  [columns]
  "Full name" = "name"
  "Also known as" = { prop = "alias", separator = ";" }
  "Born" = { prop = "birthDate", format = "%m/%d/%Y" }
  "Passport" = { prop = "passportNumber", country_column = "Issued by" }
  "Measure" = "Sanction.program"

\b
Exit codes: 0 held; 2 wrong use; 3 refused, damaged or unreadable, and what was held is still held."""


@click.command(epilog=EXAMPLES)
@click.argument("source")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--published", type=day, help="The publisher's day.", show_default="what the file states, else today")
@click.option("--mapping", type=click.Path(path_type=Path), help="For a CSV of your own: what its columns mean (TOML).")
@click.option("--allow-shrink", is_flag=True, help="Publish even if the list lost many entries.")
@workspace_option
def command(
    source: str, path: Path, published: date | None, mapping: Path | None, allow_shrink: bool, workspace: Path | None
) -> None:
    """Read one version of a list from files on disk.

    SOURCE is a list's name (see lustra lists --known) or a new name for a list of your own. PATH is the publisher's
    file, or the folder that holds the files of a set. A list that is empty, shrank, or was not understood is refused,
    and the good copy stays.
    """
    root = needed(workspace)
    job = Import(source, path, date.today(), published, mapping, allow_shrink)
    with counter(f"Reading {source}", "statements") as advance:
        held = import_list(root, job, advance)
    if published is None and held.stated is None and held.published == job.today:
        say(f"Neither {source} nor --published states a day; taken as published today.", err=True)
    if held.stated not in (None, held.published):
        say(
            f"Warning: the file states that it was published on {held.stated}; held as published on {held.published}. "
            f"If that is wrong: lustra withdraw {source} {held.published}, then import without --published.",
            err=True,
        )
    entries = ", ".join(f"{count:,} {schema}" for schema, count in held.entities.items())
    problems = ", ".join(f"{count:,} {severity}s" for severity, count in held.problems.items()) or "no problems"
    say(
        f"{source} of {held.published}: {entries}; {held.name_count:,} names, "
        f"{held.statements:,} statements, {problems} (sha256 {held.sha256[:12]})"
    )
