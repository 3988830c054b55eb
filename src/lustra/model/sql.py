"""Text that goes into SQL: the only functions that quote it, and the table of texts that a file is opened as."""

from typing import NamedTuple

from lustra.errors import InputError

__all__ = ["TextTable", "file_literal", "identifier", "literal"]

_GLOB = "*?["
"""What DuckDB takes for a pattern in a file name."""


class TextTable(NamedTuple):
    """A file opened as a table of texts."""

    name: str
    """Of the file."""
    sql: str
    """A FROM item with the columns ``line``, ``c0``, ``c1``, …"""
    header: tuple[str, ...]
    """The file's own names of ``c0``, ``c1``, …"""


def identifier(name: str) -> str:
    """A name of a table or column as SQL, whatever characters it has.

    Raises:
        InputError: the name holds the character NUL, which no SQL can hold.
    """
    return '"' + _without_nul(name).replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL.

    Raises:
        InputError: the text holds the character NUL, which no SQL can hold.
    """
    return "'" + _without_nul(text).replace("'", "''") + "'"


def file_literal(path: str) -> str:
    """The name of one file as SQL, for DuckDB's functions that would take it for a pattern of names.

    Raises:
        InputError: the name holds both a backslash and one of ``*?[``, which DuckDB cannot be told apart.
    """
    if not any(character in path for character in _GLOB):
        return literal(path)
    if "\\" in path:
        raise InputError(f"{path!r} has a backslash beside one of {_GLOB} in its name.", "Give the file another name.")
    return literal("".join(f"[{character}]" if character in _GLOB else character for character in path))


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise InputError(f"{text!r} holds the character NUL.", "Take it out of the name.")
    return text
