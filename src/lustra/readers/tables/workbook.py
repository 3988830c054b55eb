"""The rows of a workbook's first sheet as text, read with bounds."""

from collections.abc import Iterator
from datetime import date, datetime
from importlib import import_module
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from lustra.errors import ReadError
from lustra.readers.tables.text_rows import KEEP_COPY

__all__ = ["MAX_UNPACKED_BYTES", "Row", "sheet_rows"]

Row = dict[str, str]
"""Column → text, by the header's lower-case names."""
MAX_PACKED_BYTES = 64 << 20
MAX_UNPACKED_BYTES = 512 << 20
"""What the parts of a workbook may be when unpacked; lists have a few MB."""


def sheet_rows(file: str, stream: BinaryIO) -> Iterator[tuple[int, Row]]:
    """The rows of the first sheet with their numbers from 1, the header (column → column) first, blank rows left out.

    Raises:
        ReadError: the file is no workbook, too large when unpacked, or has no row.
    """
    rows = _values(file, stream)
    header = [" ".join(_text(cell).split()).casefold() for cell in rows[0]] if rows else []
    if not any(header):
        raise ReadError(f"{file}:1: the first sheet has no header", KEEP_COPY)
    yield 1, {name: name for name in header if name}
    for number, cells in enumerate(rows[1:], 2):
        texts = [_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            yield number, {name: text for name, text in zip(header, texts, strict=False) if name}


def _values(file: str, stream: BinaryIO) -> list[list[Any]]:
    content = stream.read(MAX_PACKED_BYTES + 1)
    if len(content) > MAX_PACKED_BYTES:
        raise ReadError(f"{file} is larger than {MAX_PACKED_BYTES >> 20} MB", KEEP_COPY)
    try:
        with ZipFile(BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (BadZipFile, ValueError, OSError) as error:
        raise ReadError(f"{file} is no workbook: {error}", KEEP_COPY) from None
    if unpacked > MAX_UNPACKED_BYTES:
        raise ReadError(f"{file} is larger than {MAX_UNPACKED_BYTES >> 20} MB when unpacked", KEEP_COPY)
    calamine = import_module("python_calamine")  # loaded only where a workbook is read
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        values: list[list[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (calamine.CalamineError, calamine.WorksheetNotFound, ValueError, IndexError, OSError) as error:
        raise ReadError(f"{file} is no workbook that can be read: {error}", KEEP_COPY) from None
    return values


def _text(cell: Any) -> str:
    """A cell as it reads: whole numbers without a point, days as ISO text, Excel's escaped line ends as line ends."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("_x000D_", "\n")
