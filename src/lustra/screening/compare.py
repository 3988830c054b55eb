"""One pair of parties compared without any list: the same evaluation as a hit's."""

from dataclasses import dataclass

import numpy as np

from lustra.model.entity import Entity
from lustra.model.query import Explanation, Query
from lustra.screening.analysis import AnalysedNames
from lustra.screening.evaluation import NameComparison, NamePairs, evaluate
from lustra.screening.qualify import birth_arrays, birth_codes, births_of, facts_of
from lustra.screening.shortening import letters_shared

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two parties are, and why.

    Args:
        score: 0–1, the same whichever party comes first.
        explanation: the pair of names that agree best, and each feature.
    """

    score: float
    explanation: Explanation


def compare(left: Query | Entity, right: Query | Entity) -> Comparison:
    """Compare two parties: the score of the hit that one gives where the other is listed.

    Every name of one is compared with every name of the other, whatever the schemata; ``screen`` looks only at names
    that are in force on the day and at entities that the query's schema admits.

    Args:
        left: one party, as a question or as an entry of a list, with its weak aliases and kinds of identifiers.
        right: the other.

    Returns:
        The score, which does not depend on which party comes first, and its explanation; 0 where one has no name.
    """
    tables = (_analysed(left), _analysed(right))
    many = [len(table.texts) for table in tables]
    if not all(many):
        return Comparison(0.0, Explanation("", "", ()))
    rows = np.stack(np.meshgrid(np.arange(many[0]), np.arange(many[1]), indexing="ij"), -1).reshape(-1, 2)
    weak_aliases = np.add.outer(_weak(left), _weak(right)).ravel()
    initials = {row: letters_shared(tables[0], i, tables[1], j) for row, (i, j) in enumerate(rows.tolist())}
    parties = np.zeros((len(rows), 2), np.int64)
    comparison = NameComparison(NamePairs(*tables, rows.astype(np.int32), parties, weak_aliases, initials))
    best = comparison.best_rows(np.ones(len(rows), bool)).tolist()
    births = [births_of(birth_arrays([party.birth_dates])) for party in (left, right)]
    code = int(birth_codes(births[0], births[1], np.zeros((1, 2), np.int32))[0])
    evaluation = evaluate(comparison, best[0], facts_of(left), facts_of(right), code)
    (explanation,) = comparison.explanations(best, [evaluation.features])
    return Comparison(evaluation.score, explanation)


def _analysed(party: Query | Entity) -> AnalysedNames:
    texts = [name.text for name in party.names] if isinstance(party, Entity) else party.names
    return AnalysedNames((text, party.schema) for text in texts)


def _weak(party: Query | Entity) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """1 for each name that is a weak alias, else 0."""
    if isinstance(party, Entity):
        return np.array([name.kind == "weakAlias" for name in party.names], np.uint8)
    return np.zeros(len(party.names), np.uint8)
