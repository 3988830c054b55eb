"""The plain definition of a statement log: what was printed, from which version, until which.

The store keeps the same thing on disk for lists of any size; this is the specification it is tested against, and what
the embedded sample uses.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from lustra.model.statement import LoggedStatement, Statement

__all__ = ["log_of"]


def log_of(versions: Mapping[date, Iterable[Statement]]) -> list[LoggedStatement]:
    """The log of one source.

    Args:
        versions: publication day → the statements of that version; in any order.

    Returns:
        Each statement once per unbroken run of versions that print it, with the day of the run's first version and the
        day of the first version without it ("" while the newest prints it), sorted. Where a statement is written is not
        part of what it says: the locator of the run's first version is kept.
    """
    open_runs: dict[Statement, tuple[Statement, str]] = {}
    closed: list[LoggedStatement] = []
    for published in sorted(versions):
        day = published.isoformat()
        printed = {s._replace(locator=""): s for s in versions[published]}
        for key in open_runs.keys() - printed.keys():
            statement, since = open_runs.pop(key)
            closed.append(LoggedStatement(statement, since, day))
        for key in printed.keys() - open_runs.keys():
            open_runs[key] = (printed[key], day)
    closed.extend(LoggedStatement(statement, since, "") for statement, since in open_runs.values())
    return sorted(closed)
