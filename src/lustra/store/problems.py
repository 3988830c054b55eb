"""The problems that were met when a version was read, as they were kept beside its bytes."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from lustra.errors import WorkspaceError
from lustra.model.statement import Problem
from lustra.store.held import PROBLEMS
from lustra.store.layout import version_folder
from lustra.store.manifest import Manifest

__all__ = ["read_problems"]


def read_problems(root: Path, version: Manifest) -> Iterator[Problem]:
    """The problems of one version, in the order in which they were met.

    Raises:
        WorkspaceError: the file is missing or damaged.
    """
    path = version_folder(root, version.source, version.folder) / PROBLEMS
    try:
        with path.open("rb") as file:
            for line in file:
                yield Problem(**msgspec.json.decode(line))
    except (OSError, TypeError, msgspec.DecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read: {error}.", "Restore the folder from a backup.") from None
