"""The Beneficial Ownership Data Standard: statements over time, ranges, what is not named, and what is not valid."""

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from lustra.data import table, text
from lustra.errors import ReadError
from lustra.model.edge import DECLARED_INDIRECT, Edge
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.model.time import FOREVER
from lustra.ownership.rules import kinds
from lustra.readers.graphs import bods_json
from lustra.readers.graphs.bods_check import faults, package_faults

Row = dict[str, Any]


def codes(schema: str, owner: str, field: str) -> list[str]:
    """The codes that the standard's schema allows in a field."""
    definition = json.loads(text(f"ownership/bods_schema_0.4/{schema}.json"))["$defs"][owner]
    return sorted(definition["properties"][field]["enum"])


def statement(record: str, kind: str, details: Row, day: str = "2020-01-01", status: str = "new") -> Row:
    """One valid statement."""
    return {
        "statementId": f"{record}-{day}-{status}".ljust(32, "0"),
        "declarationSubject": "a",
        "statementDate": day,
        "recordId": record,
        "recordType": kind,
        "recordStatus": status,
        "recordDetails": {"isComponent": False, **details},
    }


def entity(record: str, kind: str = "registeredEntity", **more: Any) -> Row:
    """A company, or another entity."""
    return statement(record, "entity", {"entityType": {"type": kind}, "name": record.title(), **more})


def person(record: str, kind: str = "knownPerson") -> Row:
    """A person."""
    return statement(record, "person", {"personType": kind, "names": [{"fullName": record.title()}]})


def interest(kind: str = "shareholding", share: Any = None, **more: Any) -> Row:
    """An interest; an exact share where a number is given."""
    stated = {"exact": share} if isinstance(share, int | float) else share
    return {"type": kind, "directOrIndirect": "direct", **({"share": stated} if stated else {}), **more}


def holding(owner: Any, owned: str, *interests: Row, day: str = "2020-01-01", status: str = "new", **more: Any) -> Row:
    """A relationship."""
    record = more.pop("record", f"{owner}-{owned}")
    details = {"subject": owned, "interestedParty": owner, "interests": list(interests), **more}
    return statement(record, "relationship", details, day, status)


def read(*statements: Any) -> list[Party | Edge | Problem]:
    """Read a package."""
    return list(bods_json.read("b.json", BytesIO(json.dumps(statements).encode())))


def edges(*statements: Any) -> list[Edge]:
    """Only the edges."""
    return [item for item in read(*statements) if isinstance(item, Edge)]


def on(found: list[Edge], day: str, known: str = "") -> list[tuple[str, str]]:
    """Who holds how much on a day, as known on another."""
    when, then = date.fromisoformat(day), date.fromisoformat(known) if known else date(9999, 12, 30)
    rows = [e for e in found if when in e.valid and then in e.known and e.kind == "share"]
    return sorted((e.owner, e.share.words() if e.share else "unknown") for e in rows)


@pytest.mark.parametrize("row", table("bods_interests"), ids=lambda row: row["code"])
def test_each_of_the_23_interest_types_has_its_kind(row: dict[str, str]) -> None:
    """Every code of the standard becomes an edge of the engine's code list."""
    (edge,) = edges(person("x"), entity("a"), holding("x", "a", interest(row["code"])))
    assert (row["kind"], row["unit"], row["grade"]) == (edge.kind, edge.unit, edge.grade)
    assert edge.kind in kinds()


def test_the_standard_has_23_interest_types() -> None:
    """None is missing in the table of meanings."""
    published = codes("relationship-record", "Interest", "type")
    assert 23 == len(published)
    assert set(published) == {row["code"] for row in table("bods_interests")}


def test_a_share_of_unstated_kind_is_unknown_and_not_absent() -> None:
    """An interest without a type, and a relationship without interests, may be any share."""
    found = edges(person("x"), entity("a"), holding("x", "a", {"directOrIndirect": "unknown"}), holding("x", "b"))
    assert [("share", None), ("share", None)] == [(edge.kind, edge.share) for edge in found]


