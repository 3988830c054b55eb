"""The use-case of goods: what is restricted, by whom, since when; light, so that an answer loads no scan."""

import shutil
from datetime import date
from pathlib import Path

from lustra.errors import InputError
from lustra.trade.goods import Finding, Measure, find, measures, read_icpsr

__all__ = ["Finding", "Measure", "ask", "held_measures", "keep_list"]

LIST = "goods/eu_833_2014.csv"
"""Where the workspace keeps the code list of openICPSR 229004."""


def keep_list(root: Path | None, source: Path) -> int:
    """Check the code list of openICPSR 229004 (saved as CSV) and keep it; how many sanctioned codes it has.

    Raises:
        InputError: no workspace was given, or there is no such file.
        ReadError: other columns, or a row with a bad code or date.
    """
    if root is None or not source.is_file():
        what = "no workspace was given" if root is None else f"{source} is not a file"
        raise InputError(what, "Write: lustra goods load FILE --workspace DIR.")
    found = read_icpsr(source.read_text("utf-8-sig"), source.name)
    target = root / LIST
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target.with_suffix(".new"))
    target.with_suffix(".new").replace(target)
    return len(found)


def held_measures(root: Path | None) -> tuple[Measure, ...]:
    """The packaged measures, and the loaded code list where there is one."""
    held = root / LIST if root else None
    own = read_icpsr(held.read_text("utf-8-sig"), held.name) if held and held.is_file() else ()
    return measures() + own


def ask(root: Path | None, query: str, on: date | None, to: str) -> tuple[Finding, ...]:
    """What is known about a code, a range or words.

    Raises:
        InputError: nothing known has these words, or the range is empty.
        UnknownNameError: ``to`` is not a country.
    """
    return find(query, held_measures(root), on, to)
