"""A workspace for Python: its lists as methods, its graphs and flow tables as objects of their own."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Unpack

from lustra.api.graphs import Graphs
from lustra.api.ownership import Ownership
from lustra.api.requests import FileRequest, QueryDetails, query_of, workspace_folder
from lustra.api.trade import Trade
from lustra.model.list_version import ListState
from lustra.model.query import Answer, Query
from lustra.model.statement import LoggedStatement, Problem
from lustra.model.time import DayLike
from lustra.usecases.days import as_of_days, perhaps_day, typed_day
from lustra.usecases.lists.history import Change, StatementChange, entry_history, list_history
from lustra.usecases.lists.holdings import Damaged, holdings, problems
from lustra.usecases.lists.importing import Import, Manifest, import_list
from lustra.usecases.lists.rereading import Reread, reread_lists
from lustra.usecases.lists.showing import show_entity
from lustra.usecases.lists.updating import Update, Updated, update_lists
from lustra.usecases.lists.withdrawing import Withdrawal, withdraw_version
from lustra.usecases.ownership.analysis import open_analysis
from lustra.usecases.screening.batch import Summary, screen_file
from lustra.usecases.screening.indexing import build_index
from lustra.usecases.screening.screening import Screener, ScreeningOptions, index_is_fresh, open_screener

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
        self.graphs = Graphs(root)
        """The ownership graphs: loading, problems, links to the lists and decisions about them, export."""
        self.trade = Trade(root)
        """The flow tables, and the questions about them: corridors, mirrors, impact, goods."""
        self._screener: Screener | None = None

    def screen(
        self,
        name: str | Query,
        *,
        as_of: DayLike | None = None,
        known: DayLike | None = None,
        options: ScreeningOptions | None = None,
        **details: Unpack[QueryDetails],
    ) -> Answer:
        """Search every list for one name.

        Args:
            name: the name, or a whole question.
            as_of: the day asked about; today otherwise.
            known: use only what had been published by this day.
            options: threshold, cutoff, limit, lists.
            details: ``id``, ``schema``, ``birth_date``, ``country``, ``gender``, ``identifiers`` of who is asked about.

        Raises:
            TypeError: another keyword, or details beside a whole question.
            InputError: something of this cannot be understood.
            WorkspaceError: the workspace holds no lists or is damaged.
        """
        return self.screen_many([query_of(name, details)], as_of=as_of, known=known, options=options)[0]

    def screen_many(
        self,
        queries: Iterable[Query],
        *,
        as_of: DayLike | None = None,
        known: DayLike | None = None,
        options: ScreeningOptions | None = None,
    ) -> list[Answer]:
        """Search every list for many questions at once; much faster than one by one.

        Raises:
            InputError: a day cannot be read.
            WorkspaceError: the workspace holds no lists or is damaged.
        """
        when = as_of_days(as_of, known)
        return self._opened().screen(list(queries), when, options or ScreeningOptions())

    def screen_file(
        self,
        request: FileRequest,
        *,
        as_of: DayLike | None = None,
        known: DayLike | None = None,
        options: ScreeningOptions | None = None,
    ) -> Summary:
        """Answer a file of counterparties.

        Args:
            request: which file, where the answers go, in how many processes.
            as_of: the day asked about; today otherwise.
            known: use only what had been published by this day.
            options: threshold, cutoff, limit, lists.

        Raises:
            InputError: an unknown output format, or a day cannot be read.
            ReadError: the input cannot be read at all.
            WorkspaceError: the workspace holds no lists or is damaged.
        """
        self._opened()
        return screen_file(request.batch(self.root, as_of_days(as_of, known), options or ScreeningOptions()))

    def import_list(
        self,
        source: str,
        path: str | Path,
        *,
        published: DayLike | None = None,
        mapping: str | Path | None = None,
        allow_shrink: bool = False,
    ) -> Manifest:
        """Read one version of a list from files on disk.

        Args:
            source: name of a list that Lustra knows, or a new name for a list of your own.
            path: the publisher's file, or the folder that holds the files of a set.
            published: the publisher's day; otherwise the one the file states, else today.
            mapping: for a CSV of your own, the TOML file that says what its columns mean.
            allow_shrink: publish even if the list lost many entries.

        Raises:
            InputError: this is the embedded sample, the path holds nothing readable, or the day cannot be used.
            UnknownNameError: no list is known by this name, and the files are of no format for a list of your own.
            ReadError: the file is damaged; what was held is still held.
            RefusedError: the list is empty, shrank or was not understood; what was held is still held.
        """
        job = Import(
            source=source,
            path=Path(path),
            today=date.today(),
            published=perhaps_day(published),
            mapping=None if mapping is None else Path(mapping),
            allow_shrink=allow_shrink,
        )
        return import_list(workspace_folder(self.root), job)

    def update(self, *sources: str, allow_shrink: bool = False) -> list[Updated]:
        """Fetch lists from their official addresses and publish what is new; a bad one stops no other.

        Args:
            sources: names; none for all that are fetched without being named.
            allow_shrink: publish even a list that lost many entries.

        Raises:
            InputError: this is the embedded sample, or a name has no address.
        """
        return list(update_lists(Update(workspace_folder(self.root), sources, date.today(), allow_shrink=allow_shrink)))

    def withdraw(self, source: str, published: DayLike) -> Withdrawal:
        """Take a version of a list out as if it had never been held, its bytes included; nobody is asked.

        Args:
            source: whose list.
            published: the day under which the version is held.

        Raises:
            InputError: this is the embedded sample, or the day cannot be read.
            UnknownNameError: no such version is held.
            WorkspaceError: the list is damaged, or another process writes.
        """
        return withdraw_version(workspace_folder(self.root), source, typed_day(published))

    def reread(self, *sources: str) -> list[Reread]:
        """Read every version held of some lists, or of all, again from the publishers' files.

        Raises:
            InputError: this is the embedded sample.
            UnknownNameError: nothing of a list is held.
        """
        return list(reread_lists(workspace_folder(self.root), sources))

    def lists(self, today: DayLike | None = None) -> list[ListState | Damaged]:
        """What is held, and how old it is; a damaged list stands among the others with its error.

        Raises:
            InputError: this is the embedded sample.
        """
        return holdings(workspace_folder(self.root), perhaps_day(today) or date.today())

    def show(self, entity: str, as_of: DayLike | None = None) -> list[LoggedStatement]:
        """Everything a list printed about an entry.

        Raises:
            UnknownNameError: there is no such entry.
        """
        return show_entity(workspace_folder(self.root), entity, perhaps_day(as_of))

    def problems(self, source: str) -> list[Problem]:
        """What could not be used in the newest version of a list.

        Raises:
            InputError: this is the embedded sample.
            UnknownNameError: nothing of this list is held.
        """
        return list(problems(workspace_folder(self.root), source))

    def history(self, source: str, since: DayLike | None = None, until: DayLike | None = None) -> list[Change]:
        """Entries added, removed and changed by each version held of a list, oldest first.

        Raises:
            InputError: this is the embedded sample, or a day cannot be read.
            UnknownNameError: nothing of this list is held.
        """
        return list_history(workspace_folder(self.root), source, perhaps_day(since), perhaps_day(until))

    def entry_history(
        self, entity: str, since: DayLike | None = None, until: DayLike | None = None
    ) -> list[StatementChange]:
        """Every statement about an entry that came or went, oldest first.

        Raises:
            InputError: this is the embedded sample, or a day cannot be read.
            UnknownNameError: the list or the entry is not held.
        """
        return entry_history(workspace_folder(self.root), entity, perhaps_day(since), perhaps_day(until))

    def ownership(self, graph: str = "") -> Ownership:
        """Open an ownership graph with the listed parties in it, to ask many questions of it.

        Args:
            graph: its name; may be left out where the workspace holds one, and for the embedded sample.

        Raises:
            UnknownNameError: no such graph is held.
            InputError: the workspace holds no graph, or several and none was named.
            WorkspaceError: the workspace is damaged.

        Example:
            >>> import lustra
            >>> lustra.open().ownership().support("us_ofac_sdn:9898", as_of="2026-09-01")
            ['naumau', 'zorka-food']
        """
        return Ownership(open_analysis(self.root, graph))

    def index(self) -> str:
        """Build the index now; returns its hash.

        Raises:
            InputError: this is the embedded sample.
        """
        return build_index(workspace_folder(self.root))

    def _opened(self) -> Screener:
        if self.root is not None and not index_is_fresh(self.root, verified=self._screener is None):
            build_index(self.root)
            self._screener = None
        if self._screener is None:
            self._screener = open_screener(self.root)
        return self._screener


def open(path: str | Path | None = None) -> Workspace:
    """Open a workspace, or the embedded sample where no path is given.

    The folder need not exist yet: the first import makes it.
    """
    return Workspace(Path(path) if path is not None else None)
