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
    """(capacity, 6): listed word, group, gain, weight of the token, weight of the listed word, next event of the word
    + 1."""
    group: Longs
    """(48, 3) for each group: most gain, weight of the query's side, weight of the heaviest listed word. Token k has
    the groups 2k and 2k + 1 (its back part), sums those from 32."""
    best: Ints
    """(48,) gain from each group of the name in hand."""
    head: Ints
    """Zeros, one per listed word: its first event + 1."""
    seen: Bytes
    """Zeros, two bits per listed name: whether it was seen with one word, whether it was met."""
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
            event[count, 2] = int(asked.value[a] * min(weight, own))
            event[count, 3] = int(weight)
            event[count, 4] = int(own)
            count += 1
        for a in range(int(asked.parts.at[token]), int(asked.parts.at[token + 1])):
            word = int(asked.parts.items[a])
            own = word_weight[word] * 1024.0
            event[count, 0] = word
            event[count, 1] = 2 * k + int(asked.side[a])
            event[count, 2] = int(min(weight * asked.share[a], own))
            event[count, 3] = int(weight * asked.share[a])
            event[count, 4] = int(own)
            count += 1
    first = int(asked.sums.at[query])
    for k in range(min(int(asked.sums.at[query + 1]) - first, 16)):
        word = int(asked.sums.items[first + k])
        weight = asked.sum_weight[first + k] * 1024.0
        own = word_weight[word] * 1024.0
        event[count, 0] = word
        event[count, 1] = 32 + k
        event[count, 2] = int(min(weight, own))
        event[count, 3] = int(weight)
        event[count, 4] = int(own)
        count += 1
    return count


@kernel
def _sum_up(events: int, event: Ints, group: Longs, weights: Floats, initials: Ints, heaviest: int) -> None:
    """Note for each group the most it can give; an initial may stand for any word, the ``heaviest`` included."""
    group[:, :] = 0
    for e in range(events):
        g = int(event[e, 1])
        for k in range(3):
            if event[e, 2 + k] > group[g, k]:
                group[g, k] = event[e, 2 + k]
    for k in range(weights.shape[0]):
        if initials[k]:
            weight = int(weights[k] * 1024.0)
            group[2 * k, 0] = weight
            group[2 * k, 1] = weight
            group[2 * k, 2] = heaviest


@kernel
def _limit(gain: int, cover: int, own: int, full: float, least: float, terms: Terms) -> float:
    """The weight, nats, from which no name can reach ``least`` if it gains ``gain`` by words that weigh ``own``.

    What is lost must not exceed what the gain can bear; the loss grows with the weight of the name. An open word costs
    more where both sides have one (``terms.contradiction``) than alone (``terms.omission``).
    """
    left = max(full - cover, 0.0)
    spare = gain * (1.0 / least - 1.0) - 1024.0 * terms.prior - terms.omission * left
    if spare < 0.0:
        return 0.0
    right = spare / max(terms.contradiction - terms.omission, 1e-9)
    if right > left:
        right = left + (spare - (terms.contradiction - terms.omission) * left) / terms.omission
    return (own + right + 1.0) / 1024.0


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
def _alone(last: int, room: Room, base: Longs, full: float, least: float, terms: Terms) -> float:
    """The weight, nats, from which no name reaches ``least`` by one word and initials (``base``) alone.

    The word may stand in a name once for each group of the query that it answers to; its events are chained from
    ``last``.
    """
    gain = int(base[0])
    cover = int(base[1])
    own = int(base[2])
    e = last
    while e >= 0:
        g = int(room.event[e, 1])
        if room.best[g] == 0:
            own += int(room.event[e, 4])
        gain += max(int(room.event[e, 2]) - int(room.best[g]), 0)
        room.best[g] = max(int(room.event[e, 2]), int(room.best[g]))
        cover += int(room.event[e, 3])
        e = int(room.event[e, 5]) - 1
    e = last
    while e >= 0:
        room.best[int(room.event[e, 1])] = 0
        e = int(room.event[e, 5]) - 1
    return _limit(gain, cover, own, full, least, terms)


