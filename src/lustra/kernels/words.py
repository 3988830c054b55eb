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
    "GONE",
    "GUESSED",
    "INITIAL",
    "LEGAL_FORM",
    "LONGEST",
    "NUMBER",
    "PARTICLE",
    "PATRONYMIC",
    "SYLLABLES",
    "TITLE",
    "Spelling",
    "Tokens",
    "edit_distance",
    "token_evidence",
]

INITIAL, PARTICLE, NUMBER, LEGAL_FORM, PATRONYMIC, TITLE, GENERIC, ANCESTOR = 1, 2, 3, 4, 5, 6, 8, 9
"""Kinds of token that the kernels treat in their own way, see ``screening.analysis.KINDS``."""
GUESSED, SYLLABLES = 1, 2
"""Readings that the kernels treat in their own way, see ``Tokens.reading``."""
GONE = 0.75
"""Share of agreement lost at which two words are two."""
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
    """How unlikely the very spelling is, nats; from this the costs of a misspelling are paid."""
    kind: Bytes
    reading: Bytes
    """How the word was read: 0 as spelled, 1 with guessed vowels (Arabic, Hebrew), 2 by syllables (Hangul, Han)."""
    variant: Ints
    """Number of the group of spellings that the lists print for one another, -1 for none."""


class Spelling(NamedTuple):
    """Costs of letters, 1.0 being one ordinary typing error."""

    substitution: Floats
    """(37, 37), symmetric."""
    gap: Floats
    """(37,): a letter too many or too few."""
    guessed_substitution: Floats
    """(37, 37): ``substitution`` where the vowels of one word are guessed."""
    guessed_gap: Floats
    """(37,): ``gap`` where the vowels of one word are guessed."""
    swap: float
    """Two neighbours exchanged."""
    skeleton: float
    """Charge for comparing skeletons instead of letters."""
    nats: float
    """Nats per unit of cost, paid from the surprise of the rarer spelling."""
    slope: float
    """Share of agreement lost per unit of cost, relative to the length."""
    short: float
    """Letters added to the length before dividing."""
    same: float
    """Least share of agreement of two spellings of one group of variants."""
    syllable: float
    """Most cost that a syllable may have: it is read, not typed, so only Romanisations of one syllable agree."""
    guess: float
    """Charge for comparing with a word whose vowels are guessed."""
    doubt: float
    """Share of agreement lost from which a misspelling begins to be another word."""
    ancestor: float
    """Share of the weight of an ancestor (``ben Taher``) that counts where it is left out."""


@kernel
def edit_distance(
    a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int, spelling: Spelling, rows: Floats, limit: float
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
        rows[0, j] = rows[0, j - 1] + spelling.gap[int(b[b0 + j - 1])]
    here = 0
    above = 2
    least = 0.0
    for i in range(1, n + 1):
        before = above
        above = here
        here = i % 3
        x = int(a[a0 + i - 1])
        px = int(a[a0 + i - 2]) if i > 1 else -1
        remove = float(spelling.gap[x])
        left = float(rows[above, 0]) + remove
        rows[here, 0] = left
        best = left
        y = -1
        for j in range(1, m + 1):
            py = y
            y = int(b[b0 + j - 1])
            cost = float(rows[above, j - 1]) + spelling.substitution[x, y]
            other = float(rows[above, j]) + remove
            if other < cost:
                cost = other
            other = left + spelling.gap[y]
            if other < cost:
                cost = other
            if x == py and y == px and x != y:
                other = float(rows[before, j - 2]) + spelling.swap
                if other < cost:
                    cost = other
            rows[here, j] = cost
            left = cost
            if cost < best:
                best = cost
        if best > limit and least + spelling.swap > limit:
            return float(best)
        least = best
    return float(rows[here, m])


@kernel
def _of_guessed_vowels(s: Spelling) -> Spelling:
    """The costs of letters against a word whose vowels are guessed."""
    return Spelling(
        s.guessed_substitution,
        s.guessed_gap,
        s.guessed_substitution,
        s.guessed_gap,
        s.swap,
        s.guess,
        s.nats,
        s.slope,
        s.short,
        s.same,
        s.syllable,
        s.guess,
        s.doubt,
        s.ancestor,
    )


@kernel
def token_evidence(left: Tokens, i: int, right: Tokens, j: int, spelling: Spelling, rows: Floats) -> float:
    """Nats by which two tokens speak for one name, at most the smaller weight; 0 where they do not agree."""
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
    floor = 0.0
    price = 1.0
    if left.variant[i] >= 0 and left.variant[i] == right.variant[j]:
        floor = spelling.same * most
        price = 0.5  # the lists print both: what differs is half expected
    purse = max(left.surprise[i], right.surprise[j])
    length = 0.5 * (n + m) + spelling.short
    if left.kind[i] == PATRONYMIC and right.kind[j] == PATRONYMIC:
        length = max(length - 4.5, 1.0)  # what all patronymics end in says nothing
    guessed = left.reading[i] == GUESSED or right.reading[j] == GUESSED
    if guessed:
        length *= 0.6  # about as many letters as are not vowels
    limit = min((purse - (1.0 - GONE) * most) / spelling.nats, GONE * length / spelling.slope)
    if left.reading[i] == SYLLABLES or right.reading[j] == SYLLABLES:
        limit = min(limit, spelling.syllable)
    least_gap = 0.5
    if guessed:
        spelling = _of_guessed_vowels(spelling)
        least_gap = 0.1
    c0, c1 = int(left.skeleton_at[i]), int(left.skeleton_at[i + 1])
    d0, d1 = int(right.skeleton_at[j]), int(right.skeleton_at[j + 1])
    if abs((c1 - c0) - (d1 - d0)) * least_gap > limit:
        return floor
    cost = spelling.skeleton + edit_distance(left.skeleton, c0, c1, right.skeleton, d0, d1, spelling, rows, limit)
    if cost > spelling.skeleton and not guessed:
        plain = edit_distance(left.letters, a0, a1, right.letters, b0, b1, spelling, rows, limit)
        if plain < cost:
            cost = plain
    if cost > limit:
        return floor
    worth = most * (1.0 - spelling.slope * price * cost / length)
    if price == 1.0 and cost > spelling.skeleton:
        worth = min(worth, purse - spelling.nats * cost)  # a typing error may have made another word of it
    worth = max(worth, floor)
    if left.kind[i] == PATRONYMIC and right.kind[j] == PATRONYMIC and worth < 0.6 * most:
        return 0.0  # another father
    return float(worth) if worth > 0.0 else 0.0
