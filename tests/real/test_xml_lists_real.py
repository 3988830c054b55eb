"""The EU, UN, UK and Canadian lists as they were published: what is read of them is what stands in them.

The figures are those of ``../shared/reference/list-formats.md``; where a figure differs, the test says why. Every
problem of these files is named here.
"""

import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]

from lustra.model.statement import WEAK, Problem, Reading, Statement, collect
from lustra.readers.lists.entry import clean_value, latin
from lustra.readers.lists.formats import READERS

LISTS = Path(__file__).parents[3] / "shared" / "data" / "lists"
FILES = {
    "eu": ("eu_fsf_xml", "eu_fsf", "eu/2026-02-26/xmlFullSanctionsList_1_1.xml"),
    "un": ("un_xml", "un_sc", "un/2026-02-27/UN_consolidated.xml"),
    "un-2021": ("un_xml", "un_sc", "un/2021-05-27/UN_consolidated.xml"),
    "un-2022": ("un_xml", "un_sc", "un/2022-06-01/UN_consolidated.xml"),
    "un-2024": ("un_xml", "un_sc", "un/2024-06-01/UN_consolidated.xml"),
    "uk": ("uk_xml", "uk_fcdo", "uk/2026-08-22/UK_Sanctions_List.xml"),
    "ca": ("ca_xml", "ca_sema", "ca/2026-08-22/sema-lmes.xml"),
}
NAMES = ("name", "alias", "weakAlias", "previousName")


@cache
def reading(key: str) -> Reading:
    """One list, read once."""
    reader, source, path = FILES[key]
    with (LISTS / path).open("rb") as file:
        return collect(READERS[reader].read(source, {Path(path).name.lower(): file}))


@cache
def tree(key: str) -> etree._Element:
    """The same list as plain elements, for counting."""
    return etree.parse(LISTS / FILES[key][2]).getroot()


def of(key: str, *props: str) -> list[Statement]:
    """The statements of some properties."""
    return [s for s in reading(key).statements if s.prop in props]


def script(text: str) -> str:
    """The script of a name's letters."""
    scripts = {unicodedata.name(c, "?").split()[0] for c in text if c.isalpha()}
    scripts = {"LATIN" if s in ("MODIFIER", "FEMININE", "MASCULINE") else s for s in scripts}
    return scripts.pop() if len(scripts) == 1 else "MIXED"


ENTRIES = [
    ("eu", {"Person": 4341, "Organization": 1519}),
    ("un", {"Person": 730, "Organization": 273}),
    ("uk", {"Person": 4036, "Organization": 1647, "Vessel": 666}),
    ("ca", {"Person": 3514, "Organization": 1445, "Vessel": 731}),
]


@pytest.mark.parametrize(("key", "expected"), ENTRIES, ids=[key for key, _ in ENTRIES])
def test_entries_by_type(key: str, expected: dict[str, int]) -> None:
    """As the reference page counts them; it does not part Canada's 2,176 entities and ships, the building date does."""
    found = {(s.entity, s.schema) for s in reading(key).statements if "#" not in s.entity}

    assert expected == Counter(schema for _, schema in found)
    assert len(found) == len({entity for entity, _ in found})


PROBLEMS = [
    ("eu", {"birthDate in the islamic": 4, "registrationNumber has no": 3, "passportNumber has no": 1}),
    ("un", {"a document without a number": 6, "birthDate is not understood": 3}),
    ("un-2024", {"a document without a number": 6, "birthDate is not understood": 2}),
    ("un-2022", {"a document without a number": 7, "birthDate is not understood": 3}),
    ("un-2021", {"a document without a number": 7, "birthDate is not understood": 3}),
    ("uk", {}),
    ("ca", {"birthDate is not understood": 1}),
]


@pytest.mark.parametrize(("key", "expected"), PROBLEMS, ids=[key for key, _ in PROBLEMS])
def test_no_problem_is_unexplained(key: str, expected: dict[str, int]) -> None:
    """Islamic years, ``-`` for a number, documents without one, ``30-35 years old``, ``Sep-99``: all kept as notes."""
    problems = reading(key).problems

    assert expected == Counter(next((e for e in expected if e in p.reason), p.reason) for p in problems)
    assert {"warning"} >= {p.severity for p in problems}


def test_eu_names_are_those_of_the_file() -> None:
    """29,826 aliases are 29,744 names: a repeat in one entry and language is one (with other languages it stays)."""
    printed = [
        (
            entity.get("euReferenceNumber"),
            clean_value(alias.get("wholeName")),
            (alias.get("nameLanguage") or "").lower(),
        )
        for entity in tree("eu")
        for alias in entity.iterfind("{*}nameAlias")
    ]
    found = [(s.entity.removeprefix("eu_fsf:"), s.value, s.lang) for s in of("eu", *NAMES)]

    assert (29_826, 29_744, 29_744) == (len(printed), len(set(printed)), len(found))
    assert set(printed) == set(found)
    assert 5_860 == len({s.entity for s in of("eu", "name")})


