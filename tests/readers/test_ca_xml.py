"""Canada's list: both vintages of its tags, and every trap of the real file, on records written by hand."""

import re
from io import BytesIO
from pathlib import Path

import pytest

from lustra.errors import ReadError
from lustra.model.statement import Reading, collect
from lustra.readers.lists.ca_xml import TAGS, published, read, recognises

FILE = "sema-lmes.xml"
FIXTURE = Path(__file__).parent.parent / "fixtures" / "readers" / "ca" / FILE


def reading(data: bytes) -> Reading:
    """What is read of a file."""
    return collect(read("ca_sema", {FILE: BytesIO(data)}))


def records(*rows: dict[str, str]) -> Reading:
    """A list of these records, tags as keys."""
    printed = "".join(
        f"<record>{''.join(f'<{tag}>{text}</{tag}>' for tag, text in row.items())}</record>" for row in rows
    )
    return reading(f"<data-set>{printed}</data-set>".encode())


def record(**cells: str) -> Reading:
    """A list of one record of the older vintage."""
    return records({"Country": "Belarus / Bélarus", "Schedule": "1, Part 1", "Item": "8", **cells})


def values(found: Reading, prop: str, entity: str = "") -> list[str]:
    """The values of one property, of one entity where it is named."""
    return [s.value for s in found.statements if s.prop == prop and s.entity.endswith(entity)]


def ids(found: Reading) -> list[str]:
    """Ids of the entries, in file order."""
    return list(dict.fromkeys(s.entity for s in found.statements if "#" not in s.entity))


WHOLE = reading(FIXTURE.read_bytes())
PERSON, FIRM, SHIP = "belarus-1-part-1-8", "belarus-1-part-2-1", "russia-1.1-2"

FACTS = [
    (PERSON, "name", ["Aleksandr Grigoryevich LUKASHENKO"]),
    (PERSON, "lastName", ["LUKASHENKO"]),
    (PERSON, "firstName", ["Aleksandr Grigoryevich"]),
    (PERSON, "alias", ["Alyaksandr Lukashenka", "Batka"]),
    (PERSON, "title", ["President"]),
    (PERSON, "birthDate", ["1954-08-30"]),
    (PERSON, "country", ["by"]),
    (f"{PERSON}#sanction:belarus", "entity", [f"ca_sema:{PERSON}"]),
    (f"{PERSON}#sanction:belarus", "program", ["Belarus"]),
    (f"{PERSON}#sanction:belarus", "authority", ["Global Affairs Canada"]),
    (f"{PERSON}#sanction:belarus", "recordId", ["Schedule 1, Part 1, item 8"]),
    (f"{PERSON}#sanction:belarus", "startDate", ["2020-09-28"]),
    (FIRM, "name", ["Belaeronavigatsia Republican Unitary Enterprise"]),
    (FIRM, "alias", ["Belaeronavigatsia"]),
    (SHIP, "name", ["M/V Maria"]),
    (SHIP, "type", ["General Cargo"]),
    (SHIP, "imoNumber", ["9074729"]),
    (SHIP, "buildDate", ["1986"]),
    (SHIP, "country", []),
]


@pytest.mark.parametrize(("entity", "prop", "expected"), FACTS, ids=[f"{entity}-{prop}" for entity, prop, _ in FACTS])
def test_people_entities_and_ships_are_read(entity: str, prop: str, expected: list[str]) -> None:
    """Each cell becomes FollowTheMoney properties."""
    assert expected == values(WHOLE, prop, f":{entity}")


def test_the_fixture_reads_without_a_problem() -> None:
    """Every tag of the bilingual vintage is known."""
    assert () == WHOLE.problems
    assert [PERSON, FIRM, SHIP] == [entity.removeprefix("ca_sema:") for entity in ids(WHOLE)]


def test_trap_tags_were_renamed_to_bilingual_forms() -> None:
    """The same records with the older tags give the same statements."""
    older = {bilingual: bilingual.partition("-")[0] for bilingual in TAGS if "-" in bilingual}
    text = re.sub(r"(?<=[</])([A-Za-z]+-[A-Za-z]+)(?=>)", lambda m: older.get(m[1], m[1]), FIXTURE.read_text("utf-8"))
    found = reading(text.encode())

    assert "NomDeFamille" not in text
    assert WHOLE == found


