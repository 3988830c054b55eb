"""Country names as the lists print them."""

from typing import Any

import pycountry
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from tools.country_names import LANGUAGES, compile_country_names

from lustra import data
from lustra.text.countries import (
    country_code,
    country_codes,
    country_name,
    country_of_number,
    english_name,
)

PRINTED = [  # who prints it so, text, code
    ("ofac", "Belarus", "by"),
    ("ofac", "Korea, North", "kp"),
    ("ofac", "Congo, Democratic Republic of the", "cd"),
    ("ofac", "Congo, Republic of the", "cg"),
    ("ofac", "Bahamas, The", "bs"),
    ("ofac", "Man, Isle of", "im"),
    ("ofac", "Cote d Ivoire", "ci"),
    ("ofac", "North Macedonia, The Republic of", "mk"),
    ("ofac", "Macedonia, The Former Yugoslav Republic of", "mk"),
    ("ofac", "Virgin Islands, British", "vg"),
    ("ofac", "St. Kitts & Nevis", "kn"),
    ("ofac", "Burma", "mm"),
    ("ofac", "Region: Gaza", "ps"),
    ("ofac", "Region: Crimea", "ua"),
    ("ofac", "Netherlands Antilles", "an"),
    ("eu", "CONGO, Democratic Republic of (was Zaire)", "cd"),
    ("eu", "IRAN (ISLAMIC REPUBLIC OF)", "ir"),
    ("eu", "BOSNIA AND HERZEGOWINA", "ba"),
    ("eu", "KOREA, DEMOCRATIC PEOPLE'S REPUBLIC OF", "kp"),
    ("eu", "PALESTINIAN TERRITORY, Occupied", "ps"),
    ("eu", "BY", "by"),
    ("eu", "00", ""),
    ("eu", "UNKNOWN", ""),
    ("un", "Viet Nam", "vn"),
    ("un", "United Kingdom of Great Britain and Northern\nIreland", "gb"),
    ("un", "China, Hong Kong Special Administrative Region", "hk"),
    ("un", "Libya (in custody)", "ly"),
    ("un", "Iran / unknown", "ir"),
    ("un", "Sudan/South Sudan", ""),
    ("un", "Türkiye", "tr"),
    ("un", "Saudi Arabian", "sa"),
    ("uk", "Congo (Democratic Republic)", "cd"),
    ("uk", "Former USSR, now Ukraine", "ua"),
    ("uk", "USSR (now Russian Federation)", "ru"),
    ("uk", "Former USSR Currently Belarus", "by"),
    ("uk", "Kazakh SSR", "kz"),
    ("uk", "Soviet Union", "su"),
    ("uk", "St Lucia", "lc"),
    ("canada", "Belarus / Bélarus", "by"),
    ("canada", "Myanmar (Burma) / Myanmar (Birmanie)", "mm"),
    ("canada", "South Sudan / Soudan du sud", "ss"),
    ("canada", "Venezuela ", "ve"),
    ("users", "Kosovo", "xk"),
    ("users", "RUS", "ru"),
    ("users", "ru", "ru"),
    ("users", "Беларусь", "by"),
    ("users", "Расія", "ru"),
    ("users", "Russian", "ru"),
    ("users", "", ""),
    ("users", "Atlantis", ""),
    ("users", "Sao Tome and Principe", "st"),
    ("users", "ST", "st"),
]


@pytest.mark.parametrize(("text", "code"), [row[1:] for row in PRINTED], ids=[f"{r[0]}: {r[1]}" for r in PRINTED])
def test_each_printed_country_resolves(text: str, code: str) -> None:
    """A wording of a list or of a user becomes its ISO code, or nothing."""
    assert code == country_code(text)


@pytest.mark.parametrize("country", list(pycountry.countries), ids=lambda c: c.alpha_2)
def test_every_iso_country_resolves_by_each_of_its_names(country: object) -> None:
    """Short, common and official names and both codes of ISO 3166-1 lead to the alpha-2 code."""
    keys = ("name", "common_name", "official_name", "alpha_2", "alpha_3")
    texts = [getattr(country, key) for key in keys if hasattr(country, key)]

    assert {country_code(text) for text in texts} == {texts[-2].lower()}


