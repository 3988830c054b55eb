"""From evidence to a score between 0 and 1.

Agreement counts for the score, in nats: rare words more than common ones. Against it stand what is open on both sides
(a contradiction), what is open on one side only (an omission), what misspellings take away, and a prior. With ``M``
nats of agreement and ``L`` nats of loss the name scores ``M / (M + L + prior)``; further facts shift its log odds.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.births import CONSISTENT, EXACT, NEAR, OTHER, SWAPPED
from lustra.screening.parameters import parameter

__all__ = ["BIRTH", "losses", "name_scores", "shifted"]

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
    """Nats that stand against each row of evidence (columns as in ``kernels.names.FEATURES``), the prior included."""
    _, left, right, distorted, _, _, _, clash = evidence.T
    loss: Floats = (
        parameter("contradiction") * np.minimum(left, right)
        + parameter("omission") * np.abs(left - right)
        + parameter("distortion") * distorted
        + parameter("clash") * clash
        + parameter("prior")
    )
    return loss


def name_scores(evidence: Floats) -> Floats:
    """Score (0–1) of each row of evidence; symmetric, and lower for every loss."""
    matched = evidence[:, 0]
    scores: Floats = matched / (matched + losses(evidence))
    return scores


def shifted(score: Any, log_odds: Any) -> Any:
    """A score (0–1) after facts worth ``log_odds``; 0 stays 0."""
    odds = score * np.exp(log_odds)
    return odds / (odds + 1.0 - score)
