"""Index folders: arrays and blobs come back as they were written, mapped and unchangeable."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lustra.errors import WorkspaceError
from lustra.store.index_folder import open_index, verify_index
from lustra.store.index_writer import write_index
from lustra.store.layout import open_root

ARRAYS: dict[str, np.ndarray[Any, Any]] = {
    "numbers": np.arange(5, dtype=np.int32),
    "grid": np.eye(3),
    "empty": np.empty((0, 2), np.uint8),
}
BLOBS = {"names": b"one two", "nothing": b""}
DTYPES = st.one_of(hnp.integer_dtypes(), hnp.floating_dtypes(), hnp.boolean_dtypes(), hnp.byte_string_dtypes())


@pytest.fixture
def built(root: Path) -> Path:
    """A workspace with one index."""
    write_index(root, "key", ARRAYS, BLOBS, {"lists": ["xx_list"]})
    return root


def test_nothing_is_open_before_anything_is_built(root: Path) -> None:
    """A workspace without an index says so."""
    assert open_index(root) is None
    verify_index(root)


def test_an_index_comes_back(built: Path) -> None:
    """Names, shapes, kinds, values, blobs, key and manifest."""
    opened = open_index(built)
    assert opened is not None
    assert (opened.key, opened.manifest) == ("key", {"lists": ["xx_list"]})
    assert {name: bytes(blob) for name, blob in opened.blobs.items()} == BLOBS
    assert opened.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert (opened.arrays[name].dtype, opened.arrays[name].shape) == (array.dtype, array.shape)
        assert np.array_equal(opened.arrays[name], array)
        assert opened.arrays[name].ctypes.data % 64 == 0


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.text(max_size=5), hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, min_side=0, max_dims=3))))
def test_any_arrays_come_back(arrays: dict[str, np.ndarray[Any, Any]]) -> None:
    """Every kind and shape, and the same arrays give the same name."""
    with TemporaryDirectory() as folder:
        root = open_root(Path(folder) / "w", create=True)
        first = write_index(root, "k", arrays, {}, {})
        assert write_index(root, "k", arrays, {}, {}) == first
        opened = open_index(root)
        assert opened is not None
        for name, array in arrays.items():
            assert opened.arrays[name].dtype == array.dtype
            assert opened.arrays[name].shape == array.shape
            assert opened.arrays[name].tobytes() == array.tobytes()


def test_an_opened_index_cannot_be_changed(built: Path) -> None:
    """The arrays are mapped read-only."""
    opened = open_index(built)
    assert opened is not None
    with pytest.raises(ValueError, match="read-only"):
        opened.arrays["numbers"][0] = 7


def test_an_opened_index_survives_the_next_one(built: Path) -> None:
    """Who has an index open goes on reading it; who opens now gets the new one, and the old folder is gone."""
    old = open_index(built)
    write_index(built, "next", {"numbers": np.zeros(1)}, {}, {})
    new = open_index(built)
    assert old is not None
    assert new is not None
    assert old.arrays["numbers"].tolist() == [0, 1, 2, 3, 4]
    assert new.key == "next"
    assert [path.name for path in (built / "index").iterdir() if path.is_dir()] == [new.name]


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("header.json", lambda content: content[:-1]),
        ("header.json", lambda content: content.replace(b"numbers", b"letters")),
        ("arrays.bin", lambda content: content[:-1]),
        ("arrays.bin", lambda content: content + b"\0"),
    ],
)
def test_damage_is_named(built: Path, file: str, damage: Callable[[bytes], bytes]) -> None:
    """A changed header and data of another length are seen when the index is opened."""
    (path,) = (built / "index").glob(f"*/{file}")
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(WorkspaceError, match=file) as named:
        open_index(built)
    assert "Build the index again" in named.value.remedy


@pytest.mark.parametrize("file", ["header.json", "arrays.bin"])
def test_a_missing_file_is_named(built: Path, file: str) -> None:
    """So is a folder that has lost a file."""
    (path,) = (built / "index").glob(f"*/{file}")
    path.unlink()
    with pytest.raises(WorkspaceError, match=file):
        open_index(built)


def test_a_pointer_to_nothing_is_named(built: Path) -> None:
    """A pointer whose folder is gone is damage, not an empty workspace."""
    (built / "index" / "current").write_text("0123456789abcdef\n")
    with pytest.raises(WorkspaceError, match=r"header.json cannot be read"):
        open_index(built)


def test_a_changed_array_is_found_by_looking(built: Path) -> None:
    """Opening does not read every byte; verifying does."""
    (path,) = (built / "index").glob("*/arrays.bin")
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)
    assert open_index(built) is not None
    with pytest.raises(WorkspaceError, match=r"arrays.bin is not what was written"):
        verify_index(built)
