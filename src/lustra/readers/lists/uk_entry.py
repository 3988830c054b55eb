"""One designation of the UK Sanctions List → statements, whichever file it came from."""

import re
from collections.abc import Callable

from lustra.model.statement import Problem, Statement
from lustra.readers.lists.entry import Details, Entry, clean_value
from lustra.readers.lists.uk_blocks import Designation, Value
from lustra.readers.lists.uk_names import add_names
from lustra.text.countries import country_code
from lustra.text.dates import parse_date

__all__ = ["designation_items"]

_SCHEMATA = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}
_ISSUER = re.compile(r"issued (?:by|in) (?:the )?([^,.();]+)", re.IGNORECASE)
_PLACE_FIRST = re.compile(
    r"\W*([A-Za-z][A-Za-z' ]+?)\s*(?:$|[,.;()–-]|\b(?:number|no|passport|diplomatic|official|service|national|identity|"
    r"identification|travel|fiscal|id|inn|tin|tax)\b)",
    re.IGNORECASE,
)
_TAX = re.compile(r"\b(?:tax|taxpayer|tin|inn|fiscal)\b", re.IGNORECASE)


def designation_items(source: str, file: str, designation: Designation) -> list[Statement | Problem]:
    """The statements and problems of one designation.

    Args:
        source: name of the source.
        file: name of the file, for places.
        designation: its blocks.
    """
    reference = clean_value(designation.first("id").fields[0])
    if not reference:
        return [Problem(file, str(designation.line), "a designation without UniqueID", _caption(designation), "error")]
    kind = clean_value(designation.first("kind").fields[0])
    entry = Entry(f"{source}:{reference}", _SCHEMATA.get(kind.lower(), "LegalEntity"), file)
    if kind.lower() not in _SCHEMATA:
        entry.problem(designation.line, "neither individual, entity nor ship; read as LegalEntity", kind)
    add_names(entry, designation)
    for block, reader in _READERS.items():
        for value in designation.all(block):
            reader(entry, value)
    _sanction(entry, designation, reference)
    return list(entry.items())


def _caption(designation: Designation) -> str:
    names = designation.all("name")
    return " ".join(part for part in names[0].fields[:6] if part) if names else ""


def _plain(prop: str, note: str = "") -> Callable[[Entry, Value], None]:
    def add(entry: Entry, value: Value) -> None:
        entry.add(prop, value.fields[0], value.line, note=note)

    return add


def _country_of(prop: str, otherwise: str = "") -> Callable[[Entry, Value], None]:
    """Of a person ``prop``, of anything else ``otherwise``."""

    def add(entry: Entry, value: Value) -> None:
        for country in _countries(clean_value(value.fields[0])):
            entry.country(prop if entry.schema == "Person" or not otherwise else otherwise, country, value.line)

    return add


def _countries(printed: str) -> list[str]:
    """``Panama; Liberia`` and ``(1) Russia (2) Cyprus`` are two countries where each part is one."""
    parts = [part for part in re.split(r"[;,]|\(\d\)", printed) if part.strip()]
    return parts if not country_code(printed) and all(country_code(part.strip()) for part in parts) else [printed]


def _birth(entry: Entry, value: Value) -> None:
    printed = value.fields[0].lstrip("'")
    prop = {"Person": "birthDate", "Vessel": "buildDate"}.get(entry.schema, "incorporationDate")
    entry.date(prop, parse_date(printed), printed, value.line)


def _birth_place(entry: Entry, value: Value) -> None:
    town, country = value.fields
    entry.add("birthPlace", town, value.line, country=country_code(clean_value(country)))
    entry.country("birthCountry", country, value.line)


def _gender(entry: Entry, value: Value) -> None:
    entry.add("gender", value.fields[0].lower(), value.line)


def _address(entry: Entry, value: Value) -> None:
    *lines, postcode, country = (clean_value(text) for text in value.fields)
    stated = [part for part in (*lines, postcode) if part]
    if stated:
        text = ", ".join([*stated, country] if country else stated)
        entry.add("address", text, value.line, country=country_code(country))
    else:
        entry.country("country", country, value.line)


