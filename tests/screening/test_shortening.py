"""Acronyms stand for names, as evidence that says so."""

import pytest
from tests.screening.parties import TODAY, entity, index_of

from lustra.model.query import Query
from lustra.screening.calibration import DEFAULT_THRESHOLD
from lustra.screening.compare import compare
from lustra.screening.engine import screen
from lustra.screening.shortening import acronym_candidate, spelled_out
from lustra.text.names import analyse

FULL = "Islamic Republic of Iran Shipping Lines"


@pytest.mark.parametrize(
    ("asked", "listed"),
    [("IRISL", FULL), (FULL, "IRISL"), ("IRISL Group", FULL), ("China National Petroleum Corporation", "CNPC")],
)
def test_an_acronym_meets_the_name_it_stands_for(asked: str, listed: str) -> None:
    """In a comparison and on a list, whichever of the two is asked, and in words of its own."""
    query = Query((asked,), schema="Organization")
    pair = compare(query, Query((listed,), schema="Organization"))
    index = index_of(entity("us:1", listed, schema="Organization"), entity("us:2", "OTHER WORKS", schema="Company"))
    ((hit,),) = screen(index, [query], TODAY)
    assert (pair.score, pair.explanation) == (hit.score, hit.explanation)
    assert hit.match
    assert ["acronym"] == [feature.name for feature in hit.explanation.features]


def test_three_initials_are_shared_by_too_many_names() -> None:
    """They may be worth a look, but are no match."""
    pair = compare(Query(("NSO",), schema="Company"), Query(("Naftan Sokol Orsha",), schema="Company"))
    assert 0.0 < pair.score < DEFAULT_THRESHOLD


def test_a_persons_name_is_no_acronym() -> None:
    """Initials of people are another matter."""
    assert () == spelled_out(
        "Ivan Petrovich Sidorov Orlov", "Person", analyse("Ivan Petrovich Sidorov Orlov", "Person")
    )
    assert () == spelled_out("Ivan Petrovich Sidorov Orlov", "", analyse("Ivan Petrovich Sidorov Orlov"))


@pytest.mark.parametrize(
    ("name", "expected"), [("IRISL", "irisl"), ("JSC NPPK", "nppk"), ("Dana Air", ""), ("Ak", ""), ("ABCDEFGHIJ", "")]
)
def test_only_one_short_word_may_be_an_acronym(name: str, expected: str) -> None:
    """Beside it only legal forms and generic words may stand."""
    assert expected == acronym_candidate(analyse(name, "Organization"))
