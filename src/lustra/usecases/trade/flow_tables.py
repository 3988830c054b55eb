"""Flow tables: loaded from published files, held by version, opened for the engine of trade."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from importlib.resources import as_file
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from lustra.data import folder
from lustra.errors import LustraError, ReadError, UnknownNameError
from lustra.model.progress import Progress, no_progress
from lustra.model.statement import Problem
from lustra.store.flow_files import Connection, columns_of, connect, open_text_table, scan_sql, write_rows
from lustra.store.flows import ArrivingFlows, HeldFlows, held_flows, publish_flows
from lustra.store.layout import dataset_names, open_root
from lustra.trade.flows import FlowTable, Profile, open_table, profile_of
from lustra.trade.load import Loaded, LoadOptions, read_flows
from lustra.trade.quality import notes_on

__all__ = [
    "SAMPLE",
    "LoadOptions",
    "Loaded",
    "Profile",
    "flow_problems",
    "flow_tables",
    "load_flows",
    "read_files",
    "table_for",
]

SAMPLE = "sample"
"""Name of the flow table that needs no download."""


def load_flows(
    root: Path,
    name: str,
    paths: Sequence[Path],
    options: LoadOptions,
    progress: Progress = no_progress,
    today: date | None = None,
) -> Loaded:
    """Read published files and publish them as the version in force of a flow table; earlier versions are kept.

    Args:
        root: the workspace, made where nothing is there yet.
        name: of the table: a-z, 0-9 and _.
        paths: files of one or several formats, in any order.
        options: format, columns, HS edition, currency, memory.
        progress: called with each file's name.
        today: day of loading.

    Raises:
        InputError: the name is none, an unknown format, or a mapping that does not fit.
        ReadError: a file that cannot be read at all, or no usable row in any file.
        WorkspaceError: the workspace is damaged or being written to.
    """
    files = _named(paths)
    arriving = ArrivingFlows(name, files, (today or date.today()).isoformat(), asdict(options))
    loaded: list[Loaded] = []

    def fill(rows: Path, scratch: Path) -> tuple[dict[str, Any], Sequence[Problem]]:
        with connect(options.memory_mb, scratch) as connection:
            table, problems = read_files(connection, files, options, rows, progress)
        loaded.append(Loaded(table.profile, problems))
        return asdict(table.profile), problems

    publish_flows(open_root(root, create=True), arriving, fill)
    return loaded[0]


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    """The files by name; the second of one name gets a number before it."""
    files: dict[str, Path] = {}
    for path in sorted(paths):
        same = sum(1 for other in files.values() if other.name == path.name)
        files[f"{same + 1}-{path.name}" if same else path.name] = path
    return files


def read_files(
    connection: Connection,
    files: Mapping[str, Path],
    options: LoadOptions,
    rows: Path,
    progress: Progress = no_progress,
) -> tuple[FlowTable, tuple[Problem, ...]]:
    """Convert published files to Parquet in the flow schema.

    Args:
        connection: a DuckDB connection.
        files: name → where it lies.
        options: format, mapping, vintage, currency and side, where the files do not tell.
        rows: a folder, made now, that gets ``year=YYYY/*.parquet``.
        progress: called with each file's name.

    Returns:
        The table, and what could not be used.

    Raises:
        InputError: unknown format, or a mapping that does not fit.
        ReadError: a file that cannot be read at all, or no usable row in any file.
    """
    problems: list[Problem] = []
    for number, (name, path) in enumerate(sorted(files.items())):
        progress(f"reading {name}", number, len(files))
        text = open_text_table(connection, name, path, parquet=options.format == "parquet")
        query, unused = read_flows(connection, text, options)
        write_rows(connection, name, query, rows, f"{number:04d}")
        problems += unused
    written = sorted(rows.rglob("*.parquet"))
    if not written:
        reasons = "; ".join(sorted({problem.reason for problem in problems})[:3])
        raise ReadError(f"no usable row in {', '.join(files)}: {reasons}", "Check --format and --map.")
    source = scan_sql(written)
    profile = profile_of(connection, source, notes_on(connection, source))
    return FlowTable(connection, source, profile), tuple(problems)


def flow_tables(root: Path) -> list[tuple[str, Profile | LustraError]]:
    """Every flow table of the workspace by name, with what it holds, or with what is wrong with it.

    Raises:
        WorkspaceError: there is no workspace.
    """
    workspace = open_root(root)
    return [(name, _profile_or_error(workspace, name)) for name in dataset_names(workspace, "trade")]


def _profile_or_error(root: Path, name: str) -> Profile | LustraError:
    try:
        return _profile(held_flows(root, name))
    except LustraError as error:
        return error


def _profile(flows: HeldFlows) -> Profile:
    return msgspec.convert(flows.manifest.profile, Profile)


def flow_problems(root: Path, name: str) -> list[Problem]:
    """What could not be used when a flow table was loaded.

    Raises:
        UnknownNameError: no such table is held.
        WorkspaceError: the workspace or the table is damaged.
    """
    return held_flows(open_root(root), name).problems()


@contextmanager
def table_for(root: Path | None, name: str, memory_mb: int = 512, scratch: Path | None = None) -> Iterator[FlowTable]:
    """The flow table of that name, a Parquet file or a folder of such files, or the sample; open for the block.

    Args:
        root: the workspace; None where there is none.
        name: of the table, or a path.
        memory_mb: what DuckDB may hold, in MB.
        scratch: folder for intermediate tables; None keeps them in memory.

    Raises:
        UnknownNameError: nothing of that name; the remedy lists what there is.
        ReadError: a file that is not a table of flows.
        WorkspaceError: the table is damaged.
    """
    names = dataset_names(root, "trade") if root else ()
    with connect(memory_mb, scratch) as connection:
        if root and name in names:
            flows = held_flows(open_root(root), name)
            yield FlowTable(connection, scan_sql(flows.rows()), _profile(flows))
        elif name == SAMPLE:
            with TemporaryDirectory(prefix="lustra-flows-") as there, as_file(_SAMPLE_FILE) as path:
                yield read_files(connection, {path.name: path}, LoadOptions(format="csv"), Path(there) / "rows")[0]
        else:
            source = scan_sql(_parquet_files(Path(name), names))
            yield open_table(connection, source, columns_of(connection, source, name), name)


_SAMPLE_FILE = folder("sample/trade").joinpath("flows.csv")


def _parquet_files(path: Path, names: Sequence[str]) -> list[Path]:
    files = sorted(path.rglob("*.parquet")) if path.is_dir() else [path] if path.is_file() else []
    if files:
        return files
    raise UnknownNameError(
        f"there is no flow table {str(path)!r}",
        f"There are: {', '.join([SAMPLE, *names])}; load one with 'lustra trade load'.",
    )