def test_the_table_of_names_in_many_languages_is_what_its_generator_gives() -> None:
    """``country_names_cldr.csv`` is made by ``python -m tools.country_names``, and nothing else."""
    assert compile_country_names() == data.text("generated/country_names_cldr.csv")


def test_every_language_that_sources_write_in_is_there() -> None:
    """The languages of the lists, of national statistics and of registers."""
    wanted = (
        "en fr de es it pt ru uk be pl cs sk lt lv et ro bg sr hr hu el tr ar fa he ka hy az kk uz zh ja ko nl sv fi"
    )
    assert {*wanted.split(), "da", "nb"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_resolves_by_its_name_in_every_language(language: str) -> None:
    """One resolver for all of them, whatever the script; only Kongo is one country to Poles, another to Norwegians."""
    names = {code.lower(): name for code, name in Locale.parse(language).territories.items()}
    resolved = {code: country_code(names[code]) for code in country_codes() if code in names}

    assert {code for code, found in resolved.items() if found != code} <= {"cd", "cg"}
    assert {names[code] for code, found in resolved.items() if found != code} <= {"Kongo"}


def test_a_name_of_two_countries_is_left_out_with_its_reason() -> None:
    """It is in the table, so that a reader sees it, and resolves to no country."""
    left_out = {row["keys"]: row["source"] for row in data.table("country_names_cldr") if not row["code"]}

    assert ["kongo"] == list(left_out)
    assert left_out["kongo"].startswith("left out: 'Kongo' is CD in ")
    assert "" == country_code("Kongo")


def test_the_countries_are_those_of_iso_and_kosovo() -> None:
    """No region, no withdrawn country, none missing."""
    assert {country.alpha_2.lower() for country in pycountry.countries} | {"xk"} == country_codes()


@pytest.mark.parametrize("country", list(pycountry.countries), ids=lambda c: c.alpha_2)
def test_every_iso_number_resolves(country: Any) -> None:
    """With and without leading zeros."""
    numbers = {country.numeric, str(int(country.numeric))}
    assert {country_of_number(number) for number in numbers} == {country.alpha_2.lower()}


@pytest.mark.parametrize(
    ("number", "code"), [("280", "de"), ("736", "sd"), ("278", ""), ("000", ""), ("²", ""), ("", "")]
)
def test_a_number_of_an_earlier_extent_is_the_same_country(number: str, code: str) -> None:
    """Germany before 1990; not the German Democratic Republic."""
    assert code == country_of_number(number)


@pytest.mark.parametrize(("code", "name"), [("vn", "Vietnam"), ("tr", "Türkiye"), ("ru", "Russia"), ("zz", "zz")])
def test_a_code_has_its_usual_english_name(code: str, name: str) -> None:
    """As people write it, not as ISO 3166 inverts it."""
    assert name == english_name(code)


def test_no_wording_stands_for_two_countries() -> None:
    """A name in the table resolves to the code of its own row, whatever the order of rows."""
    rows = data.table("country_names")

    assert [row["code"] for row in rows] == [country_code(row["name"]) for row in rows]


def test_every_row_names_its_source() -> None:
    """A table of facts says where each fact is from."""
    assert [row for row in data.table("country_names") if not row["source"]] == []


@pytest.mark.parametrize(("code", "name"), [("by", "Belarus"), ("xk", "Kosovo"), ("zz", "zz")])
def test_a_code_has_its_english_name(code: str, name: str) -> None:
    """Evidence for a reviewer names the country; an unknown code stands for itself."""
    assert name == country_name(code)


@given(st.text(max_size=30))
def test_any_text_gives_a_known_code_or_nothing(text: str) -> None:
    """No text breaks the lookup or invents a code."""
    code = country_code(text)

    assert code == "" or country_name(code) != code
