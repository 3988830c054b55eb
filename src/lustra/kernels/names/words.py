"""One word against another: arrays in, nats of evidence out.

Letters are small integers (1–26 a–z, 27–36 digits).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel

__all__ = [
    "ANCESTOR",
    "GENERIC",
    "GUESSED",
    "INITIAL",
    "LEGAL_FORM",
    "LONGEST",
    "NUMBER",
    "PARTICLE",
    "PATRONYMIC",
    "SYLLABLES",
    "TITLE",
    "EditCosts",
    "MatchParameters",
    "Tokens",
    "edit_distance",
    "token_evidence",
]

INITIAL, PARTICLE, NUMBER, LEGAL_FORM, PATRONYMIC, TITLE, GENERIC, ANCESTOR = 1, 2, 3, 4, 5, 6, 8, 9
"""Kinds of token that the kernels treat in their own way, see ``screening.analysis.KINDS``."""
GUESSED, SYLLABLES = 1, 2
"""Readings that the kernels treat in their own way, see ``Tokens.reading``."""
LONGEST = 31
"""Letters of a token that are compared; the rest is cut."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Tokens(NamedTuple):
    """Interned tokens: letters, skeleton letters, weight in nats, kind, reading, variant."""

    letters: Bytes
    letters_at: Ints
    skeleton: Bytes
    skeleton_at: Ints
    weight: Floats
    """What agreement is worth, nats."""
    surprise: Floats
    """How unlikely the very spelling is, nats; the weight of its errors is subtracted from this."""
    kind: Bytes
    reading: Bytes
    """How the word was read: 0 as spelled, 1 with guessed vowels (Arabic, Hebrew), 2 by syllables (Hangul, Han)."""
    variant: Ints
    """Number of the group of spellings that the lists print for one another, -1 for none."""


class EditCosts(NamedTuple):
    """Costs of edits of letters, 1.0 being one ordinary typing error."""

    substitution: Floats
    """(37, 37), symmetric: one letter instead of another."""
    gap: Floats
    """(37,): a letter too many or too few."""
    swap: float
    """Two neighbours exchanged."""


class MatchParameters(NamedTuple):
    """How edits become evidence; each number is the row of its name in ``screening_parameters.csv``."""

    costs: EditCosts
    guessed_costs: EditCosts
    """Costs where the vowels of one word are guessed."""
    skeleton: float
    """Cost of comparing skeletons instead of letters."""
    guess: float
    """Cost of comparing with a word whose vowels are guessed."""
    error_weight: float
    """Nats per unit of cost, subtracted from the surprise of the rarer spelling."""
    slope: float
    """Share of agreement lost per unit of cost, relative to the length."""
    length_offset: float
    """Letters added to the length before dividing."""
    mismatch: float
    """Share of agreement lost at which two words are different words."""
    doubt: float
    """Share of agreement lost from which a misspelling begins to be a different word."""
    nearly_same: float
    """Share of agreement that a word may lose in names that count as the same."""
    variant_share: float
    """Least share of agreement of two spellings of one group of variants."""
    variant_error: float
    """Share of the cost that counts between two spellings of one group of variants."""
    syllable: float
    """Most cost that a syllable may have: it is read, not typed, so only Romanisations of one syllable agree."""
    guessed_length: float
    """Share of the letters of a word with guessed vowels that are not vowels."""
    least_gap: float
    """Lower bound of the cost of a letter too many or too few."""
    guessed_least_gap: float
    """Lower bound of the cost of a letter too many or too few where vowels are guessed."""
    patronymic_ending: float
    """Letters of the ending that all patronymics share."""
    patronymic_agreement: float
    """Share of agreement below which two patronymics name different fathers."""
    ancestor: float
    """Share of the weight of an ancestor (``ben Taher``) that counts where it is left out."""
    joined_share: float
    """Share of agreement of a word that is exactly two words of the other name written as one."""
    joined_letter: float
    """Nats per letter of such a word, against which its errors count."""
    joined_error: float
    """Most cost per letter of such a word."""
    joined_most_error: float
    """Most cost of such a word."""
    joined_least: float
    """Share of agreement that such a word must exceed."""
    joined_replaced: float
    """Share of agreement of a word with its counterpart above which it is not compared with two words."""
    joined_taken: float
    """Share of agreement of a word with its counterpart above which it is not joined with another."""


