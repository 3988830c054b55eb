"""The log of decisions about links beside a graph: decisions are appended to it, and none is ever changed."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from lustra.errors import WorkspaceError
from lustra.model.decision import Decision
from lustra.store.layout import dataset_folder
from lustra.store.lock import writing
from lustra.store.notes import append_lines, read_appended

__all__ = ["DecisionLog", "append_decisions", "read_decisions"]

_KIND = "decisions"


class DecisionLog(NamedTuple):
    """Every decision about the links of a graph, in the order in which they were taken."""

    decisions: tuple[Decision, ...]
    unfinished: str = ""
    """The beginning of a last line whose writing was interrupted; the decision in it was not kept."""


def read_decisions(root: Path, graph: str) -> DecisionLog:
    """The log of a graph; empty where nothing was decided.

    Raises:
        WorkspaceError: a line of the log is not what was written.
    """
    folder = dataset_folder(root, "graph", graph)
    rows, unfinished = read_appended(folder, _KIND)
    try:
        return DecisionLog(tuple(msgspec.convert(Decision(**row), Decision) for row in rows), unfinished)
    except (TypeError, msgspec.ValidationError) as error:
        raise WorkspaceError(f"The decisions in {folder} cannot be read: {error}.", "Restore them.") from None


def append_decisions(root: Path, graph: str, decisions: Sequence[Decision]) -> None:
    """Add decisions to the log of a graph; they are on the disk when this returns.

    Raises:
        WorkspaceError: another process writes, or the log is damaged.
    """
    folder = dataset_folder(root, "graph", graph)
    with writing(root):
        append_lines(folder, _KIND, [decision._asdict() for decision in decisions])
