"""Questions in, potential matches out.

A batch goes through whole: analysis of the names, candidates, evidence, name scores, then the best pair of names for
each (query, entity), what stands beside the name, and words for what is returned. The answer to one query does not
depend on the others of its batch.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.births import NONE
from lustra.kernels.jit import compiled_kernels
from lustra.kernels.names.alignment import MOST_TOKENS, Names, align_names
from lustra.kernels.names.evidence import COLUMNS, MATCHED, compare_names
from lustra.kernels.names.words import Tokens
from lustra.model.entity import Listing
from lustra.model.query import Explanation, Feature, Hit, Query
from lustra.model.time import AsOf
from lustra.screening.analysis import Interner
from lustra.screening.calibration import DEFAULT_THRESHOLD
from lustra.screening.explain import contradictions, name_features
from lustra.screening.identifiers import identifier_feature
from lustra.screening.index import Card, Index, schema_mask
from lustra.screening.parameters import parameter
from lustra.screening.qualify import birth_arrays, birth_codes, birth_feature, births_of, qualifiers
from lustra.screening.retrieve import LEAST, names_worth_comparing
from lustra.screening.scoring import losses, name_scores, shifted, with_other_names
from lustra.screening.shortening import acronym_feature, short_of, spell_out, spelled_out
from lustra.screening.spelling import match_parameters

__all__ = ["Options", "screen"]

Array = NDArray[Any]

COMPILE_FROM: Final = 40
"""Queries from which loading the compiled kernels pays."""
BLOCK: Final = 16_384
"""Queries answered at once."""
MARGIN: Final = 0.12
"""How much higher than its estimate in retrieval a name's score is at most, as a rule."""
MOST_UPLIFT: Final = 2.0
"""Log odds that facts beside the name can add at most; a name too low even for that is not looked at."""


@dataclass(frozen=True, slots=True)
class Options:
    """What counts as an answer.

    Args:
        threshold: score from which a hit is called a match (0–1).
        cutoff: lowest score still returned (0–1); the default threshold where a door is not told another.
        limit: hits per query.
        lists: sources to look through, empty for all.
    """

    threshold: float = DEFAULT_THRESHOLD
    cutoff: float = DEFAULT_THRESHOLD
    limit: int = 5
    lists: tuple[str, ...] = ()


def screen(
    index: Index, queries: Sequence[Query], as_of: AsOf, options: Options | None = None
) -> list[tuple[Hit, ...]]:
    """Answer queries against an index as of a day.

    Args:
        index: the opened index.
        queries: who is asked about.
        as_of: the day whose lists count, and the day whose knowledge may be used.
        options: threshold, cutoff, limit and lists; the defaults where None.

    Returns:
        for each query, in order, its hits, best first; equal scores in the order of entity ids.
    """
    if compare_names.is_loaded or len(queries) >= COMPILE_FROM:
        with compiled_kernels():
            return _screen(index, queries, as_of, options or Options())
    return _screen(index, queries, as_of, options or Options())


def _screen(index: Index, queries: Sequence[Query], as_of: AsOf, options: Options) -> list[tuple[Hit, ...]]:
    allowed = index.allowed(as_of, options.lists)
    answers: list[tuple[Hit, ...]] = []
    with _uncollected():
        for start in range(0, len(queries), BLOCK):
            answers += _Batch(index, queries[start : start + BLOCK], allowed, as_of, options).answers()
    return answers


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: a batch makes a million small values and no cycle among them."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Pair:
    """The best pair of names of one query and one entity."""

    query: int
    entity: int
    row: int
    name_score: float


@dataclass(frozen=True, slots=True)
class _Found:
    """A hit before it is put into words."""

    pair: _Pair
    card: Card
    score: float
    features: tuple[Feature, ...]


