"""Small graphs for the tests of the store."""

from collections.abc import Iterable
from pathlib import Path

from lustra.model.edge import Edge, Share
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.store.graph_columns import edge_table
from lustra.store.graphs import Arriving, GraphManifest, graph_problems, held_graph, publish_graph, read_notes


def bring_graph(root: Path, shares: Iterable[int], day: str = "2026-09-01", name: str = "g") -> GraphManifest:
    """Publish a graph in which ``x`` holds a share, in per cent, of ``a0``, ``a1``, …"""
    stated = list(shares)
    edges = [Edge("x", f"a{n}", share=Share(share, share, whole=100), sources=("s",)) for n, share in enumerate(stated)]
    file = root.parent / "edges.csv"
    file.write_text(repr(stated), "utf-8")
    problems = [Problem("edges.csv", "line 2", "no share", "many")]
    parties = [Party("x", "Owner, an"), Party("a0", "First Owned", "Company")]
    return publish_graph(root, Arriving(name, "csv", {file.name: file}, day, edge_table(edges), parties, problems))


def graph_state(root: Path, name: str = "g") -> object:
    """Everything that can be asked of a graph."""
    graph = held_graph(root, name)
    numbers = graph.numbers("owner", "owned", "lo", "hi")
    return (
        graph.manifest,
        {column: values.tolist() for column, values in numbers.items()},
        [graph.codes(column)[1] for column in ("kind", "source")],
        graph.names,
        graph.parties,
        list(graph.texts("id")),
        graph_problems(graph),
        read_notes(root, name, "decisions"),
    )
