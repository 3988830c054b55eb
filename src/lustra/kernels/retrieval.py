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
def _gather(asked: Asked, query: int, word_weight: Floats, event: Ints, group: Longs) -> int:
    """Note every listed word that answers to something in the query; returns the number of events."""
    group[:, :] = 0
    first = int(asked.tokens.at[query])
    count = 0
    for k in range(min(int(asked.tokens.at[query + 1]) - first, 16)):
        token = int(asked.tokens.items[first + k])
        weight = int(asked.weight[token] * 1024.0)
        group[2 * k, 6] = weight
        if asked.initial[token]:
            group[2 * k, :3] = weight
            group[2 * k, 4] = 1 << 30
        for a in range(int(asked.alike.at[token]), int(asked.alike.at[token + 1])):
            word = int(asked.alike.items[a])
            own = int(word_weight[word] * 1024.0)
            event[count, 0] = word
            event[count, 1] = 2 * k
            event[count, 2] = int(asked.value[a] * min(weight, own))
            event[count, 3] = weight
            event[count, 4] = own
            count += 1
        for a in range(int(asked.parts.at[token]), int(asked.parts.at[token + 1])):
            word = int(asked.parts.items[a])
            own = int(word_weight[word] * 1024.0)
            event[count, 0] = word
            event[count, 1] = 2 * k + int(asked.side[a])
            event[count, 2] = min(int(weight * asked.share[a]), own)
            event[count, 3] = int(weight * asked.share[a])
            event[count, 4] = own
            count += 1
    first = int(asked.sums.at[query])
    for k in range(min(int(asked.sums.at[query + 1]) - first, 16)):
        word = int(asked.sums.items[first + k])
        event[count, 0] = word
        event[count, 1] = 32 + k
        event[count, 3] = int(asked.sum_weight[first + k] * 1024.0)
        event[count, 4] = int(word_weight[word] * 1024.0)
        event[count, 2] = min(event[count, 3], event[count, 4])
        count += 1
    return count


@kernel
def _plan(events: int, event: Ints, group: Longs, at: Ints, least: float, terms: Terms) -> float:
    """Choose what is not followed: the commonest words, as far as a name that holds only those cannot reach ``least``.

    Returns:
        what the query weighs at most in a name, in 1024ths of a nat.
    """
    groups = 0
    for e in range(events):
        word = int(event[e, 0])
        g = int(event[e, 1])
        groups = max(groups, g + 1)
        group[g, 3] += 1 + int(at[word + 1]) - int(at[word])
        if event[e, 2] > group[g, 0]:
            group[g, 0] = event[e, 2]
            group[g, 1] = event[e, 3]
            group[g, 2] = event[e, 4]
    whole = 0.0
    spent = 0.0
    for g in range(0, 32, 2):
        whole += float(group[g, 0]) if group[g, 0] > 0 else float(group[g, 6])
        if group[g, 3] == 0:
            spent += float(group[g, 0])
    costliest = -1
    while True:
        g = -1
        for k in range(groups):
            if group[k, 3] > 0 and (g < 0 or group[k, 3] > group[g, 3]):
                g = k
        if g < 0:
            break
        gain = spent + float(group[g, 0])
        if gain * (1.0 - least) < least * (1024.0 * terms.prior + terms.omission * max(whole - gain, 0.0)):
            spent = gain
            group[g, 4] = 1 << 30
        elif costliest < 0:
            costliest = g
        group[g, 3] = 0
    if costliest >= 0:
        rest = max(whole - spent - float(group[costliest, 0]), 0.0)
        enough = least * (1024.0 * terms.prior + terms.omission * rest) / (1.0 - least)
        group[costliest, 4] = int(max(enough - spent - 1.0, 0.0))
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
def _follow(
    events: int, room: Room, items: Ints, at: Ints, name_weight: Floats, lightest: float, heaviest: float
) -> int:
    """Enter in the ledger the names of every word followed; chain the events of the others to their words.

    A name gains from each group once, at its best. Returns the number of names met.
    """
    met = 0
    for e in range(events):
        word = int(room.event[e, 0])
        group = int(room.event[e, 1]) + 1
        gain = int(room.event[e, 2])
        if gain <= room.group[group - 1, 4]:
            room.event[e, 5] = room.head[word]
            room.head[word] = e + 1
            continue
        low = int(at[word])
        high = int(at[word + 1])
        if high - low > 64:
            low = _as_heavy(items, low, high, name_weight, lightest)
            high = _as_heavy(items, low, high, name_weight, heaviest)
        entry = group << 20 | gain
        for k in range(low, high):
            name = int(items[k])
            last = int(room.ledger[name, 3])
            if last == 0:
                room.touched[met] = name
                met += 1
            if last >> 20 != group:
                room.ledger[name, 0] += gain
                room.ledger[name, 1] += room.event[e, 3]
                room.ledger[name, 2] += room.event[e, 4]
                room.ledger[name, 3] = entry
            elif entry > last:
                room.ledger[name, 0] += entry - last
                room.ledger[name, 3] = entry
    return met


