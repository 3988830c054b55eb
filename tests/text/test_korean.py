"""Korean names: one skeleton per syllable, whichever Romanisation wrote it."""

import pytest

from lustra.text.names import analyse


def skeletons(name: str) -> list[str]:
    """Skeleton of each token."""
    return [token.skeleton for token in analyse(name, "Person")]


@pytest.mark.parametrize(
    "spellings",
    [
        "KIM Jong Un|Kim Jeong-eun|김정은",
        "RI Yong Ho|Lee Young-ho|Yi Yŏngho|리영호|이영호".replace("Yi Yŏngho", "Yi Yŏng-ho"),
        "PAK Yong Sik|Park Yeong-sik|박영식",
        "CHOE Ryong Hae|Choi Ryong-hae|최룡해",
        "CHOE Il U|Choi Il-woo|최일우",
    ],
)
def test_romanisations_of_one_name_meet(spellings: str) -> None:
    """Pyongyang, Seoul, McCune-Reischauer and Hangul have the same skeletons."""
    first, *others = (skeletons(name) for name in spellings.split("|"))
    assert [first] * len(others) == others


@pytest.mark.parametrize("name", ["YU Chol U", "CHO Il U", "o kuk ryol"])
def test_a_syllable_of_one_letter_is_no_initial(name: str) -> None:
    """``U`` and ``O`` are syllables where the other two are."""
    assert ["word"] * 3 == [token.kind for token in analyse(name, "Person")]


@pytest.mark.parametrize("name", ["U. A. Lee", "Lee Van Cleef", "Ho Lee", "Anne Kim Summers"])
def test_other_names_are_not_korean(name: str) -> None:
    """Two syllables, two initials or one other word are not enough."""
    assert "ri" not in skeletons(name)


def test_a_syllable_of_hangul_is_no_title() -> None:
    """Ban Ki-moon's surname reads as the Polish for Mister."""
    assert ["word"] * 3 == [token.kind for token in analyse("반기문", "Person")]
