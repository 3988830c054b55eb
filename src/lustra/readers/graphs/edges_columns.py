"""The table of edges of ``edges_csv`` read by columns: millions of plain rows at once, the others one by one."""

from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from lustra.errors import InputError, ReadError
from lustra.model.edge import WHOLE, Edge
from lustra.model.statement import Problem
from lustra.readers.graphs.edges_csv import CODES, SEPARATOR, edge_row, named_sources, row_of
from lustra.readers.graphs.printed_days import first_day, last_day

__all__ = ["ColumnEdges", "read_columns"]

BLOCK_BYTES = 8 << 20
_NUMBER = r"^\d{1,3}(\.\d{1,9})?$"
_EXCLUSIVE = r"\s+exclusive$"
_UNTIDY_SOURCES = r"\s\s;|;\s\s"
_DAYS = {"from": "valid_from", "to": "valid_to", "known_from": "known_from", "known_to": "known_to"}
Array = np.ndarray[Any, np.dtype[Any]]


class ColumnEdges(NamedTuple):
    """What a table holds."""

    plain: pa.Table
    """The plain rows: a column of texts, codes, bounds or days for each part of an edge; see ``_Table``."""
    rest: list[Edge | Problem]
    """What the other rows say, read one by one, and a problem for each line that is not a row."""


def read_columns(file: str, path: Path) -> ColumnEdges:
    """Read a table by columns; the edges and problems are those of ``edges_csv.read``, in another order.

    Args:
        file: name of the file, for problems.
        path: where it is: it is read by several threads.

    Raises:
        ReadError: it cannot be read so (a line too long, another encoding); read it line by line then.
    """
    broken: list[tuple[int, str]] = []
    try:
        table = _parsed(path, None)
    except ReadError:
        table = _parsed(path, broken)
    table = table.rename_columns([name.strip().casefold().removeprefix("\ufeff") for name in table.column_names])
    if not {"owner", "owned"} <= set(table.column_names):
        raise ReadError(f"{path.name} has no column owner or no column owned", "The header names the columns.")
    if len(set(table.column_names)) < len(table.column_names):
        raise ReadError(f"{path.name} has two columns of one name", "It is read line by line.")
    plain, odd = _Table(table).read([line for line, _ in broken])
    others = [(line, row_of(file, line, text.encode(), table.column_names)) for line, text in broken]
    rest: list[Edge | Problem] = [row for _, row in others if isinstance(row, Problem)]
    rows = [*odd, *((line, row) for line, row in others if isinstance(row, dict))]
    rest += chain.from_iterable(edge_row(file, line, row) for line, row in rows)
    return ColumnEdges(plain, rest)


def _parsed(path: Path, broken: list[tuple[int, str]] | None) -> pa.Table:
    """The table with every column coded; lines that are no rows go to ``broken``, or fail the whole where it is None.

    Only on one thread does the parser know the number of a broken line.

    Raises:
        ReadError: the table cannot be parsed.
    """

    def skip(row: pa.csv.InvalidRow) -> str:
        if broken is None:
            return "error"
        broken.append((row.number, row.text))
        return "skip"

    try:
        return pa.csv.read_csv(
            path,
            read_options=pa.csv.ReadOptions(use_threads=broken is None, block_size=BLOCK_BYTES),
            parse_options=pa.csv.ParseOptions(invalid_row_handler=skip, ignore_empty_lines=False),
            convert_options=pa.csv.ConvertOptions(column_types=_types(path), strings_can_be_null=False),
        )
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path.name} cannot be read by columns: {error}", "It is read line by line.") from None


def _types(path: Path) -> dict[str, pa.DataType]:
    with path.open("rb") as file:
        head = file.readline(1 << 16).decode("utf-8-sig", "replace").rstrip("\r\n")
    return {name.strip('"'): pa.dictionary(pa.int32(), pa.large_string()) for name in head.split(",")}


