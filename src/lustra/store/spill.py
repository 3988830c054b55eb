"""A reader's stream, consumed once in bounded memory: statements to Parquet, problems to JSON lines, both counted."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pyarrow.parquet as pq

from lustra.model.statement import Problem, Statement
from lustra.store.columns import LINED, statement_table
from lustra.store.held import PROBLEMS

__all__ = ["Spilled", "spill"]

_BATCH = 16_384
_NAMES = frozenset({"name", "alias", "weakAlias", "previousName"})
"""FollowTheMoney properties that hold a printed name."""


@dataclass(slots=True)
class Spilled:
    """Where the statements went, and what was counted on the way."""

    path: Path
    schemas: dict[str, str] = field(default_factory=dict)
    """Schema of each entry, by its id."""
    names: Counter[str] = field(default_factory=Counter)
    statements: int = 0
    severities: Counter[str] = field(default_factory=Counter)
    fatal: list[Problem] = field(default_factory=list)
    """Problems of which the caller said that they forbid publishing."""

    @property
    def entities(self) -> dict[str, int]:
        """Entries by schema, sorted."""
        return dict(sorted(Counter(self.schemas.values()).items()))


def spill(
    items: Iterable[Statement | Problem], folder: Path, companions: Collection[str], fatal: Callable[[Problem], bool]
) -> Spilled:
    """Write a stream into a folder as it comes.

    Args:
        items: what a reader yields; what it raises passes through.
        folder: gets ``problems.jsonl`` and a scratch file of statements.
        companions: names of files that a version may come without.
        fatal: whether a problem forbids publishing.

    Returns:
        The counts, and the scratch file (schema LINED).
    """
    spilled = Spilled(folder / "printed.parquet")
    batch: list[Statement] = []
    with (folder / PROBLEMS).open("wb") as problems, pq.ParquetWriter(spilled.path, LINED, compression="lz4") as writer:
        for item in items:
            if isinstance(item, Statement):
                batch.append(item)
                if len(batch) == _BATCH:
                    _flush(batch, companions, spilled, writer)
            else:
                problems.write(msgspec.json.encode(item._asdict()) + b"\n")
                spilled.severities[item.severity] += 1
                if fatal(item):
                    spilled.fatal.append(item)
        _flush(batch, companions, spilled, writer)
    return spilled


def _flush(batch: list[Statement], companions: Collection[str], spilled: Spilled, writer: pq.ParquetWriter) -> None:
    for statement in batch:
        if "#" not in statement.entity:
            spilled.schemas.setdefault(statement.entity, statement.schema)
            if statement.prop in _NAMES:
                spilled.names[statement.prop] += 1
    spilled.statements += len(batch)
    writer.write_table(statement_table(batch, companions))
    batch.clear()
