"""FollowTheMoney entities read for who holds what."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from lustra.errors import ReadError
from lustra.model.edge import Edge
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.model.time import FOREVER, Interval
from lustra.readers.graphs import ftm_edges


def entity(schema: str, **properties: Any) -> dict[str, Any]:
    """One entity; every value in a list."""
    return {"id": schema.lower(), "schema": schema, "properties": {k: [v] for k, v in properties.items()}}


def read(*entities: Any) -> list[Party | Edge | Problem]:
    """Read entities as lines."""
    lines = "".join(json.dumps(one) + "\n" for one in entities)
    return list(ftm_edges.read("e.json", BytesIO(lines.encode())))


LINKS = [
    (entity("Ownership", owner="x", asset="a"), ("x", "a", "share")),
    (entity("Directorship", director="x", organization="a"), ("x", "a", "board_member")),
    (entity("Directorship", director="x", organization="a", role="Chairman"), ("x", "a", "board_chair")),
    (entity("Directorship", director="x", organization="a", role="General Director"), ("x", "a", "manager")),
    (entity("Family", person="x", relative="y"), ("x", "y", "family")),
    (entity("Associate", person="x", associate="y"), ("x", "y", "associate")),
    (entity("UnknownLink", subject="x", object="y"), ("x", "y", "linked_to")),
    (entity("Representation", agent="x", client="y"), ("x", "y", "representation")),
    (entity("Control", controller="x", controlled="a"), ("x", "a", "dominant_influence")),
    (
        entity("Control", controller="x", controlled="a", controlType="appointment"),
        ("x", "a", "appoint_board_majority"),
    ),
]


@pytest.mark.parametrize(("link", "expected"), LINKS, ids=[f"{e[2]}" for _, e in LINKS])
def test_each_schema_joins_its_two_ends(link: Any, expected: tuple[str, str, str]) -> None:
    """The owner, director or controller stands on the left."""
    (edge,) = read(link)
    assert isinstance(edge, Edge)
    assert expected == (edge.owner, edge.owned, edge.kind)


PERCENTAGES = [
    ("50%", "50 %"),
    ("25-50", "[25, 50] %"),
    ("≥ 25", "[25, 100] %"),
    ("0,5", "0.5 %"),
    ("5O%", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "words"), PERCENTAGES)
def test_a_free_text_percentage_is_read_or_unknown(text: str, words: str | None) -> None:
    """What cannot be read is unknown and reported, never zero."""
    items = read(entity("Ownership", owner="x", asset="a", percentage=text))
    (edge,) = [item for item in items if isinstance(item, Edge)]
    assert words == (edge.share.words() if edge.share else None)
    assert (text == "5O%") == any(isinstance(item, Problem) for item in items)


def test_shares_that_contradict_each_other_are_unknown() -> None:
    """Two different percentages of one holding decide nothing."""
    link = {
        "id": "o",
        "schema": "Ownership",
        "properties": {"owner": ["x"], "asset": ["a"], "percentage": ["50", "60"]},
    }
    items = read(link)
    assert [None] == [item.share for item in items if isinstance(item, Edge)]
    assert 1 == sum(isinstance(item, Problem) for item in items)


def test_a_vessel_is_an_asset_and_nested_entities_are_read() -> None:
    """Any entity can be held; an owner that stands inside is taken out."""
    owner = entity("Company", name="X Ltd", jurisdiction="by", registrationNumber="1")
    link = {
        "id": "o",
        "schema": "Ownership",
        "properties": {"owner": [owner], "asset": ["ship"], "startDate": ["2020"]},
    }
    items = read(link, entity("Vessel", name="Ship"))
    (edge,) = [item for item in items if isinstance(item, Edge)]
    assert ("company", "ship", Interval(date(2020, 1, 1), FOREVER)) == (edge.owner, edge.owned, edge.valid)
    assert {("company", "by", ("1",)), ("vessel", "", ())} == {
        (item.id, item.country, item.identifiers) for item in items if isinstance(item, Party)
    }


def test_what_is_no_party_and_no_link_is_left_alone() -> None:
    """Addresses and designations say nothing about ownership."""
    assert [] == read(entity("Sanction", entity="x"), entity("Address", full="y"))


def test_damage_is_a_problem_and_nothing_at_all_an_error() -> None:
    """A line that is no entity, a link without an end."""
    items = list(ftm_edges.read("e.json", BytesIO(b'{"id":\n' + json.dumps(entity("Ownership", owner="x")).encode())))
    assert [("1", "error"), ("2", "error")] == [(p.where, p.severity) for p in items if isinstance(p, Problem)]
    with pytest.raises(ReadError):
        list(ftm_edges.read("e.json", BytesIO(b"nonsense\n")))
