"""Publishing a version of ownership data, with the guarantees of a list: the publisher's bytes, what was read from
them, every problem, and one atomic replacement that makes it visible.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from lustra.errors import UnknownNameError, WorkspaceError
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.store.graph_columns import coded, interned
from lustra.store.held import MANIFEST, PROBLEMS
from lustra.store.layout import dataset_folder, fresh_folder, graph_names, sweep_unfinished
from lustra.store.lock import writing
from lustra.store.manifest import HeldFile
from lustra.store.notes import read_lines, write_lines
from lustra.store.originals import content_hash, fingerprints, keep_originals
from lustra.store.problems import decode_problems, write_problems
from lustra.store.publisher import Dataset, Version, current_version, publish_version

__all__ = [
    "Arriving",
    "GraphManifest",
    "HeldGraph",
    "Texts",
    "graph_dataset",
    "graph_problems",
    "held_graph",
    "publish_graph",
    "read_notes",
    "write_notes",
]

_EDGES, _PARTIES = "edges.parquet", "parties.parquet"
_LEVEL = 3
"""zstd: graphs are ten times the size of lists, and level 12 would take as long as the rest of loading."""
_RESTORE = "Load the graph's file again."
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class GraphManifest:
    """One version of one graph: ``manifest.json`` in its folder."""

    name: str
    loaded: str
    """The day it was loaded on."""
    format: str
    sha256: str
    """Over the names and hashes of the files: equal for equal bytes."""
    files: tuple[HeldFile, ...]
    edges: int
    parties: int
    problems: dict[str, int]
    """By severity."""

    @property
    def label(self) -> str:
        """What the name of the version's folder begins with: equal for the same bytes loaded on the same day."""
        return f"{self.loaded}-{self.sha256[:8]}"


@dataclass(frozen=True, slots=True)
class Arriving:
    """A version about to be published.

    Args:
        name: of the graph.
        format: key of the table of graph readers.
        files: file name → where its bytes lie.
        loaded: today, ISO.
        edges: a table of schema ``graph_columns.COLUMNS``.
        parties: those that the source describes.
        problems: whatever could not be used.
    """

    name: str
    format: str
    files: Mapping[str, Path]
    loaded: str
    edges: pa.Table
    parties: Sequence[Party]
    problems: Sequence[Problem]


class Texts(Sequence[str]):
    """A long column of texts, decoded one at a time."""

    def __init__(self, column: pa.ChunkedArray) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, place: Any) -> Any:
        found = self._column[place]
        return found.to_pylist() if isinstance(place, slice) else found.as_py()


class HeldGraph:
    """One version of a graph, opened.

    Args:
        folder: of the version.
        manifest: its description.
        path: gives the path of a file of the version by its name, after checking its content.
    """

    def __init__(self, folder: Path, manifest: GraphManifest, path: Callable[[str], Path]) -> None:
        self.folder, self.manifest, self.path = folder, manifest, path

    @cached_property
    def names(self) -> list[str]:
        """Ids of the parties, sorted."""
        return list(_read(self.path(_PARTIES), ["id"])["id"].to_pylist())

    def numbers(self, *columns: str) -> dict[str, Array]:
        """Columns of the edges that hold numbers or flags (m)."""
        table = _read(self.path(_EDGES), list(columns))
        return {name: table[name].to_numpy() for name in columns}

    def codes(self, column: str) -> tuple[Array, list[str]]:
        """A column of texts as places in the sorted list of its values."""
        column_coded = coded(_read(self.path(_EDGES), [column])[column])
        values = column_coded.dictionary.to_pylist()
        order = sorted(range(len(values)), key=values.__getitem__)
        place = np.empty(max(len(order), 1), np.int32)
        place[order] = np.arange(len(order))
        return place[np.asarray(column_coded.indices)], [values[i] for i in order]

    def texts(self, column: str) -> Texts:
        """A column of texts as it is."""
        return Texts(_read(self.path(_EDGES), [column])[column])

    @cached_property
    def parties(self) -> dict[str, Party]:
        """The parties that the source describes, by id."""
        table = _read(self.path(_PARTIES), list(Party._fields))
        described = table.filter(pa.compute.is_valid(table["name"]))
        rows = described.to_pylist()
        for row in rows:
            row["identifiers"], row["listed"] = tuple(row["identifiers"] or ()), tuple(row["listed"] or ())
        return {row["id"]: Party(**row) for row in rows}


