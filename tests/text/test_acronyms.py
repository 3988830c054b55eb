"""An organisation's name says by which acronyms it may be shortened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.data import table
from lustra.text.names import analyse
from lustra.text.organisations.acronyms import SHORTEST_ACRONYM, acronyms


def of(name: str) -> tuple[str, ...]:
    """The acronyms of an organisation's name."""
    return acronyms(name, analyse(name, "Organization"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Islamic Republic of Iran Shipping Lines", "irisl"),
        ("China National Petroleum Corporation", "cnpc"),
        ("United Aircraft Corporation", "uac"),
        ("PJSC United Aircraft Corporation", "uac"),
        ("Объединенная авиастроительная корпорация", "oak"),
        ("ПАО «Объединенная авиастроительная корпорация»", "oak"),
        ("National Iranian Oil Company", "nioc"),
        ("Ministry of Intelligence and Security", "mois"),
        ("Ministry of Defence and Armed Forces Logistics", "modafl"),
        ("Главный радиочастотный центр", "grchts"),
        ("Калужский научно-исследовательский радиотехнический институт", "knirti"),
        ("Bryansk Electromechanical Plant", "bemz"),
        ("Минский завод колёсных тягачей", "mzkt"),
        ("State Grain Operator", "gzo"),
        ("Banque Marocaine du Commerce Extérieur", "bmce"),
    ],
)
def test_a_name_may_be_shortened_to_its_initials(name: str, expected: str) -> None:
    """Initials are read as typed, in English and in Russian, without legal forms and small words."""
    assert expected in of(name)


@pytest.mark.parametrize("name", ["", "Zarya", "Zarya Trading LLC", "ООО Ромашка", "№ 5", "A-B-C Company"])
def test_a_short_name_has_no_acronym(name: str) -> None:
    """Two initials are shared by too many names."""
    assert () == of(name)


@pytest.mark.parametrize(
    ("name", "acronym"),
    [
        ("Islamic Republic of Iran Broadcasting", "irisl"),
        ("United Shipbuilding Corporation", "uac"),
        ("Ministry of Foreign Affairs", "modafl"),
    ],
)
def test_another_name_has_other_initials(name: str, acronym: str) -> None:
    """An acronym is that of its own name only."""
    assert acronym not in of(name)


@given(st.text(max_size=80))
def test_acronyms_are_canonical_words(name: str) -> None:
    """Whatever is typed, an acronym is a word of the matcher's alphabet, long enough, each once and in order."""
    found = of(name)
    assert sorted(set(found)) == list(found)
    assert all(word.isascii() and word.isalnum() and len(word) >= SHORTEST_ACRONYM for word in found)


def test_every_row_of_russian_letters_names_its_source() -> None:
    """A table of fact says where each row is from, and lists a word once."""
    rows = table("acronym_words")
    assert [] == [row for row in rows if not row["source"]]
    assert len(rows) == len({row["word"] for row in rows})
