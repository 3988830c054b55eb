"""What the lists themselves say of ties and stakes, as a graph: OFAC's "Linked To", shares in statements of reasons."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from lustra.model.edge import Edge
from lustra.model.party import Party
from lustra.model.statement import LoggedStatement, source_of
from lustra.model.time import FOREVER, Interval, parse_day
from lustra.readers.graphs.stakes import StatedStake, stakes
from lustra.store.graphs import GraphManifest
from lustra.store.layout import POINTER, open_root, read_pointer, source_folder, source_names
from lustra.store.log import read_log
from lustra.usecases.ownership.graphs import publish_edges

__all__ = ["gather_ties", "ties_of"]

PROSE = ("reason", "summary", "notes", "position")
NAMES = ("name", "alias")
Progress = Callable[[int], None]


def gather_ties(root: Path, name: str, today: date, progress: Progress = lambda statements: None) -> GraphManifest:
    """Publish the ties and stakes that the held lists state as a graph whose parties are the entries themselves.

    Args:
        root: the workspace.
        name: of the graph.
        today: day of loading.
        progress: called with the number of statements read so far.

    Raises:
        ReadError: the lists state no tie.
        WorkspaceError: the workspace is damaged or being written to.
    """
    workspace = open_root(root)
    held = source_names(workspace)
    pointers = {source: read_pointer(source_folder(workspace, source) / POINTER) for source in held}
    with TemporaryDirectory() as home:
        path = Path(home) / "lists.json"
        path.write_text(json.dumps(pointers, indent=1, sort_keys=True), "utf-8")
        logs = (one for source in held for one in _counted(read_log(workspace, source), progress))
        return publish_edges(workspace, name, "lists", {path.name: path}, today, ties_of(logs))


def ties_of(log: Iterable[LoggedStatement]) -> Iterator[Party | Edge]:
    """Parties and edges that statements of lists state; one pass, in the order of the statements.

    Args:
        log: the statements of lists, those of one entity together.
    """
    named: dict[str, Party] = {}
    links: dict[str, dict[str, LoggedStatement]] = {}
    stated: list[tuple[LoggedStatement, StatedStake]] = []
    for one in log:
        said = one.statement
        entry = said.entity.partition("#")[0]
        if said.prop in NAMES and "#" not in said.entity and entry not in named:
            named[entry] = Party(entry, said.value, said.schema, listed=(entry,))
        elif said.schema == "UnknownLink" and said.prop in ("subject", "object"):
            links.setdefault(said.entity, {})[said.prop] = one
        elif said.prop in PROSE and "%" in said.value:
            person = named[entry].schema == "Person" if entry in named else said.schema == "Person"
            stated += [(one, stake) for stake in stakes(said.value, person=person)]
    yield from _edges(named, links, stated)


def _edges(
    named: dict[str, Party],
    links: dict[str, dict[str, LoggedStatement]],
    stated: list[tuple[LoggedStatement, StatedStake]],
) -> Iterator[Party | Edge]:
    used: set[str] = set()
    others: dict[str, Party] = {}
    for link in links.values():
        if len(link) == 2:
            one = link["subject"]
            ends = one.statement.value, link["object"].statement.value
            used |= set(ends)
            where = f"{source_of(ends[0])}: Linked To ({one.statement.locator})"
            yield Edge(*ends, kind="linked_to", known=_known(one), sources=(where,), id=one.statement.entity)
    seen: set[tuple[str, bool, str, str]] = set()
    for one, stake in stated:
        entry = one.statement.entity.partition("#")[0]
        other = f"named:{stake.name.casefold()}"
        if (entry, stake.holds, other, stake.words) in seen:  # several designations print the same reasons
            continue
        seen.add((entry, stake.holds, other, stake.words))
        others.setdefault(other, Party(other, stake.name))
        used.add(entry)
        ends = (entry, other) if stake.holds else (other, entry)
        where = f"{source_of(entry)}, {one.statement.prop}: “{stake.words}” ({one.statement.locator})"
        yield Edge(*ends, share=stake.share, known=_known(one), sources=(where,), id=one.statement.entity)
    yield from (named[entry] for entry in sorted(used) if entry in named)
    yield from (others[other] for other in sorted(others))


def _known(one: LoggedStatement) -> Interval:
    return Interval(parse_day(one.known_from), parse_day(one.known_to) if one.known_to else FOREVER)


def _counted(log: Iterable[LoggedStatement], progress: Progress) -> Iterator[LoggedStatement]:
    for count, one in enumerate(log):
        if not count % 10_000:
            progress(count)
        yield one
