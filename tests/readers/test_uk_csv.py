"""The UK Sanctions List as CSV: the product of names, addresses and identifiers, folded back."""

import csv
from io import BytesIO, StringIO
from itertools import product
from pathlib import Path

import pytest

from lustra.errors import ReadError
from lustra.model.statement import Reading, collect
from lustra.readers.lists import uk_xml
from lustra.readers.lists.uk_blocks import BLOCKS, COLUMNS
from lustra.readers.lists.uk_csv import published, read, recognises
from lustra.readers.xml.elements import Node, nodes

FILE = "uk-sanctions-list.csv"
XML = Path(__file__).parent.parent / "fixtures" / "readers" / "uk" / "uk-sanctions-list.xml"
REPORT = "Report Date: 22/08/2026"
PERSON = {
    "Unique ID": "RUS0001",
    "Name 1": "Ivan",
    "Name 6": "PETROV",
    "Name type": "Primary Name",
    "Individual, Entity, Ship": "Individual",
    "Regime Name": "The Russia (Sanctions) (EU Exit) Regulations 2019",
    "Sanctions Imposed": "Asset freeze|Travel Ban",
    "Date Designated": "24/02/2022",
    "Designation source": "UK",
}


def text(rows: list[dict[str, str]], header: tuple[str, ...] = COLUMNS, report: str = REPORT) -> bytes:
    """The file, as the publisher writes it."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    if report:
        writer.writerow([report])
    writer.writerow(header)
    writer.writerows([row.get(column, "") for column in header] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def reading(data: bytes) -> Reading:
    """What is read of a file."""
    return collect(read("uk_fcdo", {FILE: BytesIO(data)}))


def values(found: Reading, prop: str) -> list[str]:
    """The values of one property."""
    return [s.value for s in found.statements if s.prop == prop]


def exploded(node: Node) -> list[dict[str, str]]:
    """An XML designation as the CSV prints it: one row per combination of the values of its blocks."""
    choices: list[list[dict[str, str]]] = []
    for block in BLOCKS:
        fields = [
            [element.text if tag == "" else element.value(tag) for tag in block.tags]
            for element in node.all(block.path)
        ]
        choices.append([dict(zip(block.columns, printed, strict=True)) for printed in fields] or [{}])
    return [{column: cell for part in parts for column, cell in part.items()} for parts in product(*choices)]


def test_trap_the_product_folds_back_to_what_the_xml_says() -> None:
    """The same designations, from 100 rows of the CSV as from three elements of the XML."""
    rows: list[dict[str, str]] = []
    for node in nodes(BytesIO(XML.read_bytes()), XML.name, uk_xml.FORM):
        assert isinstance(node, Node)
        rows += exploded(node)
    from_csv = reading(text(rows))
    from_xml = collect(uk_xml.read("uk_fcdo", {XML.name: BytesIO(XML.read_bytes())}))

    assert len(rows) > 20
    assert () == from_csv.problems
    assert {s._replace(locator="") for s in from_xml.statements} == {
        s._replace(locator="") for s in from_csv.statements
    }
    assert len(from_xml.statements) == len(from_csv.statements)


def test_trap_identifier_rows_are_distinct_values() -> None:
    """22,787 identifier rows of the real file are 2,373 numbers."""
    rows = [{**PERSON, "Passport number": f"P{n}", "D.O.B": f"01/01/19{n}0"} for n in (5, 6, 5, 6, 5)]

    assert ["P5", "P6"] == values(reading(text(rows)), "passportNumber")


def test_values_stand_where_they_come_first() -> None:
    """The locator is the first line of the first row with the value; cells may hold line ends."""
    rows = [{**PERSON, "Other Information": "two\nlines"}, {**PERSON, "Passport number": "P5"}]
    found = reading(text(rows))

    assert {("notes", f"{FILE}:3"), ("passportNumber", f"{FILE}:5")} == {
        (s.prop, s.locator) for s in found.statements if s.prop in ("notes", "passportNumber")
    }


@pytest.mark.parametrize(
    ("report", "day"),
    [("Report Date: 22/08/2026", "2026-08-22"), ("Report Date: 22-Aug-2026", "2026-08-22"), ("", "None")],
)
def test_trap_the_first_line_is_the_day_of_the_report(report: str, day: str) -> None:
    """``Report Date: …`` stands before the header; a file without it is read all the same."""
    data = text([PERSON], report=report)

    assert day == str(published({FILE: BytesIO(data)}))
    assert ["Ivan PETROV"] == values(reading(data), "name")


def test_the_order_and_spelling_of_columns_do_not_matter() -> None:
    """Columns are found by header, without case, blanks and punctuation."""
    header = tuple(column.upper().replace(" ", "  ") for column in reversed(COLUMNS))
    row = {told: PERSON.get(column, "") for told, column in zip(header, reversed(COLUMNS), strict=True)}

    assert ["Ivan PETROV"] == values(reading(text([row], header)), "name")


REFUSED = [
    (b"", "is empty"),
    (b"Report Date: 22/08/2026\r\n", "is not the header of the UK's CSV"),
    (b"<html><body>Sorry</body></html>", "is not the header of the UK's CSV"),
    (b'36,"AERO",-0- \r\n', "is not the header of the UK's CSV"),
    (text([]), "has a header and no row"),
    (text([PERSON], (*COLUMNS, "Religion")), "unknown: Religion"),
    (text([PERSON], tuple(c for c in COLUMNS if c not in ("D.O.B", "Gender"))), "missing: D.O.B, Gender"),
    (text([PERSON], tuple("DOB (new)" if c == "D.O.B" else c for c in COLUMNS)), "missing: D.O.B; unknown: DOB (new)"),
]


@pytest.mark.parametrize(("data", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_a_file_with_other_columns_is_refused(data: bytes, message: str) -> None:
    """Unknown and missing columns are listed; an empty list is no list."""
    with pytest.raises(ReadError) as caught:
        reading(data)

    assert message in caught.value.message
    assert caught.value.remedy


def test_a_row_with_other_cells_is_told_and_left_out() -> None:
    """A shifted row must not be read into the wrong columns."""
    found = reading(
        text([PERSON]) + b"RUS0002,too,few\r\n" + text([{**PERSON, "Unique ID": "RUS0003"}]).splitlines()[-1]
    )

    assert [("4", "3 cells, not 58", "error")] == [(p.where, p.reason, p.severity) for p in found.problems]
    assert ["RUS0001", "RUS0003"] == values(found, "recordId")


def test_rows_without_a_reference_are_told() -> None:
    """They belong to nobody."""
    found = reading(text([{**PERSON, "Unique ID": ""}, PERSON]))

    assert [("a designation without UniqueID", "Ivan PETROV", "error")] == [
        (p.reason, p.value, p.severity) for p in found.problems
    ]


def test_rows_of_one_reference_that_stand_apart_are_told() -> None:
    """Each run is folded by itself, under the same id."""
    found = reading(text([PERSON, {**PERSON, "Unique ID": "RUS0002"}, {**PERSON, "Passport number": "P5"}]))

    assert ["rows of one UniqueID do not stand together"] == [p.reason for p in found.problems]
    assert ["P5"] == values(found, "passportNumber")


def test_the_format_is_told_by_its_header() -> None:
    """Whatever the file is called."""
    assert recognises("any", text([PERSON])[:4096])
    assert not recognises("any", XML.read_bytes()[:4096])
