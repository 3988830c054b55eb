"""Two names compared token by token: arrays in, a row of evidence out.

Every function is symmetric in its two names: the caller's order is replaced by a canonical one first.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel
from lustra.kernels.words import (
    ANCESTOR,
    GENERIC,
    GONE,
    INITIAL,
    LEGAL_FORM,
    NUMBER,
    PARTICLE,
    PATRONYMIC,
    SYLLABLES,
    TITLE,
    Spelling,
    Tokens,
    edit_distance,
    token_evidence,
)

__all__ = ["FEATURES", "MOST_TOKENS", "Names", "align_names", "compare_names"]

MOST_TOKENS = 16
"""Tokens of a name that are compared; the rest is cut."""
NEARLY = 0.1
"""Share of agreement that a word may lose and still be the same."""
FEATURES = 8
"""Columns of a row of evidence, all nats: matched, open left, open right, distorted, numbers and patronymics that
agree, numbers and patronymics that contradict, open syllables, and what keeps the names from being the same: words that
are open (particles, titles, legal forms and generic words aside) or not nearly the same."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Names(NamedTuple):
    """Names as runs of token numbers: name i is ``token[at[i]:at[i + 1]]``."""

    token: Ints
    at: Ints


class Scratch(NamedTuple):
    """Room for one pair of names, used again and again."""

    rows: Floats
    """(3, 33) of the edit distance."""
    glued: Bytes
    """(32,) two tokens written as one."""
    memo_left: Ints
    memo_right: Ints
    memo: Floats
    """(65536,) evidence of token pairs met before: names repeat their tokens."""
    alike: Floats
    """(16, 16) evidence of each token of the first name with each of the second."""
    share: Floats
    """(2, 16) share of agreement of a token that is two of the other name glued."""
    match: Ints
    """(2, 16) for each token of either name: -1 open, k its counterpart, 100 + k part of glued token k, 200 glued."""


@kernel
def _scratch() -> Scratch:
    """Fresh room."""
    return Scratch(
        np.zeros((3, 33)),
        np.zeros(32, np.uint8),
        np.full(65536, -1, np.int32),
        np.full(65536, -1, np.int32),
        np.zeros(65536),
        np.zeros((16, 16)),
        np.zeros((2, 16)),
        np.zeros((2, 16), np.int32),
    )


@kernel
def _glued(one: Tokens, i: int, two: Tokens, j: int, k: int, spelling: Spelling, scratch: Scratch) -> float:
    """Share of agreement (0-1) of token ``i`` with tokens ``j`` and ``k`` of the other name written as one word."""
    a0, a1 = int(one.letters_at[i]), int(one.letters_at[i + 1])
    b0, b1 = int(two.letters_at[j]), int(two.letters_at[j + 1])
    c0, c1 = int(two.letters_at[k]), int(two.letters_at[k + 1])
    n = b1 - b0
    m = c1 - c0
    if abs((a1 - a0) - (n + m)) > 2 or n + m > 31 or n + m < 4:
        return 0.0
    for x in range(n):
        scratch.glued[x] = two.letters[b0 + x]
    for x in range(m):
        scratch.glued[n + x] = two.letters[c0 + x]
    limit = min(1.7, 0.22 * (n + m))
    cost = edit_distance(one.letters, a0, a1, scratch.glued, 0, n + m, spelling, scratch.rows, limit)
    if cost > limit:
        return 0.0
    share = 0.97 - spelling.nats * cost / (2.0 * (n + m))
    return share if share > 0.4 else 0.0


@kernel
def _before(one: Tokens, a: Ints, two: Tokens, b: Ints) -> bool:
    """Whether the first name comes first in the canonical order: fewer tokens, their letters, their weights."""
    if a.shape[0] != b.shape[0]:
        return bool(a.shape[0] < b.shape[0])
    for k in range(a.shape[0]):
        a0, a1 = int(one.letters_at[a[k]]), int(one.letters_at[a[k] + 1])
        b0, b1 = int(two.letters_at[b[k]]), int(two.letters_at[b[k] + 1])
        for x in range(min(a1 - a0, b1 - b0)):
            if one.letters[a0 + x] != two.letters[b0 + x]:
                return bool(one.letters[a0 + x] < two.letters[b0 + x])
        if a1 - a0 != b1 - b0:
            return bool(a1 - a0 < b1 - b0)
    for k in range(a.shape[0]):
        if one.weight[int(a[k])] != two.weight[int(b[k])]:
            return bool(one.weight[int(a[k])] < two.weight[int(b[k])])
    return True


