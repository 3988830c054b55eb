"""The column ``needs`` of the skeleton rules leaves no rule out that would apply."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lustra.data import table
from lustra.text.skeleton import SHORT, skeleton

ROWS = table("skeleton_rules")
SYLLABLES = st.lists(
    st.sampled_from(
        "sch tsj sjtj kh ou uddin ullah enko ova vich ck ei j y a e c s h z N C S"
        " eev yo off eff ia nk l r v b d abd mi te gu q w x ng ow aou avu ue oe dz tz cz ph th ll".split()
    ),
    min_size=1,
)
LETTERS = "abcdefghijklmnopqrstuvwxyzSZCNJ"


def plain_skeleton(word: str) -> str:
    """The skeleton by the table alone: every rule tried in order."""
    spelled = apply_all("always", word)
    return apply_all("short" if len(spelled) <= SHORT else "long", spelled) or word


def apply_all(stage: str, word: str) -> str:
    """A word after all the rules of a stage."""
    for row in ROWS:
        if row["stage"] == stage:
            word = re.sub(row["pattern"], row["replacement"], word)
    return re.sub(r"([a-zA-Z])\1+", r"\1", word)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["pattern"])
def test_a_rule_says_which_letters_or_neighbours_it_needs(row: dict[str, str]) -> None:
    """Without one a rule would never be tried."""
    needs = row["needs"].split()
    assert needs
    assert all(len(need) in (1, 2) for need in needs)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["pattern"])
@given(data=st.data())
@settings(max_examples=30)
def test_a_rule_applies_only_to_words_with_what_it_needs(row: dict[str, str], data: st.DataObject) -> None:
    """Whatever a rule's pattern finds holds one of its letters or pairs of neighbours."""
    pattern = f"(?:{row['pattern']})(?:[a-z]{{2}})?"  # a letter more for rules that must not stand at the end
    word = data.draw(st.from_regex(pattern, alphabet=st.sampled_from(LETTERS)).filter(str.isalpha))
    assert any(need in f"^{word}$" for need in row["needs"].split())


@given(SYLLABLES.map("".join) | st.text(LETTERS, min_size=1))
def test_the_skeleton_is_what_all_rules_in_order_make_of_a_word(word: str) -> None:
    """Not trying the rules that cannot apply changes no skeleton."""
    assert plain_skeleton(word) == skeleton(word)
