"""The UK register of people with significant control, a snapshot line per notice.

The register states bands, never exact shares. A relevant legal entity in the chain is named by its company number, so
chains join. A notice that has ceased ends on the day it ceased.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, BinaryIO

import msgspec

from lustra.data import table
from lustra.errors import ReadError
from lustra.model.edge import SHARE, Edge, Share
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.model.time import FOREVER, Interval
from lustra.readers.graphs.chunks import short_lines
from lustra.readers.graphs.printed_days import span
from lustra.text.countries import country_code

__all__ = ["read", "recognises"]

UK = ("england", "wales", "scotland", "northern ireland", "united kingdom", "great britain", "uk", "companies house")
CAPACITIES = {"as-trust": "as trustees of a trust", "as-firm": "as members of a firm"}
NOT_NOTICES = ("totals#", "exemptions")
NOBODY = "no-individual-or-entity-with-signficant-control"
"""Spelt so by the register."""

Row = dict[str, Any]


def recognises(name: str, head: bytes) -> bool:
    """Whether a file begins with a line of the snapshot."""
    return b'"company_number"' in head and b'"kind"' in head


def read(file: str, stream: BinaryIO) -> Iterator[Party | Edge | Problem]:
    """Parties and edges in file order.

    Raises:
        ReadError: no line is a notice of the register.
    """
    good = 0
    for item in short_lines(file, stream):
        if isinstance(item, Problem):
            yield item
            continue
        number, line = item
        if not line.strip():
            continue
        try:
            notice = msgspec.json.decode(line)
            company, data = str(notice["company_number"]), notice["data"]
            kind = str(data["kind"])
        except (msgspec.MsgspecError, RecursionError, ValueError, KeyError, TypeError):
            text = line[:200].decode("utf-8", "replace").strip()
            if b'"totals#' not in line:
                yield Problem(file, str(number), "the line is not a notice of the register", text, "error")
            continue
        good += 1
        if not kind.startswith(NOT_NOTICES):
            yield from _Notice(file, number, company, data).items()
    if not good:
        raise ReadError(f"{file} holds no notice of the UK register", "One JSON object a line is expected.")


class _Notice:
    def __init__(self, file: str, number: int, company: str, data: Row) -> None:
        self.file, self.number, self.data = file, number, data
        self.company = company_id(company)
        self.link = str((data.get("links") or {}).get("self") or f"{company}/{data.get('etag') or number}")

    def items(self) -> Iterator[Party | Edge | Problem]:
        """The party and an edge for each nature of control."""
        kind = str(self.data["kind"])
        if kind.endswith("statement"):
            yield from self._statement()
            return
        owner = self._owner(kind)
        yield owner
        wrong: list[Problem] = []
        valid = self._days(wrong)
        yield from wrong
        for nature in self.data.get("natures_of_control") or ():
            yield from self._edge(owner.id, str(nature), valid)

    def _statement(self) -> Iterator[Party | Edge | Problem]:
        """What a company says instead of naming somebody; the holder stays unknown, unless it says there is none."""
        said = str(self.data.get("statement") or "")
        if said == NOBODY:
            return
        wrong: list[Problem] = []
        party = Party(f"unspecified:{self.link}", f"not named ({said})", unnamed=True)
        yield party
        valid = self._days(wrong)
        yield from wrong
        yield self._made(party.id, SHARE, None, "percent", valid, said)

    def _owner(self, kind: str) -> Party:
        who = self.data.get("identification") or {}
        number, place = str(who.get("registration_number") or ""), str(who.get("country_registered") or "")
        known = str(who.get("place_registered") or "").casefold()
        british = any(word in text for word in UK for text in (place.casefold(), known))
        person = kind.startswith(("individual", "super-secure"))
        birth = self.data.get("date_of_birth") or {}
        return Party(
            id=company_id(number) if number and british and not person else f"psc:{self.link}",
            name=str(self.data.get("name") or "not disclosed (super-secure)"),
            schema="Person" if person else "LegalEntity",
            country=country_code(str(self.data.get("nationality") or place)) or "",
            birth_date=_month(birth),
            identifiers=(number,) if number else (),
            unnamed=kind.startswith("super-secure"),
        )

    def _edge(self, owner: str, nature: str, valid: Interval) -> Iterator[Edge | Problem]:
        meaning = next((row for row in _natures() if nature.startswith(row["nature"])), None)
        if meaning is None:
            yield Problem(self.file, str(self.number), "no nature of control has this code", nature, "error")
            return
        band = next((share for name, share in _bands().items() if name in nature), None)
        share = band if meaning["kind"] == SHARE else None
        words = next((words for mark, words in CAPACITIES.items() if nature.endswith(mark)), "")
        yield self._made(owner, meaning["kind"], share, meaning["unit"], valid, words)

    def _made(self, owner: str, kind: str, share: Share | None, unit: str, valid: Interval, words: str) -> Edge:
        source = f"UK register of people with significant control, {self.link}{f' ({words})' if words else ''}"
        known = Interval(valid.start, FOREVER)
        return Edge(owner, self.company, kind, share, unit, valid=valid, known=known, sources=(source,), id=self.link)

    def _days(self, wrong: list[Problem]) -> Interval:
        def report(reason: str, value: str) -> None:
            wrong.append(Problem(self.file, str(self.number), reason, value))

        return span(str(self.data.get("notified_on") or ""), str(self.data.get("ceased_on") or ""), report)


def company_id(number: str) -> str:
    """A UK company number as an id: ``GB-COH-00012345``, the scheme of org-id.guide."""
    plain = number.strip().upper().replace(" ", "")
    return f"GB-COH-{plain.zfill(8)}"


def _month(birth: Mapping[str, Any]) -> str:
    year, month = birth.get("year"), birth.get("month")
    return f"{year:04d}-{month:02d}" if isinstance(year, int) and isinstance(month, int) else ""


@cache
def _natures() -> tuple[Mapping[str, str], ...]:
    """The longest codes first, so that each nature meets its own."""
    return tuple(sorted(table("psc_natures"), key=lambda row: -len(row["nature"])))


@cache
def _bands() -> dict[str, Share]:
    return {row["band"]: Share.percent(row["lo"], row["hi"], row["brackets"]) for row in table("psc_bands")}
