"""Flow tables and concordances in the workspace: the publisher's bytes, what was read from them, and every problem."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from lustra.errors import ReadError, WorkspaceError
from lustra.model.statement import Problem
from lustra.store.held import MANIFEST, PROBLEMS
from lustra.store.layout import dataset_folder, fresh_folder, sweep_unfinished
from lustra.store.lock import writing
from lustra.store.manifest import HeldFile
from lustra.store.originals import content_hash, fingerprints, keep_originals, open_original, original_name
from lustra.store.problems import decode_problems, write_problems
from lustra.store.publisher import Dataset, Version, current_version, publish_version

__all__ = [
    "CONCORDANCE",
    "ArrivingFlows",
    "FlowManifest",
    "HeldFlows",
    "concordance_dataset",
    "flow_dataset",
    "held_concordance",
    "held_flows",
    "publish_concordance",
    "publish_flows",
]

T = TypeVar("T")
CONCORDANCE = "hs"
"""Name of the one concordance that a workspace holds: of the HS editions."""
_ROWS = "rows"
_LEVEL = 3
"""zstd: trade files are a hundred times the size of lists."""


@dataclass(frozen=True, slots=True)
class FlowManifest:
    """One version of a flow table: ``manifest.json`` in its folder."""

    name: str
    loaded: str
    """The day it was loaded on."""
    sha256: str
    """Over the names and hashes of the files: equal for equal bytes."""
    files: tuple[HeldFile, ...]
    options: dict[str, Any]
    """How the files were read."""
    profile: dict[str, Any]
    """What the table holds, as the engine of trade found."""
    problems: dict[str, int]
    """By severity."""


@dataclass(frozen=True, slots=True)
class ArrivingFlows:
    """A flow table about to be published.

    Args:
        name: of the table.
        files: file name → where its bytes lie.
        loaded: today, ISO.
        options: how the files are read, as JSON can hold it.
    """

    name: str
    files: Mapping[str, Path]
    loaded: str
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HeldFlows:
    """One version of a flow table, opened."""

    version: Version
    manifest: FlowManifest

    def rows(self) -> list[Path]:
        """The Parquet files, every byte of them compared with what was written.

        Raises:
            WorkspaceError: one is missing or damaged.
        """
        return [self.version.path(name) for name in self.version.files if name.startswith(f"{_ROWS}/")]

    def problems(self) -> list[Problem]:
        """What could not be used when the table was loaded.

        Raises:
            WorkspaceError: the file is missing or damaged.
        """
        return decode_problems(self.version.path(PROBLEMS))


def flow_dataset(root: Path, name: str) -> Dataset:
    """A flow table as the publisher knows it.

    Raises:
        InputError: the name holds anything but a-z, 0-9 and _.
    """
    return Dataset(root, "trade", name, dataset_folder(root, "trade", name), f"lustra trade load {name} FILE…")


def publish_flows(
    root: Path, arriving: ArrivingFlows, fill: Callable[[Path, Path], tuple[Mapping[str, Any], Sequence[Problem]]]
) -> HeldFlows:
    """Keep a flow table's bytes and what was read from them, and make it the version in force; earlier ones are kept.

    Args:
        root: the workspace.
        arriving: the version.
        fill: called with an empty folder for rows and one for intermediate tables; writes the rows as Parquet and
            returns the table's profile and problems.

    Raises:
        InputError: the name is none, or a file cannot be read.
        WorkspaceError: another process writes, or the disk does not take what is written.
    """
    dataset = flow_dataset(root, arriving.name)
    originals = fingerprints(arriving.files, {})
    with writing(root):
        sweep_unfinished(dataset.folder)
        with fresh_folder(dataset.folder) as folder, fresh_folder(dataset.folder) as scratch:
            profile, problems = fill(folder / _ROWS, scratch)
            manifest = _manifest(arriving, originals, profile, problems)
            write_problems(folder / PROBLEMS, problems)
            keep_originals(arriving.files, folder, _LEVEL)
            _write_manifest(folder, manifest)
            version = publish_version(dataset, folder, _label(arriving.loaded, manifest.sha256))
    return HeldFlows(version, manifest)


def _manifest(
    arriving: ArrivingFlows, originals: tuple[HeldFile, ...], profile: Mapping[str, Any], problems: Sequence[Problem]
) -> FlowManifest:
    severities = [problem.severity for problem in problems]
    return FlowManifest(
        name=arriving.name,
        loaded=arriving.loaded,
        sha256=content_hash(originals),
        files=originals,
        options=dict(arriving.options),
        profile=dict(profile),
        problems={severity: severities.count(severity) for severity in sorted(set(severities))},
    )


def _label(loaded: str, sha256: str) -> str:
    return f"{loaded}-{sha256[:8]}"


def _write_manifest(folder: Path, manifest: object) -> None:
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))


def held_flows(root: Path, name: str) -> HeldFlows:
    """The version of a flow table that is in force.

    Raises:
        InputError: the name holds anything but a-z, 0-9 and _.
        UnknownNameError: nothing of this name is held.
        WorkspaceError: it is damaged, or was written before hashes were kept.
    """
    version = current_version(flow_dataset(root, name))
    return HeldFlows(version, _decoded(version, FlowManifest))


def _decoded(version: Version, kind: type[T]) -> T:
    path = version.path(MANIFEST)
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", version.remedy) from None


@dataclass(frozen=True, slots=True)
class ConcordanceManifest:
    """One version of the concordance: ``manifest.json`` in its folder."""

    loaded: str
    sha256: str
    files: tuple[HeldFile, ...]


def concordance_dataset(root: Path) -> Dataset:
    """The concordance as the publisher knows it."""
    folder = dataset_folder(root, "concordance", CONCORDANCE)
    return Dataset(root, "concordance", CONCORDANCE, folder, "lustra trade concordance load FOLDER")


def publish_concordance(root: Path, files: Mapping[str, Path], loaded: str) -> None:
    """Keep the files of a concordance and make them the version in force; earlier ones are kept.

    Args:
        root: the workspace.
        files: file name → where its bytes lie; checked by the caller.
        loaded: today, ISO.

    Raises:
        InputError: a file cannot be read.
        WorkspaceError: another process writes, or the disk does not take what is written.
    """
    dataset = concordance_dataset(root)
    originals = fingerprints(files, {})
    manifest = ConcordanceManifest(loaded, content_hash(originals), originals)
    with writing(root):
        sweep_unfinished(dataset.folder)
        with fresh_folder(dataset.folder) as folder:
            keep_originals(files, folder, _LEVEL)
            _write_manifest(folder, manifest)
            publish_version(dataset, folder, _label(loaded, manifest.sha256))


def held_concordance(root: Path) -> dict[str, list[str]]:
    """The lines of each file of the concordance in force.

    Raises:
        UnknownNameError: none is held.
        WorkspaceError: it is damaged.
    """
    version = current_version(concordance_dataset(root))
    manifest = _decoded(version, ConcordanceManifest)
    return {file.name: _lines(version, file) for file in manifest.files}


def _lines(version: Version, file: HeldFile) -> list[str]:
    version.path(original_name(file))
    try:
        with TextIOWrapper(open_original(version.folder, file), "utf-8-sig", newline="") as stream:
            return list(stream)
    except UnicodeDecodeError as error:
        raise ReadError(f"{file.name} is not UTF-8: {error}", "Save it as UTF-8, and load it again.") from None
