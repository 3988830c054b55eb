"""The façade: every use-case as a method, for Python."""

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lustra.errors import InputError
from lustra.model.query import Answer, Query
from lustra.model.statement import LoggedStatement, Problem
from lustra.store.manifest import Manifest
from lustra.workspace.batch import Batch, Summary, screen_file
from lustra.workspace.days import Day, as_of_days, perhaps_day, typed_day
from lustra.workspace.history import Change, StatementChange, entry_history, list_history
from lustra.workspace.holdings import Damaged, Holding, holdings, problems
from lustra.workspace.importing import Import, import_list
from lustra.workspace.indexing import build_index
from lustra.workspace.question import question
from lustra.workspace.rereading import Reread, reread_lists
from lustra.workspace.screening import DEFAULT_THRESHOLD, Options, Screener, index_is_fresh, open_screener
from lustra.workspace.showing import show_entity
from lustra.workspace.withdrawing import Withdrawal, withdraw_version

if TYPE_CHECKING:
    from lustra.workspace.graph_door import Graphs
    from lustra.workspace.ownership_door import Ownership
    from lustra.workspace.trade_door import Trade
    from lustra.workspace.updating import Updated

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
        as_of: Day | None = None,
        known: Day | None = None,
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
        as_of: Day | None = None,
        known: Day | None = None,
        options: Options | None = None,
    ) -> list[Answer]:
        """Search every list for many questions at once; much faster than one by one.

        Raises:
            InputError: a day cannot be read.
            WorkspaceError: the workspace holds no lists or is damaged.
        """
        when = as_of_days(as_of, known)
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

    def update(self, *sources: str, allow_shrink: bool = False) -> "list[Updated]":
        """Fetch lists from their official addresses and publish what is new; a bad one stops no other.

        Args:
            sources: names; none for all that are fetched without being named.
            allow_shrink: publish even a list that lost many entries.

        Raises:
            InputError: this is the embedded sample, or a name has no address.
        """
        fetching = import_module("lustra.workspace.updating")
        job = fetching.Update(self._folder(), sources, date.today(), allow_shrink=allow_shrink)
        return list(fetching.update_lists(job))

    def withdraw(self, source: str, published: Day) -> Withdrawal:
        """Take a version of a list out as if it had never been held, its bytes included; nobody is asked.

        Args:
            source: whose list.
            published: the day under which the version is held.

        Raises:
            InputError: this is the embedded sample, or the day cannot be read.
            UnknownNameError: no such version is held.
            WorkspaceError: the list is damaged, or another process writes.
        """
        return withdraw_version(self._folder(), source, typed_day(published))

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

    def show(self, entity: str, as_of: Day | None = None) -> list[LoggedStatement]:
        """Everything a list printed about an entry.

        Raises:
            UnknownNameError: there is no such entry.
        """
        return show_entity(self._folder(), entity, perhaps_day(as_of))

    def problems(self, source: str) -> list[Problem]:
        """What could not be used in the newest version of a list.

        Raises:
            InputError: this is the embedded sample.
            UnknownNameError: nothing of this list is held.
        """
        return list(problems(self._folder(), source))

    def history(self, source: str, since: Day | None = None, until: Day | None = None) -> list[Change]:
        """Entries added, removed and changed by each version held of a list, oldest first.

        Raises:
            InputError: this is the embedded sample, or a day cannot be read.
            UnknownNameError: nothing of this list is held.
        """
        return list_history(self._folder(), source, perhaps_day(since), perhaps_day(until))

    def entry_history(self, entity: str, since: Day | None = None, until: Day | None = None) -> list[StatementChange]:
        """Every statement about an entry that came or went, oldest first.

        Raises:
            InputError: this is the embedded sample, or a day cannot be read.
            UnknownNameError: the list or the entry is not held.
        """
        return entry_history(self._folder(), entity, perhaps_day(since), perhaps_day(until))

    def ownership(self, graph: str = "") -> "Ownership":
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
        owning = import_module("lustra.workspace.owning").open_owning(self.root, graph)
        opened: Ownership = import_module("lustra.workspace.ownership_door").Ownership(owning)
        return opened

    @property
    def graphs(self) -> "Graphs":
        """The ownership graphs: loading, problems, links to the lists and decisions about them, export."""
        door: Graphs = import_module("lustra.workspace.graph_door").Graphs(self.root)
        return door

    @property
    def trade(self) -> "Trade":
        """The flow tables, and the questions about them: corridors, mirrors, impact, goods."""
        door: Trade = import_module("lustra.workspace.trade_door").Trade(self.root)
        return door

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
