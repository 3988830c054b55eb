"""Two names compared token by token: arrays in, a row of evidence out.

Letters are small integers (1–26 a–z, 27–36 digits). Every function is symmetric in its two names: the caller's order
is replaced by a canonical one before anything is computed.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel

__all__ = [
    "FEATURES",
    "INITIAL",
    "LEGAL",
    "LONGEST",
    "MOST_TOKENS",
    "NUMBER",
    "PARTICLE",
    "PATRONYMIC",
    "WORD",
    "Names",
    "Spelling",
    "Tokens",
    "compare_names",
    "edit_distance",
    "token_similarity",
]

WORD, INITIAL, PARTICLE, NUMBER, LEGAL, PATRONYMIC = 0, 1, 2, 3, 4, 5
"""Kinds of token, as the kernels see them."""
LONGEST = 31
"""Letters of a token that are compared; the rest is cut."""
MOST_TOKENS = 16
"""Tokens of a name that are compared; the rest is cut."""
FEATURES = 8
"""Columns of a row of evidence: matched, unmatched left, unmatched right, distorted, exact tokens, tokens left, tokens
right, contradicting numbers or patronymics."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Tokens(NamedTuple):
    """Interned tokens: letters, skeleton letters, weight in nats, kind."""

    letters: Bytes
    letters_at: Ints
    skeleton: Bytes
    skeleton_at: Ints
    weight: Floats
    kind: Bytes


class Names(NamedTuple):
    """Names as runs of token numbers: name i is ``token[at[i]:at[i + 1]]``."""

    token: Ints
    at: Ints


class Spelling(NamedTuple):
    """Costs of letters, 1.0 being one ordinary typing error."""

    substitution: Floats
    """(37, 37), symmetric."""
    gap: Floats
    """(37,): a letter too many or too few."""
    swap: float
    """Two neighbours exchanged."""
    double: float
    """A doubled letter written once."""
    skeleton: float
    """Charge for comparing skeletons instead of letters."""
    slope: float
    """Similarity lost per unit of cost, relative to the length."""
    short: float
    """Letters added to the length before dividing."""


@kernel
def edit_distance(
    a: Bytes, a0: int, a1: int, b: Bytes, b0: int, b1: int, spelling: Spelling, rows: Floats, limit: float
) -> float:
    """Weighted optimal-string-alignment distance of ``a[a0:a1]`` and ``b[b0:b1]``, or more than ``limit``."""
    n = a1 - a0
    m = b1 - b0
    rows[0, 0] = 0.0
    for j in range(1, m + 1):
        y = int(b[b0 + j - 1])
        step = spelling.gap[y]
        if j > 1 and int(b[b0 + j - 2]) == y:
            step = spelling.double
        rows[0, j] = rows[0, j - 1] + step
    for i in range(1, n + 1):
        here = i % 3
        above = (i - 1) % 3
        x = int(a[a0 + i - 1])
        px = int(a[a0 + i - 2]) if i > 1 else 0
        remove = spelling.double if px == x else spelling.gap[x]
        rows[here, 0] = rows[above, 0] + remove
        best = rows[here, 0]
        for j in range(1, m + 1):
            y = int(b[b0 + j - 1])
            py = int(b[b0 + j - 2]) if j > 1 else 0
            cost = rows[above, j - 1]
            if x != y:
                cost += spelling.substitution[x, y]
            other = rows[above, j] + remove
            if other < cost:
                cost = other
            other = rows[here, j - 1] + (spelling.double if py == y else spelling.gap[y])
            if other < cost:
                cost = other
            if i > 1 and j > 1 and x == py and y == px and x != y:
                other = rows[(i - 2) % 3, j - 2] + spelling.swap
                if other < cost:
                    cost = other
            rows[here, j] = cost
            if cost < best:
                best = cost
        if best > limit:
            return best
    return float(rows[n % 3, m])


