"""The EU's list: every trap of the real file, on entries written by hand from public facts."""

from io import BytesIO
from pathlib import Path

import pytest

from lustra.errors import ReadError
from lustra.model.statement import BAD_CHECKSUM, WEAK, Reading, Statement, collect
from lustra.readers.lists.eu_fsf_xml import published, read, recognises

FILE = "xmlfullsanctionslist_1_1.xml"
FIXTURE = Path(__file__).parent.parent / "fixtures" / "readers" / "eu" / "xmlFullSanctionsList_1_1.xml"
ACT = '<regulationSummary regulationType="amendment" publicationDate="{day}" numberTitle="{act}" publicationUrl=""/>'
OPEN = '<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-02-26T00:00:00.000+01:00">'


def reading(data: bytes) -> Reading:
    """What is read of a file."""
    return collect(read("eu_fsf", {FILE: BytesIO(data)}))


def block(tag: str, **attributes: object) -> str:
    """A block of an entry with the act behind it (``act``, ``day``)."""
    told = {"act": "2021/997", "day": "2021-06-21", **attributes}
    printed = "".join(f' {name}="{value}"' for name, value in attributes.items() if name not in ("act", "day"))
    return f"<{tag}{printed}>{ACT.format(**told)}</{tag}>"


def name(whole: str, number: int = 1, strong: str = "true", language: str = "", **attributes: object) -> str:
    """A nameAlias."""
    return block("nameAlias", wholeName=whole, strong=strong, nameLanguage=language, logicalId=number, **attributes)


def entity(*blocks: str, kind: str = "person", attributes: str = 'euReferenceNumber="EU.1.1"') -> Reading:
    """A list of one entry with these blocks."""
    dates = 'publicationDate="2021-06-21" entryIntoForceDate="2021-06-22"'
    regulation = f'<regulation {dates} numberTitle="2021/997" programme="BLR"/>'
    subject = f'<subjectType code="{kind}"/>'
    return reading(
        f"{OPEN}<sanctionEntity {attributes}>{regulation}{subject}{''.join(blocks)}</sanctionEntity></export>".encode()
    )


def values(found: Reading, prop: str, entity: str = "") -> list[str]:
    """The values of one property, of one entity where it is named."""
    return [s.value for s in found.statements if s.prop == prop and s.entity.endswith(entity)]


def one(found: Reading, prop: str, entity: str = "") -> Statement:
    """The only statement of a property."""
    (statement,) = (s for s in found.statements if s.prop == prop and s.entity.endswith(entity))
    return statement


WHOLE = reading(FIXTURE.read_bytes())


def test_the_fixture_reads_without_a_problem() -> None:
    """Every tag and attribute of schema 1.1 that it uses is known."""
    assert () == WHOLE.problems
    assert ["eu_fsf:EU.6359.1", "eu_fsf:EU.7755.20"] == sorted(
        {s.entity for s in WHOLE.statements if "#" not in s.entity}
    )


PERSON = [
    ("name", ["Alexandr Grigorievich LUKASHENKO"]),
    ("alias", ["Аляксандр Рыгоравіч Лукашэнка", "Aliaksandr Ryhoravich LUKASHENKA"]),
    ("weakAlias", ["Batka"]),
    ("firstName", ["Alexandr"]),
    ("middleName", ["Grigorievich"]),
    ("lastName", ["LUKASHENKO"]),
    ("position", ["President of the Republic of Belarus"]),
    ("gender", ["male"]),
    ("citizenship", ["by"]),
    ("birthDate", ["1954-08-30"]),
    ("birthPlace", ["Kopys, Vitebsk/Viciebsk oblast"]),
    ("birthCountry", ["by"]),
    ("address", ["38 Karl Marx St., 220016, Minsk, Belarus"]),
    ("website", ["https://president.gov.by"]),
    ("passportNumber", ["MP 1234567"]),
    ("notes", ["President of Belarus."]),
]


@pytest.mark.parametrize(("prop", "expected"), PERSON, ids=[prop for prop, _ in PERSON])
def test_a_person_is_read_block_by_block(prop: str, expected: list[str]) -> None:
    """Each block becomes FollowTheMoney properties."""
    assert expected == values(WHOLE, prop, "EU.6359.1")