OVER_TIME = (
    person("x"),
    entity("a"),
    entity("t", "arrangement"),
    holding("x", "a", interest(share=100, startDate="2002-03-09"), day="2019-01-20"),
    holding("t", "a", interest(share=60, startDate="2021-09-24"), day="2021-09-25"),
    holding("x", "a", interest(share=40, startDate="2021-09-24"), day="2021-09-25", status="updated"),
    holding("x", "a", interest(share=40, startDate="2021-09-24"), day="2023-03-03", status="closed"),
    holding("t", "a", interest(share=80, startDate="2023-03-01"), day="2023-03-03", status="updated"),
)
TRUE_AND_KNOWN = [
    ("2021-09-24", "2021-09-24", [("x", "100 %")], "the new shares are true but not yet known"),
    ("2021-09-24", "", [("t", "60 %"), ("x", "40 %")], "what was true that day, as known now"),
    ("2021-09-25", "2021-09-25", [("t", "60 %"), ("x", "40 %")], "known and true"),
    ("2010-01-01", "", [("x", "100 %")], "history stays"),
    ("2022-06-01", "", [("t", "60 %"), ("x", "40 %")], "history stays after the record was closed"),
    ("2023-03-03", "", [("t", "80 %")], "the closed record says nothing more: the rest is unknown, not zero"),
]


@pytest.mark.parametrize(("day", "known", "held", "why"), TRUE_AND_KNOWN, ids=[why for *_, why in TRUE_AND_KNOWN])
def test_the_two_clocks_of_a_record(day: str, known: str, held: list[tuple[str, str]], why: str) -> None:
    """Statements say when they were made and when the interest began; the two are never mixed."""
    assert held == on(edges(*OVER_TIME), day, known)


def test_a_share_is_not_carried_back_where_only_the_share_changed() -> None:
    """A later statement with the old start date holds from its own day; naive dates would add up to 150 %."""
    ended = {"startDate": "2019-09-11", "endDate": "2022-01-21"}
    found = edges(
        person("x"),
        person("y"),
        entity("a"),
        holding("x", "a", interest(share=50, startDate="2019-09-11"), day="2019-09-11"),
        holding("y", "a", interest(share=50, startDate="2019-09-11"), day="2019-09-11"),
        holding("x", "a", interest(share=100, startDate="2019-09-11"), day="2022-01-21", status="updated"),
        holding("y", "a", interest(share=50, **ended), day="2022-01-21", status="closed"),
    )
    assert [("x", "50 %"), ("y", "50 %")] == on(found, "2020-01-01")
    assert [("x", "100 %")] == on(found, "2022-01-21")


def test_statements_may_stand_in_any_order() -> None:
    """A record's statements are put in order by their dates."""
    assert sorted(edges(*OVER_TIME)) == sorted(edges(*reversed(OVER_TIME)))


def test_a_state_that_holds_through_its_ministry_holds_100_and_not_200() -> None:
    """A declared indirect interest repeats its components; it is marked, so that nobody adds it up."""
    found = edges(
        entity("state", "state"),
        entity("ministry", "stateBody"),
        entity("holding"),
        entity("a"),
        holding("ministry", "a", interest(share=23.5), isComponent=True),
        holding("holding", "a", interest(share=76.5), isComponent=True),
        holding("ministry", "holding", interest(share=100), isComponent=True),
        holding("state", "ministry", interest("otherInfluenceOrControl"), isComponent=True),
        holding("state", "a", {**interest(share=100), "directOrIndirect": "indirect"}, componentRecords=["ministry-a"]),
    )
    direct = [e for e in found if e.owned == "a" and e.directness != DECLARED_INDIRECT and e.share]
    assert 100 == sum(e.share.lo_percent for e in direct if e.share)
    assert [("state", DECLARED_INDIRECT)] == [
        (e.owner, e.directness) for e in found if e.directness == DECLARED_INDIRECT
    ]
    assert [("ministry", "state")] == [(e.owner, e.owned) for e in found if e.kind == "part_of"]


