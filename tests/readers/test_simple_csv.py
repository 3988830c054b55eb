"""OpenSanctions' simple CSV, as its exporter writes it."""

from datetime import date
from io import BytesIO

import pytest

from lustra.errors import ReadError
from lustra.model.statement import Reading, collect
from lustra.readers.lists.simple_csv import published, read, recognises

HEADER = (
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset,"
    "first_seen,last_seen,last_change"
)


def line(**cells: str) -> str:
    """A row, every cell quoted."""
    given = {"id": "NK-1", "schema": "Person", "name": "X", **cells}
    return ",".join('"' + given.get(name, "").replace('"', '""') + '"' for name in HEADER.split(",")) + "\n"


def reading(*lines: str, header: str = HEADER + "\n") -> Reading:
    """What is read of a file of these rows."""
    return collect(read("os", {"targets.simple.csv": BytesIO((header + "".join(lines)).encode())}))


def test_each_column_becomes_its_property() -> None:
    """Every cell of a row is statements of one entity."""
    found = reading(
        line(
            name="Alaksandr Łukašenka",
            aliases="Lukashenko;Лукашенко",
            birth_date="1954-08-30",
            countries="by",
            addresses="Minsk",
            phones="+375",
            emails="a@b.by",
        )
    )

    assert [
        ("name", "Alaksandr Łukašenka"),
        ("alias", "Lukashenko"),
        ("alias", "Лукашенко"),
        ("birthDate", "1954-08-30"),
        ("country", "by"),
        ("address", "Minsk"),
        ("phone", "+375"),
        ("email", "a@b.by"),
    ] == [(s.prop, s.value) for s in found.statements]
    assert {("os:NK-1", "targets.simple.csv:2")} == {(s.entity, s.locator) for s in found.statements}


def test_trap_a_semicolon_inside_a_value_is_quoted_inside_the_cell() -> None:
    """Inner quotes keep a value together; where they do not match, the cell is split and nothing lost."""
    assert ["Minsk; flat 4", "Brest"] == [
        s.value for s in reading(line(addresses='"Minsk; flat 4";Brest')).statements if s.prop == "address"
    ]
    assert ['"Minsk', "flat 4"] == [
        s.value for s in reading(line(addresses='"Minsk; flat 4')).statements if s.prop == "address"
    ]


def test_trap_cells_hold_line_breaks() -> None:
    """A quoted cell goes over two lines; the next row still knows its own line."""
    found = reading(line(addresses="Minsk\nFlat 4"), line(id="NK-2"))

    assert ["Minsk Flat 4"] == [s.value for s in found.statements if s.prop == "address"]
    assert ["targets.simple.csv:2", "targets.simple.csv:4"] == [s.locator for s in found.statements if s.prop == "name"]


def test_sanctions_are_entities_of_their_own() -> None:
    """Each sanction of the cell points back at the entry; programmes stand in where there is none."""
    found = reading(line(sanctions="EU - 2012/642", program_ids="EU-BLR"), line(id="NK-2", program_ids="EU-BLR"))

    assert ["os:NK-1#sanction:EU - 2012/642", "os:NK-2#sanction:EU-BLR"] == [
        s.entity for s in found.statements if (s.schema, s.prop) == ("Sanction", "entity")
    ]


def test_numbers_marked_imo_are_imo_numbers() -> None:
    """The other numbers of the column have no kind of their own."""
    found = reading(line(schema="Vessel", identifiers="123456;IMO9074729"))

    assert [("idNumber", "123456"), ("imoNumber", "9074729")] == [
        (s.prop, s.value) for s in found.statements if s.prop != "name"
    ]


def test_an_unknown_column_is_a_problem() -> None:
    """A column that the exporter adds later is not passed over in silence."""
    header = HEADER + ",mood\n"

    assert [("1", "mood")] == [(p.where, p.value) for p in reading(line()[:-1] + ',"good"\n', header=header).problems]


@pytest.mark.parametrize("bad", ['"","Person","X"\n', '"a","","X"\n', ",".join(['"a"'] * 20) + "\n"])
def test_a_row_without_id_or_with_too_many_cells_is_a_problem(bad: str) -> None:
    """One broken row costs itself only."""
    found = reading(bad, line())

    assert (["X"], ["error"]) == ([s.value for s in found.statements], [p.severity for p in found.problems])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (HEADER.encode() + b"\n", "no row"),
        (b"id,name\n1,X\n", "no column schema"),
        (b'"id","schema","name"\n"a","b","c\n', "not a row"),
        (b'"id","schema","name"\n"a","Person","\xff"\n', "not utf-8 at byte 15"),
        (b"\x1f\x8b\x08\x00", "not utf-8"),
    ],
)
def test_a_file_that_is_not_the_format_is_refused(content: bytes, message: str) -> None:
    """The message names the file and the line or column, the remedy what to do."""
    with pytest.raises(ReadError, match=message) as caught:
        collect(read("os", {"t.csv": BytesIO(content)}))

    assert "t.csv" in caught.value.message
    assert caught.value.remedy


def test_a_byte_order_mark_is_no_part_of_the_header() -> None:
    """A file saved by a spreadsheet reads like the exporter's."""
    assert ["X"] == [s.value for s in reading(line(), header="\ufeff" + HEADER + "\n").statements]


def test_the_export_states_its_day() -> None:
    """The last day on which an entity was seen is the day of the export."""
    rows = line(last_seen="2026-02-03T10:00:00") + line(last_seen="2026-02-07") + line()

    assert date(2026, 2, 7) == published({"t": BytesIO((HEADER + "\n" + rows).encode())})


@pytest.mark.parametrize(("head", "expected"), [(HEADER.encode(), True), (b"id,name\n", False), (b"", False)])
def test_the_header_is_recognised(head: bytes, expected: bool) -> None:
    """By its first columns, quoted or not."""
    assert expected is recognises("any.csv", head)
