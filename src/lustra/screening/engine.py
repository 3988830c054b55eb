"""Questions in, potential matches out.

A batch goes through whole: analysis of the names, candidates, and for each (query, entity) the one evaluation that
comparisons use too. The answer to one query does not depend on the others of its batch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import compiled_kernels
from lustra.kernels.names.evidence import compare_names
from lustra.model.entity import Listing
from lustra.model.query import Explanation, Hit, Query
from lustra.model.time import AsOf
from lustra.screening.analysis import AnalysedNames
from lustra.screening.calibration import DEFAULT_THRESHOLD
from lustra.screening.evaluation import Evaluation, NameComparison, NamePairs, evaluate
from lustra.screening.index import Card, Index, schema_mask
from lustra.screening.parameters import parameter
from lustra.screening.qualify import birth_arrays, birth_codes, births_of, facts_of
from lustra.screening.retrieve import WordMemory, names_worth_comparing
from lustra.screening.scoring import shift_log_odds
from lustra.screening.shortening import acronym_candidate, spelled_out

__all__ = ["DEFAULT_LIMIT", "ScreeningOptions", "screen"]

Array = NDArray[Any]

COMPILE_FROM: Final = 40
"""Queries from which loading the compiled kernels pays."""
BLOCK: Final = 16_384
"""Queries answered at once."""
DEFAULT_LIMIT: Final = 10
"""Hits per query where nothing else is said."""


@dataclass(frozen=True, slots=True)
class ScreeningOptions:
    """What counts as an answer.

    Args:
        threshold: score from which a hit is called a match (0–1).
        cutoff: lowest score still returned (0–1).
        limit: hits per query.
        lists: sources to look through, empty for all.
    """

    threshold: float = DEFAULT_THRESHOLD
    cutoff: float = DEFAULT_THRESHOLD
    limit: int = DEFAULT_LIMIT
    lists: tuple[str, ...] = ()


def screen(
    index: Index,
    queries: Sequence[Query],
    as_of: AsOf,
    options: ScreeningOptions | None = None,
    memory: WordMemory | None = None,
) -> list[tuple[Hit, ...]]:
    """Answer queries against an index as of a day; any number of threads may ask one index at once.

    Args:
        index: the opened index.
        queries: who is asked about.
        as_of: the day whose lists count, and the day whose knowledge may be used.
        options: threshold, cutoff, limit and lists; the defaults where None.
        memory: of words looked up for earlier batches, of this thread; what is looked up now is added.

    Returns:
        for each query, in order, its hits, best first; equal scores in the order of entity ids.
    """
    call = (index, queries, as_of, options or ScreeningOptions(), memory or WordMemory())
    if compare_names.is_loaded or len(queries) >= COMPILE_FROM:
        with compiled_kernels():
            return _screen(*call)
    return _screen(*call)


def _screen(
    index: Index, queries: Sequence[Query], as_of: AsOf, options: ScreeningOptions, memory: WordMemory
) -> list[tuple[Hit, ...]]:
    allowed = index.allowed(as_of, options.lists)
    answers: list[tuple[Hit, ...]] = []
    for start in range(0, len(queries), BLOCK):
        block = _Block(index, queries[start : start + BLOCK], allowed, options)
        answers += block.answers(block.candidates(memory), as_of)
    return answers


@dataclass(frozen=True, slots=True)
class _EvaluatedEntity:
    """An entity that answers a query, and how well."""

    query: int
    entity: int
    card: Card
    evaluation: Evaluation


class _Block:
    """Queries that are answered together."""

    def __init__(
        self, index: Index, queries: Sequence[Query], allowed: NDArray[np.uint8], options: ScreeningOptions
    ) -> None:
        self.index = index
        self.queries = queries
        self.allowed = allowed
        self.options = options
        named = [(number, name) for number, query in enumerate(queries) for name in query.names]
        self.names = AnalysedNames((name, queries[number].schema) for number, name in named)
        self.owner = np.array([number for number, _ in named], np.int32)
        """Number of the query that each name belongs to."""
        self.first_name: list[int] = np.searchsorted(self.owner, np.arange(len(queries) + 1)).tolist()
        self.facts = [facts_of(query) for query in queries]
        self.births = births_of(birth_arrays([query.birth_dates for query in queries]))
        self.acronyms = dict(self._acronyms())

    def candidates(self, memory: WordMemory) -> NDArray[np.int32]:
        """Pairs (name of a query, listed name) that are worth comparing."""
        masks = np.array([schema_mask(schema) for schema in self.names.schemata], np.uint8)
        least = np.maximum(self._needed() - parameter("estimate_margin"), parameter("estimate_least"))
        pairs = names_worth_comparing(self.index, self.names, masks, self.allowed, least[self.owner], memory)
        extra = [*self._identified(), *self.acronyms]
        return np.unique(np.concatenate([pairs, np.array(extra, np.int32)]), axis=0) if extra else pairs

    def answers(self, pairs: NDArray[np.int32], as_of: AsOf) -> list[tuple[Hit, ...]]:
        """The hits of every query.

        Entities are found by the names worth comparing; those found are evaluated by all their names, so that a score
        is that of ``compare`` and does not depend on which names were worth it.
        """
        comparison = self._compared(pairs)
        entities = [(each.query, each.entity) for each in self._evaluated(comparison)]
        comparison = self._compared(self._all_names(entities))
        answers: list[list[_EvaluatedEntity]] = [[] for _ in self.queries]
        for each in self._evaluated(comparison):
            answers[each.query].append(each)
        kept = [
            each
            for group in answers
            for each in sorted(group, key=lambda each: (-each.evaluation.score, each.card.id))[: self.options.limit]
        ]
        hits: list[list[Hit]] = [[] for _ in self.queries]
        evaluations = [each.evaluation for each in kept]
        explanations = comparison.explanations([e.row for e in evaluations], [e.features for e in evaluations])
        for each, explanation in zip(kept, explanations, strict=True):
            hits[each.query].append(self._hit(each, explanation, as_of))
        return [tuple(group) for group in hits]

    def _identified(self) -> Iterator[tuple[int, int]]:
        """Names of queries with those of the entities whose identifiers they name."""
        for number, facts in enumerate(self.facts):
            for identifier in facts.identifiers:
                for entity in self.index.entities_with(identifier):
                    yield from self._name_pairs(number, entity)

    def _name_pairs(self, query: int, entity: int) -> Iterator[tuple[int, int]]:
        """Every name of a query with every name of an entity that may answer it."""
        mask = schema_mask(self.queries[query].schema)
        listed = [name for name in self.index.names_of(entity) if self.allowed[name] & mask]
        yield from ((name, other) for name in range(*self.first_name[query : query + 2]) for other in listed)

    def _all_names(self, entities: Sequence[tuple[int, int]]) -> NDArray[np.int32]:
        """All names of each query with all names of the entity."""
        return np.array([pair for each in entities for pair in self._name_pairs(*each)], np.int32).reshape(-1, 2)

    def _acronyms(self) -> Iterator[tuple[tuple[int, int], int]]:
        """Pairs of names of which one may be the initials of the other, and how many initials."""
        for name, (text, schema) in enumerate(zip(self.names.texts, self.names.schemata, strict=True)):
            if schema == "Person":
                continue
            tokens = self.names.name_tokens(name)
            word = acronym_candidate(tokens)
            matches = [(word, listed) for listed in (self.index.names_of_acronym(word) if word else ())]
            for letters in spelled_out(text, schema, tokens):
                matches += [(letters, listed) for listed in self.index.names_of_one_word(letters)]
            mask = schema_mask(schema)
            yield from (((name, listed), len(w)) for w, listed in matches if self.allowed[listed] & mask)

    def _compared(self, pairs: NDArray[np.int32]) -> NameComparison:
        """The names of pairs (name of a query, listed name) compared."""
        entities, weak = self.index.arrays["name_entity"], self.index.arrays["name_weak"]
        parties = np.stack([self.owner[pairs[:, 0]], entities[pairs[:, 1]]], axis=1).astype(np.int64)
        initials = {}
        if self.acronyms:
            rows = enumerate(zip(*pairs.T.tolist(), strict=True))
            initials = {row: self.acronyms[pair] for row, pair in rows if pair in self.acronyms}
        return NameComparison(NamePairs(self.names, self.index, pairs, parties, weak[pairs[:, 1]], initials))

    def _needed(self) -> NDArray[np.float64]:
        """The lowest name score of each query that could still reach the cutoff."""
        more = np.array([bool(query.birth_dates or query.countries) for query in self.queries])
        raised = shift_log_odds(self.options.cutoff, -parameter("most_uplift"))
        needed: NDArray[np.float64] = np.where(more, raised, float(self.options.cutoff))
        return needed

    def _evaluated(self, comparison: NameComparison) -> list[_EvaluatedEntity]:
        """Each query and entity among the compared names whose score reaches the cutoff."""
        parties = comparison.pairs.parties
        queries = parties[:, 0]
        identified = np.array([bool(query.identifiers) for query in self.queries], bool)[queries]
        rows = comparison.best_rows((comparison.scores >= self._needed()[queries]) | identified)
        codes = birth_codes(self.births, self.index.births, parties[rows].astype(np.int32))
        evaluated = []
        for row, (query, entity), code in zip(rows.tolist(), parties[rows].tolist(), codes.tolist(), strict=True):
            card = self.index.card(entity)
            evaluation = evaluate(comparison, row, self.facts[query], card, code)
            if evaluation.score >= self.options.cutoff:
                evaluated.append(_EvaluatedEntity(query, entity, card, evaluation))
        return evaluated

    def _hit(self, each: _EvaluatedEntity, explanation: Explanation, as_of: AsOf) -> Hit:
        card, score = each.card, each.evaluation.score
        in_force = (listing for listing in card.listings if listing.in_force(as_of))
        listings: tuple[Listing, ...] = tuple(listing.known_by(as_of.known) for listing in in_force)
        match = score >= self.options.threshold
        return Hit(card.id, card.caption, card.schema, score, match, listings, explanation)
