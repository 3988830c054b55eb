"""Fetching lists from their official addresses; one bad list never stops the others."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from lustra.errors import InputError, LustraError
from lustra.fetch.download import Fetched, download
from lustra.fetch.http import HttpWeb
from lustra.fetch.web import Progress, Validators, Web
from lustra.model.source import Source, sources
from lustra.readers.lists.formats import READERS
from lustra.store.checks import record_check
from lustra.store.layout import open_root
from lustra.store.manifest import FileOrigin, Manifest
from lustra.store.versions import manifests
from lustra.usecases.lists.importing import Import, import_list
from lustra.usecases.lists.sources import SOURCES

__all__ = ["Update", "Updated", "read_addresses", "update_lists"]

_COLUMNS = "Give a CSV with the columns of the packaged table."


@dataclass(frozen=True, slots=True)
class Updated:
    """What came of updating one list.

    Args:
        source: its name.
        state: ``new`` (a version was published), ``unchanged``, or ``failed``.
        held: the newest version now in force, None where there is none.
        error: what went wrong, None where nothing did.
        missing: companion files that the publisher did not have.
    """

    source: str
    state: str
    held: Manifest | None
    error: LustraError | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """What to fetch.

    Args:
        root: the workspace, made if it is not there.
        names: which lists; empty for all of the table but those that are fetched only when they are named.
        today: the day of the update.
        table: the lists with their addresses; the packaged table otherwise.
        web: who is asked; otherwise a client of the real web, opened for the update and closed after it.
        allow_shrink: publish even a list that lost many entries.
    """

    root: Path
    names: tuple[str, ...]
    today: date
    table: Mapping[str, Source] = field(default_factory=lambda: SOURCES)
    web: Web | None = None
    allow_shrink: bool = False


def _quiet(_name: str, _received: int, _total: int | None) -> None:
    return


def update_lists(update: Update, progress: Progress = _quiet) -> Iterator[Updated]:
    """Fetch lists and publish what is new; whatever fails, the copy held stays in force and the next list is fetched.

    Args:
        update: what to fetch, from where, into which workspace.
        progress: called with a file's name, bytes so far, and in all where known.

    Returns:
        What came of each list; the connections are closed when the last one was given or the iterator is closed.

    Raises:
        InputError: a name is not in the table.
        WorkspaceError: the folder is not a workspace.
    """
    open_root(update.root, create=True)
    wanted = update.names or tuple(name for name, row in update.table.items() if not row.by_name)
    if unknown := [name for name in wanted if name not in update.table]:
        raise InputError(f"no address is known of {', '.join(unknown)}", f"Known are: {', '.join(update.table)}.")
    return _update_each(update, wanted, progress)


def _update_each(update: Update, wanted: Sequence[str], progress: Progress) -> Iterator[Updated]:
    with ExitStack() as stack:
        web = update.web if update.web is not None else stack.enter_context(HttpWeb())
        for name in wanted:
            yield _update_one(update, name, web, progress)


def _update_one(update: Update, name: str, web: Web, progress: Progress) -> Updated:
    newest: Manifest | None = None
    try:
        newest = next(reversed(manifests(update.root, name)), None)
        with TemporaryDirectory(prefix="lustra-") as folder:
            fetched = download(update.table[name], Path(folder), _validators(newest), web, progress)
            if fetched.unchanged:
                record_check(update.root, name, update.today)
                return Updated(name, "unchanged", newest)
            published = import_list(update.root, _job(update, name, Path(folder), fetched))
            record_check(update.root, name, update.today)
            state = "unchanged" if newest and published.folder == newest.folder else "new"
            return Updated(name, state, published, None, fetched.missing)
    except LustraError as error:
        return Updated(name, "failed", newest, error)


def _job(update: Update, name: str, folder: Path, fetched: Fetched) -> Import:
    days = [file.modified for file in fetched.files if file.modified]
    return Import(
        source=name,
        path=folder,
        today=update.today,
        otherwise=min(max(days), update.today) if days else None,
        allow_shrink=update.allow_shrink,
        origins={
            file.name: FileOrigin(file.url, file.validators.etag, file.validators.last_modified)
            for file in fetched.files
        },
        table=update.table[name],
    )


def _validators(newest: Manifest | None) -> dict[str, Validators]:
    files = newest.files if newest else ()
    return {file.name: Validators(file.origin.etag, file.origin.last_modified) for file in files}


def read_addresses(path: Path) -> dict[str, Source]:
    """A table of sources of the user's own (a mirror, say), with the columns of the packaged one.

    Raises:
        InputError: the file is not there, lacks columns, or names a format or a file that cannot be.
        RuleError: its rows contradict one another.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = sources(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read: {error}", _COLUMNS) from None
    if not table:
        raise InputError(f"{path} names no list", _COLUMNS)
    for row in table.values():
        _check_row(path, row)
    return table


def _check_row(path: Path, row: Source) -> None:
    if row.format not in READERS:
        raise InputError(f"{path}: {row.name} has the format {row.format!r}", f"Known are: {', '.join(READERS)}.")
    for file in row.files:
        if file.name != Path(file.name).name.lower() or file.name.startswith("."):
            raise InputError(f"{path}: {row.name} has the file {file.name!r}", "Write a lower-case name, no folders.")
