"""What holds for every list reader: damage never breaks the reading, order never changes a fact."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.errors import ReadError
from lustra.model.statement import Problem, Statement, collect
from lustra.readers.lists.formats import READERS

FIXTURES = Path(__file__).parent.parent / "fixtures" / "readers"
LISTS = {
    "eu_fsf_xml": FIXTURES / "eu" / "xmlFullSanctionsList_1_1.xml",
    "un_xml": FIXTURES / "un" / "consolidated.xml",
    "uk_xml": FIXTURES / "uk" / "uk-sanctions-list.xml",
    "ca_xml": FIXTURES / "ca" / "sema-lmes.xml",
    "ch_xml": FIXTURES / "ch" / "consolidated-list.xml",
}
WORDS = [
    b"",
    b"<",
    b">",
    b"&",
    b'"',
    b"\x00",
    b"\xff",
    b"31.02.2020",
    b"- - -",
    b"(((",
    b";;;",
    b"<Name6>",
    b"true",
    b"9" * 40,
]


def outcome(key: str, data: bytes) -> list[Statement | Problem]:
    """What a reader makes of a file; nothing where it refuses it."""
    try:
        return list(READERS[key].read("list", {"list.xml": BytesIO(data)}))
    except ReadError:
        return []


@pytest.mark.parametrize("key", sorted(LISTS))
@given(place=st.floats(0, 1), length=st.integers(0, 60), word=st.sampled_from(WORDS))
def test_damage_costs_a_message_and_nothing_else(key: str, place: float, length: int, word: bytes) -> None:
    """Whatever is cut out or put in, the reader reads, tells a problem, or refuses."""
    whole = LISTS[key].read_bytes()
    at = int(place * len(whole))
    found = outcome(key, whole[:at] + word + whole[at + length :])

    assert all(item.value for item in found if isinstance(item, Statement))
    assert all(item.reason for item in found if isinstance(item, Problem))


@pytest.mark.parametrize("key", sorted(LISTS))
@given(text=st.text(st.characters(exclude_characters='<>&"', exclude_categories=["Cs", "Cc"]), max_size=30))
def test_any_text_in_any_field_is_read(key: str, text: str) -> None:
    """The same odd text in every field at once: dates, numbers, countries, names."""
    whole = LISTS[key].read_text("utf-8")
    texts = re.sub(r"(?<=>)[^<>\s][^<>]*(?=</)", lambda _: text, whole)
    attributes = re.sub(
        r'(?<= )(?!xmlns|xsi|version|encoding|standalone)(\w+)="[^"]*"', lambda m: f'{m[1]}="{text}"', texts
    )

    assert isinstance(outcome(key, attributes.encode()), list)


@pytest.mark.parametrize("key", sorted(LISTS))
def test_reading_twice_gives_the_same(key: str) -> None:
    """No state is left behind."""
    data = LISTS[key].read_bytes()

    assert outcome(key, data) == outcome(key, data)


@pytest.mark.parametrize("key", sorted(LISTS))
def test_windows_line_ends_change_nothing(key: str) -> None:
    """CRLF is LF to XML."""
    data = LISTS[key].read_bytes()

    assert outcome(key, data) == outcome(key, data.replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("key", sorted(LISTS))
def test_a_reader_refuses_the_other_lists(key: str) -> None:
    """Each knows its own root only."""
    for other in sorted(LISTS.keys() - {key}):
        with pytest.raises(ReadError, match="the root element is"):
            collect(READERS[key].read("list", {"list.xml": BytesIO(LISTS[other].read_bytes())}))