def test_joint_holders_hold_through_their_arrangement() -> None:
    """Members of an arrangement are its joint holders; what that means is a matter of each rule."""
    found = edges(entity("j", "arrangement"), entity("a"), holding("j", "a", interest(share=100)),
                  holding("x", "j", interest(share=50)), holding("y", "j", interest(share=50)))  # fmt: skip
    assert {("x", "joint_holder"), ("y", "joint_holder"), ("j", "share")} == {(e.owner, e.kind) for e in found}


@pytest.mark.parametrize("reason", codes("components", "UnspecifiedRecord", "reason"))
def test_who_is_not_named_stays_an_unknown_owner_with_the_reason(reason: str) -> None:
    """Each of the seven reasons leaves a party that is marked as unnamed."""
    items = read(entity("a"), holding({"reason": reason}, "a", record="r"))
    assert ["unspecified:r"] == [item.owner for item in items if isinstance(item, Edge)]
    (party,) = [item for item in items if isinstance(item, Party) and item.unnamed]
    assert reason in party.name


@pytest.mark.parametrize("kind", ["anonymousEntity", "unknownEntity"])
def test_an_anonymous_party_is_unnamed(kind: str) -> None:
    """Somebody whose name is withheld could be anybody."""
    items = read(entity("x", kind), person("y", "anonymousPerson"), entity("a"), holding("x", "a", interest(share=60)))
    assert {"x", "y"} == {item.id for item in items if isinstance(item, Party) and item.unnamed}


OLDER = [
    {"statementID": "s1", "statementType": "entityStatement", "entityType": "registeredEntity", "name": "A",
     "statementDate": "2019-01-01"},
    {"statementID": "p1", "statementType": "personStatement", "personType": "knownPerson",
     "names": [{"fullName": "X"}], "statementDate": "2019-01-01"},
    {"statementID": "r1", "statementType": "ownershipOrControlStatement", "statementDate": "2019-01-01",
     "subject": {"describedByEntityStatement": "s1"}, "interestedParty": {"describedByPersonStatement": "p1"},
     "interests": [{"type": "voting-rights", "interestLevel": "direct",
                    "share": {"minimum": 25, "maximum": 50, "exclusiveMinimum": True}}]},
    {"statementID": "r2", "statementType": "ownershipOrControlStatement", "statementDate": "2020-01-01",
     "replacesStatements": ["r1"], "subject": {"describedByEntityStatement": "s1"},
     "interestedParty": {"unspecified": {"reason": "unknown"}}, "interests": []},
]  # fmt: skip


def test_older_versions_are_read_as_records_over_time() -> None:
    """0.1 to 0.3: statements that replace one another, codes with hyphens, flags for exclusive bounds."""
    found = edges(*OLDER)
    now = [e for e in found if e.known.end == FOREVER and e.valid.end == FOREVER]
    first = next(e for e in found if e.owner == "p1")
    assert ("votes", "(25, 50] %", "s1") == (first.unit, first.share.words() if first.share else "", first.owned)
    assert ["unspecified:r1"] == [e.owner for e in now]


def test_an_unknown_version_is_named_and_the_rest_is_read() -> None:
    """A statement of a version that does not exist yet is an error row."""
    future = entity("z") | {"publicationDetails": {"bodsVersion": "9.1"}}
    problems = [item for item in read(future, entity("a")) if isinstance(item, Problem)]
    assert [("error", "BODS version 9.1 is not known")] == [(one.severity, one.reason) for one in problems]


def test_a_file_without_any_statement_is_refused() -> None:
    """Nothing at all could be used."""
    with pytest.raises(ReadError):
        read({"some": "object"})


def test_a_share_stated_twice_is_reported() -> None:
    """An exact share beside a range: the exact one is used, and the contradiction is on record."""
    items = read(entity("a"), holding("x", "a", interest(share={"exact": 30, "minimum": 25, "maximum": 50})))
    assert any("exactly and as a range" in item.reason for item in items if isinstance(item, Problem))


def without(path: str) -> Callable[[Row], None]:
    """Take a field away."""
    *way, last = path.split(".")

    def change(row: Row) -> None:
        for step in way:
            row = row[step]
        del row[last]

    return change


