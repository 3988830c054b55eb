"""The formats of ownership data, a row each, and which of them a file is.

A graph reader is a module with ``read(file, stream)``, which yields parties, edges and problems, and
``recognises(name, head)``. It streams, never drops a record without a problem, and raises `ReadError` only when
nothing at all can be used.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from lustra.model.edge import Edge
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.readers.graphs import bods_json, edges_csv, ftm_edges, gleif_xml, psc_json

__all__ = ["GRAPH_READERS", "GraphReader", "recognise_graph"]


class GraphReader(NamedTuple):
    """One published format."""

    name: str
    title: str
    read: Callable[[str, BinaryIO], Iterator[Party | Edge | Problem]]
    recognises: Callable[[str, bytes], bool]


_ROWS = (  # in the order in which a file is recognised
    GraphReader("gleif", "GLEIF level 2, relationship records (XML)", gleif_xml.read, gleif_xml.recognises),
    GraphReader("psc", "UK people with significant control, snapshot lines", psc_json.read, psc_json.recognises),
    GraphReader("bods", "Beneficial Ownership Data Standard 0.1–0.4", bods_json.read, bods_json.recognises),
    GraphReader("ftm", "FollowTheMoney entities, JSON lines", ftm_edges.read, ftm_edges.recognises),
    GraphReader("csv", "A table of edges", edges_csv.read, edges_csv.recognises),
)

GRAPH_READERS: dict[str, GraphReader] = {reader.name: reader for reader in _ROWS}


def recognise_graph(name: str, head: bytes) -> str | None:
    """The key in ``GRAPH_READERS`` of the first format that knows a file, None where none does.

    Args:
        name: its name.
        head: its first bytes; 4096 are enough.
    """
    return next((reader.name for reader in _ROWS if reader.recognises(name.lower(), head)), None)
