"""The UK Sanctions List as XML: every trap of the real file, on designations written by hand in the full schema."""

from io import BytesIO
from pathlib import Path

import pytest

from lustra.errors import ReadError
from lustra.model.statement import BAD_CHECKSUM, WEAK, Reading, Statement, collect
from lustra.readers.lists.uk_blocks import BLOCKS, COLUMNS
from lustra.readers.lists.uk_xml import published, read, recognises

FILE = "uk-sanctions-list.xml"
FIXTURE = Path(__file__).parent.parent / "fixtures" / "readers" / "uk" / FILE


def reading(data: bytes) -> Reading:
    """What is read of a file."""
    return collect(read("uk_fcdo", {FILE: BytesIO(data)}))


def tags(**fields: str) -> str:
    """Elements with these texts."""
    return "".join(f"<{tag}>{text}</{tag}>" for tag, text in fields.items())


NAME = "<Names><Name><Name1>Ivan</Name1><Name6>PETROV</Name6><NameType>Primary Name</NameType></Name></Names>"


def designation(*blocks: str, kind: str = "Individual", reference: str = "RUS0001", names: str = NAME) -> Reading:
    """A list of one designation."""
    head = tags(UniqueID=reference, IndividualEntityShip=kind, RegimeName="The Russia Regulations")
    return reading(f"<Designations><Designation>{head}{names}{''.join(blocks)}</Designation></Designations>".encode())


def person(**fields: str) -> Reading:
    """A list of one individual with one repeated element of its details."""
    inner = tags(**fields)
    return designation(f"<IndividualDetails><Individual>{inner}</Individual></IndividualDetails>")


def values(found: Reading, prop: str, entity: str = "") -> list[str]:
    """The values of one property, of one entity where it is named."""
    return [s.value for s in found.statements if s.prop == prop and s.entity.endswith(entity)]


def one(found: Reading, prop: str) -> Statement:
    """The only statement of a property."""
    (statement,) = (s for s in found.statements if s.prop == prop)
    return statement


WHOLE = reading(FIXTURE.read_bytes())

FACTS = [
    ("BEL0001", "name", ["Aliaksandr Ryhoravich LUKASHENKA", "Аляксандр Рыгоравіч Лукашэнка"]),
    ("BEL0001", "alias", ["Aleksandr Grigoryevich LUKASHENKO", "Alexander Lukashenko"]),
    ("BEL0001", "weakAlias", ["Batka"]),
    ("BEL0001", "lastName", ["LUKASHENKA", "LUKASHENKO"]),
    ("BEL0001", "firstName", ["Aliaksandr", "Aleksandr"]),
    ("BEL0001", "title", ["President"]),
    ("BEL0001", "birthDate", ["1954-08-30", "1954"]),
    ("BEL0001", "birthPlace", ["Kopys"]),
    ("BEL0001", "birthCountry", ["by"]),
    ("BEL0001", "nationality", ["by"]),
    ("BEL0001", "idNumber", ["3300854M001PB1"]),
    ("BEL0001", "passportNumber", ["MP1234567"]),
    ("BEL0001", "position", ["President of Belarus"]),
    ("BEL0001", "gender", ["male"]),
    ("BEL0001", "address", ["38 Karl Marx St., Minsk, 220016, Belarus"]),
    ("BEL0001", "phone", ["+375 17 000 00 00"]),
    ("BEL0001", "email", ["contact@president.gov.by"]),
    ("BEL0001", "website", ["https://president.gov.by"]),
    ("BEL0001", "notes", ["The Director Disqualification Sanction was imposed on 09/04/2025."]),
    ("BEL0001#sanction:BEL", "entity", ["uk_fcdo:BEL0001"]),
    ("BEL0001#sanction:BEL", "program", ["The Republic of Belarus (Sanctions) (EU Exit) Regulations 2019"]),
    ("BEL0001#sanction:BEL", "provisions", ["Asset freeze", "Travel Ban"]),
    ("BEL0001#sanction:BEL", "reason", ["President of Belarus."]),
    ("BEL0001#sanction:BEL", "authority", ["UK"]),
    ("BEL0001#sanction:BEL", "authorityId", ["13906"]),
    ("BEL0001#sanction:BEL", "startDate", ["2020-09-29"]),
    ("BEL0001#sanction:BEL", "modifiedAt", ["2025-04-09"]),
    ("BEL0092", "name", ["OJSC BELARUSKALI"]),
    ("BEL0092", "lastName", []),
    ("BEL0092", "legalForm", ["State-owned enterprise"]),
    ("BEL0092", "taxNumber", ["190950894"]),
    ("BEL0092", "innCode", ["7704734000"]),
    ("BEL0092", "kppCode", ["770301001"]),
    ("BEL0092#link:parent-company-state-of-belarus", "namesMentioned", ["State of Belarus"]),
    ("BEL0092#link:parent-company-state-of-belarus", "role", ["parent company"]),
    ("BEL0092#link:subsidiary-trading-house-ltd", "subject", ["uk_fcdo:BEL0092"]),
    ("RUS2187", "imoNumber", ["9074729"]),
    ("RUS2187", "flag", ["ga"]),
    ("RUS2187", "pastFlags", ["pa", "lr"]),
    ("RUS2187", "type", ["Crude oil tanker"]),
    ("RUS2187", "tonnage", ["105000"]),
    ("RUS2187", "buildDate", ["2004"]),
    ("RUS2187", "notes", ["length of ship: 244"]),
    ("RUS2187#link:current-owner-operator-blue-wave-shipping-ltd", "namesMentioned", ["Blue Wave Shipping Ltd"]),
    ("RUS2187#link:previous-owner-operator-old-wave-ltd", "role", ["previous owner/operator"]),
]


