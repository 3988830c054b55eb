"""What can be asked of a small graph, for the tests of the store."""

from pathlib import Path

from lustra.store.graphs import graph_problems, held_graph, read_notes


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
