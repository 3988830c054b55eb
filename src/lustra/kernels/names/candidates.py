"""Names worth comparing: the words of each query lead to the names that hold similar words.

Weights are counted in whole 1024ths of a nat, so that sums do not depend on their order.
"""

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel
from lustra.kernels.names.alignment import MOST_TOKENS
from lustra.kernels.names.candidate_arrays import (
    BEST_GAIN,
    GAIN,
    GROUP,
    GROUP_COLUMNS,
    JOINED_GROUPS,
    LISTED_WEIGHT,
    NEXT,
    QUERY_WEIGHT,
    TOKEN_WEIGHT,
    WORD,
    WORD_WEIGHT,
    IndexView,
    Postings,
    QueryBatch,
    Scratch,
    Terms,
)

__all__ = ["candidates"]

UNITS_PER_NAT = 1024.0
"""Weights are counted in whole units of this fraction of a nat."""
BISECT_FROM = 64
"""Names of a word from which the too heavy ones are searched for, not read."""

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


@kernel
def _list_events(batch: QueryBatch, query: int, word_weight: Floats, event: Ints) -> int:
    """Write an event for each listed word that matches something in the query; returns the number of events."""
    first = int(batch.tokens.at[query])
    count = 0
    for k in range(min(int(batch.tokens.at[query + 1]) - first, MOST_TOKENS)):
        token = int(batch.tokens.items[first + k])
        weight = batch.weight[token] * UNITS_PER_NAT
        for a in range(int(batch.alike.at[token]), int(batch.alike.at[token + 1])):
            word = int(batch.alike.items[a])
            listed_weight = word_weight[word] * UNITS_PER_NAT
            event[count, WORD] = word
            event[count, GROUP] = 2 * k
            event[count, GAIN] = int(batch.value[a] * min(weight, listed_weight))
            event[count, TOKEN_WEIGHT] = int(weight)
            event[count, WORD_WEIGHT] = int(listed_weight)
            count += 1
        for a in range(int(batch.parts.at[token]), int(batch.parts.at[token + 1])):
            word = int(batch.parts.items[a])
            listed_weight = word_weight[word] * UNITS_PER_NAT
            event[count, WORD] = word
            event[count, GROUP] = 2 * k + int(batch.side[a])
            event[count, GAIN] = int(min(weight * batch.share[a], listed_weight))
            event[count, TOKEN_WEIGHT] = int(weight * batch.share[a])
            event[count, WORD_WEIGHT] = int(listed_weight)
            count += 1
    first = int(batch.sums.at[query])
    for k in range(min(int(batch.sums.at[query + 1]) - first, MOST_TOKENS)):
        word = int(batch.sums.items[first + k])
        weight = batch.sum_weight[first + k] * UNITS_PER_NAT
        listed_weight = word_weight[word] * UNITS_PER_NAT
        event[count, WORD] = word
        event[count, GROUP] = JOINED_GROUPS + k
        event[count, GAIN] = int(min(weight, listed_weight))
        event[count, TOKEN_WEIGHT] = int(weight)
        event[count, WORD_WEIGHT] = int(listed_weight)
        count += 1
    return count


@kernel
def _best_per_group(events: int, event: Ints, group: Longs, weights: Floats, initials: Ints, heaviest: int) -> None:
    """Write for each group its largest values; an initial may abbreviate any word, the ``heaviest`` included."""
    group[:, :] = 0
    for e in range(events):
        g = int(event[e, GROUP])
        for k in range(GROUP_COLUMNS):
            if event[e, GAIN + k] > group[g, k]:
                group[g, k] = event[e, GAIN + k]
    for k in range(weights.shape[0]):
        if initials[k]:
            weight = int(weights[k] * UNITS_PER_NAT)
            group[2 * k, BEST_GAIN] = weight
            group[2 * k, QUERY_WEIGHT] = weight
            group[2 * k, LISTED_WEIGHT] = heaviest


@kernel
def _weight_limit(gain: int, query_weight: int, listed_weight: int, full: float, least: float, terms: Terms) -> float:
    """The weight, nats, from which no name can reach ``least`` if it gains ``gain`` by words of ``listed_weight``.

    What is lost must not exceed what the gain can bear; the loss grows with the weight of the name. An open word costs
    more where both sides have one (``terms.contradiction``) than alone (``terms.omission``).
    """
    left = max(full - query_weight, 0.0)
    spare = gain * (1.0 / least - 1.0) - UNITS_PER_NAT * terms.prior - terms.omission * left
    if spare < 0.0:
        return 0.0
    right = spare / max(terms.contradiction - terms.omission, 1e-9)
    if right > left:
        right = left + (spare - (terms.contradiction - terms.omission) * left) / terms.omission
    return (listed_weight + right + 1.0) / UNITS_PER_NAT


