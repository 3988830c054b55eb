"""Index folders: named arrays and blobs in one file each, written once, mapped into memory when opened.

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
from lustra.store.layout import (
    POINTER,
    commit_folder,
    fresh_folder,
    index_folder,
    read_pointer,
    swap_pointer,
    sweep,
    writing,
)

__all__ = ["OpenIndex", "open_index", "verify_index", "write_index"]

Array = NDArray[Any]
_HEADER = "header.json"
_DATA = "arrays.bin"
_ALIGN = 64
"""Arrays start on a cache line."""
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


def write_index(
    root: Path, key: str, arrays: Mapping[str, Array], blobs: Mapping[str, bytes], manifest: Mapping[str, Any]
) -> str:
    """Write an index beside the one in force, and put it in force.

    Args:
        root: the workspace.
        key: what it is built from (a hash over list versions and settings); ``open_index`` gives it back.
        arrays: by name; any shape, no object dtype.
        blobs: by name.
        manifest: anything JSON can hold.

    Returns:
        The hash of its content, which names its folder.

    Raises:
        WorkspaceError: another process writes.
    """
    with writing(root):
        parent = index_folder(root)
        sweep(parent, {_sound(root)})
        with fresh_folder(parent) as folder:
            header = {"format": 1, "key": key, "manifest": dict(manifest), **_fill(folder / _DATA, arrays, blobs)}
            content = json.dumps(header, sort_keys=True, ensure_ascii=False).encode()
            (folder / _HEADER).write_bytes(content)
            name = _name(content)
            commit_folder(folder, parent / name)
        swap_pointer(parent / POINTER, name)
        sweep(parent, {name})
    return name


def _sound(root: Path) -> str:
    """The name of the index in force, "" where there is none or a damaged one, which must not outlive the next."""
    try:
        verify_index(root)
        return read_pointer(index_folder(root) / POINTER) or ""
    except WorkspaceError:
        return ""


def _fill(path: Path, arrays: Mapping[str, Array], blobs: Mapping[str, bytes]) -> dict[str, Any]:
    places: dict[str, Any] = {"arrays": {}, "blobs": {}}
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for name, array in sorted(arrays.items()):
            flat = np.ascontiguousarray(array).reshape(array.shape)
            places["arrays"][name] = [flat.dtype.str, list(flat.shape), file.tell()]
            _put(file, digest, flat.reshape(-1).view(np.uint8).data if flat.size else b"")
        for name, blob in sorted(blobs.items()):
            places["blobs"][name] = [file.tell(), len(blob)]
            _put(file, digest, blob)
        return {**places, "bytes": file.tell(), "sha256": digest.hexdigest()}


def _put(file: Any, digest: Any, content: memoryview | bytes) -> None:
    padding = bytes(-len(content) % _ALIGN)
    for part in (content, padding):
        file.write(part)
        digest.update(part)


def _name(header: bytes) -> str:
    return hashlib.sha256(header).hexdigest()[:16]


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
    with (folder / _DATA).open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != _header(folder)["sha256"]:
            raise WorkspaceError(f"{folder / _DATA} is not what was written.", _REBUILD)


def _header(folder: Path) -> dict[str, Any]:
    try:
        content = (folder / _HEADER).read_bytes()
    except OSError as error:
        raise WorkspaceError(f"{folder / _HEADER} cannot be read: {error.strerror}.", _REBUILD) from None
    if _name(content) != folder.name:
        raise WorkspaceError(f"{folder / _HEADER} is not what was written.", _REBUILD)
    header: dict[str, Any] = json.loads(content)
    return header


def _open(folder: Path, header: dict[str, Any]) -> OpenIndex:
    data = memoryview(_mapped(folder / _DATA, header["bytes"]))
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
