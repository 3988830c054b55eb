"""Numbers in prose: what is labelled is taken apart, what is not stays whole, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.readers.lists.numbers import kind_by_digits, numbers

CELLS: list[tuple[str, list[tuple[str, str, str]]]] = [  # cell → (value, kind, country); kinds before their digits
    ("190430033", [("190430033", "registrationNumber", "")]),
    ("INN: 7710137066", [("7710137066", "taxNumber", "")]),
    ("INN 7736053886", [("7736053886", "taxNumber", "")]),
    ("Tax Identification Number: INN 7736053886", [("7736053886", "taxNumber", "")]),
    ("Russian TIN number - 6310000160", [("6310000160", "taxNumber", "ru")]),
    ("OGRN: 1247700291200", [("1247700291200", "ogrnCode", "")]),
    ("ОГРН 1027700132195", [("1027700132195", "ogrnCode", "")]),
    ("1217800095248 - OGRN", [("1217800095248", "ogrnCode", "")]),
    ("7706061801 (INN)", [("7706061801", "taxNumber", "")]),
    ("9709056472 - Russia INN", [("9709056472", "taxNumber", "ru")]),
    ("INN – 7736321060OGRN - 1197746175274", [("7736321060", "taxNumber", ""), ("1197746175274", "ogrnCode", "")]),
    (
        "OGRN: 1247700291200 KPP: 770701001 INN: 9707028663",
        [("1247700291200", "ogrnCode", ""), ("770701001", "kppCode", ""), ("9707028663", "taxNumber", "")],
    ),
    (
        "OGRN: 114 237 300 24 30INN: 2373007549",
        [("114 237 300 24 30", "ogrnCode", ""), ("2373007549", "taxNumber", "")],
    ),
    (
        "(УНН/ИНН): 190950894 (Belarus), 7704734000/770301001 (Russia)",
        [("190950894", "taxNumber", "by"), ("7704734000", "taxNumber", "ru"), ("770301001", "kppCode", "ru")],
    ),
    ("7725824287 / 772201001", [("7725824287", "taxNumber", ""), ("772201001", "kppCode", "")]),
    ("Tax ID No. 7736588433 (Russia)", [("7736588433", "taxNumber", "ru")]),
    ("Belarusian tax number: 400085002", [("400085002", "taxNumber", "by")]),
    ("19036 9982 (Belarus)", [("19036 9982", "registrationNumber", "by")]),
    ("Russia - 1027739339715", [("1027739339715", "registrationNumber", "ru")]),
    ("1147746527279 dated 27/07/1992", [("1147746527279", "registrationNumber", "")]),
    ("Kazakhstan BIN - 170440031562", [("170440031562", "registrationNumber", "kz")]),
    ("SWIFT/BIC – SINAIRTH", [("SINAIRTH", "swiftBic", "")]),
    ("SWIFT/BIC MINNRUMM,BIK (RU) 044525600", [("MINNRUMM", "swiftBic", ""), ("044525600", "bikCode", "")]),
    ("Legal Entity Identifier - 253400EH37SSJEEJFB05", [("253400EH37SSJEEJFB05", "leiCode", "")]),
    ("IMO9339301", [("9339301", "imoNumber", "")]),
    ("60 · FC005874", [("60", "registrationNumber", ""), ("FC005874", "registrationNumber", "")]),
    (
        "311479-3301-ООО TIN: 01312202410041",
        [("311479-3301-ООО", "registrationNumber", ""), ("01312202410041", "taxNumber", "")],
    ),
    ("French passport number 05AT521433", [("05AT521433", "passportNumber", "fr")]),
    ("563210184 (Expires 18 Jun. 2018)", [("563210184", "registrationNumber", "")]),
    ("1661/2015-2016(YGN)", [("1661/2015-2016(YGN)", "registrationNumber", "")]),
    ("M 354838 D 0001", [("M 354838 D 0001", "registrationNumber", "")]),
]


@pytest.mark.parametrize(("cell", "expected"), CELLS, ids=[cell for cell, _ in CELLS])
def test_a_cell_is_taken_apart_by_its_labels(cell: str, expected: list[tuple[str, str, str]]) -> None:
    """UK identifiers carry prose: labels, countries and several numbers in one cell."""
    assert expected == [(n.value, n.kind, n.country) for n in numbers(cell, "registrationNumber")]


DIGITS = [
    ("taxNumber", "7710137066", "", "innCode"),
    ("taxNumber", "7710137066", "by", "taxNumber"),
    ("taxNumber", "7710137067", "", "taxNumber"),
    ("idNumber", "500100732259", "", "innCode"),
    ("registrationNumber", "7707083893", "ru", "innCode"),
    ("registrationNumber", "7707083893", "", "registrationNumber"),
    ("registrationNumber", "1027700132195", "", "ogrnCode"),
    ("idNumber", "1027700132195", "ru", "ogrnCode"),
    ("passportNumber", "1027700132195", "ru", "passportNumber"),
    ("registrationNumber", "HRB 13359", "", "registrationNumber"),
]


@pytest.mark.parametrize(("kind", "number", "country", "expected"), DIGITS)
def test_a_kind_is_told_by_length_and_check_digit(kind: str, number: str, country: str, expected: str) -> None:
    """Only where the check digit is right and the country does not deny it."""
    assert expected == kind_by_digits(kind, number, country)


@given(st.text(max_size=60))
def test_no_cell_breaks_the_reading(cell: str) -> None:
    """Any text gives at least one number unless it is blank or only separators."""
    assert numbers(cell, "idNumber") or not cell.replace("·", "").strip()
