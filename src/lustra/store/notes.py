"""Rows that people or use-cases keep beside a dataset: JSON lines, each with a checksum of its own.

A line is the first 16 hexadecimal digits of the SHA-256 of its JSON, a blank, and the JSON. So a changed byte is found,
and a file can be appended to.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from lustra.errors import WorkspaceError
from lustra.store.layout import swap_pointer
from lustra.store.publisher import content_name

__all__ = ["append_lines", "checked_line", "read_appended", "read_lines", "write_lines"]

_REMEDY = "Restore the file from a backup, or take the line out of it."


def checked_line(row: Mapping[str, Any]) -> bytes:
    """A row as a line with its checksum, without the line's end."""
    text = msgspec.json.encode(row)
    return content_name(text).encode() + b" " + text


def write_lines(folder: Path, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Replace a file of rows at once and durably; the caller is the workspace's writer.

    Args:
        folder: of the dataset.
        kind: what the rows are, which names the file: ``decisions``.
        rows: anything JSON can hold.
    """
    swap_pointer(_path(folder, kind), b"\n".join(checked_line(row) for row in rows).decode())
    _unchecked_path(folder, kind).unlink(missing_ok=True)


def read_lines(folder: Path, kind: str) -> list[dict[str, Any]]:
    """The rows of a file; none where there is no file. A file that Lustra 0.1 wrote has no checksums and is read too.

    Raises:
        WorkspaceError: a line is not what was written.
    """
    path, unchecked = _path(folder, kind), _unchecked_path(folder, kind)
    if path.is_file():
        lines = enumerate(_content(path).split(b"\n"), 1)
        return [_checked(path, number, line) for number, line in lines if line]
    if unchecked.is_file():
        return [_decoded(unchecked, line) for line in _content(unchecked).splitlines() if line.strip()]
    return []


def append_lines(folder: Path, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add rows to a file durably; the caller is the workspace's writer.

    A last line whose writing was interrupted is cut off first: it was never confirmed to whoever wrote it.

    Raises:
        WorkspaceError: a line of the file is not what was written.
    """
    kept, _ = read_appended(folder, kind)
    path = _path(folder, kind)
    if not path.is_file() or not _content(path).endswith(b"\n"):
        write_lines(folder, kind, [*kept, *rows])
        return
    with path.open("ab") as file:
        file.write(b"".join(checked_line(row) + b"\n" for row in rows))
        file.flush()
        os.fsync(file.fileno())


def read_appended(folder: Path, kind: str) -> tuple[list[dict[str, Any]], str]:
    """The rows of a file that rows are added to, and the last line where its writing was interrupted, else "".

    Raises:
        WorkspaceError: a whole line is not what was written.
    """
    path = _path(folder, kind)
    content = _content(path) if path.is_file() else b""
    whole, _, last = content.rpartition(b"\n")
    if not last or _is_whole(last):
        return read_lines(folder, kind), ""
    rows = [_checked(path, number, line) for number, line in enumerate(whole.split(b"\n"), 1) if line]
    return rows, last.decode("utf-8", "replace")


def _is_whole(line: bytes) -> bool:
    digest, _, text = line.partition(b" ")
    return content_name(text).encode() == digest


def _path(folder: Path, kind: str) -> Path:
    return folder / f"{kind}.checked.jsonl"


def _unchecked_path(folder: Path, kind: str) -> Path:
    return folder / f"{kind}.jsonl"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be read: {error.strerror}.", _REMEDY) from None


def _checked(path: Path, number: int, line: bytes) -> dict[str, Any]:
    if not _is_whole(line):
        raise WorkspaceError(f"{path}, line {number}, is not what was written.", _REMEDY)
    return _decoded(path, line.partition(b" ")[2])


def _decoded(path: Path, text: bytes) -> dict[str, Any]:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (ValueError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", _REMEDY) from None
