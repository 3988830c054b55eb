"""Names worth comparing: what is looked up for each query, and the kernel's answer."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.lexicon import similar_words
from lustra.kernels.retrieval import Asked, Listed, Postings, candidates
from lustra.kernels.words import LONGEST, Tokens
from lustra.screening.analysis import Interner, encode
from lustra.screening.index import Index
from lustra.screening.parameters import parameter
from lustra.screening.spelling import spelling

__all__ = ["Words", "names_worth_comparing"]

Array = NDArray[Any]

ALIKE: Final = 0.67
"""Least agreement (0–1) of a listed word that is looked up for a word of the query."""
LEAST: Final = 0.4
"""Least estimated score (0–1) of a name that is compared."""
MOST: Final = 64
"""Most names compared for one name of a query."""
LONG: Final = 9
"""Letters from which even a listed word may be two tokens written as one."""
ROOM: Final = 100
"""Similar words expected per word; more room is made where it does not suffice."""


@dataclass(frozen=True)
class Words:
    """The distinct words (skeletons) of a batch of queries.

    Args:
        of_token: number of the word of each token, -1 for an initial.
        letters, at: the words' letters.
        weight, surprise: of each word, nats.
        variant: number of each word's group of variants, -1 for none.
    """

    of_token: list[int]
    letters: Array
    at: Array
    weight: Array
    surprise: Array
    variant: list[int]

    @classmethod
    def of(cls, interner: Interner, tokens: Tokens) -> "Words":
        """The words of an interner's tokens."""
        numbers: dict[str, int] = {}
        of_token = [
            -1 if kind == "initial" else numbers.setdefault(skeleton[:LONGEST], len(numbers))
            for _, skeleton, kind, _ in interner.keys
        ]
        letters, at = encode(list(numbers))
        owners = np.array(of_token, np.int32)
        real = owners >= 0
        weight, surprise = np.zeros(len(numbers)), np.zeros(len(numbers))
        np.maximum.at(weight, owners[real], tokens.weight[real])
        np.maximum.at(surprise, owners[real], tokens.surprise[real])
        variant = np.full(len(numbers), -1, np.int32)
        np.maximum.at(variant, owners[real], tokens.variant[real])
        return cls(of_token, letters, at, weight, surprise, variant.tolist())


def names_worth_comparing(
    index: Index, interner: Interner, tokens: Tokens, masks: Array, allowed: NDArray[np.uint8]
) -> NDArray[np.int32]:
    """Pairs (name of the batch, listed name) that share enough to be compared.

    Args:
        index: where to look.
        interner: the names of the batch.
        tokens: their distinct tokens.
        masks: schema bits of each name of the batch.
        allowed: schema bits of each listed name that may answer, else 0.

    Returns:
        pairs in the order of the batch, shape (n, 2).
    """
    words = Words.of(interner, tokens)
    found, value = _with_variants(index, words, *_similar(index, words))
    lookup = _Lookup(index, interner, words, _effective(index, tokens, words, found))
    whole = [lookup.add(run) for run in interner.token_runs]
    parts = np.array(list(lookup.parts), np.int32)
    keys = np.concatenate([found[:, 0], len(words.weight) + np.arange(len(parts), dtype=np.int32)])
    at = np.searchsorted(keys, np.arange(len(words.weight) + len(parts) + 1)).astype(np.int32)
    alike = Postings(np.concatenate([found[:, 1], parts]), at)
    columns = (np.array(lookup.weights, np.float64), np.cumsum(lookup.steps, dtype=np.int32), masks)
    asked = Asked(np.array(lookup.words, np.int32), np.array([0, *whole], np.int32), *columns)
    return _candidates(index.listed(allowed), asked, alike, np.concatenate([value, np.ones(len(parts))]))


def _candidates(listed: Listed, asked: Asked, alike: Postings, value: Array) -> NDArray[np.int32]:
    pairs = np.empty((max((len(asked.words_at) - 1) * MOST, 1), 2), np.int32)
    gained, worth = np.zeros(len(listed.name_weight)), np.zeros(len(listed.word_weight))
    return pairs[: candidates(asked, alike, value, listed, LEAST, MOST, gained, worth, pairs)]


