"""Which token of one name corresponds to which token of another.

Every function is symmetric in its two names: the caller's order is replaced by a canonical one first.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel
from lustra.kernels.names.words import (
    INITIAL,
    LONGEST,
    SYLLABLES,
    MatchParameters,
    Tokens,
    edit_distance,
    token_evidence,
)

__all__ = [
    "JOINED",
    "MOST_TOKENS",
    "PART",
    "UNMATCHED",
    "AlignmentScratch",
    "Names",
    "agreement_share",
    "align",
    "align_names",
    "alignment_scratch",
    "cut_name",
    "is_ordered",
]

MOST_TOKENS = 16
"""Tokens of a name that are compared; the rest is cut."""
UNMATCHED, PART, JOINED = -1, 100, 200
"""States of a token besides the number of its counterpart: without one; ``PART + k``, one of the two that token ``k``
of the other name joins; two of the other name written as one."""
MEMO_SLOTS = 65_536
"""Slots of the memory of token pairs, a power of two."""
JOINED_SHORTEST = 4
"""Fewest letters of two tokens that are tried as one word."""
JOINED_LENGTH_DIFFERENCE = 2
"""Most letters by which a token may be longer or shorter than two tokens written as one."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Names(NamedTuple):
    """Names as runs of token numbers: name i is ``token[at[i]:at[i + 1]]``."""

    token: Ints
    at: Ints


class AlignmentScratch(NamedTuple):
    """Working memory for one pair of names, used again for the next."""

    rows: Floats
    """(3, LONGEST + 2) of the edit distance."""
    joined: Bytes
    """(LONGEST + 1,) letters of two tokens written as one."""
    memo_left: Ints
    memo_right: Ints
    memo: Floats
    """(MEMO_SLOTS,) evidence of token pairs compared before: names repeat their tokens."""
    evidence: Floats
    """(MOST_TOKENS, MOST_TOKENS) evidence of each token of the first name with each of the second."""
    share: Floats
    """(2, MOST_TOKENS) share of agreement of a token that is two of the other name written as one."""
    match: Ints
    """(2, MOST_TOKENS) state of each token of either name: UNMATCHED, its counterpart, PART + k or JOINED."""


@kernel
def alignment_scratch() -> AlignmentScratch:
    """Fresh working memory."""
    return AlignmentScratch(
        np.zeros((3, LONGEST + 2)),
        np.zeros(LONGEST + 1, np.uint8),
        np.full(MEMO_SLOTS, -1, np.int32),
        np.full(MEMO_SLOTS, -1, np.int32),
        np.zeros(MEMO_SLOTS),
        np.zeros((MOST_TOKENS, MOST_TOKENS)),
        np.zeros((2, MOST_TOKENS)),
        np.zeros((2, MOST_TOKENS), np.int32),
    )


@kernel
def cut_name(names: Names, number: int) -> Ints:
    """The tokens of a name that are compared."""
    start = int(names.at[number])
    return names.token[start : min(int(names.at[number + 1]), start + MOST_TOKENS)]


@kernel
def is_ordered(left: Tokens, a: Ints, right: Tokens, b: Ints) -> bool:
    """Whether the left name comes first in the canonical order: fewer tokens, their letters, their weights."""
    if a.shape[0] != b.shape[0]:
        return bool(a.shape[0] < b.shape[0])
    for k in range(a.shape[0]):
        a0, a1 = int(left.letters_at[a[k]]), int(left.letters_at[a[k] + 1])
        b0, b1 = int(right.letters_at[b[k]]), int(right.letters_at[b[k] + 1])
        for x in range(min(a1 - a0, b1 - b0)):
            if left.letters[a0 + x] != right.letters[b0 + x]:
                return bool(left.letters[a0 + x] < right.letters[b0 + x])
        if a1 - a0 != b1 - b0:
            return bool(a1 - a0 < b1 - b0)
    for k in range(a.shape[0]):
        if left.weight[int(a[k])] != right.weight[int(b[k])]:
            return bool(left.weight[int(a[k])] < right.weight[int(b[k])])
    return True


@kernel
def _joined_share(
    left: Tokens, i: int, right: Tokens, j: int, k: int, p: MatchParameters, s: AlignmentScratch
) -> float:
    """Share of agreement (0-1) of token ``i`` with tokens ``j`` and ``k`` of the other name written as one word."""
    a0, a1 = int(left.letters_at[i]), int(left.letters_at[i + 1])
    b0, b1 = int(right.letters_at[j]), int(right.letters_at[j + 1])
    c0, c1 = int(right.letters_at[k]), int(right.letters_at[k + 1])
    n = b1 - b0
    length = n + c1 - c0
    if abs((a1 - a0) - length) > JOINED_LENGTH_DIFFERENCE or length > LONGEST or length < JOINED_SHORTEST:
        return 0.0
    for x in range(n):
        s.joined[x] = right.letters[b0 + x]
    for x in range(c1 - c0):
        s.joined[n + x] = right.letters[c0 + x]
    limit = min(p.joined_most_error, p.joined_error * length)
    cost = edit_distance(left.letters, a0, a1, s.joined, 0, length, p.costs, s.rows, limit)
    if cost > limit:
        return 0.0
    share = p.joined_share - p.error_weight * cost / (p.joined_letter * length)
    return float(share) if share > p.joined_least else 0.0


