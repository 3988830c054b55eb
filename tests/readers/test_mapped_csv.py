"""Any watch-list by a mapping: what it can say, and what it says when it is wrong."""

from io import BytesIO

import pytest

from lustra.errors import ReadError
from lustra.model.statement import Reading, collect
from lustra.readers.lists.mapped_csv import published, read, recognises

MAPPING = """
id = "No"
delimiter = ";"
ignore = ["Internal note"]

[columns]
"Full name" = "name"
"Also known as" = { prop = "alias", separator = "|", lang = "ru" }
"Born" = { prop = "birthDate", format = "%m/%d/%Y" }
"Nationality" = "nationality"
"Passport" = { prop = "passportNumber", country_column = "Issued by" }
"Measure" = "Sanction.program"

[constants]
"Sanction.authority" = "Compliance department"

[schema]
column = "Type"
default = "LegalEntity"
values = { P = "Person" }
"""
TABLE = """No;Type;Full name;Also known as;Born;Nationality;Passport;Issued by;Measure;Internal note
1;P;Ivan Ivanoŭ;Иванов|Иванов И.;03/15/1961;Belarus;MP1234567;Belarus;Watch;secret
2;X;Belaruśkalij;;1975;;;;Block;
"""


def reading(table: str | bytes = TABLE, mapping: str = MAPPING) -> Reading:
    """What is read of a table with a mapping."""
    content = table if isinstance(table, bytes) else table.encode()
    return collect(read("mine", {"list.csv": BytesIO(content), "mapping.toml": BytesIO(mapping.encode())}))


def simple(columns: str, extra: str = "") -> str:
    """A mapping with an id column and these columns."""
    return f'id = "id"\n{extra}\n[columns]\n"name" = "name"\n{columns}\n'


def test_the_example_of_the_mapping_is_read() -> None:
    """Names in a language, a date in its own format, an issued passport, a constant and a schema by value."""
    found = reading()

    assert () == found.problems
    assert [
        ("mine:1", "Person", "name", "Ivan Ivanoŭ", "", ""),
        ("mine:1", "Person", "alias", "Иванов", "ru", ""),
        ("mine:1", "Person", "alias", "Иванов И.", "ru", ""),
        ("mine:1", "Person", "birthDate", "1961-03-15", "", ""),
        ("mine:1", "Person", "nationality", "by", "", ""),
        ("mine:1", "Person", "passportNumber", "MP1234567", "", "by"),
        ("mine:1#sanction:Watch", "Sanction", "program", "Watch", "", ""),
        ("mine:1#sanction:Watch", "Sanction", "authority", "Compliance department", "", ""),
        ("mine:1#sanction:Watch", "Sanction", "entity", "mine:1", "", ""),
    ] == [(s.entity, s.schema, s.prop, s.value, s.lang, s.country) for s in found.statements if "mine:1" in s.entity]


def test_a_year_is_read_whatever_the_format_of_days() -> None:
    """Lists print the year where they know no more."""
    dates = {s.entity: s.value for s in reading().statements if s.prop == "birthDate"}

    assert {"mine:1": "1961-03-15", "mine:2": "1975"} == dates


def test_a_day_in_another_format_than_the_mapping_says_is_not_guessed() -> None:
    """15/03/1961 in a month-first column is a problem and a note, not a date."""
    found = reading(TABLE.replace("03/15/1961", "15/03/1961"))

    assert ["birthDate: 15/03/1961"] == [s.value for s in found.statements if s.prop == "notes"]
    assert ["15/03/1961"] == [p.value for p in found.problems]


def test_another_encoding_is_named_in_the_mapping() -> None:
    """Cyrillic of Windows is read where the mapping says so."""
    table = "id,name\n1,Иванов\n".encode("cp1251")

    assert ["Иванов"] == [s.value for s in reading(table, simple("", 'encoding = "cp1251"')).statements]


def test_trap_the_wrong_encoding_says_where_and_what_to_do() -> None:
    """A file that is not UTF-8 is an error with its line, byte and remedy."""
    with pytest.raises(ReadError, match=r"list\.csv:2 is not utf-8 at byte 3") as caught:
        reading("id,name\n1,Иванов\n".encode("cp1251"), simple(""))

    assert "encoding" in caught.value.remedy


def test_a_column_that_nobody_mapped_is_a_problem() -> None:
    """What the mapping leaves out it must say it leaves out."""
    found = reading("id,name,mood\n1,X,good\n", simple(""))

    assert [("1", "mood")] == [(p.where, p.value) for p in found.problems]


