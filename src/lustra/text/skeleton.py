"""The spelling-insensitive key of a word: what is left when spellings that transliterations disagree on are one.

The rules are the rows of ``data/skeleton_rules.csv``, applied in order to the canonical word: regular expression,
replacement, letters of which a word needs one for the rule to apply (a rule that cannot is not tried), an example of
two spellings that meet, and why. Short words keep more of themselves, because in
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
def _rules(stage: str) -> tuple[tuple[frozenset[str], re.Pattern[str], str], ...]:
    """The rules of one stage in file order: letters of which a word needs one (none: any), pattern, replacement."""
    rows = [row for row in table("skeleton_rules") if row["stage"] == stage]
    return tuple((frozenset(row["needs"]), re.compile(row["pattern"]), row["replacement"]) for row in rows)


def _apply(stage: str, word: str) -> str:
    letters = set(word)
    for needs, pattern, replacement in _rules(stage):
        if needs and needs.isdisjoint(letters):
            continue
        changed = pattern.sub(replacement, word)
        if changed != word:
            word, letters = changed, set(changed)
    return DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """The key of one canonical word (``a``–``z``, ``0``–``9``); never empty, a word with a digit is its own key."""
    if not word.isalpha():
        return word
    spelled = _apply("always", word)
    return _apply("short" if len(spelled) <= SHORT else "long", spelled) or word
