"""The gate between HS editions."""

from pathlib import Path

import pytest

from lustra.errors import InputError, ReadError
from lustra.trade.goods import chpl
from lustra.trade.vintages import Concordance, join_codes, packaged
from lustra.usecases.trade.concordances import read_folder

SMALL = Concordance(
    {("HS2017", "HS1992"): {"111111": ("111110",), "111112": ("111110",), "222222": ("222222",), "333333": ("333330",)}}
)


def test_the_same_edition_joins_as_it_stands() -> None:
    """No correspondence is needed where none is."""
    join = join_codes(["111111"], "HS2017", ["111111"], "HS2017", None)

    assert frozenset({"111111"}) == join.codes
    assert () == join.lost


def test_joining_across_editions_without_a_correspondence_names_the_lost_codes() -> None:
    """The public mistake: a raw-code join that loses codes silently is refused, by name."""
    with pytest.raises(InputError, match=r"2 of 3 codes are lost \(111111, 333333\)"):
        join_codes(["111111", "222222", "333333"], "HS2017", ["222222", "111110"], "HS1992", None)


def test_the_four_tier_1_chip_codes_are_among_those_a_raw_join_loses() -> None:
    """854231 to 854239 do not exist in HS1992; they became part of 854211."""
    held = packaged().convert(chpl(), "HS2022", "HS1992").codes
    with pytest.raises(InputError, match=r"1[89] of 50 codes are lost \(.*854231"):
        join_codes(chpl(), "HS2022", held, "HS1992", None)


def test_the_packaged_subset_repairs_the_priority_list() -> None:
    """With the packaged correspondence no code of the common high-priority list is lost in HS1992 or HS2017."""
    old = join_codes(chpl(), "HS2022", [], "HS1992", packaged())
    near = join_codes(chpl(), "HS2022", [], "HS2017", packaged())

    assert ((), ()) == (old.lost, near.lost)
    assert ("854231", "854232", "854233", "854239") == old.sources["854211"]


def test_merges_report_the_listed_share() -> None:
    """A code that takes in unlisted goods is treated only in part, and says so."""
    join = SMALL.convert(["111111", "333333"], "HS2017", "HS1992")

    assert {"111110": 0.5, "333330": 1.0} == join.weights
    assert "1 hold unlisted goods too" in join.words()


def test_splits_are_reported() -> None:
    """Carried forward, one old code becomes several new ones."""
    join = SMALL.convert(["111110"], "HS1992", "HS2017")

    assert {"111110": ("111111", "111112")} == join.splits
    assert frozenset({"111111", "111112"}) == join.codes


def test_codes_of_no_edition_are_told_from_lost_ones() -> None:
    """A typing error in a list is not blamed on the join."""
    join = SMALL.convert(["111111", "999998"], "HS2017", "HS1992")

    assert (("999998",), ()) == (join.unknown, join.lost)


@pytest.mark.parametrize(("mine", "theirs"), [("", "HS2017"), ("HS2017", "")])
def test_an_unknown_edition_is_refused(mine: str, theirs: str) -> None:
    """Nobody guesses an edition."""
    with pytest.raises(InputError, match="is not known"):
        join_codes(["111111"], mine, ["111111"], theirs, SMALL)


def test_unconnected_editions_are_refused() -> None:
    """A concordance that does not reach is an error with the two editions named."""
    with pytest.raises(InputError, match="no correspondence from HS2002 to HS1992"):
        SMALL.convert(["111111"], "HS2002", "HS1992")


def test_a_folder_is_read_and_zeros_put_back(tmp_path: Path) -> None:
    """Files are named by the UN's numbers of the editions, newer first."""
    (tmp_path / "hs5_hs0.csv").write_text("HS5_6d,HS0_6d\n10121,010111\n", "utf-8")

    assert {"010121": ("010111",)} == read_folder(tmp_path).links("HS2017", "HS1992")


def test_a_bad_row_of_a_correspondence_is_named(tmp_path: Path) -> None:
    """File and line, not a silent skip."""
    (tmp_path / "hs5_hs0.csv").write_text("a,b\n010121,old\n", "utf-8")
    with pytest.raises(ReadError, match=r"hs5_hs0\.csv, line 2"):
        read_folder(tmp_path)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A wrong path is told at once."""
    with pytest.raises(ReadError, match="holds no correspondence"):
        read_folder(tmp_path)