class _Batch:
    """One block of queries on its way through the engine."""

    def __init__(
        self, index: Index, queries: Sequence[Query], allowed: NDArray[np.uint8], as_of: AsOf, options: Options
    ) -> None:
        self.index = index
        self.queries = queries
        self.allowed = allowed
        self.as_of = as_of
        self.options = options
        interner = Interner()
        self.asked = [(number, name) for number, query in enumerate(queries) for name in query.names]
        self.analysed = [interner.add(name, queries[number].schema) for number, name in self.asked]
        self.owner = np.array([number for number, _ in self.asked], np.int32)
        self.tokens: Tokens = interner.tokens()
        self.names: Names = interner.names()
        masks = np.array([schema_mask(queries[number].schema) for number, _ in self.asked], np.uint8)
        pairs = names_worth_comparing(index, interner, self.tokens, masks, allowed, self._least()[self.owner])
        self.acronyms = dict(self._acronyms())
        self.pairs = self._with_identified(pairs)
        self.evidence = np.zeros((len(self.pairs), COLUMNS))
        compare_names(self.tokens, self.names, index.tokens, index.names, self.pairs, match_parameters(), self.evidence)
        self.evidence = with_other_names(self.evidence, self._parties())
        self.spelled_out = self._spell_out()

    def answers(self) -> list[tuple[Hit, ...]]:
        """The hits of every query."""
        found: list[list[_Found]] = [[] for _ in self.queries]
        for item in self._scored():
            found[item.pair.query].append(item)
        kept = [
            item
            for items in found
            for item in sorted(items, key=lambda item: (-item.score, item.card.id))[: self.options.limit]
        ]
        hits: list[list[Hit]] = [[] for _ in self.queries]
        for item, hit in zip(kept, self._hits(kept), strict=True):
            hits[item.pair.query].append(hit)
        return [tuple(group) for group in hits]

    def _with_identified(self, pairs: NDArray[np.int32]) -> NDArray[np.int32]:
        """The pairs, and those of queries with the entities whose identifiers they name."""
        first = np.searchsorted(self.owner, np.arange(len(self.queries) + 1)).tolist()
        extra = [
            (asked, name)
            for number, query in enumerate(self.queries)
            for identifier in query.identifiers
            for entity in self.index.entities_with(identifier)
            for name in self.index.names_of(entity)
            for asked in range(first[number], first[number + 1])
            if self.allowed[name] & schema_mask(query.schema)
        ]
        extra += self.acronyms
        return np.unique(np.concatenate([pairs, np.array(extra, np.int32)]), axis=0) if extra else pairs

    def _acronyms(self) -> Iterator[tuple[tuple[int, int], int]]:
        """Pairs of names of which one may be the initials of the other, and how many initials."""
        for asked, (number, name) in enumerate(self.asked):
            schema, tokens = self.queries[number].schema, self.analysed[asked]
            if schema == "Person":
                continue
            word = short_of(tokens)
            led = [(word, listed) for listed in (self.index.names_of_acronym(word) if word else ())]
            for letters in spelled_out(name, schema, tokens):
                led += [(letters, listed) for listed in self.index.names_of_one_word(letters)]
            yield from (((asked, n), len(w)) for w, n in led if self.allowed[n] & schema_mask(schema))

    def _spell_out(self) -> set[int]:
        """Put the evidence of initials where it says more than the words do; returns those rows of pairs."""
        if not self.acronyms:
            return set()
        met = {pair: row for row, pair in enumerate(zip(*self.pairs.T.tolist(), strict=True))}
        return spell_out(self.evidence, {met[pair]: letters for pair, letters in self.acronyms.items()})

    def _parties(self) -> NDArray[np.int64]:
        """One number for each pair of names, the same for names of the same query and entity."""
        entities = self.index.arrays["name_entity"][self.pairs[:, 1]]
        return self.owner[self.pairs[:, 0]].astype(np.int64) * self.index.entity_count + entities

    def _needed(self) -> NDArray[np.float64]:
        """The lowest name score of each query that could still reach the cutoff."""
        more = np.array([bool(query.birth_dates or query.countries) for query in self.queries])
        needed: NDArray[np.float64] = np.where(
            more, shifted(self.options.cutoff, -MOST_UPLIFT), float(self.options.cutoff)
        )
        return needed

    def _least(self) -> NDArray[np.float64]:
        """The estimate from which a name is compared, for each query."""
        return np.maximum(self._needed() - MARGIN, LEAST)

    def _best(self) -> list[_Pair]:
        """For each query and entity the best pair of names that could still reach the cutoff."""
        scores = name_scores(self.evidence)
        entities = self.index.arrays["name_entity"][self.pairs[:, 1]]
        queries = self.owner[self.pairs[:, 0]]
        identified = np.array([bool(query.identifiers) for query in self.queries])[queries]
        rows = np.flatnonzero((scores >= self._needed()[queries]) | identified)
        order = rows[np.lexsort((self.pairs[rows, 1], -scores[rows], entities[rows], queries[rows]))]
        keys = queries[order].astype(np.int64) * self.index.entity_count + entities[order]
        firsts = order[np.flatnonzero(np.diff(keys, prepend=-1))] if len(order) else order
        columns = (queries[firsts], entities[firsts], firsts, scores[firsts])
        return [_Pair(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]

    def _scored(self) -> list[_Found]:
        best = self._best()
        births = births_of(birth_arrays([query.birth_dates for query in self.queries]))
        pairs = np.array([(pair.query, pair.entity) for pair in best], np.int32).reshape(-1, 2)
        codes = birth_codes(births, self.index.births, pairs).tolist()
        found = (self._qualified(pair, code) for pair, code in zip(best, codes, strict=True))
        return [item for item in found if item.score >= self.options.cutoff]

    def _qualified(self, pair: _Pair, code: int) -> _Found:
        """The score after everything that stands beside the name."""
        query, card = self.queries[pair.query], self.index.card(pair.entity)
        features = qualifiers(query, card.countries, card.genders)
        if code != NONE:
            features.insert(0, birth_feature(code, query.birth_dates, card.birth_dates))
        if self.index.arrays["name_weak"][self.pairs[pair.row, 1]]:
            features.append(Feature("alias", 0.5, parameter("weak_alias"), "The publisher calls this alias weak"))
        score = float(shifted(pair.name_score, sum(feature.weight for feature in features)))
        if query.identifiers:
            floor, feature = identifier_feature(query.identifiers, card.identifiers, pair.name_score)
            if floor:
                score, features = max(score, floor), [feature, *features]
        return _Found(pair, card, score, tuple(features))

    def _hits(self, kept: Sequence[_Found]) -> list[Hit]:
        rows = np.array([item.pair.row for item in kept], np.int64)
        pairs = self.pairs[rows] if len(rows) else self.pairs[:0]
        match = np.zeros((len(kept), 2, MOST_TOKENS), np.int32)
        worth = np.zeros((len(kept), 2, MOST_TOKENS))
        align_names(
            self.tokens, self.names, self.index.tokens, self.index.names, pairs, match_parameters(), match, worth
        )
        totals = (losses(self.evidence[rows]) + self.evidence[rows, MATCHED]).tolist() if len(rows) else []
        return [self._hit(item, match[k], worth[k], totals[k]) for k, item in enumerate(kept)]

    def _hit(self, item: _Found, match: Array, worth: Array, total: float) -> Hit:
        asked, name = self.pairs[item.pair.row].tolist()
        row = self.evidence[item.pair.row]
        text, listed = self.asked[asked][1], self.index.name_text(name)
        sides = (self.analysed[asked], self.index.name_tokens(name))
        nats = (self._nats(self.tokens, self.names, asked), self._nats(self.index.tokens, self.index.names, name))
        words = (*name_features(sides, match, worth, nats, total), *contradictions(row, total))
        if item.pair.row in self.spelled_out:
            words = (acronym_feature((text, listed), float(row[MATCHED]) / total),)
        features = (*item.features, *words)
        return Hit(
            item.card.id,
            item.card.caption,
            item.card.schema,
            item.score,
            item.score >= self.options.threshold,
            self._listings(item.card),
            Explanation(text, listed, features),
        )

    def _listings(self, card: Card) -> tuple[Listing, ...]:
        """The listings in force on the day, as they were known by then; see ``Index.allowed``."""
        in_force = (listing for listing in card.listings if listing.in_force(self.as_of))
        return tuple(listing.known_by(self.as_of.known) for listing in in_force)

    @staticmethod
    def _nats(tokens: Tokens, names: Names, name: int) -> list[float]:
        nats: list[float] = tokens.weight[names.token[names.at[name] : names.at[name + 1]]].tolist()
        return nats
