"""Spellings as the kernels look them up: those of the listed words as arrays of the index, those of a batch as runs."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.names.similar_words import GRAMS, LONG, SLACK, TWO_DROPS_FROM, Forms, Lexicon, QuerySpellings
from lustra.kernels.names.words import LONGEST, Tokens
from lustra.screening.analysis import encode

__all__ = ["largest", "lexicon_arrays", "lexicon_of", "postings", "query_spellings"]

Array = NDArray[Any]


def lexicon_arrays(spellings: Sequence[Sequence[str]], tokens: Tokens, word_of: Array) -> dict[str, Array]:
    """The arrays of the lexicon, named ``form_…``.

    Args:
        spellings: of each listed token, as typed and its skeleton.
        tokens: the listed tokens.
        word_of: number of the word (listed skeleton) of each token.
    """
    forms = sorted({form[:LONGEST] for pair in spellings for form in pair}, key=lambda form: (len(form), form))
    numbers = {form: number for number, form in enumerate(forms)}
    form_of = np.array([[numbers[form[:LONGEST]] for form in pair] for pair in spellings], np.int64).reshape(-1, 2)
    letters, at = encode(forms)
    by_token = {
        "form_weight": tokens.weight,
        "form_surprise": tokens.surprise,
        "form_length": np.diff(tokens.letters_at),
    }
    sides = {name: [largest(form_of[:, side], of, len(forms)) for side in (0, 1)] for name, of in by_token.items()}
    columns = {name: np.maximum(*both) for name, both in sides.items()}
    return {
        "form_letters": letters,
        "form_at": at,
        **columns,
        "form_length": columns["form_length"].astype(np.uint8),
        **postings("form_word", form_of.T.ravel(), np.tile(word_of, 2), len(forms)),
        **_rest_arrays(letters, at),
        **_gram_arrays(letters, at),
    }


def lexicon_of(arrays: Mapping[str, Array]) -> Lexicon:
    """The lexicon that the arrays of an index hold."""
    forms = Forms(*(arrays[f"form_{name}"] for name in ("letters", "at", *Forms._fields[2:])))
    return Lexicon(forms, *(arrays[f"form_{name}{at}"] for name in ("word", "rest", "gram") for at in ("", "_at")))


def query_spellings(tokens: Tokens, wanted: NDArray[np.bool_]) -> QuerySpellings:
    """The spellings to look up: of each token its skeleton and, where it differs, what was typed.

    Args:
        tokens: the tokens of a batch.
        wanted: which of them are looked up; the others have no spelling.
    """
    count = len(tokens.weight)
    letters = np.concatenate([tokens.skeleton, tokens.letters])
    at = np.concatenate([tokens.skeleton_at, tokens.letters_at[1:] + tokens.skeleton_at[-1]]).astype(np.int32)
    lengths = np.diff(tokens.letters_at).astype(np.uint8)
    columns = (np.tile(tokens.weight, 2), np.tile(tokens.surprise, 2), np.tile(lengths, 2))
    twice = wanted & _differ(tokens)
    number = np.arange(count, dtype=np.int32)
    form = np.concatenate([number[wanted], number[twice] + count])
    owner = np.concatenate([number[wanted], number[twice]])
    order = np.argsort(owner, kind="stable")
    runs = np.searchsorted(owner[order], np.arange(count + 1)).astype(np.int32)
    return QuerySpellings(Forms(letters, at, *columns), form[order].astype(np.int32), runs)


def _differ(tokens: Tokens) -> NDArray[np.bool_]:
    """Whether a token's skeleton is not what was typed."""
    lengths = np.diff(tokens.letters_at)
    differ: NDArray[np.bool_] = lengths != np.diff(tokens.skeleton_at)
    same = np.flatnonzero(~differ)
    within = np.arange(lengths[same].sum()) - np.repeat(np.cumsum(lengths[same]) - lengths[same], lengths[same])
    owner = np.repeat(same, lengths[same])
    other = tokens.letters[tokens.letters_at[owner] + within] != tokens.skeleton[tokens.skeleton_at[owner] + within]
    differ[owner[other]] = True
    return differ


def largest(groups: Array, values: Array, count: int) -> Array:
    """The largest of the values of each group, 0 for a group without any."""
    most = np.zeros(count)
    np.maximum.at(most, groups, values)
    return most


def postings(name: str, keys: Array, items: Array, count: int) -> dict[str, Array]:
    """For each key below ``count`` its distinct items, ascending, as the arrays ``name`` and ``name_at``."""
    width = max(int(items.max(initial=0)) + 1, 1)
    pairs = np.unique(keys.astype(np.int64) * width + items)
    at = np.searchsorted(pairs, np.arange(count + 1, dtype=np.int64) * width).astype(np.int32)
    return {name: (pairs % width).astype(np.int32), f"{name}_at": at}


def _rest_arrays(letters: Array, at: Array) -> dict[str, Array]:
    """For each bucket the forms that leave it when letters are dropped, see ``similar_words.remainders``."""
    lengths = np.diff(at)
    hashes: list[Array] = []
    owners: list[Array] = []
    for length in range(1, LONG + SLACK):
        forms = np.flatnonzero(lengths == length)
        block = letters[at[forms][:, None] + np.arange(length)].astype(np.uint64)
        for dropped in range(min(SLACK if length >= TWO_DROPS_FROM else 1, length - 1) + 1):
            for gone in combinations(range(length), dropped):
                hashes.append(_hashed(np.delete(block, gone, axis=1)))
                owners.append(forms)
    bits = max(int(sum(map(len, owners))).bit_length() - 1, 8)
    buckets = np.concatenate(hashes) >> np.uint64(32 - bits)
    return postings("form_rest", buckets.astype(np.int64), np.concatenate(owners), 1 << bits)


def _hashed(block: Array) -> Array:
    """The hash of each row of letters (Knuth's multiplicative hash)."""
    state = np.zeros(len(block), np.uint64)
    for letter in block.T:
        state = ((state ^ letter) * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    return state


def _gram_arrays(letters: Array, at: Array) -> dict[str, Array]:
    """For each letter pair the forms that hold it, the edge of a form counting as letter 0."""
    before = np.concatenate([[0], letters[:-1]]).astype(np.int64) if len(letters) else letters.astype(np.int64)
    filled = np.flatnonzero(np.diff(at))
    before[at[:-1][filled]] = 0
    owners = np.repeat(np.arange(len(at) - 1), np.diff(at))
    ends = letters[at[1:][filled] - 1].astype(np.int64) * 37
    return postings("form_gram", np.concatenate([before * 37 + letters, ends]), np.concatenate([owners, filled]), GRAMS)
