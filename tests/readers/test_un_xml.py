"""The UN's list: every trap of the real file, on entries written by hand in its format."""

from io import BytesIO
from pathlib import Path

import pytest

from lustra.model.statement import WEAK, Reading, Statement, collect
from lustra.readers.lists.un_names import names_in
from lustra.readers.lists.un_xml import published, read, recognises

FIXTURE = Path(__file__).parent.parent / "fixtures" / "readers" / "un" / "consolidated.xml"


def reading(data: bytes) -> Reading:
    """What is read of a file."""
    return collect(read("un_sc", {"consolidated.xml": BytesIO(data)}))


def tag(name: str, text: str) -> str:
    """An element."""
    return f"<{name}>{text}</{name}>"


def block(name: str, **fields: str) -> str:
    """A block of fields."""
    return tag(name, "".join(tag(field, text) for field, text in fields.items()))


def individual(*blocks: str, reference: str = "QDi.001") -> Reading:
    """A list of one individual."""
    head = f"<FIRST_NAME>IVAN</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>{tag('REFERENCE_NUMBER', reference)}"
    person = tag("INDIVIDUAL", f"<DATAID>1</DATAID>{head}{''.join(blocks)}")
    return reading(tag("CONSOLIDATED_LIST", tag("INDIVIDUALS", person)).encode())


def entity(*blocks: str) -> Reading:
    """A list of one entity."""
    head = "<FIRST_NAME>FIRM</FIRST_NAME><REFERENCE_NUMBER>KPe.001</REFERENCE_NUMBER>"
    return reading(tag("CONSOLIDATED_LIST", tag("ENTITIES", tag("ENTITY", head + "".join(blocks)))).encode())


def values(found: Reading, prop: str, entity: str = "") -> list[str]:
    """The values of one property, of one entity where it is named."""
    return [s.value for s in found.statements if s.prop == prop and s.entity.endswith(entity)]


def one(found: Reading, prop: str) -> Statement:
    """The only statement of a property."""
    (statement,) = (s for s in found.statements if s.prop == prop)
    return statement


WHOLE = reading(FIXTURE.read_bytes())

PERSON = [
    ("name", ["SAIF AL-ADL ZAIDAN", "سيف العدل زيدان"]),
    ("alias", ["Seif Al Adel", "Saif Al-'Adil", "سيف العدل"]),
    ("weakAlias", ["Ibrahim"]),
    ("gender", ["male"]),
    ("title", ["Colonel"]),
    ("position", ["Commander", "Chief of staff"]),
    ("nationality", ["eg"]),
    ("notes", ["Responsible for military training. Review concluded."]),
    ("address", ["12 Nile Street, 11511, Cairo, Egypt"]),
    ("birthDate", ["1963-04-11", "1963"]),
    ("birthPlace", ["Monufia Governorate", "Shibin al-Kawm, Monufia"]),
    ("birthCountry", ["eg", "eg"]),
    ("passportNumber", ["A005487"]),
]


@pytest.mark.parametrize(("prop", "expected"), PERSON, ids=[prop for prop, _ in PERSON])
def test_a_person_is_read_block_by_block(prop: str, expected: list[str]) -> None:
    """Each element becomes FollowTheMoney properties."""
    assert expected == values(WHOLE, prop, "un_sc:QDi.001")


SANCTION = [
    ("entity", ["un_sc:QDi.001"]),
    ("program", ["Al-Qaida"]),
    ("authority", ["United Nations Security Council"]),
    ("unscId", ["QDi.001"]),
    ("authorityId", ["6908555"]),
    ("listingDate", ["2001-01-25"]),
    ("startDate", ["2001-01-25"]),
    ("modifiedAt", ["2005-12-16", "2021-04-08"]),
]


@pytest.mark.parametrize(("prop", "expected"), SANCTION, ids=[prop for prop, _ in SANCTION])
def test_a_designation_is_keyed_by_its_list(prop: str, expected: list[str]) -> None:
    """The list (committee) is the key."""
    assert expected == values(WHOLE, prop, "QDi.001#sanction:Al-Qaida")