class _Table:
    """Every column is coded, so that each text is looked at once."""

    def __init__(self, table: pa.Table) -> None:
        self.table, self.size = table, table.num_rows
        self.fine = np.ones(self.size, np.bool_)

    def read(self, broken: list[int]) -> tuple[pa.Table, list[tuple[int, dict[str, str]]]]:
        """The plain rows, and the others with their lines; ``broken`` are the lines that are not rows."""
        plain = pa.table(self._columns())
        if not self.fine.all():
            plain = plain.filter(pa.array(self.fine))
        return plain, self._odd(np.flatnonzero(~self.fine), broken)

    def _columns(self) -> dict[str, Any]:
        texts = ("owner", "owned", "about", "grade", "id")
        columns: dict[str, Any] = {name: self._text(name) for name in texts}
        columns["source"] = self._sources()
        for name in ("owner", "owned"):
            self._require(columns[name], pc.not_equal(columns[name].dictionary, ""))
        for name in CODES:
            columns[name] = self._code(name)
        columns |= self._shares()
        for name, column in _DAYS.items():
            columns[column] = self._days(name, end=name.endswith("to"))
        return columns

    def _text(self, name: str) -> pa.DictionaryArray:
        if name not in self.table.column_names:
            values = pa.array([""], pa.large_string())
            return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), self.size), values)
        column = _coded(self.table[name])
        values = pc.utf8_trim_whitespace(column.dictionary)
        return pa.DictionaryArray.from_arrays(column.indices, values)

    def _require(self, column: pa.DictionaryArray, good: pa.Array) -> None:
        """Rows are plain only where the text of a column is."""
        flags = np.asarray(good)
        if not flags.all():
            self.fine &= flags[np.asarray(column.indices)]

    def _sources(self) -> pa.DictionaryArray:
        column = self._text("source")
        if pc.any(pc.match_substring_regex(column.dictionary, _UNTIDY_SOURCES)).as_py():
            texts = [SEPARATOR.join(named_sources(text)) for text in column.dictionary.to_pylist()]
            column = pa.DictionaryArray.from_arrays(column.indices, pa.array(texts, pa.large_string()))
        return column

    def _code(self, name: str) -> pa.DictionaryArray:
        column = self._text(name)
        filled = pc.if_else(pc.equal(column.dictionary, ""), CODES[name][0], column.dictionary)
        self._require(column, pc.is_in(filled, value_set=pa.array(CODES[name], pa.large_string())))
        return pa.DictionaryArray.from_arrays(column.indices, filled)

    def _days(self, name: str, *, end: bool) -> pa.Array:
        column = self._text(name)
        days = [_day(text, end=end) for text in column.dictionary.to_pylist()]
        self._require(column, pa.array([day is not None for day in days], pa.bool_()))
        return pa.array(np.array([day or 1 for day in days], np.int32)[np.asarray(column.indices)])

    def _shares(self) -> dict[str, pa.Array]:
        lo, lo_open, no_lo = self._bound("share_min")
        hi, hi_open, no_hi = self._bound("share_max")
        none = no_lo & no_hi
        hi = np.where(no_hi, WHOLE, hi)
        self.fine &= (lo <= hi) & (hi <= WHOLE) & ~((lo == hi) & (lo_open | hi_open))
        return {
            "lo": pa.array(np.where(none, -1, lo)),
            "hi": pa.array(np.where(none, -1, hi)),
            "whole": pa.repeat(pa.scalar(WHOLE, pa.int64()), self.size),
            "lo_open": pa.array(lo_open),
            "hi_open": pa.array(hi_open),
        }

    def _bound(self, name: str) -> tuple[Array, Array, Array]:
        """A column of bounds in the usual unit, whether each is open, and whether none is stated."""
        column = self._text(name)
        opened = pc.match_substring_regex(column.dictionary, _EXCLUSIVE)
        text = pc.replace_substring_regex(column.dictionary, _EXCLUSIVE, "")
        none = pc.equal(text, "")
        number = pc.match_substring_regex(text, _NUMBER)
        self._require(column, pc.or_(number, none))
        percent = np.asarray(pc.cast(pc.if_else(number, text, "0"), pa.float64()))
        bounds = np.rint(percent * (WHOLE // 100)).astype(np.int64)
        place = np.asarray(column.indices)
        return bounds[place], np.asarray(opened)[place], np.asarray(none)[place]

    def _odd(self, rows: Array, broken: list[int]) -> list[tuple[int, dict[str, str]]]:
        cells = self.table.take(pa.array(rows)).to_pylist()
        lines = _lines(rows, broken)
        stripped = ({name: value.strip() for name, value in row.items()} for row in cells)
        return [(line, row) for line, row in zip(lines, stripped, strict=True) if any(row.values())]


def _day(text: str, *, end: bool) -> int | None:
    """The ordinal of a day; None where the row must be read on its own."""
    try:
        return (last_day(text) if end else first_day(text)).ordinal
    except InputError:
        return None


def _coded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """A column of texts as one array with one dictionary."""
    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.large_string()).dictionary_encode()
    if not column.num_chunks:
        return pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], pa.large_string()))
    return column.unify_dictionaries().combine_chunks()


def _lines(rows: Array, broken: list[int]) -> list[int]:
    """The lines of rows: after the header, and after the broken lines before them."""
    lines = rows + 2
    for line in sorted(broken):
        lines = lines + (lines >= line)
    return [int(line) for line in lines]
