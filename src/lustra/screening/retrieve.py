"""Names worth comparing: what is looked up for each query, and the kernel's answer."""

from itertools import permutations
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.names.alignment import MOST_TOKENS
from lustra.kernels.names.candidate_arrays import IndexView, Postings, QueryBatch, Terms, scratch_for
from lustra.kernels.names.candidates import candidates
from lustra.kernels.names.similar_words import similar_words
from lustra.kernels.names.words import INITIAL, Tokens
from lustra.screening.analysis import AnalysedNames
from lustra.screening.index import Index
from lustra.screening.lexicon import query_spellings
from lustra.screening.parameters import parameter
from lustra.screening.spelling import match_parameters
from lustra.screening.weights import Key

__all__ = ["WordMemory", "names_worth_comparing"]

Array = NDArray[Any]
Kind = TypeVar("Kind", np.int32, np.float64)
Part = tuple[int, int, float]
"""Side of a token (0 front, 1 back), listed word, share of the token."""

MOST: Final = 64
"""Most names compared for one name of a query: bounds the work, set by hand."""
LONG: Final = 9
"""Letters from which even a listed word may be two tokens written as one."""
EXPECTED: Final = 200
"""Similar words expected per word; a larger array is made where it does not suffice."""
REMEMBERED: Final = 100_000
"""Distinct words that a memory holds."""


class ListedWords(NamedTuple):
    """Listed words that answer to one token, whatever name it is part of."""

    words: NDArray[np.int32]
    """Listed words like it."""
    values: NDArray[np.float64]
    """How much (0–1) each is like it."""
    parts: list[Part]
    """Listed words that it is made of."""


class WordMemory:
    """What was looked up for the words of earlier batches: answers come faster by it and are the same.

    For one thread at a time; whoever answers many batches (a worker process, say) keeps one and passes it along.
    """

    def __init__(self) -> None:
        self._index: Index | None = None
        self._words: dict[Key, ListedWords] = {}

    def of(self, index: Index) -> dict[Key, ListedWords]:
        """What is remembered of one index; empty where another was asked last, or where too much was remembered."""
        if index is not self._index or len(self._words) > REMEMBERED:
            self._index, self._words = index, {}
        return self._words


def names_worth_comparing(
    index: Index,
    queries: AnalysedNames,
    masks: Array,
    allowed: NDArray[np.uint8],
    least: NDArray[np.float64],
    memory: WordMemory,
) -> NDArray[np.int32]:
    """Pairs (name of the batch, listed name) that share enough to be compared.

    Args:
        index: where to look.
        queries: the names of the batch.
        masks: schema bits of each name of the batch.
        allowed: schema bits of each listed name that may answer, else 0.
        least: estimated score (0–1) that a listed name must reach, for each name of the batch.
        memory: of words looked up before.

    Returns:
        pairs in the order of the batch, shape (n, 2).
    """
    tokens, names = queries.tokens, queries.names
    compounds = _Compounds(index, queries)
    listed_words = _listed_words(index, queries, compounds, memory.of(index))
    alike = Postings(*_joined([word.words for word in listed_words], np.int32))
    value, _ = _joined([word.values for word in listed_words], np.float64)
    parts, part_columns = _postings([word.parts for word in listed_words])
    sums, sum_columns = _postings([compounds.sums(run) for run in queries.token_runs])
    first = tokens.letters[tokens.letters_at[:-1]]
    batch = QueryBatch(
        Postings(names.token, names.at),
        tokens.weight,
        np.where(tokens.kind == INITIAL, first, 0).astype(np.uint8),
        alike,
        value,
        parts,
        part_columns[:, 2].copy(),
        part_columns[:, 0].astype(np.uint8),
        sums,
        sum_columns[:, 2].copy(),
        masks,
        np.ascontiguousarray(least),
    )
    return _candidates(index.view(allowed), batch)


def _postings(groups: list[list[Part]]) -> tuple[Postings, Array]:
    """The words of each group as postings, and all rows."""
    rows = np.array([row for group in groups for row in group], np.float64).reshape(-1, 3)
    at = np.cumsum([0, *map(len, groups)]).astype(np.int32)
    return Postings(rows[:, 1].astype(np.int32), at), rows


def _candidates(view: IndexView, batch: QueryBatch) -> NDArray[np.int32]:
    pairs = np.empty((max(len(batch.mask) * MOST, 1), 2), np.int32)
    terms = Terms(parameter("estimated_contradiction"), *(parameter(name) for name in Terms._fields[1:]))
    scratch = scratch_for(_most_events(batch), len(view.word_weight), len(view.name_weight))
    return pairs[: candidates(batch, view, terms, MOST, scratch, pairs)]


def _most_events(batch: QueryBatch) -> int:
    """Listed words that any one query of the batch may match."""
    per_token = np.diff(batch.alike.at) + np.diff(batch.parts.at)
    events = np.concatenate([[0], np.cumsum(per_token[batch.tokens.items])])[batch.tokens.at]
    return int(np.diff(events).max(initial=0)) + MOST_TOKENS


def _joined(pieces: list[NDArray[Kind]], kind: type[Kind]) -> tuple[NDArray[Kind], NDArray[np.int32]]:
    """Arrays one after the other, and where each starts."""
    at = np.cumsum([0, *map(len, pieces)]).astype(np.int32)
    return np.concatenate([np.zeros(0, kind), *pieces]), at


