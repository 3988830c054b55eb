"""From evidence to a score between 0 and 1.

Agreement counts for the score, in nats: rare words more than common ones. Against it stand what is open on both sides
(a contradiction), what is open on one side only (an omission), what misspellings take away, and a prior. With ``M``
nats of agreement and ``L`` nats of loss the name scores ``M / (M + L + prior)``; further facts shift its log odds.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.births import CONSISTENT, EXACT, NEAR, OTHER, SWAPPED
from lustra.kernels.names.evidence import (
    CLASH,
    DISTORTED,
    MATCHED,
    OPEN_LEFT,
    OPEN_RIGHT,
    OPEN_SYLLABLES,
    SAME_MARKS,
    UNLIKE,
)
from lustra.screening.parameters import parameter

__all__ = ["BIRTH", "losses", "name_scores", "shift_log_odds", "with_other_names"]

Floats = NDArray[np.float64]

BIRTH: Final = {
    OTHER: "birth_other",
    NEAR: "birth_near",
    SWAPPED: "birth_swapped",
    CONSISTENT: "birth_consistent",
    EXACT: "birth_exact",
}
"""What two birth dates say → the parameter that holds its weight."""


def losses(evidence: Floats) -> Floats:
    """Nats that stand against each row of evidence (columns as in ``kernels.names.evidence``), the prior included."""
    left, right, clash = evidence[:, OPEN_LEFT], evidence[:, OPEN_RIGHT], evidence[:, CLASH]
    same = (evidence[:, UNLIKE] == 0.0) & (np.minimum(left, right) == 0.0) & (clash == 0.0)
    loss: Floats = (
        parameter("contradiction") * np.minimum(left, right)
        + parameter("omission") * np.abs(left - right)
        + parameter("distortion") * evidence[:, DISTORTED]
        + parameter("clash") * clash
        + parameter("open_syllable") * evidence[:, OPEN_SYLLABLES]
        + parameter("prior") * np.where(same, parameter("identity"), 1.0)
    )
    return loss


def with_other_names(evidence: Floats, parties: NDArray[np.int64]) -> Floats:
    """The evidence, a name that leaves out a number or patronymic answering for the party's names that print one.

    ``Vasily Kolchanov`` says nothing against ``Vasily Petrovich Kolchanov``; that the same party is also printed as
    ``Vasily Nikolaevich Kolchanov``, and never as the other, does.

    Args:
        evidence: one row per pair of names (columns as in ``kernels.names.evidence``).
        parties: one number per row; rows with one number are names of the same two parties.
    """
    rows = np.flatnonzero(evidence[:, CLASH] > 0)
    if not len(rows):
        return evidence
    numbers, group = np.unique(parties, return_inverse=True)
    most, agreed, clash = np.zeros((3, len(numbers)))
    np.maximum.at(most, group, evidence[:, MATCHED])
    np.maximum.at(agreed, group, evidence[:, SAME_MARKS])
    near = rows[evidence[rows, MATCHED] >= parameter("clash_alike") * most[group[rows]]]
    np.maximum.at(clash, group[near], evidence[near, CLASH])
    evidence = evidence.copy()
    evidence[:, CLASH] = np.where(agreed[group] > 0, evidence[:, CLASH], np.maximum(evidence[:, CLASH], clash[group]))
    return evidence


def name_scores(evidence: Floats) -> Floats:
    """Score (0–1) of each row of evidence; symmetric, and lower for every loss."""
    matched = evidence[:, MATCHED]
    scores: Floats = matched / (matched + losses(evidence))
    return scores


def shift_log_odds(score: Any, log_odds: Any) -> Any:
    """A score (0–1) after facts worth ``log_odds``; 0 stays 0."""
    odds = score * np.exp(log_odds)
    return odds / (odds + 1.0 - score)
