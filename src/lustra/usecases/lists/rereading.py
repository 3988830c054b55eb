"""Reading the versions held again, when a reader has learnt something."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from lustra.errors import LustraError, UnknownNameError, WorkspaceError
from lustra.model.source import Source
from lustra.model.statement import Problem, Statement
from lustra.readers.lists.formats import READERS
from lustra.store.layout import open_root, source_names
from lustra.store.manifest import Manifest
from lustra.store.reread import reread
from lustra.store.versions import manifests
from lustra.usecases.lists.importing import another_day
from lustra.usecases.lists.sources import SOURCES

__all__ = ["Reread", "reread_lists"]

Progress = Callable[[int], None]
PROGRESS_STATEMENTS = 2000
COUNTED: dict[str, Callable[[Manifest], int]] = {
    "entries": lambda version: version.entity_count,
    "names": lambda version: version.name_count,
    "statements": lambda version: version.statements,
    "problems": lambda version: sum(version.problems.values()),
}
"""What is counted of a version."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What came of reading a list's versions again.

    Args:
        source: the list.
        versions: the manifest of each version before and after, oldest first; none where it failed.
        error: what went wrong, None where nothing did; the history in force is unchanged then.
    """

    source: str
    versions: tuple[tuple[Manifest, Manifest], ...] = ()
    error: LustraError | None = None

    def counts(self) -> list[tuple[date, dict[str, tuple[int, int]]]]:
        """The day of each version, with its entries, names, statements and problems before and after."""
        return [
            (after.published, {name: (of(before), of(after)) for name, of in COUNTED.items()})
            for before, after in self.versions
        ]


def reread_lists(
    root: Path, names: Sequence[str] = (), progress: Progress = lambda statements: None
) -> Iterator[Reread]:
    """Read every version held of some lists again from the publishers' bytes, each list by itself.

    The history is then one history by one reader: what a better reader sees counts from the version that printed it.

    Args:
        root: the workspace.
        names: which lists; none for all that are held.
        progress: called with the number of statements read so far of a version.

    Raises:
        UnknownNameError: nothing of a list is held.
        WorkspaceError: there is no workspace.
    """
    workspace = open_root(root)
    held = source_names(workspace)
    if unknown := [name for name in names if name not in held]:
        raise UnknownNameError(
            f"no version of {', '.join(unknown)} is held", f"Lists held: {', '.join(held) or 'none'}."
        )
    return (_reread_one(workspace, name, progress) for name in names or held)


def _reread_one(root: Path, name: str, progress: Progress) -> Reread:
    try:
        before = manifests(root, name)
        row = SOURCES.get(name) or Source(name, name, "", before[-1].format, (), "", "")
        after = reread(root, row, lambda version, files: _read(version, files, progress))
    except LustraError as error:
        return Reread(name, error=error)
    return Reread(name, tuple(zip(before, after, strict=True)))


def _read(version: Manifest, files: Mapping[str, BinaryIO], progress: Progress) -> Iterator[Statement | Problem]:
    """A version by the reader of the format in which it came.

    Raises:
        WorkspaceError: no reader is known of that format.
    """
    if version.format not in READERS:
        raise WorkspaceError(
            f"the version of {version.source} of {version.published} is of the format {version.format!r}",
            f"Known are: {', '.join(READERS)}. Update Lustra.",
        )
    told = another_day([file.name for file in version.files], version.published, version.stated)
    for count, item in enumerate(chain(told, READERS[version.format].read(version.source, files))):
        if count % PROGRESS_STATEMENTS == 0:
            progress(count)
        yield item
