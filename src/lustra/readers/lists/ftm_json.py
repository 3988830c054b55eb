"""FollowTheMoney entities as JSON lines: OpenSanctions' ``entities.ftm.json`` and ``targets.nested.json``.

One object a line: ``{"id": …, "schema": …, "properties": {property: [value, …]}}``. Edges (Ownership, Sanction …) are
entities of their own and refer by id; nested entities stand in the place of their id and are taken out. Every id
becomes ``<source>:<id>``. The other fields of the object (caption, referents, datasets, first_seen, last_seen …) are
the exporter's own bookkeeping and no facts about the entity.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import BinaryIO

import msgspec

from lustra.errors import InputError, ReadError
from lustra.model.statement import Problem, Statement
from lustra.model.time import latest, parse_day
from lustra.readers.lists.entry import Entry
from lustra.readers.lists.properties import add_value
from lustra.readers.tables.text_rows import KEEP_COPY, lines, only_file

__all__ = ["published", "read", "recognises"]

_DATED_LINES = 1000


class _Record(msgspec.Struct):
    id: str
    schema: str
    properties: dict[str, list["str | _Record"]]
    last_seen: str | None = ""


_DECODER = msgspec.json.Decoder(_Record)


def recognises(name: str, head: bytes) -> bool:
    """Whether a file begins with a JSON object that has a schema and properties."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    return start.startswith(b"{") and b'"schema"' in start and b'"properties"' in start


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """The last day on which the export saw one of its first thousand entities, as the export says.

    Raises:
        ReadError: there is not exactly one file.
    """
    file, stream = only_file(files)
    days = []
    for _, line in islice(lines(file, stream), _DATED_LINES):
        try:
            days.append(parse_day((_DECODER.decode(line).last_seen or "")[:10]))
        except (msgspec.MsgspecError, RecursionError, ValueError, InputError):
            continue
    return latest(*days).date if days else None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """Statements of every entity in file order.

    Raises:
        ReadError: there is not exactly one file, it is empty, or no line of it is an entity.
    """
    file, stream = only_file(files)
    good = 0
    for number, line in lines(file, stream):
        if not line.strip(b" \r\n\t\x00\xef\xbb\xbf"):
            continue
        try:
            record = _DECODER.decode(line.removeprefix(b"\xef\xbb\xbf"))
        except (msgspec.MsgspecError, RecursionError, ValueError) as error:
            text = line[:200].decode("utf-8", "replace").strip()
            yield Problem(file, str(number), f"the line is not a FollowTheMoney entity: {error}", text, "error")
            continue
        good += 1
        yield from _items(source, file, number, record)
    if not good:
        raise ReadError(f"{file} holds no FollowTheMoney entity", f"One JSON object a line is expected. {KEEP_COPY}")


def _items(source: str, file: str, number: int, record: _Record) -> Iterator[Statement | Problem]:
    """Statements of a record, then of those nested in it."""
    waiting = [record]
    while waiting:
        record = waiting.pop(0)
        entry = Entry(f"{source}:{record.id}", record.schema, file)
        if not record.id or not record.schema or not record.properties:
            entry.problem(number, "the entity has no id, no schema or no properties", record.schema, "error")
        for prop, printed in record.properties.items():
            for value in printed:
                if isinstance(value, _Record):
                    waiting.append(value)
                    value = value.id
                add_value(entry, prop, value, number)
        yield from entry.items()
