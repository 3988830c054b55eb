"""Trade files and flow tables as FROM items of DuckDB: opened by name, never by pattern, and written as Parquet."""

import codecs
import csv
import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from lustra.errors import InputError, ReadError
from lustra.model.sql import TextTable, file_literal, identifier, literal

__all__ = ["Connection", "columns_of", "connect", "open_text_table", "scan_sql", "write_rows"]


Connection = duckdb.DuckDBPyConnection


def connect(memory_mb: int = 512, scratch: Path | None = None, threads: int = 0) -> Connection:
    """A connection with bounded memory.

    Args:
        memory_mb: what DuckDB may hold, in MB; beyond it, DuckDB writes to ``scratch``.
        scratch: folder for intermediate tables; None keeps them in memory.
        threads: 0 for all cores.
    """
    database = ":memory:" if scratch is None else str(scratch / "scan.duckdb")
    connection = duckdb.connect(database)
    connection.execute(f"SET memory_limit = '{memory_mb}MB'")
    if scratch is not None:
        connection.execute(f"SET temp_directory = {literal(str(scratch / 'spill'))}")
    if threads:
        connection.execute(f"SET threads = {threads}")
    connection.execute("SET enable_progress_bar = false")
    return connection


def scan_sql(paths: Iterable[Path]) -> str:
    """A FROM item over Parquet files.

    Raises:
        InputError: a path that DuckDB cannot be given.
    """
    names = ", ".join(file_literal(str(path.absolute())) for path in paths)
    return f"read_parquet([{names}], hive_partitioning = false)"


def columns_of(connection: Connection, source: str, name: str) -> tuple[str, ...]:
    """The columns of a FROM item over Parquet files.

    Args:
        connection: any.
        source: the FROM item.
        name: of the file, for the error.

    Raises:
        ReadError: it is not Parquet.
    """
    try:
        return tuple(str(row[0]) for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall())
    except duckdb.Error as error:
        raise ReadError(f"{name} is not a Parquet file: {error}", "Load it with 'lustra trade load'.") from None


def open_text_table(connection: Connection, name: str, path: Path, *, parquet: bool = False) -> TextTable:
    """A published trade file as a table of texts.

    Args:
        connection: on which the table is to be read.
        name: under which the file is known, which ends as its kind does: ``.csv``, ``.json.gz``, ``.parquet``.
        path: where it lies.
        parquet: the file is Parquet, whatever its name.

    Raises:
        InputError: there is no such file, or its name or a column's cannot be written in SQL.
        ReadError: the file cannot be read at all.
    """
    if not path.is_file():
        raise InputError(f"{path} is not a file", "Give the paths of the files to load.")
    suffix = name.removesuffix(".gz").rpartition(".")[2].casefold()
    if suffix == "json":
        return _open_json(connection, name, path)
    if suffix == "parquet" or parquet:
        return _open_parquet(connection, name, path)
    encoding = _encoding(path)
    delimiter, header = _header(path, encoding)
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(header)))
    sql = f"""(SELECT row_number() OVER () + 1 AS line, * FROM read_csv({file_literal(str(path.absolute()))},
        delim = {literal(delimiter)}, columns = {{{columns}}}, encoding = '{encoding}', header = true, quote = '"',
        escape = '"', null_padding = true, ignore_errors = true, auto_detect = false))"""
    return TextTable(name, sql, tuple(header))


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


def _open_parquet(connection: Connection, name: str, path: Path) -> TextTable:
    source = scan_sql([path])
    header = columns_of(connection, source, name)
    texts = "".join(f", {identifier(column)}::VARCHAR AS c{place}" for place, column in enumerate(header))
    return TextTable(name, f"(SELECT row_number() OVER () AS line{texts} FROM {source})", header)


def _open_json(connection: Connection, name: str, path: Path) -> TextTable:
    try:
        content = json.loads(b"".join(_chunks(path)))
        rows = content["data"] if isinstance(content, dict) else content
        header = tuple(sorted({key for row in rows for key in row}))
        columns = [_texts([row.get(column) for row in rows]) for column in header]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        reason = f"{name} is not the Comtrade API's JSON: {error!r}"
        raise ReadError(reason, "It holds an object with 'data'.") from None
    lines = pa.array(range(1, len(rows) + 1), pa.int64())
    table = pa.table([lines, *columns], names=["line", *(f"c{place}" for place in range(len(header)))])
    connection.register("json_rows", table)
    return TextTable(name, "json_rows", header)


def _texts(values: Sequence[object]) -> pa.Array:
    return pa.array([None if value is None else str(value) for value in values], pa.string())


def write_rows(connection: Connection, name: str, select: str, folder: Path, prefix: str) -> None:
    """Write the rows of a query as Parquet, partitioned by its column ``year``.

    Args:
        connection: on which the query runs.
        name: of the file that it reads, for the error.
        select: the query.
        folder: gets ``year=YYYY/<prefix>_0.parquet``.
        prefix: of the files' names.

    Raises:
        ReadError: the file cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        connection.execute(
            f"""COPY ({select}) TO {literal(str(folder.absolute()))} (FORMAT parquet, COMPRESSION zstd,
            PARTITION_BY (year), OVERWRITE_OR_IGNORE, FILENAME_PATTERN '{prefix}_{{i}}')"""
        )
    except duckdb.Error as error:
        raise ReadError(f"{name} cannot be read: {str(error).splitlines()[0]}") from None
