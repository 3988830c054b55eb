"""Lines and JSON objects out of huge or broken files: what is too long or damaged is reported and stepped over."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lustra.model.statement import Problem

__all__ = ["MAX_RECORD_BYTES", "json_objects", "short_lines"]

MAX_RECORD_BYTES = 4 << 20
"""No published record of one relationship comes near this."""
_BLOCK = 1 << 18
_NEXT = re.compile(r"\n[ \t]*(?=\{)")
_DECODER = json.JSONDecoder()


def short_lines(file: str, stream: BinaryIO) -> Iterator[tuple[int, bytes] | Problem]:
    """The lines of a file with their numbers from 1; a line that is too long is a problem and takes no memory."""
    number = 0
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        number += 1
        if len(line) <= MAX_RECORD_BYTES:
            yield number, line
            continue
        size = len(line)
        while line and not line.endswith(b"\n"):
            line = stream.readline(_BLOCK)
            size += len(line)
        yield Problem(file, str(number), f"the line has {size:,} bytes, more than {MAX_RECORD_BYTES:,}", "", "error")


def json_objects(file: str, stream: BinaryIO) -> Iterator[tuple[int, Any] | Problem]:
    """The objects of a JSON array, or of JSON lines, each with the number of the line it begins on.

    A damaged object is a problem; reading goes on at the next line that begins with a brace.
    """
    return _Objects(file, stream).read()


class _Objects:
    def __init__(self, file: str, stream: BinaryIO) -> None:
        self.file, self.stream = file, stream
        self.text, self.place, self.line, self.ended = "", 0, 1, False
        self.kept = b""

    def read(self) -> Iterator[tuple[int, Any] | Problem]:
        while self._at_object():
            found, end = self._decoded()
            if found is None:
                yield Problem(self.file, str(self.line), "what begins here is not a whole JSON object", "", "error")
                self._step_over()
            else:
                yield self.line, found
                self._move(end)

    def _at_object(self) -> bool:
        """Stand at the next thing that is not a blank, a comma or a bracket; False at the end."""
        while True:
            rest = len(self.text)
            while self.place < rest and self.text[self.place] in " \t\r\n,[]\ufeff":
                self.line += self.text[self.place] == "\n"
                self.place += 1
            if self.place < rest:
                return True
            if not self._more():
                return False

    def _decoded(self) -> tuple[Any, int]:
        """The object here and its end; None where there is no whole one."""
        while True:
            try:
                return _DECODER.raw_decode(self.text, self.place)
            except (json.JSONDecodeError, RecursionError):
                held = len(self.text) - self.place
                if held > MAX_RECORD_BYTES or not self._more(max(_BLOCK, held)):
                    return None, self.place

    def _step_over(self) -> None:
        """Go to the next line that begins with a brace, without keeping what lies between."""
        while not (match := _NEXT.search(self.text, self.place + 1)):
            self._move(max(len(self.text) - 1, self.place))
            if not self._more():
                self._move(len(self.text))
                return
        self._move(match.end())

    def _move(self, place: int) -> None:
        self.line += self.text.count("\n", self.place, place)
        self.place = place

    def _more(self, size: int = _BLOCK) -> bool:
        """Read on; what was used is forgotten."""
        block = b"" if self.ended else self.stream.read(size)
        self.ended = not block
        self.text, self.place = self.text[self.place :] + self._text(block), 0
        return bool(block)

    def _text(self, block: bytes) -> str:
        """Whole characters; half of one waits for the next block."""
        block = self.kept + block
        cut = len(block)
        if not self.ended:
            while cut and cut > len(block) - 4 and block[cut - 1] & 0xC0 == 0x80:
                cut -= 1
            if cut and block[cut - 1] >= 0xC0:
                cut -= 1
            else:
                cut = len(block)
        self.kept = block[cut:]
        return block[:cut].decode("utf-8", "replace")