SANCTION = [
    ("entity", "eu_fsf:EU.6359.1"),
    ("program", "BLR"),
    ("programId", "BLR"),
    ("authority", "European Union"),
    ("country", "eu"),
    ("recordId", "2020/1648 (OJ L370I)"),
    ("sourceUrl", "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32020R1648"),
    ("listingDate", "2020-11-06"),
    ("startDate", "2020-11-06"),
]


@pytest.mark.parametrize(("prop", "expected"), SANCTION, ids=[prop for prop, _ in SANCTION])
def test_a_designation_is_keyed_by_its_programme(prop: str, expected: str) -> None:
    """The key stays the same while acts amend the entry."""
    assert expected == one(WHOLE, prop, "EU.6359.1#sanction:BLR").value


def test_every_statement_carries_act_language_and_place() -> None:
    """Where a value comes from: the block's own act, its language and its line."""
    alias = next(s for s in WHOLE.statements if s.value == "Аляксандр Рыгоравіч Лукашэнка")

    assert ("2020/1648 (OJ L370I)", "2020-11-06", "be", f"{FILE}:9") == (
        alias.act,
        alias.act_date,
        alias.lang,
        alias.locator,
    )
    assert all(s.locator.startswith(f"{FILE}:") for s in WHOLE.statements)


def test_a_document_keeps_type_flags_and_remarks() -> None:
    """What is said of a passport stands in its note."""
    passport = one(WHOLE, "passportNumber")

    assert ("by", "National passport; diplomatic; (Belarusian passport)") == (passport.country, passport.note)


def test_a_company_is_an_organization() -> None:
    """Functions and titles of companies are notes and legal forms; numbers carry their country."""
    company = [s for s in WHOLE.statements if s.entity == "eu_fsf:EU.7755.20"]

    assert {"Organization"} == {s.schema for s in company}
    assert [("notes", "potash producer"), ("legalForm", "Open Joint Stock Company")] == [
        (s.prop, s.value) for s in company if s.prop in ("legalForm", "notes")
    ]
    assert ("registrationNumber", "600122610", "by") == next(
        (s.prop, s.value, s.country) for s in company if s.prop == "registrationNumber"
    )


def test_trap_no_primary_name_marker() -> None:
    """The name is the Latin one of lowest logicalId in English or no language, though the first alias is Cyrillic."""
    found = entity(name("Иван", 3, language="RU"), name("Jean", 1, language="FR"), name("Ivan II", 9), name("Ivan", 7))

    assert ["Ivan"] == values(found, "name")
    assert ["Иван", "Jean", "Ivan II"] == values(found, "alias")


@pytest.mark.parametrize(
    ("aliases", "expected"),
    [
        ([("Иван", "RU", "true"), ("Jean", "FR", "true")], "Jean"),
        ([("Иван", "RU", "true"), ("Ян", "BE", "true")], "Иван"),
        ([("Vanya", "EN", "false"), ("Иван", "RU", "true")], "Иван"),
    ],
)
def test_the_name_is_chosen_in_a_fixed_order(aliases: list[tuple[str, str, str]], expected: str) -> None:
    """Strong before weak, Latin before others, English before translations, then the lowest number."""
    found = entity(*(name(text, n, strong, language) for n, (text, language, strong) in enumerate(aliases)))

    assert [expected] == values(found, "name")


def test_the_name_does_not_depend_on_the_order_of_the_file() -> None:
    """The same aliases in another order give the same name."""
    aliases = [name("Ivan Petrov", 4), name("Iwan Petrow", 2), name("Иван Петров", 1, language="RU")]

    assert values(entity(*aliases), "name") == values(entity(*reversed(aliases)), "name") == ["Iwan Petrow"]


def test_trap_double_blanks() -> None:
    """2,008 names have double blanks: cleaned for use, kept as original."""
    found = one(entity(name("Ivan  PETROV")), "name")

    assert ("Ivan PETROV", "Ivan  PETROV") == (found.value, found.original)