@kernel
def edit_distance(
    a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int, costs: EditCosts, rows: Floats, limit: float
) -> float:
    """Weighted optimal-string-alignment distance of ``a[a0:a1]`` and ``b[b0:b1]``, or something over ``limit``.

    Letters that both share at the front and at the end cost nothing; the rest is aligned at least cost.
    """
    while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
        a0 += 1
        b0 += 1
    while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
        a1 -= 1
        b1 -= 1
    n = a1 - a0
    m = b1 - b0
    rows[0, 0] = 0.0
    for j in range(1, m + 1):
        rows[0, j] = rows[0, j - 1] + costs.gap[int(b[b0 + j - 1])]
    current = 0
    previous = 2
    least = 0.0
    for i in range(1, n + 1):
        earlier = previous
        previous = current
        current = i % 3
        x = int(a[a0 + i - 1])
        px = int(a[a0 + i - 2]) if i > 1 else -1
        remove = float(costs.gap[x])
        left = float(rows[previous, 0]) + remove
        rows[current, 0] = left
        best = left
        y = -1
        for j in range(1, m + 1):
            py = y
            y = int(b[b0 + j - 1])
            cost = float(rows[previous, j - 1]) + costs.substitution[x, y]
            other = float(rows[previous, j]) + remove
            if other < cost:
                cost = other
            other = left + costs.gap[y]
            if other < cost:
                cost = other
            if x == py and y == px and x != y:
                other = float(rows[earlier, j - 2]) + costs.swap
                if other < cost:
                    cost = other
            rows[current, j] = cost
            left = cost
            if cost < best:
                best = cost
        if best > limit and least + costs.swap > limit:
            return float(best)
        least = best
    return float(rows[current, m])


@kernel
def token_evidence(left: Tokens, i: int, right: Tokens, j: int, p: MatchParameters, rows: Floats) -> float:
    """Nats by which two tokens agree as one name, at most the smaller weight; 0 where they do not agree."""
    a0, a1 = int(left.letters_at[i]), int(left.letters_at[i + 1])
    b0, b1 = int(right.letters_at[j]), int(right.letters_at[j + 1])
    n, m = a1 - a0, b1 - b0
    if n == 0 or m == 0:
        return 0.0
    most = min(left.weight[i], right.weight[j])
    if left.kind[i] == INITIAL or right.kind[j] == INITIAL:
        return float(most) if left.letters[a0] == right.letters[b0] else 0.0
    same = n == m
    k = 0
    while same and k < n:
        same = left.letters[a0 + k] == right.letters[b0 + k]
        k += 1
    if same:
        return float(most)
    if left.kind[i] == NUMBER or right.kind[j] == NUMBER:
        return 0.0
    variants = left.variant[i] >= 0 and left.variant[i] == right.variant[j]
    least = p.variant_share * most if variants else 0.0
    error_share = p.variant_error if variants else 1.0
    error_budget = max(left.surprise[i], right.surprise[j])
    patronymics = left.kind[i] == PATRONYMIC and right.kind[j] == PATRONYMIC
    guessed = left.reading[i] == GUESSED or right.reading[j] == GUESSED
    length = 0.5 * (n + m) + p.length_offset
    if patronymics:
        length = max(length - p.patronymic_ending, 1.0)
    if guessed:
        length *= p.guessed_length
    limit = min((error_budget - (1.0 - p.mismatch) * most) / p.error_weight, p.mismatch * length / p.slope)
    if left.reading[i] == SYLLABLES or right.reading[j] == SYLLABLES:
        limit = min(limit, p.syllable)
    costs = p.guessed_costs if guessed else p.costs
    charge = p.guess if guessed else p.skeleton
    c0, c1 = int(left.skeleton_at[i]), int(left.skeleton_at[i + 1])
    d0, d1 = int(right.skeleton_at[j]), int(right.skeleton_at[j + 1])
    if abs((c1 - c0) - (d1 - d0)) * (p.guessed_least_gap if guessed else p.least_gap) > limit:
        return float(least)
    cost = charge + edit_distance(left.skeleton, c0, c1, right.skeleton, d0, d1, costs, rows, limit)
    if cost > charge and not guessed:
        cost = min(cost, edit_distance(left.letters, a0, a1, right.letters, b0, b1, costs, rows, limit))
    if cost > limit:
        return float(least)
    agreement = most * (1.0 - p.slope * error_share * cost / length)
    if not variants and cost > charge:
        agreement = min(agreement, error_budget - p.error_weight * cost)  # an error may have made another word of it
    agreement = max(agreement, least)
    if patronymics and agreement < p.patronymic_agreement * most:
        return 0.0
    return float(agreement) if agreement > 0.0 else 0.0