@kernel
def _first_as_heavy(items: Ints, low: int, high: int, name_weight: Floats, weight: float) -> int:
    """Position in ``items[low:high]``, names of a word, of the first that weighs at least ``weight``."""
    while low < high:
        middle = (low + high) // 2
        if name_weight[int(items[middle])] < weight:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _one_word_limit(last: int, scratch: Scratch, base: Longs, full: float, least: float, terms: Terms) -> float:
    """The weight, nats, from which no name reaches ``least`` by one word and initials (``base``) alone.

    A name may hold the word once for each group of the query that it matches; its events are chained from ``last``.
    """
    gain = int(base[BEST_GAIN])
    query_weight = int(base[QUERY_WEIGHT])
    listed_weight = int(base[LISTED_WEIGHT])
    e = last
    while e >= 0:
        g = int(scratch.event[e, GROUP])
        if scratch.best[g] == 0:
            listed_weight += int(scratch.event[e, WORD_WEIGHT])
        gain += max(int(scratch.event[e, GAIN]) - int(scratch.best[g]), 0)
        scratch.best[g] = max(int(scratch.event[e, GAIN]), int(scratch.best[g]))
        query_weight += int(scratch.event[e, TOKEN_WEIGHT])
        e = int(scratch.event[e, NEXT]) - 1
    e = last
    while e >= 0:
        scratch.best[int(scratch.event[e, GROUP])] = 0
        e = int(scratch.event[e, NEXT]) - 1
    return _weight_limit(gain, query_weight, listed_weight, full, least, terms)


@kernel
def _reach_names(
    events: int,
    scratch: Scratch,
    names: Postings,
    name_weight: Floats,
    base: Longs,
    full: float,
    heaviest: float,
    least: float,
    terms: Terms,
) -> int:
    """Collect the names that hold two words of the query, or one that suffices; chain the events to their words.

    The names of every word are read once, up to the weight of name that can still reach ``least``. A name too heavy for
    any one word is collected when it is seen again; two bits a name are few enough to stay in the processor's cache.

    Returns:
        the number of names collected.
    """
    for e in range(events):
        word = int(scratch.event[e, WORD])
        scratch.event[e, NEXT] = scratch.head[word]
        scratch.head[word] = e + 1
    reached = 0
    for e in range(events):
        word = int(scratch.event[e, WORD])
        if int(scratch.head[word]) != e + 1:
            continue
        low, high = int(names.at[word]), int(names.at[word + 1])
        one_word = _one_word_limit(e, scratch, base, full, least, terms)
        suffices = _first_as_heavy(names.items, low, high, name_weight, one_word) if one_word > 0.0 else low
        if high - low > BISECT_FROM:
            high = _first_as_heavy(names.items, suffices, high, name_weight, heaviest)
        for k in range(low, high):
            name = int(names.items[k])
            shift = 2 * (name & 3)
            bits = int(scratch.seen[name >> 2])
            seen = bits >> shift & 3
            if seen < 2 and (seen == 1 or k < suffices):
                scratch.seen[name >> 2] = bits | 2 << shift
                scratch.name[reached] = name
                reached += 1
            elif seen == 0:
                scratch.seen[name >> 2] = bits | 1 << shift
    scratch.seen[:] = 0
    return reached


@kernel
def _score(gain: float, left: float, right: float, distorted: float, terms: Terms) -> float:
    """The score of so much agreement, open words of either side and distortion, all in 1024ths of a nat."""
    loss = terms.contradiction * min(left, right) + terms.omission * abs(left - right)
    return gain / (gain + loss + terms.distortion * distorted + UNITS_PER_NAT * terms.prior)


@kernel
def _best_event(event: Ints, last: int, best: Ints) -> int:
    """The event of a listed word, among those chained from ``last``, by which a name gains most; -1 if by none."""
    most = 0
    strongest = -1
    while last >= 0:
        more = int(event[last, GAIN]) - int(best[int(event[last, GROUP])])
        if more > most:
            most = more
            strongest = last
        last = int(event[last, NEXT]) - 1
    return strongest


@kernel
def _unused_initial(initials: Ints, best: Ints, firsts: int) -> int:
    """The initial of the query, not yet used, that a word spelled with one of ``firsts`` may be; -1 if none."""
    for k in range(initials.shape[0]):
        if initials[k] and best[2 * k] == 0 and firsts >> (int(initials[k]) - 1) & 1:
            return k
    return -1


