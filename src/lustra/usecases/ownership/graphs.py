"""Ownership data in the workspace: loaded from a published file, held by version, opened for the engine."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from lustra.data import folder
from lustra.errors import InputError, ReadError
from lustra.model.edge import Edge
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.ownership.graph import DIRECTNESS, KINDS, UNITS, Context, Graph, Listed, build, from_columns
from lustra.ownership.graph_checks import check_graph
from lustra.readers.graphs import edges_csv
from lustra.readers.graphs.edges_columns import read_columns
from lustra.readers.graphs.formats import GRAPH_READERS, recognise_graph
from lustra.store.graph_columns import SEPARATOR, edge_table, stacked
from lustra.store.graphs import Arriving, GraphManifest, HeldGraph, graph_problems, held_graph, publish_graph
from lustra.store.layout import graph_names, open_root

__all__ = [
    "SAMPLE",
    "GraphData",
    "GraphManifest",
    "every_edge",
    "graph_holdings",
    "load_graph",
    "loading_problems",
    "open_graph",
    "publish_edges",
    "sample_graph",
]

SAMPLE = "sample"
"""Name of the embedded graph."""
HEAD_BYTES = 4096
BATCH = 50_000
PARTIES_FILE = "entities.csv"
EDGES_FILE = "edges.csv"

Progress = Callable[[int], None]
Item = Party | Edge | Problem


@dataclass(frozen=True, slots=True)
class GraphData:
    """A graph as the engine takes it, without anybody listed, and what is known of its parties."""

    name: str
    graph: Graph
    parties: Mapping[str, Party]
    version: str
    """Folder of the version, or ``sample``."""

    def listed(self, entries: Iterable[Listed]) -> Graph:
        """The graph with somebody listed."""
        return replace(self.graph, listed=tuple(sorted(entries)))

    def label(self, party: str) -> str:
        """The name of a party, or its id."""
        held = self.parties.get(party)
        return held.name if held and held.name else party


def load_graph(
    root: Path, name: str, path: Path, today: date, form: str = "", progress: Progress = lambda records: None
) -> GraphManifest:
    """Read ownership data and publish it as the graph's version in force; the workspace is made if it is not there.

    Args:
        root: the workspace.
        name: of the graph.
        path: the publisher's file, or a folder with ``edges.csv`` and ``entities.csv``.
        today: day of loading.
        form: key of ``GRAPH_READERS``; recognised from the file otherwise.
        progress: called with the number of records read so far.

    Raises:
        InputError: the path holds nothing that can be read, or the format is none.
        ReadError: nothing in the file could be used.
        WorkspaceError: the workspace is damaged or being written to.
    """
    files = _files(path)
    main = next((one for one in files if one != PARTIES_FILE), PARTIES_FILE)
    form = _format(form, main, files[main])
    workspace = open_root(root, create=True)
    read = _Gathered(progress)
    if PARTIES_FILE in files and PARTIES_FILE != main:
        with files[PARTIES_FILE].open("rb") as stream:
            read.take(edges_csv.parties(PARTIES_FILE, stream))
        read.header(PARTIES_FILE, files[PARTIES_FILE], edges_csv.PARTY_COLUMNS)
    if form == "csv":
        read.header(main, files[main], edges_csv.COLUMNS)
        read.table(main, files[main])
    else:
        with files[main].open("rb") as stream:
            read.take(GRAPH_READERS[form].read(main, stream))
    return _publish(workspace, Arriving(name, form, files, today.isoformat(), *read.result()), main)


def publish_edges(
    root: Path, name: str, form: str, files: Mapping[str, Path], today: date, items: Iterable[Item]
) -> GraphManifest:
    """Publish edges that were not read by a graph reader, such as those that lists state.

    Raises:
        WorkspaceError: the workspace is damaged or being written to.
    """
    read = _Gathered(lambda records: None)
    read.take(items)
    arriving = Arriving(name, form, files, today.isoformat(), *read.result())
    return _publish(open_root(root, create=True), arriving, form)


def _publish(root: Path, arriving: Arriving, file: str) -> GraphManifest:
    """Publish with what the checks find in the columns."""
    return publish_graph(root, arriving, lambda held: check_graph(file, _graph(held), held.parties))


class _Gathered:
    """What a file comes to, in bounded batches."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.tables: list[Any] = []
        self.parties: list[Party] = []
        self.problems: list[Problem] = []
        self.count = 0

    def header(self, file: str, path: Path, known: Sequence[str]) -> None:
        """Tell the columns of a table that are not read."""
        with path.open("rb") as stream:
            self.problems += edges_csv.unread_columns(file, stream, known)

    def take(self, items: Iterable[Item]) -> None:
        """Read a stream to its end."""
        stream = iter(items)
        while batch := list(islice(stream, BATCH)):
            edges = [item for item in batch if isinstance(item, Edge)]
            self.parties += [item for item in batch if isinstance(item, Party)]
            self.problems += [item for item in batch if isinstance(item, Problem)]
            if edges:
                self.tables.append(edge_table(edges))
            self.count += len(batch)
            self.progress(self.count)

    def table(self, file: str, path: Path) -> None:
        """Read a table of edges by columns, or line by line where that does not work."""
        try:
            columns = read_columns(file, path)
        except ReadError:
            with path.open("rb") as stream:
                self.take(edges_csv.read(file, stream))
            return
        self.tables.append(columns.plain)
        self.take(columns.rest)

    def result(self) -> tuple[Any, list[Party], list[Problem]]:
        """Edges, parties and problems.

        Raises:
            ReadError: there is not one edge.
        """
        edges = stacked(self.tables)
        if not edges.num_rows:
            said = "; ".join(f"{one.where}: {one.reason}" for one in self.problems[:3])
            raise ReadError(
                f"the file holds no edge that can be used{f' ({said})' if said else ''}", "Check its format."
            )
        return edges, self.parties, self.problems