@kernel
def _follow(
    events: int,
    room: Room,
    names: Postings,
    name_weight: Floats,
    base: Longs,
    full: float,
    heaviest: float,
    least: float,
    terms: Terms,
) -> int:
    """Meet the names that hold two words of the query, or one that suffices; chain the events to their words.

    Every word is followed once, up to the weight of name that it can carry. A name too heavy for any one word is met
    when it is seen again; that costs two bits a name, few enough to stay close to the processor.

    Returns:
        the number of names met.
    """
    for e in range(events):
        word = int(room.event[e, 0])
        room.event[e, 5] = room.head[word]
        room.head[word] = e + 1
    met = 0
    for e in range(events):
        word = int(room.event[e, 0])
        if int(room.head[word]) != e + 1:
            continue
        low, high = int(names.at[word]), int(names.at[word + 1])
        alone = _alone(e, room, base, full, least, terms)
        enough = _as_heavy(names.items, low, high, name_weight, alone) if alone > 0.0 else low
        if high - low > 64:
            high = _as_heavy(names.items, enough, high, name_weight, heaviest)
        for k in range(low, high):
            name = int(names.items[k])
            shift = 2 * (name & 3)
            bits = int(room.seen[name >> 2])
            seen = bits >> shift & 3
            if seen < 2 and (seen == 1 or k < enough):
                room.seen[name >> 2] = bits | 2 << shift
                room.touched[met] = name
                met += 1
            elif seen == 0:
                room.seen[name >> 2] = bits | 1 << shift
    room.seen[:] = 0
    return met


@kernel
def _score(gain: float, left: float, right: float, distorted: float, terms: Terms) -> float:
    """The score of so much agreement, open words of either side and distortion, all in 1024ths of a nat."""
    loss = terms.contradiction * min(left, right) + terms.omission * abs(left - right)
    return gain / (gain + loss + terms.distortion * distorted + 1024.0 * terms.prior)


@kernel
def _answer(event: Ints, last: int, best: Ints) -> int:
    """The event of a listed word, of those chained from ``last``, by which a name gains most; -1 if by none."""
    most = 0
    answer = -1
    while last >= 0:
        more = int(event[last, 2]) - int(best[int(event[last, 1])])
        if more > most:
            most = more
            answer = last
        last = int(event[last, 5]) - 1
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
                    cover += int(room.event[answer, 3])
                    own += int(room.event[answer, 4])
                gain += int(room.event[answer, 2]) - int(room.best[g])
                room.best[g] = room.event[answer, 2]
                continue
            short = _shortened(initials, room.best, int(listed.word_first[word]))
            if short >= 0:
                weight = int(listed.word_weight[word] * 1024.0)
                room.best[2 * short] = min(int(room.group[2 * short, 0]), weight)
                gain += int(room.best[2 * short])
                cover += int(room.group[2 * short, 1])
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
    base = np.zeros(3, np.int64)
    if listed.word_weight.shape[0] == 0:
        return 0
    heaviest_word = int(np.max(listed.word_weight) * 1024.0)
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
        _sum_up(events, room.event, room.group, weights[:count], initials[:count], heaviest_word)
        base[:] = 0
        for k in range(count):
            if initials[k]:
                base += room.group[2 * k]
        whole = room.group.sum(axis=0)
        heaviest = _limit(int(whole[0]), int(whole[1]), int(whole[2]), full, least, terms)
        met = _follow(events, room, names, listed.name_weight, base, full, heaviest, least, terms)
        kept = _keep(int(asked.mask[query]), least, full, listed, met, initials[:count], terms, room)
        for e in range(events):
            room.head[int(room.event[e, 0])] = 0
        total = _write(query, kept, most, total, room, found)
    return total
