"""Names as interned tokens: strings in, the arrays that kernels compare out."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.names.alignment import Names
from lustra.kernels.names.words import LONGEST, Tokens
from lustra.screening.weights import Key, variant_groups, weights
from lustra.text.names import Token, analyse
from lustra.text.scripts.east_asian import HAN, HANGUL, KANA
from lustra.text.tokens import Kind

__all__ = ["KINDS", "KIND_NAMES", "AnalysedNames", "Interner", "decode", "encode", "runs"]

Array = NDArray[Any]

KINDS: Final[dict[str, int]] = {
    "word": 0,
    "initial": 1,
    "particle": 2,
    "number": 3,
    "legal_form": 4,
    "patronymic": 5,
    "title": 6,
    "kunya": 7,
    "generic": 8,
    "ancestor": 9,
}
"""Kinds of token as the kernels see them."""

BY_SYLLABLES: Final = re.compile(f"[{HAN}{HANGUL}{KANA}]")

KIND_NAMES: Final[tuple[Kind, ...]] = tuple(KINDS)  # type: ignore[arg-type]
"""Number of a kind → its name."""

_LETTER: Final = np.frombuffer(b" abcdefghijklmnopqrstuvwxyz0123456789", np.uint8)
_CODE: Final = np.zeros(256, np.uint8)
_CODE[list(b"abcdefghijklmnopqrstuvwxyz0123456789")] = np.arange(1, 37)


def encode(words: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Letters of words (``a``–``z``, ``0``–``9``), one after the other, as codes 1–36, and where each starts."""
    at = np.zeros(len(words) + 1, np.int32)
    np.cumsum([len(word) for word in words], out=at[1:])
    return _CODE[np.frombuffer("".join(words).encode("ascii"), np.uint8)], at


def decode(letters: NDArray[np.uint8]) -> str:
    """The letters that codes stand for."""
    return _LETTER[letters].tobytes().decode("ascii")


def runs(groups: Iterable[Sequence[int]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Lists of numbers, one after the other, and where each starts."""
    items: list[int] = []
    at = [0]
    for group in groups:
        items.extend(group)
        at.append(len(items))
    return np.array(items, np.int32), np.array(at, np.int32)


def frozen(array: Array) -> Array:
    """The array as the kernels take it: plain and read-only, so that one compiled form serves lists and queries."""
    view = np.asarray(array).view(np.ndarray)
    view.flags.writeable = False
    return view


@cache
def _variants() -> dict[str, int]:
    """Skeletons of words that the lists print for one another → the number of their group."""
    heads = {head: number for number, head in enumerate(sorted(set(variant_groups().values())))}
    return heads | {word: heads[head] for word, head in variant_groups().items()}


@lru_cache(maxsize=65_536)
def _by_syllables(origin: str) -> bool:
    """Whether a word as typed is written by syllables."""
    return bool(BY_SYLLABLES.search(origin))


def _key(token: Token) -> Key:
    """What tells tokens apart; a particle typed as one letter may be an initial as well and is compared as one."""
    if token.kind == "particle" and len(token.origin) == 1 and token.origin.isascii():
        return Key(letter := token.origin.lower(), letter, "initial", 0)
    reading = 1 if token.guessed else 0 if token.origin.isascii() else 2 * _by_syllables(token.origin)
    return Key(token.text, token.skeleton, token.kind, reading)


class Interner:
    """Distinct tokens of many names, numbered in order of first appearance."""

    def __init__(self) -> None:
        self._numbers: dict[Key, int] = {}
        self._token_runs: list[list[int]] = []
        self.origins: list[list[str]] = []
        """The words as typed, for each token of each name."""

    def add(self, name: str, schema: str) -> tuple[Token, ...]:
        """Analyse one name, keep its tokens, and give them back."""
        numbers = self._numbers
        tokens = analyse(name, schema)
        self._token_runs.append([numbers.setdefault(_key(token), len(numbers)) for token in tokens])
        self.origins.append([token.origin for token in tokens])
        return tokens

    @property
    def keys(self) -> list[Key]:
        """What tells each token from the others."""
        return list(self._numbers)

    @property
    def token_runs(self) -> list[list[int]]:
        """Token numbers of each name added."""
        return self._token_runs

    def names(self) -> Names:
        """The names added, as runs of token numbers."""
        return Names(*(frozen(array) for array in runs(self._token_runs)))

    def tokens(self) -> Tokens:
        """The distinct tokens as arrays."""
        keys = self.keys
        letters, at = encode([key.text[:LONGEST] for key in keys])
        skeleton, skeleton_at = encode([key.skeleton[:LONGEST] for key in keys])
        kinds = np.array([KINDS[key.kind] for key in keys], np.uint8)
        readings = np.array([key.reading for key in keys], np.uint8)
        variants = np.array([_variants().get(key.skeleton, -1) for key in keys], np.int32)
        columns = (letters, at, skeleton, skeleton_at, *weights(keys), kinds, readings, variants)
        return Tokens(*(frozen(column) for column in columns))


class AnalysedNames:
    """Names that were typed, as analysed tokens.

    Args:
        names: text and schema of each.
    """

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        interner = Interner()
        named = tuple(names)
        self.texts = tuple(text for text, _ in named)
        self.schemata = tuple(schema for _, schema in named)
        self._tokens = [interner.add(text, schema) for text, schema in named]
        self.keys = interner.keys
        """What tells each token from the others."""
        self.token_runs = interner.token_runs
        """Token numbers of each name."""
        self.tokens = interner.tokens()
        self.names = interner.names()

    def name_text(self, name: int) -> str:
        """A name as typed."""
        return self.texts[name]

    def name_tokens(self, name: int) -> tuple[Token, ...]:
        """The tokens of a name, each with the word as typed."""
        return self._tokens[name]
