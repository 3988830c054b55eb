"""The table of sources agrees with the readers."""

import pytest

from lustra.errors import UnknownNameError
from lustra.model.source import Source
from lustra.readers.lists.formats import READERS
from lustra.usecases.lists.sources import SOURCES, source_named


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_every_source_has_a_reader_and_https_addresses(source: Source) -> None:
    """A list that is fetched can be read, and is fetched safely."""
    assert source.format in READERS
    assert all(file.url.startswith("https://") for file in source.files)
    assert source.files[0].required


def test_an_unknown_source_names_the_known_ones() -> None:
    """A typing error is answered with the choice."""
    with pytest.raises(UnknownNameError) as caught:
        source_named("us_ofac")
    assert "us_ofac_sdn" in caught.value.remedy
