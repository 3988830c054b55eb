"""Screening against an opened index: questions in, answers with evidence and what was checked out."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

import msgspec

from lustra.data import tables_fingerprint
from lustra.errors import UnknownNameError, WorkspaceError
from lustra.model.list_version import ListState, ListVersion, list_state
from lustra.model.query import Answer, Checked, Query
from lustra.model.time import AsOf, day_of, is_before
from lustra.screening.calibration import DEFAULT_THRESHOLD, false_alarms, threshold_for
from lustra.screening.engine import DEFAULT_LIMIT, ScreeningOptions
from lustra.screening.engine import screen as screen_index
from lustra.screening.identifiers import unused
from lustra.screening.index import FORMAT, Index
from lustra.screening.retrieve import WordMemory
from lustra.store.checks import last_check
from lustra.store.index_folder import open_index, verify_index
from lustra.store.layout import POINTER, open_root, read_pointer, source_folder, source_names
from lustra.usecases.screening.sample import sample_index

__all__ = [
    "DEFAULT_LIMIT",
    "DEFAULT_THRESHOLD",
    "Screener",
    "ScreeningOptions",
    "WordMemory",
    "false_alarms",
    "index_is_fresh",
    "index_key",
    "open_screener",
    "threshold_for",
]

INDEX_FORMAT = 2
"""Raised whenever entities are put together otherwise than before; the engine raises its own ``FORMAT``."""


class Screener:
    """An opened index and the list versions behind it.

    Args:
        index: the opened index.
        versions: every held version of every list in it.
        key: what tells this index from any other.
        warnings: what every answer must say.
        checks: when a list's publisher was last asked and had nothing newer.
    """

    def __init__(
        self,
        index: Index,
        versions: Sequence[ListVersion],
        key: str,
        warnings: tuple[str, ...] = (),
        checks: Mapping[str, date | None] = MappingProxyType({}),
    ) -> None:
        self._index = index
        self._versions = tuple(sorted(versions, key=lambda v: (v.source, v.published)))
        self._warnings = warnings
        self._checks = checks
        self.key = key

    @property
    def sources(self) -> tuple[str, ...]:
        """The lists that can be asked."""
        return tuple(sorted({version.source for version in self._versions}))

    def screen(
        self, queries: Sequence[Query], as_of: AsOf, options: ScreeningOptions, memory: WordMemory | None = None
    ) -> list[Answer]:
        """Answer questions, in their order; any number of threads may ask at once.

        Args:
            queries: who is asked about.
            as_of: the day asked about, and the day whose knowledge may be used.
            options: threshold, cutoff, limit and lists.
            memory: of words looked up for earlier questions, of this thread alone; worth it for many batches.

        Raises:
            UnknownNameError: a list is asked for that is not held.
        """
        for name in options.lists:
            if name not in self.sources:
                raise UnknownNameError(f"no list {name!r} is held", f"Held are: {', '.join(self.sources) or 'none'}.")
        checked = self.checked(as_of, options)
        hits = screen_index(self._index, queries, as_of, options, memory)
        return [Answer(query, found, checked, unused(query)) for query, found in zip(queries, hits, strict=True)]

    def checked(self, as_of: AsOf, options: ScreeningOptions) -> Checked:
        """What an answer rests on: the version of each list that was in force, and what it cannot tell."""
        wanted = options.lists or self.sources
        lists = tuple(self._state(source, as_of) for source in wanted)
        late = tuple(_too_late(state, as_of) for state in lists if is_before(as_of.first, day_of(state.oldest)))
        return Checked(as_of, lists, options.threshold, options.cutoff, self.key, self._warnings + late)

    def _state(self, source: str, as_of: AsOf) -> ListState:
        versions = [version for version in self._versions if version.source == source]
        return list_state(versions, as_of, self._checks.get(source))


def _too_late(state: ListState, as_of: AsOf) -> str:
    source = state.version.source
    if is_before(as_of.known, day_of(state.oldest)):
        return f"{source}: nothing published by {as_of.known} is held (the oldest version is of {state.oldest})"
    return (
        f"{source}: the oldest version held is of {state.oldest}; entries that had left the list between "
        f"{as_of.valid} and then cannot be found"
    )


def open_screener(root: Path | None) -> Screener:
    """Open a workspace's index, or the embedded sample.

    Args:
        root: the workspace; None is the embedded sample.

    Raises:
        WorkspaceError: the workspace holds no lists, or its index is missing, damaged or older than its lists.
    """
    if root is None:
        parts, versions = sample_index()
        warning = "the embedded sample answered: an illustration, not a list to rely on; see lustra import --help"
        return Screener(Index(parts.arrays, parts.blobs), versions, "sample", (warning,))
    opened = open_index(root)
    if opened is None or opened.key != index_key(root):
        raise WorkspaceError(f"the index of {root} is missing or older than its lists", "Run: lustra index")
    list_versions = msgspec.convert(opened.manifest["lists"], list[ListVersion])
    checks = {name: last_check(root, name) for name in source_names(root)}
    return Screener(Index(opened.arrays, opened.blobs), list_versions, opened.name, checks=checks)


def index_key(root: Path) -> str:
    """What the index of a workspace must be built from: the logs in force, by the tables of this version.

    Raises:
        WorkspaceError: the workspace holds no list.
    """
    pointers = {name: read_pointer(source_folder(root, name) / POINTER) for name in source_names(open_root(root))}
    if not pointers:
        raise WorkspaceError(f"{root} holds no list yet", "Run: lustra import SOURCE PATH, or lustra update")
    parts = [INDEX_FORMAT, FORMAT, tables_fingerprint(), sorted(pointers.items())]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:16]


def index_is_fresh(root: Path, *, verified: bool = False) -> bool:
    """Whether the index in force was built from the logs in force and is whole; if not, it is to be built again.

    Args:
        root: the workspace.
        verified: read every byte of it too, since a damaged index may miss a name in silence.

    Raises:
        WorkspaceError: the workspace holds no list.
    """
    key = index_key(root)
    try:
        if verified:
            verify_index(root)
        opened = open_index(root)
    except WorkspaceError:  # everything in it is built from the lists
        return False
    return opened is not None and opened.key == key
