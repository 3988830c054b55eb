"""The spelling-insensitive key of a word: what is left when spellings that transliterations disagree on are one.

The rules are the rows of ``data/skeleton_rules.csv``, applied in order to the canonical word: regular expression,
replacement, an example of two spellings that meet, and why. Short words keep more of themselves, because in
East-Asian names every letter is another name. Between the stages a capital stands for a sound of two letters
(``S`` = sh), so that a short word is one of few *sounds*.
"""

import re
from functools import cache, lru_cache

from lustra.data import table

__all__ = ["skeleton"]

SHORT = 3
"""Words of so few sounds go through the stage ``short`` after ``always``, the others through ``long``."""

DOUBLED = re.compile(r"([a-zA-Z])\1+")


@cache
def _rules(stage: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The rules of one stage, compiled, in file order."""
    return tuple(
        (re.compile(row["pattern"]), row["replacement"]) for row in table("skeleton_rules") if row["stage"] == stage
    )


def _apply(stage: str, word: str) -> str:
    for pattern, replacement in _rules(stage):
        word = pattern.sub(replacement, word)
    return DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """The key of one canonical word (``a``–``z``, ``0``–``9``); never empty, a word with a digit is its own key."""
    if not word.isalpha():
        return word
    spelled = _apply("always", word)
    return _apply("short" if len(spelled) <= SHORT else "long", spelled) or word
