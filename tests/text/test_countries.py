"""Country names as the lists print them."""

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra import data
from lustra.text.countries import country_code, country_name

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
