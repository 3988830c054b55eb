"""GLEIF level 2: consolidation is control, never a share. All identifiers invented."""

from datetime import date
from io import BytesIO

import pytest

from lustra.errors import ReadError
from lustra.model.edge import DECLARED_INDIRECT, DIRECT, Edge
from lustra.model.statement import Problem
from lustra.model.time import FOREVER, Interval, day_of
from lustra.readers.graphs import gleif_xml

RECORD = """<rr:RelationshipRecord><rr:Relationship>
<rr:StartNode><rr:NodeID>CHILD</rr:NodeID></rr:StartNode><rr:EndNode><rr:NodeID>{parent}</rr:NodeID></rr:EndNode>
<rr:RelationshipType>{kind}</rr:RelationshipType>
<rr:RelationshipPeriods><rr:RelationshipPeriod><rr:StartDate>2018-01-01T00:00:00.000Z</rr:StartDate>
<rr:PeriodType>RELATIONSHIP_PERIOD</rr:PeriodType></rr:RelationshipPeriod></rr:RelationshipPeriods>
<rr:RelationshipStatus>{status}</rr:RelationshipStatus></rr:Relationship>
<rr:Registration><rr:InitialRegistrationDate>2018-06-01T10:00:00.000Z</rr:InitialRegistrationDate>
<rr:LastUpdateDate>2022-02-01T10:00:00.000Z</rr:LastUpdateDate>
<rr:RegistrationStatus>{registration}</rr:RegistrationStatus></rr:Registration></rr:RelationshipRecord>"""


def file(*records: str, root: str = "RelationshipData") -> bytes:
    """A file of records."""
    inside = f"<rr:RelationshipRecords>{''.join(records)}</rr:RelationshipRecords>"
    return f'<rr:{root} xmlns:rr="{gleif_xml.NAMESPACE}">{inside}</rr:{root}>'.encode()


def record(kind: str = "IS_DIRECTLY_CONSOLIDATED_BY", **changes: str) -> str:
    """One record."""
    return RECORD.format(kind=kind, **({"parent": "PARENT", "status": "ACTIVE", "registration": "PUBLISHED"} | changes))


def read(content: bytes) -> list[Edge | Problem]:
    """Read a file."""
    return list(gleif_xml.read("rr.xml", BytesIO(content)))


KINDS = [
    ("IS_DIRECTLY_CONSOLIDATED_BY", ("PARENT", "CHILD", "consolidates", DIRECT)),
    ("IS_ULTIMATELY_CONSOLIDATED_BY", ("PARENT", "CHILD", "consolidates", DECLARED_INDIRECT)),
    ("IS_INTERNATIONAL_BRANCH_OF", ("CHILD", "PARENT", "part_of", DIRECT)),
    ("IS_FUND-MANAGED_BY", ("PARENT", "CHILD", "representation", DIRECT)),
    ("IS_SUBFUND_OF", ("PARENT", "CHILD", "other_interest", DIRECT)),
    ("IS_FEEDER_TO", ("CHILD", "PARENT", "other_interest", DIRECT)),
]


@pytest.mark.parametrize(("kind", "expected"), KINDS, ids=[kind for kind, _ in KINDS])
def test_each_relationship_has_its_kind_and_never_a_share(kind: str, expected: tuple[str, ...]) -> None:
    """The child stands first in the file; the owner first in the edge."""
    (edge,) = read(file(record(kind)))
    assert isinstance(edge, Edge)
    assert (*expected, None) == (edge.owner, edge.owned, edge.kind, edge.directness, edge.share)
    assert (day_of("2018-01-01"), day_of("2018-06-01")) == (edge.valid.start, edge.known.start)


def test_an_inactive_relationship_ended_when_it_was_last_updated() -> None:
    """The file states no other end."""
    (edge,) = read(file(record(status="INACTIVE")))
    assert isinstance(edge, Edge)
    assert Interval(date(2018, 1, 1), date(2022, 2, 1)) == edge.valid


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (record("IS_FRIEND_OF"), "type"),
        (record(parent=""), "two nodes"),
        (record(registration="ANNULLED"), "withdrawn"),
    ],
)
def test_what_cannot_be_used_is_a_problem(made: str, said: str) -> None:
    """The record after it is read."""
    items = read(file(made, record()))
    assert [True, False] == [isinstance(item, Problem) for item in items]
    assert isinstance(items[0], Problem)
    assert said in items[0].reason


def test_a_file_that_is_cut_off_gives_what_it_holds() -> None:
    """The end of the publisher's file is missing."""
    items = read(file(record(), record())[:-80])
    assert 1 <= sum(isinstance(item, Edge) for item in items)
    assert isinstance(items[-1], Problem)


@pytest.mark.parametrize("content", [b"", b"<html></html>", file(root="Other"), b"<!DOCTYPE x><x/>"])
def test_another_file_is_refused(content: bytes) -> None:
    """Nothing in it could be used."""
    with pytest.raises(ReadError):
        read(content)


def test_what_never_ends_is_open() -> None:
    """A relationship in force has no end."""
    (edge,) = read(file(record()))
    assert isinstance(edge, Edge)
    assert FOREVER == edge.valid.end
