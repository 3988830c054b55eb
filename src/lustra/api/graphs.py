"""Ownership data for Python: what ``lustra graph`` does."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from lustra.api.requests import workspace_folder
from lustra.model.decision import ACCEPTED, REJECTED, Decision
from lustra.model.statement import Problem
from lustra.usecases.ownership.graph_export import export_graph
from lustra.usecases.ownership.graphs import (
    SAMPLE,
    GraphManifest,
    graph_holdings,
    load_graph,
    loading_problems,
    open_graph,
)
from lustra.usecases.ownership.linking import Link, decide, decision_history, links, login_name
from lustra.usecases.ownership.list_ties import gather_ties

__all__ = ["Graphs"]

Pairs = Iterable[tuple[str, str]]
"""Parties and entries."""


class Graphs:
    """The ownership graphs of a workspace; the embedded one where there is no workspace.

    Example:
        >>> import lustra
        >>> {link.status for link in lustra.open().graphs.links()}
        {'certain'}
    """

    def __init__(self, root: Path | None) -> None:
        self._root = root

    def load(self, name: str, path: str | Path, *, form: str = "") -> GraphManifest:
        """Read published ownership data and make it the version in force of a graph.

        Args:
            name: of the graph.
            path: the publisher's file, or a folder with ``edges.csv`` and ``entities.csv``.
            form: bods, ftm, psc, gleif or csv; recognised where it is left out.

        Raises:
            InputError: this is the embedded sample, the path is not there, or the format is not known.
            ReadError: nothing can be read; the version held stays in force.
            WorkspaceError: the workspace is damaged or being written to.
        """
        return load_graph(workspace_folder(self._root), name, Path(path), date.today(), form)

    def gather(self, name: str = "lists") -> GraphManifest:
        """Gather what the lists held say of ties and stakes as a graph.

        Raises:
            InputError: this is the embedded sample.
            ReadError: the lists state no tie.
            WorkspaceError: the workspace is damaged or being written to.
        """
        return gather_ties(workspace_folder(self._root), name, date.today())

    def held(self) -> list[GraphManifest]:
        """Every graph held, sorted by name.

        Raises:
            InputError: this is the embedded sample.
            WorkspaceError: there is no workspace, or it is damaged.
        """
        return graph_holdings(workspace_folder(self._root))

    def problems(self, name: str) -> list[Problem]:
        """What could not be used in a graph, and what looks wrong in it.

        Raises:
            InputError: this is the embedded sample.
            UnknownNameError: no such graph is held.
        """
        return loading_problems(workspace_folder(self._root), name)

    def links(self, name: str = SAMPLE) -> list[Link]:
        """Which parties of a graph may be entries of the lists; those with status ``open`` wait for a decision.

        Raises:
            UnknownNameError: no such graph is held.
            WorkspaceError: the workspace is damaged.
        """
        return links(self._root, open_graph(self._root, name))

    def decide(self, name: str, accept: Pairs = (), reject: Pairs = (), *, actor: str = "", reason: str = "") -> None:
        """Decide that parties and entries are the same, or are not; earlier decisions are kept in the history.

        Args:
            name: of the graph.
            accept: pairs of party and entry that are the same.
            reject: pairs that are not.
            actor: who decides; the login name where it is left out.
            reason: why.

        Raises:
            InputError: this is the embedded sample, or one link is both accepted and rejected.
            UnknownNameError: a list or the graph is not held.
        """
        who, now = actor or login_name(), datetime.now(UTC).isoformat(timespec="seconds")
        decisions = [
            Decision(party, entry, status, who, now, reason)
            for pairs, status in ((accept, ACCEPTED), (reject, REJECTED))
            for party, entry in pairs
        ]
        decide(workspace_folder(self._root), name, decisions)

    def decisions(self, name: str) -> list[Decision]:
        """Every decision about the links of a graph, in the order in which they were taken.

        Raises:
            InputError: this is the embedded sample.
            UnknownNameError: no such graph is held.
            WorkspaceError: the log is damaged.
        """
        return list(decision_history(workspace_folder(self._root), name).decisions)

    def export(self, name: str, path: str | Path, *, form: str = "bods") -> int:
        """Write a graph as ``bods``, ``ftm`` or ``csv``; returns the number of records.

        Raises:
            UnknownNameError: no such graph is held.
            InputError: another format, or the file cannot be written.
        """
        return export_graph(open_graph(self._root, name), form, Path(path), date.today())
