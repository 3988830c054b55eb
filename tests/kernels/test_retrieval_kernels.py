"""The lookup kernels against their plain references, interpreted and compiled."""

from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.reference.name_candidates import Answer, estimate, nat
from tests.reference.similar_words import Spelled, similar

from lustra.kernels.names.candidate_arrays import IndexView, Postings, QueryBatch, Scratch, Terms, scratch_for
from lustra.kernels.names.candidates import candidates
from lustra.kernels.names.similar_words import QuerySpellings, remainders, similar_words
from lustra.kernels.names.words import Tokens
from lustra.screening.analysis import encode, frozen, runs
from lustra.screening.lexicon import lexicon_arrays, lexicon_of, query_spellings
from lustra.screening.spelling import match_parameters

LEAST = 0.58
WORDS = st.text("abeirs", min_size=1, max_size=6) | st.text("abdeklmou", min_size=9, max_size=13)
SPELLINGS = st.tuples(WORDS, WORDS)
"""As typed, and the skeleton (any word will do)."""
TERMS = Terms(0.57, 0.315, 0.85, 1.8)
HARSH = Terms(2.4, 0.235, 0.7, 2.3)
"""Words open on both sides cost ten times what one open word costs."""


def tokens_of(spellings: list[tuple[str, str]], surprise: float) -> Tokens:
    """Tokens spelled so, each of them weighing 5 nats and more."""
    letters, at = encode([typed for typed, _ in spellings])
    skeleton, skeleton_at = encode([reduced for _, reduced in spellings])
    weight = 5.0 + np.arange(len(spellings)) % 4
    fields: dict[str, NDArray[Any]] = {
        "letters": letters,
        "letters_at": at,
        "skeleton": skeleton,
        "skeleton_at": skeleton_at,
        "weight": weight,
        "surprise": np.full(len(spellings), surprise),
        "kind": np.zeros(len(spellings), np.uint8),
    }
    empty = np.zeros(len(spellings), np.int32)
    return Tokens(*(frozen(fields.get(name, empty)) for name in Tokens._fields))


def spelled(text: str, tokens: Tokens, spellings: list[tuple[str, str]]) -> Spelled:
    """A spelling with the largest weight, surprise and length of the tokens that are spelled so."""
    own = [k for k, pair in enumerate(spellings) if text in pair]
    letters = tuple(encode([text])[0].tolist())
    lengths = [len(spellings[k][0]) for k in own]
    return Spelled(letters, float(tokens.weight[own].max()), float(tokens.surprise[own].max()), max(lengths))


@settings(max_examples=150, deadline=None)
@given(st.lists(SPELLINGS, min_size=1, max_size=12), SPELLINGS, st.sampled_from([12.0, 40.0]))
def test_similar_words_are_those_that_trying_every_spelling_finds(
    listed: list[tuple[str, str]], asked: tuple[str, str], surprise: float
) -> None:
    """Both ways of looking up, interpreted and compiled, find the listed words that the plain search finds."""
    tokens, question = tokens_of(listed, surprise), tokens_of([asked], surprise)
    lexicon = lexicon_of(lexicon_arrays(listed, tokens, np.arange(len(listed), dtype=np.int32)))
    mine = [
        Spelled(tuple(encode([text])[0].tolist()), 5.0, surprise, len(asked[0])) for text in dict.fromkeys(asked[::-1])
    ]
    sides = [[spelled(text, tokens, listed) for text in pair] for pair in listed]
    sure, most = (
        [similar(mine, side, match_parameters(), LEAST, chance) for side in sides] for chance in (False, True)
    )
    for run in (similar_words.function, similar_words.compiled):
        pairs, value = np.zeros((20, 2), np.int32), np.zeros(20)
        wanted = query_spellings(question, np.array([True]))
        count = run(wanted, lexicon, match_parameters(), LEAST, np.zeros(len(listed)), pairs, value)
        actual = np.zeros(len(listed))
        actual[pairs[:count, 1]] = value[:count]
        assert (actual >= np.array(sure) - 1e-9).all()
        assert (actual <= np.array(most) + 1e-9).all()


