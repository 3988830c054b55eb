"""Use-cases of trade: load flows, ask about goods, look for corridors, compare mirrors, measure a measure's bite."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file
from pathlib import Path
from tempfile import TemporaryDirectory

from lustra.data import folder
from lustra.errors import UnknownNameError, WorkspaceError
from lustra.model.corridor import Detection
from lustra.model.statement import Problem
from lustra.model.time import parse_day
from lustra.trade.detect import Options, detect
from lustra.trade.events import Event, event, own_event
from lustra.trade.flows import FlowTable, Profile, open_table
from lustra.trade.goods import chpl
from lustra.trade.lists import listed_codes
from lustra.trade.load import Loaded, LoadOptions, load
from lustra.trade.mirror import MirrorRow, mirror
from lustra.trade.places import expand
from lustra.trade.vintages import Concordance, packaged, read_folder

__all__ = [
    "MIRROR_DAY",
    "MIRROR_IMPORTERS",
    "MIRROR_ORIGINS",
    "SAMPLE",
    "Asked",
    "LoadOptions",
    "Loaded",
    "MirrorRow",
    "Profile",
    "codes_of",
    "divert",
    "flow_tables",
    "flows",
    "keep_concordance",
    "load_flows",
    "mirrored",
    "problem_line",
    "table_for",
    "the_event",
]

SAMPLE = "sample"
"""Name of the flow table that needs no download."""
MIRROR_ORIGINS = ("EU27",)
MIRROR_IMPORTERS = ("AM", "KG", "KZ", "UZ")
MIRROR_DAY = date(2022, 2, 25)
"""Whose reports are compared, around which day, where nothing else is asked: Regulation (EU) 2022/328; neighbours."""


@dataclass(frozen=True, slots=True)
class Asked:
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


def the_event(asked: Asked) -> Event:
    """The packaged event of that name, or the one the options describe.

    Raises:
        UnknownNameError: no such event.
        InputError: the description lacks a day, an origin or a target.
    """
    if asked.event:
        return event(asked.event)
    return own_event(parse_day(asked.day).date, asked.origin, asked.target)


@contextmanager
def table_for(root: Path | None, name: str) -> Iterator[FlowTable]:
    """The flow table of that name; the sample, read afresh into a folder that goes away, where no workspace is given.

    Raises:
        UnknownNameError: nothing of that name; the remedy lists what there is.
        ReadError: a file that is not a table of flows.
    """
    if root is None:
        with TemporaryDirectory(prefix="lustra-flows-") as there:
            yield flows(Path(there), name)
    else:
        yield flows(root, name)


def flow_tables(root: Path) -> list[tuple[str, Profile]]:
    """Every flow table of the workspace, by name."""
    names = sorted(path.parent.name for path in (root / "trade").glob("*/current"))
    return [(name, flows(root, name).profile) for name in names]


def flows(root: Path, name: str) -> FlowTable:
    """The flow table of that name in the workspace, a Parquet file or folder of that path, or the sample.

    Raises:
        UnknownNameError: nothing of that name; the remedy lists what there is.
        ReadError: a file that is not a table of flows.
    """
    held = root / "trade" / name
    if (held / "current").is_file():
        return open_table(held / (held / "current").read_text("utf-8").strip())
    if name == SAMPLE:
        return load_flows(root, SAMPLE, _sample_files(), LoadOptions(format="csv")).table
    if Path(name).exists():
        return open_table(Path(name))
    there = sorted(path.parent.name for path in (root / "trade").glob("*/current"))
    raise UnknownNameError(
        f"there is no flow table {name!r}",
        f"There are: {', '.join([SAMPLE, *there])}; load one with 'lustra trade load'.",
    )


def _sample_files() -> list[Path]:
    with as_file(folder("sample/trade").joinpath("flows.csv")) as path:
        return [path]


def load_flows(
    root: Path, name: str, paths: Sequence[Path], options: LoadOptions, say: Callable[[str], object] = len
) -> Loaded:
    """Read published files into the workspace under a name; the old table stays in force until the new one is whole.

    Raises:
        InputError: unknown format, or a mapping that does not fit.
        ReadError: a file that cannot be read at all, or no usable row in any file.
        WorkspaceError: the workspace cannot be written.
    """
    home = root / "trade" / name
    try:
        home.mkdir(parents=True, exist_ok=True)
        number = 1 + max((int(path.name[1:]) for path in home.glob("v*") if path.name[1:].isdigit()), default=0)
        target = home / f"v{number:04d}"
        target.mkdir()
    except OSError as error:
        raise WorkspaceError(f"{home} cannot be written: {error}", "Choose another --workspace.") from None
    try:
        loaded = load(list(paths), target, options, say)
    except Exception:
        shutil.rmtree(target, ignore_errors=True)
        raise
    _publish(home, target.name)
    return loaded


def _publish(home: Path, version: str) -> None:
    """Make a version current by one replacement, then drop the older ones."""
    new = home / "current.new"
    new.write_text(version + "\n", "utf-8")
    new.replace(home / "current")
    for old in home.glob("v*"):
        if old.name != version:
            shutil.rmtree(old, ignore_errors=True)


def keep_concordance(root: Path, source: Path) -> int:
    """Check a folder of correspondences and copy it into the workspace; how many tables it holds.

    Raises:
        ReadError: the folder holds no correspondence, or a row is not two codes.
    """
    held = read_folder(source)
    home = root / "trade-concordance"
    fresh = root / "trade-concordance.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for path in sorted(source.glob("hs?_hs?.csv")):
        shutil.copy(path, fresh / path.name)
    shutil.rmtree(home, ignore_errors=True)
    fresh.rename(home)
    return len(held.tables)


def concordance_in(root: Path | None, given: str = "") -> Concordance:
    """The correspondences given, those in the workspace, or the packaged subset.

    Raises:
        ReadError: the folder given holds none.
    """
    if given:
        return read_folder(Path(given))
    home = root / "trade-concordance" if root else None
    return read_folder(home) if home and home.is_dir() else packaged()


def divert(root: Path | None, name: str, asked: Asked, say: Callable[[str], object] = len) -> Detection:
    """Look for corridors in a flow table.

    Raises:
        UnknownNameError: no such table, event or country.
        InputError: a question that does not fit the data (see ``lustra.trade.detect.detect``).
    """
    wanted = the_event(asked)
    codes, vintage = codes_of(asked)
    options = Options(
        codes=codes,
        vintage=asked.vintage or vintage,
        via=expand(asked.via, wanted.day),
        window=asked.window,
        level=asked.level,
        top=asked.top,
        memory_mb=asked.memory_mb,
        placebo_dates=asked.placebo_dates,
    )
    with table_for(root, name) as table, TemporaryDirectory(prefix="lustra-scan-") as scratch:
        return detect(table, wanted, options, Path(scratch), concordance_in(root, asked.concordance), say)


def codes_of(asked: Asked) -> tuple[tuple[str, ...], str]:
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
