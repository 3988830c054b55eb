"""Any watch-list that is a table with a header, read by a small mapping file that lies beside it as ``mapping.toml``.

::

    id = "No"                     # column of the entry's own id; required
    schema = "Person"             # or by the value of a column, see [schema] below
    delimiter = ";"               # default ","
    encoding = "cp1251"           # default utf-8
    skip_lines = 1                # lines before the header, default 0
    ignore = ["Internal note"]    # columns that are knowingly left out

    [columns]                     # column = property; at least one column holds the name
    "Full name" = "name"
    "Also known as" = { prop = "alias", separator = ";", lang = "ru" }
    "Born" = { prop = "birthDate", format = "%m/%d/%Y" }
    "Nationality" = "nationality"
    "Passport" = { prop = "passportNumber", country_column = "Issued by" }
    "Tax number" = { prop = "taxNumber", country = "by" }
    "Measure" = "Sanction.program"

    [constants]                   # the same value for every entry
    "Sanction.authority" = "Compliance department"

    [schema]                      # instead of schema = "…"
    column = "Type"
    default = "LegalEntity"
    values = { P = "Person", V = "Vessel" }

Properties are FollowTheMoney's; ``Sanction.`` puts a value on the entry's designation, of which there is one for each
``Sanction.program``. Dates without a format are read
in every shape that ``lustra.text.dates`` knows, day first. A column that the mapping does not name is a problem row,
so that nothing is left out unseen.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import BinaryIO

from lustra.errors import ReadError
from lustra.model.statement import Problem, Statement
from lustra.model.time import ImpreciseDate
from lustra.readers.lists.entry import Details, Entry
from lustra.readers.lists.mapping import FILE, SANCTION, Column, Mapped, load_mapping
from lustra.readers.lists.properties import add_value
from lustra.readers.tables.text_rows import KEEP_COPY, csv_rows, only_file
from lustra.text.countries import country_code

__all__ = ["published", "read", "recognises"]

_ISO = re.compile(r"\d{4}(-\d{2}){0,2}")
"""Read unchanged whatever the format: lists print the year where they know no more."""


def recognises(name: str, head: bytes) -> bool:
    """Whether a file is the mapping of a table beside it."""
    return name == FILE


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """None: a table of this kind does not say when it was published."""
    return None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """Statements of every row in file order; rows of one id are one entry.

    Raises:
        ReadError: there is no mapping or not exactly one table, the mapping is wrong or names a column that is not
            there, or the table cannot be read in its encoding or has no row.
    """
    if FILE not in files:
        raise ReadError(f"there is no {FILE} beside the table", "Write one: it says which column holds what.")
    mapped = load_mapping(files[FILE])
    file, stream = only_file({name: stream for name, stream in files.items() if name != FILE})
    rows = _rows(file, stream, mapped)
    line, header = next(rows, (1, []))
    yield from _check_header(file, line, header, mapped)
    line = 0
    for line, row in rows:
        yield from _row(source, file, line, dict(zip(header, row, strict=False)), mapped)
        if len(row) != len(header):
            yield Problem(
                file, str(line), f"the row has {len(row)} cells, the header {len(header)}", ",".join(row)[:200]
            )
    if not line:
        raise ReadError(f"{file} has no row below its header", KEEP_COPY)


def _rows(file: str, stream: BinaryIO, mapped: Mapped) -> Iterator[tuple[int, list[str]]]:
    encoding = "utf-8-sig" if mapped.encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else mapped.encoding
    for line, row in csv_rows(file, stream, mapped.delimiter, encoding):
        if line > mapped.skip_lines and any(cell.strip() for cell in row):
            yield line, row


def _check_header(file: str, line: int, header: list[str], mapped: Mapped) -> Iterator[Problem]:
    twice = sorted({name for name in header if header.count(name) > 1} & mapped.used_columns())
    if twice:
        raise ReadError(f"{file}:{line} has two columns {', '.join(twice)}", "Give one of them another name.")
    missing = sorted(mapped.used_columns() - set(header))
    if missing:
        found = ", ".join(header[:50])
        raise ReadError(f"{file}:{line} has no column {', '.join(missing)}", f"Its columns are: {found}.")
    for name in sorted(set(header) - mapped.used_columns() - set(mapped.ignore)):
        yield Problem(file, str(line), "this column is not in the mapping; it is not read", name)


def _row(source: str, file: str, line: int, row: Mapping[str, str], mapped: Mapped) -> Iterator[Statement | Problem]:
    key = " ".join(row.get(mapped.id, "").split())
    if not key:
        yield Problem(
            file, str(line), f"the row has no id in the column {mapped.id}", ",".join(row.values())[:200], "error"
        )
        return
    entry = Entry(f"{source}:{key}", mapped.schema_of(row), file)
    sanction = entry.sub("sanction", mapped.programme_of(row) or "listed", "Sanction")
    for name in mapped.columns:
        _cell(entry, sanction, mapped.column(name), row.get(name, ""), line, row)
    for prop, value in mapped.constants.items():
        _cell(entry, sanction, Column(prop), value, line, row)
    if mapped.designates():
        sanction.add("entity", entry.id, line)
    yield from entry.items()


def _cell(entry: Entry, sanction: Entry, column: Column, cell: str, line: int, row: Mapping[str, str]) -> None:
    target = sanction if column.prop.startswith(SANCTION) else entry
    prop = column.prop.removeprefix(SANCTION)
    details = Details()
    if column.lang:
        details["lang"] = column.lang
    country = country_code(column.country or row.get(column.country_column, ""))
    if country:
        details["country"] = country
    for value in cell.split(column.separator) if column.separator else [cell]:
        if column.format and not _ISO.fullmatch(value.strip()):
            target.date(prop, _day(value.strip(), column.format), value, line, **details)
        else:
            add_value(target, prop, value, line, **details)


def _day(value: str, form: str) -> ImpreciseDate | None:
    """The day of a date in the mapping's own format; one in another format is not guessed at."""
    try:
        return ImpreciseDate.day(datetime.strptime(value, form).date())
    except (ValueError, OverflowError):
        return None