def _listed_words(
    index: Index, queries: AnalysedNames, compounds: "_Compounds", remembered: dict[Key, ListedWords]
) -> list[ListedWords]:
    """The listed words of each token: remembered from earlier batches or looked up now."""
    keys, tokens = queries.keys, queries.tokens
    fresh = np.array([key not in remembered for key in keys], bool)
    pairs, value = _similar(index, tokens, fresh & (tokens.kind != INITIAL))
    at = np.searchsorted(pairs[:, 0], np.arange(len(keys) + 1)).tolist()
    words = pairs[:, 1].copy()
    for token in np.flatnonzero(fresh).tolist():
        run = slice(at[token], at[token + 1])
        remembered[keys[token]] = ListedWords(words[run], value[run], compounds.parts(token))
    return [remembered[key] for key in keys]


def _similar(index: Index, tokens: Tokens, wanted: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Pairs (token, listed word similar to it) of the wanted tokens, and how similar they are."""
    queries = query_spellings(tokens, wanted)
    capacity = max(int(wanted.sum()) * EXPECTED, 1000)
    best, least = np.zeros(len(index.arrays["word_weight"])), parameter("estimate_alike")
    while True:
        pairs, value = np.empty((capacity, 2), np.int32), np.empty(capacity)
        count = similar_words(queries, index.lexicon, match_parameters(), least, best, pairs, value)
        if count <= capacity:
            break
        capacity = count
    return _with_variants(index, tokens, wanted, pairs[:count], value[:count].copy())


def _with_variants(
    index: Index, tokens: Tokens, asked: NDArray[np.bool_], found: NDArray[np.int32], value: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The pairs, and each token with the listed words of its group of variants; by token, each pair once."""
    grouped = np.flatnonzero(asked & (tokens.variant >= 0))
    more = [
        (token, other) for token in grouped.tolist() for other in index.variants.get(int(tokens.variant[token]), ())
    ]
    if not more:
        return found, value
    has = np.zeros(len(asked), bool)
    has[grouped] = True
    mixed = has[found[:, 0]]
    pairs = np.concatenate([np.array(more, np.int32), found[mixed]])
    values = np.concatenate([np.full(len(more), parameter("variant_share")), value[mixed]])
    keys = pairs[:, 0].astype(np.int64) * len(index.arrays["word_weight"]) + pairs[:, 1]
    order = np.lexsort((-values, keys))
    first = order[np.flatnonzero(np.diff(keys[order], prepend=-1))]
    pairs = np.concatenate([found[~mixed], pairs[first]])
    order = np.argsort(pairs[:, 0], kind="stable")
    return pairs[order], np.concatenate([value[~mixed], values[first]])[order]


class _Compounds:
    """Listed words that are parts of a batch's tokens, or that two of its tokens make."""

    def __init__(self, index: Index, queries: AnalysedNames) -> None:
        tokens = queries.tokens
        self.texts = [key.text for key in queries.keys]
        letters, at = tokens.skeleton.tobytes(), tokens.skeleton_at.tolist()
        self.codes = [letters[at[token] : at[token + 1]] for token in range(len(at) - 1)]
        self.initial = (tokens.kind == INITIAL).tolist()
        self.weights: list[float] = tokens.weight.tolist()
        self.by_code: dict[Any, int] = index.word_of_code
        self.by_text: dict[Any, int] = index.word_of_text
        self.short = [
            len(text) <= 4 or code not in self.by_code for text, code in zip(self.texts, self.codes, strict=True)
        ]

    def parts(self, token: int) -> list[Part]:
        """Listed words that a token is made of."""
        return [] if self.initial[token] else sorted(self._halves(token))

    def _halves(self, token: int) -> set[Part]:
        """Listed words that a token is made of, both halves known or one long half."""
        if len(self.texts[token]) < LONG and self.codes[token] in self.by_code:
            return set()
        parts: set[Part] = set()
        for whole, known in ((self.codes[token], self.by_code), (self.texts[token], self.by_text)):
            for cut in range(2, len(whole) - 1) if len(whole) >= 4 else ():
                first, second = known.get(whole[:cut]), known.get(whole[cut:])
                if first is not None and (second is not None or cut >= 5):
                    parts.add((0, first, cut / len(whole)))
                if second is not None and (first is not None or len(whole) - cut >= 5):
                    parts.add((1, second, 1 - cut / len(whole)))
        return parts

    def sums(self, run: list[int]) -> list[Part]:
        """Listed words that two tokens written as one make; tokens both long and listed are words of their own."""
        if not 1 < len(run) <= 8:
            return []
        short, weights = self.short, self.weights
        words = [token for token in run if not self.initial[token]]
        return [
            (0, word, weights[i] + weights[j])
            for i, j in permutations(words, 2)
            if (short[i] or short[j]) and i != j and (word := self._sum(i, j)) is not None
        ]

    def _sum(self, first: int, second: int) -> int | None:
        """The listed word, if any, that two tokens written as one make."""
        word = self.by_code.get(self.codes[first] + self.codes[second])
        return self.by_text.get(self.texts[first] + self.texts[second]) if word is None else word
