"""Which of the files given are the list's, and which reader reads them: no file is taken for one of another list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lustra.errors import InputError, ReadError
from lustra.model.source import Source
from lustra.model.statement import Problem
from lustra.readers.lists.formats import HEAD_BYTES, READERS, Reader, recognise
from lustra.usecases.lists.sources import SOURCES

__all__ = ["Chosen", "choose"]

MAPPING = "mapping.toml"
ALSO_PUBLISHED_AS = {"uk_xml": ("uk_csv",)}
"""Formats in which a list is published besides the one in the table of sources."""
PACKED = {
    b"PK\x03\x04": "zip",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
"""First bytes → the packing they tell of."""
WORKBOOKS = ("au_xlsx",)
"""Formats whose files are packed by nature."""
GIVE = "Give the publisher's file, or the folder that holds the set."


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be read.

    Args:
        reader: of the format the files are in.
        files: the publisher's lower-case file name → where it lies.
        left: names of files of the folder that are no part of the list.
    """

    reader: Reader
    files: dict[str, Path]
    left: tuple[str, ...] = ()

    def problems(self) -> list[Problem]:
        """A problem for each file that is not read."""
        return [Problem(name, "whole file", "the file is no part of this list; it is not read") for name in self.left]


def choose(path: Path, mapping: Path | None, row: Source | None) -> Chosen:
    """Choose files and reader.

    Args:
        path: the publisher's file, or the folder that holds the files of a set.
        mapping: for a table of the user's own, the TOML file that says what its columns mean.
        row: the list's row in the table of sources; None for a list of the user's own.

    Raises:
        InputError: a path is not there, cannot be read, or holds no file.
        ReadError: the files are packed, of another list, or of no format that is known.
    """
    given = _given(path, mapping)
    heads = {name: _head(place) for name, place in given.items()}
    reader = _reader(path, heads, row)
    named = _names(reader, row)
    kept = given.keys() & named or {name for name, head in heads.items() if reader.recognises(name, head)}
    if reader.name == "mapped_csv" or not kept:
        kept = set(given)
    if reader.name not in WORKBOOKS:
        _refuse_packed({name: heads[name] for name in kept})
    return Chosen(reader, {name: given[name] for name in sorted(kept)}, tuple(sorted(given.keys() - kept)))


def _given(path: Path, mapping: Path | None) -> dict[str, Path]:
    """The publisher's lower-case file name → where it lies."""
    if not path.exists():
        raise InputError(f"{path} is not there", GIVE)
    if mapping is not None and not mapping.is_file():
        raise InputError(f"the mapping {mapping} is not there", "Give a TOML file: see lustra import --help.")
    try:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "Check its permissions.") from None
    files = {one.name.lower(): one for one in inside if one.is_file() and not one.name.startswith(".")}
    if not files:
        raise InputError(f"{path} holds no file", GIVE)
    return files if mapping is None else files | {MAPPING: mapping}


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEAD_BYTES)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "Check its permissions.") from None


def _reader(path: Path, heads: Mapping[str, bytes], row: Source | None) -> Reader:
    found = recognise(heads)
    if row is None:
        if found is None:
            _refuse_packed(heads)
            known = "; ".join(reader.title for reader in READERS.values() if reader.name != "mapped_csv")
            remedy = f"For a table of your own add --mapping FILE: see lustra import --help. Else known are: {known}."
            raise ReadError(f"{path} is in no format that is known", remedy)
        return READERS[found]
    _refuse_other_lists(heads, row)
    for name in (row.format, *ALSO_PUBLISHED_AS.get(row.format, ())):
        if recognise(heads, (name,)):
            return READERS[name]
    if found:
        raise ReadError(f"{path} is {READERS[found].title}; {row.name} is not", "Check the list's name and the file.")
    return READERS[row.format]


def _names(reader: Reader, row: Source | None) -> set[str]:
    """Lower-case file names by which files are known to be the list's."""
    return {*reader.files, *(file.name for file in (row.files if row else ()))}


def _refuse_other_lists(names: Iterable[str], row: Source) -> None:
    own = {file.name for file in row.files}
    for other in SOURCES.values():
        others = {file.name for file in other.files} - own if other.format == row.format else set()
        if wrong := sorted(others.intersection(names)):
            raise ReadError(
                f"{', '.join(wrong)} belongs to {other.name}, not to {row.name}",
                "Give one list at a time: its file, or a folder that holds its set alone.",
            )


def _refuse_packed(heads: Mapping[str, bytes]) -> None:
    for name, head in heads.items():
        for start, packing in PACKED.items():
            if head.startswith(start):
                raise ReadError(f"{name} is packed ({packing})", "Unpack it, then import what is in it.")
