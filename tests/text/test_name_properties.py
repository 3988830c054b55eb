"""What holds for any text at all."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from lustra.text.names import analyse, canonical
from lustra.text.skeleton import skeleton
from lustra.text.sounds import sound_key

SCHEMAS = st.sampled_from(["", "Person", "Company", "Organization", "LegalEntity", "PublicBody", "Vessel", "Airplane"])
LETTERS = "abeghiklmnorstuvz АБВаеиоуўіїщю ÀßşŁž בגן عبدال محمد ΑΒγου 김정은 中国 タナ ., -'/&№()“”’‎ 0123IVX"
NAMES = st.text(alphabet=st.sampled_from(LETTERS), max_size=60) | st.text(max_size=200)
WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


@settings(deadline=None)  # a first call reads the tables
@given(NAMES)
def test_canonical_is_idempotent(name: str) -> None:
    """What is canonical already stays as it is."""
    once = canonical(name)
    assert once == canonical(once)


@settings(deadline=None)  # a first call reads the tables
@given(NAMES, SCHEMAS)
def test_tokens_are_plain_words(name: str, schema: str) -> None:
    """No token is empty, and none holds anything but letters and digits; nor does its key."""
    assert [] == [t for t in analyse(name, schema) if not re.fullmatch("[a-z0-9]+", t.text)]
    assert [] == [t for t in analyse(name, schema) if not re.fullmatch("[a-z0-9]+", t.skeleton)]


@settings(deadline=None)  # a first call reads the tables
@given(NAMES, SCHEMAS)
def test_a_readable_name_has_tokens(name: str, schema: str) -> None:
    """Rules never leave a name without a token."""
    assert bool(canonical(name)) == bool(analyse(name, schema))


@settings(deadline=None)  # a first call reads the tables
@given(NAMES, SCHEMAS)
def test_case_does_not_matter_to_what_is_read(name: str, schema: str) -> None:
    """Capitals may say which word is the surname, not what a word is."""
    ascii_name = canonical(name)
    upper = sorted(t.skeleton for t in analyse(ascii_name.upper(), "Company"))
    assert sorted(t.skeleton for t in analyse(ascii_name, "Company")) == upper


@settings(deadline=None)  # a first call reads the tables
@given(st.lists(st.sampled_from("Ivan Petrov Hassan Khaled Müller Омар Лукашэнка 12".split()), max_size=6))
def test_order_of_ordinary_words_does_not_matter(words: list[str]) -> None:
    """Words without a part to play are the same tokens in any order."""
    forward = sorted(t[:2] for t in analyse(" ".join(words), "Person"))
    assert forward == sorted(t[:2] for t in analyse(" ".join(reversed(words)), "Person"))


@settings(deadline=None)  # a first call reads the tables
@given(WORDS)
def test_a_skeleton_is_a_word(word: str) -> None:
    """The key of a word is a word without doubled letters, and no longer than twice the word."""
    key = skeleton(word)
    assert re.fullmatch("[a-z]+", key)
    assert not re.search(r"(.)\1", key)
    assert len(key) <= 2 * len(word)


@settings(deadline=None)  # a first call reads the tables
@given(WORDS)
def test_a_sound_key_holds_consonants(word: str) -> None:
    """The sound key is empty or at least three consonants."""
    assert re.fullmatch("|[^aeiou]{3,}", sound_key(word))
