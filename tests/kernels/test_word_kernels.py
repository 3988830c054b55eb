"""The word kernels against their plain references, interpreted and compiled."""

from datetime import date

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.reference.birth_codes import code
from tests.reference.name_distance import distance
from tests.reference.name_evidence import Word, evidence_of_words, matched

from lustra.kernels.births import agree
from lustra.kernels.names.alignment import Names
from lustra.kernels.names.evidence import COLUMNS, DISTORTED, MATCHED, OPEN_LEFT, OPEN_RIGHT, compare_names
from lustra.kernels.names.similar_words import grams
from lustra.kernels.names.words import EditCosts, Tokens, edit_distance, token_evidence
from lustra.model.time import ImpreciseDate
from lustra.screening.analysis import encode, frozen, runs
from lustra.screening.qualify import birth_arrays, births_of
from lustra.screening.spelling import match_parameters

WORDS = st.text("abeimrst", min_size=1, max_size=7)
DATES = st.builds(
    lambda day, circa: ImpreciseDate.day(day, circa=circa),
    st.dates(date(1900, 1, 1), date(2009, 12, 31)),
    st.booleans(),
) | st.integers(1930, 1999).map(ImpreciseDate.year)
NO_LIMIT = 1e9


def codes(word: str) -> tuple[int, ...]:
    """Letter codes of a word."""
    return tuple(encode([word])[0].tolist())


def kernel_distance(a: str, b: str, costs: EditCosts, compiled: bool, limit: float = NO_LIMIT) -> float:
    """The kernel's distance of two words."""
    run = edit_distance.compiled if compiled else edit_distance.function
    x, y = encode([a])[0], encode([b])[0]
    return run(x, 0, len(a), y, 0, len(b), costs, np.zeros((3, 33)), limit)


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS)
def test_distance_is_the_least_cost_of_all_alignments(a: str, b: str) -> None:
    """Interpreted and compiled, the kernel finds what trying every alignment finds."""
    expected = distance(codes(a), codes(b), match_parameters().costs)
    assert expected == pytest.approx(kernel_distance(a, b, match_parameters().costs, False))
    assert expected == pytest.approx(kernel_distance(a, b, match_parameters().costs, True))


@settings(max_examples=200, deadline=None)
@given(WORDS, WORDS, st.floats(0.1, 3.0))
@example("ab", "ba", 0.5)
def test_a_limit_gives_up_only_what_lies_beyond_it(a: str, b: str, limit: float) -> None:
    """A distance within the limit is exact, also where two exchanged letters cost less than either alone."""
    expected = distance(codes(a), codes(b), match_parameters().costs)
    found = kernel_distance(a, b, match_parameters().costs, False, limit)
    assert expected == pytest.approx(found) if expected <= limit else found > limit


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS)
def test_distance_is_symmetric(a: str, b: str) -> None:
    """Neither word is the right one."""
    there = kernel_distance(a, b, match_parameters().costs, False)
    assert there == pytest.approx(kernel_distance(b, a, match_parameters().costs, False))


@pytest.mark.parametrize(("word", "expected"), [("aa", 3), ("ab", 3), ("a", 2), ("aaa", 3), ("abc", 4)])
def test_grams_are_the_distinct_letter_pairs_with_the_edges(word: str, expected: int) -> None:
    """A word of n letters has at most n + 1 pairs."""
    assert expected == grams.function(encode([word])[0], 0, len(word), np.zeros(40, np.int32))


def arrays_of(words: list[Word]) -> Tokens:
    """Words as the kernels take them."""
    columns = (
        np.array([letter for word in words for letter in word[0]], np.uint8),
        runs([word[0] for word in words])[1],
        np.array([letter for word in words for letter in word[1]], np.uint8),
        runs([word[1] for word in words])[1],
        np.array([word[2] for word in words]),
        np.array([word[3] for word in words]),
        np.array([word[4] for word in words], np.uint8),
        np.array([word[5] for word in words], np.uint8),
        np.array([word[6] for word in words], np.int32),
    )
    return Tokens(*(frozen(column) for column in columns))


def words_of(texts: st.SearchStrategy[str], kinds: list[int]) -> st.SearchStrategy[Word]:
    """Words of these letters and kinds, of any weight, reading and group of variants."""
    return st.builds(
        lambda text, weight, kind, reading, variant: (
            *(codes(text), codes(text.replace("y", "i"))),
            *(weight, 20.0, kind, reading, variant),
        ),
        texts,
        st.floats(1.0, 10.0).map(lambda w: round(w, 2)),
        st.sampled_from(kinds),
        st.sampled_from([0, 0, 1, 2]),
        st.sampled_from([-1, -1, 0, 1]),
    )


WORD = words_of(st.text("abeimrst", min_size=2, max_size=2), [0])
ANY_WORD = words_of(st.text("abeimrsty", min_size=1, max_size=8), [0, 0, 1, 3, 5])


@settings(max_examples=300, deadline=None)
@given(ANY_WORD, ANY_WORD)
def test_evidence_of_two_words_is_what_the_plain_rules_say(left: Word, right: Word) -> None:
    """Interpreted and compiled, whatever the kinds, readings and variants, either way round."""
    tokens, expected = arrays_of([left, right]), evidence_of_words(left, right, match_parameters())
    for run in (token_evidence.function, token_evidence.compiled):
        assert expected == pytest.approx(run(tokens, 0, tokens, 1, match_parameters(), np.zeros((3, 33))))
        assert expected == pytest.approx(run(tokens, 1, tokens, 0, match_parameters(), np.zeros((3, 33))))


@settings(max_examples=150, deadline=None)
@given(st.lists(WORD, min_size=1, max_size=4), st.lists(WORD, min_size=1, max_size=4))
def test_evidence_matches_the_strongest_pairs_first(left: list[Word], right: list[Word]) -> None:
    """The evidence is that of the plain matching (names whose words are too short to be glued), either way round."""
    tokens = arrays_of([*left, *right])
    at = np.array([0, len(left), len(left) + len(right)], np.int32)
    names = Names(frozen(np.arange(len(left) + len(right), dtype=np.int32)), frozen(at))
    out = np.zeros((2, COLUMNS))
    compare_names.compiled(tokens, names, tokens, names, np.array([[0, 1], [1, 0]], np.int32), match_parameters(), out)
    plain = np.zeros((2, COLUMNS))
    compare_names.function(
        tokens, names, tokens, names, np.array([[0, 1], [1, 0]], np.int32), match_parameters(), plain
    )
    assert np.allclose(plain, out)
    assert (
        out[0, [MATCHED, OPEN_RIGHT, OPEN_LEFT, DISTORTED]].tolist()
        == out[1, [MATCHED, OPEN_LEFT, OPEN_RIGHT, DISTORTED]].tolist()
    )
    assert matched(left, right, match_parameters()) == pytest.approx(tuple(out[0, [MATCHED, OPEN_LEFT, OPEN_RIGHT]]))


@settings(max_examples=200, deadline=None)
@given(DATES, DATES)
def test_birth_codes_are_those_of_the_calendar(left: ImpreciseDate, right: ImpreciseDate) -> None:
    """Day numbers and digits say what comparing the dates says."""
    births = [births_of(birth_arrays([[date]])) for date in (left, right)]
    out = np.zeros(1, np.int32)
    for run in (agree.function, agree.compiled):
        run(births[0], births[1], np.zeros((1, 2), np.int32), out)
        assert code(left, right) == int(out[0])
