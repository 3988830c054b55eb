"""Whether a BODS 0.4 statement is valid, by the standard's rules, held as the tables ``bods_fields``, ``bods_codes``.

A statement may have fields that the standard does not name. What tables cannot say stands in ``_CONDITIONS``, each
with the standard's sentence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from lustra.data import table

__all__ = ["codes", "faults", "package_faults"]

Row = Mapping[str, Any]

DETAILS = {"entity": "Entity", "person": "Person", "relationship": "Relationship"}
"""recordType → object that recordDetails must be."""
_TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
}
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_VERSION = re.compile(r"\d+\.\d+")
_MONTH = re.compile(r"\d{4}(-(1[0-2]|0[1-9]))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")


def faults(statement: Any) -> list[str]:
    """Everything in which a statement does not conform to BODS 0.4, each as ``place: what is wrong``.

    Args:
        statement: one parsed JSON value.
    """
    found = list(_object("Statement", statement, "statement"))
    if isinstance(statement, dict) and isinstance(details := statement.get("recordDetails"), dict):
        kind = DETAILS.get(str(statement.get("recordType")))
        found += _object(kind, details, "recordDetails") if kind else ()
    return found


@cache
def codes(name: str) -> frozenset[str]:
    """The codes of one list of the standard; empty where there is no such list."""
    return frozenset(row["code"] for row in table("bods_codes") if row["list"] == name)


@cache
def _fields(name: str) -> tuple[Mapping[str, str], ...]:
    return tuple(row for row in table("bods_fields") if row["object"] == name)


def _object(name: str, value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: not an object"
        return
    for row in _fields(name):
        here = f"{place}.{row['field']}"
        if row["field"] in value:
            yield from _value(row, value[row["field"]], here)
        elif row["required"] == "yes":
            yield f"{here}: missing"
    for condition, words in _CONDITIONS.get(name, ()):
        if not condition(value):
            yield f"{place}: {words}"


def _value(row: Mapping[str, str], value: Any, place: str) -> Iterator[str]:
    kind = row["type"]
    if kind.endswith("[]"):
        if not isinstance(value, list):
            yield f"{place}: not an array"
            return
        for number, item in enumerate(value):
            yield from _single(row, kind[:-2], item, f"{place}[{number}]")
    else:
        yield from _single(row, kind, value, place)


def _single(row: Mapping[str, str], kind: str, value: Any, place: str) -> Iterator[str]:
    if "|" in kind:
        plain, _, other = kind.partition("|")
        kind = other if isinstance(value, dict) else plain
    if kind not in _TYPES:
        yield from _object(kind, value, place)
    elif not _TYPES[kind](value):
        yield f"{place}: not a {kind}"
    else:
        yield from _limits(row, value, place)


def _limits(row: Mapping[str, str], value: Any, place: str) -> Iterator[str]:
    size = len(value) if isinstance(value, str) else value
    if (row["low"] and size < float(row["low"])) or (row["high"] and size > float(row["high"])):
        yield f"{place}: not between {row['low']} and {row['high']}"
    if row["codes"] and value not in codes(row["codes"]):
        yield f"{place}: not in the code list {row['codes']}"
    if row["format"] and not _FORMATS[row["format"]](value):
        yield f"{place}: not a {row['format']}"


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    try:
        return bool(_TIME.fullmatch(text) and datetime.fromisoformat(text.upper()))
    except ValueError:
        return False


_FORMATS: dict[str, Callable[[str], bool]] = {
    "day": _is_day,
    "day-or-time": lambda text: _is_day(text) or _is_time(text),
    "day-month-or-year": lambda text: _is_day(text) or bool(_MONTH.fullmatch(text)),
    "uri": lambda text: bool(_URI.fullmatch(text)),
    "version": lambda text: bool(_VERSION.fullmatch(text)),
}


def _subtype_fits(value: Row) -> bool:
    allowed = codes(f"subtypeOf:{value.get('type')}")
    return "subtype" not in value or not allowed or value["subtype"] in allowed


_CONDITIONS: dict[str, tuple[tuple[Callable[[Row], bool], str], ...]] = {
    "Publisher": ((lambda v: "name" in v or "url" in v, "a publisher has a name or a URL"),),
    "Identifier": ((lambda v: "scheme" in v or "schemeName" in v, "scheme or schemeName MUST be included"),),
    "EntityType": ((_subtype_fits, "the subtype MUST align with the type"),),
    "Relationship": (
        (lambda v: v.get("isComponent") is not True or not v.get("componentRecords"), "a component has no components"),
    ),
    "Annotation": (
        (lambda v: v.get("motivation") != "linking" or "url" in v, "url is REQUIRED where the motivation is linking"),
        (
            lambda v: v.get("motivation") == "transformation" or not v.get("transformedContent"),
            "transformedContent MUST only be used where the motivation is transformation",
        ),
    ),
}


def package_faults(document: Any) -> list[str]:
    """Everything in which a whole BODS 0.4 document does not conform: it is an array of statements."""
    if not isinstance(document, list):
        return ["the document: not an array"]
    return [fault for statement in document for fault in faults(statement)]
