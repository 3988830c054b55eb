"""What agreement on a word is worth."""

import pytest

from lustra.screening.weights import Key, weights
from lustra.text.tokens import Kind


def weight(text: str, kind: Kind = "word") -> tuple[float, float]:
    """Weight and surprise of one word."""
    weighed, surprise = weights([Key(text, text, kind, 0)])
    return float(weighed[0]), float(surprise[0])


def test_a_word_never_counted_weighs_most_and_is_capped() -> None:
    """Its surprise grows with its letters, its weight does not."""
    short, long = weight("qxzjv"), weight("qxzjvqxzjv")
    assert short[0] == long[0] > weight("ali")[0]
    assert short[1] < long[1]


@pytest.mark.parametrize("kind", ["particle", "title", "legal_form", "generic", "patronymic", "initial"])
def test_kinds_that_say_less_weigh_less(kind: Kind) -> None:
    """The same letters weigh less as a particle, title, form, generic word, patronymic or initial than as a word."""
    assert 0.0 < weight("qxzjv", kind)[0] < weight("qxzjv")[0]


def test_no_words_have_no_weights() -> None:
    """Empty arrays, of the right type."""
    weighed, surprise = weights([])
    assert (0, 0) == (len(weighed), len(surprise))