@pytest.mark.parametrize(("entity", "prop", "expected"), FACTS, ids=[f"{entity}-{prop}" for entity, prop, _ in FACTS])
def test_every_block_of_the_full_schema_is_read(entity: str, prop: str, expected: list[str]) -> None:
    """Individuals, entities and ships, and their designations."""
    assert expected == values(WHOLE, prop, f":{entity}")


def test_the_fixture_reads_without_a_problem() -> None:
    """Individual, Entity and Ship; every tag is known."""
    assert () == WHOLE.problems
    assert {"Person", "Organization", "Vessel", "Sanction", "UnknownLink"} == {s.schema for s in WHOLE.statements}


KINDS = [
    ("Primary Name", "", "name", ""),
    ("Primary name", "", "name", ""),
    ("Primary Name Variation", "", "alias", ""),
    ("Primary name variation", "Good quality a.k.a", "alias", ""),
    ("Alias", "Good quality a.k.a", "alias", ""),
    ("ALias", "", "alias", ""),
    ("Alias", "Low quality a.k.a", "weakAlias", WEAK),
    ("Primary Name Variation", "Low quality a.k.a.", "weakAlias", WEAK),
    ("Primary Name", "Low quality a.k.a", "name", ""),
    ("", "", "alias", ""),
]


@pytest.mark.parametrize(("kind", "strength", "prop", "grade"), KINDS)
def test_trap_name_types_in_variants(kind: str, strength: str, prop: str, grade: str) -> None:
    """Three kinds in six spellings, and two strengths."""
    name = tags(Name6="PETROV", NameType=kind, AliasStrength=strength)
    found = designation(names=f"<Names><Name>{name}</Name></Names>")

    assert [(prop, grade)] == [(s.prop, s.grade) for s in found.statements if s.value == "PETROV"]
    assert () == found.problems


@pytest.mark.parametrize(("tag", "text"), [("NameType", "Nickname"), ("AliasStrength", "Medium")])
def test_a_new_word_for_a_kind_is_told(tag: str, text: str) -> None:
    """The name is read as an alias, and the word is a problem."""
    found = designation(names=f"<Names><Name>{tags(Name6='PETROV', **{tag: text})}</Name></Names>")

    assert (["PETROV"], [text]) == (values(found, "alias"), [p.value for p in found.problems])


