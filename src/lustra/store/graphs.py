"""Publishing a version of ownership data, with the guarantees of a list: the publisher's bytes, what was read from
them, every problem, and one atomic replacement that makes it visible.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count
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
from lustra.store.layout import (
    POINTER,
    commit_folder,
    fresh_folder,
    graph_folder,
    graph_names,
    read_pointer,
    swap_pointer,
    sweep,
    writing,
)
from lustra.store.manifest import HeldFile
from lustra.store.originals import content_hash, fingerprints, keep_originals

__all__ = [
    "Arriving",
    "GraphManifest",
    "HeldGraph",
    "Texts",
    "graph_problems",
    "held_graph",
    "publish_graph",
    "read_notes",
    "write_notes",
]

_EDGES, _PARTIES, _PROBLEMS, _MANIFEST = "edges.parquet", "parties.parquet", "problems.jsonl", "manifest.json"
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
    def folder(self) -> str:
        """Name of the version's folder."""
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
    """

    def __init__(self, folder: Path, manifest: GraphManifest) -> None:
        self.folder, self.manifest = folder, manifest

    @cached_property
    def names(self) -> list[str]:
        """Ids of the parties, sorted."""
        return list(_read(self.folder / _PARTIES, ["id"])["id"].to_pylist())

    def numbers(self, *columns: str) -> dict[str, Array]:
        """Columns of the edges that hold numbers or flags (m)."""
        table = _read(self.folder / _EDGES, list(columns))
        return {name: table[name].to_numpy() for name in columns}

    def codes(self, column: str) -> tuple[Array, list[str]]:
        """A column of texts as places in the sorted list of its values."""
        column_coded = coded(_read(self.folder / _EDGES, [column])[column])
        values = column_coded.dictionary.to_pylist()
        order = sorted(range(len(values)), key=values.__getitem__)
        place = np.empty(max(len(order), 1), np.int32)
        place[order] = np.arange(len(order))
        return place[np.asarray(column_coded.indices)], [values[i] for i in order]

    def texts(self, column: str) -> Texts:
        """A column of texts as it is."""
        return Texts(_read(self.folder / _EDGES, [column])[column])

    @cached_property
    def parties(self) -> dict[str, Party]:
        """The parties that the source describes, by id."""
        table = _read(self.folder / _PARTIES, list(Party._fields))
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
    home = graph_folder(root, arriving.name)
    with writing(root), fresh_folder(home) as folder:
        edges, parties = interned(arriving.edges, arriving.parties)
        pq.write_table(edges, folder / _EDGES, compression="zstd", compression_level=1)
        pq.write_table(parties, folder / _PARTIES, compression="zstd", compression_level=1)
        manifest = GraphManifest(
            name=arriving.name,
            loaded=arriving.loaded,
            format=arriving.format,
            sha256=content_hash(held),
            files=held,
            edges=edges.num_rows,
            parties=parties.num_rows,
            problems={},
        )
        problems = [*arriving.problems, *check(HeldGraph(folder, manifest))]
        severities = [problem.severity for problem in problems]
        manifest = replace(manifest, problems={name: severities.count(name) for name in sorted(set(severities))})
        _write_lines(folder / _PROBLEMS, (problem._asdict() for problem in problems))
        keep_originals(arriving.files, folder, _LEVEL)
        (folder / _MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        name = _free_name(home, manifest.folder)
        commit_folder(folder, home / name)
        swap_pointer(home / POINTER, name)
        again = {child.name for child in home.iterdir() if child.name.startswith(manifest.folder)} - {name}
        sweep(home, {child.name for child in home.iterdir()} - again - {folder.name})
    return manifest


def _free_name(home: Path, wanted: str) -> str:
    """The wanted name, or one beside it where the same bytes were loaded before on the same day."""
    return next(name for name in chain([wanted], (f"{wanted}-{n}" for n in count(2))) if not (home / name).exists())


def held_graph(root: Path, name: str) -> HeldGraph:
    """The version of a graph that is in force.

    Raises:
        UnknownNameError: nothing of this graph is held.
        WorkspaceError: it is damaged.
    """
    home = graph_folder(root, name)
    pointer = read_pointer(home / POINTER)
    if pointer is None:
        have = ", ".join(graph_names(root)) or "none yet"
        raise UnknownNameError(f"no graph is called {name!r}", f"Held are: {have}. Load one: lustra graph load")
    try:
        manifest = msgspec.json.decode((home / pointer / _MANIFEST).read_bytes(), type=GraphManifest)
    except (OSError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{home / pointer} is damaged: {error}.", _RESTORE) from None
    return HeldGraph(home / pointer, manifest)


def graph_problems(held: HeldGraph) -> list[Problem]:
    """What could not be used when a version was loaded.

    Raises:
        WorkspaceError: the file is missing or damaged.
    """
    return [Problem(**row) for row in _lines(held.folder / _PROBLEMS)]


def read_notes(root: Path, name: str, kind: str) -> list[dict[str, Any]]:
    """Rows kept beside a graph, whatever its version (``decisions``, ``links``); none where nothing was kept.

    Raises:
        WorkspaceError: the file is damaged.
    """
    path = graph_folder(root, name) / f"{kind}.jsonl"
    return _lines(path) if path.is_file() else []


def write_notes(root: Path, name: str, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Replace the rows kept beside a graph, at once and durably.

    Raises:
        WorkspaceError: another process writes.
    """
    with writing(root):
        text = b"\n".join(msgspec.json.encode(row) for row in rows).decode()
        swap_pointer(graph_folder(root, name) / f"{kind}.jsonl", text)


def _write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("wb") as file:
        file.writelines(msgspec.json.encode(row) + b"\n" for row in rows)


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [msgspec.json.decode(line) for line in path.read_bytes().splitlines() if line.strip()]
    except (OSError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", _RESTORE) from None


def _read(path: Path, columns: list[str]) -> pa.Table:
    try:
        return pq.read_table(path, columns=columns)
    except (pa.ArrowException, OSError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", _RESTORE) from None
