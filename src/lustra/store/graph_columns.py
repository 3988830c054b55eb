"""Edges as Arrow columns: what is written to Parquet, and how ids become places in a sorted table of parties."""

from collections.abc import Iterable, Sequence
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc

from lustra.model.edge import Edge, Share
from lustra.model.party import Party

__all__ = ["COLUMNS", "SEPARATOR", "coded", "edge_table", "interned", "party_table", "stacked"]

SEPARATOR = " ; "
"""Between the sources of one edge."""
_NONE = Share(-1, -1)
_TEXTS = ("owner", "owned", "about", "kind", "unit", "directness", "source", "grade", "id")
_DAYS = ("valid_from", "valid_to", "known_from", "known_to")
_CODED = pa.dictionary(pa.int32(), pa.large_string())
COLUMNS = pa.schema(
    [
        *((name, _CODED) for name in _TEXTS),
        ("lo", pa.int64()),
        ("hi", pa.int64()),
        ("whole", pa.int64()),
        ("lo_open", pa.bool_()),
        ("hi_open", pa.bool_()),
        *((name, pa.int32()) for name in _DAYS),
    ]
)
"""One row per edge; ``lo`` and ``hi`` are -1 where no share is stated, days are proleptic Gregorian ordinals; texts are
coded, because they repeat."""
_PARTIES = pa.schema(
    [
        *((name, pa.large_string()) for name in ("id", "name", "schema", "country", "birth_date", "ended")),
        *((name, pa.list_(pa.string())) for name in ("identifiers", "listed")),
        *((name, pa.bool_()) for name in ("state", "unnamed")),
    ]
)


def edge_table(edges: Sequence[Edge]) -> pa.Table:
    """Edges as a table of schema COLUMNS, in their order."""
    shares = [edge.share or _NONE for edge in edges]
    columns: dict[str, list[object]] = {
        name: [getattr(edge, name) for edge in edges] for name in _TEXTS if name != "source"
    }
    columns["source"] = [SEPARATOR.join(edge.sources) for edge in edges]
    for name in ("lo", "hi", "whole", "lo_open", "hi_open"):
        columns[name] = [getattr(share, name) for share in shares]
    for clock in ("valid", "known"):
        spans = [getattr(edge, clock) for edge in edges]
        columns[f"{clock}_from"] = [span.start.ordinal for span in spans]
        columns[f"{clock}_to"] = [span.end.ordinal for span in spans]
    return pa.table({name: _column(name, columns[name]) for name in COLUMNS.names}, COLUMNS)


def _column(name: str, values: list[object]) -> pa.Array:
    if name not in _TEXTS:
        return pa.array(values, COLUMNS.field(name).type)
    return pa.array(values, pa.large_string()).dictionary_encode()


def coded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """A column of texts as one array with one dictionary."""
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.large_string()).dictionary_encode()
    if not column.num_chunks:
        return pa.array([], pa.large_string()).dictionary_encode()
    return column.unify_dictionaries().combine_chunks()


def stacked(tables: Iterable[pa.Table]) -> pa.Table:
    """Tables with the columns of COLUMNS, in any order, as one table of that schema."""
    return pa.concat_tables(chain([COLUMNS.empty_table()], (t.select(COLUMNS.names).cast(COLUMNS) for t in tables)))


def interned(edges: pa.Table, parties: Sequence[Party]) -> tuple[pa.Table, pa.Table]:
    """Ids → places: the edges with int32 places instead of ids, and the sorted table of all parties.

    Args:
        edges: of schema COLUMNS.
        parties: those that the source describes; of two with one id the later counts.
    """
    ends = [coded(edges[name]) for name in ("owner", "owned", "about")]
    declared = party_table(list({party.id: party for party in parties}.values()))
    used = [pc.unique(end).dictionary_decode() for end in ends]
    ids = pc.unique(pa.chunked_array([*used, declared["id"].combine_chunks()]))
    names = ids.filter(pc.not_equal(ids, "")).sort()
    for name, end in zip(("owner", "owned", "about"), ends, strict=True):
        places = pc.fill_null(pc.index_in(end.dictionary, value_set=names), -1).take(end.indices)
        edges = edges.set_column(edges.schema.get_field_index(name), name, places)
    return edges, _described(names, declared)


def party_table(parties: Sequence[Party]) -> pa.Table:
    """Parties as a table, in their order."""
    return pa.Table.from_pylist([party._asdict() for party in parties], schema=_PARTIES)


def _described(names: pa.Array, declared: pa.Table) -> pa.Table:
    place = pc.index_in(names, value_set=declared["id"].combine_chunks())
    table = declared.take(place)
    return table.set_column(0, "id", names)
