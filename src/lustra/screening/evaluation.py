"""How well two parties agree: names, evidence, name score, facts beside the name, identifiers, words.

Hits of an index and comparisons of two parties are evaluated here and nowhere else, so that a pair of parties has one
score, whichever way it is asked for and whichever party comes first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.births import NONE
from lustra.kernels.names.alignment import MOST_TOKENS, Names, align_names
from lustra.kernels.names.evidence import COLUMNS, MATCHED, compare_names
from lustra.kernels.names.words import Tokens
from lustra.model.query import Explanation, Feature
from lustra.screening.explain import contradictions, name_features
from lustra.screening.identifiers import identifier_feature
from lustra.screening.parameters import parameter
from lustra.screening.qualify import PartyFacts, birth_feature, qualifiers
from lustra.screening.scoring import losses, name_scores, shift_log_odds, with_other_names
from lustra.screening.shortening import acronym_feature, spell_out
from lustra.screening.spelling import match_parameters
from lustra.text.names import Token

__all__ = ["Evaluation", "NameComparison", "NamePairs", "NameTable", "evaluate"]


class NameTable(Protocol):
    """Analysed names, each by its number."""

    @property
    def tokens(self) -> Tokens:
        """The distinct tokens of the names."""

    @property
    def names(self) -> Names:
        """The names as runs of token numbers."""

    def name_text(self, name: int) -> str:
        """A name as printed or typed."""

    def name_tokens(self, name: int) -> Sequence[Token]:
        """The tokens of a name, each with the word as printed or typed."""


@dataclass(frozen=True, slots=True)
class NamePairs:
    """Pairs of names to compare, and whose names they are.

    Args:
        left: table of the first name of each pair.
        right: table of the second.
        rows: numbers of the two names of each pair, shape (n, 2).
        parties: numbers of the two parties that bear the names, shape (n, 2).
        weak_aliases: how many of the two names their publishers call weak aliases.
        initials: row → letters of the acronym by which one name is the initials of the other, 0 where neither is.
    """

    left: NameTable
    right: NameTable
    rows: NDArray[np.int32]
    parties: NDArray[np.int64]
    weak_aliases: NDArray[np.uint8]
    initials: Mapping[int, int]

    @property
    def party_keys(self) -> NDArray[np.int64]:
        """One number for each row, the same for rows of the same two parties, in the order of the parties."""
        width = int(self.parties[:, 1].max(initial=0)) + 1
        keys: NDArray[np.int64] = self.parties[:, 0] * width + self.parties[:, 1]
        return keys


class NameComparison:
    """The evidence of pairs of names, what it scores and what it says in words."""

    def __init__(self, pairs: NamePairs) -> None:
        left, right = pairs.left, pairs.right
        evidence = np.zeros((len(pairs.rows), COLUMNS))
        compare_names(left.tokens, left.names, right.tokens, right.names, pairs.rows, match_parameters(), evidence)
        self.pairs = pairs
        self.evidence = with_other_names(evidence, pairs.party_keys)
        self.acronym_rows = spell_out(self.evidence, pairs.initials)
        self.scores = name_scores(self.evidence)

    def best_rows(self, eligible: NDArray[np.bool_]) -> NDArray[np.int64]:
        """For each two parties the row of the names that agree best, in the order of the parties.

        Of names that agree alike one that is no weak alias comes first, then the order of the names decides.

        Args:
            eligible: which rows may be the best.
        """
        rows, keys = np.flatnonzero(eligible), self.pairs.party_keys
        names = self.pairs.rows[rows, 1]
        order = rows[np.lexsort((names, self.pairs.weak_aliases[rows], -self.scores[rows], keys[rows]))]
        first: NDArray[np.int64] = order[np.flatnonzero(np.diff(keys[order], prepend=-1))] if len(order) else order
        return first

    def explanations(self, rows: Sequence[int], features: Sequence[tuple[Feature, ...]]) -> list[Explanation]:
        """The two names of each row, and each feature: those given, then those of the words.

        Args:
            rows: numbers of pairs.
            features: of each row, what is known beside the names.
        """
        left, right, numbers = self.pairs.left, self.pairs.right, np.array(rows, np.int64)
        pairs = self.pairs.rows[numbers]
        match = np.zeros((len(pairs), 2, MOST_TOKENS), np.int32)
        worth = np.zeros((len(pairs), 2, MOST_TOKENS))
        align_names(left.tokens, left.names, right.tokens, right.names, pairs, match_parameters(), match, worth)
        totals = (losses(self.evidence[numbers]) + self.evidence[numbers, MATCHED]).tolist()
        return [self._explanation(row, features[k], (match[k], worth[k]), totals[k]) for k, row in enumerate(rows)]

    def _explanation(
        self,
        row: int,
        features: tuple[Feature, ...],
        alignment: tuple[NDArray[np.int32], NDArray[np.float64]],
        total: float,
    ) -> Explanation:
        left, right = self.pairs.left, self.pairs.right
        first, second = self.pairs.rows[row].tolist()
        texts = (left.name_text(first), right.name_text(second))
        if row in self.acronym_rows:
            words: tuple[Feature, ...] = (acronym_feature(texts, float(self.evidence[row, MATCHED]) / total),)
        else:
            sides = (left.name_tokens(first), right.name_tokens(second))
            nats = (_token_weights(left, first), _token_weights(right, second))
            words = (*name_features(sides, *alignment, nats, total), *contradictions(self.evidence[row], total))
        return Explanation(*texts, (*features, *words))


def _token_weights(table: NameTable, name: int) -> list[float]:
    """Weight in nats of each token of a name."""
    first, last = table.names.at[name : name + 2].tolist()
    weights: list[float] = table.tokens.weight[table.names.token[first:last]].tolist()
    return weights


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well two parties agree, before it is put into words.

    Args:
        row: the pair of names that agree best, as numbered by the comparison.
        score: 0–1.
        features: what is known beside the names.
    """

    row: int
    score: float
    features: tuple[Feature, ...]


def evaluate(comparison: NameComparison, row: int, left: PartyFacts, right: PartyFacts, birth_code: int) -> Evaluation:
    """The score of two parties: that of their best names after birth dates, countries, gender and the grade of the
    alias, raised by identifiers in common.

    Args:
        comparison: the compared names of the two parties, among others.
        row: the best pair of their names.
        left: facts of the party that bears the first name.
        right: facts of the other.
        birth_code: what their birth dates say, see ``kernels.births``.
    """
    name_score = float(comparison.scores[row])
    features = qualifiers(left, right)
    if birth_code != NONE:
        features.insert(0, birth_feature(birth_code, left.birth_dates, right.birth_dates))
    weak = int(comparison.pairs.weak_aliases[row])
    features += [Feature("alias", 0.5, parameter("weak_alias"), "The publisher calls this alias weak")] * weak
    score = float(shift_log_odds(name_score, sum(feature.weight for feature in features)))
    if left.identifiers and right.identifiers:
        least, feature = identifier_feature(left.identifiers, right.identifiers, name_score)
        if least:
            score, features = max(score, least), [feature, *features]
    return Evaluation(row, score, tuple(features))
