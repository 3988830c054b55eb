"""Statements as Arrow columns: what is written to Parquet and how it comes back.

``value`` and the other texts are never null: "" where the publisher states nothing, as in ``Statement``.
"""

from collections.abc import Collection, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from lustra.model.statement import Statement

__all__ = [
    "IDENTITY",
    "LINED",
    "LOGGED",
    "base_entities",
    "statement_table",
]

_TEXTS = tuple(field for field in Statement._fields if field != "locator")
IDENTITY = (*_TEXTS, "companion")
"""What makes two printed values the same fact: every field of the statement but its locator, and the companion file it
is written in ("" in a file without which there is no version), because a version may come without that file.
"""
LINED = pa.schema([*((name, pa.string()) for name in (*IDENTITY, "file")), ("line", pa.int32())])
"""One version's statements: the locator split in file and line, 0 where the locator has no line."""
LOGGED = pa.schema([*LINED, ("known_from", pa.date32()), ("known_to", pa.date32())])
"""The log; ``known_to`` is 9999-12-31 while the newest version still says so."""
_LOCATOR = r"^(?P<file>.*?)(?::(?P<line>[0-9]{1,9}))?$"


def statement_table(statements: Sequence[Statement], companions: Collection[str] = ()) -> pa.Table:
    """Statements as a table of schema LINED.

    Args:
        statements: in any order.
        companions: lower-case names of files that a version may come without.
    """
    columns = dict(zip(Statement._fields, zip(*statements, strict=True), strict=True)) if statements else {}
    texts = [pa.array(columns.get(name, ()), pa.string()) for name in _TEXTS]
    place = pc.extract_regex(pa.array(columns.get("locator", ()), pa.string()), pattern=_LOCATOR)
    file, line = place.field("file"), place.field("line")
    known = pc.is_in(pc.utf8_lower(file), value_set=pa.array(sorted(companions), pa.string()))
    companion = pc.if_else(known, pc.utf8_lower(file), "")
    numbers = pc.cast(pc.if_else(pc.equal(line, ""), "0", line), pa.int32())
    return pa.table([*texts, companion, file, numbers], schema=LINED)


def base_entities(entities: pa.ChunkedArray) -> pa.ChunkedArray:
    """The entry each id belongs to: the id itself, without the ``#…`` of a sub-entity."""
    return pc.replace_substring_regex(entities, pattern="#.*$", replacement="")
