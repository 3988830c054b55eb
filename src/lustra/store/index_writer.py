"""Writing an index folder beside the one in force; apart from opening one, which is on the path of every question."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lustra.errors import WorkspaceError
from lustra.store.index_folder import DATA, HEADER, header_name, verify_index
from lustra.store.layout import POINTER, fresh_folder, index_folder, read_pointer, sweep
from lustra.store.lock import writing
from lustra.store.publisher import make_current

__all__ = ["write_index"]

Array = NDArray[Any]
_ALIGN = 64
"""Arrays start on a cache line."""


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
            header = {"format": 1, "key": key, "manifest": dict(manifest), **_fill(folder / DATA, arrays, blobs)}
            content = json.dumps(header, sort_keys=True, ensure_ascii=False).encode()
            (folder / HEADER).write_bytes(content)
            name = header_name(content)
            make_current({folder: parent / name}, parent / POINTER, name)
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