def test_trap_repeats_inside_an_entry() -> None:
    """A name printed twice is one statement per language, with the earlier act."""
    twice = [
        block("nameAlias", act="2024/1", day="2024-01-01", wholeName="Ivan", logicalId=2, strong="true"),
        block("nameAlias", act="2014/1", day="2014-01-01", wholeName="Ivan", logicalId=1, strong="true"),
        block(
            "nameAlias", act="2014/1", day="2014-01-01", wholeName="Ivan", logicalId=3, strong="true", nameLanguage="FR"
        ),
    ]

    assert [("Ivan", "", "2014/1"), ("Ivan", "fr", "2014/1")] == [
        (s.value, s.lang, s.act) for s in entity(*twice).statements if s.prop == "name"
    ]


def test_trap_weak_aliases_are_graded() -> None:
    """``strong="false"`` is a weak alias, never a name while there is another."""
    weak = one(entity(name("Ivan", 2), name("Vanya", 1, strong="false")), "weakAlias")

    assert ("Vanya", WEAK) == (weak.value, weak.grade)


def test_trap_only_the_whole_name_is_printed() -> None:
    """Half of the aliases have no parts, some have parts only."""
    found = entity(
        name("Ivan Petrov", 1), block("nameAlias", firstName="Iwan", lastName="PETROW", strong="true", logicalId=2)
    )

    assert (["Ivan Petrov"], ["Iwan PETROW"]) == (values(found, "name"), values(found, "alias"))


def test_trap_up_to_145_aliases_in_thirty_languages() -> None:
    """Translations of one company's name are aliases in their languages; one is the name."""
    languages = "BG CS DA DE EL ES ET FI FR GA HR HU IT LT LV MT NL PL PT RO SK SL SV RU UK BE AR FA ZH KO".split()
    aliases = [name(f"Firm {n}", n, language=languages[n % 30]) for n in range(145)]
    found = entity(*aliases, name("Firm LLC", 999, language="EN"), kind="enterprise")

    assert (["Firm LLC"], 145) == (values(found, "name"), len(values(found, "alias")))
    assert {language.lower() for language in languages} == {s.lang for s in found.statements if s.prop == "alias"}


def test_trap_homoglyphs_are_left_as_printed() -> None:
    """A Latin B in a Cyrillic word is the publisher's wording; folding is the matcher's work."""
    assert ["Bладимир"] == values(entity(name("Bладимир", language="RU")), "name")


def test_trap_country_00_is_unknown() -> None:
    """1,063 of 2,435 identifications have the country ``00``, which is none."""
    number = block(
        "identification",
        identificationTypeCode="passport",
        number="V57865",
        countryIso2Code="00",
        countryDescription="UNKNOWN",
    )
    citizen = block("citizenship", countryIso2Code="00", countryDescription="UNKNOWN")
    found = entity(name("Ivan"), number, citizen)

    assert ("V57865", "") == (one(found, "passportNumber").value, one(found, "passportNumber").country)
    assert [] == values(found, "citizenship")
    assert () == found.problems


BIRTHS: list[tuple[str, dict[str, object], str, str]] = [
    ("full", {"birthdate": "1954-08-30", "dayOfMonth": 30, "monthOfYear": 8, "year": 1954}, "1954-08-30", ""),
    ("year", {"year": 1957}, "1957", ""),
    ("month", {"monthOfYear": 3, "year": 1957}, "1957-03", ""),
    ("parts without the date", {"dayOfMonth": 4, "monthOfYear": 3, "year": 1957}, "1957-03-04", ""),
    ("circa", {"year": 1957, "circa": "true"}, "1957~", ""),
    ("range", {"yearRangeFrom": 1953, "yearRangeTo": 1958}, "1953/1958", ""),
    ("circa range", {"yearRangeFrom": 1953, "yearRangeTo": 1958, "circa": "true"}, "1953~/1958~", ""),
    ("open below", {"yearRangeTo": 1980}, "0001/1980", ""),
    ("place only", {"city": "Minsk"}, "", ""),
    ("nothing", {"circa": "true"}, "", ""),
    ("month without a year", {"monthOfYear": 3}, "", "birthDate is not understood"),
    ("day that is none", {"dayOfMonth": 31, "monthOfYear": 2, "year": 1957}, "", "birthDate is not understood"),
    (
        "solar or lunar",
        {"calendarType": "ISLAMIC", "year": 1343},
        "",
        "birthDate in the islamic calendar is kept as a note",
    ),
    (
        "Islamic with the Gregorian day",
        {"calendarType": "ISLAMIC", "dayOfMonth": 24, "monthOfYear": 6, "year": 1402, "birthdate": "1982-04-19"},
        "1982-04-19",
        "",
    ),
]


