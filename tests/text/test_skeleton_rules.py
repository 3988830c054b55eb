"""The column ``needs`` of the skeleton rules leaves no rule out that would apply."""

import re

from hypothesis import given
from hypothesis import strategies as st

from lustra.data import table

RULES = [(row["stage"], re.compile(row["pattern"]), frozenset(row["needs"])) for row in table("skeleton_rules")]
SYLLABLES = st.lists(
    st.sampled_from("sch tsj sjtj kh ou uddin ullah enko ova vich ck ei j y a e c s h z N C S".split())
)


@given(SYLLABLES.map("".join))
def test_a_rule_applies_only_to_words_with_a_letter_it_needs(word: str) -> None:
    """Skipping a rule by its letters never changes a skeleton."""
    applies = [(pattern, needs) for _, pattern, needs in RULES if pattern.search(word)]
    assert [] == [pattern.pattern for pattern, needs in applies if needs and needs.isdisjoint(word)]
