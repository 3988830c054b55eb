"""Whether two sets of birth dates may be one person's. Arrays in, one code per pair out."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel

__all__ = ["CONSISTENT", "EXACT", "NEAR", "NONE", "OTHER", "SWAPPED", "Births", "agree"]

NONE, OTHER, NEAR, SWAPPED, CONSISTENT, EXACT = 0, 1, 2, 3, 4, 5
"""Nothing to compare, another date, a digit or a year off, day and month swapped, may be the same, the same day."""

CIRCA_DAYS = 730
"""Days by which a date may be off that the publisher calls approximate: two years."""
NEAR_DAYS = 366
"""Days by which intervals may miss one another and still be near: a year."""

Ints = NDArray[np.int32]


class Births(NamedTuple):
    """Dates of many parties: party i holds rows ``at[i]:at[i + 1]``."""

    first: Ints
    """First possible day, proleptic Gregorian ordinal."""
    end: Ints
    """First day after the last possible one."""
    digits: Ints
    """YYYYMMDD of a full day, YYYY0000 of a year or a longer interval's first year."""
    circa: Ints
    """1 where the publisher says approximately."""
    at: Ints


@kernel
def _differing_digits(a: int, b: int) -> int:
    """Decimal places in which two numbers of eight digits differ."""
    count = 0
    for _ in range(8):
        if a % 10 != b % 10:
            count += 1
        a //= 10
        b //= 10
    return count


@kernel
def _compare_dates(left: Births, i: int, right: Births, j: int) -> int:
    """Code of two dates."""
    a = int(left.digits[i])
    b = int(right.digits[j])
    tolerance = CIRCA_DAYS if int(left.circa[i]) + int(right.circa[j]) > 0 else 0
    whole = a % 10000 > 0 and b % 10000 > 0 and tolerance == 0
    if whole and a == b:
        return EXACT
    if int(left.first[i]) < int(right.end[j]) + tolerance and int(right.first[j]) < int(left.end[i]) + tolerance:
        return CONSISTENT
    if whole:
        if a // 10000 == b // 10000 and a % 100 == b // 100 % 100 and b % 100 == a // 100 % 100:
            return SWAPPED
        if _differing_digits(a, b) == 1 or (a % 10000 == b % 10000 and abs(a // 10000 - b // 10000) == 1):
            return NEAR
        return OTHER
    if int(left.first[i]) < int(right.end[j]) + NEAR_DAYS and int(right.first[j]) < int(left.end[i]) + NEAR_DAYS:
        return NEAR
    return OTHER


@kernel
def agree(left: Births, right: Births, pairs: Ints, out: Ints) -> None:
    """Fill ``out[p]`` with the best code of any two dates of the parties of ``pairs[p]``."""
    for p in range(pairs.shape[0]):
        u = int(pairs[p, 0])
        v = int(pairs[p, 1])
        best = NONE
        for i in range(int(left.at[u]), int(left.at[u + 1])):
            for j in range(int(right.at[v]), int(right.at[v + 1])):
                code = _compare_dates(left, i, right, j)
                if code > best:
                    best = code
        out[p] = best
