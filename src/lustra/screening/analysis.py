"""Names as interned tokens: strings in, the arrays that kernels compare out."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lustra.data import table
from lustra.kernels.names import Names
from lustra.kernels.words import LONGEST, Tokens
from lustra.screening.weights import weights
from lustra.text.names import Token, analyse
from lustra.text.tokens import Kind

__all__ = ["KINDS", "KIND_NAMES", "Interner", "decode", "encode", "runs"]

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
}
"""Kinds of token as the kernels see them."""

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
def _variants() -> dict[str, str]:
    """Skeletons of words that the lists print for one another → the one that stands for all of them."""
    return {row["skeleton"]: row["stands_for"] for row in table("name_variants")}


def _key(token: Token) -> tuple[str, str, str]:
    """Text, skeleton and kind; a particle typed as one letter may be an initial as well and is compared as one."""
    if token.kind == "particle" and len(token.origin) == 1 and token.origin.isascii():
        return (letter := token.origin.lower()), letter, "initial"
    return token.text, _variants().get(token.skeleton, token.skeleton), token.kind


class Interner:
    """Distinct tokens of many names, numbered in order of first appearance."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str, str], int] = {}
        self._token_runs: list[list[int]] = []
        self.origins: list[list[str]] = []
        """The words as typed, for each token of each name."""

    def add(self, name: str, schema: str) -> None:
        """Analyse one name and keep its tokens."""
        numbers = self._numbers
        tokens = analyse(name, schema)
        self._token_runs.append([numbers.setdefault(_key(token), len(numbers)) for token in tokens])
        self.origins.append([token.origin for token in tokens])

    @property
    def keys(self) -> list[tuple[str, str, str]]:
        """Text, skeleton and kind of each token."""
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
        letters, at = encode([key[0][:LONGEST] for key in keys])
        skeleton, skeleton_at = encode([key[1][:LONGEST] for key in keys])
        kinds = np.array([KINDS[key[2]] for key in keys], np.uint8)
        columns = (letters, at, skeleton, skeleton_at, *weights(keys), kinds)
        return Tokens(*(frozen(column) for column in columns))