def test_eu_scripts_of_names() -> None:
    """Latin 80.1 %, Cyrillic 14.5 %, mixed 2.0 %, Greek 0.6 %, Hangul 0.3 %, CJK 0.1 % (Arabic 2.5, page: 2.4)."""
    scripts = Counter(script(s.value) for s in of("eu", *NAMES))
    shares = {name: round(100 * count / scripts.total(), 1) for name, count in scripts.items()}

    assert (80.1, 14.5, 2.0, 0.6, 0.3, 0.1) == tuple(
        shares[name] for name in ("LATIN", "CYRILLIC", "MIXED", "GREEK", "HANGUL", "CJK")
    )


def test_eu_captions_are_latin_where_any_name_is() -> None:
    """The first alias is in another script in 1,498 entries; the name is only where no alias is Latin."""
    with_latin = {s.entity for s in of("eu", *NAMES) if latin(s.value)}
    latin_names = {s.entity for s in of("eu", "name") if latin(s.value)}

    assert with_latin == latin_names


def test_eu_double_blanks_keep_their_wording() -> None:
    """2,008 aliases have double blanks; 14 of them repeat another one of their entry but for the blanks."""
    assert 1_994 == sum("  " in s.original for s in of("eu", *NAMES))


def test_eu_programmes_and_references() -> None:
    """369 of Belarus, 2,596 of Ukraine, 88 with a UN reference; each entry has one designation with a day."""
    programmes = Counter(s.value for s in of("eu", "programId"))

    assert (369, 2_596, 5_860) == (programmes["BLR"], programmes["UKR"], programmes.total())
    assert (88, 5_860) == (len(of("eu", "unscId")), len(of("eu", "startDate")))


def test_eu_identifications_and_unknown_countries() -> None:
    """2,435 identifications less four that are ``-`` and three repeats, plus three cells of two numbers: 2,431.

    Without a country 1,062: the page's 1,063 less two that are ``-`` and one repeat, plus two cells of two numbers.
    """
    types = Counter(s.note.split(";")[0] for s in of("eu", *IDENTIFIERS))

    assert (602, 485, 456, 537, 230, 65, 25, 9) == tuple(
        types[code] for code in ("passport", "fiscalcode", "other", "regnumber", "id", "taxid", "imo", "swiftbic")
    )
    assert (2_431, 1_062) == (types.total(), sum(not s.country for s in of("eu", *IDENTIFIERS)))


IDENTIFIERS = (
    "passportNumber idNumber taxNumber innCode ogrnCode kppCode registrationNumber imoNumber swiftBic vatCode uscCode "
    "socialSecurityNumber"
).split()


def test_eu_birth_dates_by_shape() -> None:
    """Days, months and years as printed; circa is kept on 135 of the 197 blocks, the rest repeat or have no date."""
    shapes = Counter((s.value.endswith("~"), len(s.value.rstrip("~"))) for s in of("eu", "birthDate"))

    assert {(False, 10): 3_285, (False, 4): 516, (True, 4): 130, (False, 7): 21, (True, 10): 5} == shapes


def test_un_names_and_original_scripts() -> None:
    """730 + 273 names, 336 + 42 in their own script."""
    kinds = Counter((s.schema, s.note) for s in of("un", "name"))

    assert {
        ("Person", ""): 730,
        ("Organization", ""): 273,
        ("Person", "original script"): 336,
        ("Organization", "original script"): 42,
    } == kinds


def test_un_aliases_by_quality() -> None:
    """2,139 + 613 aliases (615 low, 19 f.k.a.); the 27 that hold several names and 31 told in notes make them more.

    Empty alias elements are 291 (the page says 290), and none of them says anything else.
    """
    elements = tree("un").findall(".//INDIVIDUAL_ALIAS") + tree("un").findall(".//ENTITY_ALIAS")
    empty = [a for a in elements if not (a.findtext("ALIAS_NAME") or "").strip()]
    aliases = of("un", "alias", "weakAlias", "previousName")
    told = Counter((s.schema, s.prop) for s in aliases)

    assert (2_752, 291) == (len(elements) - len(empty), len(empty))
    assert [] == [a for a in empty if "".join(a.itertext()).strip()]
    assert {
        ("Person", "alias"): 1_589,
        ("Person", "weakAlias"): 646,
        ("Organization", "alias"): 621,
        ("Organization", "previousName"): 19,
    } == told
    assert {WEAK} == {s.grade for s in aliases if s.prop == "weakAlias"}
    assert 31 == sum(s.note == "original script" for s in aliases)


