"""Identifiers in common: forms, kinds, and the least score they give."""

import pytest

from lustra.model.entity import Identifier
from lustra.model.query import Query
from lustra.screening.identifiers import forms, identifier_feature, identifier_key, identifier_keys, shared, unused
from lustra.screening.parameters import parameter

LEI = "5493001KJTIIGC8Y1R12"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("passportNumber", "AB 12-345", {"AB12345"}),
        ("imoNumber", "IMO 9187629", {"9187629"}),
        ("", "IMO 9187629", {"IMO9187629", "9187629", "IMO 9187629"}),
        ("", "1234", set()),
        ("publicKey", "12HQDsic", {"12HQDsic"}),
    ],
)
def test_forms_of_an_identifier(kind: str, value: str, expected: set[str]) -> None:
    """Of its kind, or of any kind where it was typed without one; none where it is too short."""
    assert expected == forms(Identifier(kind, value))


@pytest.mark.parametrize(
    ("left", "right", "kinds"),
    [
        (Identifier("", "IMO 9187629"), Identifier("imoNumber", "9187629"), ["imoNumber"]),
        (Identifier("innCode", "7707083893"), Identifier("taxNumber", "7707083893"), [""]),
        (Identifier("", LEI), Identifier("", LEI.lower()), ["leiCode"]),
        (Identifier("", "12345"), Identifier("", "54321"), []),
    ],
)
def test_the_kind_of_an_identifier_in_common(left: Identifier, right: Identifier, kinds: list[str]) -> None:
    """The one that either party states, whichever comes first; none where they state different ones."""
    assert kinds == [i.kind for i in shared([left], [right])] == [i.kind for i in shared([right], [left])]


@pytest.mark.parametrize(
    ("kind", "name_score", "row"),
    [
        ("leiCode", 0.0, "identifier_decisive"),
        ("innCode", 0.9, "identifier_agrees"),
        ("innCode", 0.1, "identifier_alone"),
    ],
)
def test_the_least_score_of_an_identifier_in_common(kind: str, name_score: float, row: str) -> None:
    """Decisive kinds need no name; another number under a contradicting name is for review."""
    least, feature = identifier_feature([Identifier("", "7707083893")], [Identifier(kind, "7707083893")], name_score)
    assert (parameter(row), parameter(row)) == (least, feature.weight)


def test_an_identifier_is_indexed_by_the_key_of_its_form() -> None:
    """The key fits a signed 64-bit column; a short number has none."""
    assert [identifier_key("9187629")] == identifier_keys(Identifier("imoNumber", "IMO 9187629"))
    assert 0 <= identifier_key("9187629") < 2**63
    assert [] == identifier_keys(Identifier("idNumber", "12"))


def test_what_of_a_question_is_not_used_is_said() -> None:
    """An address is not compared, and a number of four characters is not looked up."""
    assert () == unused(Query(("A",), identifiers=("12345",)))
    address, number = unused(Query(("A",), addresses=("Minsk",), identifiers=("12345", "1234")))
    assert "address" in address
    assert "'1234'" in number
