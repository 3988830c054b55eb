"""One pair of parties compared without any list: the same evidence, words and score as a hit."""

from dataclasses import dataclass

import numpy as np

from lustra.kernels.births import NONE
from lustra.kernels.names.alignment import MOST_TOKENS, align_names
from lustra.kernels.names.evidence import COLUMNS, MATCHED, compare_names
from lustra.model.entity import Identifier
from lustra.model.query import Explanation, Feature, Query
from lustra.screening.analysis import Interner
from lustra.screening.explain import contradictions, name_features
from lustra.screening.identifiers import identifier_feature
from lustra.screening.qualify import birth_arrays, birth_codes, birth_feature, births_of, qualifiers
from lustra.screening.scoring import losses, name_scores, shifted, with_other_names
from lustra.screening.shortening import acronym_feature, letters_shared, spell_out
from lustra.screening.spelling import match_parameters
from lustra.text.names import analyse

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two parties are, and why.

    Args:
        score: 0–1, the same whichever party comes first.
        explanation: the pair of names that met best, and each feature.
    """

    score: float
    explanation: Explanation


def compare(left: Query, right: Query) -> Comparison:
    """Compare two parties; the score does not depend on which comes first.

    Args:
        left: one party; a schema given for one counts for both.
        right: the other.
    """
    schema = left.schema or right.schema
    interner = Interner()
    for name in (*left.names, *right.names):
        interner.add(name, schema)
    tokens, names = interner.tokens(), interner.names()
    many = len(left.names)
    pairs = np.array([(i, many + j) for i in range(many) for j in range(len(right.names))], np.int32).reshape(-1, 2)
    if not len(pairs):
        return Comparison(0.0, Explanation("", "", ()))
    evidence = np.zeros((len(pairs), COLUMNS))
    compare_names(tokens, names, tokens, names, pairs, match_parameters(), evidence)
    evidence = with_other_names(evidence, np.zeros(len(pairs), np.int64))
    named = [(name, schema) for name in (*left.names, *right.names)]
    initials = {row: letters_shared(named[u], named[v]) for row, (u, v) in enumerate(pairs.tolist())}
    spelled_out = spell_out(evidence, initials)
    scores = name_scores(evidence)
    best = int(np.argmax(scores))
    match = np.zeros((1, 2, MOST_TOKENS), np.int32)
    worth = np.zeros((1, 2, MOST_TOKENS))
    align_names(tokens, names, tokens, names, pairs[best : best + 1], match_parameters(), match, worth)
    u, v = pairs[best].tolist()
    first, second = left.names[u], right.names[v - many]
    sides = (analyse(first, schema), analyse(second, schema))
    nats = (
        tokens.weight[names.token[names.at[u] : names.at[u + 1]]].tolist(),
        tokens.weight[names.token[names.at[v] : names.at[v + 1]]].tolist(),
    )
    total = float(losses(evidence[best : best + 1])[0] + evidence[best, MATCHED])
    words = (*name_features(sides, match[0], worth[0], nats, total), *contradictions(evidence[best], total))
    if best in spelled_out:
        words = (acronym_feature((first, second), float(evidence[best, MATCHED]) / total),)
    score, beside = _beside(left, right, float(scores[best]))
    return Comparison(score, Explanation(first, second, (*beside, *words)))


def _beside(left: Query, right: Query, name_score: float) -> tuple[float, list[Feature]]:
    """The score after birth dates, countries, gender and identifiers."""
    features = qualifiers(left, right.countries, (right.gender,) if right.gender else ())
    births = [births_of(birth_arrays([party.birth_dates])) for party in (left, right)]
    code = int(birth_codes(births[0], births[1], np.zeros((1, 2), np.int32))[0])
    if code != NONE:
        features.insert(0, birth_feature(code, left.birth_dates, right.birth_dates))
    score = float(shifted(name_score, sum(feature.weight for feature in features)))
    floor, feature = identifier_feature(
        left.identifiers, tuple(Identifier("", value) for value in right.identifiers), name_score
    )
    return (max(score, floor), [feature, *features]) if floor else (score, features)
