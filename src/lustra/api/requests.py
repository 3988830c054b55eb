"""What Python callers ask with: the typed requests, and the checks that need no list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TypedDict

from lustra.errors import InputError
from lustra.model.query import Query
from lustra.model.time import AsOf
from lustra.usecases.screening.batch import Batch
from lustra.usecases.screening.queries import typed_query
from lustra.usecases.screening.screening import ScreeningOptions
from lustra.views.screening_rows import render

__all__ = ["FileRequest", "QueryDetails", "query_of", "workspace_folder"]


class QueryDetails(TypedDict, total=False):
    """What may be said of somebody beside the name; several values in one text are separated by ``;``."""

    id: str
    schema: str
    birth_date: str | date | Sequence[str]
    country: str | Sequence[str]
    gender: str
    identifiers: str | Sequence[str]


@dataclass(frozen=True, slots=True)
class FileRequest:
    """A file of counterparties to be screened.

    Args:
        input: CSV, JSONL or Parquet with ``id`` and ``name``.
        output: ``.jsonl`` (a line per question), ``.csv`` or ``.parquet`` (a row per hit).
        errors: where rows that could not be asked go; otherwise beside the output.
        processes: how many processes answer.
        fresh: start over even where an unfinished run could be taken up.
    """

    input: str | Path
    output: str | Path
    errors: str | Path | None = None
    processes: int = 1
    fresh: bool = False

    def batch(self, root: Path | None, as_of: AsOf, options: ScreeningOptions) -> Batch:
        """The run over this file against a workspace."""
        output = Path(self.output)
        return Batch(
            root=root,
            input=Path(self.input),
            output=output,
            errors=Path(self.errors or output.with_name(output.name + ".errors.csv")),
            as_of=as_of,
            options=options,
            render=render,
            processes=self.processes,
            fresh=self.fresh,
        )


def query_of(name: str | Query, details: QueryDetails) -> Query:
    """The question that a name and details make, or the whole question given.

    Raises:
        TypeError: an unknown detail, or details beside a whole question.
        InputError: no name, or a detail that cannot be understood.
    """
    known = sorted(QueryDetails.__annotations__)
    for keyword in details:
        if keyword not in known:
            near = get_close_matches(keyword, known) or known
            raise TypeError(f"unexpected keyword argument {keyword!r}; did you mean {' or '.join(near)}?")
    if not isinstance(name, Query):
        return typed_query({"name": name, **details})
    if details:
        raise TypeError(f"a Query is given, and {', '.join(details)} beside it; put all into the Query")
    return name


def workspace_folder(root: Path | None) -> Path:
    """The folder of a workspace, for what the embedded sample cannot do.

    Raises:
        InputError: this is the embedded sample.
    """
    if root is None:
        raise InputError("the embedded sample cannot be changed or listed", "Open a folder: lustra.open('lists').")
    return root
