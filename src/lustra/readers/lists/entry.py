"""The statements of one listed entry, gathered as its elements are read: cleaned, merged, each with its place.

Two statements that say the same are one, with the earlier act; an alias that is printed again as the name is dropped.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypedDict, Unpack

from lustra.model.statement import BAD_CHECKSUM, Problem, Statement
from lustra.model.time import ImpreciseDate
from lustra.readers.lists.numbers import kind_by_digits, numbers
from lustra.text.countries import country_code
from lustra.text.dates import parse_date
from lustra.text.identifiers import checksum_ok, specific_kind

__all__ = ["Details", "Entry", "clean_value", "iso_day", "latin"]

_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF, *range(0x200E, 0x2010), *range(0x202A, 0x202F)))
"""Soft hyphen, zero-width blanks and direction marks; the joiners U+200C and U+200D are letters' own in Persian."""
_PROSE = frozenset({"notes", "reason", "summary", "provisions"})
"""Of these the line breaks are not worth a second copy."""
_FOREIGN_LETTER = re.compile(r"[^\W\d_\u0000-\u02FF\u1D00-\u1DBF\u1E00-\u1EFF\u2070-\u209F\u2C60-\u2C7F]")


class Details(TypedDict, total=False):
    """What a statement may say beside its value; the fields of `Statement` of the same names."""

    lang: str
    country: str
    original: str
    note: str
    grade: str
    act: str
    act_date: str
    valid_from: str
    valid_to: str


def clean_value(text: str) -> str:
    """Single blanks (no-break ones too), none at the ends, no invisible marks."""
    return " ".join((text if text.isascii() else text.translate(_INVISIBLE)).split())


def latin(text: str) -> bool:
    """Whether every letter is a Latin one."""
    return text.isascii() or not _FOREIGN_LETTER.search(text)


@lru_cache(maxsize=4096)
def iso_day(text: str) -> str:
    """A printed full day as ISO text, "" where it is none."""
    found = parse_date(text) if text else None
    return found.edtf() if found and found.precise else ""


class Entry:
    """Collects the statements and problems of one entry, or of one of its sub-entities.

    Args:
        id: entity id.
        schema: FollowTheMoney schema.
        file: name of the file, for places.
    """

    def __init__(self, id: str, schema: str, file: str, root: "Entry | None" = None) -> None:
        self.id, self.schema, self.file = id, schema, file
        root = root or self
        self._statements: dict[tuple[str, ...], Statement] = {} if root is self else root._statements
        self._problems: list[Problem] = [] if root is self else root._problems

    def add(self, prop: str, printed: str, line: int, **details: Unpack[Details]) -> None:
        """Hold a value; a blank one is passed over. ``original`` is kept where cleaning changed the wording."""
        value = clean_value(printed) if printed else ""
        if not value:
            return
        original = details.get("original") or (printed if value != printed.strip() and prop not in _PROSE else "")
        details["original"] = original if original != value else ""
        self._hold(Statement(self.id, self.schema, prop, value, **details, locator=f"{self.file}:{line}"))

    def add_all(self, prop: str, printed: list[tuple[str, int]], **details: Unpack[Details]) -> None:
        """Hold every value of a list of (text, line)."""
        for text, line in printed:
            self.add(prop, text, line, **details)

    def date(self, prop: str, found: ImpreciseDate | None, printed: str, line: int, **details: Unpack[Details]) -> None:
        """Hold a date as EDTF with the wording; one that was not understood becomes a note and a problem."""
        if found:
            worded: Details = {**details, "original": clean_value(printed)}
            self.add(prop, found.edtf(), line, **worded)
        elif clean_value(printed):
            self.add("notes", f"{prop}: {printed}", line, **details)
            self.problem(line, f"{prop} is not understood; it is kept as a note", clean_value(printed))

    def country(self, prop: str, printed: str, line: int, **details: Unpack[Details]) -> None:
        """Hold a country as its code; the wording where no code is known."""
        code = country_code(clean_value(printed))
        worded: Details = {**details, "original": clean_value(printed) if code else ""}
        self.add(prop, code or printed, line, **worded)

    def identifier(self, prop: str, printed: str, line: int, **details: Unpack[Details]) -> None:
        """Hold an identifier: its kind made as special as its shape allows, a failed check digit lowering its grade."""
        number = clean_value(printed).lstrip("'").strip(" .,;")
        if not any(c.isalnum() for c in number):
            if number or printed.strip():
                self.problem(line, f"{prop} has no letter or digit", printed)
            return
        country = details.get("country", "")
        kind = specific_kind(kind_by_digits(prop, number, country), number, country)
        failed = checksum_ok(kind, number, country) is False
        if failed and kind == "imoNumber" and self.schema != "Vessel":
            failed = not checksum_ok("imoCompany", number)
        grade = BAD_CHECKSUM if failed else details.get("grade", "")
        original = details.get("original") or (printed.strip() if number != printed.strip() else "")
        graded: Details = {**details, "grade": grade, "original": original}
        self.add(kind, number, line, **graded)

    def numbers(self, prop: str, printed: str, line: int, **details: Unpack[Details]) -> None:
        """Hold every identifier of a cell of prose; each keeps the whole cell as its original wording."""
        cell = clean_value(printed).lstrip("'")
        for number in numbers(cell, prop, details.get("country", "")) if cell else ():
            note = "; ".join(filter(None, (details.get("note", ""), number.label)))
            told: Details = {**details, "country": number.country, "note": note, "original": clean_value(printed)}
            self.identifier(number.kind, number.value, line, **told)

    def sub(self, kind: str, key: str, schema: str) -> "Entry":
        """A sub-entity of this entry, whose statements are gathered with this entry's."""
        return Entry(f"{self.id}#{kind}:{key}", schema, self.file, self)

    def problem(self, line: int, reason: str, value: str = "", severity: str = "warning") -> None:
        """Hold a problem of this entry."""
        local = self.id.partition(":")[2]
        self._problems.append(Problem(self.file, str(line), f"{local}: {reason}", value, severity))

    def items(self) -> Iterator[Statement | Problem]:
        """Everything held, in the order in which it came; of an entry with an error its problems only."""
        if any(problem.severity == "error" for problem in self._problems):
            yield from self._problems
            return
        names = {(s.prop, s.value) for s in self._statements.values() if s.prop == "name"}
        for statement in self._statements.values():
            if statement.prop != "alias" or ("name", statement.value) not in names:
                yield statement
        yield from self._problems

    def _hold(self, statement: Statement) -> None:
        key = (*statement[:6], statement.note, statement.grade, statement.valid_from, statement.valid_to)
        held = self._statements.get(key)
        if held is None or (statement.act_date, statement.act) < (held.act_date, held.act):
            self._statements[key] = statement
