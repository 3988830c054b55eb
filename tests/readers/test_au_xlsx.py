"""Australia's list, on workbooks written by hand in its form as it is publicly described."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests.readers.workbooks import HEADER, Cell, workbook

from lustra.errors import ReadError
from lustra.model.statement import WEAK, Reading, collect
from lustra.readers.lists.au_xlsx import published, read, recognises
from lustra.readers.tables.workbook import MAX_UNPACKED_BYTES


def row(reference: Cell, name: str, name_type: str = "Primary Name", **more: Cell) -> list[Cell]:
    """A row of the list: columns by their words with underscores."""
    told: dict[str, Cell] = {"reference": reference, "name_of_individual_or_entity": name, "name_type": name_type}
    told = {"type": "Individual", "committees": "Autonomous (Russia)", **told, **more}
    return [told.get(column.lower().replace(" ", "_"), "") for column in HEADER]


MAN: dict[str, Cell] = {
    "date_of_birth": "a) 30/08/1954 b) 1955",
    "place_of_birth": "Kopys, Belarus",
    "citizenship": "Belarus, Russia",
    "address": "38 Karla Marksa St, Minsk, Belarus; Drozdy, Minsk, Belarus",
    "additional_information": "President_x000D_\n of Belarus.",
    "listing_information": "Listed by the Minister",
    "control_date": date(2022, 5, 18),
    "instrument_of_designation": "Autonomous Sanctions (Russia) List 2022",
    "targeted_financial_sanction": 1,
    "travel_ban": 1,
    "arms_embargo": 0,
}
ROWS = (
    row(7000, "Aleksandr Lukashenko\u00a0", "Primary Name", **MAN),
    row("7000a", "Alyaksandr Lukashenka", "aka", **MAN),
    row("7000b", "Batka", "aka", alias_strength="Weak", **MAN),
    row("7000c", "Александр Лукашенко", "Original Script", **MAN),
    row(7001, "Some Company", type="Entity", date_of_birth=1996, control_date="18/05/2022"),
    row(7001, "Another Company", type="Entity"),
    row("7000d", "A. G. Lukashenko", "Formerly known as", **MAN),
    row(7002, "Some Tanker", type="Vessel", imo_number=8405270, maritime_restriction="Yes"),
)


def reading(*rows: list[Cell], header: list[str] | None = None) -> Reading:
    """What is read of a workbook."""
    return collect(read("au_dfat", {"list.xlsx": BytesIO(workbook(*rows, header=header))}))


FOUND = reading(*ROWS)


def values(prop: str, entity: str, found: Reading = FOUND) -> list[str]:
    """The values of one property of one entity."""
    return [s.value for s in found.statements if s.prop == prop and s.entity == f"au_dfat:{entity}"]


RUSSIA = "#sanction:Autonomous-Russia"
FACTS = [
    ("7000", "name", ["Aleksandr Lukashenko", "Александр Лукашенко"]),
    ("7000", "alias", ["Alyaksandr Lukashenka"]),
    ("7000", "weakAlias", ["Batka"]),
    ("7000", "previousName", ["A. G. Lukashenko"]),
    ("7000", "birthDate", ["1954-08-30", "1955"]),
    ("7000", "birthPlace", ["Kopys, Belarus"]),
    ("7000", "nationality", ["by", "ru"]),
    ("7000", "address", ["38 Karla Marksa St, Minsk, Belarus", "Drozdy, Minsk, Belarus"]),
    ("7000", "notes", ["President of Belarus."]),
    (f"7000{RUSSIA}", "program", ["Autonomous (Russia)"]),
    (f"7000{RUSSIA}", "startDate", ["2022-05-18"]),
    (f"7000{RUSSIA}", "summary", ["Listed by the Minister", "Autonomous Sanctions (Russia) List 2022"]),
    (f"7000{RUSSIA}", "provisions", ["targeted financial sanction", "travel ban"]),
    ("7001", "incorporationDate", ["1996"]),
    (f"7001{RUSSIA}", "startDate", ["2022-05-18"]),
    ("7001-2", "name", ["Another Company"]),
    ("7002", "imoNumber", ["8405270"]),
    (f"7002{RUSSIA}", "provisions", ["maritime restriction"]),
]


@pytest.mark.parametrize(("entity", "prop", "expected"), FACTS, ids=[f"{entity} {prop}" for entity, prop, _ in FACTS])
def test_the_rows_of_a_party_become_one_entry(entity: str, prop: str, expected: list[str]) -> None:
    """Names by their type and strength, days from text and from Excel's count, measures by their flags."""
    assert expected == values(prop, entity)


