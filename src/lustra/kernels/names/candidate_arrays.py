"""The arrays that the search for candidates reads and writes, and the names of their columns."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.names.alignment import MOST_TOKENS

__all__ = [
    "BEST_GAIN",
    "GAIN",
    "GROUP",
    "GROUP_COLUMNS",
    "JOINED_GROUPS",
    "LISTED_WEIGHT",
    "NEXT",
    "QUERY_WEIGHT",
    "TOKEN_WEIGHT",
    "WORD",
    "WORD_WEIGHT",
    "IndexView",
    "Postings",
    "QueryBatch",
    "Scratch",
    "Terms",
    "scratch_for",
]

WORD, GROUP, GAIN, TOKEN_WEIGHT, WORD_WEIGHT, NEXT = 0, 1, 2, 3, 4, 5
"""Columns of an event: listed word, group of the query that it matches, gain, weight of the query's token, weight of
the listed word, next event of the word + 1. The three weights are in the order of the columns of a group."""
EVENT_COLUMNS = 6
BEST_GAIN, QUERY_WEIGHT, LISTED_WEIGHT = 0, 1, 2
"""Columns of a group of the query: largest gain, weight of the query's side, weight of the heaviest listed word."""
GROUP_COLUMNS = 3
JOINED_GROUPS = 2 * MOST_TOKENS
"""First group of two tokens written as one; token k has the groups 2k and 2k + 1 (its back part)."""
GROUPS = 3 * MOST_TOKENS

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


class Postings(NamedTuple):
    """For each key the numbers of what it holds: ``items[at[k]:at[k + 1]]``."""

    items: Ints
    at: Ints


class IndexView(NamedTuple):
    """The listed names as the search for candidates needs them."""

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


class QueryBatch(NamedTuple):
    """Queries as the search for candidates needs them."""

    tokens: Postings
    """Query → its tokens."""
    weight: Floats
    """Weight of each token, nats."""
    initial: Bytes
    """The letter of each token that is an initial, else 0."""
    alike: Postings
    """Token → listed words similar to it."""
    value: Floats
    """How much (0-1) each of ``alike`` agrees with the token."""
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


class Scratch(NamedTuple):
    """Working memory for one query, used again for the next."""

    event: Ints
    """(capacity, EVENT_COLUMNS): what the listed words match."""
    group: Longs
    """(GROUPS, GROUP_COLUMNS): the largest values of each group."""
    best: Ints
    """(GROUPS,) gain of the current name from each group."""
    head: Ints
    """Zeros, one per listed word: its first event + 1."""
    seen: Bytes
    """Zeros, two bits per listed name: whether it was seen with one word, whether it was collected."""
    name: Ints
    """One per listed name: names collected."""
    estimate: Floats
    """One per listed name: estimated scores of the names kept."""


def scratch_for(events: int, words: int, names: int) -> Scratch:
    """Working memory for queries of so many events against an index of so many words and names."""
    return Scratch(
        np.zeros((events, EVENT_COLUMNS), np.int32),
        np.zeros((GROUPS, GROUP_COLUMNS), np.int64),
        np.zeros(GROUPS, np.int32),
        np.zeros(words, np.int32),
        np.zeros(names // 4 + 1, np.uint8),
        np.zeros(names, np.int32),
        np.zeros(names),
    )
