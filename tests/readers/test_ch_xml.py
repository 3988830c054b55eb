"""Switzerland's list, on entries written by hand in its format as it is publicly described."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from lustra.errors import ReadError
from lustra.model.entity_assembly import entities
from lustra.model.log import log_of
from lustra.model.statement import WEAK, Reading, collect
from lustra.model.time import AsOf
from lustra.readers.lists.ch_xml import published, read, recognises

FIXTURE = Path(__file__).parent.parent / "fixtures" / "readers" / "ch" / "consolidated-list.xml"
WHOLE = FIXTURE.read_text("utf-8")


def reading(text: str) -> Reading:
    """What is read of a file."""
    return collect(read("ch_seco", {"consolidated-list.xml": BytesIO(text.encode())}))


FOUND = reading(WHOLE)


def values(prop: str, entity: str) -> list[str]:
    """The values of one property of one entity."""
    return [s.value for s in FOUND.statements if s.prop == prop and s.entity == f"ch_seco:{entity}"]


FACTS = [
    ("5100", "name", ["Lukashenko Alexander"]),
    ("5100", "firstName", ["Alexander"]),
    ("5100", "lastName", ["Lukashenko"]),
    ("5100", "title", ["President"]),
    ("5100", "alias", ["Lukashenka Aliaksandr", "Lukashenko Aliaksandr", "Лукашенко Александр", "A. Another"]),
    ("5100", "weakAlias", ["Batka"]),
    ("5100", "gender", ["male"]),
    ("5100", "nationality", ["by"]),
    ("5100", "birthDate", ["1954-08-30", "1955"]),
    ("5100", "birthPlace", ["Kopys, Vitebsk region, Belarus"]),
    ("5100", "birthCountry", ["by"]),
    ("5100", "address", ["Presidential Administration, vul. Karla Marksa 38, 220016, Minsk, Belarus"]),
    ("5100", "passportNumber", ["MP1234567"]),
    ("5100", "website", ["https://president.gov.by"]),
    ("5100", "notes", ["Said to like ice hockey."]),
    ("5100#sanction:4387", "program", ["Belarus"]),
    ("5100#sanction:4387", "provisions", ["Annex 13 - Financial sanctions, travel ban"]),
    ("5100#sanction:4387", "reason", ["President of Belarus."]),
    ("5100#sanction:4387", "recordId", ["EU.5971.83"]),
    ("5100#sanction:4387", "startDate", ["2006-06-28"]),
    ("5100#sanction:4387", "endDate", ["2016-03-01"]),
    ("5100#sanction:4387-2", "startDate", ["2020-12-11"]),
    ("5100#sanction:4387-2", "endDate", []),
    ("5100#link:related-to-5200", "object", ["ch_seco:5200"]),
    ("5200", "name", ["Belaruskali"]),
    ("5200", "previousName", ["Production Association Belaruskali"]),
    ("5200", "registrationNumber", ["600122610"]),
    ("5200", "incorporationDate", ["1996-12-23"]),
    ("5200", "legalForm", ["joint stock company"]),
    ("5200#sanction:4390", "provisions", ["Annex 15 - Capital market"]),
    ("5200#sanction:4390", "listingDate", ["2022-08-11"]),
    ("5200#sanction:4390", "startDate", ["2022-08-12"]),
    ("5300", "imoNumber", ["8405270"]),
    ("5300#sanction:34422", "program", ["North Korea"]),
    ("5300#sanction:34422", "endDate", ["2025-06-20"]),
    ("5400", "address", []),
]


@pytest.mark.parametrize(("entity", "prop", "expected"), FACTS, ids=[f"{entity} {prop}" for entity, prop, _ in FACTS])
def test_a_target_is_read_block_by_block(entity: str, prop: str, expected: list[str]) -> None:
    """Each element becomes FollowTheMoney properties; what a modification added or removed is not read."""
    assert expected == values(prop, entity)


def test_kinds_of_targets_have_their_schemata() -> None:
    """An individual, an entity, an object that is a vessel."""
    found = {s.entity: s.schema for s in FOUND.statements if s.prop == "name"}
    assert {"ch_seco:5100": "Person", "ch_seco:5200": "Organization", "ch_seco:5300": "Vessel"} == found


def test_a_weak_alias_stays_weak_and_a_variant_tells_its_script() -> None:
    """Quality low is the publisher's own word; language and script stand beside a spelling."""
    by_value = {s.value: s for s in FOUND.statements}
    assert WEAK == by_value["Batka"].grade
    assert ("rus", "CYRL") == (by_value["Лукашенко Александр"].lang, by_value["Лукашенко Александр"].note)


