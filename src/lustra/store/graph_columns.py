"""Edges as Arrow columns: what is written to Parquet, and how ids become places in a sorted table of parties."""

from collections.abc import Iterable, Sequence
from itertools import chain

import pyarrow as pa
import pyarrow.compute as pc

from lustra.model.edge import Edge, Share
from lustra.model.party import Party

__all__ = ["COLUMNS", "SEPARATOR", "edge_table", "interned", "party_table", "stacked"]

SEPARATOR = " ; "
"""Between the sources of one edge."""
_NONE = Share(-1, -1)
_TEXTS = ("owner", "owned", "about", "kind", "unit", "directness", "source", "grade", "id")
_DAYS = ("valid_from", "valid_to", "known_from", "known_to")
COLUMNS = pa.schema(
    [
        *((name, pa.large_string()) for name in _TEXTS),
        ("lo", pa.int64()),
        ("hi", pa.int64()),
        ("whole", pa.int64()),
        ("lo_open", pa.bool_()),
        ("hi_open", pa.bool_()),
        *((name, pa.int32()) for name in _DAYS),
    ]
)
"""One row per edge; ``lo`` and ``hi`` are -1 where no share is stated, days are proleptic Gregorian ordinals."""
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
        columns[f"{clock}_from"] = [span.start.toordinal() for span in spans]
        columns[f"{clock}_to"] = [span.end.toordinal() for span in spans]
    return pa.table({name: pa.array(columns[name], COLUMNS.field(name).type) for name in COLUMNS.names}, COLUMNS)


def stacked(tables: Iterable[pa.Table]) -> pa.Table:
    """Tables of schema COLUMNS one under the other."""
    return pa.concat_tables(chain([COLUMNS.empty_table()], tables))


def interned(edges: pa.Table, parties: Sequence[Party]) -> tuple[pa.Table, pa.Table]:
    """Ids → places: the edges with int32 places instead of ids, and the sorted table of all parties.

    Args:
        edges: of schema COLUMNS.
        parties: those that the source describes; of two with one id the later counts.
    """
    ends = [edges[name].combine_chunks() for name in ("owner", "owned", "about")]
    declared = party_table(list({party.id: party for party in parties}.values()))
    ids = pc.unique(pa.chunked_array([pc.unique(end) for end in ends] + [declared["id"].combine_chunks()]))
    names = ids.filter(pc.not_equal(ids, "")).sort()
    for name, end in zip(("owner", "owned", "about"), ends, strict=True):
        places = pc.fill_null(pc.index_in(end, value_set=names), -1)
        edges = edges.set_column(edges.schema.get_field_index(name), name, places)
    return edges, _described(names, declared)


def party_table(parties: Sequence[Party]) -> pa.Table:
    """Parties as a table, in their order."""
    return pa.Table.from_pylist([party._asdict() for party in parties], schema=_PARTIES)


def _described(names: pa.Array, declared: pa.Table) -> pa.Table:
    place = pc.index_in(names, value_set=declared["id"].combine_chunks())
    table = declared.take(place)
    return table.set_column(0, "id", names)