def test_trap_a_third_vintage_is_an_error_not_zero_rows() -> None:
    """All tags renamed once more: refused, and the new tags are named."""
    with pytest.raises(ReadError, match=r"no tag within 1 <record> is known: element <record/Nom>") as caught:
        records({"Nom": "LUKASHENKO"})

    assert "report the new tags" in caught.value.remedy


@pytest.mark.parametrize("renamed", ["Surname", "LastName-Patronyme"])
def test_trap_one_renamed_tag_is_an_error(renamed: str) -> None:
    """The rest of the record is read, and the unknown tag is told."""
    found = records({"Country": "Belarus", "GivenName": "Aleksandr", "Item": "8", renamed: "LUKASHENKO"})

    assert [(f"element <record/{renamed}>", "error")] == [(p.value, p.severity) for p in found.problems]
    assert ["Aleksandr"] == values(found, "name")


def test_names_that_were_all_renamed_are_refused() -> None:
    """Records without a name are not used; a file of them only is no list."""
    with pytest.raises(ReadError, match="not one entry can be used"):
        records({"Country": "Belarus", "Item": "8", "Surname": "LUKASHENKO"})


def test_trap_people_with_given_name_only() -> None:
    """141 people of Myanmar have a given name and no family name."""
    found = record(GivenName="Than Shwe", LastName="")

    assert (["Than Shwe"], ["Than Shwe"], []) == tuple(values(found, p) for p in ("name", "firstName", "lastName"))


def test_trap_blanks_and_tabs_around_names() -> None:
    """Names come with tabs, no-break blanks and line ends."""
    assert ["Inna Vladimirovna OLEKSINA"] == values(
        record(GivenName="\tInna\u00a0 Vladimirovna", LastName="OLEKSINA\n"), "name"
    )


IDS = [
    ({"Country": "Belarus / Bélarus", "Schedule": "1, Part 1.1", "Item": "14"}, "belarus-1-part-1.1-14"),
    ({"Country": "Russia / Russie", "Schedule": "1,Part 3", "Item": "1"}, "russia-1-part-3-1"),
    ({"Country": "Venezuela", "Item": "7"}, "venezuela-7"),
    ({"Country": "Venezuela", "Schedule": "N/A", "Item": "7"}, "venezuela-7"),
    ({"Country": "Myanmar (Burma) / Myanmar (Birmanie)", "Schedule": "Part 2", "Item": "1"}, "myanmar-burma-part-2-1"),
    ({"Country": "Corrupt Officials Regulations (JVCFOR) / Règlement (RJVDEC)", "Item": "3"}, "jvcfor-3"),
]


@pytest.mark.parametrize(("cells", "expected"), IDS)
def test_trap_items_start_anew_in_each_part(cells: dict[str, str], expected: str) -> None:
    """Only country, schedule and item together are an id."""
    assert [f"ca_sema:{expected}"] == ids(records({**cells, "LastName": "PETROV"}))


def test_trap_one_item_may_come_twice() -> None:
    """The first record bears the id, later ones add their name, then a number; each time it is told."""
    cells = {"Country": "Iran", "Schedule": "1", "Item": "5"}
    found = records(*({**cells, "EntityOrShip": name} for name in ("Aria", "Apus Co.", "Apus Co.", "Veles")))

    assert ["iran-1-5", "iran-1-5-apus-co", "iran-1-5-apus-co-2", "iran-1-5-veles"] == [
        entity.removeprefix("ca_sema:") for entity in ids(found)
    ]
    assert 3 == len(found.problems)


SHIPS = [
    ({"EntityOrShip": "Maria", "ShipIMONumber": "9074729"}, "Vessel"),
    ({"EntityOrShip": "Maria", "DateOfBirthOrShipBuildDate": "1986"}, "Vessel"),
    ({"EntityOrShip": "Maria", "TitleOrShip": "General Cargo"}, "Vessel"),
    ({"EntityOrShip": "Maria"}, "Organization"),
    ({"Entity": "Maria"}, "Organization"),
    ({"LastName": "MARIA", "DateOfBirth": "1986"}, "Person"),
]


