"""Partner names and period texts as publishers write them."""

from datetime import date

import pycountry
import pytest

from lustra.data import table
from lustra.errors import UnknownNameError
from lustra.trade.periods import Period, read_period
from lustra.trade.places import expand, members, name_of, resolve

PLACES = [
    ("Kyrgyzstan", "KG", "country"),
    ("Germany (incl. German Democratic Republic 'DD' from 1991)", "DE", "country"),
    ("Allemagne (incl. République démocratique allemande 'DD' depuis 1991)", "DE", "country"),
    ("Russie, Fédération de", "RU", "country"),
    ("Босния и Герцеговина", "BA", "country"),
    ("Czech Republic", "CZ", "country"),
    ("Côte d’Ivoire", "CI", "country"),
    ("Ermənistan", "AM", "country"),
    ("აზერბაიჯანი", "AZ", "country"),
    ("格鲁吉亚", "GE", "country"),
    ("Viet Nam", "VN", "country"),
    ("842", "US", "country"),
    ("276", "DE", "country"),
    ("4", "AF", "country"),
    ("XS", "RS", "country"),
    ("KAZ", "KZ", "country"),
    ("World", "W0", "world"),
    ("Extra-EU27 (from 2020)", "XG", "group"),
    ("European Union - 27 countries (AT, BE)", "EU27", "aggregate"),
    ("Union européenne - 27 pays (AT, BE)", "EU27", "aggregate"),
    ("Haute mer", "XX", "unspecified"),
]


@pytest.mark.parametrize(("text", "code", "kind"), PLACES)
def test_partner_texts_resolve(text: str, code: str, kind: str) -> None:
    """Names in four languages, ISO letters and digits, Comtrade's and Eurostat's own codes mean one place."""
    assert (code, kind) == resolve(text)


def test_no_alias_hides_an_iso_code() -> None:
    """Trap: 492 is Monaco in ISO 3166; a publisher's own number must not take an ISO number's place."""
    iso = {form: c.alpha_2 for c in pycountry.countries for form in (c.alpha_2, c.alpha_3, c.numeric)}
    clashes = {row["alias"] for row in table("trade_places") if iso.get(row["alias"], row["code"]) != row["code"]}

    assert set() == clashes


@pytest.mark.parametrize("text", ["Atlantis", "", "12345", "Soviet Union", "Kongo"])
def test_unknown_partner_is_none(text: str) -> None:
    """What nobody knows is not guessed."""
    assert resolve(text) is None


@pytest.mark.parametrize(
    ("group", "day", "member", "inside"),
    [
        ("EU", date(2013, 6, 30), "HR", False),
        ("EU", date(2013, 7, 1), "HR", True),
        ("EU", date(2020, 1, 31), "GB", True),
        ("EU", date(2020, 2, 1), "GB", False),
        ("EU27", date(2010, 1, 1), "HR", True),
        ("EAEU", date(2014, 12, 31), "RU", False),
        ("EAEU", date(2015, 8, 12), "KG", True),
    ],
)
def test_groups_have_members_by_date(group: str, day: date, member: str, inside: bool) -> None:
    """A union's members are those of the day; the aggregate EU27 is the same on every day."""
    assert inside == (member in members(group, day))


def test_expand_mixes_groups_and_countries() -> None:
    """Groups and names may stand side by side; an aggregate keeps its own code."""
    found = expand(["EU27", "Kazakhstan"], date(2022, 2, 25))

    assert {"DE", "KZ", "EU27"} <= found
    assert 29 == len(found)


def test_expand_refuses_an_unknown_place() -> None:
    """A name that is no place is an error that lists the groups."""
    with pytest.raises(UnknownNameError, match="'Narnia' is not a country") as caught:
        expand(["Narnia"], date(2022, 1, 1))

    assert "COALITION" in caught.value.remedy


@pytest.mark.parametrize(("code", "name"), [("TR", "Türkiye"), ("EU27", "EU27"), ("VN", "Vietnam"), ("XK", "Kosovo")])
def test_names_of_codes(code: str, name: str) -> None:
    """Short English names for tables and pictures."""
    assert name == name_of(code)


PERIODS = [
    ("2021", (2021, 1, 12)),
    ("Y2019", (2019, 1, 12)),
    ("202152", (2021, 1, 12)),
    ("Jan.-Dec. 2018", (2018, 1, 12)),
    ("201952-Jan.-Dec. 2019", (2019, 1, 12)),
    ("Feb. 2024", (2024, 2, 1)),
    ("202403", (2024, 3, 1)),
    ("2024-03", (2024, 3, 1)),
    ("2024M03", (2024, 3, 1)),
    ("2024-03-01", (2024, 3, 1)),
    ("2024Q2", (2024, 4, 3)),
]


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_periods_are_read(text: str, expected: tuple[int, int, int]) -> None:
    """Years, months and quarters in every publisher's writing; Comext's month 52 is the year."""
    year, month, months = expected

    assert Period(date(year, month, 1), months) == read_period(text)


@pytest.mark.parametrize("text", ["", "202113", "1066", "spring 2020", "2024Q5"])
def test_other_texts_are_no_period(text: str) -> None:
    """A month that does not exist is not rounded to one that does."""
    assert read_period(text) is None
