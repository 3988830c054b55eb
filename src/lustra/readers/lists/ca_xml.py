"""Canada's Consolidated Autonomous Sanctions List, ``sema-lmes.xml`` (Global Affairs Canada).

In August 2026 all tags became bilingual (``LastName`` → ``LastName-NomDeFamille``); both vintages are read. An entry
has no number of its own: its id is country, schedule and item, because items start anew in each part of a schedule.
The country is that of the regulations, which is where most of those listed belong, and is noted as such.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import BinaryIO

from lustra.model.statement import Problem, Statement
from lustra.readers.lists.entry import Entry, clean_value
from lustra.readers.tables.text_rows import only_file
from lustra.readers.xml.elements import Form, Node, opening, read_entries
from lustra.text.countries import country_code
from lustra.text.dates import parse_date, parse_dates

__all__ = ["FIELDS", "TAGS", "published", "read", "recognises"]

TAGS: dict[str, str] = {
    "Country": "country",
    "Country-Pays": "country",
    "LastName": "last",
    "LastName-NomDeFamille": "last",
    "GivenName": "given",
    "GivenName-Prenom": "given",
    "Entity": "entity",
    "EntityOrShip": "entity",
    "EntityOrShip-EntiteOuNavire": "entity",
    "TitleOrShip": "title",
    "TitleOrShipType": "title",
    "TitleOrShipType-TitreOuTypeDeNavire": "title",
    "Aliases": "aliases",
    "Aliases-Alias": "aliases",
    "DateOfBirth": "date",
    "DateOfBirthOrShipBuildDate": "date",
    "DateOfBirthOrShipBuildDate-DateDeNaissanceOuDateDeConstructionDuNavire": "date",
    "ShipIMONumber": "imo",
    "ShipIMONumber-NumeroOMIDuNavire": "imo",
    "Schedule": "schedule",
    "Schedule-Annexe": "schedule",
    "Item": "item",
    "Item-NumeroDarticle": "item",
    "DateOfListing": "listed",
    "DateOfListing-DateDinscription": "listed",
}
"""Tag of either vintage → what it holds."""
FIELDS: dict[str, str] = {"": "", "record": "", **{f"record/{tag}": "" for tag in TAGS}}
FORM = Form("Canada SEMA XML", "data-set", ("record",), FIELDS)

Cells = dict[str, tuple[str, int]]

_TWO_LANGUAGES = re.compile(r"\s*[|/]\s*")
_FRENCH = re.compile(r"\b(?:de|du|des|la|le|les)\b|\bd['’]|[éèêàç]", re.IGNORECASE)
_ALSO = re.compile(r"\s*\((?:also known as|a\.?k\.?a\.?|or)\s+([^()]*)\)?", re.IGNORECASE)
_LIST = re.compile(r",\s+(?!(?:[A-Z]?JSC|LLC|Ltd|Inc|Co|FSUE|FGUP)\b)")


def recognises(name: str, head: bytes) -> bool:
    """Whether a file of this name with these first bytes is Canada's list."""
    return b"<data-set" in head and b"<record" in head


def published(files: Mapping[str, BinaryIO]) -> date | None:
    """None: the file does not say on which day it was published.

    Raises:
        ReadError: the file is not Canada's XML.
    """
    name, stream = only_file(files)
    opening(stream, name, FORM)
    return None


def read(source: str, files: Mapping[str, BinaryIO]) -> Iterator[Statement | Problem]:
    """The statements of every record, in file order.

    Raises:
        ReadError: the file is not Canada's XML, is cut off, or has no record that can be used.
    """
    name, stream = only_file(files)
    seen: dict[str, int] = {}
    yield from read_entries(stream, name, FORM, lambda node: _record(source, name, node, seen))


def _record(source: str, file: str, node: Node, seen: dict[str, int]) -> list[Statement | Problem]:
    cells: Cells = {}
    for child in node.children:
        if clean_value(child.text):
            cells.setdefault(TAGS[child.tag], (child.text, child.line))
    name = _name(cells)
    if not name:
        return [Problem(file, str(node.line), "a record without a name", _key(cells), "error")]
    key = _unique(_key(cells), name, seen)
    entry = Entry(f"{source}:{key}", _schema(cells), file)
    if key != _key(cells):
        entry.problem(
            node.line, "country, schedule and item are not its own; its name was added to the id", _key(cells)
        )
    _names(entry, cells, name)
    _facts(entry, cells)
    _sanction(entry, cells, node.line)
    return list(entry.items())


def _get(cells: Cells, key: str) -> tuple[str, int]:
    return cells.get(key, ("", 0))


