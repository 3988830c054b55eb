"""What is written beside the names of a target of Switzerland's list: birth, papers, information, designations."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lustra.errors import InputError
from lustra.model.time import ImpreciseDate
from lustra.readers.lists.entry import Details, Entry, clean_value, iso_day
from lustra.readers.xml.elements import Node
from lustra.text.countries import country_code
from lustra.text.dates import parse_date

__all__ = ["Waiting", "identity_facts", "information", "sanctions"]

AUTHORITY = "State Secretariat for Economic Affairs (SECO)"
DOCUMENTS = {"passport": "passportNumber", "diplomatic-passport": "passportNumber", "id-card": "idNumber"}
DATES = {"Person": "birthDate", "Vessel": "buildDate", "Airplane": "buildDate"}
NUMBERS = (
    (r"IMO number", "imoNumber"),
    (r"MMSI(?: number)?", "mmsi"),
    (r"Taxpayer identification number|Tax(?: registration)? number|INN|TIN", "taxNumber"),
    (r"(?:ОГРН/main )?(?:state |business |company )?registration number", "registrationNumber"),
    (r"SWIFT(?:/BIC)?(?: codes?)?", "swiftBic"),
)
TEXTS = (
    (r"Website", "website"),
    (r"E-?mail(?: address)?", "email"),
    (r"Tel\.|Telephone(?: number)?|Phone(?: number)?", "phone"),
    (r"Type of entity", "legalForm"),
)
"""How a piece of ``other-information`` begins, before a colon → property."""


class Waiting(NamedTuple):
    """An address or a place of birth, of which the place is behind the targets."""

    entity: str
    schema: str
    prop: str
    place_id: str
    parts: tuple[str, ...]
    country: tuple[str, str]
    """ISO code and name as the block itself prints them, or none."""
    note: str
    line: int


def identity_facts(entry: Entry, identity: Node) -> Iterator[Waiting]:
    """Hold nationalities, dates and papers of one identity, and give what waits for its place."""
    note = "another identity" if identity.get("main") == "false" else ""
    nationality = "nationality" if entry.schema == "Person" else "country"
    for country in identity.all("nationality/country"):
        entry.country(nationality, country.get("iso-code") or country.text, country.line, note=note)
    for day in identity.all("day-month-year"):
        _date(entry, day, note)
    for paper in identity.all("identification-document"):
        _paper(entry, paper, note)
    for prop, tag in (("birthPlace", "place-of-birth"), ("address", "address")):
        for block in identity.all(tag):
            yield _waiting(entry, prop, block, note)


def _date(entry: Entry, node: Node, note: str) -> None:
    printed = "-".join(filter(None, (node.get("year"), node.get("month"), node.get("day"))))
    other = node.get("calendar") not in ("", "Gregorian")
    quality = "quality low" if node.get("quality") == "low" else ""
    words = "; ".join(filter(None, (note, quality, f"{node.get('calendar')} calendar" if other else "")))
    entry.date(
        DATES.get(entry.schema, "incorporationDate"), None if other else _day(node), printed, node.line, note=words
    )


def _day(node: Node) -> ImpreciseDate | None:
    known = [node.get("year").zfill(4)]
    for part in ("month", "day"):
        if not node.get(part).strip("0"):
            break
        known.append(node.get(part).zfill(2))
    try:
        return ImpreciseDate.from_edtf("-".join(known))
    except InputError:
        return None


def _paper(entry: Entry, node: Node, note: str) -> None:
    kind = node.get("document-type")
    issuer = next(iter(node.all("issuer")), None)
    issued, expires = (_paper_day(node, tag) for tag in ("date-of-issue", "expiry-date"))
    details: Details = {
        "country": (country_code(issuer.get("code")) or country_code(clean_value(issuer.text))) if issuer else "",
        "note": "; ".join(filter(None, (note, "" if kind == "passport" else kind, clean_value(node.value("remark"))))),
        "valid_from": issued,
        "valid_to": expires,
    }
    if kind not in DOCUMENTS:
        entry.problem(node.line, "this kind of document is not known; its number is read as idNumber", kind)
    if clean_value(node.value("number")):
        entry.numbers(DOCUMENTS.get(kind, "idNumber"), node.value("number"), node.line, **details)
    else:
        entry.problem(node.line, "a document without a number", kind)


def _paper_day(node: Node, tag: str) -> str:
    found = next((_day(day) for day in node.all(f"{tag}/day-month-year")), None)
    return found.edtf() if found else iso_day(clean_value(node.value(tag)))


def _waiting(entry: Entry, prop: str, block: Node, note: str) -> Waiting:
    tags = ("c-o", "address-details", "zip-code", "location", "area")
    parts = [clean_value(block.value(tag)) for tag in tags]
    box, remarks = clean_value(block.value("p-o-box")), clean_value(block.value("remarks"))
    country = next(((one.get("iso-code"), clean_value(one.text)) for one in block.all("country")), ("", ""))
    parts.insert(2, f"P.O. Box {box}" if box else "")
    words = "; ".join(filter(None, (note, remarks)))
    kept = tuple(part for part in parts if part)
    return Waiting(entry.id, entry.schema, prop, block.get("place-id"), kept, country, words, block.line)


def information(entry: Entry, kind: Node) -> None:
    """Hold what is in free text beside the identities: numbers and addresses with a known label, else notes."""
    for node in kind.all("other-information"):
        _information(entry, clean_value(node.text), node.line)
    for node in kind.all("relation"):
        source = entry.id.partition(":")[0]
        link = entry.sub("link", f"{node.get('relation-type')}-{node.get('target-id')}", "UnknownLink")
        link.add("subject", entry.id, node.line)
        link.add("object", f"{source}:{node.get('target-id')}" if node.get("target-id") else "", node.line)
        link.add("role", node.get("relation-type").replace("-", " "), node.line, note=clean_value(node.value("remark")))


def _information(entry: Entry, text: str, line: int) -> None:
    label, _, rest = (part.strip() for part in text.partition(":"))
    for words, prop in NUMBERS:
        if re.fullmatch(words, label, re.IGNORECASE) and re.search(r"\d|[A-Z]{6}", rest):
            entry.numbers(prop, rest.rstrip("."), line)
            return
    for words, prop in TEXTS:
        if re.fullmatch(words, label, re.IGNORECASE) and rest:
            entry.add(prop, rest, line)
            return
    if label.casefold() == "date of registration" and parse_date(rest):
        entry.date("incorporationDate", parse_date(rest), rest, line)
    else:
        entry.add("notes", text, line)


def sanctions(entry: Entry, target: Node, kind: Node, sets: Mapping[str, tuple[str, str]]) -> None:
    """Hold one designation for each set of measures and each time the target was on the list."""
    named = [one for one in target.all("sanctions-set-id") if clean_value(one.text)]
    keys = [(clean_value(one.text), one.line) for one in named] or [(target.get("sanctions-set-id"), target.line)]
    for key, line in keys:
        if key not in sets:
            entry.problem(line, "sanctions-set-id points at no programme of the list", key)
        for number, (listed, delisted) in enumerate(_periods(target), 1):
            part = entry.sub("sanction", f"{key or 'seco'}{f'-{number}' if number > 1 else ''}", "Sanction")
            part.add("entity", entry.id, line)
            _designation(part, (key, line), sets)
            for node in target.all("foreign-identifier"):
                part.add("recordId", node.text, node.line)
            for node in kind.all("justification"):
                part.add("reason", node.text, node.line)
            _days(part, listed, delisted)


def _designation(part: Entry, key: tuple[str, int], sets: Mapping[str, tuple[str, str]]) -> None:
    programme, words = sets.get(key[0], ("", ""))
    part.add("program", programme, key[1])
    part.add("programId", key[0], key[1])
    part.add("provisions", words, key[1])
    part.add("authority", AUTHORITY, key[1])
    part.add("country", "ch", key[1])


def _days(part: Entry, listed: Node | None, delisted: Node | None) -> None:
    if listed:
        part.date("startDate", parse_date(_effective(listed)), _effective(listed), listed.line)
        part.date(
            "listingDate", parse_date(listed.get("publication-date")), listed.get("publication-date"), listed.line
        )
    if delisted:
        part.date("endDate", parse_date(_effective(delisted)), _effective(delisted), delisted.line)


def _effective(node: Node) -> str:
    return node.get("effective-date") or node.get("publication-date") or node.get("enactment-date")


def _periods(target: Node) -> list[tuple[Node | None, Node | None]]:
    """From which modification to which the target was on the list, oldest first; by day, not by place in the file."""
    dated = [*reversed(target.all("modification"))]  # printed newest first, which decides within one day
    dated.sort(key=_effective)
    found: list[tuple[Node | None, Node | None]] = []
    for node in dated:
        open_ = bool(found) and found[-1][1] is None
        if node.get("modification-type") == "de-listed":
            found = [*found[:-1], (found[-1][0], node)] if open_ else [*found, (None, node)]
        elif node.get("modification-type") == "listed" and not open_:
            found.append((node, None))
        elif not found:
            found.append((None, None))
    return found or [(None, None)]
