"""Index folders: named arrays and blobs in one file each, mapped into memory when opened.

On the path of every question, so it imports NumPy and the standard library only.
"""

import hashlib
import json
import mmap
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lustra.errors import WorkspaceError
from lustra.store.layout import POINTER, index_folder, read_pointer

__all__ = ["DATA", "HEADER", "OpenIndex", "header_name", "open_index", "verify_index"]

Array = NDArray[Any]
HEADER = "header.json"
DATA = "arrays.bin"
_REBUILD = "Build the index again: remove the folder `index` of the workspace and run the command again."


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index as it was written; read-only and unchanged by later updates.

    Args:
        name: hash of its content.
        key: what the writer said it was built from.
        arrays: by name, mapped, not writable.
        blobs: by name, views of mapped bytes.
        manifest: the writer's own JSON value.
    """

    name: str
    key: str
    arrays: Mapping[str, Array]
    blobs: Mapping[str, memoryview]
    manifest: Mapping[str, Any]


def open_index(root: Path) -> OpenIndex | None:
    """The index in force, or None where none has been built.

    Raises:
        WorkspaceError: it is damaged.
    """
    pointer = index_folder(root) / POINTER
    while (name := read_pointer(pointer)) is not None:
        folder = index_folder(root) / name
        try:
            return _open(folder, _header(folder))
        except WorkspaceError:
            if read_pointer(pointer) == name:  # else a writer has replaced the index between the two reads
                raise
    return None


def verify_index(root: Path) -> None:
    """Read every byte of the index in force and compare it with what was written.

    Raises:
        WorkspaceError: it is damaged.
    """
    held = open_index(root)
    if held is None:
        return
    folder = index_folder(root) / held.name
    with (folder / DATA).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != _header(folder)["sha256"]:
            raise WorkspaceError(f"{folder / DATA} is not what was written.", _REBUILD)


def header_name(content: bytes) -> str:
    """The name of the folder whose header has this content."""
    return hashlib.sha256(content).hexdigest()[:16]


def _header(folder: Path) -> dict[str, Any]:
    try:
        content = (folder / HEADER).read_bytes()
    except OSError as error:
        raise WorkspaceError(f"{folder / HEADER} cannot be read: {error.strerror}.", _REBUILD) from None
    if header_name(content) != folder.name:
        raise WorkspaceError(f"{folder / HEADER} is not what was written.", _REBUILD)
    header: dict[str, Any] = json.loads(content)
    return header


def _open(folder: Path, header: dict[str, Any]) -> OpenIndex:
    data = memoryview(_mapped(folder / DATA, header["bytes"]))
    arrays = {name: _array(data, *place) for name, place in header["arrays"].items()}
    blobs = {name: data[start : start + size] for name, (start, size) in header["blobs"].items()}
    return OpenIndex(folder.name, header["key"], arrays, blobs, header["manifest"])


def _mapped(path: Path, size: int) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            held = os.fstat(file.fileno()).st_size
            if held != size:
                raise WorkspaceError(f"{path} is {held} bytes long, not {size}.", _REBUILD)
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
    except FileNotFoundError:
        raise WorkspaceError(f"{path} is missing.", _REBUILD) from None


def _array(data: memoryview, dtype: str, shape: list[int], start: int) -> Array:
    return np.ndarray(tuple(shape), np.dtype(dtype), data, start)
