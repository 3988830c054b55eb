"""Queries as they are typed at a command line or given in Python."""

from collections.abc import Mapping
from typing import Any

from lustra.model.query import Query
from lustra.readers.counterparties.query_parsing import question

__all__ = ["typed_query"]


def typed_query(fields: Mapping[str, Any]) -> Query:
    """The query that typed fields make, read as a row of a counterparty file is read.

    Args:
        fields: column → text or texts: ``name`` (required), ``schema``, ``birth_date``, ``country``,
            ``gender``, ``identifiers``.

    Raises:
        InputError: no name, or a field that cannot be understood.
    """
    return question(fields)
