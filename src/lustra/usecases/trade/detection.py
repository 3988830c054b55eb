"""Use-cases of trade: look for corridors, compare mirrors."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from lustra.model.corridor import Detection
from lustra.model.progress import Progress, no_progress
from lustra.model.statement import Problem
from lustra.model.time import parse_day
from lustra.trade.detect import Options, detect
from lustra.trade.events import Event, event, own_event
from lustra.trade.goods import chpl
from lustra.trade.lists import listed_codes
from lustra.trade.mirror import MirrorRow, mirror
from lustra.trade.places import expand
from lustra.usecases.trade.concordances import concordance_in
from lustra.usecases.trade.flow_tables import table_for

__all__ = [
    "MIRROR_DAY",
    "MIRROR_IMPORTERS",
    "MIRROR_ORIGINS",
    "DiversionQuery",
    "MirrorRow",
    "divert",
    "mirrored",
    "problem_line",
    "product_codes",
    "the_event",
]

MIRROR_ORIGINS = ("EU27",)
MIRROR_IMPORTERS = ("AM", "KG", "KZ", "UZ")
MIRROR_DAY = date(2022, 2, 25)
"""Whose reports are compared, around which day, where nothing else is asked: Regulation (EU) 2022/328; neighbours."""


@dataclass(frozen=True, slots=True)
class DiversionQuery:
    """The question of ``lustra divert`` as typed."""

    event: str = ""
    day: str = ""
    origin: tuple[str, ...] = ()
    target: str = ""
    products: str = ""
    """Codes with commas, a file of codes, ``chpl``, ``*`` for all, or '' for the event's own."""
    vintage: str = ""
    via: tuple[str, ...] = ()
    window: int = 3
    level: float = 0.05
    top: int = 25
    placebo_dates: int = 0
    concordance: str = ""
    memory_mb: int = 512


def the_event(asked: DiversionQuery) -> Event:
    """The packaged event of that name, or the one the options describe.

    Raises:
        UnknownNameError: no such event.
        InputError: the description lacks a day, an origin or a target.
    """
    if asked.event:
        return event(asked.event)
    return own_event(parse_day(asked.day).date, asked.origin, asked.target)


def divert(root: Path | None, name: str, asked: DiversionQuery, progress: Progress = no_progress) -> Detection:
    """Look for corridors in a flow table.

    Raises:
        UnknownNameError: no such table, event or country.
        InputError: a question that does not fit the data (see ``lustra.trade.detect.detect``).
    """
    wanted = the_event(asked)
    codes, vintage = product_codes(asked)
    options = Options(
        codes=codes,
        vintage=asked.vintage or vintage,
        via=expand(asked.via, wanted.day),
        window=asked.window,
        level=asked.level,
        top=asked.top,
        placebo_dates=asked.placebo_dates,
    )
    with (
        TemporaryDirectory(prefix="lustra-scan-") as scratch,
        table_for(root, name, asked.memory_mb, Path(scratch)) as table,
    ):
        return detect(table, wanted, options, concordance_in(root, asked.concordance), progress)


def product_codes(asked: DiversionQuery) -> tuple[tuple[str, ...], str]:
    """The codes asked for, and the edition of a packaged list."""
    text = asked.products.strip()
    if text.casefold() == "chpl":
        return tuple(sorted(chpl())), "HS2022"
    if text and Path(text).is_file():
        return listed_codes(Path(text).read_text("utf-8-sig").splitlines()), ""
    return tuple(code.strip() for code in text.split(",") if code.strip()), ""


def mirrored(
    root: Path | None, names: Sequence[str], importers: Sequence[str], origins: Sequence[str], day: date
) -> tuple[MirrorRow, ...]:
    """Compare exporters' and importers' reports over one or more flow tables.

    Raises:
        UnknownNameError: no such table or country.
        InputError: one side is missing altogether.
    """
    with ExitStack() as held:
        tables = [held.enter_context(table_for(root, name)) for name in names]
        return mirror(tables, importers, origins, day)


def problem_line(problem: Problem) -> str:
    """A problem in one line: file, place, reason, value."""
    value = f": {problem.value!r}" if problem.value else ""
    return f"{problem.file}, {problem.where}: {problem.reason}{value}"