ENTITY = [
    ("name", ["MAKHTAB AL-KHIDAMAT"]),
    ("alias", ["MAK"]),
    ("previousName", ["Al Kifah"]),
    ("country", ["af"]),
    ("notes", ["Absorbed into Al-Qaida (QDe.004)."]),
]


@pytest.mark.parametrize(("prop", "expected"), ENTITY, ids=[prop for prop, _ in ENTITY])
def test_an_entity_is_an_organization(prop: str, expected: list[str]) -> None:
    """Its QUALITY tells the kind of an alias, not its strength."""
    assert expected == values(WHOLE, prop, "un_sc:QDe.012")
    assert {"Organization"} == {s.schema for s in WHOLE.statements if s.entity == "un_sc:QDe.012"}


def test_the_fixture_reads_without_a_problem() -> None:
    """Empty elements are nothing, and every tag of the schema is known."""
    assert () == WHOLE.problems


def test_places_are_lines_of_the_file() -> None:
    """A name stands where its first part stands."""
    assert ["consolidated.xml:7", "consolidated.xml:13"] == [
        s.locator for s in WHOLE.statements if s.entity == "un_sc:QDi.001" and s.prop == "name"
    ]


def test_trap_original_script_has_its_own_field() -> None:
    """378 names in their own script are names with a note."""
    assert ["", "original script"] == [s.note for s in WHOLE.statements if s.prop == "name" and "QDi" in s.entity]


def test_trap_names_are_positional_parts() -> None:
    """One to four parts, joined as printed, never called given or family name."""
    found = individual(tag("SECOND_NAME", " AL  "), tag("THIRD_NAME", ""), tag("FOURTH_NAME", "TIKRITI"))

    assert ["IVAN AL TIKRITI"] == values(found, "name")
    assert [] == values(found, "firstName") + values(found, "lastName")


def test_trap_empty_aliases() -> None:
    """290 alias elements are empty and say nothing."""
    found = individual(block("INDIVIDUAL_ALIAS", QUALITY="", ALIAS_NAME=" "), "<INDIVIDUAL_ALIAS/>")

    assert ((), []) == (found.problems, values(found, "alias"))


QUALITIES = [
    ("INDIVIDUAL", "Good", "alias", "", 0),
    ("INDIVIDUAL", "Low", "weakAlias", WEAK, 0),
    ("ENTITY", "a.k.a.", "alias", "", 0),
    ("ENTITY", "f.k.a.", "previousName", "", 0),
    ("INDIVIDUAL", "Excellent", "alias", "", 1),
    ("INDIVIDUAL", "", "alias", "", 0),
]


@pytest.mark.parametrize(("kind", "quality", "prop", "grade", "problems"), QUALITIES)
def test_trap_quality_means_strength_or_kind(kind: str, quality: str, prop: str, grade: str, problems: int) -> None:
    """Strength for people, kind for entities; an unknown word is told."""
    make = individual if kind == "INDIVIDUAL" else entity
    found = make(block(f"{kind}_ALIAS", QUALITY=quality, ALIAS_NAME="Vanya"))

    assert [(prop, grade)] == [(s.prop, s.grade) for s in found.statements if s.value == "Vanya"]
    assert problems == len(found.problems)