@kernel
def token_similarity(left: Tokens, i: int, right: Tokens, j: int, spelling: Spelling, rows: Floats) -> float:
    """How alike two tokens are, 0–1; 1 for the same letters."""
    a0, a1 = int(left.letters_at[i]), int(left.letters_at[i + 1])
    b0, b1 = int(right.letters_at[j]), int(right.letters_at[j + 1])
    n, m = a1 - a0, b1 - b0
    if n == 0 or m == 0:
        return 0.0
    if left.kind[i] == 1 or right.kind[j] == 1:
        return 1.0 if left.letters[a0] == right.letters[b0] else 0.0
    same = n == m
    k = 0
    while same and k < n:
        same = left.letters[a0 + k] == right.letters[b0 + k]
        k += 1
    if same:
        return 1.0
    if left.kind[i] == 3 or right.kind[j] == 3:
        return 0.0
    length = 0.5 * (n + m) + spelling.short
    limit = 0.6 * length / spelling.slope
    c0, c1 = int(left.skeleton_at[i]), int(left.skeleton_at[i + 1])
    d0, d1 = int(right.skeleton_at[j]), int(right.skeleton_at[j + 1])
    if abs((c1 - c0) - (d1 - d0)) > limit + 1:
        return 0.0
    cost = spelling.skeleton + edit_distance(
        left.skeleton, c0, c1, right.skeleton, d0, d1, spelling, rows, limit
    )
    if abs(n - m) <= limit + 1 and cost > spelling.skeleton:
        plain = edit_distance(left.letters, a0, a1, right.letters, b0, b1, spelling, rows, limit)
        if plain < cost:
            cost = plain
    similarity = 1.0 - spelling.slope * cost / length
    return similarity if similarity > 0.4 else 0.0


@kernel
def _glued(
    one: Tokens, i: int, two: Tokens, j: int, k: int, spelling: Spelling, rows: Floats, work: Bytes
) -> float:
    """Similarity of token ``i`` of one name to tokens ``j`` and ``k`` of the other written as one word."""
    a0, a1 = int(one.letters_at[i]), int(one.letters_at[i + 1])
    b0, b1 = int(two.letters_at[j]), int(two.letters_at[j + 1])
    c0, c1 = int(two.letters_at[k]), int(two.letters_at[k + 1])
    n = b1 - b0
    m = c1 - c0
    if abs((a1 - a0) - (n + m)) > 2 or n + m > 31 or n + m < 4:
        return 0.0
    for x in range(n):
        work[x] = two.letters[b0 + x]
    for x in range(m):
        work[n + x] = two.letters[c0 + x]
    limit = 1.6
    cost = edit_distance(one.letters, a0, a1, work, 0, n + m, spelling, rows, limit)
    if cost > limit:
        return 0.0
    length = 0.5 * (a1 - a0 + n + m) + spelling.short
    similarity = 0.99 - spelling.slope * cost / length
    return similarity if similarity > 0.6 else 0.0


@kernel
def _match(
    left: Tokens,
    right: Tokens,
    a: Ints,
    n: int,
    b: Ints,
    m: int,
    spelling: Spelling,
    alike: Floats,
    rows: Floats,
    to_right: Ints,
    to_left: Ints,
) -> None:
    """Fill ``alike`` with the similarity of every pair and match the tokens, the most valuable pair first."""
    for i in range(n):
        to_right[i] = -1
        for j in range(m):
            alike[i, j] = token_similarity(left, int(a[i]), right, int(b[j]), spelling, rows)
    for j in range(m):
        to_left[j] = -1
    while True:
        best = 0.0
        x = -1
        y = -1
        for i in range(n):
            if to_right[i] >= 0:
                continue
            for j in range(m):
                if to_left[j] >= 0 or alike[i, j] <= 0.0:
                    continue
                value = alike[i, j] * alike[i, j] * min(left.weight[int(a[i])], right.weight[int(b[j])])
                if value > best:
                    best = value
                    x = i
                    y = j
        if x < 0:
            break
        to_right[x] = y
        to_left[y] = x


@kernel
def _glue(
    one: Tokens,
    two: Tokens,
    a: Ints,
    n: int,
    b: Ints,
    m: int,
    spelling: Spelling,
    rows: Floats,
    work: Bytes,
    alike: Floats,
    turned: bool,
    to_two: Ints,
    to_one: Ints,
    glue: Floats,
) -> None:
    """Match a token of one name to two of the other where that explains more than single tokens do.

    The one token gets 200 in ``to_two``, its parts 100 + its position in ``to_one``; ``glue`` keeps the similarity.
    """
    for i in range(n):
        old = 0.0
        if to_two[i] >= 100:
            continue
        if to_two[i] >= 0:
            old = alike[to_two[i], i] if turned else alike[i, to_two[i]]
        if old > 0.85 or one.kind[int(a[i])] == 1:
            continue
        best = 0.0
        x = -1
        y = -1
        for j in range(m):
            for k in range(m):
                if j == k or to_one[j] >= 100 or to_one[k] >= 100:
                    continue
                if (to_one[j] >= 0 and to_one[j] != i) or (to_one[k] >= 0 and to_one[k] != i):
                    other = j if (to_one[j] >= 0 and to_one[j] != i) else k
                    w = to_one[other]
                    held = alike[other, w] if turned else alike[w, other]
                    if held > 0.8:
                        continue
                value = _glued(one, int(a[i]), two, int(b[j]), int(b[k]), spelling, rows, work)
                if value > best:
                    best = value
                    x = j
                    y = k
        if best > old and x >= 0:
            if to_two[i] >= 0:
                to_one[to_two[i]] = -1
            for j in (x, y):
                if to_one[j] >= 0:
                    to_two[to_one[j]] = -1
                to_one[j] = 100 + i
            to_two[i] = 200
            glue[i] = best


