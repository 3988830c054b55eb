"""What two birth dates say, plainly, from dates and not from numbers of days."""

from lustra.kernels.births import CONSISTENT, EXACT, NEAR, OTHER, SWAPPED
from lustra.model.time import ImpreciseDate, is_before


def code(left: ImpreciseDate, right: ImpreciseDate) -> int:
    """Code of one date against another."""
    whole = left.precise and right.precise
    if whole and left == right:
        return EXACT
    slack = 730 if left.circa or right.circa else 0
    if _within(left, right, slack):
        return CONSISTENT
    if not whole:
        return NEAR if _within(left, right, 366) else OTHER
    a, b = left.earliest.date, right.earliest.date
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return SWAPPED
    digits = sum(x != y for x, y in zip(f"{a:%Y%m%d}", f"{b:%Y%m%d}", strict=True))
    same_day = (a.month, a.day) == (b.month, b.day)
    return NEAR if digits == 1 or (same_day and abs(a.year - b.year) == 1) else OTHER


def _within(left: ImpreciseDate, right: ImpreciseDate, days: int) -> bool:
    """Whether the two overlap once each is longer by some days."""
    return is_before(left.earliest, right.end + days) and is_before(right.earliest, left.end + days)