def publish_graph(
    root: Path, arriving: Arriving, check: Callable[["HeldGraph"], Iterable[Problem]] = lambda held: ()
) -> GraphManifest:
    """Keep a version's bytes and what was read from them, and make it the one in force.

    Args:
        root: the workspace.
        arriving: the version.
        check: called with what was written, before it is published; what it finds joins the problems.

    Raises:
        InputError: the name is none, or a file cannot be read.
        WorkspaceError: another process writes.
    """
    held = fingerprints(arriving.files, {})
    dataset = graph_dataset(root, arriving.name)
    with writing(root):
        sweep_unfinished(dataset.folder)
        with fresh_folder(dataset.folder) as folder:
            manifest = _fill(folder, arriving, held, check)
            publish_version(dataset, folder, manifest.label)
    return manifest


def _fill(
    folder: Path,
    arriving: Arriving,
    originals: tuple[HeldFile, ...],
    check: Callable[["HeldGraph"], Iterable[Problem]],
) -> GraphManifest:
    """Write the files of a version."""
    edges, parties = interned(arriving.edges, arriving.parties)
    pq.write_table(edges, folder / _EDGES, compression="zstd", compression_level=1)
    pq.write_table(parties, folder / _PARTIES, compression="zstd", compression_level=1)
    manifest = GraphManifest(
        name=arriving.name,
        loaded=arriving.loaded,
        format=arriving.format,
        sha256=content_hash(originals),
        files=originals,
        edges=edges.num_rows,
        parties=parties.num_rows,
        problems={},
    )
    problems = [*arriving.problems, *check(HeldGraph(folder, manifest, folder.joinpath))]
    severities = [problem.severity for problem in problems]
    manifest = replace(manifest, problems={name: severities.count(name) for name in sorted(set(severities))})
    write_problems(folder / PROBLEMS, problems)
    keep_originals(arriving.files, folder, _LEVEL)
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    return manifest


def graph_dataset(root: Path, name: str) -> Dataset:
    """A graph as the publisher knows it.

    Raises:
        InputError: the name holds anything but a-z, 0-9 and _.
    """
    return Dataset(root, "graph", name, dataset_folder(root, "graph", name), f"lustra graph load {name} FILE")


def held_graph(root: Path, name: str) -> HeldGraph:
    """The version of a graph that is in force.

    Raises:
        UnknownNameError: nothing of this graph is held.
        WorkspaceError: it is damaged.
    """
    dataset = graph_dataset(root, name)
    if name not in graph_names(root):
        have = ", ".join(graph_names(root)) or "none yet"
        raise UnknownNameError(f"no graph is called {name!r}", f"Held are: {have}. Load one: lustra graph load")
    version = current_version(dataset)
    return HeldGraph(version.folder, _manifest(version), version.path)


def _manifest(version: Version) -> GraphManifest:
    path = version.path(MANIFEST)
    try:
        return msgspec.json.decode(path.read_bytes(), type=GraphManifest)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", version.remedy) from None


def graph_problems(held: HeldGraph) -> list[Problem]:
    """What could not be used when a version was loaded.

    Raises:
        WorkspaceError: the file is missing or damaged.
    """
    return decode_problems(held.path(PROBLEMS))


def read_notes(root: Path, name: str, kind: str) -> list[dict[str, Any]]:
    """Rows kept beside a graph, whatever its version (``decisions``, ``links``); none where nothing was kept.

    Raises:
        WorkspaceError: the file is damaged.
    """
    return read_lines(dataset_folder(root, "graph", name), kind)


def write_notes(root: Path, name: str, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Replace the rows kept beside a graph, at once and durably.

    Raises:
        WorkspaceError: another process writes.
    """
    with writing(root):
        write_lines(dataset_folder(root, "graph", name), kind, rows)


def _read(path: Path, columns: list[str]) -> pa.Table:
    try:
        return pq.read_table(path, columns=columns)
    except (pa.ArrowException, OSError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", _RESTORE) from None