@kernel
def _match_tokens(
    first: Tokens, a: Ints, second: Tokens, b: Ints, swapped: bool, p: MatchParameters, s: AlignmentScratch
) -> None:
    """Give every token at most one counterpart, the strongest evidence first."""
    n = a.shape[0]
    m = b.shape[0]
    for i in range(n):
        s.match[0, i] = UNMATCHED
        for j in range(m):
            x = int(a[i])
            y = int(b[j])
            u = y if swapped else x
            v = x if swapped else y
            slot = (u * 40503 + v * 30011) & (MEMO_SLOTS - 1)
            if s.memo_left[slot] != u or s.memo_right[slot] != v:
                s.memo_left[slot] = u
                s.memo_right[slot] = v
                s.memo[slot] = token_evidence(first, x, second, y, p, s.rows)
            s.evidence[i, j] = s.memo[slot]
    for j in range(m):
        s.match[1, j] = UNMATCHED
    while True:
        best = 0.0
        x = -1
        y = -1
        for i in range(n):
            if s.match[0, i] >= 0:
                continue
            for j in range(m):
                if s.evidence[i, j] > best and s.match[1, j] < 0:
                    best = s.evidence[i, j]
                    x = i
                    y = j
        if x < 0:
            break
        s.match[0, x] = y
        s.match[1, y] = x


@kernel
def agreement_share(first: Tokens, a: Ints, second: Tokens, b: Ints, side: int, k: int, s: AlignmentScratch) -> float:
    """Share of agreement that token ``k`` of side ``side`` has with its one counterpart; 0 where it has none."""
    other = int(s.match[side, k])
    if other < 0 or other >= PART:
        return 0.0
    x = k if side == 0 else other
    y = other if side == 0 else k
    return float(s.evidence[x, y] / min(first.weight[int(a[x])], second.weight[int(b[y])]))


@kernel
def _join(side: int, i: int, x: int, y: int, share: float, s: AlignmentScratch) -> None:
    """Match token ``i`` of one side to tokens ``x`` and ``y`` of the other, freeing the counterparts of all three."""
    if s.match[side, i] >= 0:
        s.match[1 - side, int(s.match[side, i])] = UNMATCHED
    for j in (x, y):
        if s.match[1 - side, j] >= 0:
            s.match[side, int(s.match[1 - side, j])] = UNMATCHED
        s.match[1 - side, j] = PART + i
    s.match[side, i] = JOINED
    s.share[side, i] = share


@kernel
def _match_joined(
    first: Tokens, a: Ints, second: Tokens, b: Ints, side: int, p: MatchParameters, s: AlignmentScratch
) -> None:
    """Match single tokens of one side to two of the other written as one, where that explains more."""
    tokens = first if side == 0 else second
    others = second if side == 0 else first
    single = a if side == 0 else b
    double = b if side == 0 else a
    m = double.shape[0]
    for i in range(single.shape[0]):
        best = agreement_share(first, a, second, b, side, i, s)
        if s.match[side, i] >= PART or best > p.joined_replaced or tokens.kind[int(single[i])] == INITIAL:
            continue
        x = -1
        y = -1
        for j in range(m):
            state = int(s.match[1 - side, j])
            if state >= PART:
                continue
            if state >= 0 and state != i and agreement_share(first, a, second, b, 1 - side, j, s) > p.joined_taken:
                continue
            for k in range(m):
                state = int(s.match[1 - side, k])
                if j == k or state >= PART or (others.reading[int(double[j])] == SYLLABLES and k != j + 1):
                    continue  # syllables are joined only in their order
                share = _joined_share(tokens, int(single[i]), others, int(double[j]), int(double[k]), p, s)
                free = state < 0 or state == i
                if share > best and (free or agreement_share(first, a, second, b, 1 - side, k, s) <= p.joined_taken):
                    best = share
                    x = j
                    y = k
        if x >= 0:
            _join(side, i, x, y, best, s)


@kernel
def align(
    first: Tokens, a: Ints, second: Tokens, b: Ints, swapped: bool, p: MatchParameters, s: AlignmentScratch
) -> None:
    """Fill ``s.match`` and ``s.share`` for two names in canonical order.

    Args:
        first: tokens of the first name.
        a: the first name.
        second: tokens of the second name.
        b: the second name.
        swapped: whether the caller's left name is the second, by which token pairs are remembered.
        p: costs and shares.
        s: working memory, kept between pairs of the same tokens.
    """
    _match_tokens(first, a, second, b, swapped, p, s)
    _match_joined(first, a, second, b, 0, p, s)
    _match_joined(first, a, second, b, 1, p, s)


@kernel
def align_names(
    left: Tokens,
    left_names: Names,
    right: Tokens,
    right_names: Names,
    pairs: Ints,
    p: MatchParameters,
    match: Ints,
    shares: Floats,
) -> None:
    """Which token of each pair's names corresponds to which, as ``compare_names`` aligns them.

    Args:
        left: tokens of the left names, as for ``compare_names``.
        left_names: the left names.
        right: tokens of the right names.
        right_names: the right names.
        pairs: (left name, right name).
        p: costs and shares.
        match: (pairs, 2, MOST_TOKENS) receives the state of each token of either name, see ``AlignmentScratch.match``.
        shares: (pairs, 2, MOST_TOKENS) receives the share of agreement (0-1) of each token.
    """
    s = alignment_scratch()
    for number in range(pairs.shape[0]):
        a = cut_name(left_names, int(pairs[number, 0]))
        b = cut_name(right_names, int(pairs[number, 1]))
        swapped = not is_ordered(left, a, right, b)
        first = right if swapped else left
        second = left if swapped else right
        x = b if swapped else a
        y = a if swapped else b
        align(first, x, second, y, swapped, p, s)
        for side in range(2):
            to = 1 - side if swapped else side
            for k in range((x if side == 0 else y).shape[0]):
                state = int(s.match[side, k])
                match[number, to, k] = state
                shares[number, to, k] = agreement_share(first, x, second, y, side, k, s)
                if state == JOINED:
                    shares[number, to, k] = s.share[side, k]
                elif state >= PART:
                    shares[number, to, k] = s.share[1 - side, state - PART]
