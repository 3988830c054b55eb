"""Shares are exact intervals with open or closed ends."""

from fractions import Fraction

import pytest

from lustra.errors import InputError
from lustra.model.edge import WHOLE, Share


@pytest.mark.parametrize("value", ["", "5O%", -3, 250, "100.1", "50-25", "1/0", "nan"])
def test_what_is_no_percentage_is_an_error(value: str | int) -> None:
    """Never 0, never a guess."""
    with pytest.raises(InputError):
        Share.percent(value)


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (Share.percent("33.3"), "33.3 %"),
        (Share.percent(25, 50, "(]"), "(25, 50] %"),
        (Share.of(1, 3), "33.333333333 %"),
        (Share.percent(100), "100 %"),
    ],
)
def test_a_share_in_words(share: Share, words: str) -> None:
    """Brackets tell open from closed ends."""
    assert words == share.words()


@pytest.mark.parametrize("brackets", ["", "[", "{}", "][", "(("])
def test_brackets_that_are_none(brackets: str) -> None:
    """An interval needs two brackets."""
    with pytest.raises(InputError):
        Share.percent(25, 50, brackets)


def test_an_open_point_contains_nothing() -> None:
    """(50, 50] is empty."""
    with pytest.raises(InputError):
        Share.percent(50, 50, "(]")


@pytest.mark.parametrize(("part", "whole"), [(-1, 3), (4, 3), (0, 0), (1, -3)])
def test_a_part_lies_within_its_whole(part: int, whole: int) -> None:
    """Share counts are checked, too."""
    with pytest.raises(InputError):
        Share.of(part, whole)


def test_shares_are_exact() -> None:
    """A third of the shares is a third, a finer percentage than the unit keeps its own whole."""
    assert Fraction(100, 3) == Share.of(1, 3).lo_percent
    assert Fraction("0.00000000001") == Share.percent("0.00000000001").lo_percent
    assert WHOLE == Share.percent("33.333333333").whole
