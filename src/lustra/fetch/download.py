"""The files of one list from their official addresses, checked to be what they claim, beside whatever is held."""

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lustra.errors import FetchError
from lustra.fetch.web import Progress, Response, Validators, Web, header_day
from lustra.model.source import Source, SourceFile

__all__ = ["Fetched", "FetchedFile", "download"]

_BLOCK = 1 << 20
_MAX_UNPACKED = 2 << 30
"""Bytes of a file that comes as .gz."""
_HEAD = 1024
_GZIP = b"\x1f\x8b"
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")
_STARTS = {"xml": (b"<",), "json": (b"{", b"[")}
"""How a file of a format begins, after blanks and a byte order mark."""
_BAD = "What is held stays in force. Look at the publisher's page and try again later."


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """One file that was fetched whole."""

    name: str
    path: Path
    url: str
    """Where the bytes came from in the end."""
    validators: Validators

    @property
    def modified(self) -> date | None:
        """The day on which the server says the file last changed."""
        return header_day(self.validators.last_modified)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of fetching a list."""

    files: tuple[FetchedFile, ...]
    """All files of the set that were there; none where nothing changed."""
    unchanged: bool = False
    """Every file is the one held."""
    missing: tuple[str, ...] = ()
    """Companion files that were not there."""


def _quiet(_name: str, _received: int, _total: int | None) -> None:
    return


def download(
    source: Source, into: Path, previous: Mapping[str, Validators], web: Web, progress: Progress = _quiet
) -> Fetched:
    """Fetch the set of files of a list.

    Nothing but the folder given is touched. If any file has changed, all are fetched, so that a set is of one piece.

    Args:
        source: the list with its official addresses.
        into: an existing folder for the files.
        previous: by file name, what the server said about the copy held.
        web: who is asked.
        progress: called as bytes arrive.

    Returns:
        The files, or that nothing has changed.

    Raises:
        FetchError: a file could not be fetched whole, is empty, or is not what its name says.
    """
    answers = {f.name: _ask(f, into, previous.get(f.name, Validators()), web, progress) for f in source.files}
    states = {answer.state for answer in answers.values()}
    if "unchanged" in states and "whole" not in states:
        return Fetched((), unchanged=True)
    for file in source.files:
        if answers[file.name].state == "unchanged":
            answers[file.name] = _ask(file, into, Validators(), web, progress)
    present = [file for file in source.files if _is_there(source, file, answers[file.name])]
    for file in present:
        _check(into / file.name, answers[file.name].url)
    fetched = tuple(
        FetchedFile(f.name, into / f.name, answers[f.name].url, answers[f.name].validators) for f in present
    )
    return Fetched(fetched, missing=tuple(file.name for file in source.files if file not in present))


def _ask(file: SourceFile, into: Path, previous: Validators, web: Web, progress: Progress) -> Response:
    return web.get(file.url, into / file.name, previous, lambda received, total: progress(file.name, received, total))


def _is_there(source: Source, file: SourceFile, answer: Response) -> bool:
    if answer.state == "missing" and file.required:
        raise FetchError(
            f"{file.url} is not there, or not open to everybody.",
            f"What is held stays in force. The publisher may have moved it: see {source.page}.",
        )
    return answer.state == "whole"


def _check(path: Path, url: str) -> None:
    """Unpack a .gz, and refuse what cannot be the file.

    Raises:
        FetchError: the file is empty, damaged, a web page, or does not begin as its format does.
    """
    if _head(path).startswith(_GZIP) and path.suffix != ".gz":
        _unpack(path, url)
    head = _head(path).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head:
        raise FetchError(f"{url} is empty.", _BAD)
    if head.startswith(_HTML):
        raise FetchError(f"{url} is a web page, not {path.name}.", _BAD)
    starts = _STARTS.get(path.suffix.removeprefix("."))
    if starts and not head.startswith(starts):
        raise FetchError(f"{url} does not begin as {path.name} should.", _BAD)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _unpack(path: Path, url: str) -> None:
    packed, written = path.with_name(f"{path.name}.packed"), 0
    path.rename(packed)
    try:
        with gzip.open(packed) as source, path.open("wb") as target:
            while block := source.read(_BLOCK):
                written += target.write(block)
                if written > _MAX_UNPACKED:
                    raise FetchError(f"{url} unpacks to more than {_MAX_UNPACKED} bytes.", _BAD)
    except (EOFError, OSError, zlib.error):
        raise FetchError(f"{url} is a damaged gzip file.", _BAD) from None
    finally:
        packed.unlink()
