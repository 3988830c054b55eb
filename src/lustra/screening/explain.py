"""Words for a reviewer: which word met which, what stands open, what birth date, country and numbers say."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.names.alignment import JOINED, MOST_TOKENS, PART, UNMATCHED
from lustra.kernels.names.evidence import CLASH, OPEN_SYLLABLES
from lustra.model.query import Feature
from lustra.screening.parameters import parameter
from lustra.screening.weights import variant_groups
from lustra.text.names import Token

__all__ = ["contradictions", "name_features"]

SAME: Final = "“{a}” and “{b}” are the same word"
SPELLINGS: Final = "“{a}” and “{b}” are spellings of one name"
VARIANTS: Final = "“{a}” and “{b}” are known variants of one name"
DIFFER: Final = "“{a}” and “{b}” differ in some letters"
INITIAL: Final = "“{a}” may stand for “{b}”"
WRITTEN_AS_ONE: Final = "“{a}” is {b} written as one word"
MISSING: Final = "“{a}” {where} has no counterpart"
CONTRADICTS: Final = "“{a}” {where} has no counterpart, and the other name has another word in its place"
CONTRADICTION: Final = "A patronymic or number contradicts this name, or another name of the same entry"
SYLLABLES: Final = "Syllables of one name are missing in the other, and such names are not shortened"
WHERE: Final = ("of the query", "of the listed name")
KIND: Final = {"patronymic": "patronymic", "number": "number", "legal_form": "legal form", "initial": "initial"}


def name_features(
    sides: tuple[Sequence[Token], Sequence[Token]],
    match: NDArray[np.int32],
    worth: NDArray[np.float64],
    weights: tuple[Sequence[float], Sequence[float]],
    total: float,
) -> tuple[Feature, ...]:
    """What each word of the two names adds to or takes from the score.

    Args:
        sides: the tokens of the query's and of the listed name.
        match: one row of ``kernels.names.alignment.align_names``: the state of each token.
        worth: the share of agreement (0–1) of each token.
        weights: weight in nats of each token of either side.
        total: nats of agreement and of all that stands against it.
    """
    features: list[Feature] = []
    states = match.tolist()
    shares = worth.tolist()
    for k in range(min(len(sides[0]), MOST_TOKENS)):
        features += _of_left(k, sides, states, shares, weights, total)
    for side in (0, 1):
        features += _joined(side, sides, states, shares, weights, total)
    features += _open(sides, states, weights, total)
    return tuple(features)


def contradictions(evidence: NDArray[np.float64], total: float) -> tuple[Feature, ...]:
    """What stands against two names beside the words that the lines of ``name_features`` show.

    Args:
        evidence: one row (columns of ``kernels.names.evidence``).
        total: nats of agreement and of all that stands against it.
    """
    losses = (
        ("contradiction", parameter("clash") * float(evidence[CLASH]), CONTRADICTION),
        ("contradiction", parameter("open_syllable") * float(evidence[OPEN_SYLLABLES]), SYLLABLES),
    )
    return tuple(Feature(name, 0.0, round(-loss / total, 4), words) for name, loss, words in losses if loss > 0)


def _of_left(k: int, sides: Any, states: Any, shares: Any, weights: Any, total: float) -> list[Feature]:
    """The feature of a word of the query that met one word of the listed name."""
    other = states[0][k]
    if other < 0 or other >= PART:
        return []
    token, met = sides[0][k], sides[1][other]
    share = shares[0][k]
    weight = share * (1.0 - _doubt(share)) * min(weights[0][k], weights[1][other]) / total
    return [Feature(KIND.get(token.kind, "name"), round(share, 4), round(weight, 4), _pair_words(token, met))]


def _doubt(share: float) -> float:
    """How far (0–1) a misspelling is another word, as ``kernels.names.evidence`` weighs it."""
    doubt = parameter("doubt")
    return min(max((1.0 - share - doubt) / (parameter("mismatch") - doubt), 0.0), 1.0)


def _pair_words(token: Token, met: Token) -> str:
    if token.text == met.text:
        template = SAME
    elif "initial" in (token.kind, met.kind):
        template = INITIAL
    else:
        template = SPELLINGS if token.skeleton == met.skeleton else VARIANTS if _variants(token, met) else DIFFER
    return template.format(a=token.origin, b=met.origin)


def _variants(token: Token, met: Token) -> bool:
    """Whether the lists or the tables of given names print the two words for one another."""
    heads = variant_groups()
    return heads.get(token.skeleton, token.skeleton) == heads.get(met.skeleton, met.skeleton)


def _joined(side: int, sides: Any, states: Any, shares: Any, weights: Any, total: float) -> list[Feature]:
    """Words of one name that are two of the other."""
    features = []
    for k, token in enumerate(sides[side][:MOST_TOKENS]):
        if states[side][k] == JOINED:
            parts = [j for j, state in enumerate(states[1 - side][: len(sides[1 - side])]) if state == PART + k]
            weight = shares[side][k] * sum(weights[1 - side][j] for j in parts) / total
            words = WRITTEN_AS_ONE.format(a=token.origin, b=" ".join(f"“{sides[1 - side][j].origin}”" for j in parts))
            features.append(Feature("name", round(shares[side][k], 4), round(weight, 4), words))
    return features


def _open(sides: Any, states: Any, weights: Any, total: float) -> list[Feature]:
    """Words of either name without a counterpart; the lesser side's nats contradict, the rest is omission.

    Another legal form is no other name and only weakens; an ancestor that is left out counts in part.
    """
    ends = [[k for k in range(min(len(sides[s]), MOST_TOKENS)) if states[s][k] == UNMATCHED] for s in (0, 1)]
    counted = [{k: weights[s][k] * _counts(sides[s][k].kind) for k in ends[s]} for s in (0, 1)]
    sums = [sum(of.values()) for of in counted]
    both = min(sums)
    features = []
    for side in (0, 1):
        loss = parameter("contradiction") * both / 2 + parameter("omission") * (sums[side] - both)
        for k, weight in counted[side].items():
            token = sides[side][k]
            template = CONTRADICTS if both > 0 and weight > 0 else MISSING
            words = template.format(a=token.origin, where=WHERE[side])
            part = loss * weight / sums[side] if weight else parameter("distortion") * weights[side][k]
            features.append(Feature(KIND.get(token.kind, "name"), 0.0, round(-part / total, 4), words))
    return features


def _counts(kind: str) -> float:
    """Share of a word's weight that counts where it is open."""
    return 0.0 if kind == "legal_form" else parameter("ancestor") if kind == "ancestor" else 1.0