@kernel
def _match(one: Tokens, a: Ints, two: Tokens, b: Ints, turned: bool, spelling: Spelling, scratch: Scratch) -> None:
    """Give every token at most one counterpart, the strongest evidence first."""
    n = a.shape[0]
    m = b.shape[0]
    for i in range(n):
        scratch.match[0, i] = -1
        for j in range(m):
            x = int(a[i])
            y = int(b[j])
            u = y if turned else x
            v = x if turned else y
            slot = (u * 40503 + v * 30011) & 0xFFFF
            if scratch.memo_left[slot] != u or scratch.memo_right[slot] != v:
                scratch.memo_left[slot] = u
                scratch.memo_right[slot] = v
                scratch.memo[slot] = token_evidence(one, x, two, y, spelling, scratch.rows)
            scratch.alike[i, j] = scratch.memo[slot]
    for j in range(m):
        scratch.match[1, j] = -1
    while True:
        best = 0.0
        x = -1
        y = -1
        for i in range(n):
            if scratch.match[0, i] >= 0:
                continue
            for j in range(m):
                if scratch.alike[i, j] > best and scratch.match[1, j] < 0:
                    best = scratch.alike[i, j]
                    x = i
                    y = j
        if x < 0:
            break
        scratch.match[0, x] = y
        scratch.match[1, y] = x


@kernel
def _held(one: Tokens, a: Ints, two: Tokens, b: Ints, side: int, j: int, scratch: Scratch) -> float:
    """Share of agreement that token ``j`` of side ``side`` has with its counterpart; 0 where it has none."""
    k = int(scratch.match[side, j])
    if k < 0 or k >= 100:
        return 0.0
    x = j if side == 0 else k
    y = k if side == 0 else j
    return float(scratch.alike[x, y] / min(one.weight[int(a[x])], two.weight[int(b[y])]))


@kernel
def _glue(one: Tokens, a: Ints, two: Tokens, b: Ints, side: int, spelling: Spelling, scratch: Scratch) -> None:
    """Match single tokens of one side to two of the other written as one, where that explains more."""
    tokens = one if side == 0 else two
    others = two if side == 0 else one
    mine = a if side == 0 else b
    theirs = b if side == 0 else a
    m = theirs.shape[0]
    for i in range(mine.shape[0]):
        old = _held(one, a, two, b, side, i, scratch)
        if scratch.match[side, i] >= 100 or old > 0.85 or tokens.kind[int(mine[i])] == INITIAL:
            continue
        best = old
        x = -1
        y = -1
        for j in range(m):
            held = int(scratch.match[1 - side, j])
            if held >= 100 or (held >= 0 and held != i and _held(one, a, two, b, 1 - side, j, scratch) > 0.8):
                continue
            for k in range(m):
                held = int(scratch.match[1 - side, k])
                if j == k or held >= 100 or (others.reading[int(theirs[j])] == SYLLABLES and k != j + 1):
                    continue  # syllables are written as one only as they stand
                share = _glued(tokens, int(mine[i]), others, int(theirs[j]), int(theirs[k]), spelling, scratch)
                if share > best and not (held >= 0 and held != i and _held(one, a, two, b, 1 - side, k, scratch) > 0.8):
                    best = share
                    x = j
                    y = k
        if x < 0:
            continue
        if scratch.match[side, i] >= 0:
            scratch.match[1 - side, int(scratch.match[side, i])] = -1
        for j in (x, y):
            if scratch.match[1 - side, j] >= 0:
                scratch.match[side, int(scratch.match[1 - side, j])] = -1
            scratch.match[1 - side, j] = 100 + i
        scratch.match[side, i] = 200
        scratch.share[side, i] = best


@kernel
def _minor(kind: int) -> bool:
    """Whether a name stays the same without such a token."""
    return kind in (PARTICLE, LEGAL_FORM, TITLE, GENERIC)


@kernel
def _sum_of_pairs(
    one: Tokens, a: Ints, two: Tokens, b: Ints, spelling: Spelling, scratch: Scratch, out: Floats
) -> None:
    """Add what tokens say that met one another; what is doubtful is open on both sides by degrees."""
    for i in range(a.shape[0]):
        j = int(scratch.match[0, i])
        if j < 0 or j >= 100:
            continue
        most = min(one.weight[int(a[i])], two.weight[int(b[j])])
        lost = 1.0 - scratch.alike[i, j] / most
        other = min(max((lost - spelling.doubt) / (GONE - spelling.doubt), 0.0), 1.0)
        out[0] += (1.0 - other) * scratch.alike[i, j]
        out[1] += other * most
        out[2] += other * most
        out[3] += (1.0 - other) * (most - scratch.alike[i, j])
        kind = int(one.kind[int(a[i])])
        if kind == int(two.kind[int(b[j])]) and kind in (NUMBER, PATRONYMIC):
            out[4] += scratch.alike[i, j]
        out[7] += max(lost - NEARLY, 0.0) * most