@pytest.mark.parametrize(("cells", "schema"), SHIPS)
def test_trap_ships_and_entities_share_a_column(cells: dict[str, str], schema: str) -> None:
    """A ship has an IMO number, a type or a building date."""
    assert {schema} == {s.schema for s in record(**cells).statements if "#" not in s.entity}


DATES = [
    ("1954-08-30", ["1954-08-30"], 0),
    ("1976", ["1976"], 0),
    ("1965-03", ["1965-03"], 0),
    ("1963 or 1964", ["1963", "1964"], 0),
    ("1965-07-15 OR 1969-09-28", ["1965-07-15", "1969-09-28"], 0),
    ("1963-1964", ["1963/1964"], 0),
    ("1987/1988", ["1987/1988"], 0),
    ("born in the early 1970s", ["1970/1979"], 0),
    ("Sep-99", [], 1),
]


@pytest.mark.parametrize(("printed", "expected", "problems"), DATES)
def test_trap_dates_of_birth_in_shapes(printed: str, expected: list[str], problems: int) -> None:
    """Alternatives are several dates, ranges stay ranges, two digits of a year are not guessed at."""
    found = record(LastName="PETROV", DateOfBirth=printed)

    assert (expected, problems) == (values(found, "birthDate"), len(found.problems))


NAMES = [
    ("Metrotek Ltd. (also known as NTC Metrotek)", ["Metrotek Ltd."], ["NTC Metrotek"]),
    ("Saad (also known as Sadid Parvaz)(or Daria Sharif)", ["Saad"], ["Sadid Parvaz", "Daria Sharif"]),
    ("NII JSC (also known as NII, AO NII and AO NIII)", ["NII JSC"], ["NII", "AO NII", "AO NIII"]),
    ("Life Co. (also known as Life and Challenge Co. Ltd.)", ["Life Co."], ["Life and Challenge Co. Ltd."]),
    ("Omsk Plant (also known as Omsktransmash", ["Omsk Plant"], ["Omsktransmash"]),
    ("Iranian Army/Armée iranienne", ["Iranian Army"], ["Armée iranienne"]),
    ("Victory/Pobeda Political Bloc", ["Victory/Pobeda Political Bloc"], []),
    ("Iranian Space Agency (ISA)", ["Iranian Space Agency (ISA)"], []),
    ("Central Research Institute of Machine\nBuilding JSC", ["Central Research Institute of Machine Building JSC"], []),
    ("General Intelligence Directorate;", ["General Intelligence Directorate"], []),
]


@pytest.mark.parametrize(("printed", "names", "aliases"), NAMES, ids=[printed for printed, _, _ in NAMES])
def test_trap_names_that_hold_other_names(printed: str, names: list[str], aliases: list[str]) -> None:
    """``also known as`` in brackets and the French name behind a stroke are aliases; the wording is kept."""
    found = record(EntityOrShip=printed)

    assert (names, aliases) == (values(found, "name"), values(found, "alias"))
    assert {" ".join(printed.split()), ""} >= {
        " ".join(s.original.split()) for s in found.statements if s.prop == "alias"
    }


def test_the_country_is_that_of_the_regulations() -> None:
    """It is noted as such, and a law without a country gives none."""
    found = record(LastName="PETROV")
    lawless = records({"Country": "Extremist Settler Violence / Violence extrémiste", "LastName": "COHEN", "Item": "1"})

    assert [("by", "country of the regulations", "Belarus / Bélarus")] == [
        (s.value, s.note, s.original) for s in found.statements if s.prop == "country" and "#" not in s.entity
    ]
    assert [] == [s for s in lawless.statements if s.prop == "country" and "#" not in s.entity]


def test_the_file_does_not_say_its_day() -> None:
    """None, never a guess."""
    assert published({FILE: BytesIO(FIXTURE.read_bytes())}) is None
    assert recognises("any", FIXTURE.read_bytes()[:4096])
