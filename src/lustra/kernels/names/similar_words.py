"""Listed words similar to a word of a query: dropping few letters makes them equal, or they share letter pairs."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel
from lustra.kernels.names.words import LONGEST, MatchParameters, edit_distance

__all__ = ["GRAMS", "LONG", "SLACK", "Forms", "Lexicon", "QuerySpellings", "grams", "remainders", "similar_words"]

GRAMS = 37 * 37
"""Number of letter pairs, the edge of a word counting as letter 0."""
LONG = 9
"""Letters from which a form is looked up by letter pairs; shorter ones by what dropping letters leaves."""
SLACK = 2
"""Letters that may be dropped from a form of ``TWO_DROPS_FROM`` letters and more; one from a shorter one."""
TWO_DROPS_FROM = 5
"""Letters from which a form may lose two."""
SHORT_EDITS = 2
"""Typing errors allowed in a form that is looked up by what dropping letters leaves."""
LETTERS_PER_EDIT, MOST_EDITS = 3, 4
"""A longer form may have one typing error for so many letters, and so many at most."""
EACH = 0x0101010101010101
"""One in each of eight bytes."""
HIGH = -0x7F7F7F7F7F7F7F80
"""The highest bit of each of eight bytes."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


class Forms(NamedTuple):
    """Spellings: the words' letters as typed, and their skeletons."""

    letters: Bytes
    at: Ints
    weight: Floats
    """The largest weight of a word spelled so, nats."""
    surprise: Floats
    """The largest surprise of a word spelled so, nats."""
    length: Bytes
    """Letters of the longest word spelled so, as typed: what a cost is relative to."""


class Lexicon(NamedTuple):
    """The distinct listed spellings, shorter ones first."""

    forms: Forms
    word: Ints
    """The words (numbers of listed skeletons) that each form spells."""
    word_at: Ints
    rest: Ints
    """For each bucket the forms that leave it when letters are dropped, see ``remainders``."""
    rest_at: Ints
    gram: Ints
    """For each letter pair the forms that hold it, ascending."""
    gram_at: Ints


class QuerySpellings(NamedTuple):
    """The words looked up: each a run of forms."""

    forms: Forms
    form: Ints
    form_at: Ints


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
def _bucket(letters: Bytes, start: int, end: int, first: int, second: int, shift: int) -> int:
    """Bucket of ``letters[start:end]`` without the letters at ``first`` and ``second`` (multiplicative hash)."""
    state = 0
    for k in range(start, end):
        if k != first and k != second:
            state = ((state ^ int(letters[k])) * 2654435761) & 0xFFFFFFFF
    return state >> shift


@kernel
def remainders(letters: Bytes, start: int, end: int, most: int, shift: int, out: Ints) -> int:
    """Write the buckets of ``letters[start:end]`` with no, one and (of five letters and more) two letters dropped.

    Args:
        letters: letters of words.
        start: where the word begins.
        end: where it ends.
        most: letters dropped at most, one or two.
        shift: 32 less the number of bits of a bucket.
        out: receives the buckets; one may come more than once.

    Returns:
        how many were written.
    """
    out[0] = _bucket(letters, start, end, -1, -1, shift)
    count = 1
    if end - start < 2:
        return count
    for first in range(start, end):
        if first > start and letters[first] == letters[first - 1]:
            continue  # dropping either of two equal neighbours leaves the same
        out[count] = _bucket(letters, start, end, first, -1, shift)
        count += 1
        if end - start < TWO_DROPS_FROM or most < 2:
            continue
        for second in range(first + 1, end):
            if second > first + 1 and letters[second] == letters[second - 1]:
                continue
            out[count] = _bucket(letters, start, end, first, second, shift)
            count += 1
    return count


@kernel
def _by_remainders(buckets: Ints, many: int, rest: Ints, rest_at: Ints, counts: Bytes, matches: Ints) -> int:
    """Write to ``matches`` the listed forms that are in one of the first ``many`` buckets; returns how many."""
    count = 0
    for k in range(many):
        bucket = int(buckets[k])
        for x in range(int(rest_at[bucket]), int(rest_at[bucket + 1])):
            item = int(rest[x])
            matches[count] = item  # to be written over unless it is fresh: a branch here would cost more
            count += 1 - int(counts[item])
            counts[item] = 1
    for k in range(count):
        counts[int(matches[k])] = 0
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
def _first_of_length(at: Ints, length: int) -> int:
    """Number of the first listed form of at least ``length`` letters."""
    low = 0
    high = at.shape[0] - 1
    while low < high:
        middle = (low + high) // 2
        if int(at[middle + 1]) - int(at[middle]) < length:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _by_grams(
    pairs: Ints, many: int, length: int, edits: int, at: Ints, gram: Ints, gram_at: Ints, counts: Bytes, matches: Ints
) -> int:
    """Write to ``matches`` the listed forms that hold as many of the letter pairs as ``edits`` leave; how many.

    Eight counts are tested at a time whether one of them suffices; adding what lacks to 128 sets the highest bit.
    """
    first = _first_of_length(at, length - edits)
    last = _first_of_length(at, length + edits + 1)
    for g in range(many):
        end = int(gram_at[int(pairs[g]) + 1])
        low = _first_from(gram, int(gram_at[int(pairs[g])]), end, first)
        for k in range(low, _first_from(gram, low, end, last)):
            counts[int(gram[k])] += 1
    least = max(length + 1 - 2 * edits, 1)
    eights = counts.view(np.int64)
    count = 0
    for k in range(first >> 3, (last + 7) >> 3):
        if int(eights[k]) == 0 or (int(eights[k]) + (128 - least) * EACH) & HIGH == 0:
            continue
        for item in range(8 * k, min(8 * k + 8, last)):
            longer = max(length, int(at[item + 1]) - int(at[item]))
            if int(counts[item]) >= max(longer + 1 - 2 * edits, 1):
                matches[count] = item
                count += 1
    counts[first:last] = 0
    return count


