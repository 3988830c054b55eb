"""What agreement on a token is worth, in nats: minus the logarithm of how common it is among names.

The frequencies are shipped (``token_weights.csv``), so that a score does not depend on which lists are loaded.
Its source is ``lists`` (entities of the OFAC, UN, EU, UK and Canadian lists that print the word) or ``customers``
(bearers among 25,000 synthetic customers, even rows, four at least), whichever makes the word the commoner.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.data import table
from lustra.screening.parameters import parameter
from lustra.text.tokens import Kind

__all__ = ["Key", "variant_groups", "weights"]

MOST: Final = {
    "initial": "initial",
    "particle": "common_most",
    "title": "common_most",
    "legal_form": "common_most",
}
"""Kind of token → parameter from which it is not weighed any higher, before its share is taken."""
SHARE: Final = {
    "particle": "particle",
    "title": "particle",
    "legal_form": "legal",
    "generic": "generic",
    "patronymic": "patronymic",
}
"""Kind of token → parameter that says how much of its weight counts."""


class Key(NamedTuple):
    """What tells one token from another."""

    text: str
    skeleton: str
    kind: Kind
    reading: int
    """How its script spells, see ``Tokens.reading``."""


@cache
def _background() -> dict[str, float]:
    return {row["skeleton"]: float(row["weight"]) for row in table("token_weights")}


@cache
def variant_groups() -> dict[str, str]:
    """Skeletons of words that the lists print for one another → the one that stands for all of them."""
    return {row["skeleton"]: row["stands_for"] for row in table("name_variants")}


def _weight(key: Key) -> tuple[float, float]:
    skeleton, kind = key.skeleton, key.kind
    counted = _background().get(variant_groups().get(skeleton, skeleton))
    if counted is None:
        surprise = parameter("per_letter") * len(skeleton) + parameter("unseen_offset")
        weight = min(parameter("rarest"), surprise)
    else:
        weight = surprise = counted
    least = parameter("least_weight")
    weight = min(max(weight, least), parameter(MOST[kind]) if kind in MOST else weight)
    if kind in SHARE:
        weight *= parameter(SHARE[kind])
    typical = parameter("typical")
    return (weight / typical) ** parameter("flatten") * typical, max(surprise, least)


def weights(keys: Sequence[Key]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weight and surprise in nats of each token."""
    pairs = np.array([_weight(key) for key in keys], np.float64).reshape(-1, 2)
    return np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
