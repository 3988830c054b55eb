"""One OFAC entry → statements: its columns, its names and the facts of its remarks."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from lustra.model.statement import WEAK
from lustra.readers.lists.entry import Entry, clean_value
from lustra.readers.lists.ofac_remarks import NO_COUNTRY, RemarkFact, facts, identifier_parts
from lustra.text.countries import country_code
from lustra.text.dates import parse_dates

__all__ = [
    "SCHEMAS",
    "Remarks",
    "Row",
    "Uids",
    "add_address",
    "add_alias",
    "add_columns",
    "add_remarks",
    "remark_name_key",
]

SCHEMAS = {"individual": "Person", "vessel": "Vessel", "aircraft": "Airplane", "": "Organization"}
"""Third column of sdn.csv → FollowTheMoney schema; OFAC calls all that is none of the three an entity."""

AUTHORITY = "Office of Foreign Assets Control"
REMARKS_LIMIT = 1000
"""OFAC cuts the field here and goes on in sdn_comments.csv."""

Uids = Mapping[str, tuple[str, ...]]
"""Name as ``name_key`` makes it → the uids of the entries that bear it."""


class Row(NamedTuple):
    """One row of sdn.csv or cons_prim.csv, nulls as ""."""

    uid: str
    name: str
    type: str
    programs: str
    title: str
    call_sign: str
    vessel_type: str
    tonnage: str
    gross_tonnage: str
    flag: str
    owner: str
    remarks: str


class Remarks(NamedTuple):
    """A remarks field with its continuation, and where each is written."""

    text: str
    line: int
    cut: int
    """Length of the part in the primary file."""
    rest_file: str = ""
    rest_line: int = 0


def remark_name_key(name: str) -> str:
    """Names are the same where only blanks and a last full stop differ, for remarks swallow that stop."""
    return " ".join(name.split()).strip(" .")


def add_columns(entry: Entry, row: Row, line: int, uids: Uids) -> None:
    """Name, programmes, title and the columns of vessels."""
    _add_name(entry, "name", row.name, line)
    for program in filter(None, map(str.strip, row.programs.split("] ["))):
        sanction = entry.sub("sanction", program, "Sanction")
        for prop, value in (("entity", entry.id), ("program", program), ("authority", AUTHORITY), ("country", "us")):
            sanction.add(prop, value, line)
    entry.add("position" if entry.schema == "Person" else "notes", row.title, line)
    if row.call_sign:
        entry.identifier("callSign", row.call_sign, line)
    entry.add("type", row.vessel_type, line)
    entry.add("tonnage", row.tonnage, line)
    entry.add("grossRegisteredTonnage", row.gross_tonnage, line)
    _add_country(entry, "flag", row.flag, line)
    if row.owner:
        _add_edge(entry, ("owner", "Ownership", "asset", "owner"), row.owner, line, uids)


def add_alias(entry: Entry, kind: str, name: str, line: int, remark: str = "") -> None:
    """A row of alt.csv: ``aka``, ``fka`` or ``nka``."""
    known = {"aka": "alias", "fka": "previousName", "nka": "alias"}
    if kind not in known:
        entry.problem(line, "this kind of alternate name is not known; it is kept as an alias", kind)
    note = " ".join(filter(None, ("n.k.a." if kind == "nka" else "", remark)))
    _add_name(entry, known.get(kind, "alias"), name, line, note=note)


def add_address(entry: Entry, parts: tuple[str, str, str], line: int, remark: str = "") -> None:
    """A row of add.csv: street, city with postcode, country."""
    code = country_code(parts[2])
    if parts[2] and not code and parts[2].lower() not in NO_COUNTRY:
        entry.problem(line, "this country is not known; it is kept as printed", parts[2])
    if any(parts[:2]):
        entry.add("address", ", ".join(filter(None, parts)), line, country=code, note=remark)
    elif parts[2]:
        original = parts[2] if code else ""
        entry.add("country", code or parts[2], line, original=original, note=remark or "address")
    else:
        entry.add("notes", remark, line, note="address")


def add_remarks(entry: Entry, remarks: Remarks, uids: Uids) -> None:
    """Every fact of the remarks field; what is not understood becomes a note."""
    found = list(facts(remarks.text))
    if found and remarks.cut >= REMARKS_LIMIT and not remarks.rest_file and not remarks.text.endswith("."):
        entry.problem(remarks.line, "the remarks are cut at 1,000 characters; their continuation is not at hand")
        found[-1] = RemarkFact(found[-1].start, found[-1].text, label="cut at 1,000 characters")
    rest = Entry(entry.id, entry.schema, remarks.rest_file, entry)
    for fact in found:
        if fact.start < remarks.cut:
            _KINDS[fact.kind](entry, fact, remarks.line, uids)
        else:
            _KINDS[fact.kind](rest, fact, remarks.rest_line, uids)


def _add_name(entry: Entry, prop: str, printed: str, line: int, note: str = "", grade: str = "") -> None:
    """People are printed ``FAMILY, Given Patronymic, Jr.``: held in speaking order. Commas of companies are theirs."""
    family, comma, given = clean_value(printed).partition(", ")
    if entry.schema != "Person" or not comma:
        entry.add(prop, printed, line, note=note, grade=grade)
        return
    given, _, suffix = given.partition(", ")
    spoken = " ".join(filter(None, (given, family, suffix)))
    entry.add(prop, spoken, line, original=clean_value(printed), note=note, grade=grade)
    if prop == "name":
        entry.add("firstName", given, line)
        entry.add("lastName", family, line)
        entry.add("nameSuffix", suffix, line)


def _add_country(entry: Entry, prop: str, printed: str, line: int) -> None:
    if printed and not country_code(printed) and printed.lower() not in NO_COUNTRY:
        entry.problem(line, f"{prop}: this country is not known; it is kept as printed", printed)
    entry.country(prop, printed, line)


def _add_edge(entry: Entry, form: tuple[str, str, str, str], name: str, line: int, uids: Uids) -> None:
    """A relation to a name: to the one entry that bears it, to each of several, or to the bare name."""
    kind, schema, here, there = form
    source = entry.id.partition(":")[0]
    found = uids.get(remark_name_key(name), ())
    edge = entry.sub(kind, found[0] if len(found) == 1 else remark_name_key(name), schema)
    edge.add(here, entry.id, line)
    for uid in found:
        edge.add(there, f"{source}:{uid}", line, original=name, grade="ambiguous" if len(found) > 1 else "")
    if not found:
        edge.add("namesMentioned", name, line)
    if schema == "UnknownLink":
        edge.add("role", "Linked To", line)
    if len(found) != 1:
        why = f"is borne by {len(found)} entries" if found else "is not the name of an entry of this list"
        entry.problem(line, f"{kind}: the name {why}", name)


def _link(entry: Entry, fact: RemarkFact, line: int, uids: Uids) -> None:
    _add_edge(entry, ("link", "UnknownLink", "subject", "object"), fact.value, line, uids)


def _note(entry: Entry, fact: RemarkFact, line: int, uids: Uids) -> None:
    entry.add("notes", fact.text, line, note=fact.label.rstrip(" -"))


def _text(entry: Entry, fact: RemarkFact, line: int, uids: Uids) -> None:
    entry.add(fact.prop, fact.value, line)


def _phone(entry: Entry, fact: RemarkFact, line: int, uids: Uids) -> None:
    entry.add(fact.prop, fact.value, line, note=fact.label)


def _country(entry: Entry, fact: RemarkFact, line: int, uids: Uids) -> None:
    _add_country(entry, fact.prop, fact.value, line)


def _date(entry: Entry, fact: RemarkFact, line: int, uids: Uids) -> None:
    for found in parse_dates(fact.value) or (None,):
        entry.date(fact.prop, found, fact.value, line)


def _gender(entry: Entry, fact: RemarkFact, line: int, uids: Uids) -> None:
    entry.add("gender", fact.value.lower(), line)


def _aka(entry: Entry, fact: RemarkFact, line: int, uids: Uids) -> None:
    """Names in the remarks are those that OFAC calls weak: fit to identify, not to screen by."""
    prop = "previousName" if fact.kind == "fka" else "weakAlias"
    _add_name(entry, prop, fact.value, line, note="n.k.a." if fact.kind == "nka" else "", grade=WEAK)


def _wallet(entry: Entry, fact: RemarkFact, line: int, uids: Uids) -> None:
    currency, _, address = fact.value.partition(" ")
    if not address or " " in address:
        _note(entry, fact, line, uids)
        return
    wallet = entry.sub("wallet", address, "CryptoWallet")
    for prop, value in (("publicKey", address), ("currency", currency), ("holder", entry.id)):
        wallet.add(prop, value, line)


def _identifier(entry: Entry, fact: RemarkFact, line: int, uids: Uids) -> None:
    parts = identifier_parts(fact.value)
    if parts.number != parts.number.upper() and not any(character.isdigit() for character in parts.number):
        _note(entry, fact, line, uids)
        return
    prop = "registrationNumber" if fact.prop == "idNumber" and entry.schema != "Person" else fact.prop
    entry.identifier(
        prop,
        parts.number,
        line,
        country=country_code(parts.country),
        original=fact.value,
        note=f"{fact.label} {parts.note}".strip(),
        valid_from=parts.valid_from,
        valid_to=parts.valid_to,
    )


_KINDS: dict[str, Callable[[Entry, RemarkFact, int, Uids], None]] = {
    "note": _note,
    "text": _text,
    "phone": _phone,
    "country": _country,
    "date": _date,
    "gender": _gender,
    "link": _link,
    "wallet": _wallet,
    "id": _identifier,
    "aka": _aka,
    "fka": _aka,
    "nka": _aka,
}
