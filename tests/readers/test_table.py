"""The table of formats, and how a file is told to be one of them."""

import pytest

from lustra.readers.lists.formats import READERS, recognise

HEADS = [
    ({"sdn.csv": b"36,", "ADD.CSV": b"36,25"}, "ofac_csv"),
    ({"list.csv": b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- '}, "ofac_csv"),
    ({"entities.ftm.json": b'{"id":"NK-1","schema":"Person","properties":{}}\n'}, "ftm_json"),
    ({"targets.simple.csv": b'"id","schema","name","aliases","birth_date"\n'}, "simple_csv"),
    ({"any.csv": b'"id","schema","name","aliases","birth_date"\n', "mapping.toml": b"id = 'id'\n"}, "mapped_csv"),
    ({"notes.txt": b"Shopping: bread, milk\n"}, None),
    ({"empty.csv": b""}, None),
    ({}, None),
]


@pytest.mark.parametrize(("heads", "name"), HEADS)
def test_files_are_recognised(heads: dict[str, bytes], name: str | None) -> None:
    """By the publisher's file names in any case, or by the first bytes; else not at all."""
    assert name == recognise(heads)


@pytest.mark.parametrize("key", sorted(READERS))
def test_each_row_of_the_table_is_whole(key: str) -> None:
    """A format has its key as name, a title, and lower-case file names."""
    reader = READERS[key]

    assert key == reader.name
    assert reader.title
    assert list(reader.files) == [name.lower() for name in reader.files]


@pytest.mark.parametrize("key", sorted(READERS))
def test_no_format_claims_an_empty_file(key: str) -> None:
    """Zero bytes under no publisher's name belong to nobody."""
    assert not READERS[key].recognises("data", b"")
