"""The spelling-insensitive key of a word: what is left when spellings that transliterations disagree on are one.

The rules are the rows of ``data/text/skeleton_rules.csv``, applied in order to the canonical word: regular expression,
replacement, of which letters or pairs of neighbours a word needs one for the rule to apply (``^`` and ``$`` are the
neighbours of its ends; a rule that cannot apply is not tried), an example of two spellings that meet, and why. Short
words keep more of themselves, because in East-Asian names every letter is another name. Between the stages a capital
represents a sound of two letters (``S`` = sh), so that a short word is one of few *sounds*.

Of some seventy rules two or three apply to a word, so sets of rules are numbers, bit i for rule i: one look-up per
pair of neighbours finds the rules to be tried, and a rule that applies adds those that its replacement may call for.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache, partial
from itertools import pairwise
from operator import methodcaller
from typing import NamedTuple

from lustra.data import table

__all__ = ["skeleton"]

SHORT = 3
"""Words of so few sounds go through the stage ``short`` after ``always``, the others through ``long``."""

FEW = 4
"""Rules that are tried in the time in which ``_Calls.of`` finds whether they need be."""

DOUBLED = re.compile(r"([a-zA-Z])\1+")
"""Letters written twice, which every stage writes once at its end."""
DOUBLES = frozenset(2 * letter for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class _Rule(NamedTuple):
    """One row of the table, or the end of a stage."""

    stage: str
    needs: frozenset[str]
    apply: Callable[[str], str]
    makes: frozenset[str] | None
    """The letters of which one is in every pair of neighbours that it makes; ``None`` where that is not known."""


class _Calls(dict[tuple[str, str], int]):
    """Two neighbours → the rules that may apply where they stand; worked out once per pair met."""

    def __init__(self, needs: Sequence[frozenset[str]]) -> None:
        super().__init__()
        self.needs = needs

    def __missing__(self, pair: tuple[str, str]) -> int:
        met = {*pair, pair[0] + pair[1]}
        self[pair] = calls = _bits(i for i, needs in enumerate(self.needs) if not needs.isdisjoint(met))
        return calls

    def of(self, word: str) -> int:
        """The rules that may apply to a word."""
        calls = 0
        for pair in pairwise(f"^{word}$"):
            calls |= self[pair]
        return calls


class _Machine(NamedTuple):
    """All rules as they are applied, by the bit of each."""

    calls: _Calls
    apply: dict[int, Callable[[str], str]]
    wakes: dict[int, int]
    """The later rules that may apply only because this one did, where they are so few that trying them is quicker
    than asking ``calls`` again."""
    stages: dict[str, int]


@cache
def _machine() -> _Machine:
    rules = [rule for stage in ("always", "long", "short") for rule in _rules(stage)]
    stages = {rule.stage: _bits(i for i, other in enumerate(rules) if other.stage == rule.stage) for rule in rules}
    wakes = {1 << i: _bits(j for j in range(i + 1, len(rules)) if _wakes(r, rules[j])) for i, r in enumerate(rules)}
    few = {bit: woken for bit, woken in wakes.items() if woken.bit_count() <= FEW}
    calls = _Calls([rule.needs for rule in rules])
    return _Machine(calls, {1 << i: rule.apply for i, rule in enumerate(rules)}, few, stages)


def _rules(stage: str) -> list[_Rule]:
    """The rules of a stage in file order, then that doubled letters are one, which makes no new neighbours."""
    rows = [row for row in table("skeleton_rules") if row["stage"] == stage]
    rules = [_rule(stage, row["needs"], row["pattern"], row["replacement"]) for row in rows]
    return [*rules, _Rule(stage, DOUBLES, partial(DOUBLED.sub, lambda match: match[1]), frozenset())]


def _rule(stage: str, needs: str, pattern: str, replacement: str) -> _Rule:
    """One row; a pattern of letters alone needs no regular expression."""
    plain = methodcaller("replace", pattern, replacement) if pattern.isalpha() else None
    makes = frozenset(replacement) if replacement.isalpha() else None
    return _Rule(stage, frozenset(needs.split()), plain or partial(re.compile(pattern).sub, replacement), makes)


def _wakes(rule: _Rule, later: _Rule) -> bool:
    """Whether a word may have what a later rule needs only because a rule applied."""
    return rule.makes is None or any(not rule.makes.isdisjoint(need) for need in later.needs)


def _bits(rules: Iterable[int]) -> int:
    """A set of rules as a number."""
    return sum(1 << rule for rule in rules)


def _applied(machine: _Machine, stage: str, word: str, waiting: int) -> tuple[str, int]:
    """The word after the rules of a stage, of those that wait to be tried; the rules of other stages that now do."""
    own = machine.stages[stage]
    now = waiting & own
    while now:
        bit = now & -now  # the first of them
        waiting ^= bit
        changed = machine.apply[bit](word)
        if changed != word:
            word, woken = changed, machine.wakes.get(bit)
            waiting |= machine.calls.of(word) & (-2 * bit) if woken is None else woken  # -2 * bit: those after it
        now = waiting & own
    return word, waiting


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """The key of one canonical word (``a``–``z``, ``0``–``9``); never empty, a word with a digit is its own key."""
    if not word.isalpha():
        return word
    machine = _machine()
    spelled, waiting = _applied(machine, "always", word, machine.calls.of(word))
    return _applied(machine, "short" if len(spelled) <= SHORT else "long", spelled, waiting)[0] or word
