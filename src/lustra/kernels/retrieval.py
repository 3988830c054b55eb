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
    """(capacity, 6): listed word, group, gain, weight of the token, weight of the word, next event of the word + 1."""
    group: Longs
    """(48, 7) for each group: most gain, token's weight and word's weight of it, postings, gain up to which events
    are not followed, best gain of the name in hand, its primary weight. Token k has the groups 2k and 2k + 1 (its
    back part), sums those from 32."""
    head: Ints
    """Zeros, one per listed word: its first event that is not followed, + 1."""
    ledger: Ints
    """Zeros, (names, 4): gain, weight of the query's and of the name's words that met, last group and gain."""
    touched: Ints
    """One per listed name: names met."""
    estimate: Floats
    """One per listed name: estimated scores of the names kept."""


@kernel
def _note(room: Room, count: int, word: int, group: int, gain: float, weight: float, own: float) -> int:
    """Note that a listed word answers to a group; returns the number of events."""
    gained = int(gain * 1024.0)
    if gained <= 0:
        return count
    event = room.event[count]
    event[0] = word
    event[1] = group
    event[2] = gained
    event[3] = int(weight * 1024.0)
    event[4] = int(own * 1024.0)
    event[5] = 0
    if gained > room.group[group, 0]:
        room.group[group, 0] = gained
        room.group[group, 1] = event[3]
        room.group[group, 2] = event[4]
    return count + 1


@kernel
def _gather(asked: Asked, query: int, listed: Listed, room: Room) -> int:
    """Note every listed word that answers to something in the query; returns the number of events."""
    room.group[:, :] = 0
    first = int(asked.tokens.at[query])
    count = 0
    for k in range(min(int(asked.tokens.at[query + 1]) - first, 16)):
        token = int(asked.tokens.items[first + k])
        weight = asked.weight[token]
        room.group[2 * k, 6] = int(weight * 1024.0)
        for a in range(int(asked.alike.at[token]), int(asked.alike.at[token + 1])):
            word = int(asked.alike.items[a])
            own = listed.word_weight[word]
            count = _note(room, count, word, 2 * k, asked.value[a] * min(weight, own), weight, own)
        for a in range(int(asked.parts.at[token]), int(asked.parts.at[token + 1])):
            word = int(asked.parts.items[a])
            own = listed.word_weight[word]
            part = weight * asked.share[a]
            count = _note(room, count, word, 2 * k + int(asked.side[a]), min(part, own), part, own)
        if asked.initial[token]:
            room.group[2 * k, :3] = room.group[2 * k, 6]
            room.group[2 * k, 4] = 1 << 30
    for k in range(min(int(asked.sums.at[query + 1]) - int(asked.sums.at[query]), 16)):
        word = int(asked.sums.items[int(asked.sums.at[query]) + k])
        own = listed.word_weight[word]
        weight = asked.sum_weight[int(asked.sums.at[query]) + k]
        count = _note(room, count, word, 32 + k, min(weight, own), weight, own)
    return count


@kernel
def _first_as_heavy(listed: Listed, low: int, high: int, weight: float) -> int:
    """Position in the names of a word of the first that weighs at least ``weight``."""
    while low < high:
        middle = (low + high) // 2
        if listed.name_weight[int(listed.word_names.items[middle])] < weight:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def _plan(events: int, listed: Listed, least: float, terms: Terms, room: Room) -> float:
    """Choose what is not followed: the commonest words, as far as a name that holds only those cannot reach ``least``.

    Returns:
        what the query weighs at most in a name, in 1024ths of a nat.
    """
    for e in range(events):
        word = int(room.event[e, 0])
        room.group[int(room.event[e, 1]), 3] += int(listed.word_names.at[word + 1]) - int(listed.word_names.at[word])
    whole = 0.0
    spent = 0.0
    for g in range(0, 32, 2):
        if room.group[g, 6] == 0:
            break
        whole += float(room.group[g, 0]) if room.group[g, 0] > 0 else float(room.group[g, 6])
        if room.group[g, 3] == 0:
            spent += float(room.group[g, 0])
    costliest = -1
    while True:
        g = -1
        for k in range(48):
            if room.group[k, 3] > 0 and (g < 0 or room.group[k, 3] > room.group[g, 3]):
                g = k
        if g < 0:
            break
        gain = spent + float(room.group[g, 0])
        if gain * (1.0 - least) < least * (1024.0 * terms.prior + terms.omission * max(whole - gain, 0.0)):
            spent = gain
            room.group[g, 4] = 1 << 30
        elif costliest < 0:
            costliest = g
        room.group[g, 3] = 0
    if costliest >= 0:
        rest = max(whole - spent - float(room.group[costliest, 0]), 0.0)
        room.group[costliest, 4] = int(
            max(least * (1024.0 * terms.prior + terms.omission * rest) / (1.0 - least) - spent - 1.0, 0.0)
        )
    return whole