def test_a_mapped_column_that_is_not_there_is_refused() -> None:
    """The error names the missing column, the remedy those that are there."""
    with pytest.raises(ReadError, match=r"list\.csv:1 has no column born") as caught:
        reading("id,name\n1,X\n", simple('"born" = "birthDate"'))

    assert "id, name" in caught.value.remedy


def test_a_header_with_one_column_twice_is_refused() -> None:
    """Which of two columns is meant is not guessed."""
    with pytest.raises(ReadError, match="two columns name"):
        reading("id,name,name\n1,X,Y\n", simple(""))


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("id = ", "mapping.toml"),
        ('[columns]\n"a" = "name"\n', "missing required field `id`"),
        ('id = "a"\n[columns]\n"a" = "brithDate"\n', "brithDate"),
        ('id = "a"\n[columns]\n"a" = "birthDate"\n', "no column holds the name"),
        ('id = "a"\ndelimitre = ";"\n[columns]\n"a" = "name"\n', "delimitre"),
        ('id = "a"\ndelimiter = ";;"\n[columns]\n"a" = "name"\n', "delimiter"),
        ('id = "a"\nencoding = "utf-9"\n[columns]\n"a" = "name"\n', "utf-9"),
    ],
)
def test_a_wrong_mapping_is_refused_with_a_remedy(mapping: str, message: str) -> None:
    """The error names the key, and where a property is mistyped the remedy proposes one."""
    with pytest.raises(ReadError, match=message) as caught:
        reading("a\nX\n", mapping)

    assert caught.value.remedy


def test_a_mistyped_property_gets_a_proposal() -> None:
    """``brithDate`` is answered with birthDate."""
    with pytest.raises(ReadError) as caught:
        reading("a\nX\n", 'id = "a"\n[columns]\n"a" = "brithDate"\n')

    assert "birthDate" in caught.value.remedy


def test_a_table_without_mapping_is_refused() -> None:
    """The error says that a mapping is needed."""
    with pytest.raises(ReadError, match=r"there is no mapping\.toml"):
        collect(read("mine", {"list.csv": BytesIO(b"id,name\n1,X\n")}))


@pytest.mark.parametrize("table", ["id,name\n", "", "\n\n"])
def test_a_table_without_rows_is_refused(table: str) -> None:
    """A header alone is no list."""
    with pytest.raises(ReadError):
        reading(table, simple(""))


@pytest.mark.parametrize(("row", "severity"), [(",X", "error"), ("1,X,Y", "warning"), ("1", "warning")])
def test_a_row_without_id_or_with_another_number_of_cells_is_a_problem(row: str, severity: str) -> None:
    """One broken row costs itself only, and says so."""
    found = reading(f"id,name\n{row}\n2,Z\n", simple(""))

    assert [("2", severity)] == [(p.where, p.severity) for p in found.problems]
    assert "Z" in [s.value for s in found.statements]


def test_rows_of_one_id_are_one_entry_with_a_designation_each() -> None:
    """Two measures against one entry do not run into one another."""
    found = reading("id,name,why\n1,X,Watch\n1,X,Block\n2,Y,\n", simple('"why" = "Sanction.program"'))

    assert ["mine:1#sanction:Watch", "mine:1#sanction:Block", "mine:2#sanction:listed"] == [
        s.entity for s in found.statements if s.prop == "entity"
    ]


def test_lines_before_the_header_are_skipped() -> None:
    """A title above the table is passed over where the mapping says so."""
    found = reading("Our list\nid,name\n1,X\n", simple("", "skip_lines = 1"))

    assert ["list.csv:3"] == [s.locator for s in found.statements]


def test_an_issuing_country_is_given_once_for_a_column() -> None:
    """A tax number of Russia is an INN, held against its check digit."""
    found = reading("id,name,tax\n1,X,7707083893\n", simple('"tax" = { prop = "taxNumber", country = "Russia" }'))

    assert [("innCode", "ru", "")] == [(s.prop, s.country, s.grade) for s in found.statements if s.prop != "name"]


def test_without_a_measure_there_is_no_designation() -> None:
    """A list that says nothing about its measures makes no sanction up."""
    assert {"LegalEntity"} == {s.schema for s in reading("id,name\n1,X\n", simple("")).statements}


@pytest.mark.parametrize(("name", "expected"), [("mapping.toml", True), ("list.csv", False)])
def test_the_mapping_is_recognised(name: str, expected: bool) -> None:
    """A table is read by mapping where a mapping lies beside it."""
    assert expected is recognises(name, b"id,name\n")


def test_a_table_states_no_day() -> None:
    """When a table was published must be told."""
    assert published({"list.csv": BytesIO(b"")}) is None
