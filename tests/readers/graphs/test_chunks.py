"""Broken and huge files: what is damaged is named, the rest is read, memory stays small."""

from collections.abc import Iterator
from io import BytesIO, RawIOBase
from typing import BinaryIO, cast

import pytest

from lustra.model.statement import Problem
from lustra.readers.graphs.chunks import MAX_RECORD_BYTES, json_objects, short_lines

JSON = [
    (b'[{"a":1},{"a":2}]', [{"a": 1}, {"a": 2}], 0),
    (b'{"a":1}\n{"a":2}\n', [{"a": 1}, {"a": 2}], 0),
    (b'\xef\xbb\xbf[\n{"a":1}\n]\n', [{"a": 1}], 0),
    (b'[\n{"a":1},\n{"b":,\n{"a":2}\n]', [{"a": 1}, {"a": 2}], 1),
    (b'[{"a":1},\n{"a":', [{"a": 1}], 1),
    ('[{"a":"é日"}]'.encode(), [{"a": "é日"}], 0),
    (b"[]", [], 0),
    (b"", [], 0),
    (b"nonsense", [], 1),
    (b'[1, {"a":1}]', [1, {"a": 1}], 0),
]


@pytest.mark.parametrize(("content", "found", "problems"), JSON, ids=range(len(JSON)))
def test_objects_are_read_around_what_is_damaged(content: bytes, found: list[object], problems: int) -> None:
    """An array, lines, a byte order mark, a broken object, a cut-off end."""
    items = list(json_objects("f.json", BytesIO(content)))
    assert found == [item[1] for item in items if not isinstance(item, Problem)]
    assert problems == sum(isinstance(item, Problem) for item in items)


def test_objects_know_the_line_they_begin_on() -> None:
    """A message can name the place."""
    items = list(json_objects("f.json", BytesIO(b'[\n{"a":1},\n\n{"a":\n2}\n]')))
    assert [2, 4] == [item[0] for item in items if not isinstance(item, Problem)]


class Endless(RawIOBase):
    """A file with one good record, one line of many megabytes, and one more good record."""

    def __init__(self, megabytes: int) -> None:
        self._parts = self._content(megabytes)

    def _content(self, megabytes: int) -> Iterator[bytes]:
        yield b'{"a":1}\n{"x":"'
        for _ in range(megabytes):
            yield b"y" * (1 << 20)
        yield b'"}\n{"a":2}\n'

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next part, whatever size is asked for."""
        return next(self._parts, b"")


def test_a_line_of_a_hundred_megabytes_is_stepped_over() -> None:
    """The record before and the one after it are read; the long one is a problem."""
    items = list(json_objects("f.json", cast(BinaryIO, Endless(100))))
    assert [{"a": 1}, {"a": 2}] == [item[1] for item in items if not isinstance(item, Problem)]
    assert ["2"] == [item.where for item in items if isinstance(item, Problem)]


def test_a_line_that_is_too_long_is_a_problem_with_its_size() -> None:
    """Lines are cut at a limit that no real record comes near."""
    content = b"first\n" + b"x" * (MAX_RECORD_BYTES + 100) + b"\nlast\n"
    items = list(short_lines("f.txt", BytesIO(content)))
    assert [(1, b"first\n"), (3, b"last\n")] == [item for item in items if not isinstance(item, Problem)]
    assert [("2", "error")] == [(item.where, item.severity) for item in items if isinstance(item, Problem)]
