"""One ``sanctionEntity`` of the EU's list → statements, each with the act that its block names.

What the file does not say is not guessed: it marks no alias as the name (the Latin one of lowest ``logicalId`` is
taken, as it stays the same from day to day), it has no day of listing (the earliest act named in an entry is), and a
date in the Islamic calendar may be of the lunar or of the solar one, so it is kept in words.
"""

import re

from lustra.model.statement import WEAK
from lustra.model.time import LONG_AGO, ImpreciseDate
from lustra.readers.lists.entry import Details, Entry, clean_value, iso_day, latin
from lustra.readers.xml.elements import Node
from lustra.text.countries import country_code, country_name
from lustra.text.dates import parse_date

__all__ = ["entity_entry"]

_SCHEMATA = {"person": "Person", "P": "Person", "enterprise": "Organization", "E": "Organization"}
_GENDERS = {"M": "male", "F": "female"}
_IDENTIFIERS = {
    "passport": "passportNumber",
    "diplpassport": "passportNumber",
    "servpassport": "passportNumber",
    "regnumber": "registrationNumber",
    "tradelic": "registrationNumber",
    "fiscalcode": "taxNumber",
    "taxid": "taxNumber",
    "euvat": "vatCode",
    "imo": "imoNumber",
    "swiftbic": "swiftBic",
    "ssn": "socialSecurityNumber",
    "unssn": "registrationNumber",
}
"""``identificationTypeCode`` → property; all others are idNumber, and every code stays in the note."""
_FLAGS = ("diplomatic", "knownExpired", "knownFalse", "reportedLost", "revokedByIssuer")
_CONTACTS = {"PHONE": "phone", "FAX": "phone", "MOBILE": "phone", "EMAIL": "email", "WEB": "website"}


def entity_entry(source: str, file: str, node: Node) -> Entry:
    """The entry of one element.

    Args:
        source: name of the source.
        file: name of the file, for places.
        node: the ``sanctionEntity``.
    """
    reference, kind = clean_value(node.get("euReferenceNumber")), node.all("subjectType")
    code = clean_value(kind[0].get("code") or kind[0].get("classificationCode")) if kind else ""
    entry = Entry(
        f"{source}:{reference or 'logical.' + clean_value(node.get('logicalId'))}",
        _SCHEMATA.get(code, "LegalEntity"),
        file,
    )
    if not reference:
        entry.problem(node.line, "no euReferenceNumber; its logicalId is used")
    if code not in _SCHEMATA:
        entry.problem(node.line, "subjectType is neither person nor enterprise; read as LegalEntity", code)
    _names(entry, node)
    for block in node.children:
        reader = _BLOCKS.get(block.tag)
        if reader:
            reader(entry, block)
    _sanctions(entry, node)
    return entry


def _said(block: Node) -> Details:
    """The act that a block names, and its remarks."""
    act = block.all("regulationSummary")
    details: Details = {"note": _remarks(block)}
    if act:
        details["act"] = clean_value(act[0].get("numberTitle"))
        details["act_date"] = iso_day(act[0].get("publicationDate"))
    return details


def _remarks(block: Node, *more: str) -> str:
    """The remarks of a block behind what else is to be noted of it."""
    remarks = [child.text for child in block.children if child.tag == "remark"]
    extra = [
        f"{info.get('key')}: {info.get('value')}" for info in block.children if info.tag == "additionalInformation"
    ]
    return "; ".join(clean_value(text) for text in (*more, *remarks, *extra) if text)


def _whole(alias: Node) -> str:
    parts = (alias.get("firstName"), alias.get("middleName"), alias.get("lastName"))
    return alias.get("wholeName") if clean_value(alias.get("wholeName")) else " ".join(filter(None, parts))


def _rank(alias: Node) -> tuple[bool, bool, bool, int]:
    """Strong before weak, Latin before other scripts, English before translations, the oldest first."""
    number = alias.get("logicalId")
    return (
        alias.get("strong") == "false",
        not latin(_whole(alias)),
        alias.get("nameLanguage") not in ("", "EN"),
        int(number) if re.fullmatch(r"[0-9]{1,18}", number) else 0,
    )


def _names(entry: Entry, node: Node) -> None:
    aliases = [alias for alias in node.all("nameAlias") if clean_value(_whole(alias))]
    for alias in node.all("nameAlias"):
        if alias not in aliases:
            entry.problem(alias.line, "a nameAlias without a name")
    if not aliases:
        entry.problem(node.line, "no name", severity="error")
        return
    chosen = clean_value(_whole(min(aliases, key=_rank)))
    for alias in aliases:
        _name(entry, alias, chosen)


