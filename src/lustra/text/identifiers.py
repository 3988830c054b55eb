"""Identifiers: one normal form to compare by, and the check digit where the kind has one.

A kind is a FollowTheMoney property (``innCode``, ``imoNumber``, ``passportNumber`` …). A few general properties hold a
number with a check digit when a certain country issued it (``taxNumber`` of Belarus is an UNP): these kinds are given
with the country. Check digits are python-stdnum's, except that of companies' IMO numbers, which it does not have.

A failed check digit lowers the grade of an identifier and never drops it: publishers print wrong digits too. Whether
two identifiers that are equal belong to one party is not decided here, and never by one number alone.
"""

import re
from importlib import import_module

__all__ = ["checksum_ok", "imo_company_ok", "normal_identifier", "specific_kind"]

_SEPARATORS = re.compile(r"[\W_]+")
_HEX_WALLET = re.compile(r"0x[0-9a-f]{40}", re.IGNORECASE)
_IMO_COMPANY_WEIGHTS = (8, 6, 4, 2, 9, 7)
"""IMO Circular letter 2554/Rev.3: companies and registered owners."""


def imo_company_ok(number: str) -> bool:
    """Whether seven digits are an IMO number of a company or registered owner, by its check digit."""
    if not re.fullmatch(r"[0-9]{7}", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _IMO_COMPANY_WEIGHTS, strict=False))
    return int(number[6]) == (11 - total % 11) % 10


_CHECKS: dict[tuple[str, str], str] = {  # (kind, issuing country): the module of python-stdnum that checks it
    ("innCode", ""): "stdnum.ru.inn",
    ("ogrnCode", ""): "stdnum.ru.ogrn",
    ("leiCode", ""): "stdnum.lei",
    ("isinCode", ""): "stdnum.isin",
    ("imoNumber", ""): "stdnum.imo",
    ("swiftBic", ""): "stdnum.bic",
    ("uscCode", ""): "stdnum.cn.uscc",
    ("taxNumber", "by"): "stdnum.by.unp",
    ("registrationNumber", "by"): "stdnum.by.unp",
    ("registrationNumber", "ua"): "stdnum.ua.edrpou",
}

_SPECIFIC: tuple[tuple[str, str, str, str], ...] = (  # general kind, country, shape → specific kind
    ("taxNumber", "ru", r"\d{10}|\d{12}", "innCode"),
    ("registrationNumber", "ru", r"\d{13}|\d{15}", "ogrnCode"),
    ("idNumber", "ru", r"\d{13}|\d{15}", "ogrnCode"),
    ("registrationNumber", "cn", r"[0-9A-HJ-NPQRTUWXY]{18}", "uscCode"),
)


def normal_identifier(kind: str, value: str) -> str:
    """The form in which two printings of one number are equal.

    Letters upper-case, without blanks and punctuation; ``IMO`` and ``LEI`` in front are dropped. A wallet address
    keeps its case, except hexadecimal ones and bech32 ones (``bc1…``), whose case carries nothing.
    """
    if kind == "publicKey":
        address = value.strip()
        return address.lower() if _HEX_WALLET.fullmatch(address) or address[:3].lower() == "bc1" else address
    plain = _SEPARATORS.sub("", value).upper()
    prefix = {"imoNumber": "IMO", "imoCompany": "IMO", "leiCode": "LEI"}.get(kind, "")
    return plain.removeprefix(prefix) if prefix else plain


def specific_kind(kind: str, value: str, country: str) -> str:
    """``innCode`` for a Russian ``taxNumber`` of ten or twelve digits, and so on; else ``kind`` unchanged."""
    for general, issuer, shape, specific in _SPECIFIC:
        if (kind, country) == (general, issuer) and re.fullmatch(shape, normal_identifier(kind, value)):
            return specific
    return kind


def checksum_ok(kind: str, value: str, country: str = "") -> bool | None:
    """Whether a number passes its own check digit.

    Args:
        kind: property, or ``imoCompany`` for the IMO number of a company.
        value: the number as printed.
        country: issuing country, lower-case alpha-2, or "".

    Returns:
        None where no check is known for the kind and country. For UNP and EDRPOU, which share a general property
        with older registers of the same country, None too where the number has another length.
    """
    number = normal_identifier(kind, value)
    if kind == "imoCompany":
        return imo_company_ok(number)
    if (kind, "") in _CHECKS:
        return _valid(_CHECKS[kind, ""], number)
    known = (kind, country) in _CHECKS and len(number) == {"by": 9, "ua": 8}[country]
    return _valid(_CHECKS[kind, country], number) if known else None


def _valid(module: str, number: str) -> bool:
    """Ask python-stdnum, whose import costs more than one question and so waits until a number is checked."""
    return bool(import_module(module).is_valid(number))