def test_what_does_not_fit_is_counted() -> None:
    """The caller learns how large the arrays must be."""
    listed = [("maria", "maria"), ("marie", "marie"), ("mario", "mario")]
    lexicon = lexicon_of(lexicon_arrays(listed, tokens_of(listed, 40.0), np.arange(3, dtype=np.int32)))
    wanted = query_spellings(tokens_of(listed[:1], 40.0), np.array([True]))
    pairs = np.zeros((1, 2), np.int32)
    assert similar_words.function(wanted, lexicon, match_parameters(), LEAST, np.zeros(3), pairs, np.zeros(1)) == 3


@pytest.mark.parametrize(("word", "expected"), [("a", 1), ("ab", 3), ("aab", 3), ("abcd", 5), ("abcde", 16)])
def test_remainders_are_what_dropping_letters_leaves(word: str, expected: int) -> None:
    """Itself, without one letter, and from five letters without two; either of two equal neighbours once."""
    assert expected == remainders.function(encode([word])[0], 0, len(word), 2, 8, np.zeros(64, np.int32))


def test_an_initial_has_no_spelling_to_look_up() -> None:
    """Only what is asked for is looked up."""
    wanted: QuerySpellings = query_spellings(tokens_of([("j", "j"), ("yusuf", "yusf")], 40.0), np.array([False, True]))
    assert [0, 0, 2] == wanted.form_at.tolist()


class World(NamedTuple):
    """A small list: weight of each word, the words of each name."""

    weights: list[float]
    names: list[list[int]]


class Question(NamedTuple):
    """One query: for each token its weight and the listed words like it."""

    tokens: list[tuple[float, list[tuple[int, float]]]]


WORLDS = st.builds(
    World,
    st.lists(st.floats(1.0, 9.5), min_size=6, max_size=6),
    st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=4), min_size=1, max_size=14),
)
LIKES = st.dictionaries(st.integers(0, 5), st.floats(0.58, 1.0), max_size=4).map(lambda likes: sorted(likes.items()))
QUESTIONS = st.lists(
    st.builds(Question, st.lists(st.tuples(st.floats(1.0, 9.5), LIKES), min_size=1, max_size=4)), min_size=1, max_size=3
)


def view_of(world: World) -> IndexView:
    """The list as the kernel takes it."""
    weights = np.array(world.weights)
    items, at = runs(world.names)
    heavy = np.array([weights[name].sum() for name in world.names])
    holders = [
        sorted((n for n, name in enumerate(world.names) if w in name), key=lambda n: (heavy[n], n)) for w in range(6)
    ]
    first = np.int64(1) << np.arange(6, dtype=np.int64)
    return IndexView(
        Postings(*runs(holders)), weights, first, Postings(items, at), heavy, np.ones(len(world.names), np.uint8)
    )


def batch_of(questions: list[Question], least: float) -> QueryBatch:
    """The queries as the kernel takes them, without parts and sums."""
    tokens = [token for question in questions for token in question.tokens]
    ends = np.cumsum([0, *(len(question.tokens) for question in questions)]).astype(np.int32)
    none = Postings(np.zeros(0, np.int32), np.zeros(max(len(tokens), len(questions)) + 1, np.int32))
    return QueryBatch(
        Postings(np.arange(len(tokens), dtype=np.int32), ends),
        np.array([weight for weight, _ in tokens]),
        np.zeros(len(tokens), np.uint8),
        Postings(*runs([[word for word, _ in likes] for _, likes in tokens])),
        np.array([value for _, likes in tokens for _, value in likes]),
        none,
        np.zeros(0),
        np.zeros(0, np.uint8),
        none,
        np.zeros(0),
        np.ones(len(questions), np.uint8),
        np.full(len(questions), least),
    )


