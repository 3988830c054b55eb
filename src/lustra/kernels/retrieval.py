"""Names worth comparing: tokens alike by their letter pairs, then names that share enough weight with a query."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel

__all__ = ["GRAMS", "Postings", "candidates", "gram_counts", "grams"]

GRAMS = 37 * 37
"""Number of letter pairs, the edge of a word counting as letter 0."""

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Postings(NamedTuple):
    """For each key, the ascending numbers of what holds it: ``items[at[k]:at[k + 1]]``."""

    items: Ints
    at: Ints


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
def gram_counts(letters: Bytes, at: Ints, lengths: Bytes, postings: Postings, counts: Ints, found: Ints) -> int:
    """Pairs (word, listed word) that share enough letter pairs to be a few edits apart.

    Args:
        letters, at: the words asked for.
        lengths: letters of every listed word.
        postings: letter pair → listed words.
        counts: zeros, one per listed word; zeros again on return.
        found: (capacity, 2) receives the pairs; what does not fit is left out.

    Returns:
        the number of pairs written.
    """
    held = np.empty(40, np.int32)
    touched = np.empty(counts.shape[0], np.int32)
    total = 0
    for word in range(at.shape[0] - 1):
        start = int(at[word])
        end = int(at[word + 1])
        length = end - start
        many = grams(letters, start, end, held)
        met = 0
        for g in range(many):
            gram = int(held[g])
            for k in range(int(postings.at[gram]), int(postings.at[gram + 1])):
                item = int(postings.items[k])
                if counts[item] == 0:
                    touched[met] = item
                    met += 1
                counts[item] += 1
        for k in range(met):
            item = int(touched[k])
            shared = int(counts[item])
            counts[item] = 0
            other = int(lengths[item])
            longest = max(length, other)
            edits = 1 + longest // 4
            if abs(length - other) <= edits and shared >= max(longest + 1 - 2 * edits, 1) and total < found.shape[0]:
                found[total, 0] = word
                found[total, 1] = item
                total += 1
    return total


@kernel
def candidates(
    words: Ints,
    words_at: Ints,
    word_weight: Floats,
    total_weight: Floats,
    alike: Postings,
    alike_value: Floats,
    names: Postings,
    name_weight: Floats,
    allowed: Bytes,
    masks: Bytes,
    least: float,
    most: int,
    gained: Floats,
    found: Ints,
) -> int:
    """Pairs (query, listed name) whose shared weight could reach a score worth returning.

    Args:
        words, words_at: for each query its words, rarest first.
        word_weight: weight of each of ``words``.
        total_weight: weight of each query, its words' and whatever is not looked up.
        alike, alike_value: for each word number the listed words like it and how much.
        names: listed word → names.
        name_weight: weight of every listed name.
        allowed, masks: bits of each listed name and query; a name may be returned where they meet.
        least: the share of weight a name must be able to reach.
        most: the largest number of names per query, the best kept.
        gained: zeros, one per listed name; zeros again on return.
        found: (capacity, 2) receives the pairs.

    Returns:
        the number of pairs written.
    """
    touched = np.empty(gained.shape[0], np.int32)
    bests = np.empty(most)
    total = 0
    for query in range(words_at.shape[0] - 1):
        met = 0
        whole = total_weight[query]
        left = whole
        skipped = whole
        for position in range(int(words_at[query]), int(words_at[query + 1])):
            word = int(words[position])
            weight = word_weight[position]
            if left <= least * whole:
                break
            left -= weight
            skipped -= weight
            for a in range(int(alike.at[word]), int(alike.at[word + 1])):
                listed = int(alike.items[a])
                value = alike_value[a] * weight
                for k in range(int(names.at[listed]), int(names.at[listed + 1])):
                    name = int(names.items[k])
                    if gained[name] == 0.0:
                        touched[met] = name
                        met += 1
                    gained[name] += value
        kept = 0
        for k in range(met):
            name = int(touched[k])
            if (allowed[name] & masks[query]) == 0:
                gained[name] = 0.0
                continue
            have = gained[name] + max(skipped, 0.0)
            if have > whole:
                have = whole
            lack = abs(whole - name_weight[name]) * 0.3
            gained[name] = have / (have + lack + (whole - have) + 1e-9)
            if gained[name] >= least:
                if kept < most:
                    bests[kept] = gained[name]
                    kept += 1
                else:
                    low = 0
                    for x in range(1, most):
                        if bests[x] < bests[low]:
                            low = x
                    if gained[name] > bests[low]:
                        bests[low] = gained[name]
        floor = least
        if kept == most:
            floor = bests[0]
            for x in range(1, most):
                if bests[x] < floor:
                    floor = bests[x]
        taken = 0
        for k in range(met):
            name = int(touched[k])
            if gained[name] >= floor and taken < most and total < found.shape[0]:
                found[total, 0] = query
                found[total, 1] = name
                total += 1
                taken += 1
            gained[name] = 0.0
    return total
