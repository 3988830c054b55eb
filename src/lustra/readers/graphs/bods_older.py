"""BODS 0.1 to 0.3 statements in the shape of 0.4, so that one reader reads them all.

Older statements replace one another by id and refer to statements; 0.4 has records. The first statement of a chain of
replacements gives the record its id, and every reference to a later statement of the chain is led back to it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from lustra.data import table

__all__ = ["Upgrade", "interest_code", "is_older"]

Row = dict[str, Any]
TYPES = {
    "personStatement": "person",
    "entityStatement": "entity",
    "ownershipOrControlStatement": "relationship",
}
PERSONS = {"anonymousPerson", "unknownPerson", "knownPerson"}


def is_older(statement: Mapping[str, Any]) -> bool:
    """Whether a statement has the shape of versions 0.1 to 0.3."""
    return "statementType" in statement or "statementID" in statement


def interest_code(code: str) -> str:
    """An interest code of any version as 0.4 writes it; "" where none is stated."""
    head, *rest = code.split("-")
    camel = head + "".join(part.capitalize() for part in rest)
    return _older_codes().get(code) or _older_codes().get(camel) or camel


@cache
def _older_codes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in table("bods_interests"):
        for name in row["older"].split():
            found[name] = row["code"]
            head, *rest = name.split("-")
            found[head + "".join(part.capitalize() for part in rest)] = row["code"]
    return found


class Upgrade:
    """Turns older statements into newer ones, in file order."""

    def __init__(self) -> None:
        self._records: dict[str, str] = {}

    def record(self, statement_id: str) -> str:
        """The record that a statement belongs to; the id itself where it is not known."""
        return self._records.get(statement_id, statement_id)

    def statement(self, older: Mapping[str, Any]) -> Row:
        """One statement as 0.4 writes it; a kind that does not exist stays, and is refused as such."""
        own = str(older.get("statementID", older.get("statementId", "")))
        replaced = [str(one) for one in older.get("replacesStatements") or ()]
        self._records[own] = self.record(replaced[0]) if replaced else own
        kind = TYPES.get(str(older.get("statementType")), str(older.get("statementType")))
        return {
            "statementId": own,
            "statementDate": older.get("statementDate") or "",
            "publicationDetails": older.get("publicationDetails") or {},
            "source": older.get("source") or {},
            "recordId": self._records[own],
            "recordType": kind,
            "recordStatus": "updated" if replaced else "new",
            "recordDetails": _relationship(older) if kind == "relationship" else _party(older, kind),
        }


def _party(older: Mapping[str, Any], kind: str) -> Row:
    details = dict(older)
    if kind == "entity":
        details["entityType"] = {"type": older.get("entityType"), "subtype": older.get("entitySubtype")}
    details["jurisdiction"] = older.get("jurisdiction") or older.get("incorporatedInJurisdiction")
    return details


def _relationship(older: Mapping[str, Any]) -> Row:
    subject, party = older.get("subject") or {}, older.get("interestedParty") or {}
    return {
        "isComponent": older.get("isComponent", False),
        "componentRecords": list(older.get("componentStatementIDs") or ()),
        "subject": subject.get("describedByEntityStatement") or subject,
        "interestedParty": party.get("describedByPersonStatement")
        or party.get("describedByEntityStatement")
        or party.get("unspecified")
        or party,
        "interests": [_interest(one) for one in older.get("interests") or () if isinstance(one, dict)],
    }


def _interest(older: Mapping[str, Any]) -> Row:
    newer = dict(older)
    newer["type"] = interest_code(str(older.get("type") or ""))
    if level := older.get("interestLevel"):
        newer["directOrIndirect"] = level
    return newer