@kernel
def compare_names(
    left: Tokens,
    left_names: Names,
    right: Tokens,
    right_names: Names,
    pairs: Ints,
    spelling: Spelling,
    out: Floats,
) -> None:
    """Fill ``out[p]`` with the evidence (FEATURES columns) for each pair (left name, right name) of ``pairs``."""
    rows = np.zeros((3, 33))
    work = np.zeros(32, np.uint8)
    alike = np.zeros((16, 16))
    to_right = np.zeros(16, np.int32)
    to_left = np.zeros(16, np.int32)
    glue_right = np.zeros(16)
    glue_left = np.zeros(16)
    for p in range(pairs.shape[0]):
        u = int(pairs[p, 0])
        v = int(pairs[p, 1])
        a0 = int(left_names.at[u])
        b0 = int(right_names.at[v])
        n = min(int(left_names.at[u + 1]) - a0, 16)
        m = min(int(right_names.at[v + 1]) - b0, 16)
        a = left_names.token[a0 : a0 + n]
        b = right_names.token[b0 : b0 + m]
        _match(left, right, a, n, b, m, spelling, alike, rows, to_right, to_left)
        _glue(left, right, a, n, b, m, spelling, rows, work, alike, False, to_right, to_left, glue_right)
        _glue(right, left, b, m, a, n, spelling, rows, work, alike, True, to_left, to_right, glue_left)
        matched = 0.0
        distorted = 0.0
        exact = 0.0
        open_left = 0.0
        open_right = 0.0
        clash = 0.0
        for i in range(n):
            w = left.weight[int(a[i])]
            j = int(to_right[i])
            if j < 0:
                open_left += w
            elif j < 100:
                w = min(w, right.weight[int(b[j])])
                s = alike[i, j]
                matched += s * w
                distorted += (1.0 - s) * w
                exact += 1.0 if s >= 1.0 else 0.0
            elif j == 200:
                s = glue_right[i]
                for k in range(m):
                    if int(to_left[k]) == 100 + i:
                        matched += s * right.weight[int(b[k])]
                        distorted += (1.0 - s) * right.weight[int(b[k])]
        for j in range(m):
            w = right.weight[int(b[j])]
            i = int(to_left[j])
            if i < 0:
                open_right += w
            elif i == 200:
                s = glue_left[j]
                for k in range(n):
                    if int(to_right[k]) == 100 + j:
                        matched += s * left.weight[int(a[k])]
                        distorted += (1.0 - s) * left.weight[int(a[k])]
        for i in range(n):
            kind = left.kind[int(a[i])]
            if to_right[i] < 0 and (kind == 3 or kind == 5):
                for j in range(m):
                    if to_left[j] < 0 and right.kind[int(b[j])] == kind:
                        clash += min(left.weight[int(a[i])], right.weight[int(b[j])])
                        break
        out[p, 0] = matched
        out[p, 1] = open_left
        out[p, 2] = open_right
        out[p, 3] = distorted
        out[p, 4] = exact
        out[p, 5] = n
        out[p, 6] = m
        out[p, 7] = clash


@kernel
def word_similarities(
    letters: Bytes, at: Ints, listed: Bytes, listed_at: Ints, pairs: Ints, spelling: Spelling, out: Floats
) -> None:
    """Fill ``out[p]`` with the similarity of word and listed word for each of ``pairs``."""
    rows = np.zeros((3, 33))
    for p in range(pairs.shape[0]):
        a0, a1 = int(at[pairs[p, 0]]), int(at[pairs[p, 0] + 1])
        b0, b1 = int(listed_at[pairs[p, 1]]), int(listed_at[pairs[p, 1] + 1])
        length = 0.5 * (a1 - a0 + b1 - b0) + spelling.short
        limit = 0.6 * length / spelling.slope
        cost = edit_distance(letters, a0, a1, listed, b0, b1, spelling, rows, limit)
        similarity = 1.0 - spelling.slope * cost / length
        out[p] = similarity if similarity > 0.4 else 0.0
