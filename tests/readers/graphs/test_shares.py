"""How a share is written → the interval it means; what cannot be read is never zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.errors import InputError
from lustra.model.edge import Share
from lustra.readers.graphs.shares import bound_share, free_share, range_share

FREE = [
    ("50%", "50 %"),
    ("50", "50 %"),
    ("0,5", "0.5 %"),
    ("33,333 %", "33.333 %"),
    ("25-50", "[25, 50] %"),
    ("25% – 50%", "[25, 50] %"),
    ("between 25 and 50 percent", "[25, 50] %"),
    ("≥ 25", "[25, 100] %"),
    (">= 25%", "[25, 100] %"),
    ("more than 50 %", "(50, 100] %"),
    ("> 50", "(50, 100] %"),
    ("up to 10", "[0, 10] %"),
    ("<25", "[0, 25) %"),
    ("approx. 38 %", "38 %"),
    ("50\u00a0%", "50 %"),
    ("99-100 %", "[99, 100] %"),
    ("100", "100 %"),
    ("0", "0 %"),
    ("٥٠", "50 %"),
]


@pytest.mark.parametrize(("text", "words"), FREE)
def test_free_text_is_read_as_it_is_meant(text: str, words: str) -> None:
    """Signs, dashes, decimal commas and words make intervals."""
    share = free_share(text)
    assert share is not None
    assert words == share.words()


@pytest.mark.parametrize("text", ["", " ", "n/a", "unknown", "-"])
def test_nothing_stated_is_unknown(text: str) -> None:
    """An empty cell is not a share of nothing."""
    assert free_share(text) is None


@pytest.mark.parametrize("text", ["5O%", "-3", "250", "fifty", "50-25", "50 % of the votes", "1e2", "25--50"])
def test_what_is_no_share_is_refused(text: str) -> None:
    """A letter O, a negative number or 250 % is an error that the reader reports."""
    with pytest.raises(InputError):
        free_share(text)


BOUNDS = [
    (("50", "50"), "50 %"),
    (("25 exclusive", "50"), "(25, 50] %"),
    (("75", "100 exclusive"), "[75, 100) %"),
    (("50 exclusive", ""), "(50, 100] %"),
    (("", "25"), "[0, 25] %"),
    (("33.3", "33.3"), "33.3 %"),
]


@pytest.mark.parametrize(("cells", "words"), BOUNDS)
def test_two_cells_are_the_two_ends(cells: tuple[str, str], words: str) -> None:
    """A missing bound is 0 or 100."""
    share = bound_share(*cells)
    assert share is not None
    assert words == share.words()


@pytest.mark.parametrize("cells", [("50", "25"), ("50 exclusive", "50"), ("5O", ""), ("-3", ""), ("", "250")])
def test_two_cells_that_hold_no_interval_are_refused(cells: tuple[str, str]) -> None:
    """Crossed bounds, an empty interval and what is no number."""
    with pytest.raises(InputError):
        bound_share(*cells)


RANGES = [
    ({"exact": 76.5}, "76.5 %"),
    ({"minimum": 75, "exclusiveMaximum": 100}, "[75, 100) %"),
    ({"exclusiveMinimum": 25, "maximum": 50}, "(25, 50] %"),
    ({"minimum": 25, "maximum": 50, "exclusiveMinimum": True, "exclusiveMaximum": False}, "(25, 50] %"),
    ({"minimum": 50, "maximum": 50}, "50 %"),
    ({"maximum": 10}, "[0, 10] %"),
]


@pytest.mark.parametrize(("stated", "words"), RANGES, ids=str)
def test_a_bods_range_is_read_in_every_version(stated: dict[str, object], words: str) -> None:
    """In 0.4 an exclusive bound is a number, before it was a flag."""
    share = range_share(stated)
    assert share is not None
    assert words == share.words()


@pytest.mark.parametrize("stated", [{"exact": "50"}, {"exact": 250}, {"minimum": -1}, {"exact": True}], ids=str)
def test_a_bods_share_out_of_range_is_refused(stated: dict[str, object]) -> None:
    """Texts and numbers beyond 0–100 are no shares."""
    with pytest.raises(InputError):
        range_share(stated)


@given(st.integers(0, 100_000), st.integers(0, 100_000), st.booleans(), st.booleans())
def test_a_share_written_as_two_cells_comes_back(a: int, b: int, lo_open: bool, hi_open: bool) -> None:
    """What is written as bounds is read as the same interval."""
    low, high = sorted((a, b))
    if low == high:
        lo_open = hi_open = False
    cells = [f"{part / 1000:.3f}{' exclusive' if out else ''}" for part, out in ((low, lo_open), (high, hi_open))]
    unit = Share(1, 1).whole // 100_000
    assert Share(low * unit, high * unit, lo_open, hi_open) == bound_share(*cells)
