"""The problems that were met when a version was read, as they were kept beside its bytes."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from lustra.errors import WorkspaceError
from lustra.model.statement import Problem
from lustra.store.held import PROBLEMS, check_digest, held_log
from lustra.store.layout import version_folder
from lustra.store.manifest import Manifest

__all__ = ["decode_problems", "read_problems", "write_problems"]


def read_problems(root: Path, version: Manifest) -> Iterator[Problem]:
    """The problems of one version, in the order in which they were met.

    Raises:
        WorkspaceError: the file is missing, damaged or not what was written.
    """
    path = version_folder(root, version.source, version.folder) / PROBLEMS
    log = held_log(root, version.source)
    known = [logged for logged in log.manifest.versions if logged.folder == version.folder] if log else []
    if known and known[0].problems_sha256:
        check_digest(path, known[0].problems_sha256)
    yield from _decoded(path)


def decode_problems(path: Path) -> list[Problem]:
    """The problems in a file whose content was checked.

    Raises:
        WorkspaceError: the file cannot be read.
    """
    return list(_decoded(path))


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """Write problems, a JSON object a line."""
    with path.open("wb") as file:
        file.writelines(msgspec.json.encode(problem._asdict()) + b"\n" for problem in problems)


def _decoded(path: Path) -> Iterator[Problem]:
    try:
        with path.open("rb") as file:
            for line in file:
                yield Problem(**msgspec.json.decode(line))
    except (OSError, TypeError, ValueError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", "Restore the folder from a backup.") from None
