"""The façade: every use-case as a method, for Python."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from lustra.errors import InputError
from lustra.model.query import Answer, Query
from lustra.model.statement import LoggedStatement
from lustra.model.time import FOREVER, AsOf, parse_day
from lustra.store.manifest import Manifest
from lustra.workspace.batch import Batch, Summary, screen_file
from lustra.workspace.holdings import Damaged, Holding, holdings
from lustra.workspace.importing import Import, import_list
from lustra.workspace.indexing import build_index
from lustra.workspace.question import question
from lustra.workspace.rereading import Reread, reread_lists
from lustra.workspace.screening import DEFAULT_THRESHOLD, Options, Screener, index_is_fresh, open_screener
from lustra.workspace.showing import show_entity
from lustra.workspace.withdrawing import Withdrawal, withdraw_version

__all__ = ["Workspace", "open"]


class Workspace:
    """A folder of lists, or the embedded sample where no folder is given.

    Example:
        >>> import lustra
        >>> answer = lustra.open().screen("Alaksandr Łukašenka")
        >>> answer.hits[0].match
        True
    """

    def __init__(self, root: Path | None = None) -> None:
        self.root = root
        self._screener: Screener | None = None

    def screen(
        self,
        name: str | Query,
        *,
        as_of: date | str | None = None,
        known: date | str | None = None,
        options: Options | None = None,
        **about: Any,
    ) -> Answer:
        """Search every list for one name.

        Args:
            name: the name, or a whole question.
            as_of: the day asked about; today otherwise.
            known: use only what had been published by this day.
            options: threshold, cutoff, limit, lists.
            about: ``schema``, ``birth_date``, ``country``, ``gender``, ``identifiers``, ``address`` as text.

        Raises:
            InputError: something of this cannot be understood.
            WorkspaceError: the workspace holds no lists or is damaged.
        """
        asked = name if isinstance(name, Query) else question({"name": name, **about})
        return self.screen_many([asked], as_of=as_of, known=known, options=options)[0]

    def screen_many(
        self,
        queries: Iterable[Query],
        *,
        as_of: date | str | None = None,
        known: date | str | None = None,
        options: Options | None = None,
    ) -> list[Answer]:
        """Search every list for many questions at once; much faster than one by one.

        Raises:
            InputError: a day cannot be read.
            WorkspaceError: the workspace holds no lists or is damaged.
        """
        when = _as_of(as_of, known)
        return self._opened(when.valid).screen(list(queries), when, options or _default_options())

    def screen_file(self, batch: Batch) -> Summary:
        """Answer a file of counterparties.

        Raises:
            InputError: an unknown output format.
            ReadError: the input cannot be read at all.
        """
        self._opened(batch.as_of.valid)
        return screen_file(batch)

    def import_list(self, job: Import) -> Manifest:
        """Read one version of a list from files on disk.

        Raises:
            InputError: this is the embedded sample, or the job cannot be done.
            ReadError: the file is damaged; what was held is still held.
            RefusedError: the list is empty, shrank or was not understood; what was held is still held.
        """
        return import_list(self._folder(), job)

    def withdraw(self, source: str, published: date | str) -> Withdrawal:
        """Take a version of a list out as if it had never been held, its bytes included; nobody is asked.

        Args:
            source: whose list.
            published: the day under which the version is held.

        Raises:
            InputError: this is the embedded sample, or the day cannot be read.
            UnknownNameError: no such version is held.
            WorkspaceError: the list is damaged, or another process writes.
        """
        return withdraw_version(
            self._folder(), source, published if isinstance(published, date) else parse_day(published)
        )

    def reread(self, *sources: str) -> list[Reread]:
        """Read every version held of some lists, or of all, again from the publishers' files.

        Raises:
            InputError: this is the embedded sample.
            UnknownNameError: nothing of a list is held.
        """
        return list(reread_lists(self._folder(), sources))

    def lists(self, today: date | None = None) -> list[Holding | Damaged]:
        """What is held, and how old it is; a damaged list stands among the others with its error.

        Raises:
            InputError: this is the embedded sample.
        """
        return holdings(self._folder(), today or date.today())

    def show(self, entity: str, as_of: date | str | None = None) -> list[LoggedStatement]:
        """Everything a list printed about an entry.

        Raises:
            UnknownNameError: there is no such entry.
        """
        return show_entity(self._folder(), entity, _day(as_of))

    def index(self) -> str:
        """Build the index now; returns its hash.

        Raises:
            InputError: this is the embedded sample.
        """
        return build_index(self._folder())

    def _folder(self) -> Path:
        if self.root is None:
            raise InputError("the embedded sample cannot be changed or listed", "Open a folder: lustra.open('lists').")
        return self.root

    def _opened(self, today: date) -> Screener:
        if self.root is not None and not index_is_fresh(self.root, verified=self._screener is None):
            build_index(self.root)
            self._screener = None
        if self._screener is None:
            self._screener = open_screener(self.root, today)
        return self._screener


def open(path: str | Path | None = None) -> Workspace:
    """Open a workspace, or the embedded sample where no path is given.

    The folder need not exist yet: the first import makes it.
    """
    return Workspace(Path(path) if path is not None else None)


def _default_options() -> Options:
    return Options(threshold=DEFAULT_THRESHOLD, cutoff=DEFAULT_THRESHOLD, limit=10)


def _as_of(as_of: date | str | None, known: date | str | None) -> AsOf:
    return AsOf(_day(as_of) or date.today(), _day(known) or FOREVER)


def _day(day: date | str | None) -> date | None:
    return parse_day(day) if isinstance(day, str) else day
