"""A share as people and registers write it → an interval; what cannot be read is unknown, never zero."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lustra.errors import InputError
from lustra.model.edge import Share

__all__ = ["UNSTATED", "bound_share", "free_share", "range_share"]

UNSTATED = frozenset({"", "-", "n/a", "na", "none", "null", "unknown", "?"})
"""Cells by which a source says that it does not state a share."""

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,12})?)"
_CELL = re.compile(rf"{_NUMBER}\s*%?\s*(exclusive|inclusive)?")
_ONE = re.compile(rf"(?:c\.|ca\.?|approx\.?|approximately|about|~)?\s*{_NUMBER}\s*(?:%|per ?cent|percent)?")
_RANGE = re.compile(rf"(?:between\s+)?{_NUMBER}\s*%?\s*(?:-|–|—|to|and|\.\.)\s*{_NUMBER}\s*(?:%|per ?cent|percent)?")
_BOUND = re.compile(
    rf"(≥|>=|=>|at least|min\.?|from|>|over|above|more than|≤|<=|=<|up to|at most|max\.?|<|under|below|less than)"
    rf"\s*{_NUMBER}\s*(?:%|per ?cent|percent)?"
)
_LOWER = {"≥", ">=", "=>", "at least", "min", "from"}
_ABOVE = {">", "over", "above", "more than"}
_UPPER = {"≤", "<=", "=<", "up to", "at most", "max"}


@lru_cache(maxsize=65536)
def free_share(text: str) -> Share | None:
    """A share in free text: ``50%``, ``25-50``, ``≥ 25``, ``0,5``, ``more than 50 %``; None where none is stated.

    Args:
        text: the printed cell; a decimal comma is a decimal point, a dash or ``to`` makes a closed interval.

    Raises:
        InputError: the text is no share, or lies outside 0–100 %.
    """
    folded = " ".join(text.replace("\u00a0", " ").casefold().split())
    if folded in UNSTATED:
        return None
    if match := _ONE.fullmatch(folded):
        return Share.percent(_point(match[1]))
    if match := _RANGE.fullmatch(folded):
        return Share.percent(_point(match[1]), _point(match[2]))
    if match := _BOUND.fullmatch(folded):
        return _beyond(match[1].rstrip("."), _point(match[2]))
    raise InputError(f"{text!r} is not a share", "Write 50, 25-50 or >= 25.")


@lru_cache(maxsize=65536)
def bound_share(lower: str, upper: str) -> Share | None:
    """A share from the two cells of a table: ``25 exclusive`` and ``50``.

    Args:
        lower: lower bound, with ``exclusive`` where it is not itself possible; "" for none.
        upper: upper bound; "" for none.

    Returns:
        None where neither is stated; a missing bound is 0 or 100, closed.

    Raises:
        InputError: a cell is no share, or the interval contains nothing.
    """
    if lower.strip().casefold() in UNSTATED and upper.strip().casefold() in UNSTATED:
        return None
    lo, lo_open = _cell(lower, "0")
    hi, hi_open = _cell(upper, "100")
    if lo == hi and not (lo_open or hi_open):
        return Share.percent(lo)
    return Share.percent(lo, hi, ("(" if lo_open else "[") + (")" if hi_open else "]"))


def range_share(stated: Mapping[str, Any]) -> Share | None:
    """A share as BODS states it.

    Args:
        stated: ``exact``, or ``minimum``/``exclusiveMinimum`` and ``maximum``/``exclusiveMaximum``; in versions 0.1 to
            0.3 the exclusive ones are booleans beside the others.

    Returns:
        None where nothing is stated.

    Raises:
        InputError: a bound is no number in 0–100, or the interval contains nothing.
    """
    if stated.get("exact") is not None:
        return Share.percent(_number(stated["exact"]))
    lo, lo_open = _end(stated, "minimum", "exclusiveMinimum")
    hi, hi_open = _end(stated, "maximum", "exclusiveMaximum")
    if lo is None and hi is None:
        return None
    first, last = lo if lo is not None else "0", hi if hi is not None else "100"
    if Decimal(first) == Decimal(last) and not (lo_open or hi_open):
        return Share.percent(first)
    return Share.percent(first, last, ("(" if lo_open else "[") + (")" if hi_open else "]"))


def _end(stated: Mapping[str, Any], closed: str, open_: str) -> tuple[str | None, bool]:
    exclusive = stated.get(open_)
    if exclusive is not None and not isinstance(exclusive, bool):
        return _number(exclusive), True
    value = stated.get(closed)
    return (None, False) if value is None else (_number(value), exclusive is True)


def _number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{value!r} is not a percentage", "Write a number such as 33.3.")
    return str(value)


def _cell(text: str, otherwise: str) -> tuple[str, bool]:
    folded = " ".join(text.casefold().split())
    if folded in UNSTATED:
        return otherwise, False
    match = _CELL.fullmatch(folded)
    if match is None:
        raise InputError(f"{text!r} is not a share", "Write 25 or 25 exclusive.")
    return _point(match[1]), match[2] == "exclusive"


def _beyond(word: str, number: str) -> Share:
    if word in _LOWER:
        return Share.percent(number) if number == "100" else Share.percent(number, 100)
    if word in _ABOVE:
        return Share.percent(number, 100, "(]")
    if word in _UPPER:
        return Share.percent(0) if number == "0" else Share.percent(0, number)
    return Share.percent(0, number, "[)")


def _point(number: str) -> str:
    return number.replace(",", ".")
