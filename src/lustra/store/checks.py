"""When a publisher was last asked and had nothing newer: a list may be old and yet current."""

from datetime import date
from pathlib import Path

from lustra.errors import WorkspaceError
from lustra.store.layout import read_pointer, remove_pointer, source_folder, swap_pointer

__all__ = ["forget_check", "last_check", "record_check"]

_CHECKED = "checked"


def record_check(root: Path, source: str, day: date) -> None:
    """Remember that on this day the newest version held was the publisher's newest.

    Args:
        root: the workspace.
        source: a list of which a version is held.
        day: of the answer.
    """
    swap_pointer(source_folder(root, source) / _CHECKED, day.isoformat())


def last_check(root: Path, source: str) -> date | None:
    """The last day recorded, None where there is none.

    Raises:
        WorkspaceError: the record is damaged.
    """
    path = source_folder(root, source) / _CHECKED
    text = read_pointer(path)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WorkspaceError(f"{path} holds no day.", "Remove it, then run: lustra update.") from None


def forget_check(root: Path, source: str) -> None:
    """Take the record away: what it says is not true of the versions held now.

    Args:
        root: the workspace, of which the caller is the writer.
        source: of which something is or was held.
    """
    remove_pointer(source_folder(root, source) / _CHECKED)