def test_schemata_grades_and_places_are_told() -> None:
    """A weak alias stays weak, an original script says so, and each statement names its row."""
    by_value = {s.value: s for s in FOUND.statements}
    assert {"Person", "Organization", "Vessel"} == {s.schema for s in FOUND.statements if s.prop == "name"}
    assert (WEAK, "list.xlsx:4") == (by_value["Batka"].grade, by_value["Batka"].locator)
    assert "original script" == by_value["Александр Лукашенко"].note


def test_a_reference_used_twice_makes_two_entries_and_a_problem() -> None:
    """One number was given to two parties; a lettered row that stands apart still belongs to its number."""
    assert ["7001-2: this reference was used before, for another name"] == [p.reason for p in FOUND.problems]


TWISTED = [
    (row("", "No Reference"), "a row with no reference"),
    (row(8, ""), "a row with no name"),
    (row(8, "X", type="Cabal"), "type is not one that is known"),
    (row(8, "X", "nickname"), "name type is not known"),
    (row(8, "X", date_of_birth="before the war"), "birthDate is not understood"),
]


@pytest.mark.parametrize(("twisted", "reason"), TWISTED, ids=[reason for _, reason in TWISTED])
def test_what_is_not_known_is_told(twisted: list[Cell], reason: str) -> None:
    """Each oddity is a problem with its row; the other rows are read."""
    found = reading(twisted, row(9, "Fine"))
    assert [True] == [reason in problem.reason for problem in found.problems]
    assert ["Fine"] == values("name", "9", found)


def test_an_unknown_column_means_a_new_format() -> None:
    """It is an error that refuses the list, as unknown tags do."""
    found = reading([*row(9, "X"), "?"], header=[*HEADER, "Shoe Size"])
    assert [("error", "shoe size")] == [(p.severity, p.value) for p in found.problems if p.reason.startswith("unknown")]


def bomb() -> bytes:
    """A small file that says it is large when unpacked."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed, packed.open("xl/zeros.xml", "w", force_zip64=True) as part:
        for _ in range((MAX_UNPACKED_BYTES >> 22) + 1):
            part.write(bytes(4 << 20))
    return stream.getvalue()


BAD = {
    "no zip": (b"Reference,Name", "no workbook"),
    "cut off": (workbook(*ROWS)[:-40], "no workbook"),
    "no sheet": (workbook(*ROWS).replace(b"xl/workbook.xml", b"xl/workbonk.xml"), "no workbook"),
    "other columns": (workbook([1, "X"], header=["Id", "Name"]), "no column reference"),
    "no row": (workbook(), "not one row"),
    "unpacks to too much": (bomb(), "when unpacked"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_one_clear_error(name: str) -> None:
    """The copy held stays."""
    content, said = BAD[name]
    with pytest.raises(ReadError, match=said):
        collect(read("au_dfat", {"list.xlsx": BytesIO(content)}))


def test_a_workbook_is_known_by_its_ending_and_first_bytes_and_tells_no_day() -> None:
    """The day has to be given."""
    content = workbook(*ROWS)
    assert [True, False, False] == [
        recognises("list.xlsx", content[:64]),
        recognises("list.zip", content[:64]),
        recognises("list.xlsx", b"<html>"),
    ]
    assert published({"list.xlsx": BytesIO(content)}) is None