def test_trap_the_family_name_is_the_sixth_part() -> None:
    """Parts one to five come before it; a person with the sixth only has no family name that is known as such."""
    name = tags(Name1="Abdul", Name2="Kabir", Name3="Muhammad", Name6="JAN")
    whole = designation(names=f"<Names><Name>{name}</Name></Names>")
    single = designation(names="<Names><Name><Name6>JAN</Name6></Name></Names>")

    assert (["Abdul Kabir Muhammad JAN"], ["JAN"]) == (values(whole, "alias"), values(whole, "lastName"))
    assert (["Abdul"], ["Kabir Muhammad"]) == (values(whole, "firstName"), values(whole, "middleName"))
    assert (["JAN"], []) == (values(single, "alias"), values(single, "lastName"))


def test_trap_non_latin_cells_that_are_latin() -> None:
    """181 cells of the non-Latin column are Latin: an alias, not a name."""
    scripts = [s for s in WHOLE.statements if s.note.startswith("non-Latin script")]

    assert [("name", "be", "non-Latin script; Cyrillic; Belarusian"), ("alias", "", "non-Latin script")] == [
        (s.prop, s.lang, s.note) for s in scripts
    ]


DATES = [
    ("30/08/1954", "1954-08-30"),
    ("dd/mm/1958", "1958"),
    ("dd/05/1958", "1958-05"),
    ("00/00/1958", "1958"),
    ("1958", "1958"),
    ("'04/01/1960", "1960-01-04"),
    ("03/04/1960", "1960-04-03"),
]


@pytest.mark.parametrize(("printed", "expected"), DATES)
def test_trap_birth_dates_with_letters_for_what_is_not_known(printed: str, expected: str) -> None:
    """``dd/mm/1958`` is the year; days come first."""
    found = person(DOBs=tags(DOB=printed))

    assert ([expected], ()) == (values(found, "birthDate"), found.problems)


def test_trap_a_birth_date_without_a_year_is_a_note() -> None:
    """The one ``15/08/19yy`` of the list is kept in words."""
    found = person(DOBs=tags(DOB="15/08/19yy"))

    assert ([], ["birthDate: 15/08/19yy"], 1) == (
        values(found, "birthDate"),
        values(found, "notes"),
        len(found.problems),
    )


def test_trap_repeated_elements_are_one_value() -> None:
    """The export repeats a passport once per date of birth."""
    passport = f"<Passport>{tags(PassportNumber='D0009871')}</Passport>"

    assert ["D0009871"] == values(person(PassportDetails=passport * 10), "passportNumber")


PASSPORTS = [
    ("MP1234567", "Belarus", "by"),
    ("MP1234567", "Belarusian passport, expired", "by"),
    ("D00010126", "Afghanistan  diplomatic passport D00010126", "af"),
    ("645120378", "(issued by the Democratic People's Republic of Korea)", "kp"),
    ("K1332951", "Expires 26 June 2019", ""),
    ("782633", "", ""),
]


@pytest.mark.parametrize(("number", "information", "country"), PASSPORTS)
def test_the_issuer_of_a_passport_is_read_from_its_information(number: str, information: str, country: str) -> None:
    """The country stands in prose, first or behind ``issued by``."""
    passport = tags(PassportNumber=number, PassportAdditionalInformation=information)
    found = one(person(PassportDetails=f"<Passport>{passport}</Passport>"), "passportNumber")

    assert (number, country, " ".join(information.split())) == (found.value, found.country, found.note)


def test_a_passport_without_a_number_is_a_note_and_a_problem() -> None:
    """Eight passports of the list have information only."""
    found = person(PassportDetails=f"<Passport>{tags(PassportAdditionalInformation='Iranian')}</Passport>")

    assert (["passportNumber: Iranian"], 1) == (values(found, "notes"), len(found.problems))


NATIONAL = [
    ("771401746465", "Russia INN", ("innCode", "771401746465", "ru", "")),
    ("771401746460", "Russia INN", ("innCode", "771401746460", "ru", BAD_CHECKSUM)),
    ("BNSDLA70L14Z352B", "Italian fiscal code", ("taxNumber", "BNSDLA70L14Z352B", "it", "")),
    ("1136", "Afghan national identification card (tazkira)", ("idNumber", "1136", "af", "")),
    ("'00813602", "Iraq national identification card", ("idNumber", "00813602", "iq", "")),
    ("INN: 253716334825", "", ("innCode", "253716334825", "", "")),
    ("12/SAKHANA(N)020199", "NRC number", ("idNumber", "12/SAKHANA(N)020199", "", "")),
]


