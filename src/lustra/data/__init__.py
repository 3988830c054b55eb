"""The packaged tables of fact and the embedded sample: CSV with a source column, never Python literals.

This room holds constants that happen to be stored in files; reading one is not input or output in the sense of the
layer table, so the pure rooms may import it.
"""

import csv
import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO

__all__ = ["fingerprint", "folder", "table", "text"]


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


@cache
def fingerprint() -> str:
    """SHA-256 of every packaged table: what was worked out with one set of tables is not read with another."""
    digest = hashlib.sha256()
    for name in sorted(file.name for file in folder("").iterdir() if file.name.endswith(".csv")):
        digest.update(name.encode() + hashlib.sha256(folder(name).read_bytes()).digest())
    return digest.hexdigest()