def _name(entry: Entry, alias: Node, chosen: str) -> None:
    whole, line, said = _whole(alias), alias.line, _said(alias)
    said["lang"] = alias.get("nameLanguage").lower()
    weak: Details = {**said, "grade": WEAK}
    if alias.get("strong") == "false":
        entry.add("weakAlias", whole, line, **weak)
    else:
        entry.add("name" if clean_value(whole) == chosen else "alias", whole, line, **said)
    person = entry.schema == "Person"
    for prop in ("firstName", "middleName", "lastName") if person else ():
        entry.add(prop, alias.get(prop), line, **said)
    entry.add("position" if person else "notes", alias.get("function"), line, **said)
    entry.add("title" if person else "legalForm", alias.get("title"), line, **said)
    _gender(entry, alias)


def _gender(entry: Entry, alias: Node) -> None:
    printed, said = clean_value(alias.get("gender")), _said(alias)
    if printed and printed not in _GENDERS:
        entry.problem(alias.line, "gender is neither M nor F", printed)
    said["note"] = ""
    gender = _GENDERS.get(printed, "")
    person = entry.schema == "Person"
    entry.add(
        "gender" if person else "notes", gender if person or not gender else f"gender: {gender}", alias.line, **said
    )


def _country(block: Node) -> str:
    """The country of a block; "" for ``00``, which the EU prints for unknown."""
    code = clean_value(block.get("countryIso2Code"))
    return "" if code == "00" else country_code(code) or country_code(clean_value(block.get("countryDescription")))


def _citizenship(entry: Entry, block: Node) -> None:
    said = _said(block)
    said["note"] = _remarks(block, block.get("region"))
    said["valid_from"], said["valid_to"] = (
        iso_day(block.get("acquisitionDate")),
        iso_day(block.get("disenfranchisementDate")),
    )
    prop = "citizenship" if entry.schema == "Person" else "country"
    unknown = block.get("countryIso2Code") == "00"
    entry.add(prop, _country(block) or ("" if unknown else block.get("countryDescription")), block.line, **said)


def _birth(entry: Entry, block: Node) -> None:
    said, prop = _said(block), "birthDate" if entry.schema == "Person" else "incorporationDate"
    _birth_day(entry, block, prop, said)
    place = ", ".join(
        clean_value(block.get(key)) for key in ("place", "city", "zipCode", "region") if clean_value(block.get(key))
    )
    placed: Details = {**said, "country": _country(block)}
    if entry.schema == "Person":
        entry.add("birthPlace", place, block.line, **placed)
        entry.add("birthCountry", _country(block), block.line, **said)
    else:
        entry.add("notes", f"place: {place}" if place else "", block.line, **placed)


def _birth_day(entry: Entry, block: Node, prop: str, said: Details) -> None:
    """The date, if the block has one; in another calendar only where the EU prints the Gregorian day too."""
    words = clean_value(" ".join(f"{key}={block.get(key)}" for key in _DATE_PARTS if block.get(key)))
    calendar, day = (block.get("calendarType") or "GREGORIAN").lower(), block.get("birthdate")
    if calendar == "gregorian":
        entry.date(prop, _birth_date(block), day or words, block.line, **said)
    elif words and day[:4] not in ("", block.get("year")):
        told: Details = {**said, "note": f"{calendar} calendar: {words}"}
        entry.date(prop, parse_date(day), day, block.line, **told)
    elif words:
        entry.add("notes", f"{prop} in the {calendar} calendar: {words}", block.line, **said)
        entry.problem(block.line, f"{prop} in the {calendar} calendar is kept as a note", words)


_DATE_PARTS = ("dayOfMonth", "monthOfYear", "year", "yearRangeFrom", "yearRangeTo", "birthdate")


def _birth_date(block: Node) -> ImpreciseDate | None:
    """A day, month or year, or a range of years; a range that is open below begins with the calendar."""
    first, last = block.get("yearRangeFrom"), block.get("yearRangeTo")
    parts = [block.get("year"), block.get("monthOfYear").zfill(2), block.get("dayOfMonth").zfill(2)]
    text = block.get("birthdate") or "-".join(part for part in parts if part.strip("0"))
    if first and last:
        text = f"{first}/{last}"
    found = parse_date(last if last and not first else text)
    if found is None:
        return None
    earliest = LONG_AGO if last and not first else found.earliest
    return ImpreciseDate(earliest, found.end, circa=block.get("circa") == "true")


