"""What a score means: shares of benign customers that reach it, and the threshold for a budget of false alarms."""

from typing import Final

__all__ = ["DEFAULT_CUTOFF", "DEFAULT_THRESHOLD"]

DEFAULT_THRESHOLD: Final = 0.75
"""Score from which a hit is called a match."""
DEFAULT_CUTOFF: Final = 0.6
"""Lowest score still returned."""
