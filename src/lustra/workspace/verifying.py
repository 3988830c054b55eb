"""Whether all that is held of a list is what was written."""

from pathlib import Path

from lustra.store.held import manifests, open_log
from lustra.store.layout import version_folder
from lustra.store.originals import check_original

__all__ = ["verify_list"]


def verify_list(root: Path, source: str) -> None:
    """Read the log in force and the publisher's files of every version in force, and compare them with their hashes.

    Args:
        root: the workspace.
        source: the list.

    Raises:
        UnknownNameError: nothing of this source is held.
        WorkspaceError: a file is missing, damaged or not what was written.
    """
    open_log(root, source)
    for version in manifests(root, source):
        for file in version.files:
            check_original(version_folder(root, source, version.folder), file)