def _issuer(information: str) -> str:
    """The country that the additional information names, as issuer or as first word."""
    for found in (_ISSUER.search(information), _PLACE_FIRST.match(information)):
        code = country_code(clean_value(found[1])) if found else ""
        if code:
            return code
    return ""


def _document(prop: str) -> Callable[[Entry, Value], None]:
    def add(entry: Entry, value: Value) -> None:
        number, information = (clean_value(text) for text in value.fields)
        kind = "taxNumber" if prop == "idNumber" and _TAX.search(information) else prop
        said: Details = {"country": _issuer(information), "note": information}
        if number:
            entry.numbers(kind, number, value.line, **said)
        else:
            entry.add("notes", f"{prop}: {information}", value.line)
            entry.problem(value.line, f"{prop} without a number is kept as a note", information)

    return add


def _numbers(prop: str, note: str = "") -> Callable[[Entry, Value], None]:
    def add(entry: Entry, value: Value) -> None:
        entry.numbers(prop, value.fields[0], value.line, note=note)

    return add


def _link(role: str) -> Callable[[Entry, Value], None]:
    """A party that is named beside the entry; whether it is an owner or an operator the list does not say."""

    def add(entry: Entry, value: Value) -> None:
        name = clean_value(value.fields[0])
        key = re.sub(r"\W+", "-", f"{role} {name}".lower()).strip("-")
        link = entry.sub("link", key, "UnknownLink")
        link.add("subject", entry.id, value.line)
        link.add("namesMentioned", name, value.line)
        link.add("role", role, value.line)

    return add


def _length(entry: Entry, value: Value) -> None:
    entry.add("notes", f"length of ship: {clean_value(value.fields[0])}", value.line)


_READERS: dict[str, Callable[[Entry, Value], None]] = {
    "title": _plain("title"),
    "birth": _birth,
    "nationality": _country_of("nationality", "country"),
    "birth_place": _birth_place,
    "gender": _gender,
    "position": _plain("position"),
    "address": _address,
    "phone": _plain("phone"),
    "website": _plain("website"),
    "email": _plain("email"),
    "passport": _document("passportNumber"),
    "national_id": _document("idNumber"),
    "registration": _numbers("registrationNumber"),
    "company_type": _plain("legalForm"),
    "subsidiary": _link("subsidiary"),
    "parent": _link("parent company"),
    "imo": _numbers("imoNumber"),
    "hull": _numbers("registrationNumber", "hull identification number (HIN)"),
    "owner": _link("current owner/operator"),
    "past_owner": _link("previous owner/operator"),
    "flag": _country_of("flag"),
    "past_flag": _country_of("pastFlags"),
    "ship_type": _plain("type"),
    "tonnage": _plain("tonnage"),
    "length": _length,
    "built": _birth,
    "other": _plain("notes"),
}
"""Block → what becomes of it; the rest belong to names and to the sanction."""


def _sanction(entry: Entry, designation: Designation, reference: str) -> None:
    regime = re.match(r"[A-Z]+", reference)
    sanction = entry.sub("sanction", regime[0] if regime else "UK", "Sanction")
    sanction.add("entity", entry.id, designation.line)
    for value in designation.all("regime"):
        sanction.add("program", value.fields[0], value.line)
    sanction.add("programId", regime[0] if regime else "", designation.line)
    sanction.add("country", "gb", designation.line)
    sanction.add("recordId", reference, designation.line)
    for prop, block in (("authority", "source"), ("provisions", "measures")):
        for value in designation.all(block):
            for part in value.fields[0].split("|"):
                sanction.add(prop, part, value.line)
    for prop, block in (("authorityId", "ofsi"), ("unscId", "un"), ("reason", "reasons")):
        for value in designation.all(block):
            sanction.add(prop, value.fields[0], value.line)
    for prop, block in (("listingDate", "designated"), ("startDate", "designated"), ("modifiedAt", "updated")):
        for value in designation.all(block):
            sanction.date(prop, parse_date(value.fields[0]), value.fields[0], value.line)