def _address(entry: Entry, block: Node) -> None:
    said, country = _said(block), _country(block)
    listed = "as at the time of listing" if block.get("asAtListingTime") == "true" else ""
    said["note"], said["country"] = _remarks(block, listed), country
    box = f"P.O. Box {block.get('poBox')}" if block.get("poBox") else ""
    parts = [block.get("street"), box, block.get("zipCode"), block.get("city"), block.get("place"), block.get("region")]
    stated = [clean_value(part) for part in parts if clean_value(part)]
    if stated:
        entry.add("address", ", ".join([*stated, country_name(country)] if country else stated), block.line, **said)
    elif country or said["note"]:
        said["country"] = ""
        entry.add("country" if country else "notes", country or said["note"], block.line, **said)
    for contact in block.all("contactInfo"):
        key = contact.get("key").upper()
        reached: Details = {**said, "country": "", "note": key.lower()}
        entry.add(_CONTACTS.get(key, "notes"), contact.get("value"), contact.line, **reached)


def _identification(entry: Entry, block: Node) -> None:
    said, code = _said(block), clean_value(block.get("identificationTypeCode"))
    told = [
        f"{key} {block.get(key)}" for key in ("issuedBy", "issueDate", "nameOnDocument", "region") if block.get(key)
    ]
    flags = [flag for flag in _FLAGS if block.get(flag) == "true"]
    said["note"] = _remarks(block, block.get("identificationTypeDescription") or code, *told, *flags)
    said["country"] = _country(block)
    said["valid_from"], said["valid_to"] = iso_day(block.get("validFrom")), iso_day(block.get("validTo"))
    number = block.get("number") or block.get("latinNumber")
    if not clean_value(number):
        entry.problem(block.line, "an identification without a number", said["note"])
        entry.add("notes", said["note"], block.line)
    entry.numbers(_IDENTIFIERS.get(code, "idNumber"), number, block.line, **said)


def _remark(entry: Entry, block: Node) -> None:
    entry.add("notes", block.text, block.line)


def _additional(entry: Entry, block: Node) -> None:
    entry.add("notes", f"{block.get('key')}: {block.get('value')}", block.line)


_BLOCKS = {
    "citizenship": _citizenship,
    "birthdate": _birth,
    "address": _address,
    "identification": _identification,
    "remark": _remark,
    "additionalInformation": _additional,
}


def _sanctions(entry: Entry, node: Node) -> None:
    regulations = node.all("regulation")
    if not regulations:
        entry.problem(node.line, "no regulation, so its programme is not known")
    for regulation in regulations:
        _sanction(entry, node, regulation)


def _sanction(entry: Entry, node: Node, regulation: Node) -> None:
    programme, line = clean_value(regulation.get("programme")), regulation.line
    sanction = entry.sub("sanction", programme or "EU", "Sanction")
    sanction.add("entity", entry.id, line)
    sanction.add("program", programme, line)
    sanction.add("programId", programme, line)
    sanction.add("authority", "European Union", line)
    sanction.add("country", "eu", line)
    act: Details = {
        "act": clean_value(regulation.get("numberTitle")),
        "act_date": iso_day(regulation.get("publicationDate")),
    }
    sanction.add("recordId", regulation.get("numberTitle"), line, **act)
    sanction.add("sourceUrl", regulation.value("publicationUrl"), line, **act)
    _designated(sanction, node, regulation)
    sanction.add("endDate", iso_day(node.get("delistingDate")), node.line)
    sanction.add("unscId", node.get("unitedNationId"), node.line)
    sanction.add("summary", node.get("designationDetails"), node.line)


def _designated(sanction: Entry, node: Node, regulation: Node) -> None:
    """Days of listing and of effect: acts are those that last changed each block, so the listing may be older."""
    days = [iso_day(act.get("publicationDate")) for block in node.children for act in block.all("regulationSummary")]
    amended = iso_day(regulation.get("publicationDate"))
    earliest = min(filter(None, [*days, amended]), default="")
    note = "" if earliest == amended else "earliest act named in the entry"
    sanction.add("listingDate", earliest, regulation.line, note=note)
    started = iso_day(node.get("designationDate"))
    in_force = iso_day(regulation.get("entryIntoForceDate")) if earliest == amended else earliest
    sanction.add("startDate", started or in_force, regulation.line, note="" if started else note)
