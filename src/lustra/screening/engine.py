"""Questions in, potential matches out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.jit import compile_kernels, kernels_compiled
from lustra.kernels.names import INITIAL, Names, compare_names, word_similarities
from lustra.kernels.retrieval import Postings, candidates, gram_counts
from lustra.model.query import Explanation, Feature, Hit, Query
from lustra.model.time import AsOf
from lustra.screening.analysis import Interner, encode, runs, tokens_of
from lustra.screening.calibration import DEFAULT_CUTOFF, DEFAULT_THRESHOLD
from lustra.screening.index import Card, Index, schema_mask
from lustra.screening.scoring import name_scores
from lustra.screening.spelling import spelling

__all__ = ["Options", "screen"]

COMPILE_FROM = 40
"""Queries from which loading the compiled kernels pays."""
BLOCK = 4096
MOST = 48


@dataclass(frozen=True, slots=True)
class Options:
    """What counts as an answer.

    Args:
        threshold: score from which a hit is called a match (0–1).
        cutoff: lowest score still returned (0–1).
        limit: hits per query.
        lists: sources to look through, empty for all.
    """

    threshold: float = DEFAULT_THRESHOLD
    cutoff: float = DEFAULT_CUTOFF
    limit: int = 5
    lists: tuple[str, ...] = ()


def screen(
    index: Index, queries: Sequence[Query], as_of: AsOf, options: Options = Options()
) -> list[tuple[Hit, ...]]:
    """Answer queries against an index as of a day.

    Args:
        index: the opened index.
        queries: who is asked about.
        as_of: the day whose lists count, and the day whose knowledge may be used.
        options: threshold, cutoff, limit, lists.

    Returns:
        for each query, in order, its hits, best first.
    """
    if len(queries) >= COMPILE_FROM and not kernels_compiled():
        compile_kernels()
    allowed = index.allowed(as_of.valid, as_of.known, options.lists)
    answers: list[tuple[Hit, ...]] = []
    for start in range(0, len(queries), BLOCK):
        answers.extend(_screen_block(index, queries[start : start + BLOCK], allowed, options))
    return answers


def _screen_block(index: Index, queries: Sequence[Query], allowed, options: Options):
    interner = Interner()
    token_runs = []
    owner = []
    masks = []
    for number, query in enumerate(queries):
        for name in query.names:
            token_runs.append([interner.number(t) for t in tokens_of(name, query.schema)])
            owner.append(number)
            masks.append(schema_mask(query.schema))
    tokens = interner.tokens()
    items, at = runs(token_runs)
    names = Names(items, at)
    pairs = _candidates(index, interner, tokens, token_runs, np.array(masks, np.uint8), allowed)
    evidence = np.zeros((len(pairs), 8))
    compare_names(tokens, names, index.tokens, index.names, pairs, spelling(), evidence)
    scores = name_scores(evidence)
    owners = np.array(owner, np.int32)[pairs[:, 0]] if len(pairs) else np.zeros(0, np.int32)
    entity = index.arrays["name_entity"][pairs[:, 1]]
    order = np.lexsort((pairs[:, 1], entity, -scores, owners))
    order = order[scores[order] >= options.cutoff]
    hits: list[list[Hit]] = [[] for _ in queries]
    seen: set[tuple[int, int]] = set()
    names_of = [name for query in queries for name in query.names]
    for p in order.tolist():
        key = (int(owners[p]), int(entity[p]))
        if key in seen or len(hits[key[0]]) >= options.limit:
            continue
        seen.add(key)
        card = index.card(key[1])
        score = float(scores[p])
        words = Feature("name", score, 1.0, "")
        hits[key[0]].append(
            Hit(card.id, card.caption, card.schema, score, score >= options.threshold, card.listings,
                Explanation(names_of[int(pairs[p, 0])], index.name_text(int(pairs[p, 1])), (words,)))
        )
    return [tuple(h) for h in hits]


def _candidates(index, interner, tokens, token_runs, masks, allowed):
    keys = list(interner.numbers)
    words: dict[str, int] = {}
    word_of = [-1 if key[2] == INITIAL else words.setdefault(key[1], len(words)) for key in keys]
    letters, letters_at = encode(list(words))
    found = np.empty((max(len(words) * 400, 1000), 2), np.int32)
    many = gram_counts(letters, letters_at, index.arrays["word_length"], index.grams, np.zeros(len(index.arrays["word_length"]), np.int32), found)
    found = found[:many]
    value = np.zeros(many)
    word_similarities(letters, letters_at, index.arrays["word_letters"], index.arrays["word_at"], found, spelling(), value)
    keep = value > 0.45
    found, value = found[keep], value[keep]
    listed = index.word_numbers
    extra_pairs = []
    query_words = []
    query_weights = []
    query_at = [0]
    totals = []
    virtual: dict[tuple[int, ...], int] = {}
    code = letters.tobytes()
    at = letters_at.tolist()
    weight = tokens.weight.tolist()
    def virt(listed_words):
        key = tuple(listed_words)
        if key not in virtual:
            virtual[key] = len(words) + len(virtual)
        return virtual[key]
    splits = {}
    for run in token_runs:
        entries = []
        for t in run:
            w = word_of[t]
            if w >= 0:
                entries.append((-weight[t], w))
                if t not in splits:
                    s = code[at[w]:at[w+1]]
                    parts = []
                    if len(s) >= 6 and s not in listed:
                        for k in range(2, len(s) - 1):
                            for part in (s[:k], s[k:]):
                                if len(part) >= 3 and part in listed: parts.append(listed[part])
                    splits[t] = parts
                if splits[t]:
                    entries.append((-weight[t]*0.7, virt(splits[t])))
        n=len(run)
        if 1 < n <= 8:
            for i in range(n):
                for j in range(n):
                    a,b=word_of[run[i]],word_of[run[j]]
                    if i!=j and a>=0 and b>=0:
                        g=listed.get(code[at[a]:at[a+1]]+code[at[b]:at[b+1]])
                        if g is not None: entries.append((-(weight[run[i]]+weight[run[j]]), virt([g])))
        entries.sort()
        query_words += [w for _, w in entries]
        query_weights += [-x for x, _ in entries]
        query_at.append(len(query_words))
        totals.append(sum(weight[t] for t in run))
    vw = [k for key, k in virtual.items() for _ in key]
    vi = [i for key in virtual for i in key]
    all_words = np.concatenate([found[:, 0], np.array(vw, np.int32)])
    all_items = np.concatenate([found[:, 1], np.array(vi, np.int32)]).astype(np.int32)
    all_value = np.concatenate([value, np.ones(len(vi))])
    order = np.argsort(all_words, kind="stable")
    alike = Postings(all_items[order], np.searchsorted(all_words[order], np.arange(len(words) + len(virtual) + 1)).astype(np.int32))
    pairs = np.empty((max(len(token_runs) * MOST, 1), 2), np.int32)
    many = candidates(np.array(query_words, np.int32), np.array(query_at, np.int32), np.array(query_weights), np.array(totals), alike, all_value[order],
        index.word_names, index.arrays["name_weight"], allowed, masks, 0.4, MOST, np.zeros(index.name_count), pairs)
    return pairs[:many]
