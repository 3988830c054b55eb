"""Each type of property treats its values in its own way."""

import pytest

from lustra import data
from lustra.model.statement import BAD_CHECKSUM, Problem, Statement
from lustra.readers.lists.entry import Entry
from lustra.readers.lists.properties import add_value, known_properties, property_type


def held(prop: str, printed: str, schema: str = "LegalEntity") -> list[Statement | Problem]:
    """What one printed value becomes."""
    entry = Entry("my:1", schema, "f")
    add_value(entry, prop, printed, 7)
    return list(entry.items())


@pytest.mark.parametrize(
    ("prop", "printed", "value", "original"),
    [
        ("name", " Nord  Stream\u00a02 ", "Nord Stream 2", " Nord  Stream\u00a02 "),
        ("birthDate", "15 Mar 1961", "1961-03-15", "15 Mar 1961"),
        ("birthDate", "circa 1961", "1961~", "circa 1961"),
        ("jurisdiction", "Russian Federation", "ru", "Russian Federation"),
        ("country", "ua-cri", "ua", "ua-cri"),
        ("gender", "F", "female", ""),
        ("gender", "nonbinary", "nonbinary", ""),
        ("entity", "NK-1", "my:NK-1", ""),
        ("website", "www.example.by", "www.example.by", ""),
    ],
)
def test_a_value_is_cleaned_as_its_type_asks(prop: str, printed: str, value: str, original: str) -> None:
    """The value for use, and the publisher's wording where it differs."""
    (statement,) = (item for item in held(prop, printed) if isinstance(item, Statement))

    assert (value, original.strip()) == (statement.value, statement.original.strip())


@pytest.mark.parametrize(("number", "grade"), [("7707083893", ""), ("7707083894", BAD_CHECKSUM)])
def test_an_identifier_is_held_against_its_check_digit(number: str, grade: str) -> None:
    """A failure lowers the grade and drops nothing."""
    (statement,) = (item for item in held("innCode", number) if isinstance(item, Statement))

    assert (number, grade) == (statement.value, statement.grade)


def test_several_dates_of_one_cell_are_several_statements() -> None:
    """Alternatives are all held."""
    assert ["1961", "1963"] == [s.value for s in held("birthDate", "1961 or 1963") if isinstance(s, Statement)]


@pytest.mark.parametrize("printed", ["", "  ", '""""""'])
def test_nothing_printed_is_nothing_held(printed: str) -> None:
    """Blanks and empty quotes are no value."""
    assert [] == held("notes", printed)


@pytest.mark.parametrize(("prop", "kind"), [("owner", "entity"), ("birthDate", "date"), ("mood", "text")])
def test_the_type_of_a_property(prop: str, kind: str) -> None:
    """As the table says; what it does not know is text."""
    assert kind == property_type(prop)


def test_every_property_has_one_type_and_a_source() -> None:
    """The table of properties has no row twice and no row without source."""
    rows = data.table("ftm_properties")

    assert len(rows) == len(known_properties())
    assert [row for row in rows if not row["source"] or not row["type"]] == []