def _similar(index: Index, words: Words) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Pairs (word, listed word) that are alike, and how much, in order."""
    room = max(len(words.weight) * ROOM, 1000)
    counts = np.zeros(len(index.lexicon.length), np.int32)
    while True:
        found, value = np.empty((room, 2), np.int32), np.empty(room)
        many = similar_words(
            words.letters,
            words.at,
            index.lexicon,
            words.surprise,
            words.weight,
            spelling(),
            ALIKE,
            counts,
            found,
            value,
        )
        if many <= room:
            break
        room = many
    order = np.lexsort((found[:many, 1], found[:many, 0]))
    return found[order], value[order]


def _with_variants(
    index: Index, words: Words, found: NDArray[np.int32], value: Array
) -> tuple[NDArray[np.int32], Array]:
    """The pairs, and each word with the listed words of its group of variants; in order, each pair once."""
    more = [(word, other) for word, group in enumerate(words.variant) if group >= 0 for other in index.variants[group]]
    if not more:
        return found, value
    pairs = np.concatenate([np.array(more, np.int32), found])
    values = np.concatenate([np.full(len(more), parameter("variant_share")), value])
    keys = pairs[:, 0].astype(np.int64) * len(index.lexicon.length) + pairs[:, 1]
    order = np.lexsort((-values, keys))
    first = order[np.flatnonzero(np.diff(keys[order], prepend=-1))]
    return pairs[first], values[first]


def _effective(index: Index, tokens: Tokens, words: Words, found: NDArray[np.int32]) -> list[float]:
    """Weight of each token for retrieval: a misspelling weighs what it may be a misspelling of."""
    top = np.zeros(len(words.weight) + 1)
    np.maximum.at(top, found[:, 0], index.lexicon.weight[found[:, 1]])
    top[top == 0.0] = np.inf
    effective: list[float] = np.minimum(tokens.weight, top[np.array(words.of_token, np.int32)]).tolist()
    return effective


class _Lookup:
    """Words to look up per name, the rarest first, and listed words that are parts or sums of its tokens."""

    def __init__(self, index: Index, interner: Interner, words: Words, weights: list[float]) -> None:
        self.texts = [key[0] for key in interner.keys]
        letters, at = words.letters.tobytes(), words.at.tolist()
        self.codes = [letters[at[word] : at[word + 1]] if word >= 0 else b"" for word in words.of_token]
        self.of_token = words.of_token
        self.token_weights = weights
        self.by_code: dict[Any, int] = index.word_of_code
        self.by_text: dict[Any, int] = index.word_of_text
        self.count = len(words.weight)
        self.entries: dict[int, tuple[list[int], list[float], list[int]]] = {}
        self.parts: dict[int, int] = {}
        self.words: list[int] = []
        self.weights: list[float] = []
        self.steps: list[int] = []

    def add(self, run: list[int]) -> int:
        """Note what one name's tokens ask for; returns how many words are noted so far."""
        of_token, weights = self.of_token, self.token_weights
        looked_up = [token for token in run if of_token[token] >= 0]
        for part, weight in self._sums(looked_up) if 1 < len(looked_up) <= 8 else ():
            self.words.append(self._part(part))
            self.weights.append(-weight)
            self.steps.append(1)
        for _, _, token in sorted([(-weights[token], of_token[token], token) for token in looked_up]):
            entry = self.entries.get(token) or self._entry(token)
            self.words += entry[0]
            self.weights += entry[1]
            self.steps += entry[2]
        return len(self.words)

    def _entry(self, token: int) -> tuple[list[int], list[float], list[int]]:
        """Words, weights and steps of one token: itself, then its halves; 1 where another half begins."""
        halves = self._halves(token)
        sides = [0, *(half for half, _, _ in halves)]
        self.entries[token] = entry = (
            [self.of_token[token], *(self._part(part) for _, part, _ in halves)],
            [self.token_weights[token], *(-weight for _, _, weight in halves)],
            [1, *(after - before for before, after in pairwise(sides))],
        )
        return entry

    def _part(self, part: int) -> int:
        return self.count + self.parts.setdefault(part, len(self.parts))

    def _halves(self, token: int) -> list[tuple[int, int, float]]:
        """Listed words that a token is made of, both halves known or one long half: which half, and its weight."""
        weight, parts = self.token_weights[token], dict[tuple[int, int], float]()
        if len(self.texts[token]) < LONG and self.codes[token] in self.by_code:
            return []
        for whole, known in ((self.codes[token], self.by_code), (self.texts[token], self.by_text)):
            for cut in range(2, len(whole) - 1) if len(whole) >= 5 else ():
                first, second = known.get(whole[:cut]), known.get(whole[cut:])
                if first is not None and (second is not None or cut >= 5):
                    parts[0, first] = weight * cut / len(whole)
                if second is not None and (first is not None or len(whole) - cut >= 5):
                    parts[1, second] = weight * (1 - cut / len(whole))
        return sorted((side, part, share) for (side, part), share in parts.items())

    def _sums(self, run: list[int]) -> list[tuple[int, float]]:
        """Listed words that two tokens written as one make; tokens both long and listed are words of their own."""
        codes, texts, by_code, by_text = self.codes, self.texts, self.by_code, self.by_text
        short = [len(texts[token]) <= 4 or codes[token] not in by_code for token in run]
        sums = []
        for i, first in enumerate(run):
            for j, second in enumerate(run):
                if first != second and (short[i] or short[j]):
                    word = by_code.get(codes[first] + codes[second])
                    word = by_text.get(texts[first] + texts[second]) if word is None else word
                    if word is not None:
                        sums.append((word, self.token_weights[first] + self.token_weights[second]))
        return sums
