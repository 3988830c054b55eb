"""What edits of letters cost and how words agree, from the shipped tables."""

from functools import cache
from typing import Final

import numpy as np

from lustra.data import table
from lustra.kernels.names.words import EditCosts, MatchParameters
from lustra.screening.analysis import encode
from lustra.screening.parameters import parameter

__all__ = ["match_parameters"]

UNWRITTEN: Final = "aeiouyvw"
"""Letters that Arabic and Hebrew script leave out, or write by a consonant that may be another vowel."""
SOFT: Final = "aeiouyh"
"""Letters that Romanisations add and drop."""


@cache
def match_parameters() -> MatchParameters:
    """Costs and shares as ``spelling_costs.csv`` and ``screening_parameters.csv`` state them."""
    substitution = np.full((37, 37), parameter("substitution"))
    for row in table("spelling_costs"):
        first, second = encode([row["first"], row["second"]])[0].tolist()
        cost = min(float(row["cost"]) * parameter("variant"), parameter("substitution"))
        substitution[first, second] = substitution[second, first] = cost
    np.fill_diagonal(substitution, 0.0)
    gap = np.full(37, parameter("gap"))
    gap[encode([SOFT])[0]] = parameter("vowel_gap")
    unwritten = encode([UNWRITTEN])[0]
    guessed, guessed_gap = substitution.copy(), gap.copy()
    guessed[np.ix_(unwritten, unwritten)] = parameter("unwritten")
    np.fill_diagonal(guessed, 0.0)
    guessed_gap[unwritten] = parameter("unwritten")
    costs = EditCosts(substitution, gap, parameter("swap"))
    guessed_costs = EditCosts(guessed, guessed_gap, parameter("swap"))
    return MatchParameters(costs, guessed_costs, *(parameter(name) for name in MatchParameters._fields[2:]))
