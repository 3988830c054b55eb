"""Bringing a publisher's files into a workspace."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from lustra.errors import InputError, ReadError, UnknownNameError
from lustra.model.source import Source
from lustra.model.statement import Problem, Statement
from lustra.readers.lists.formats import Reader
from lustra.store.layout import open_root
from lustra.store.manifest import FileOrigin, Manifest
from lustra.store.versions import Guard, Incoming, publish
from lustra.usecases.lists.format_detection import Chosen, choose
from lustra.usecases.lists.sources import SOURCES, max_age_days

__all__ = ["Import", "Manifest", "another_day", "import_list"]

Progress = Callable[[int], None]
UNKNOWN_TAG = "unknown"
"""How the reason of a problem begins that means the publisher has changed the format."""
PROGRESS_STATEMENTS = 2000


@dataclass(frozen=True, slots=True)
class Import:
    """What to bring in.

    Args:
        source: name of a row of the table of sources, or any new name for a list of the user's own.
        path: the publisher's file, or the folder that holds the files of a set.
        today: the day of the import.
        published: the publisher's day; None takes the one the file states.
        mapping: for a CSV list of the user's own, the TOML file that says what its columns mean.
        allow_shrink: publish even if the list lost many entries.
        otherwise: the publisher's day where neither is told; None takes today.
        origins: where fetched files came from.
        table: the list's row where it is not the packaged one.
    """

    source: str
    path: Path
    today: date
    published: date | None = None
    mapping: Path | None = None
    allow_shrink: bool = False
    otherwise: date | None = None
    origins: Mapping[str, FileOrigin] | None = None
    table: Source | None = None


def import_list(root: Path, job: Import, progress: Progress = lambda statements: None) -> Manifest:
    """Read one version of a list and publish it in the workspace, which is made if it is not there.

    Args:
        root: the workspace.
        job: what to bring in.
        progress: called with the number of statements read so far.

    Raises:
        InputError: the path holds nothing that can be read, or the day lies in the future.
        UnknownNameError: no list is known by this name, and the files are not of a format for a list of one's own.
        ReadError: the file is damaged, packed or of another list; what was held is still held.
        RefusedError: the list is empty, shrank or was not understood; what was held is still held.
        WorkspaceError: the workspace is damaged or being written to.
    """
    row = job.table or SOURCES.get(job.source)
    chosen = choose(job.path, job.mapping, row)
    list_row = replace(row, format=chosen.reader.name) if row else _own_list(job.source, chosen.reader)
    stated = _stated(job, chosen)
    published = _published(job, stated)
    told = [*chosen.problems(), *another_day(tuple(chosen.files), published, stated)]
    workspace = open_root(root, create=True)
    with ExitStack() as opened:
        streams = {name: opened.enter_context(path.open("rb")) for name, path in chosen.files.items()}
        items = _counted(chain(told, chosen.reader.read(job.source, streams)), progress)
        incoming = Incoming(published, chosen.files, job.today.isoformat(), job.origins or {}, stated)
        guard = Guard(allow_shrink=job.allow_shrink, fatal=_means_a_new_format)
        return publish(workspace, list_row, incoming, items, guard)


def another_day(files: Sequence[str], published: date, stated: date | None) -> list[Problem]:
    """A problem where files state another day than the one under which they are held.

    Args:
        files: names of the files.
        published: the day under which they are held.
        stated: the day they state, None where they state none.
    """
    if stated in (None, published):
        return []
    return [
        Problem(files[0], "whole file", f"it states {stated}, and is held as published on {published}", str(stated))
    ]


def _stated(job: Import, chosen: Chosen) -> date | None:
    """The day the files state; where the user gives one, whatever is wrong with them is told by reading them."""
    with ExitStack() as opened:
        streams: dict[str, BinaryIO] = {n: opened.enter_context(path.open("rb")) for n, path in chosen.files.items()}
        try:
            return chosen.reader.published(streams)
        except ReadError:
            if job.published is None:
                raise
            return None


def _published(job: Import, stated: date | None) -> date:
    day = job.published or stated or job.otherwise or job.today
    if day > job.today:
        raise InputError(f"{job.source} would be published on {day}, after today", "Check --published.")
    return day


def _counted(items: Iterable[Statement | Problem], progress: Progress) -> Iterator[Statement | Problem]:
    for count, item in enumerate(items):
        if count % PROGRESS_STATEMENTS == 0:
            progress(count)
        yield item


def _means_a_new_format(problem: Problem) -> bool:
    return problem.severity == "error" and problem.reason.lower().startswith(UNKNOWN_TAG)


def _own_list(name: str, reader: Reader) -> Source:
    """A row for a list of the user's own."""
    if reader.name not in {"ftm_json", "simple_csv", "mapped_csv"}:
        known = ", ".join(sorted(row.name for row in SOURCES.values() if row.format == reader.name)) or "none"
        raise UnknownNameError(f"no list is called {name!r}", f"Lists of this format: {known}.")
    return Source(name, name, "", reader.name, (), "", "", max_age_days=max_age_days(name))