@pytest.mark.parametrize(("attributes", "expected", "problem"), [b[1:] for b in BIRTHS], ids=[b[0] for b in BIRTHS])
def test_trap_birth_dates_in_parts(attributes: dict[str, object], expected: str, problem: str) -> None:
    """Imprecise stays imprecise; what is not understood is a note and a problem."""
    found = entity(name("Ivan"), block("birthdate", **{"calendarType": "GREGORIAN", "circa": "false", **attributes}))

    assert ([expected] if expected else []) == values(found, "birthDate")
    assert ([f"EU.1.1: {problem}"] if problem else []) == [p.reason.partition(";")[0] for p in found.problems]
    assert bool(problem) == bool(values(found, "notes"))


NUMBERS = [
    ("fiscalcode", "7710137066", "RU", [("innCode", "7710137066", "")]),
    ("fiscalcode", "500100732259", "00", [("innCode", "500100732259", "")]),
    ("regnumber", "1027700132195", "RU", [("ogrnCode", "1027700132195", "")]),
    ("regnumber", "1 027 700 132 195", "RU", [("ogrnCode", "1 027 700 132 195", "")]),
    ("other", "7725824287 / 772201001", "00", [("innCode", "7725824287", ""), ("kppCode", "772201001", "")]),
    ("regnumber", "1027700132196", "RU", [("ogrnCode", "1027700132196", BAD_CHECKSUM)]),
    ("imo", "5342883", "KP", [("imoNumber", "5342883", "")]),
    ("swiftbic", "DCBK KPPY", "00", [("swiftBic", "DCBK KPPY", "")]),
    ("euvat", "GB202537249", "GB", [("vatCode", "GB202537249", "")]),
    ("id", "3160466A077PB2", "BY", [("idNumber", "3160466A077PB2", "")]),
    ("birthcert", "1565", "IR", [("idNumber", "1565", "")]),
    ("neverseen", "X1", "IR", [("idNumber", "X1", "")]),
    ("regnumber", "-", "00", []),
]


@pytest.mark.parametrize(("code", "number", "country", "expected"), NUMBERS)
def test_identifications_become_kinds(
    code: str, number: str, country: str, expected: list[tuple[str, str, str]]
) -> None:
    """By type code, country, shape and check digit; the code stays in the note."""
    printed = block("identification", identificationTypeCode=code, number=number, countryIso2Code=country)
    found = entity(name("Firm"), printed, kind="enterprise")
    kinds = {"innCode", "ogrnCode", "kppCode", "imoNumber", "swiftBic", "vatCode", "idNumber", "registrationNumber"}
    told = [s for s in found.statements if s.prop in kinds]

    assert expected == [(s.prop, s.value, s.grade) for s in told]
    assert all(s.note == code for s in told)
    assert bool(expected) != bool(found.problems)


def test_trap_the_regulation_is_the_latest_act() -> None:
    """The regulation of an entry amended it last; it was listed at the latest by the earliest act that it names."""
    old = block("nameAlias", act="1607/2003", day="2003-09-13", wholeName="Ivan", strong="true", logicalId=1)
    found = entity(old)

    assert [("2003-09-13", "earliest act named in the entry")] * 2 == [
        (one(found, prop).value, one(found, prop).note) for prop in ("listingDate", "startDate")
    ]
    assert ["2021/997"] == values(found, "recordId")


