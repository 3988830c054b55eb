"""Listed words like a word asked for: found by the letter pairs that they share, kept where they are alike enough.

Numba keeps compiled kernels by the file they stand in: after a change in ``words.py``, touch this file.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel
from lustra.kernels.words import Spelling, edit_distance

__all__ = ["GRAMS", "Lexicon", "grams", "similar_words"]

GRAMS = 37 * 37
"""Number of letter pairs, the edge of a word counting as letter 0."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


class Lexicon(NamedTuple):
    """The distinct listed skeletons, shorter ones first, and, for each letter pair, those that hold it."""

    letters: Bytes
    letters_at: Ints
    length: Bytes
    mask: Longs
    """Which letters occur, letter k as bit k - 1."""
    weight: Floats
    surprise: Floats
    gram_words: Ints
    gram_at: Ints


@kernel
def grams(letters: Bytes, start: int, end: int, out: Ints) -> int:
    """Write the distinct letter pairs of ``letters[start:end]`` (edges included) to ``out``; returns how many."""
    count = 0
    before = 0
    for k in range(start, end + 1):
        letter = int(letters[k]) if k < end else 0
        gram = before * 37 + letter
        before = letter
        fresh = True
        for other in range(count):
            if int(out[other]) == gram:
                fresh = False
        if fresh:
            out[count] = gram
            count += 1
    return count


@kernel
def _first_from(items: Ints, low: int, high: int, least: int) -> int:
    """Position in ``items[low:high]``, ascending, of the first that is at least ``least``; ``high`` if none is."""
    while low < high:
        middle = (low + high) // 2
        if int(items[middle]) < least:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _first_of_length(lengths: Bytes, length: int) -> int:
    """Number of the first listed skeleton of at least ``length`` letters."""
    low = 0
    high = lengths.shape[0]
    while low < high:
        middle = (low + high) // 2
        if int(lengths[middle]) < length:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def similar_words(
    letters: Bytes,
    at: Ints,
    lexicon: Lexicon,
    surprise: Floats,
    weight: Floats,
    spelling: Spelling,
    least: float,
    counts: Ints,
    found: Ints,
    value: Floats,
) -> int:
    """Listed skeletons like each word asked for, at least ``least`` alike.

    Args:
        letters: the letters of the words asked for, one word after the other.
        at: where each word starts.
        surprise: of each word, nats.
        weight: of each word, nats.
        lexicon: the listed skeletons.
        spelling: costs of letters.
        least: smallest similarity kept (0-1).
        counts: zeros, one per listed skeleton; zeros again on return.
        found: (capacity, 2) receives (word, listed skeleton).
        value: (capacity,) receives the similarities.

    Returns:
        the number of pairs found, which may exceed the capacity; what does not fit is left out.
    """
    held = np.empty(40, np.int32)
    rows = np.zeros((3, 33))
    touched = np.empty(counts.shape[0], np.int32)
    total = 0
    need = np.zeros(32, np.int32)
    allowed = np.zeros(32, np.int32)
    bits = np.zeros(4096, np.int32)
    for x in range(1, 4096):
        bits[x] = bits[x >> 1] + (x & 1)
    for word in range(at.shape[0] - 1):
        start = int(at[word])
        end = int(at[word + 1])
        length = end - start
        shortest = 32
        longest = 0
        for other in range(1, 32):
            most_edits = int((1.0 - least) * (0.5 * (length + other) + spelling.short) / spelling.slope / 0.8)
            allowed[other] = most_edits
            need[other] = max(max(length, other) + 1 - 2 * most_edits, 1)
            if abs(length - other) <= most_edits:
                shortest = min(shortest, other)
                longest = other
        first = _first_of_length(lexicon.length, shortest)
        last = _first_of_length(lexicon.length, longest + 1)
        mask = 0
        for k in range(start, end):
            mask |= 1 << (int(letters[k]) - 1)
        many = grams(letters, start, end, held)
        met = 0
        for g in range(many):
            gram = int(held[g])
            k = _first_from(lexicon.gram_words, int(lexicon.gram_at[gram]), int(lexicon.gram_at[gram + 1]), first)
            while k < int(lexicon.gram_at[gram + 1]):
                item = int(lexicon.gram_words[k])
                if item >= last:
                    break
                if counts[item] == 0:
                    touched[met] = item
                    met += 1
                counts[item] += 1
                k += 1
        for k in range(met):
            item = int(touched[k])
            shared = int(counts[item])
            counts[item] = 0
            other = int(lexicon.length[item])
            if shared < need[other]:
                continue
            edits = int(allowed[other])
            extra = mask & ~int(lexicon.mask[item])
            if bits[extra & 4095] + bits[extra >> 12 & 4095] + bits[extra >> 24] > edits:
                continue
            extra = int(lexicon.mask[item]) & ~mask
            if bits[extra & 4095] + bits[extra >> 12 & 4095] + bits[extra >> 24] > edits:
                continue
            norm = (0.5 * (length + other) + spelling.short) / spelling.slope
            purse = max(surprise[word], lexicon.surprise[item])
            most = min(weight[word], lexicon.weight[item])
            limit = min((purse - least * most) / spelling.nats, (1.0 - least) * norm)
            b0 = int(lexicon.letters_at[item])
            cost = edit_distance(letters, start, end, lexicon.letters, b0, b0 + other, spelling, rows, limit)
            if cost > limit:
                continue
            if total < found.shape[0]:
                found[total, 0] = word
                found[total, 1] = item
                value[total] = min(1.0 - cost / norm, (purse - spelling.nats * cost) / most)
            total += 1
    return total
