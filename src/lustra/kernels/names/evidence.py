"""What two aligned names say: arrays in, a row of evidence per pair out, all in nats."""

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel
from lustra.kernels.names.alignment import (
    JOINED,
    PART,
    AlignmentScratch,
    Names,
    align,
    alignment_scratch,
    cut_name,
    is_ordered,
)
from lustra.kernels.names.words import (
    ANCESTOR,
    GENERIC,
    LEGAL_FORM,
    NUMBER,
    PARTICLE,
    PATRONYMIC,
    SYLLABLES,
    TITLE,
    MatchParameters,
    Tokens,
)

__all__ = [
    "CLASH",
    "COLUMNS",
    "DISTORTED",
    "MATCHED",
    "OPEN_LEFT",
    "OPEN_RIGHT",
    "OPEN_SYLLABLES",
    "SAME_MARKS",
    "UNLIKE",
    "compare_names",
]

MATCHED = 0
"""Column of agreement."""
OPEN_LEFT = 1
"""Column of words of the left name without counterpart."""
OPEN_RIGHT = 2
"""Column of words of the right name without counterpart."""
DISTORTED = 3
"""Column of what misspellings and other legal forms take away."""
SAME_MARKS = 4
"""Column of numbers and patronymics that agree."""
CLASH = 5
"""Column of numbers and patronymics that contradict one another."""
OPEN_SYLLABLES = 6
"""Column of syllables without counterpart."""
UNLIKE = 7
"""Column of what keeps the names from being the same: words without counterpart (particles, titles, legal forms and
generic words aside) and words that are not nearly the same."""
COLUMNS = 8
"""Columns of a row of evidence."""

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


@kernel
def _add_pairs(
    first: Tokens, a: Ints, second: Tokens, b: Ints, p: MatchParameters, s: AlignmentScratch, row: Floats
) -> None:
    """Add what tokens with a counterpart say; a doubtful pair is open on both sides by degrees."""
    for i in range(a.shape[0]):
        j = int(s.match[0, i])
        if j < 0 or j >= PART:
            continue
        most = min(first.weight[int(a[i])], second.weight[int(b[j])])
        lost = 1.0 - s.evidence[i, j] / most
        doubt = min(max((lost - p.doubt) / (p.mismatch - p.doubt), 0.0), 1.0)
        row[MATCHED] += (1.0 - doubt) * s.evidence[i, j]
        row[OPEN_LEFT] += doubt * most
        row[OPEN_RIGHT] += doubt * most
        row[DISTORTED] += (1.0 - doubt) * (most - s.evidence[i, j])
        kind = int(first.kind[int(a[i])])
        if kind == int(second.kind[int(b[j])]) and kind in (NUMBER, PATRONYMIC):
            row[SAME_MARKS] += s.evidence[i, j]
        row[UNLIKE] += max(lost - p.nearly_same, 0.0) * most


@kernel
def _add_side(tokens: Tokens, name: Ints, side: int, p: MatchParameters, s: AlignmentScratch, row: Floats) -> None:
    """Add what the tokens of one side say that are open, or part of a token of the other side."""
    for k in range(name.shape[0]):
        token = int(name[k])
        state = int(s.match[side, k])
        kind = int(tokens.kind[token])
        weight = tokens.weight[token]
        if PART <= state < JOINED:
            share = s.share[1 - side, state - PART]
            row[MATCHED] += share * weight
            row[DISTORTED] += (1.0 - share) * weight
            row[UNLIKE] += max(1.0 - p.nearly_same - share, 0.0) * weight
        elif state < 0:
            column = DISTORTED if kind == LEGAL_FORM else OPEN_LEFT + side  # another legal form is no other name
            row[column] += weight * (p.ancestor if kind == ANCESTOR else 1.0)
            if tokens.reading[token] == SYLLABLES:
                row[OPEN_SYLLABLES] += weight
            if kind not in (PARTICLE, LEGAL_FORM, TITLE, GENERIC):
                row[UNLIKE] += weight


@kernel
def _clash(first: Tokens, a: Ints, second: Tokens, b: Ints, s: AlignmentScratch) -> float:
    """Nats of open numbers and patronymics of the first name where the second has an open one of the same kind."""
    clash = 0.0
    for i in range(a.shape[0]):
        kind = int(first.kind[int(a[i])])
        if s.match[0, i] >= 0 or kind not in (NUMBER, PATRONYMIC):
            continue
        for j in range(b.shape[0]):
            if s.match[1, j] < 0 and int(second.kind[int(b[j])]) == kind:
                clash += min(first.weight[int(a[i])], second.weight[int(b[j])])
                break
    return clash


@kernel
def compare_names(
    left: Tokens, left_names: Names, right: Tokens, right_names: Names, pairs: Ints, p: MatchParameters, out: Floats
) -> None:
    """Fill ``out[k]`` with the evidence (``COLUMNS`` columns) of each pair (left name, right name) ``pairs[k]``."""
    s = alignment_scratch()
    for k in range(pairs.shape[0]):
        a = cut_name(left_names, int(pairs[k, 0]))
        b = cut_name(right_names, int(pairs[k, 1]))
        swapped = not is_ordered(left, a, right, b)
        first = right if swapped else left
        second = left if swapped else right
        x = b if swapped else a
        y = a if swapped else b
        align(first, x, second, y, swapped, p, s)
        row = out[k]
        row[:] = 0.0
        _add_pairs(first, x, second, y, p, s, row)
        _add_side(first, x, 0, p, s, row)
        _add_side(second, y, 1, p, s, row)
        row[CLASH] = _clash(first, x, second, y, s)
        if swapped:
            open_first = row[OPEN_LEFT]
            row[OPEN_LEFT] = row[OPEN_RIGHT]
            row[OPEN_RIGHT] = open_first
