"""Identifiers: normal forms and check digits, on numbers that registers publish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.text.identifiers import checksum_ok, imo_company_ok, normal_identifier, specific_kind

NORMAL = [
    ("imoNumber", "IMO 9116412", "9116412"),
    ("imoNumber", "IMO9116412", "9116412"),
    ("leiCode", "LEI 253400V1H6ART1UQ0N98", "253400V1H6ART1UQ0N98"),
    ("passportNumber", "mp 123-456", "MP123456"),
    ("taxNumber", "AABA 670850 Y", "AABA670850Y"),
    ("idNumber", "7020.783/883_1", "70207838831"),
    ("publicKey", "0x098B716B8Aaf21512996dC57EB0615e2383E2f96", "0x098b716b8aaf21512996dc57eb0615e2383e2f96"),
    ("publicKey", "BC1QAR0SRRR7XFKVY5L643LYDNW9RE59GTZZWF5MDQ", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
    ("publicKey", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
]

CHECKED = [  # numbers of public registers, and the same with one digit wrong
    ("innCode", "7707083893", "", True),  # Sberbank
    ("innCode", "7707083894", "", False),
    ("innCode", "500100732259", "", True),
    ("innCode", "77070838", "", False),
    ("ogrnCode", "1027700132195", "", True),  # Sberbank
    ("ogrnCode", "1027700132196", "", False),
    ("leiCode", "253400V1H6ART1UQ0N98", "", True),  # VTB
    ("leiCode", "253400V1H6ART1UQ0N99", "", False),
    ("imoNumber", "IMO 9074729", "", True),
    ("imoNumber", "9074728", "", False),
    ("imoCompany", "5055293", "", True),
    ("imoCompany", "5055294", "", False),
    ("swiftBic", "BELBBY2X", "", True),  # Belagroprombank prints BAPBBY2X, Bank BelVEB BELBBY2X
    ("swiftBic", "B3LBBY2X", "", False),
    ("isinCode", "RU0009029540", "", True),  # Sberbank ordinary share
    ("isinCode", "RU0009029541", "", False),
    ("uscCode", "91110000600037341L", "", True),
    ("uscCode", "91110000600037342L", "", False),
    ("taxNumber", "200988541", "by", True),
    ("taxNumber", "200988542", "by", False),
    ("registrationNumber", "12345", "by", None),
    ("registrationNumber", "32855961", "ua", True),
    ("registrationNumber", "32855968", "ua", False),
    ("taxNumber", "200988541", "", None),
    ("passportNumber", "MP1234567", "by", None),
]

SPECIFIC = [
    ("taxNumber", "7707083893", "ru", "innCode"),
    ("taxNumber", "770708389", "ru", "taxNumber"),
    ("taxNumber", "7707083893", "by", "taxNumber"),
    ("registrationNumber", "1027700132195", "ru", "ogrnCode"),
    ("registrationNumber", "91110000600037341L", "cn", "uscCode"),
    ("passportNumber", "7707083893", "ru", "passportNumber"),
]


@pytest.mark.parametrize(("kind", "printed", "normal"), NORMAL)
def test_printings_of_one_number_meet_in_its_normal_form(kind: str, printed: str, normal: str) -> None:
    """Blanks, points and prefixes do not tell two numbers apart; the case of a wallet may."""
    assert normal == normal_identifier(kind, printed)


@pytest.mark.parametrize(("kind", "value", "country", "expected"), CHECKED)
def test_check_digits(kind: str, value: str, country: str, expected: bool | None) -> None:
    """A published number passes, one wrong digit fails, a kind without a check is left open."""
    assert expected is checksum_ok(kind, value, country)


@pytest.mark.parametrize(("kind", "value", "country", "specific"), SPECIFIC)
def test_general_kinds_become_specific(kind: str, value: str, country: str, specific: str) -> None:
    """A Russian tax number is an INN, whatever the list calls it."""
    assert specific == specific_kind(kind, value, country)


def test_trap_company_imo_numbers_are_not_ship_imo_numbers() -> None:
    """The two kinds look alike and have different check digits."""
    assert (True, False) == (imo_company_ok("5055293"), checksum_ok("imoNumber", "5055293"))


@given(st.sampled_from(sorted({row[0] for row in CHECKED})), st.text(max_size=25), st.sampled_from(["", "by", "ua"]))
def test_any_text_is_answered(kind: str, value: str, country: str) -> None:
    """No text breaks a check, and the normal form is its own normal form."""
    normal = normal_identifier(kind, value)

    assert checksum_ok(kind, value, country) in (True, False, None)
    assert normal_identifier(kind, normal) in (normal, normal.removeprefix("IMO").removeprefix("LEI"))