def _files(path: Path) -> dict[str, Path]:
    if path.is_file():
        beside = path.with_name(PARTIES_FILE)
        extra = {PARTIES_FILE: beside} if path.name.lower() == EDGES_FILE and beside.is_file() else {}
        return {path.name.lower(): path, **extra}
    files = {name: path / name for name in (EDGES_FILE, PARTIES_FILE) if (path / name).is_file()}
    if EDGES_FILE not in files:
        remedy = f"Give the publisher's file, or a folder with {EDGES_FILE}."
        raise InputError(f"{path} is not there or holds no {EDGES_FILE}", remedy)
    return files


def _format(form: str, name: str, path: Path) -> str:
    known = ", ".join(GRAPH_READERS)
    if form and form not in GRAPH_READERS:
        raise InputError(f"{form!r} is no format of ownership data", f"Write one of {known}.")
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise ReadError(f"{path} is empty (0 bytes)", "Fetch the file again.")
    found = form or recognise_graph(name, head)
    if found is None:
        raise ReadError(f"{path} is in no format that is known", f"Name it with --format: {known}.")
    return found


def open_graph(root: Path | None, name: str) -> GraphData:
    """A graph of the workspace, or the embedded sample where there is no workspace.

    Raises:
        UnknownNameError: no such graph is held.
        WorkspaceError: the workspace or the graph is damaged.
    """
    if root is None:
        return sample_graph()
    held = held_graph(open_root(root), name)
    return GraphData(name, _graph(held), held.parties, held.folder.name)


def sample_graph() -> GraphData:
    """The embedded graph of public facts around the Belarus programmes."""
    home = folder("sample/ownership")
    items = list(edges_csv.read(EDGES_FILE, BytesIO((home / EDGES_FILE).read_bytes())))
    described = edges_csv.parties(PARTIES_FILE, BytesIO((home / PARTIES_FILE).read_bytes()))
    parties = {party.id: party for party in described if isinstance(party, Party)}
    graph = build([item for item in items if isinstance(item, Edge)])
    return GraphData(SAMPLE, replace(graph, states=_states(graph, parties)), parties, SAMPLE)


def graph_holdings(root: Path) -> list[GraphManifest]:
    """Every graph held, sorted by name.

    Raises:
        WorkspaceError: there is no workspace, or it is damaged.
    """
    workspace = open_root(root)
    return [held_graph(workspace, name).manifest for name in graph_names(workspace)]


def loading_problems(root: Path, name: str) -> list[Problem]:
    """What could not be used when a graph was loaded, and what looks wrong in it.

    Raises:
        UnknownNameError: no such graph is held.
        WorkspaceError: the workspace is damaged.
    """
    return graph_problems(held_graph(open_root(root), name))


def _graph(held: HeldGraph) -> Graph:
    """The columns of a version as the engine takes them."""
    numbers = held.numbers("owner", "owned", "about", "lo", "hi", "whole", "lo_open", "hi_open")
    days = held.numbers("valid_from", "valid_to", "known_from", "known_to")
    sources, texts = held.codes("source")
    grades, grade_names = held.codes("grade")
    further = {name: numbers[name] for name in ("about", "hi", "whole", "lo_open", "hi_open")} | days
    further |= {
        "kind": _places(held, "kind", KINDS).astype(np.int16),
        "unit": _places(held, "unit", UNITS).astype(np.int8),
        "directness": _places(held, "directness", DIRECTNESS).astype(np.int8),
        "source": sources,
        "grade": grades.astype(np.int16),
    }
    context = Context(
        unknown=frozenset(name for name, party in held.parties.items() if party.unnamed),
        columns=further,
        sources=[tuple(filter(None, text.split(SEPARATOR))) for text in texts] or [()],
    )
    graph = from_columns(held.names, numbers["owner"], numbers["owned"], numbers["lo"], context)
    known = replace(graph, grades=grade_names or ("",), ids=held.texts("id"))
    return replace(known, states=_states(known, held.parties))


def _states(graph: Graph, parties: Mapping[str, Party]) -> frozenset[str]:
    """The states: those that the source calls so, and public bodies with parts that are themselves part of nothing."""
    stated = {name for name, party in parties.items() if party.state}
    rows = np.flatnonzero(graph.kind == KINDS.index("part_of"))
    parts = {graph.names[int(graph.owner[row])] for row in rows}
    wholes = {graph.names[int(graph.owned[row])] for row in rows} - parts
    return frozenset(stated | {name for name in wholes if name in parties and parties[name].schema == "PublicBody"})


def _places(held: HeldGraph, column: str, codes: Sequence[str]) -> Any:
    """A column of codes as places in the engine's own order; a value that no row has any more has none."""
    coded, values = held.codes(column)
    places = {code: place for place, code in enumerate(codes)}
    return np.array([places.get(value, -1) for value in values], np.int64)[coded]


def every_edge(data: GraphData) -> Iterator[Edge]:
    """All records of a graph, in order."""
    return (data.graph.edge(row) for row in range(len(data.graph.owner)))
