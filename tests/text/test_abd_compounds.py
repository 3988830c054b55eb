"""``Abd al-`` and a divine name: one pair of tokens however it is spelt, parted or mistyped."""

import pytest

from lustra.text.names import analyse
from lustra.text.persons.abd_compounds import abd_divine_part
from lustra.text.tables import divine_names


def parts(name: str) -> list[tuple[str, str]]:
    """Kind and skeleton of each token."""
    return [(token.kind, token.skeleton) for token in analyse(name, "Person")]


@pytest.mark.parametrize(
    "spellings",
    [
        pytest.param(
            "Abdurrahman|Abd al-Rahman|Abdul Rahman|AbdelRahman|Abderrahmane|عبد الرحمن|عبدالرحمن", id="rahman"
        ),
        pytest.param("Abdelkader|Abdul Qadir|Abd el-Kader|Abdulqader|Abdoulkader|Abdal Qadir", id="qadir"),
        pytest.param("Abdullatif|Abdulatif|Abd al-Latif|Abdoul Latif", id="latif"),
        pytest.param("Abdirashid|Abdurrashid|Abdul Rashid|Abdi Rashid", id="Somali"),
        pytest.param("Abdullah|Abd Allah|Abdallah|Abd ul-Lah|عبد الله|عبدالله", id="Allah is no second word"),
    ],
)
def test_every_spelling_has_the_same_tokens(spellings: str) -> None:
    """Particle and name, whether written apart or together, with the article in any vowel."""
    first, *others = (parts(name) for name in spellings.split("|"))
    assert [first] * len(others) == others


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("ebdelkader", "kader"),
        ("adbulmalik", "malik"),
        ("abdllatif", "latif"),
        ("abdukrahim", "rahim"),
        ("bdulhamid", "hamid"),
        ("abdelkadr", "kadr"),
        ("abdulhap", "hap"),
        ("abdulhaisalek", "haisalek"),
        ("abdul", ""),
        ("abd", ""),
    ],
)
def test_a_typing_error_does_not_keep_the_compound_together(word: str, name: str) -> None:
    """One letter wrong in ``abdul`` is forgiven before a divine name, any in the name after a sure ``abdul``."""
    assert name == abd_divine_part(word)


@pytest.mark.parametrize(
    "word", "abdullah abdoulaye abdullahi abdalla abdulkadyrov abdullaev abulhasan adelaziz abel kader abdomen".split()
)
def test_other_words_stay_whole(word: str) -> None:
    """Abdullah is one name, families called after a servant are families, and ``abul`` is a kunya."""
    assert abd_divine_part(word) is None


@pytest.mark.parametrize(("first", "second"), [("Abdul Rahman", "Abdul Rahim"), ("Abdul Salam", "Abdul Samad")])
def test_two_divine_names_are_two(first: str, second: str) -> None:
    """However alike they are written."""
    assert parts(first) != parts(second)


def test_divine_names_know_which_they_are() -> None:
    """A spelling belongs to one name, so that no learned table makes one of two."""
    assert ("Rahman", "Rahim") == (divine_names()["rahman"], divine_names()["rahim"])


def test_a_name_beside_abdi_is_its_own() -> None:
    """Somali ``Abdi Ali`` is two given names, ``Ahmed Abdi`` ends in one."""
    assert [["word", "word"]] * 2 == [[kind for kind, _ in parts(name)] for name in ("Abdi Ali", "Ahmed Abdi")]
