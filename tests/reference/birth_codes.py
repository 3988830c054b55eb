"""What two birth dates say, plainly, from dates and not from numbers of days."""

from datetime import timedelta

from lustra.kernels.births import CONSISTENT, EXACT, NEAR, OTHER, SWAPPED
from lustra.model.time import ImpreciseDate


def code(left: ImpreciseDate, right: ImpreciseDate) -> int:
    """Code of one date against another."""
    whole = left.precise and right.precise
    if whole and left == right:
        return EXACT
    slack = timedelta(days=730) if left.circa or right.circa else timedelta()
    if left.earliest < right.end + slack and right.earliest < left.end + slack:
        return CONSISTENT
    a, b = left.earliest, right.earliest
    if not whole:
        near = timedelta(days=366)
        return NEAR if left.earliest < right.end + near and right.earliest < left.end + near else OTHER
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return SWAPPED
    digits = sum(x != y for x, y in zip(f"{a:%Y%m%d}", f"{b:%Y%m%d}", strict=True))
    same_day = (a.month, a.day) == (b.month, b.day)
    return NEAR if digits == 1 or (same_day and abs(a.year - b.year) == 1) else OTHER
