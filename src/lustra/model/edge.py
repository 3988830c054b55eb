"""An ownership, control, family or post between two parties, as one source states it.

A share is an interval with open or closed ends, in exact integers, never a float: registers publish bands ("more than
25 % but not more than 50 %" is (25, 50]) and blocking thresholds are met by exact ties of many small holdings. A share
that nobody stated is ``None``: unknown, never zero.
"""

from fractions import Fraction
from math import lcm
from typing import NamedTuple

from lustra.errors import InputError
from lustra.model.time import Interval

__all__ = [
    "CAPITAL_UNITS",
    "COUNT",
    "DECLARED_INDIRECT",
    "DIRECT",
    "NOMINAL",
    "PERCENT",
    "SHARE",
    "UNKNOWN",
    "VOTES",
    "WHOLE",
    "Edge",
    "Share",
]

WHOLE = 100_000_000_000
"""One hundred per cent in the usual unit of a share, 0.000 000 001 %."""

FINEST = 10**17
"""Largest whole of a share read from text; digits beyond it widen the interval."""

SHARE = "share"
"""Kind of an edge that says how much of the owned party the owner holds."""

PERCENT = "percent"
COUNT = "count"
NOMINAL = "nominal"
VOTES = "votes"
CAPITAL_UNITS = (PERCENT, COUNT, NOMINAL)
"""Units of a holding of capital; ``votes`` is the other layer and never added to these."""

DIRECT = "direct"
DECLARED_INDIRECT = "declared_indirect"
"""A declared sum of holdings through others: evidence of a bound, never an edge to be added up."""
UNKNOWN = "unknown"


class Share(NamedTuple):
    """A part of a whole, known to lie between two bounds; both are exact integers in parts of ``whole``."""

    lo: int
    hi: int
    lo_open: bool = False
    """Whether the lower bound itself is excluded."""
    hi_open: bool = False
    whole: int = WHOLE
    """What 100 % is: ``WHOLE``, or the number of issued shares or the issued nominal, so that a third stays a third."""

    @classmethod
    def percent(cls, lo: str | int | float, hi: str | int | float | None = None, brackets: str = "[]") -> "Share":
        """A share in per cent: ``percent("33.3")``, ``percent(25, 50, "(]")``.

        Args:
            lo: the lower bound, or the exact share where ``hi`` is left out; a float is read as it prints.
            hi: the upper bound.
            brackets: ``[`` or ``(`` and ``]`` or ``)``, closed or open.

        Raises:
            InputError: a bound is not a number in 0–100, the bounds are crossed or ``brackets`` is not a pair.
        """
        first = _percent(lo)
        last = first if hi is None else _percent(hi)
        if len(brackets) != 2 or brackets[0] not in "[(" or brackets[1] not in "])":
            raise InputError(f"unsupported brackets {brackets!r} of a share", "Write [], (], [) or ().")
        return _checked(first, last, brackets)

    @classmethod
    def of(cls, part: int, whole: int) -> "Share":
        """An exact part of a stated whole: 3,333 of 10,000 issued shares.

        Raises:
            InputError: the part is negative or larger than the whole, or the whole is not positive.
        """
        if not 0 <= part <= whole or whole <= 0:
            raise InputError(f"{part} of {whole} is no share", "A part lies between 0 and a positive whole.")
        return cls(part, part, whole=whole)

    @property
    def exact(self) -> bool:
        """Whether only one value is possible."""
        return self.lo == self.hi

    @property
    def lo_percent(self) -> Fraction:
        """The lower bound in per cent, exactly."""
        return Fraction(100 * self.lo, self.whole)

    @property
    def hi_percent(self) -> Fraction:
        """The upper bound in per cent, exactly."""
        return Fraction(100 * self.hi, self.whole)

    def words(self) -> str:
        """The share as a person writes it: ``33.3 %``, ``(25, 50] %``."""
        if self.exact:
            return f"{_decimal(self.lo_percent)} %"
        left, right = "(" if self.lo_open else "[", ")" if self.hi_open else "]"
        return f"{left}{_decimal(self.lo_percent)}, {_decimal(self.hi_percent)}{right} %"


def _percent(value: str | int | float) -> Fraction:
    try:
        number = Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise InputError(f"{value!r} is not a percentage", "Write a number such as 33.3.") from None
    if not 0 <= number <= 100:
        raise InputError(f"a share of {value} % is out of range", "A share lies between 0 and 100 %.")
    return number


def _checked(first: Fraction, last: Fraction, brackets: str) -> Share:
    if last < first or (last == first and brackets != "[]"):
        raise InputError(f"the share {brackets[0]}{first}, {last}{brackets[1]} % contains nothing")
    parts = first / 100, last / 100
    whole = lcm(WHOLE, *(part.denominator for part in parts))
    whole = WHOLE if whole == WHOLE else min(lcm(*(part.denominator for part in parts)), FINEST)
    return Share(int(parts[0] * whole), -int(-parts[1] * whole // 1), brackets[0] == "(", brackets[1] == ")", whole)


def _decimal(percent: Fraction) -> str:
    text = f"{float(percent):.9f}" if percent.denominator > 1 else str(percent.numerator)
    return text.rstrip("0").rstrip(".") if "." in text else text


class Edge(NamedTuple):
    """One record: the owner (or holder of the right) on the left, the owned (or subject) on the right.

    Read it "``owner`` is ``kind`` of ``owned``": X is joint_holder of J, X is nominator of N, M is part_of S.
    """

    owner: str
    owned: str
    kind: str = SHARE
    """A code of the packaged table ``control_kinds``."""
    share: Share | None = None
    unit: str = PERCENT
    """What the share is a part of: ``percent``, ``count`` or ``nominal`` (capital), or ``votes``."""
    directness: str = DIRECT
    """``direct``, ``declared_indirect`` or ``unknown``."""
    about: str = ""
    """The company for which a nomination or a joint arrangement holds."""
    valid: Interval = Interval()
    """Days on which it was true."""
    known: Interval = Interval()
    """Days on which it was known and not yet superseded."""
    sources: tuple[str, ...] = ()
    grade: str = ""
    """``weak`` for evidence that is too thin to decide on: such a right of control leaves the answer undetermined."""
    id: str = ""
    """The source's own id of the record."""
    end_ignored_by: tuple[str, ...] = ()
    """Regimes that do not recognise the transfer that ended this holding; for them it goes on (OFAC FAQ 402)."""
    start_ignored_by: tuple[str, ...] = ()
    """Regimes that do not recognise the transfer that began this holding; for them it never began."""
