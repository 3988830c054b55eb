"""Percentages as sources write them, read into exact shares.

Read are ``50``, ``50 %``, ``0,5``, ``25-50``, ``25 – 50 %``, ``> 25``, ``>= 25 %``, ``≥ 25``, ``< 75``, ``at least
25``, ``more than 25``, ``up to 50``, ``less than 10``, ``more than 25 but not more than 50``, ``1/3`` and the bounds
of the CSV form, ``25`` and ``25 exclusive``. A thing that cannot be read is an error for the caller to report; the
share is then unknown, never 0. Words such as "about 38 %" are not read: nobody says how far off they may be.
"""

import re
from fractions import Fraction

from lustra.errors import InputError
from lustra.model.edge import Share

__all__ = ["parse_bounds", "parse_share"]

_NUMBER = r"(\d{1,3}(?:[.,]\d+)?)"
_RANGE = re.compile(rf"{_NUMBER} ?%? ?(?:-|–|—|to|\.\.) ?{_NUMBER}")
_BOUND = re.compile(
    rf"(≥|>=|>|≤|<=|<|at least|not less than|more than|over|up to|not more than|at most|less than|under) ?{_NUMBER}"
)
_BETWEEN = re.compile(rf"(?:more than|over) {_NUMBER} ?%? (?:but|and) (?:not more than|up to|at most) {_NUMBER}")
_PART = re.compile(r"(\d{1,9}) ?/ ?(\d{1,9})")
_FROM = {"≥": "[", ">=": "[", "at least": "[", "not less than": "[", ">": "(", "more than": "(", "over": "("}
_UPTO = {
    "≤": "]",
    "<=": "]",
    "up to": "]",
    "not more than": "]",
    "at most": "]",
    "<": ")",
    "less than": ")",
    "under": ")",
}


def parse_share(text: str) -> Share:
    """Read a percentage as a source writes it.

    Raises:
        InputError: the text is none of the forms above, or the share lies outside 0–100 %.
    """
    plain = " ".join(text.casefold().replace("\u00a0", " ").split()).removesuffix("%").removesuffix("percent").strip()
    if found := _BETWEEN.fullmatch(plain):
        return Share.percent(_point(found[1]), _point(found[2]), "(]")
    if found := _RANGE.fullmatch(plain):
        return Share.percent(_point(found[1]), _point(found[2]))
    if found := _BOUND.fullmatch(plain):
        return _one_sided(found[1], _point(found[2]))
    if (found := _PART.fullmatch(plain)) and int(found[2]):
        part = Fraction(int(found[1]), int(found[2]))
        return Share.of(part.numerator, part.denominator)
    if re.fullmatch(_NUMBER, plain):
        return Share.percent(_point(plain))
    raise InputError(f"{text!r} is not a percentage", "Write 33.3, 25-50 or >= 25; the share is taken as unknown.")


def parse_bounds(lower: str, upper: str) -> Share | None:
    """Read the two columns of the CSV form: ``25`` or ``25 exclusive``; None where both are empty.

    A missing lower bound is 0, a missing upper bound 100.

    Raises:
        InputError: a bound is not a number in 0–100, or they are crossed.
    """
    if not lower.strip() and not upper.strip():
        return None
    first, left = _bound(lower or "0", "[", "(")
    last, right = _bound(upper or "100", "]", ")")
    return Share.percent(_point(first), _point(last), left + right)


def _one_sided(word: str, number: str) -> Share:
    if word in _FROM:
        return Share.percent(number, 100, _FROM[word] + "]")
    return Share.percent(0, number, "[" + _UPTO[word])


def _bound(text: str, closed: str, opened: str) -> tuple[str, str]:
    number = text.strip().removesuffix("exclusive").strip()
    return number.removesuffix("%").strip(), opened if text.strip().endswith("exclusive") else closed


def _point(number: str) -> str:
    return number.replace(",", ".")