@kernel
def _estimate_names(
    mask: int, least: float, full: float, view: IndexView, reached: int, initials: Ints, terms: Terms, scratch: Scratch
) -> int:
    """Estimate the score of every name collected and keep those that reach ``least``; returns how many.

    Each word of a name matches the group of the query by which the name gains most.
    """
    kept = 0
    for k in range(reached):
        name = int(scratch.name[k])
        if (int(view.allowed[name]) & mask) == 0:
            continue
        gain = 0
        query_weight = 0
        listed_weight = 0
        for x in range(int(view.name_words.at[name]), int(view.name_words.at[name + 1])):
            word = int(view.name_words.items[x])
            strongest = _best_event(scratch.event, int(scratch.head[word]) - 1, scratch.best)
            if strongest >= 0:
                g = int(scratch.event[strongest, GROUP])
                if scratch.best[g] == 0:
                    query_weight += int(scratch.event[strongest, TOKEN_WEIGHT])
                    listed_weight += int(scratch.event[strongest, WORD_WEIGHT])
                gain += int(scratch.event[strongest, GAIN]) - int(scratch.best[g])
                scratch.best[g] = scratch.event[strongest, GAIN]
                continue
            initial = _unused_initial(initials, scratch.best, int(view.word_first[word]))
            if initial >= 0:
                weight = int(view.word_weight[word] * UNITS_PER_NAT)
                scratch.best[2 * initial] = min(int(scratch.group[2 * initial, BEST_GAIN]), weight)
                gain += int(scratch.best[2 * initial])
                query_weight += int(scratch.group[2 * initial, QUERY_WEIGHT])
                listed_weight += weight
        scratch.best[:] = 0
        weight = view.name_weight[name] * UNITS_PER_NAT
        distorted = max(min(float(query_weight), float(listed_weight), full, weight) - gain, 0.0)
        estimate = _score(
            float(gain), max(full - query_weight, 0.0), max(weight - listed_weight, 0.0), distorted, terms
        )
        if estimate >= least:
            scratch.name[kept] = name
            scratch.estimate[kept] = estimate
            kept += 1
    return kept


@kernel
def _write_pairs(query: int, kept: int, most: int, total: int, scratch: Scratch, pairs: Ints) -> int:
    """Write the pairs of a query, at most ``most``: the best, of equals the first. Returns the new total."""
    cutoff = -1.0
    last = -1
    if kept > most:
        cutoff = float(np.sort(scratch.estimate[:kept])[kept - most])
        above = 0
        for k in range(kept):
            if scratch.estimate[k] > cutoff:
                above += 1
        equal = np.sort(scratch.name[:kept][scratch.estimate[:kept] == cutoff])
        last = int(equal[most - above - 1])
    for k in range(kept):
        if scratch.estimate[k] > cutoff or (scratch.estimate[k] == cutoff and int(scratch.name[k]) <= last):
            pairs[total, 0] = query
            pairs[total, 1] = scratch.name[k]
            total += 1
    return total


@kernel
def candidates(batch: QueryBatch, view: IndexView, terms: Terms, most: int, scratch: Scratch, pairs: Ints) -> int:
    """Pairs (query, listed name) whose estimated score reaches what the query requires.

    Args:
        batch: the queries.
        view: the index.
        terms: what the score takes off.
        most: the largest number of names per query, the best kept.
        scratch: working memory; zeros again on return where it was zeros.
        pairs: (capacity, 2) receives the pairs; the capacity is ``most`` per query.

    Returns:
        the number of pairs written.
    """
    total = 0
    initials = np.zeros(MOST_TOKENS, np.int32)
    weights = np.zeros(MOST_TOKENS)
    base = np.zeros(GROUP_COLUMNS, np.int64)
    if view.word_weight.shape[0] == 0:
        return 0
    heaviest_word = int(np.max(view.word_weight) * UNITS_PER_NAT)
    names = view.word_names
    for query in range(batch.mask.shape[0]):
        events = _list_events(batch, query, view.word_weight, scratch.event)
        if events == 0:
            continue
        first = int(batch.tokens.at[query])
        count = min(int(batch.tokens.at[query + 1]) - first, MOST_TOKENS)
        full = 0.0
        for k in range(count):
            token = int(batch.tokens.items[first + k])
            initials[k] = batch.initial[token]
            weights[k] = batch.weight[token]
            full += batch.weight[token] * UNITS_PER_NAT
        least = batch.least[query]
        _best_per_group(events, scratch.event, scratch.group, weights[:count], initials[:count], heaviest_word)
        base[:] = 0
        for k in range(count):
            if initials[k]:
                base += scratch.group[2 * k]
        whole = scratch.group.sum(axis=0)
        heaviest = _weight_limit(
            int(whole[BEST_GAIN]), int(whole[QUERY_WEIGHT]), int(whole[LISTED_WEIGHT]), full, least, terms
        )
        reached = _reach_names(events, scratch, names, view.name_weight, base, full, heaviest, least, terms)
        kept = _estimate_names(int(batch.mask[query]), least, full, view, reached, initials[:count], terms, scratch)
        for e in range(events):
            scratch.head[int(scratch.event[e, WORD])] = 0
        total = _write_pairs(query, kept, most, total, scratch, pairs)
    return total
