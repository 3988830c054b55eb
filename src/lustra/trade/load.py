"""Published trade tables → partitioned Parquet in the flow schema, with every unusable row reported by file and line.

One file at a time, streamed by DuckDB: the distinct texts of places, periods and flows are resolved in Python and
joined back, so that the rules stand in one place and the rows never pass through Python.
"""

import codecs
import csv
import gzip
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from lustra.errors import InputError, ReadError
from lustra.model.statement import Problem
from lustra.trade.flows import COLUMNS, FlowTable, connect, literal, profile_of, scan_sql, write_profile
from lustra.trade.formats import FORMATS, Format, detect, flow_of, map_columns
from lustra.trade.periods import read_period
from lustra.trade.places import resolve
from lustra.trade.quality import notes_on
from lustra.trade.rows import TextFile, problems_of, typed_sql

__all__ = ["LoadOptions", "Loaded", "load"]


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How files are to be read; "" lets each file tell."""

    format: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Role → column name, for national tables."""
    vintage: str = ""
    currency: str = ""
    side: str = ""
    memory_mb: int = 512


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the files."""

    table: FlowTable
    problems: tuple[Problem, ...]


def load(paths: list[Path], folder: Path, options: LoadOptions, say: Callable[[str], object] = len) -> Loaded:
    """Read files into the empty ``folder``.

    Args:
        paths: files of one or several formats, in any order.
        options: format, mapping, vintage, currency and side, where the files do not tell.
        folder: gets ``year=YYYY/*.parquet`` and ``profile.json``.
        say: called with a line of progress per file.

    Raises:
        InputError: unknown format, or a mapping that does not fit.
        ReadError: a file that cannot be read at all, or no usable row in any file.
    """
    problems: list[Problem] = []
    scratch = folder / "scratch"
    scratch.mkdir()
    with connect(options.memory_mb, scratch) as connection:
        for number, path in enumerate(sorted(paths)):
            say(f"reading {path.name}")
            opened = _open(connection, path, options)
            problems += _write(connection, opened, folder / "rows", f"{number:04d}")
        if not any((folder / "rows").rglob("*.parquet")):
            reasons = "; ".join(sorted({problem.reason for problem in problems})[:3])
            raise ReadError(
                f"no usable row in {', '.join(p.name for p in paths)}: {reasons}", "Check --format and --map."
            )
        source = scan_sql(folder)
        notes = notes_on(connection, source)
        profile = profile_of(connection, source, notes)
    shutil.rmtree(scratch)
    write_profile(folder, profile)
    return Loaded(FlowTable(folder, profile), tuple(problems))


def _open(connection: duckdb.DuckDBPyConnection, path: Path, options: LoadOptions) -> TextFile:
    if not path.is_file():
        raise InputError(f"{path} is not a file", "Give the paths of the files to load.")
    suffix = path.name.removesuffix(".gz").rpartition(".")[2].casefold()
    if suffix == "json":
        return _open_json(connection, path, options)
    if suffix == "parquet" or options.format == "parquet":
        return _open_parquet(connection, path, options)
    encoding = _encoding(path)
    delimiter, header = _header(path, encoding)
    fields = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in header)
    sql = f"""(SELECT row_number() OVER () + 1 AS line, * FROM read_csv({literal(str(path))},
        delim = {literal(delimiter)}, columns = {{{fields}}}, encoding = '{encoding}', header = true, quote = '"',
        escape = '"', null_padding = true, ignore_errors = true, auto_detect = false))"""
    return _text_file(path, sql, header, options)


def _text_file(path: Path, sql: str, header: list[str], options: LoadOptions) -> TextFile:
    shape = _named(options.format) or detect(header)
    columns = map_columns(shape, header, options.mapping, path.name)
    return TextFile(path.name, sql, columns, shape, options.vintage, options.currency, options.side)


def _named(name: str) -> Format | None:
    if name in ("", "parquet"):
        return None
    shape = next((shape for shape in FORMATS if shape.name == name), None)
    if shape is None:
        raise InputError(f"{name!r} is not a format", f"Formats: {', '.join(s.name for s in FORMATS)}, parquet.")
    return shape


def _encoding(path: Path) -> str:
    """UTF-8 where the whole file is, else latin-1, which cannot fail."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _chunks(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
        while chunk := stream.read(1 << 22):
            yield chunk


def _header(path: Path, encoding: str) -> tuple[str, list[str]]:
    first = next(_chunks(path), b"").split(b"\n", 1)[0].decode("utf-8-sig" if encoding == "utf-8" else "latin-1")
    delimiter = max(",;\t|", key=first.count)
    return delimiter, [name.strip() for name in next(csv.reader([first.strip("\r")], delimiter=delimiter), [])]


def _open_parquet(connection: duckdb.DuckDBPyConnection, path: Path, options: LoadOptions) -> TextFile:
    source = f"read_parquet({literal(str(path))})"
    try:
        header = [str(row[0]) for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
    except duckdb.Error as error:
        raise ReadError(f"{path.name} is not a Parquet file: {error}") from None
    texts = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in header)
    return _text_file(path, f"(SELECT row_number() OVER () AS line, {texts} FROM {source})", header, options)


def _open_json(connection: duckdb.DuckDBPyConnection, path: Path, options: LoadOptions) -> TextFile:
    try:
        held = json.loads(b"".join(_chunks(path)))
        rows = held["data"] if isinstance(held, dict) else held
        header = sorted({key for row in rows for key in row})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReadError(
            f"{path.name} is not the Comtrade API's JSON: {error!r}", "It holds an object with 'data'."
        ) from None
    texts = {
        name: pa.array([None if row.get(name) is None else str(row[name]) for row in rows], pa.string())
        for name in header
    }
    view = "json_" + "".join(c if c.isalnum() else "_" for c in path.stem)
    connection.register(view, pa.table({"line": pa.array(range(1, len(rows) + 1), pa.int64()), **texts}))
    return _text_file(path, f'"{view}"', header, options)


def _write(connection: duckdb.DuckDBPyConnection, opened: TextFile, rows: Path, prefix: str) -> list[Problem]:
    try:
        _resolve_texts(connection, opened)
        typed = typed_sql(opened)
        problems = list(problems_of(connection, opened.name, typed))
        rows.mkdir(parents=True, exist_ok=True)
        wanted = ", ".join(f'"{name}"' for name in COLUMNS)
        connection.execute(
            f"""COPY (SELECT {wanted}, year("start") AS year FROM {typed} WHERE error IS NULL ORDER BY year, product)
            TO {literal(str(rows))} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year), OVERWRITE_OR_IGNORE,
            FILENAME_PATTERN '{prefix}_{{i}}')"""
        )
    except duckdb.Error as error:
        raise ReadError(f"{opened.name} cannot be read: {str(error).splitlines()[0]}") from None
    return problems


def _resolve_texts(connection: duckdb.DuckDBPyConnection, opened: TextFile) -> None:
    """Tables place_of, period_of and flow_of: each distinct text of the file and what it means."""
    places = {
        text: resolve(text)
        for role in ("exporter", "importer", "reporter", "partner")
        for text in _distinct(connection, opened, role)
    }
    periods = {text: read_period(text) for text in _distinct(connection, opened, "period")}
    flows = {text: flow_of(text) for text in _distinct(connection, opened, "flow")}
    _register(connection, "place_of", "code VARCHAR, kind VARCHAR", places)
    _register(connection, "period_of", '"start" DATE, months TINYINT', periods)
    _register(connection, "flow_of", "side VARCHAR, kind VARCHAR", flows)


def _distinct(connection: duckdb.DuckDBPyConnection, opened: TextFile, role: str) -> list[str]:
    column = opened.columns.get(role)
    if column is None:
        return []
    return [
        str(row[0])
        for row in connection.execute(
            f'SELECT DISTINCT "{column}" FROM {opened.sql} WHERE "{column}" IS NOT NULL'
        ).fetchall()
    ]


def _register(
    connection: duckdb.DuckDBPyConnection, name: str, columns: str, held: Mapping[str, tuple[object, ...] | None]
) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} (text VARCHAR, {columns})")
    rows = [(text, *(meaning or (None, None))) for text, meaning in sorted(held.items())]
    if rows:
        connection.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", rows)
