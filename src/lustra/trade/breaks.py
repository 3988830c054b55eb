"""The month in which a series broke: one break, least squares on the logs, tried at every month.

The same answer as ruptures' Dynp with the l2 cost and jump = 1 (a test holds them together); ruptures' default
jump = 5 moves real breaks by months (reference §2). Exact in one pass over cumulative sums, so no library is loaded.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Break", "one_break"]

MIN_SIZE = 4
"""Periods needed on each side of a break."""


@dataclass(frozen=True, slots=True)
class Break:
    """Where a level changed."""

    index: int
    """First period of the new level."""
    ratio: float
    """New level over old, geometric means."""
    gain: float
    """Share of the series' squared scatter that the break explains, 0–1."""


def one_break(values: NDArray[np.float64], min_size: int = MIN_SIZE) -> Break | None:
    """The best single break of a series of levels, shape (n,), all above zero.

    Returns None for fewer than 2 × ``min_size`` periods, or where a value is not above zero.
    """
    n = len(values)
    if n < 2 * min_size or not np.all(values > 0):
        return None
    logs = np.log(values)
    total, squares = np.cumsum(logs), float((logs**2).sum())
    left = np.arange(min_size, n - min_size + 1)
    cost = squares - total[left - 1] ** 2 / left - (total[-1] - total[left - 1]) ** 2 / (n - left)
    at = int(left[int(np.argmin(cost))])
    whole = squares - float(total[-1]) ** 2 / n
    ratio = float(np.exp(logs[at:].mean() - logs[:at].mean()))
    return Break(at, ratio, float(1 - cost.min() / whole) if whole > 0 else 0.0)
