"""Gathering the statements of an entry: cleaning, merging, places."""

import pytest

from lustra.model.statement import BAD_CHECKSUM, Statement
from lustra.readers.lists.entry import Entry, clean_value, iso_day, latin
from lustra.text.dates import parse_date


def entry(schema: str = "Person") -> Entry:
    """An entry of a made-up list."""
    return Entry("test:1", schema, "list.xml")


def statements(held: Entry) -> list[Statement]:
    """What it holds, problems left out."""
    return [item for item in held.items() if isinstance(item, Statement)]


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("  Ivan   PETROV ", "Ivan PETROV"),
        ("Tajhiz\u00a0Sanat\u202fShayan", "Tajhiz Sanat Shayan"),
        ("Numéro\n   de passeport", "Numéro de passeport"),
        ("Al\u200bFa\ufeff", "AlFa"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_blanks_are_made_single_and_invisible_marks_go(printed: str, expected: str) -> None:
    """No-break blanks, line breaks and zero-width marks; the joiners of Persian are letters' own."""
    assert expected == clean_value(printed)


@pytest.mark.parametrize(
    ("text", "expected"), [("Żółć ʼ 7", True), ("Łukašenka", True), ("Иван", False), ("Вank", False), ("", True)]
)
def test_latin_means_every_letter(text: str, expected: bool) -> None:
    """One Cyrillic look-alike is enough to say no."""
    assert expected == latin(text)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("2022-02-24", "2022-02-24"), ("22/08/2026", "2026-08-22"), ("2026", ""), ("", ""), ("soon", "")],
)
def test_a_day_is_a_full_day_or_nothing(printed: str, expected: str) -> None:
    """A year is no day."""
    assert expected == iso_day(printed)


def test_double_blanks_are_cleaned_and_the_wording_kept() -> None:
    """The original stands beside the value only where they differ by more than outer blanks."""
    held = entry()
    held.add("name", " Ivan  PETROV ", 3)
    held.add("name", " Anna PETROVA ", 4)

    assert [("Ivan PETROV", " Ivan  PETROV "), ("Anna PETROVA", "")] == [
        (s.value, s.original) for s in statements(held)
    ]


def test_repeats_are_one_statement_with_the_earlier_act() -> None:
    """The same value printed twice is one fact, added by the first act."""
    held = entry()
    held.add("alias", "Ivan", 5, act="2022/2", act_date="2022-03-01")
    held.add("alias", "Ivan", 3, act="2014/1", act_date="2014-03-01")
    held.add("alias", "Ivan", 9, act="2024/3", act_date="2024-03-01")

    assert [("2014/1", "list.xml:3")] == [(s.act, s.locator) for s in statements(held)]


def test_an_alias_that_is_the_name_is_dropped_but_a_weak_one_stays_weak() -> None:
    """Merging never promotes."""
    held = entry()
    for prop in ("name", "alias", "weakAlias"):
        held.add(prop, "Ivan", 1)

    assert ["name", "weakAlias"] == [s.prop for s in statements(held)]


def test_a_date_that_is_not_understood_is_a_note_and_a_problem() -> None:
    """Nothing is guessed and nothing is lost."""
    held = entry()
    held.date("birthDate", parse_date("30-35 years old"), "30-35 years old", 7)
    note, problem = held.items()

    assert isinstance(note, Statement)
    assert ("notes", "birthDate: 30-35 years old") == (note.prop, note.value)
    assert ("7", "30-35 years old", "warning") == (problem.where, problem.value, problem.severity)  # type: ignore[union-attr]


IDENTIFIERS = [
    ("Person", "taxNumber", "7710137067", "ru", ("innCode", BAD_CHECKSUM)),
    ("Person", "taxNumber", "7710137066", "ru", ("innCode", "")),
    ("Vessel", "imoNumber", "9074729", "", ("imoNumber", "")),
    ("Vessel", "imoNumber", "9074720", "", ("imoNumber", BAD_CHECKSUM)),
    ("Organization", "taxNumber", "190430033", "by", ("taxNumber", BAD_CHECKSUM)),
    ("Person", "passportNumber", "'MP 1234567.", "by", ("passportNumber", "")),
]


@pytest.mark.parametrize(("schema", "prop", "number", "country", "expected"), IDENTIFIERS)
def test_a_failed_check_digit_lowers_the_grade_and_never_drops(
    schema: str, prop: str, number: str, country: str, expected: tuple[str, str]
) -> None:
    """36 of OFAC's 4,579 Russian numbers fail theirs, and are printed all the same."""
    held = entry(schema)
    held.identifier(prop, number, 1, country=country)

    assert [expected] == [(s.prop, s.grade) for s in statements(held)]


def test_a_company_imo_number_passes_by_its_own_check_digit() -> None:
    """The EU prints companies' IMO numbers under the same code as ships'."""
    held = entry("Organization")
    held.identifier("imoNumber", "5342883", 1)

    assert [("imoNumber", "")] == [(s.prop, s.grade) for s in statements(held)]


def test_a_number_without_letter_or_digit_is_a_problem() -> None:
    """The EU prints ``-`` for a number four times."""
    held = entry()
    held.identifier("passportNumber", "-", 1)

    assert ["1: passportNumber has no letter or digit"] == [item.reason for item in held.items()]  # type: ignore[union-attr]


def test_sub_entities_are_gathered_with_their_entry() -> None:
    """A sanction's statements come in the entry's stream under its own id."""
    held = entry()
    held.add("name", "Ivan", 1)
    held.sub("sanction", "BLR", "Sanction").add("entity", "test:1", 2)

    assert [("test:1", "Person"), ("test:1#sanction:BLR", "Sanction")] == [
        (s.entity, s.schema) for s in statements(held)
    ]


def test_an_entry_with_an_error_gives_its_problems_only() -> None:
    """The severity ``error`` says that the entry is not used, and so it is."""
    held = entry()
    held.sub("sanction", "BLR", "Sanction").add("entity", "test:1", 2)
    held.problem(2, "no name", severity="error")

    assert [("1: no name", "error")] == [(p.reason, p.severity) for p in held.items() if not isinstance(p, Statement)]
    assert [] == statements(held)
