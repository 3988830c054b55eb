"""Shares are exact, and read as sources write them."""

from fractions import Fraction

import pytest

from lustra.errors import InputError
from lustra.model.edge import WHOLE, Share
from lustra.model.share_text import parse_bounds, parse_share


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("50", "50 %"),
        ("50%", "50 %"),
        (" 33,3 % ", "33.3 %"),
        ("0,5", "0.5 %"),
        ("25-50", "[25, 50] %"),
        ("25 – 50 %", "[25, 50] %"),
        ("25% to 50%", "[25, 50] %"),
        ("≥ 25", "[25, 100] %"),
        (">= 25 %", "[25, 100] %"),
        ("> 50", "(50, 100] %"),
        ("more than 25% but not more than 50%", "(25, 50] %"),
        ("less than 10", "[0, 10) %"),
        ("up to 50 percent", "[0, 50] %"),
        ("1/3", "33.333333333 %"),
        ("100", "100 %"),
        ("0", "0 %"),
    ],
)
def test_a_percentage_is_read_as_written(text: str, words: str) -> None:
    """Commas, ranges, comparisons and fractions."""
    assert words == parse_share(text).words()


@pytest.mark.parametrize(
    "text", ["", "5O%", "-3", "250", "100.1", "about 38", "50-25", "%", "1/0", "25-", "١٠٠٠", "nan"]
)
def test_what_is_no_percentage_is_an_error(text: str) -> None:
    """Never 0, never a guess."""
    with pytest.raises(InputError):
        parse_share(text)


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        ("25 exclusive", "50", Share.percent(25, 50, "(]")),
        ("75", "100 exclusive", Share.percent(75, 100, "[)")),
        ("60", "60", Share.percent(60)),
        ("", "50", Share.percent(0, 50)),
        ("25", "", Share.percent(25, 100)),
        ("", "", None),
    ],
)
def test_csv_bounds(lower: str, upper: str, expected: Share | None) -> None:
    """The two columns of the CSV form."""
    assert expected == parse_bounds(lower, upper)


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