def with_(path: str, value: Any) -> Callable[[Row], None]:
    """Put a value in a field."""
    *way, last = path.split(".")

    def change(row: Row) -> None:
        for step in way:
            row = row[step]
        row[last] = value

    return change


COMPANY = entity("a", identifiers=[{"id": "1", "scheme": "XX-1"}], jurisdiction={"name": "Belarus", "code": "BY"})
CHANGES = [
    without("statementId"),
    without("statementDate"),
    without("recordType"),
    without("recordDetails.isComponent"),
    without("recordDetails.entityType"),
    with_("statementId", "short"),
    with_("statementId", "x" * 65),
    with_("statementDate", "2020-02-30"),
    with_("statementDate", "January 2020"),
    with_("recordType", "thing"),
    with_("recordStatus", "gone"),
    with_("recordDetails.isComponent", "false"),
    with_("recordDetails.entityType", "registeredEntity"),
    with_("recordDetails.entityType", {"type": "company"}),
    with_("recordDetails.entityType", {"type": "state", "subtype": "stateAgency"}),
    with_("recordDetails.name", 7),
    with_("recordDetails.jurisdiction", {"code": "BY"}),
    with_("recordDetails.jurisdiction", {"name": "Belarus", "code": "BY-LONG"}),
    with_("recordDetails.identifiers", [{"id": "1"}]),
    with_("recordDetails.identifiers", {"id": "1", "scheme": "x"}),
    with_("recordDetails.uri", "not a uri"),
    with_("recordDetails.foundingDate", "2020"),
    with_("recordDetails.addresses", [{"type": "residence"}]),
    with_("recordDetails.publicListing", {"companyFilingsURLs": []}),
    with_("annotations", [{"motivation": "linking", "statementPointerTarget": ""}]),
    with_("annotations", [{"motivation": "commenting", "statementPointerTarget": "", "transformedContent": "x"}]),
    with_("publicationDetails", {"publicationDate": "2020-01-01", "bodsVersion": "0.4", "publisher": {}}),
    with_("publicationDetails", {"publicationDate": "2020-01-01", "bodsVersion": "four", "publisher": {"name": "x"}}),
    with_("source", {"type": "officialRegister"}),
]


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_each_broken_rule_of_the_standard_is_found(change: Callable[[Row], None]) -> None:
    """A valid statement with one thing wrong has exactly one fault."""
    row = json.loads(json.dumps(COMPANY))
    assert [] == faults(row)
    change(row)
    assert 1 == len(faults(row))


RELATIONSHIP_FAULTS = [
    (
        holding("x", "a", interest(share=101)),
        "recordDetails.interests[0].share.exact: the value is greater than the maximum of 100",
    ),
    (holding("x", "a", interest("sharing")), 'recordDetails.interests[0].type: the value is not one of "shareholding"'),
    (
        holding("x", "a", interest(), isComponent=True, componentRecords=["z"]),
        "recordDetails.componentRecords: [] was expected",
    ),
    (holding({"description": "?"}, "a", record="r"), "recordDetails.interestedParty.reason: missing"),
    (holding("x", "a", {**interest(), "directOrIndirect": "maybe"}), "directOrIndirect"),
    (
        holding(7, "a", record="r"),
        'recordDetails.interestedParty: the value is not of type "string" and the value is not of type "object"',
    ),
]


@pytest.mark.parametrize(("row", "said"), RELATIONSHIP_FAULTS, ids=[said for _, said in RELATIONSHIP_FAULTS])
def test_a_relationship_is_judged_by_its_own_rules(row: Row, said: str) -> None:
    """The fault names the place and the rule."""
    assert [True] == [said in fault for fault in faults(row)]


@pytest.mark.parametrize("value", [None, 7, "text", [], {}])
def test_what_is_no_statement_is_judged_and_not_crashed_on(value: Any) -> None:
    """Any JSON value gets an answer."""
    assert faults(value)


def test_a_package_is_an_array() -> None:
    """One statement alone is no package."""
    assert ["the document: not an array"] == package_faults(COMPANY)
    assert [] == package_faults([COMPANY])