@kernel
def _sum_of_side(tokens: Tokens, mine: Ints, side: int, spelling: Spelling, scratch: Scratch, out: Floats) -> None:
    """Add what the tokens of one side say that are open, or part of a token of the other side."""
    for k in range(mine.shape[0]):
        token = int(mine[k])
        state = int(scratch.match[side, k])
        kind = int(tokens.kind[token])
        weight = tokens.weight[token]
        if 100 <= state < 200:
            share = scratch.share[1 - side, state - 100]
            out[0] += share * weight
            out[3] += (1.0 - share) * weight
            out[7] += max(1.0 - NEARLY - share, 0.0) * weight
        elif state < 0:
            column = 3 if kind == LEGAL_FORM else 1 + side  # another legal form is no other name
            out[column] += weight * (spelling.ancestor if kind == ANCESTOR else 1.0)
            if tokens.reading[token] == SYLLABLES:
                out[6] += weight
            if not _minor(kind):
                out[7] += weight


@kernel
def _clash(one: Tokens, a: Ints, two: Tokens, b: Ints, scratch: Scratch) -> float:
    """Nats of open numbers and patronymics of the first name that the second has another of."""
    clash = 0.0
    for i in range(a.shape[0]):
        kind = int(one.kind[int(a[i])])
        if scratch.match[0, i] >= 0 or kind not in (NUMBER, PATRONYMIC):
            continue
        for j in range(b.shape[0]):
            if scratch.match[1, j] < 0 and int(two.kind[int(b[j])]) == kind:
                clash += min(one.weight[int(a[i])], two.weight[int(b[j])])
                break
    return clash


@kernel
def _sum(one: Tokens, a: Ints, two: Tokens, b: Ints, spelling: Spelling, scratch: Scratch, out: Floats) -> None:
    """Fill a row of evidence with what the matched and the open tokens say."""
    out[:] = 0.0
    _sum_of_pairs(one, a, two, b, spelling, scratch, out)
    _sum_of_side(one, a, 0, spelling, scratch, out)
    _sum_of_side(two, b, 1, spelling, scratch, out)
    out[5] = _clash(one, a, two, b, scratch)


@kernel
def compare_names(
    left: Tokens, left_names: Names, right: Tokens, right_names: Names, pairs: Ints, spelling: Spelling, out: Floats
) -> None:
    """Fill ``out[p]`` with the evidence (FEATURES columns) for each pair (left name, right name) of ``pairs``."""
    scratch = _scratch()
    for p in range(pairs.shape[0]):
        u = int(pairs[p, 0])
        v = int(pairs[p, 1])
        a = left_names.token[int(left_names.at[u]) : min(int(left_names.at[u + 1]), int(left_names.at[u]) + 16)]
        b = right_names.token[int(right_names.at[v]) : min(int(right_names.at[v + 1]), int(right_names.at[v]) + 16)]
        if _before(left, a, right, b):
            _match(left, a, right, b, False, spelling, scratch)
            _glue(left, a, right, b, 0, spelling, scratch)
            _glue(left, a, right, b, 1, spelling, scratch)
            _sum(left, a, right, b, spelling, scratch, out[p])
        else:
            _match(right, b, left, a, True, spelling, scratch)
            _glue(right, b, left, a, 0, spelling, scratch)
            _glue(right, b, left, a, 1, spelling, scratch)
            _sum(right, b, left, a, spelling, scratch, out[p])
            first = out[p, 1]
            out[p, 1] = out[p, 2]
            out[p, 2] = first


@kernel
def align_names(
    left: Tokens,
    left_names: Names,
    right: Tokens,
    right_names: Names,
    pairs: Ints,
    spelling: Spelling,
    match: Ints,
    worth: Floats,
) -> None:
    """Which token of each pair's names met which, as ``compare_names`` saw it.

    Args:
        left: tokens of the left names, as for ``compare_names``.
        left_names: the left names.
        right: tokens of the right names.
        right_names: the right names.
        pairs: (left name, right name).
        spelling: costs of letters.
        match: (pairs, 2, 16) receives for each token of either name its state, see ``Scratch.match``.
        worth: (pairs, 2, 16) receives the share of agreement (0-1) of each token.
    """
    scratch = _scratch()
    for p in range(pairs.shape[0]):
        u = int(pairs[p, 0])
        v = int(pairs[p, 1])
        a = left_names.token[int(left_names.at[u]) : min(int(left_names.at[u + 1]), int(left_names.at[u]) + 16)]
        b = right_names.token[int(right_names.at[v]) : min(int(right_names.at[v + 1]), int(right_names.at[v]) + 16)]
        turned = not _before(left, a, right, b)
        one = right if turned else left
        two = left if turned else right
        x = b if turned else a
        y = a if turned else b
        _match(one, x, two, y, turned, spelling, scratch)
        _glue(one, x, two, y, 0, spelling, scratch)
        _glue(one, x, two, y, 1, spelling, scratch)
        for side in range(2):
            to = 1 - side if turned else side
            for k in range((x if side == 0 else y).shape[0]):
                state = int(scratch.match[side, k])
                match[p, to, k] = state
                worth[p, to, k] = _held(one, x, two, y, side, k, scratch)
                if state == 200:
                    worth[p, to, k] = scratch.share[side, k]
                elif state >= 100:
                    worth[p, to, k] = scratch.share[1 - side, state - 100]