@kernel
def _score(gain: float, left: float, right: float, distorted: float, terms: Terms) -> float:
    """The score of so much agreement, open words of either side and distortion, all in 1024ths of a nat."""
    left = max(left, 0.0)
    right = max(right, 0.0)
    loss = terms.contradiction * min(left, right) + terms.omission * abs(left - right)
    return gain / (gain + loss + terms.distortion * max(distorted, 0.0) + 1024.0 * terms.prior)


@kernel
def _unfollowed(
    words: Ints, first: int, last: int, event: Ints, group: Longs, head: Ints, initials: Ints, listed: Listed, row: Ints
) -> None:
    """Add to a name's row what it holds, in ``words[first:last]``, of the words not followed, and of initials."""
    for x in range(first, last):
        word = int(words[x])
        e = int(head[word])
        while e > 0:
            g = int(event[e - 1, 1])
            more = int(event[e - 1, 2]) - int(group[g, 5])
            if more > 0:
                if group[g, 5] == 0:
                    row[1] += event[e - 1, 3]
                    row[2] += event[e - 1, 4]
                row[0] += more
                group[g, 5] += more
            e = int(event[e - 1, 5])
        for k in range(initials.shape[0]):
            letter = int(initials[k])
            if letter and group[2 * k, 5] == 0 and int(listed.word_first[word]) >> (letter - 1) & 1:
                own = int(listed.word_weight[word] * 1024.0)
                group[2 * k, 5] = min(int(group[2 * k, 6]), own)
                row[0] += int(group[2 * k, 5])
                row[1] += int(group[2 * k, 6])
                row[2] += own
                break
    group[:, 5] = 0


@kernel
def _keep(mask: int, least: float, listed: Listed, met: int, initials: Ints, terms: Terms, room: Room) -> int:
    """Estimate the score of every name met and keep those that reach the least; returns how many."""
    whole = 0.0
    gain_left = 0.0
    weight_left = 0.0
    own_left = 0.0
    for g in range(48):
        whole += float(room.group[g, 6])
        if room.group[g, 4] > 0:
            gain_left += float(room.group[g, 0])
            weight_left += float(room.group[g, 1])
            own_left += float(room.group[g, 2])
    kept = 0
    row = np.zeros(3, np.int32)
    for k in range(met):
        name = int(room.touched[k])
        for x in range(3):
            row[x] = room.ledger[name, x]
            room.ledger[name, x] = 0
        room.ledger[name, 3] = 0
        weight = listed.name_weight[name] * 1024.0
        gain = float(row[0]) + gain_left
        left = whole - float(row[1]) - weight_left
        if _score(gain, left, weight - float(row[2]) - own_left, 0.0, terms) < least:
            continue
        if (int(listed.allowed[name]) & mask) == 0:
            continue
        if gain_left > 0.0:
            first, last = int(listed.name_words.at[name]), int(listed.name_words.at[name + 1])
            _unfollowed(listed.name_words.items, first, last, room.event, room.group, room.head, initials, listed, row)
        gain = float(row[0])
        cover = min(float(row[1]), whole)
        own = min(float(row[2]), weight)
        estimate = _score(gain, whole - cover, weight - own, min(cover, own) - gain, terms)
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
    for query in range(asked.mask.shape[0]):
        events = _gather(asked, query, listed.word_weight, room.event, room.group)
        if events == 0:
            continue
        first = int(asked.tokens.at[query])
        count = min(int(asked.tokens.at[query + 1]) - first, 16)
        for k in range(count):
            initials[k] = asked.initial[int(asked.tokens.items[first + k])]
        least = asked.least[query]
        whole = _plan(events, room.event, room.group, listed.word_names.at, least, terms) / 1024.0
        lightest = least * (terms.prior + terms.omission * whole) / (1.0 - least + least * terms.omission) - 0.01
        heaviest = whole + (whole * (1.0 / least - 1.0) - terms.prior) / terms.omission + 0.01
        names = listed.word_names
        met = _follow(events, room, names.items, names.at, listed.name_weight, lightest, heaviest)
        kept = _keep(int(asked.mask[query]), least, listed, met, initials[:count], terms, room)
        for e in range(events):
            room.head[int(room.event[e, 0])] = 0
        total = _write(query, kept, most, total, room, found)
    return total