def test_one_act_gives_publication_and_effect() -> None:
    """An entry of one act is listed on its publication and bound from its entry into force."""
    found = entity(name("Ivan"))

    assert ("2021-06-21", "2021-06-22") == (one(found, "listingDate").value, one(found, "startDate").value)


def test_dates_that_the_entry_itself_states_come_first() -> None:
    """``designationDate`` and ``delistingDate`` are rare, and decide."""
    attributes = (
        'euReferenceNumber="EU.1.1" designationDate="2011-01-31" delistingDate="2016-02-25" unitedNationId="QDi.1"'
    )
    found = entity(name("Ivan"), attributes=attributes)

    assert ["2011-01-31", "2016-02-25", "QDi.1"] == [one(found, p).value for p in ("startDate", "endDate", "unscId")]


def test_two_programmes_are_two_designations() -> None:
    """An entry under two regulations has two listings."""
    second = '<regulation publicationDate="2022-03-09" numberTitle="2022/396" programme="UKR"/>'

    assert ["EU.1.1#sanction:BLR", "EU.1.1#sanction:UKR"] == [
        s.entity.partition(":")[2] for s in entity(name("Ivan"), second).statements if s.prop == "entity"
    ]


REFERENCE = 'euReferenceNumber="EU.1.1"'
ODD = [
    ([name("Ivan"), name(" ")], "person", REFERENCE, "EU.1.1: a nameAlias without a name", "warning"),
    ([name("Ivan")], "person", 'logicalId="77"', "logical.77: no euReferenceNumber; its logicalId is used", "warning"),
    ([name("Ivan")], "vessel", REFERENCE, "EU.1.1: subjectType is neither person nor enterprise", "warning"),
    ([name("Ivan", gender="D")], "person", REFERENCE, "EU.1.1: gender is neither M nor F", "warning"),
]


@pytest.mark.parametrize(("blocks", "kind", "attributes", "reason", "severity"), ODD, ids=[case[3] for case in ODD])
def test_what_is_odd_is_told(blocks: list[str], kind: str, attributes: str, reason: str, severity: str) -> None:
    """An entry that cannot be read as it stands gives a problem, not silence."""
    found = entity(*blocks, kind=kind, attributes=attributes)

    assert [(True, severity)] == [(p.reason.startswith(reason), p.severity) for p in found.problems]


def test_an_entry_without_a_name_is_left_out_and_told() -> None:
    """The rest of the list is read."""
    named, nameless = f"<sanctionEntity {REFERENCE}>{name('Ivan')}</sanctionEntity>", f"<sanctionEntity {REFERENCE}/>"
    found = reading(f"{OPEN}{named}{nameless}</export>".encode())

    assert ["EU.1.1: no name"] == [p.reason for p in found.problems if p.severity == "error"]
    assert ["Ivan"] == values(found, "name")


def test_unknown_attributes_are_an_error() -> None:
    """A renamed attribute is told, with its line."""
    found = entity(name("Ivan", nickname="V"))

    assert [("attribute nickname of <sanctionEntity/nameAlias>", "error")] == [
        (p.value, p.severity) for p in found.problems
    ]


RENAMED = [
    ("<sanctionEntity ref='1'><alias whole='Ivan'/></sanctionEntity>", "no tag within 1 <sanctionEntity> is known"),
    ("<sanctionEntity><nameAlias whole='Ivan'/></sanctionEntity>", "not one entry can be used"),
]


@pytest.mark.parametrize(("xml", "message"), RENAMED)
def test_a_list_of_which_nothing_can_be_used_is_refused(xml: str, message: str) -> None:
    """Renamed tags or attributes: not one statement, so an error instead of an empty list."""
    with pytest.raises(ReadError, match=message):
        reading(f"{OPEN}{xml}</export>".encode())


def test_the_day_of_the_file_is_as_printed() -> None:
    """``generationDate`` in Brussels time."""
    assert "2026-02-26" == str(published({FILE: BytesIO(FIXTURE.read_bytes())}))


def test_the_format_is_told_by_its_namespace() -> None:
    """Whatever the file is called."""
    assert recognises("anything", FIXTURE.read_bytes()[:4096])
    assert not recognises(FILE, b"<export>")