SEVERAL: list[tuple[str, list[str]]] = [
    ("Azim Adhajani; Azim Agha-Jani", ["Azim Adhajani", "Azim Agha-Jani"]),
    ("Mohammad Sabet b) M. Javad Sabet; M. Jawad Sabet", ["Mohammad Sabet", "M. Javad Sabet", "M. Jawad Sabet"]),
    ("حسن غول (Hassan Ghul; Hassan Gul)", ["حسن غول", "Hassan Ghul", "Hassan Gul"]),
    (
        "Hay’at (HTS) (هيئة (original script); Hayat; Tahrir al-Sham Hay’at)",
        ["Hay’at (HTS)", "هيئة", "Hayat", "Tahrir al-Sham Hay’at"],
    ),
    ("أنصار الشريعة (Ansar al Charia)", ["أنصار الشريعة", "Ansar al Charia"]),
    ("Akhter Mohmad (اختر محمد ),", ["Akhter Mohmad", "اختر محمد"]),
    ("Khirullah Khairkhwa, born in Kandahar on 01 Jan.1967", ["Khirullah Khairkhwa"]),
    ("ALI, Yasin Baynah", ["ALI, Yasin Baynah"]),
    ("ADF/NALU", ["ADF/NALU"]),
    ("Lord’s Resistance Army (LRA)", ["Lord’s Resistance Army (LRA)"]),
    ("(Sheikh) Musa Hilal", ["(Sheikh) Musa Hilal"]),
    (";", [";"]),
]


@pytest.mark.parametrize(("printed", "expected"), SEVERAL, ids=[printed for printed, _ in SEVERAL])
def test_trap_aliases_that_hold_several_names(printed: str, expected: list[str]) -> None:
    """27 alias elements are lists."""
    assert expected == names_in(printed)


def test_a_split_alias_keeps_its_wording_and_quality() -> None:
    """Each part carries the whole cell and the grade that was given to it."""
    found = individual(block("INDIVIDUAL_ALIAS", QUALITY="Low", ALIAS_NAME="Haj Qasem;  Haji Qassem"))

    assert [("Haj Qasem", "Haj Qasem; Haji Qassem", WEAK), ("Haji Qassem", "Haj Qasem; Haji Qassem", WEAK)] == [
        (s.value, s.original, s.grade) for s in found.statements if s.prop == "weakAlias"
    ]


BIRTHS: list[tuple[dict[str, str], str, int]] = [
    ({"TYPE_OF_DATE": "EXACT", "DATE": "1971-08-26"}, "1971-08-26", 0),
    ({"TYPE_OF_DATE": "EXACT", "YEAR": "1971"}, "1971", 0),
    ({"TYPE_OF_DATE": "APPROXIMATELY", "YEAR": "1971"}, "1971~", 0),
    ({"TYPE_OF_DATE": "BETWEEN", "FROM_YEAR": "1955", "TO_YEAR": "1958"}, "1955/1958", 0),
    ({"TYPE_OF_DATE": "BETWEEN", "FROM_YEAR": "1955", "TO_YEAR": "1958", "NOTE": "Approximately "}, "1955~/1958~", 0),
    ({"TYPE_OF_DATE": "EXACT", "YEAR": "1958", "NOTE": "Sep."}, "1958-09", 0),
    ({"TYPE_OF_DATE": "EXACT", "NOTE": "Nov. 1973 "}, "1973-11", 0),
    ({"TYPE_OF_DATE": "EXACT", "DATE": "1979-03-03", "NOTE": "from false passport"}, "1979-03-03", 0),
    ({"TYPE_OF_DATE": ""}, "", 0),
    ({}, "", 0),
    ({"TYPE_OF_DATE": "APPROXIMATELY", "NOTE": "30-35 years old"}, "", 1),
    ({"TYPE_OF_DATE": "EXACT", "NOTE": "24/06/1402 (Hijri Calendar)"}, "", 1),
    ({"TYPE_OF_DATE": "BETWEEN", "FROM_YEAR": "1958", "TO_YEAR": "1955"}, "", 1),
    ({"TYPE_OF_DATE": "PERHAPS", "YEAR": "1971"}, "1971", 1),
]


@pytest.mark.parametrize(("fields", "expected", "problems"), BIRTHS)
def test_trap_type_of_date(fields: dict[str, str], expected: str, problems: int) -> None:
    """EXACT is printed of 378 dates that are a year only: the precision is that of the parts."""
    found = individual(block("INDIVIDUAL_DATE_OF_BIRTH", **fields))

    assert ([expected] if expected else []) == values(found, "birthDate")
    assert problems == len(found.problems)


