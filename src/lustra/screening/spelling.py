"""What one letter instead of another costs, from the shipped tables."""

from functools import cache
from typing import Final

import numpy as np

from lustra.data import table
from lustra.kernels.words import Spelling
from lustra.screening.analysis import encode
from lustra.screening.parameters import parameter

__all__ = ["spelling"]

UNWRITTEN: Final = "aeiouyvw"
"""Letters that Arabic and Hebrew script leave out, or write by a consonant that may be another vowel."""
SOFT: Final = "aeiouyh"
"""Letters that Romanisations add and drop."""


@cache
def spelling() -> Spelling:
    """The costs of letters as ``data/spelling_costs.csv`` and ``data/screening_parameters.csv`` state them."""
    substitution = np.full((37, 37), parameter("substitution"))
    for row in table("spelling_costs"):
        first, second = encode([row["first"], row["second"]])[0].tolist()
        cost = min(float(row["cost"]) * parameter("variant"), parameter("substitution"))
        substitution[first, second] = substitution[second, first] = cost
    np.fill_diagonal(substitution, 0.0)
    gap = np.full(37, parameter("gap"))
    gap[encode([SOFT])[0]] = parameter("vowel_gap")
    unwritten = encode([UNWRITTEN])[0]
    loose, loose_gap = substitution.copy(), gap.copy()
    loose[np.ix_(unwritten, unwritten)] = parameter("unwritten")
    np.fill_diagonal(loose, 0.0)
    loose_gap[unwritten] = parameter("unwritten")
    rest = ("swap", "skeleton", "nats", "slope", "short", "variant_share", "syllable", "guess", "doubt", "ancestor")
    return Spelling(substitution, gap, loose, loose_gap, *(parameter(name) for name in rest))