@pytest.mark.parametrize(("number", "information", "expected"), NATIONAL)
def test_national_identifiers_become_kinds(number: str, information: str, expected: tuple[str, str, str, str]) -> None:
    """Tax numbers are told from identity cards by their information and their digits."""
    identifier = tags(NationalIdentifierNumber=number, NationalIdentifierAdditionalInformation=information)
    found = person(NationalIdentifierDetails=f"<NationalIdentifier>{identifier}</NationalIdentifier>")

    assert [expected] == [
        (s.prop, s.value, s.country, s.grade)
        for s in found.statements
        if s.prop in ("idNumber", "taxNumber", "innCode")
    ]


def test_trap_identifiers_carry_prose() -> None:
    """Every number of a cell keeps the whole cell as its wording, and its own country."""
    numbers = [s for s in WHOLE.statements if s.prop in ("taxNumber", "innCode", "kppCode")]

    assert ["by", "ru", "ru"] == [s.country for s in numbers]
    assert {"(УНН/ИНН): 190950894 (Belarus), 7704734000/770301001 (Russia)"} == {s.original for s in numbers}


def test_a_ship_with_a_wrong_imo_number_keeps_it() -> None:
    """A failed check digit lowers the grade."""
    ship = "<ShipDetails><Ship><IMONumbers><IMONumber>IMO9074720</IMONumber></IMONumbers></Ship></ShipDetails>"

    assert [("9074720", BAD_CHECKSUM)] == [
        (s.value, s.grade) for s in designation(ship, kind="Ship").statements if s.prop == "imoNumber"
    ]


def test_trap_one_person_under_two_regimes_is_two_entries() -> None:
    """BEL and GHR references stay two entries of the list, each with its own designation."""
    twice = "".join(
        f"<Designation>{tags(UniqueID=reference, IndividualEntityShip='Individual')}{NAME}</Designation>"
        for reference in ("BEL0030", "GHR0001")
    )
    found = reading(f"<Designations>{twice}</Designations>".encode())

    assert ["BEL0030#sanction:BEL", "GHR0001#sanction:GHR"] == [
        s.entity.partition(":")[2] for s in found.statements if s.prop == "entity"
    ]


def test_two_sources_of_a_designation_are_two_authorities() -> None:
    """``UK|UN``."""
    assert ["UK", "UN"] == values(designation(tags(DesignationSource="UK|UN")), "authority")


def test_measures_come_from_the_indicators_where_the_text_is_missing() -> None:
    """``true`` flags in words."""
    flags = tags(SanctionsImposedIndicators=tags(AssetFreeze="true", TravelBan="True", Deflag="false"))

    assert ["Asset freeze", "Travel ban"] == values(designation(flags), "provisions")


def test_a_kind_that_is_none_of_the_three_is_told() -> None:
    """And read as LegalEntity."""
    found = designation(kind="Aircraft")

    assert ("LegalEntity", ["Aircraft"]) == (one(found, "name").schema, [p.value for p in found.problems])


@pytest.mark.parametrize(("reference", "names"), [("", NAME), ("RUS0001", "")])
def test_a_designation_without_reference_or_name_is_not_used(reference: str, names: str) -> None:
    """Not one entry of the file can be used, so it is refused."""
    with pytest.raises(ReadError, match="not one entry can be used"):
        designation(reference=reference, names=names)


def test_unknown_tags_are_an_error_not_silence() -> None:
    """A new element of the details is told with its path."""
    found = person(Religions=tags(Religion="none"))

    assert [("element <Designation/IndividualDetails/Individual/Religions>", "error")] == [
        (p.value, p.severity) for p in found.problems
    ]


def test_the_table_of_blocks_has_the_58_columns() -> None:
    """Each column once, each block's tags and columns in step."""
    assert 58 == len(COLUMNS) == len(set(COLUMNS))
    assert all(len(block.tags) == len(block.columns) for block in BLOCKS)


def test_the_day_of_the_file() -> None:
    """``DateGenerated``, day first."""
    assert "2026-08-22" == str(published({FILE: BytesIO(FIXTURE.read_bytes())}))
    assert recognises("any", FIXTURE.read_bytes()[:4096])