def scratch_of(listed: IndexView) -> Scratch:
    """Working memory for small queries."""
    return scratch_for(100, len(listed.word_weight), len(listed.name_weight))


def judged(world: World, question: Question, terms: Terms = TERMS) -> list[float]:
    """The plain estimate of every listed name."""
    answers = [
        Answer(word, 2 * k, int(value * min(weight * 1024.0, world.weights[word] * 1024.0)), nat(weight), nat(own))
        for k, (weight, likes) in enumerate(question.tokens)
        for word, value in likes
        for own in [world.weights[word]]
    ]
    whole = sum(weight * 1024.0 for weight, _ in question.tokens)
    heavy = [float(np.array(world.weights)[name].sum()) * 1024.0 for name in world.names]
    return [estimate(n, answers, whole, w, terms) for n, w in zip(world.names, heavy, strict=True)]


@settings(max_examples=150, deadline=None)
@given(WORLDS, QUESTIONS, st.sampled_from([0.3, 0.5, 0.66]), st.sampled_from([TERMS, HARSH]))
def test_candidates_are_the_names_that_judging_every_name_keeps(
    world: World, questions: list[Question], least: float, terms: Terms
) -> None:
    """No name is lost that the plain estimate keeps, none is kept that it rejects; the room is left as it was."""
    listed, asked = view_of(world), batch_of(questions, least)
    expected = [
        (number, name)
        for number, question in enumerate(questions)
        for name, score in enumerate(judged(world, question, terms))
        if score >= least
    ]
    for run in (candidates.function, candidates.compiled):
        pairs, room = np.zeros((100, 2), np.int32), scratch_of(listed)
        count = run(asked, listed, terms, 64, room, pairs)
        assert expected == sorted(map(tuple, pairs[:count].tolist()))
        assert not room.seen.any()
        assert not room.head.any()


@settings(max_examples=100, deadline=None)
@given(WORLDS, QUESTIONS, st.integers(1, 3))
@example(
    World([1.0, 3.5, 1.0, 1.1, 1.0, 3.8871165643759626], [[0, 1, 3, 5], [0, 1, 5, 3]]),
    [Question([(4.0, [(1, 0.75)])])],
    1,
)
def test_of_too_many_candidates_the_best_stay(world: World, questions: list[Question], most: int) -> None:
    """At most so many a query: the highest estimates, of equal ones the lower numbers; the same in both modes."""
    listed, asked = view_of(world), batch_of(questions, 0.3)
    expected = []
    for number, question in enumerate(questions):
        ranked = sorted((-score, name) for name, score in enumerate(judged(world, question)) if score >= 0.3)
        expected += [(number, name) for _, name in ranked[:most]]
    for run in (candidates.function, candidates.compiled):
        pairs = np.zeros((100, 2), np.int32)
        count = run(asked, listed, TERMS, most, scratch_of(listed), pairs)
        assert sorted(expected) == sorted(map(tuple, pairs[:count].tolist()))


@settings(max_examples=60, deadline=None)
@given(WORLDS, QUESTIONS, st.lists(st.integers(0, 5), max_size=2))
def test_a_common_word_that_is_not_followed_loses_no_name(
    world: World, questions: list[Question], more: list[int]
) -> None:
    """Where one word stands in hundreds of names, the answer is still that of judging every name."""
    world = World(world.weights, [*world.names, *([[0, *more]] * 300)])
    listed, asked = view_of(world), batch_of(questions, 0.54)
    expected = [
        (number, name)
        for number, question in enumerate(questions)
        for name, score in enumerate(judged(world, question))
        if score >= 0.54
    ]
    pairs = np.zeros((2000, 2), np.int32)
    count = candidates.compiled(asked, listed, TERMS, 400, scratch_of(listed), pairs)
    assert expected == sorted(map(tuple, pairs[:count].tolist()))
