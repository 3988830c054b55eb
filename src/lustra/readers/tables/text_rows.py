"""Lines and cells of text tables, read with bounds, so that a hostile or broken file costs a message and no memory."""

import csv
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from lustra.errors import ReadError

__all__ = ["KEEP_COPY", "MAX_LINE_BYTES", "cells", "csv_rows", "lines", "only_file"]

MAX_LINE_BYTES = 16 << 20
"""No list prints a line anywhere near this; a longer one is damage or malice."""
KEEP_COPY = "Keep the last good copy and fetch the file again from its publisher."

csv.field_size_limit(MAX_LINE_BYTES)


def only_file(files: Mapping[str, BinaryIO], suffix: str = "") -> tuple[str, BinaryIO]:
    """The one file (with this ending, where one is asked for) of a format that has a single file of any name.

    Raises:
        ReadError: there is none, or more than one.
    """
    found = [(name, stream) for name, stream in sorted(files.items()) if name.endswith(suffix)]
    if len(found) != 1:
        names = ", ".join(name for name, _ in found) or "none"
        raise ReadError(f"one {suffix or 'file'} is read at a time, and there are: {names}", "Give exactly one file.")
    return found[0]


def lines(file: str, stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The lines of a file, each with its number from 1 and its line end.

    Raises:
        ReadError: the file is empty, or a line is longer than ``MAX_LINE_BYTES``.
    """
    number = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            raise ReadError(f"{file}:{number} is longer than {MAX_LINE_BYTES >> 20} MB", KEEP_COPY)
        yield number, line
    if number == 0:
        raise ReadError(f"{file} is empty (0 bytes)", KEEP_COPY)


def cells(line: str, delimiter: str = ",") -> list[str]:
    """The cells of a table that never breaks a line inside a cell, so that a lost quote harms one line only.

    Raises:
        ValueError: the quotes of the line do not match.
    """
    try:
        return next(csv.reader((line,), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise ValueError(str(error)) from None


def csv_rows(
    file: str, stream: BinaryIO, delimiter: str = ",", encoding: str = "utf-8-sig"
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table whose quoted cells may hold line ends, each with the number of its first line.

    Raises:
        ReadError: the file is empty, a line is too long or not in the encoding, or quotes do not match.
    """
    reader = csv.reader(_texts(file, stream, encoding), delimiter=delimiter, strict=True)
    first = 1
    try:
        for row in reader:
            if row:
                yield first, row
            first = reader.line_num + 1
    except csv.Error as error:
        raise ReadError(f"{file}:{first} is not a row of a table: {error}", "Check the quotes on that line.") from None


def _texts(file: str, stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Lines as text; the mark before the first (byte order mark) is taken off by the encoding ``utf-8-sig``."""
    for number, line in lines(file, stream):
        try:
            yield line.decode(encoding if number == 1 else encoding.removesuffix("-sig"))
        except UnicodeDecodeError as error:
            remedy = "Name the file's own encoding (a mapping has the key `encoding`), or save the file as UTF-8."
            message = f"{file}:{number} is not {encoding.removesuffix('-sig')} at byte {error.start + 1} of the line"
            raise ReadError(message, remedy) from None
        except LookupError:
            raise ReadError(f"there is no encoding {encoding!r}", "Write utf-8, cp1251, latin-1 …") from None