def document(kind: str, number: str = "", **more: str) -> str:
    """An INDIVIDUAL_DOCUMENT."""
    return block("INDIVIDUAL_DOCUMENT", TYPE_OF_DOCUMENT=kind, NUMBER=number, **more)


CARD = "Afghan national identification card (tazkira) number 545167"
DOCUMENTS: list[tuple[str, list[tuple[str, str, str]], int]] = [
    (document("Passport", "D 001206", ISSUING_COUNTRY="Afghanistan"), [("passportNumber", "D 001206", "af")], 0),
    (document("Numéro de passeport ", "381420754"), [("passportNumber", "381420754", "")], 0),
    (document("Numéro\n      de passeport", "381420754"), [("passportNumber", "381420754", "")], 0),
    (document("Número de pasaporte", "381420754"), [("passportNumber", "381420754", "")], 0),
    (document("National Identification\n   Number", "61101"), [("idNumber", "61101", "")], 0),
    (document("Passport", "French passport number 05AT521433"), [("passportNumber", "05AT521433", "fr")], 0),
    (document("Passport", "563210184 (Expires 18 Jun. 2018)"), [("passportNumber", "563210184", "")], 0),
    (document("Passport", "A1180173", COUNTRY_OF_ISSUE="Kenya"), [("passportNumber", "A1180173", "ke")], 0),
    (document("Passport", NOTE="Libyan passport number 347834, expired"), [("passportNumber", "347834", "ly")], 0),
    (document("National Identification Number", TYPE_OF_DOCUMENT2=CARD), [("idNumber", "545167", "af")], 0),
    (document("Passport", NOTE="issued in 1993, under another name"), [], 1),
    (document("Letter", "7"), [("idNumber", "7", "")], 1),
    ("<INDIVIDUAL_DOCUMENT/>", [], 0),
]


@pytest.mark.parametrize(("xml", "expected", "problems"), DOCUMENTS)
def test_trap_documents(xml: str, expected: list[tuple[str, str, str]], problems: int) -> None:
    """Types in three languages, once with a line break; numbers in words, in the type or in the note."""
    found = individual(xml)

    assert expected == [
        (s.prop, s.value, s.country) for s in found.statements if s.prop in ("passportNumber", "idNumber")
    ]
    assert problems == len(found.problems)


def test_a_document_keeps_its_issue_and_note() -> None:
    """Day of issue, place and remarks."""
    passport = one(WHOLE, "passportNumber")

    assert ("ye", "national passport; issued in Sanaa; expired", "1995-08-13") == (
        passport.country,
        passport.note,
        passport.valid_from,
    )


def test_the_birth_of_an_alias_is_told_of_the_alias() -> None:
    """Some aliases have a date and place of birth of their own."""
    assert {"alias Seif Al Adel; Saif Al-'Adil"} == {
        s.note for s in WHOLE.statements if s.value in ("1963-04-11", "Monufia Governorate")
    }


def test_an_entry_without_a_reference_goes_by_its_data_id() -> None:
    """And says so."""
    found = individual(reference="")

    assert {"un_sc:DATAID.1", "un_sc:DATAID.1#sanction:DPRK"} == {s.entity for s in found.statements}
    assert ["DATAID.1: no REFERENCE_NUMBER; its DATAID is used"] == [p.reason for p in found.problems]


def test_unknown_tags_are_an_error_not_silence() -> None:
    """A new tag is told with its path."""
    found = individual(tag("FIFTH_NAME", "X"))

    assert [("element <INDIVIDUALS/INDIVIDUAL/FIFTH_NAME>", "error")] == [(p.value, p.severity) for p in found.problems]


def test_the_day_of_the_file_is_that_of_its_making() -> None:
    """``dateGenerated``."""
    assert "2026-02-27" == str(published({"consolidated.xml": BytesIO(FIXTURE.read_bytes())}))
    assert recognises("any", FIXTURE.read_bytes()[:4096])