def _name(cells: Cells) -> str:
    parts = (_get(cells, "given")[0], _get(cells, "last")[0])
    return clean_value(_get(cells, "entity")[0]) or clean_value(" ".join(parts))


def _schema(cells: Cells) -> str:
    """A ship is an entity with an IMO number, a ship's type or a building date."""
    if "entity" not in cells:
        return "Person"
    return "Vessel" if {"imo", "title", "date"} & cells.keys() else "Organization"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")


def _english(text: str) -> str:
    """The first half of ``Belarus / Bélarus``."""
    return clean_value(_TWO_LANGUAGES.split(clean_value(text))[0])


def _key(cells: Cells) -> str:
    """``belarus-1-part-1.1-14``; regulations with an acronym in capitals go by it (``jvcfor``)."""
    country = _english(_get(cells, "country")[0])
    acronym = re.search(r"\(([A-Z]{3,})\)", country)
    parts = (acronym[1] if acronym else country, _get(cells, "schedule")[0].replace("N/A", ""), _get(cells, "item")[0])
    return "-".join(filter(None, map(_slug, parts)))


def _unique(key: str, name: str, seen: dict[str, int]) -> str:
    """The first record of a key bears it; later ones add their name, and a number where that is the same too."""
    for candidate in (key, f"{key}-{_slug(name)}"):
        if candidate not in seen:
            seen[candidate] = 1
            return candidate
    seen[candidate] += 1
    return f"{candidate}-{seen[candidate]}"


def _names(entry: Entry, cells: Cells, name: str) -> None:
    printed, line = _get(cells, "entity")
    if entry.schema == "Person":
        entry.add("name", name, _get(cells, "given")[1] or _get(cells, "last")[1])
        for prop, key in (("lastName", "last"), ("firstName", "given")):
            entry.add(prop, _get(cells, key)[0], _get(cells, key)[1])
    else:
        _whole_name(entry, printed, line)
    aliases, line = _get(cells, "aliases")
    parts = [clean_value(part) for part in re.split(r"[;\n]", aliases) if clean_value(part)]
    for part in parts:
        entry.add("alias", part, line, original=aliases.strip() if len(parts) > 1 else "")


def _whole_name(entry: Entry, printed: str, line: int) -> None:
    """A name with the others that stand in it: ``A (also known as B)``, ``Army/Armée``."""
    whole = clean_value(printed).strip(" ;")
    before = _ALSO.sub("", whole)
    english, slash, french = before.partition("/")
    two = slash and len(english.split()) > 1 and len(french.split()) > 1 and _FRENCH.search(french)
    entry.add("name", english if two else before, line, original=printed.strip())
    entry.add("alias", french if two else "", line, original=whole, lang="fr")
    for also in _ALSO.findall(whole):
        for alias in _listed(also):
            entry.add("alias", alias, line, original=whole)


def _listed(also: str) -> list[str]:
    """``A, B and C`` are three names; ``A and B`` may be one."""
    *parts, last = _LIST.split(also)
    return [*parts, *(last.split(" and ") if parts else [last])]


def _facts(entry: Entry, cells: Cells) -> None:
    printed, line = _get(cells, "date")
    prop = {"Person": "birthDate", "Vessel": "buildDate"}.get(entry.schema, "incorporationDate")
    for found in parse_dates(printed) or ((None,) if clean_value(printed) else ()):
        entry.date(prop, found, printed, line)
    title, line = _get(cells, "title")
    entry.add("type" if entry.schema == "Vessel" else "title", _english(title), line, original=clean_value(title))
    imo, line = _get(cells, "imo")
    entry.numbers("imoNumber", imo, line)
    country, line = _get(cells, "country")
    code = country_code(_english(country)) or country_code(clean_value(country))
    if entry.schema != "Vessel" and code:
        entry.add("country", code, line, original=clean_value(country), note="country of the regulations")


def _sanction(entry: Entry, cells: Cells, line: int) -> None:
    country, at = _get(cells, "country")
    programme = _english(country)
    sanction = entry.sub("sanction", _key({"country": (country, at)}) or "sema", "Sanction")
    sanction.add("entity", entry.id, line)
    sanction.add("program", programme, at or line, original=clean_value(country))
    sanction.add("programId", _key({"country": (country, at)}), at or line)
    sanction.add("authority", "Global Affairs Canada", line)
    sanction.add("country", "ca", line)
    places = (("Schedule", "schedule"), ("item", "item"))
    record = ", ".join(f"{word} {clean_value(_get(cells, key)[0])}" for word, key in places if key in cells)
    sanction.add("recordId", record, _get(cells, "item")[1] or line)
    listed, at = _get(cells, "listed")
    for prop in ("listingDate", "startDate"):
        sanction.date(prop, parse_date(listed), listed, at)
