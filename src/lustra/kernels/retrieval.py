"""Names worth comparing: tokens alike by their letter pairs, then names that share enough weight with a query."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel

__all__ = ["Asked", "Listed", "Postings", "candidates"]

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Postings(NamedTuple):
    """For each key, the ascending numbers of what holds it: ``items[at[k]:at[k + 1]]``."""

    items: Ints
    at: Ints


class Listed(NamedTuple):
    """The listed names as retrieval sees them."""

    word_names: Postings
    """Listed skeleton → names that hold it."""
    word_weight: Floats
    """Weight of each listed skeleton, nats."""
    name_words: Postings
    """Name → its skeletons."""
    name_weight: Floats
    """Weight of each name, nats."""
    allowed: Bytes
    """Schema bits of each name that may answer, else 0."""


class Asked(NamedTuple):
    """Queries as retrieval sees them: for each a run of words, the ones that must be walked first."""

    words: Ints
    words_at: Ints
    weight: Floats
    """Weight of each of ``words``; negative for a listed word that is part of the token before it, or the sum of
    two: sums come first."""
    group: Ints
    """What each of ``words`` stands for, ascending; a name gains from each group once."""
    mask: Bytes
    """Schema bits of each query."""


@kernel
def candidates(
    asked: Asked,
    alike: Postings,
    alike_value: Floats,
    listed: Listed,
    least: float,
    most: int,
    gained: Floats,
    worth: Floats,
    found: Ints,
) -> int:
    """Pairs (query, listed name) whose shared weight could reach a score worth returning.

    Rare words are followed to the names that hold them; common ones only add to names found so far.

    Args:
        asked: the queries.
        alike: for each word number the listed skeletons like it.
        alike_value: how much (0-1) each of ``alike`` is like the word.
        listed: the names.
        least: the estimated score a name must reach (0-1).
        most: the largest number of names per query, the best kept.
        gained: zeros, one per listed name; zeros again on return.
        worth: zeros, one per listed skeleton; zeros again on return.
        found: (capacity, 2) receives the pairs.

    Returns:
        the number of pairs written.
    """
    touched = np.empty(gained.shape[0], np.int32)
    stamp = np.full(gained.shape[0], -1, np.int32)
    once = np.zeros(gained.shape[0])
    total = 0
    for query in range(asked.words_at.shape[0] - 1):
        first = int(asked.words_at[query])
        last = int(asked.words_at[query + 1])
        whole = 0.0
        for position in range(first, last):
            if asked.weight[position] > 0.0:
                whole += asked.weight[position]
        met = 0
        left = whole
        walked = first
        while walked < last:
            weight = asked.weight[walked]
            if weight > 0.0:
                if left <= least * whole:
                    break
                left -= weight
            weight = abs(weight)
            word = int(asked.words[walked])
            group = int(asked.group[walked])
            for a in range(int(alike.at[word]), int(alike.at[word + 1])):
                item = int(alike.items[a])
                value = alike_value[a] * min(weight, listed.word_weight[item])
                for k in range(int(listed.word_names.at[item]), int(listed.word_names.at[item + 1])):
                    name = int(listed.word_names.items[k])
                    if gained[name] == 0.0:
                        touched[met] = name
                        met += 1
                    if stamp[name] != group:
                        stamp[name] = group
                        once[name] = value
                        gained[name] += value
                    elif value > once[name]:
                        gained[name] += value - once[name]
                        once[name] = value
            walked += 1
        for position in range(walked, last):
            if asked.weight[position] < 0.0:
                continue
            word = int(asked.words[position])
            for a in range(int(alike.at[word]), int(alike.at[word + 1])):
                item = int(alike.items[a])
                worth[item] += alike_value[a] * min(asked.weight[position], listed.word_weight[item])
        kept = 0
        floor = least
        for k in range(met):
            name = int(touched[k])
            have = gained[name]
            gained[name] = 0.0
            if (listed.allowed[name] & asked.mask[query]) == 0:
                continue
            if left > 0.0:
                if (have + left) < least * (have + left + 0.3 * max(whole - have - left, 0.0)):
                    continue
                for x in range(int(listed.name_words.at[name]), int(listed.name_words.at[name + 1])):
                    have += worth[int(listed.name_words.items[x])]
            u = max(whole - have, 0.0)
            v = max(listed.name_weight[name] - have, 0.0)
            estimate = have / (have + 1.0 * min(u, v) + 0.3 * abs(u - v) + 1e-9)
            if estimate < floor:
                continue
            gained[name] = estimate
            touched[kept] = name
            kept += 1
        for position in range(walked, last):
            word = int(asked.words[position])
            for a in range(int(alike.at[word]), int(alike.at[word + 1])):
                worth[int(alike.items[a])] = 0.0
        if kept > most:
            estimates = np.empty(kept)
            for k in range(kept):
                estimates[k] = gained[int(touched[k])]
            floor = np.sort(estimates)[kept - most]
        ties = most
        for k in range(kept):
            if gained[int(touched[k])] > floor:
                ties -= 1
        for k in range(kept):
            name = int(touched[k])
            tied = gained[name] == floor
            if (gained[name] > floor or (tied and ties > 0)) and total < found.shape[0]:
                found[total, 0] = query
                found[total, 1] = name
                total += 1
                if tied:
                    ties -= 1
            gained[name] = 0.0
    return total