def test_nothing_is_dropped_without_a_problem() -> None:
    """A target without a name and a place that is not there are told, with their place."""
    told = {problem.reason: problem.severity for problem in FOUND.problems}
    assert {"5400: no name": "error", "5200: place-id points at no place of the list": "warning"} == told


@pytest.mark.parametrize(
    ("day", "listed"),
    [("2005-01-01", False), ("2010-01-01", True), ("2018-01-01", False), ("2021-01-01", True)],
)
def test_who_was_taken_off_and_put_back_is_listed_on_the_right_days(day: str, listed: bool) -> None:
    """Targets that were taken off stay in the file; the modifications say when they were on the list."""
    log = log_of({date(2026, 8, 27): list(FOUND.statements)})
    (man,) = (one for one in entities(log, "SECO") if one.id == "ch_seco:5100")
    assert listed == any(listing.in_force(AsOf(day)) for listing in man.listings)


def test_the_day_and_the_form_are_told() -> None:
    """The root has the day; the first bytes are enough to know the format."""
    assert date(2026, 8, 27) == published({"x.xml": BytesIO(WHOLE.encode())})
    assert recognises("x.xml", WHOLE[:300].encode())


def test_a_part_of_the_list_is_not_taken_for_the_whole() -> None:
    """A list of changes only would end all other designations."""
    with pytest.raises(ReadError, match="whole-list"):
        published({"x.xml": BytesIO(WHOLE.replace("whole-list", "delta-list").encode())})


def test_an_unknown_tag_is_an_error_and_one_in_the_history_is_not() -> None:
    """The format may have grown where it counts; what earlier states looked like does not count."""
    grown = reading(WHOLE.replace("<nationality ", "<tribe>X</tribe><nationality "))
    assert ["error"] == [p.severity for p in grown.problems if "unknown element" in p.reason]
    assert [] == [p for p in FOUND.problems if "unknown" in p.reason]


TWISTED = [
    ('calendar="Gregorian" quality="good"', 'calendar="Islamic" quality="good"', "birthDate is not understood"),
    ('document-type="passport"', 'document-type="amulet"', "kind of document is not known"),
    ('object-type="vessel"', 'object-type="balloon"', "kind of object is not known"),
    ('quality="low" lang', 'quality="fair" lang', "type or quality of a name is not known"),
    ('name-part-type="given-name"', 'name-part-type="nickname"', "part of a name is not known"),
    ("<sanctions-set-id>34422<", "<sanctions-set-id>1<", "points at no programme"),
    ("<number>MP1234567</number>", "", "a document without a number"),
    ('<target ssid="5300">', "<target>", "a target has no ssid"),
]


@pytest.mark.parametrize(("old", "new", "reason"), TWISTED, ids=[reason for _, _, reason in TWISTED])
def test_what_is_not_known_is_told(old: str, new: str, reason: str) -> None:
    """Each oddity is a problem with its line, and the rest of the entry is used."""
    assert any(reason in problem.reason for problem in reading(WHOLE.replace(old, new, 1)).problems)


def test_many_spellings_are_bounded() -> None:
    """Variants of several parts multiply; the first ones are kept, and the rest is told."""
    many = "".join(f'<spelling-variant lang="BEL" script="LATN">V{n}</spelling-variant>' for n in range(40))
    found = reading(WHOLE.replace("<value>Alexander</value>", f"<value>Alexander</value>{many}"))
    assert any("spellings of one name" in problem.reason for problem in found.problems)
    assert 60 <= len([s for s in found.statements if s.prop == "alias"]) <= 65
