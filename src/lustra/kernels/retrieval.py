"""Names worth comparing: each query's words are followed to the names that hold words like them, the rarest way in.

Weights are counted in whole 1024ths of a nat, so that sums do not depend on their order.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import kernel

__all__ = ["Asked", "Listed", "Postings", "Room", "Terms", "candidates"]

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


class Postings(NamedTuple):
    """For each key the numbers of what it holds: ``items[at[k]:at[k + 1]]``."""

    items: Ints
    at: Ints


class Listed(NamedTuple):
    """The listed names as retrieval sees them."""

    word_names: Postings
    """Listed word → names that hold it, light ones first."""
    word_weight: Floats
    """Weight of each listed word, nats."""
    word_first: Longs
    """Letters with which the listed word is spelled first, letter k as bit k - 1."""
    name_words: Postings
    """Name → its words."""
    name_weight: Floats
    """Weight of each name, nats."""
    allowed: Bytes
    """Schema bits of each name that may answer, else 0."""


class Asked(NamedTuple):
    """Queries as retrieval sees them."""

    tokens: Postings
    """Query → its tokens."""
    weight: Floats
    """Weight of each token, nats."""
    initial: Bytes
    """The letter of each token that is an initial, else 0."""
    alike: Postings
    """Token → listed words like it."""
    value: Floats
    """How much (0-1) each of ``alike`` is like the token."""
    parts: Postings
    """Token → listed words that are parts of it or shorten it."""
    share: Floats
    """Share of the token that each of ``parts`` is."""
    side: Bytes
    """0 for a part at the front, 1 for one at the back."""
    sums: Postings
    """Query → listed words that two of its tokens make."""
    sum_weight: Floats
    """Weight of the two tokens together, nats."""
    mask: Bytes
    """Schema bits of each query."""
    least: Floats
    """The estimated score (0-1) that a name must reach."""


class Terms(NamedTuple):
    """What the score takes off, see ``screening.scoring``."""

    contradiction: float
    omission: float
    distortion: float
    prior: float


class Room(NamedTuple):
    """Room for one query, used again and again."""

    event: Ints
    """(capacity, 7): listed word, group, credit (what it would gain were the listed word as rare as the token), gain,
    weight of the token, weight of the listed word, next event of the word + 1."""
    group: Longs
    """(48, 4) for each group: most credit, weight of the heaviest listed word, postings, 1 where it is not followed
    (2 for an initial). Token k has the groups 2k and 2k + 1 (its back part), sums those from 32."""
    best: Ints
    """(48,) gain from each group of the name in hand."""
    head: Ints
    """Zeros, one per listed word: its first event + 1."""
    ledger: Ints
    """Zeros, (names, 3): credit, weight of the words that gave or could have given it, last group and credit."""
    touched: Ints
    """One per listed name: names met."""
    estimate: Floats
    """One per listed name: estimated scores of the names kept."""


@kernel
def _gather(asked: Asked, query: int, word_weight: Floats, event: Ints) -> int:
    """Note every listed word that answers to something in the query; returns the number of events."""
    first = int(asked.tokens.at[query])
    count = 0
    for k in range(min(int(asked.tokens.at[query + 1]) - first, 16)):
        token = int(asked.tokens.items[first + k])
        weight = asked.weight[token] * 1024.0
        for a in range(int(asked.alike.at[token]), int(asked.alike.at[token + 1])):
            word = int(asked.alike.items[a])
            own = word_weight[word] * 1024.0
            event[count, 0] = word
            event[count, 1] = 2 * k
            event[count, 2] = int(asked.value[a] * weight)
            event[count, 3] = int(asked.value[a] * min(weight, own))
            event[count, 4] = int(weight)
            event[count, 5] = int(own)
            count += 1
        for a in range(int(asked.parts.at[token]), int(asked.parts.at[token + 1])):
            word = int(asked.parts.items[a])
            own = word_weight[word] * 1024.0
            event[count, 0] = word
            event[count, 1] = 2 * k + int(asked.side[a])
            event[count, 2] = int(weight * asked.share[a])
            event[count, 3] = int(min(weight * asked.share[a], own))
            event[count, 4] = int(weight * asked.share[a])
            event[count, 5] = int(own)
            count += 1
    first = int(asked.sums.at[query])
    for k in range(min(int(asked.sums.at[query + 1]) - first, 16)):
        word = int(asked.sums.items[first + k])
        weight = asked.sum_weight[first + k] * 1024.0
        own = word_weight[word] * 1024.0
        event[count, 0] = word
        event[count, 1] = 32 + k
        event[count, 2] = int(weight)
        event[count, 3] = int(min(weight, own))
        event[count, 4] = int(weight)
        event[count, 5] = int(own)
        count += 1
    return count


@kernel
def _needed(least: float, whole: float, terms: Terms) -> float:
    """What a name must gain of a query worth ``whole`` to score ``least``, if nothing in it is open."""
    return least * (1024.0 * terms.prior + terms.omission * whole) / (1.0 - least + least * terms.omission)


@kernel
def _plan(
    events: int, event: Ints, group: Longs, at: Ints, weights: Floats, initials: Ints, least: float, terms: Terms
) -> float:
    """Choose what is followed: all but words far commoner than the rest, where those alone cannot reach ``least``.

    Returns:
        what the query is worth in a name at most, in 1024ths of a nat.
    """
    group[:, :] = 0
    groups = 2 * weights.shape[0]
    total = 0
    for e in range(events):
        word = int(event[e, 0])
        g = int(event[e, 1])
        groups = max(groups, g + 1)
        names = int(at[word + 1]) - int(at[word])
        group[g, 2] += names
        total += names
        if event[e, 2] > group[g, 0]:
            group[g, 0] = event[e, 2]
        if event[e, 5] > group[g, 1]:
            group[g, 1] = event[e, 5]
    whole = 0.0
    spent = 0.0
    for k in range(weights.shape[0]):
        weight = int(weights[k] * 1024.0)
        whole += float(group[2 * k, 0]) if group[2 * k, 0] > 0 else float(weight)
        if initials[k]:
            group[2 * k, 0] = weight
            group[2 * k, 1] = weight
            group[2 * k, 3] = 2
            spent += float(weight)
    needed = _needed(least, whole, terms)
    while True:
        g = 0
        for k in range(groups):
            if group[k, 2] > group[g, 2]:
                g = k
        if 3 * int(group[g, 2]) < 2 * total or total < 200:
            break
        if spent + float(group[g, 0]) < needed:
            spent += float(group[g, 0])
            group[g, 3] = 1
        total -= int(group[g, 2])
        group[g, 2] = 0
    return whole


@kernel
def _as_heavy(items: Ints, low: int, high: int, name_weight: Floats, weight: float) -> int:
    """Position in ``items[low:high]``, names of a word, of the first that weighs at least ``weight``."""
    while low < high:
        middle = (low + high) // 2
        if name_weight[int(items[middle])] < weight:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _follow(events: int, room: Room, items: Ints, at: Ints, name_weight: Floats, heaviest: float) -> int:
    """Credit the names of every word followed, from each group once, at its best; chain the events to their words.

    Returns:
        the number of names met.
    """
    met = 0
    for e in range(events):
        word = int(room.event[e, 0])
        room.event[e, 6] = room.head[word]
        room.head[word] = e + 1
        group = int(room.event[e, 1]) + 1
        if room.group[group - 1, 3] == 1:
            continue
        low = int(at[word])
        high = int(at[word + 1])
        if high - low > 64:
            high = _as_heavy(items, low, high, name_weight, heaviest)
        credit = int(room.event[e, 2])
        own = int(room.event[e, 5])
        entry = group << 20 | credit
        for k in range(low, high):
            name = int(items[k])
            last = int(room.ledger[name, 2])
            if last == 0:
                room.touched[met] = name
                met += 1
            room.ledger[name, 1] += own
            if last >> 20 != group:
                room.ledger[name, 0] += credit
                room.ledger[name, 2] = entry
            elif entry > last:
                room.ledger[name, 0] += entry - last
                room.ledger[name, 2] = entry
    return met


@kernel
def _score(gain: float, left: float, right: float, distorted: float, terms: Terms) -> float:
    """The score of so much agreement, open words of either side and distortion, all in 1024ths of a nat."""
    loss = terms.contradiction * min(left, right) + terms.omission * abs(left - right)
    return gain / (gain + loss + terms.distortion * distorted + 1024.0 * terms.prior)


@kernel
def _able(met: int, room: Room, name_weight: Floats, whole: float, least: float, terms: Terms) -> int:
    """Keep the names that could reach ``least`` if all not followed were theirs; clear the ledger. Returns how many."""
    credit_left = 0.0
    own_left = 0.0
    for g in range(48):
        if room.group[g, 3]:
            credit_left += float(room.group[g, 0])
            own_left += float(room.group[g, 1])
    needed = _needed(least, whole, terms)
    kept = 0
    for k in range(met):
        name = int(room.touched[k])
        credit = float(room.ledger[name, 0]) + credit_left
        own = float(room.ledger[name, 1]) + own_left
        room.ledger[name, 0] = 0
        room.ledger[name, 1] = 0
        room.ledger[name, 2] = 0
        if credit < needed:
            continue
        right = max(name_weight[name] * 1024.0 - own, 0.0)
        if _score(credit, max(whole - credit, 0.0), right, 0.0, terms) >= least:
            room.touched[kept] = name
            kept += 1
    return kept


@kernel
def _answer(event: Ints, last: int, best: Ints) -> int:
    """The event of a listed word, of those chained from ``last``, by which a name gains most; -1 if by none."""
    most = 0
    answer = -1
    while last >= 0:
        more = int(event[last, 3]) - int(best[int(event[last, 1])])
        if more > most:
            most = more
            answer = last
        last = int(event[last, 6]) - 1
    return answer


@kernel
def _shortened(initials: Ints, best: Ints, firsts: int) -> int:
    """The initial of the query, not yet used, that a word spelled with one of ``firsts`` may be; -1 if none."""
    for k in range(initials.shape[0]):
        if initials[k] and best[2 * k] == 0 and firsts >> (int(initials[k]) - 1) & 1:
            return k
    return -1


@kernel
def _keep(
    mask: int, least: float, full: float, listed: Listed, met: int, initials: Ints, terms: Terms, room: Room
) -> int:
    """Estimate the score of every name met and keep those that reach the least; returns how many.

    Each word of a name answers to the group of the query by which the name gains most.
    """
    kept = 0
    for k in range(met):
        name = int(room.touched[k])
        if (int(listed.allowed[name]) & mask) == 0:
            continue
        gain = 0
        cover = 0
        own = 0
        for x in range(int(listed.name_words.at[name]), int(listed.name_words.at[name + 1])):
            word = int(listed.name_words.items[x])
            answer = _answer(room.event, int(room.head[word]) - 1, room.best)
            if answer >= 0:
                g = int(room.event[answer, 1])
                if room.best[g] == 0:
                    cover += int(room.event[answer, 4])
                    own += int(room.event[answer, 5])
                gain += int(room.event[answer, 3]) - int(room.best[g])
                room.best[g] = room.event[answer, 3]
                continue
            short = _shortened(initials, room.best, int(listed.word_first[word]))
            if short >= 0:
                weight = int(listed.word_weight[word] * 1024.0)
                room.best[2 * short] = min(int(room.group[2 * short, 0]), weight)
                gain += int(room.best[2 * short])
                cover += int(room.group[2 * short, 0])
                own += weight
        room.best[:] = 0
        weight = listed.name_weight[name] * 1024.0
        distorted = max(min(float(cover), float(own), full, weight) - gain, 0.0)
        estimate = _score(float(gain), max(full - cover, 0.0), max(weight - own, 0.0), distorted, terms)
        if estimate >= least:
            room.touched[kept] = name
            room.estimate[kept] = estimate
            kept += 1
    return kept


@kernel
def _write(query: int, kept: int, most: int, total: int, room: Room, found: Ints) -> int:
    """Write the pairs of a query, at most ``most``: the best, of equals the first. Returns the new total."""
    floor = -1.0
    last = -1
    if kept > most:
        floor = float(np.sort(room.estimate[:kept])[kept - most])
        above = 0
        for k in range(kept):
            if room.estimate[k] > floor:
                above += 1
        equal = np.sort(room.touched[:kept][room.estimate[:kept] == floor])
        last = int(equal[most - above - 1])
    for k in range(kept):
        if room.estimate[k] > floor or (room.estimate[k] == floor and int(room.touched[k]) <= last):
            found[total, 0] = query
            found[total, 1] = room.touched[k]
            total += 1
    return total


@kernel
def candidates(asked: Asked, listed: Listed, terms: Terms, most: int, room: Room, found: Ints) -> int:
    """Pairs (query, listed name) whose estimated score reaches what the query asks for.

    Args:
        asked: the queries.
        listed: the names.
        terms: what the score takes off.
        most: the largest number of names per query, the best kept.
        room: room; as it was on return.
        found: (capacity, 2) receives the pairs, room for ``most`` per query.

    Returns:
        the number of pairs written.
    """
    total = 0
    initials = np.zeros(16, np.int32)
    weights = np.zeros(16)
    names = listed.word_names
    for query in range(asked.mask.shape[0]):
        events = _gather(asked, query, listed.word_weight, room.event)
        if events == 0:
            continue
        first = int(asked.tokens.at[query])
        count = min(int(asked.tokens.at[query + 1]) - first, 16)
        full = 0.0
        for k in range(count):
            token = int(asked.tokens.items[first + k])
            initials[k] = asked.initial[token]
            weights[k] = asked.weight[token]
            full += asked.weight[token] * 1024.0
        least = asked.least[query]
        whole = _plan(events, room.event, room.group, names.at, weights[:count], initials[:count], least, terms)
        credit = 0.0
        own = 0.0
        for g in range(48):
            credit += float(room.group[g, 0])
            own += float(room.group[g, 1])
        heaviest = (own + (credit * (1.0 / least - 1.0) - 1024.0 * terms.prior) / terms.omission) / 1024.0
        met = _follow(events, room, names.items, names.at, listed.name_weight, heaviest)
        met = _able(met, room, listed.name_weight, whole, least, terms)
        kept = _keep(int(asked.mask[query]), least, full, listed, met, initials[:count], terms, room)
        for e in range(events):
            room.head[int(room.event[e, 0])] = 0
        total = _write(query, kept, most, total, room, found)
    return total
