"""Listed words like a word asked for: few letters dropped from either side make them equal, or letter pairs meet."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel
from lustra.kernels.words import Spelling, edit_distance

__all__ = ["GRAMS", "LONG", "SLACK", "Forms", "Lexicon", "Sought", "grams", "remainders", "similar_words"]

GRAMS = 37 * 37
"""Number of letter pairs, the edge of a word counting as letter 0."""
LONG = 9
"""Letters from which a form asked for is looked up by letter pairs; shorter ones by what dropping letters leaves."""
SLACK = 2
"""Letters that may be dropped from a form of five letters and more; one from a shorter one."""
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


class Sought(NamedTuple):
    """The words asked for: each a run of forms."""

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
        if end - start < 5 or most < 2:
            continue
        for second in range(first + 1, end):
            if second > first + 1 and letters[second] == letters[second - 1]:
                continue
            out[count] = _bucket(letters, start, end, first, second, shift)
            count += 1
    return count


@kernel
def _by_remainders(held: Ints, many: int, rest: Ints, rest_at: Ints, counts: Bytes, met: Ints) -> int:
    """Write to ``met`` the listed forms that stand in one of the first ``many`` buckets ``held``; returns how many."""
    count = 0
    for k in range(many):
        bucket = int(held[k])
        for x in range(int(rest_at[bucket]), int(rest_at[bucket + 1])):
            item = int(rest[x])
            met[count] = item  # to be written over unless it is fresh: a branch here would cost more
            count += 1 - int(counts[item])
            counts[item] = 1
    for k in range(count):
        counts[int(met[k])] = 0
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
    held: Ints, many: int, length: int, edits: int, at: Ints, gram: Ints, gram_at: Ints, counts: Bytes, met: Ints
) -> int:
    """Write to ``met`` the listed forms that hold as many of the letter pairs ``held`` as ``edits`` leave; how many.

    Eight counts at a time are asked whether one of them suffices; adding what lacks to 128 sets the highest bit.
    """
    first = _first_of_length(at, length - edits)
    last = _first_of_length(at, length + edits + 1)
    for g in range(many):
        end = int(gram_at[int(held[g]) + 1])
        low = _first_from(gram, int(gram_at[int(held[g])]), end, first)
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
                met[count] = item
                count += 1
    counts[first:last] = 0
    return count


@kernel
def _near(where: Longs, length: int, edits: int, letters: Bytes, at: Ints, met: Ints, many: int) -> int:
    """Keep those of ``met`` at most ``edits`` typing errors away (Hyyrö 2003, bit-parallel); returns how many.

    ``where`` holds for each letter its places in the form asked for, of ``length`` letters, as bits.
    """
    full = (1 << length) - 1
    top = 1 << (length - 1)
    count = 0
    for k in range(many):
        item = int(met[k])
        above = full
        below = 0
        diagonal = 0
        before = 0
        distance = length
        for x in range(int(at[item]), int(at[item + 1])):
            here = int(where[int(letters[x])])
            swapped = ((~diagonal & here) << 1) & before
            diagonal = ((((here & above) + above) ^ above) | here | below | swapped) & full
            right = below | (full & ~(diagonal | above))
            left = diagonal & above
            if right & top:
                distance += 1
            elif left & top:
                distance -= 1
            right = (right << 1) | 1
            above = ((left << 1) | ~(diagonal | right)) & full
            below = right & diagonal
            before = here
        if distance <= edits:
            met[count] = item
            count += 1
    return count


@kernel
def _measure(
    a: Forms, form: int, b: Forms, spelling: Spelling, least: float, rows: Floats, met: Ints, many: int, alike: Floats
) -> int:
    """Keep those of ``met`` at least ``least`` alike, and how much each is (0-1) in ``alike``; returns how many."""
    start, end = int(a.at[form]), int(a.at[form + 1])
    length, weight, surprise = int(a.length[form]), a.weight[form], a.surprise[form]
    count = 0
    for k in range(many):
        item = int(met[k])
        norm = (0.5 * (length + int(b.length[item])) + spelling.short) / spelling.slope
        purse = max(surprise, b.surprise[item])
        most = min(weight, b.weight[item])
        limit = min((purse - least * most) / spelling.nats, (1.0 - least) * norm)
        cost = edit_distance(
            a.letters, start, end, b.letters, int(b.at[item]), int(b.at[item + 1]), spelling, rows, limit
        )
        if cost <= limit:
            met[count] = item
            alike[count] = min(1.0 - cost / norm, (purse - spelling.nats * cost) / most, 1.0)
            count += 1
    return count


@kernel
def similar_words(
    sought: Sought, lexicon: Lexicon, spelling: Spelling, least: float, best: Floats, found: Ints, value: Floats
) -> int:
    """Listed words like each word asked for, at least ``least`` alike in any of their spellings.

    Args:
        sought: the words asked for.
        lexicon: the listed spellings.
        spelling: costs of letters.
        least: smallest similarity kept (0-1).
        best: zeros, one per listed word; zeros again on return.
        found: (capacity, 2) receives (word asked for, listed word).
        value: (capacity,) receives the similarities.

    Returns:
        the number of pairs found, which may exceed the capacity; what does not fit is left out.
    """
    held = np.empty(64, np.int32)
    where = np.zeros(37, np.int64)
    rows = np.zeros((3, 33))
    counts = np.zeros(lexicon.forms.at.shape[0] // 8 * 8 + 8, np.uint8)
    met = np.empty(lexicon.forms.at.shape[0], np.int32)
    alike = np.empty(lexicon.forms.at.shape[0])
    words = np.empty(best.shape[0], np.int32)
    shift = 33
    size = lexicon.rest_at.shape[0] - 1
    while size > 0:
        size >>= 1
        shift -= 1
    total = 0
    for word in range(sought.form_at.shape[0] - 1):
        touched = 0
        for x in range(int(sought.form_at[word]), int(sought.form_at[word + 1])):
            form = int(sought.form[x])
            start, end = int(sought.forms.at[form]), int(sought.forms.at[form + 1])
            length = end - start
            if length < 9:
                edits = 2
                most = 2 if x == int(sought.form_at[word]) else 1  # what has two errors is met by its skeleton
                many = remainders(sought.forms.letters, start, end, most, shift, held)
                many = _by_remainders(held, many, lexicon.rest, lexicon.rest_at, counts, met)
            else:
                edits = min(length // 3, 4)
                many = grams(sought.forms.letters, start, end, held)
                many = _by_grams(
                    held, many, length, edits, lexicon.forms.at, lexicon.gram, lexicon.gram_at, counts, met
                )
            where[:] = 0
            for k in range(length):
                where[int(sought.forms.letters[start + k])] |= 1 << k
            many = _near(where, length, edits, lexicon.forms.letters, lexicon.forms.at, met, many)
            many = _measure(sought.forms, form, lexicon.forms, spelling, least, rows, met, many, alike)
            for k in range(many):
                item = int(met[k])
                for y in range(int(lexicon.word_at[item]), int(lexicon.word_at[item + 1])):
                    other = int(lexicon.word[y])
                    if best[other] == 0.0:
                        words[touched] = other
                        touched += 1
                    if alike[k] > best[other]:
                        best[other] = alike[k]
        for k in range(touched):
            other = int(words[k])
            if total < found.shape[0]:
                found[total, 0] = word
                found[total, 1] = other
                value[total] = best[other]
            total += 1
            best[other] = 0.0
    return total
