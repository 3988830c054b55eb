"""Arabic compounds of two nouns: one run of tokens however the article between them is written."""

import pytest

from lustra.text.names import analyse


def parts(name: str) -> list[str]:
    """The text of each token."""
    return [token.text for token in analyse(name, "Person")]


@pytest.mark.parametrize(
    ("spellings", "expected"),
    [
        ("Habib ur Rahman|Habibur Rahman|Habib-ur-Rahman|Habiburrahman|Habib al-Rahman", "habib al rahman"),
        ("Saif ul Islam|Saiful Islam|Saif al-Islam|Saifulislam", "saif al islam"),
        ("Shams al-Din|Shams ud-Din|Shams Eddin|Shams Uddin", "shams uddin"),
        ("Jamaleddine|Jamaluddin|Jamaladdin|جمال الدين", "jamaluddin"),
        ("Nasrallah|Nasrollah|Nasrullah", "nasrullah"),
        ("Hamid Ullah|Hamid Allah|Hamid Ollah", "hamid ullah"),
        ("Abu'l Qasim|Aboul Qasim|Abu al-Qasim", "abu al qasim"),
    ],
)
def test_constructs_are_parted_one_way(spellings: str, expected: str) -> None:
    """Case ending and article in any vowel, assimilated or not, apart or together."""
    assert [expected.split()] * len(spellings.split("|")) == [parts(name) for name in spellings.split("|")]


@pytest.mark.parametrize("name", ["Paul Smith", "Masud Darwish", "Mansur Rahman", "Borodin Ali", "Raoul Wallenberg"])
def test_other_names_hold_no_article(name: str) -> None:
    """Only what the tables know as an Arabic noun is parted."""
    assert name.lower().split() == parts(name)
