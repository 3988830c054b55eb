"""Unicode clean-up and homoglyphs: what is seen alike is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.text.names import canonical
from lustra.text.normalise import STEPS, clean, join_letters, raw_words
from lustra.text.scripts.homoglyphs import repair_homoglyphs


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ｉｖａｎ　Ｐｅｔｒｏｖ", "ivan petrov"),
        ("Ivan\u00a0Petrov", "ivan petrov"),
        ("Iv\u200ban\u200d Pet\u00adrov", "ivan petrov"),
        ("\u202eIvan\u202c Petrov\u200f", "ivan petrov"),
        ("I\u0301van  Pétrov", "ivan petrov"),
        ("Sa‘adi", "saadi"),
        ("O’Brien", "obrien"),
        ("O'Brien", "obrien"),
        ("Дем’ян", "demyan"),
        ("«Заря»", "zarya"),
        ("“Hamida”", "hamida"),
        ("al–Assad", "al assad"),
        ("al—Assad", "al assad"),
        ("al‑Assad", "al assad"),
        ("Smith_John", "smith john"),
        ("№5", "no 5"),
        ("٣٤", "34"),
        ("Ⅷ", "viii"),
        ("ﬁnance", "finance"),
        ("İstanbul", "istanbul"),
        ("Straße", "strasse"),
        ("ǅemal", "dzemal"),
        ("مُحَمَّد", "muhammad"),
        ("محـــمد", "muhammad"),
    ],
)
def test_clean_text_is_the_same_name(typed: str, expected: str) -> None:
    """Widths, invisible characters, accents, apostrophes, dashes and digits of other scripts do not matter."""
    assert expected == canonical(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Вank of Mоscow", "Bank of Moscow"),
        ("Ivanоv", "Ivanov"),
        ("Ивaнoв", "Иванов"),
        ("Лукашенкo", "Лукашенко"),
        ("Aкционерное общество", "Акционерное общество"),
        ("Βank", "Bank"),
        ("Pοssible", "Possible"),
        ("Иванов Ivanov", "Иванов Ivanov"),
        ("АО Zarya", "АО Zarya"),
        ("KN-23호", "KN-23호"),
    ],
)
def test_homoglyphs_are_repaired_inside_mixed_words_only(typed: str, expected: str) -> None:
    """A look-alike letter of another script becomes the letter it looks like; whole words stay."""
    assert expected == repair_homoglyphs(typed)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("A-B-C Company", "ABC Company"),
        ("M/V Star", "MV Star"),
        ("A/S Zarya", "AS Zarya"),
        ("X-ray", "X-ray"),
        ("Al-Assad", "Al-Assad"),
        ("А-Б-В завод", "АБВ завод"),
        ("Jean-P. Sartre", "Jean-P. Sartre"),
    ],
)
def test_single_letters_join(typed: str, expected: str) -> None:
    """Letters that hyphens or slashes hold together are one word; longer words are not touched."""
    assert expected == join_letters(typed)


def test_steps_are_the_pipeline() -> None:
    """Running the steps one after the other is what ``clean`` does."""
    typed = "«Вank» of Ｍoscow A-B-C’s"
    stepped = typed
    for step in STEPS:
        stepped = step(stepped)
    assert stepped == clean(typed)


@given(st.lists(st.sampled_from(["a", "B", "c1", "-", "/", "'", "&", "_", " ", "\t", "de"])).map("".join))
def test_plain_text_needs_no_steps_of_its_own(typed: str) -> None:
    """The short way of ASCII text ends where all the steps do."""
    stepped = typed
    for step in STEPS:
        stepped = step(stepped)
    assert stepped == clean(typed)


def test_raw_words_keep_script_and_case() -> None:
    """What was typed is still there to be shown."""
    assert ["ЛУКАШЭНКА", "Alaksandr"] == raw_words("ЛУКАШЭНКА, Alaksandr")
