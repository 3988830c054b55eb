"""The packaged tables of fact and the embedded sample: CSV with a source column, never Python literals.

This package holds constants that happen to be stored in files; reading one is not input or output in the sense of the
layer table, so the engines may import it.
"""

import csv
import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO

__all__ = ["TABLE_FOLDERS", "folder", "table", "tables", "tables_fingerprint", "text"]

TABLE_FOLDERS = ("text", "screening", "lists", "ownership", "trade", "generated")
"""Folders of tables; ``generated`` holds what programs in ``bench/`` and ``tools/`` wrote."""


def folder(name: str) -> Traversable:
    """The packaged folder ``name`` (such as ``sample/us_ofac_sdn``)."""
    return files(__name__).joinpath(*name.split("/"))


def text(name: str) -> str:
    """The packaged file ``name`` as UTF-8 text."""
    return folder(name).read_text("utf-8")


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the packaged table ``name`` (without folder and ``.csv``), in file order, as column → text.

    Raises:
        KeyError: no packaged table has this name.
    """
    return tuple(csv.DictReader(StringIO(tables()[name].read_text("utf-8"), newline="")))


@cache
def tables() -> dict[str, Traversable]:
    """Every packaged table by its name, which is unique over the folders of ``TABLE_FOLDERS``."""
    files_of_folders = (file for name in TABLE_FOLDERS for file in folder(name).iterdir())
    return {file.name.removesuffix(".csv"): file for file in files_of_folders if file.name.endswith(".csv")}


@cache
def tables_fingerprint() -> str:
    """SHA-256 of every packaged table: what was worked out with one set of tables is not read with another."""
    digest = hashlib.sha256()
    for name, file in sorted(tables().items()):
        digest.update(name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
