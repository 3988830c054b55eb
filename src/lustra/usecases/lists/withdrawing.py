"""Taking a version of a list out again."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lustra.errors import UnknownNameError
from lustra.store.layout import open_root, source_names
from lustra.store.manifest import Manifest
from lustra.store.versions import manifests, withdraw

__all__ = ["Withdrawal", "find_version", "withdraw_version"]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A version about to be taken out.

    Args:
        version: its manifest.
        others: the days of the versions that stay, oldest first.
    """

    version: Manifest
    others: tuple[date, ...]


def find_version(root: Path, source: str, published: date) -> Withdrawal:
    """The version of a day, and what would stay without it.

    Args:
        root: the workspace.
        source: whose list.
        published: the day under which the version is held.

    Raises:
        UnknownNameError: nothing of this list is held, or no version of this day.
        WorkspaceError: there is no workspace, or the list is damaged.
    """
    workspace = open_root(root)
    held = manifests(workspace, source)
    if not held:
        have = ", ".join(source_names(workspace)) or "none yet"
        raise UnknownNameError(f"no version of {source} is held", f"Lists held: {have}.")
    days = [version.published for version in held]
    if published not in days:
        raise UnknownNameError(
            f"no version of {source} of {published} is held", f"Days held: {', '.join(map(str, days))}."
        )
    return Withdrawal(held[days.index(published)], tuple(day for day in days if day != published))


def withdraw_version(root: Path, source: str, published: date) -> Withdrawal:
    """Take a version out as if it had never been held, its bytes included; it can be imported again.

    Args:
        root: the workspace.
        source: whose list.
        published: the day under which the version is held.

    Returns:
        What was taken out, and the days that stay.

    Raises:
        UnknownNameError: nothing of this list is held, or no version of this day.
        WorkspaceError: the list is damaged, or another process writes.
    """
    found = find_version(root, source, published)
    withdraw(open_root(root), source, published)
    return found
