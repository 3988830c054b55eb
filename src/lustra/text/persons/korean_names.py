"""Korean names in Latin letters: three syllables, one of them a surname, however each is romanised.

Pyongyang, Seoul (2000), McCune and Reischauer, and family usage spell one syllable in up to seven ways (``ri``,
``lee``, ``yi``). A name that is Korean by all its syllables takes the skeletons of Pyongyang's spellings, which the
lists print; a syllable of one letter (``YU Chol U``) is then no initial.
"""

from collections.abc import Sequence
from functools import cache

from lustra.data import table
from lustra.text.organisations.phrases import script_mark
from lustra.text.skeleton import skeleton
from lustra.text.tokens import Token

__all__ = ["is_syllable", "mark_syllables"]

SYLLABLES = 3
"""Tokens of a Korean name; two syllables alone may be words of any language."""


@cache
def _spellings() -> dict[str, str]:
    """Each spelling of a syllable → the one of Pyongyang, which is kept as it is, and so does its ``ch`` for ``j``."""
    rows = [row["spellings"].split() for row in table("korean_syllables")]
    other = {spelling: row[0] for row in reversed(rows) for spelling in row}
    own = {row[0] for row in rows}
    return other | {word: word for word in own | {f"ch{word[1:]}" for word in own if word[0] == "j"} if word in other}


def is_syllable(text: str) -> bool:
    """Whether a canonical word is a spelling of a Korean syllable."""
    return text in _spellings()


@cache
def _surnames() -> frozenset[str]:
    """Every spelling of the syllables that are surnames (column ``surname``)."""
    return frozenset(s for row in table("korean_syllables") if row["surname"] for s in row["spellings"].split())


def mark_syllables(tokens: Sequence[Token]) -> list[Token]:
    """The skeletons of Pyongyang's spellings for the syllables of a Korean name; other names stay as they are."""
    if len(tokens) != SYLLABLES or not _is_korean(tokens):
        return list(tokens)
    known = _spellings()
    return [token._replace(skeleton=skeleton(known[token.text]), kind="word") for token in tokens]


def _is_korean(tokens: Sequence[Token]) -> bool:
    """Whether every token may be a syllable, one at most of one letter, and the first or the last a surname."""
    texts = [token.text for token in tokens]
    if not _spellings().keys() >= set(texts) or sum(len(text) == 1 for text in texts) > 1:
        return False
    return script_mark(tokens[0].origin) == "e:" or not _surnames().isdisjoint((texts[0], texts[-1]))
