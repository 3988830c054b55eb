"""The packaged tables of fact and the embedded sample: CSV with a source column, never Python literals.

This room holds constants that happen to be stored in files; reading one is not input or output in the sense of the
layer table, so the pure rooms may import it.
"""

import csv
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO

__all__ = ["folder", "table", "text"]


def folder(name: str) -> Traversable:
    """The packaged folder ``name`` (such as ``sample/us_ofac_sdn``)."""
    return files(__name__).joinpath(*name.split("/"))


def text(name: str) -> str:
    """The packaged file ``name`` as UTF-8 text."""
    return folder(name).read_text("utf-8")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the packaged table ``name`` (without ``.csv``), in file order, as column → text."""
    return tuple(csv.DictReader(StringIO(text(f"{name}.csv"), newline="")))