@kernel
def _enter(room: Room, name: int, event: Ints, met: int) -> int:
    """Enter in the ledger that a name holds a word; each group counts once, at its best. Returns the names met."""
    row = room.ledger[name]
    group = int(event[1]) + 1
    gain = int(event[2])
    if row[0] == 0:
        room.touched[met] = name
        met += 1
    last = int(row[3])
    if last >> 20 != group:
        row[0] += gain
        row[1] += event[3]
        row[2] += event[4]
        row[3] = group << 20 | gain
    elif gain > last & 0xFFFFF:
        row[0] += gain - (last & 0xFFFFF)
        row[3] = group << 20 | gain
    return met


@kernel
def _follow(events: int, listed: Listed, lightest: float, heaviest: float, room: Room) -> int:
    """Enter the names of every word that is followed, and chain the events of the others to their words."""
    met = 0
    for e in range(events):
        word = int(room.event[e, 0])
        if room.event[e, 2] <= room.group[int(room.event[e, 1]), 4]:
            room.event[e, 5] = room.head[word]
            room.head[word] = e + 1
            continue
        low = int(listed.word_names.at[word])
        high = int(listed.word_names.at[word + 1])
        if high - low > 8:
            low = _first_as_heavy(listed, low, high, lightest)
            high = _first_as_heavy(listed, low, high, heaviest)
        for k in range(low, high):
            met = _enter(room, int(listed.word_names.items[k]), room.event[e], met)
    return met


@kernel
def _score(gain: float, left: float, right: float, distorted: float, terms: Terms) -> float:
    """The score of so much agreement, open words of either side and distortion, all in 1024ths of a nat."""
    left = max(left, 0.0)
    right = max(right, 0.0)
    loss = terms.contradiction * min(left, right) + terms.omission * abs(left - right)
    return gain / (gain + loss + terms.distortion * max(distorted, 0.0) + 1024.0 * terms.prior)


@kernel
def _unfollowed(asked: Asked, query: int, listed: Listed, name: int, room: Room, row: Ints) -> None:
    """Add to a name's row of the ledger what it holds of the words that were not followed, and initials."""
    first = int(asked.tokens.at[query])
    last = min(int(asked.tokens.at[query + 1]), first + 16)
    for x in range(int(listed.name_words.at[name]), int(listed.name_words.at[name + 1])):
        word = int(listed.name_words.items[x])
        e = int(room.head[word])
        while e > 0:
            event = room.event[e - 1]
            group = room.group[int(event[1])]
            if event[2] > group[5]:
                if group[5] == 0:
                    row[1] += event[3]
                    row[2] += event[4]
                row[0] += int(event[2]) - int(group[5])
                group[5] = event[2]
            e = int(event[5])
        for k in range(first, last):
            letter = int(asked.initial[int(asked.tokens.items[k])])
            group = room.group[2 * (k - first)]
            if letter and group[5] == 0 and int(listed.word_first[word]) >> (letter - 1) & 1:
                group[5] = min(int(group[6]), int(listed.word_weight[word] * 1024.0))
                row[0] += int(group[5])
                row[1] += int(group[6])
                row[2] += int(listed.word_weight[word] * 1024.0)
                break
    room.group[:, 5] = 0


@kernel
def _keep(asked: Asked, query: int, listed: Listed, met: int, terms: Terms, room: Room) -> int:
    """Estimate the score of every name met and keep those that reach the least; returns how many."""
    least = asked.least[query]
    whole = 0.0
    more = np.zeros(3)
    for g in range(48):
        whole += float(room.group[g, 6])
        if room.group[g, 4] > 0:
            for k in range(3):
                more[k] += float(room.group[g, k])
    kept = 0
    row = np.zeros(4, np.int32)
    for k in range(met):
        name = int(room.touched[k])
        row[:] = room.ledger[name]
        room.ledger[name] = 0
        if (listed.allowed[name] & asked.mask[query]) == 0:
            continue
        weight = listed.name_weight[name] * 1024.0
        if more[0] > 0.0:
            left = whole - float(row[1]) - more[1]
            if _score(float(row[0]) + more[0], left, weight - float(row[2]) - more[2], 0.0, terms) < least:
                continue
            _unfollowed(asked, query, listed, name, room, row)
        gain = float(row[0])
        cover = min(float(row[1]), whole)
        own = min(float(row[2]), weight)
        estimate = _score(gain, whole - cover, weight - own, min(cover, own) - gain, terms)
        if estimate < least:
            continue
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
    for query in range(asked.mask.shape[0]):
        events = _gather(asked, query, listed, room)
        if events == 0:
            continue
        least = asked.least[query]
        whole = _plan(events, listed, least, terms, room) / 1024.0
        lightest = least * (terms.prior + terms.omission * whole) / (1.0 - least + least * terms.omission) - 0.01
        heaviest = whole + (whole * (1.0 / least - 1.0) - terms.prior) / terms.omission + 0.01
        met = _follow(events, listed, lightest, heaviest, room)
        kept = _keep(asked, query, listed, met, terms, room)
        for e in range(events):
            room.head[int(room.event[e, 0])] = 0
        total = _write(query, kept, most, total, room, found)
    return total