def test_un_split_aliases() -> None:
    """The 27 aliases with a semicolon are taken apart."""
    split = {
        (s.entity, s.original) for s in of("un", "alias", "weakAlias") if s.original and s.note != "original script"
    }

    assert 27 == sum(";" in original for _, original in split)


def test_un_birth_dates_by_shape() -> None:
    """454 days, 378 years (261 exact, 116 about, one with its month), 31 ranges (8 about), four months in notes."""
    own = [s for s in of("un", "birthDate") if not s.note.startswith("alias ")]
    shapes = Counter(("/" in s.value, "~" in s.value, len(s.value.split("/")[0].rstrip("~"))) for s in own)

    assert {
        (False, False, 10): 454,
        (False, False, 4): 261,
        (False, True, 4): 116,
        (True, False, 4): 23,
        (True, True, 4): 8,
        (False, False, 7): 5,
    } == shapes


def test_uk_names_by_kind() -> None:
    """15,758 names, 26 of them no more than a type, and 3,868 non-Latin cells; repeats of an entry are one."""
    names = of("uk", *NAMES)
    printed = {
        (entry.findtext("UniqueID"), clean_value(" ".join(name.findtext(f"Name{n}") or "" for n in range(1, 7))))
        for entry in tree("uk").iter("Designation")
        for name in entry.iter("Name")
    }
    scripts = {
        (entry.findtext("UniqueID"), clean_value(cell.text))
        for entry in tree("uk").iter("Designation")
        for cell in entry.iter("NameNonLatinScript")
    }
    told = {(s.entity.removeprefix("uk_fcdo:"), s.value) for s in names}

    assert {(entry, name) for entry, name in printed if name} | scripts == told
    assert 620 == sum(s.grade == WEAK for s in names)
    assert 6_349 == len({s.entity for s in names})


def test_uk_weak_aliases() -> None:
    """621 names are of low quality, and one of them has no part."""
    low = [
        (entry.findtext("UniqueID"), clean_value(" ".join(name.findtext(f"Name{n}") or "" for n in range(1, 7))))
        for entry in tree("uk").iter("Designation")
        for name in entry.iter("Name")
        if (name.findtext("AliasStrength") or "").startswith("Low")
    ]

    assert (621, 620) == (len(low), sum(bool(name) for _, name in low))
    assert {(entry, name) for entry, name in low if name} == {
        (s.entity.removeprefix("uk_fcdo:"), s.value) for s in of("uk", "weakAlias")
    }


def test_uk_people_without_a_family_name() -> None:
    """22 have the sixth part only, two have other parts only."""
    people = {s.entity for s in reading("uk").statements if s.schema == "Person"}

    assert 24 == len(people - {s.entity for s in of("uk", "lastName")})


def test_uk_regimes() -> None:
    """167 of Belarus, each designated on a stated day."""
    programmes = Counter(s.value for s in of("uk", "programId"))

    assert (167, 6_349) == (programmes["BEL"], programmes.total())
    assert 6_349 == len(of("uk", "startDate"))


def test_canada_names_and_dates() -> None:
    """320 of Belarus; 149 people without a family name (141 have no tag, eight an empty one), one without a given."""
    families = {s.entity for s in of("ca", "lastName")}
    given = {s.entity for s in of("ca", "firstName")}

    assert (149, 1) == (len(given - families), len(families - given))
    assert 320 == Counter(s.value for s in of("ca", "program"))["Belarus"]
    assert 5_690 == len(of("ca", "startDate"))
    assert 731 == len(of("ca", "buildDate"))


DAYS = [("eu", "2026-02-26"), ("un", "2026-02-27"), ("un-2021", "2021-05-26"), ("uk", "2026-08-22"), ("ca", "None")]


@pytest.mark.parametrize(("key", "day"), DAYS)
def test_days_of_publication(key: str, day: str) -> None:
    """As the files say themselves (the UN's of 27 May 2021 was made on the evening before)."""
    reader, _, path = FILES[key]
    with (LISTS / path).open("rb") as file:
        assert day == str(READERS[reader].published({Path(path).name.lower(): file}))


@pytest.mark.parametrize("key", sorted(FILES))
def test_every_statement_is_whole(key: str) -> None:
    """A value, a schema, a property and a place; no statement twice; sub-entities point back."""
    found = reading(key)
    entries = {s.entity for s in found.statements if "#" not in s.entity}

    assert all(s.value and s.schema and s.prop and s.locator.rpartition(":")[2].isdigit() for s in found.statements)
    assert len(found.statements) == len(set(found.statements))
    assert entries == {s.value for s in found.statements if s.schema == "Sanction" and s.prop == "entity"}
    assert all(isinstance(p, Problem) and p.where.isdigit() for p in found.problems)
