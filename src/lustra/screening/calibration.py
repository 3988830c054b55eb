"""What a score means: how many benign customers reach it, and the threshold for a budget of false alarms.

``screening_calibration.csv`` states for a ladder of scores how many of 1,000 benign customers, and of 1,000 names
recombined from words of listed people, have a hit at that score or above on the six lists, by name only.
"""

from functools import cache
from typing import Final

import numpy as np

from lustra.data import table
from lustra.errors import InputError

__all__ = ["DEFAULT_THRESHOLD", "MERGE", "false_alarms", "threshold_for"]

DEFAULT_THRESHOLD: Final = 0.75
"""Score from which a hit is called a match: at most 5 false alarms per 1,000 benign customers by name only, see
``data/generated/screening_calibration.csv``."""
MERGE: Final = 0.97
"""Score from which two entries may be held to be one party without review; a shared number alone stays below it."""


@cache
def _ladder() -> tuple[tuple[float, float], ...]:
    return tuple((float(row["score"]), float(row["benign_per_1000"])) for row in table("screening_calibration"))


def false_alarms(score: float) -> float:
    """False alarms expected per 1,000 benign customers at a threshold (0–1)."""
    scores, alarms = zip(*_ladder(), strict=True)
    return float(np.interp(score, scores, alarms))


def threshold_for(per_1000: float) -> float:
    """The lowest threshold that keeps expected false alarms per 1,000 customers within a budget.

    Raises:
        InputError: the budget is negative.
    """
    if per_1000 < 0:
        raise InputError(f"{per_1000} false alarms per 1,000 is less than none", "Give a number from 0 to 1000.")
    within = [score for score, alarms in _ladder() if alarms <= per_1000]
    return min(within, default=1.0)
