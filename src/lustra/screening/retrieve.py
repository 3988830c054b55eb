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
from lustra.screening.analysis import Interner
from lustra.screening.index import Index
from lustra.screening.lexicon import query_spellings
from lustra.screening.parameters import parameter
from lustra.screening.spelling import match_parameters

__all__ = ["LEAST", "names_worth_comparing"]

Array = NDArray[Any]
Kind = TypeVar("Kind", np.int32, np.float64)
Part = tuple[int, int, float]
"""Side of a token (0 front, 1 back), listed word, share of the token."""

ALIKE: Final = 0.58
"""Least agreement (0–1) of a listed word that is looked up for a word of the query."""
LEAST: Final = 0.4
"""Least estimated score (0–1) of a name that is compared."""
MOST: Final = 64
"""Most names compared for one name of a query."""
LONG: Final = 9
"""Letters from which even a listed word may be two tokens written as one."""
EXPECTED: Final = 200
"""Similar words expected per word; a larger array is made where it does not suffice."""
REMEMBERED: Final = 100_000
"""Distinct words asked for that an index remembers."""


class Known(NamedTuple):
    """What an index holds for one token, whatever name it stands in."""

    words: NDArray[np.int32]
    """Listed words like it."""
    values: NDArray[np.float64]
    """How much (0–1) each is like it."""
    parts: list[Part]
    """Listed words that it is made of."""


def names_worth_comparing(
    index: Index,
    interner: Interner,
    tokens: Tokens,
    masks: Array,
    allowed: NDArray[np.uint8],
    least: float | NDArray[np.float64] = LEAST,
) -> NDArray[np.int32]:
    """Pairs (name of the batch, listed name) that share enough to be compared.

    Args:
        index: where to look.
        interner: the names of the batch.
        tokens: their distinct tokens.
        masks: schema bits of each name of the batch.
        allowed: schema bits of each listed name that may answer, else 0.
        least: estimated score (0–1) that a listed name must reach, one for all or one for each name of the batch.

    Returns:
        pairs in the order of the batch, shape (n, 2).
    """
    lookup = _Lookup(index, interner, tokens)
    known = _known(index, interner, tokens, lookup)
    alike = Postings(*_joined([one.words for one in known], np.int32))
    value, _ = _joined([one.values for one in known], np.float64)
    parts, part_columns = _postings([one.parts for one in known])
    sums, sum_columns = _postings([lookup.sums(run) for run in interner.token_runs])
    names = interner.names()
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
        np.broadcast_to(np.asarray(least, np.float64), masks.shape).copy(),
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


def _known(index: Index, interner: Interner, tokens: Tokens, lookup: "_Lookup") -> list[Known]:
    """What is known of each token: remembered from earlier batches or looked up now."""
    memory = index.memory
    if len(memory) > REMEMBERED:
        memory.clear()
    keys = interner.keys
    fresh = np.array([key not in memory for key in keys], bool)
    found, value = _similar(index, tokens, fresh & (tokens.kind != INITIAL))
    at = np.searchsorted(found[:, 0], np.arange(len(keys) + 1)).tolist()
    words = found[:, 1].copy()
    for token in np.flatnonzero(fresh).tolist():
        run = slice(at[token], at[token + 1])
        memory[keys[token]] = Known(words[run], value[run], lookup.parts(token))
    return [memory[key] for key in keys]


def _similar(index: Index, tokens: Tokens, wanted: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Pairs (token, listed word similar to it) of the wanted tokens, and how similar they are."""
    queries = query_spellings(tokens, wanted)
    capacity = max(int(wanted.sum()) * EXPECTED, 1000)
    best = np.zeros(len(index.arrays["word_weight"]))
    while True:
        pairs, value = np.empty((capacity, 2), np.int32), np.empty(capacity)
        count = similar_words(queries, index.lexicon, match_parameters(), ALIKE, best, pairs, value)
        if count <= capacity:
            break
        capacity = count
    return _with_variants(index, tokens, wanted, pairs[:count], value[:count].copy())


def _with_variants(
    index: Index, tokens: Tokens, asked: NDArray[np.bool_], found: NDArray[np.int32], value: NDArray[np.float64]
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The pairs, and each token with the listed words of its group of variants; by token, each pair once."""
    grouped = np.flatnonzero(asked & (tokens.variant >= 0))
    more = [(token, other) for token in grouped.tolist() for other in index.variants[int(tokens.variant[token])]]
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


class _Lookup:
    """Listed words that are parts of a batch's tokens, or that two of its tokens make."""

    def __init__(self, index: Index, interner: Interner, tokens: Tokens) -> None:
        self.texts = [key[0] for key in interner.keys]
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