@kernel
def _near(where: Longs, length: int, edits: int, letters: Bytes, at: Ints, matches: Ints, many: int) -> int:
    """Keep those of ``matches`` at most ``edits`` typing errors away (Hyyrö 2003, bit-parallel); returns how many.

    ``where`` holds for each letter its places in the form looked up, of ``length`` letters, as bits.
    """
    full = (1 << length) - 1
    top = 1 << (length - 1)
    count = 0
    for k in range(many):
        item = int(matches[k])
        above = full
        below = 0
        diagonal = 0
        before = 0
        distance = length
        for x in range(int(at[item]), int(at[item + 1])):
            places = int(where[int(letters[x])])
            swapped = ((~diagonal & places) << 1) & before
            diagonal = ((((places & above) + above) ^ above) | places | below | swapped) & full
            right = below | (full & ~(diagonal | above))
            left = diagonal & above
            if right & top:
                distance += 1
            elif left & top:
                distance -= 1
            right = (right << 1) | 1
            above = ((left << 1) | ~(diagonal | right)) & full
            below = right & diagonal
            before = places
        if distance <= edits:
            matches[count] = item
            count += 1
    return count


@kernel
def _measure(
    a: Forms,
    form: int,
    b: Forms,
    p: MatchParameters,
    least: float,
    rows: Floats,
    matches: Ints,
    many: int,
    alike: Floats,
) -> int:
    """Keep those of ``matches`` at least ``least`` alike, and how much each is (0-1) in ``alike``; returns how many."""
    start, end = int(a.at[form]), int(a.at[form + 1])
    length, weight, surprise = int(a.length[form]), a.weight[form], a.surprise[form]
    count = 0
    for k in range(many):
        item = int(matches[k])
        norm = (0.5 * (length + int(b.length[item])) + p.length_offset) / p.slope
        error_budget = max(surprise, b.surprise[item])
        most = min(weight, b.weight[item])
        limit = min((error_budget - least * most) / p.error_weight, (1.0 - least) * norm)
        cost = edit_distance(
            a.letters, start, end, b.letters, int(b.at[item]), int(b.at[item + 1]), p.costs, rows, limit
        )
        if cost <= limit:
            matches[count] = item
            alike[count] = min(1.0 - cost / norm, (error_budget - p.error_weight * cost) / most, 1.0)
            count += 1
    return count


@kernel
def similar_words(
    queries: QuerySpellings,
    lexicon: Lexicon,
    p: MatchParameters,
    least: float,
    best: Floats,
    pairs: Ints,
    value: Floats,
) -> int:
    """Listed words similar to each word looked up, at least ``least`` alike in any of their spellings.

    Args:
        queries: the words looked up.
        lexicon: the listed spellings.
        p: costs and shares.
        least: smallest similarity kept (0-1).
        best: zeros, one per listed word; zeros again on return.
        pairs: (capacity, 2) receives (word looked up, listed word).
        value: (capacity,) receives the similarities.

    Returns:
        the number of pairs, which may exceed the capacity; what does not fit is left out.
    """
    keys = np.empty(64, np.int32)
    where = np.zeros(37, np.int64)
    rows = np.zeros((3, LONGEST + 2))
    counts = np.zeros(lexicon.forms.at.shape[0] // 8 * 8 + 8, np.uint8)
    matches = np.empty(lexicon.forms.at.shape[0], np.int32)
    alike = np.empty(lexicon.forms.at.shape[0])
    words = np.empty(best.shape[0], np.int32)
    shift = 33
    size = lexicon.rest_at.shape[0] - 1
    while size > 0:
        size >>= 1
        shift -= 1
    total = 0
    for word in range(queries.form_at.shape[0] - 1):
        touched = 0
        for x in range(int(queries.form_at[word]), int(queries.form_at[word + 1])):
            form = int(queries.form[x])
            start, end = int(queries.forms.at[form]), int(queries.forms.at[form + 1])
            length = end - start
            if length < LONG:
                edits = SHORT_EDITS
                most = SLACK if x == int(queries.form_at[word]) else 1  # two errors are found by the skeleton
                many = remainders(queries.forms.letters, start, end, most, shift, keys)
                many = _by_remainders(keys, many, lexicon.rest, lexicon.rest_at, counts, matches)
            else:
                edits = min(length // LETTERS_PER_EDIT, MOST_EDITS)
                many = grams(queries.forms.letters, start, end, keys)
                many = _by_grams(
                    keys, many, length, edits, lexicon.forms.at, lexicon.gram, lexicon.gram_at, counts, matches
                )
            where[:] = 0
            for k in range(length):
                where[int(queries.forms.letters[start + k])] |= 1 << k
            many = _near(where, length, edits, lexicon.forms.letters, lexicon.forms.at, matches, many)
            many = _measure(queries.forms, form, lexicon.forms, p, least, rows, matches, many, alike)
            for k in range(many):
                item = int(matches[k])
                for y in range(int(lexicon.word_at[item]), int(lexicon.word_at[item + 1])):
                    other = int(lexicon.word[y])
                    if best[other] == 0.0:
                        words[touched] = other
                        touched += 1
                    if alike[k] > best[other]:
                        best[other] = alike[k]
        for k in range(touched):
            other = int(words[k])
            if total < pairs.shape[0]:
                pairs[total, 0] = word
                pairs[total, 1] = other
                value[total] = best[other]
            total += 1
            best[other] = 0.0
    return total
