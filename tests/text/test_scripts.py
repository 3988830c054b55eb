"""Each script is read by its own rules."""

import pytest

from lustra.data import table
from lustra.text.names import analyse
from lustra.text.scripts.abjad import read_syllables
from lustra.text.scripts.arabic import romanise_arabic
from lustra.text.scripts.east_asian import PARTED, romanise_han, romanise_hangul
from lustra.text.scripts.greek import romanise_greek
from lustra.text.scripts.hebrew import romanise_hebrew
from lustra.text.scripts.romanise import language_of, romanise
from lustra.text.skeleton import skeleton


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Лукашенко Александр", ""),
        ("Лукашэнка Аляксандр Рыгоравіч", "be"),
        ("Іваноў", "be"),
        ("Зеленський Володимир", ""),
        ("Мельниченко Олексій", "uk"),
        ("Підприємство", "uk"),
        ("Милошевић", "sr"),
        ("Александър Покатисов", "bg"),
        ("Объединение Съезд", ""),
        ("Фаворитъ", ""),
        ("王 小明", PARTED),
        ("王小明", ""),
    ],
)
def test_letters_tell_the_language(name: str, expected: str) -> None:
    """A letter that only one language writes decides how all letters of the name are read."""
    assert expected == language_of(name)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("Григорий", "", "grigoriy"),
        ("Рыгор", "be", "ryhor"),
        ("Григорій", "uk", "hryhoriy"),
        ("Щербак", "", "shcherbak"),
        ("Щербак", "bg", "shterbak"),
        ("Љубо", "sr", "ljubo"),
        ("Ғалым", "", "galym"),
    ],
)  # fmt: skip
def test_cyrillic_is_read_by_language(word: str, language: str, expected: str) -> None:
    """г is h in Belarusian and Ukrainian, щ is sht in Bulgarian."""
    assert (expected,) == romanise(word, language)


@pytest.mark.parametrize(
    ("sounds", "expected"),
    [
        ("h s n", "hasan"),
        ("m kh l u f", "makhluf"),
        ("k m a l", "kamal"),
        ("' m a d", "amad"),
        ("d r w i sh", "darwish"),
        ("a h m d", "ahmad"),
        ("q", "qa"),
    ],
)
def test_syllables_find_the_unwritten_vowels(sounds: str, expected: str) -> None:
    """Every syllable begins with one consonant and has a vowel."""
    assert expected == read_syllables(sounds.split())


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("محمد", ("muhammad",)),
        ("الأسد", ("al", "asad")),
        ("عبدالعزيز", ("abd", "al", "aziz")),
        ("أبوبكر", ("abu", "bakr")),
        ("نصرالله", ("nasrallah",)),
        ("شیخنژاد", ("sheikhnejad",)),
        ("احمدي", ("ahmadi",)),
        ("آلاء", ("ala",)),
    ],
)
def test_arabic_words_are_taken_apart(word: str, expected: tuple[str, ...]) -> None:
    """Article, servant and kunya stand apart; endings and nisba are read on a known name."""
    assert expected == romanise_arabic(word)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Μπάμπης", "bampis"), ("Παπανδρέου", "papandreou"), ("Ευαγγέλου", "evangelou"), ("Ευτυχία", "eftychia")],
)  # fmt: skip
def test_greek_pairs_are_read_by_their_place(word: str, expected: str) -> None:
    """ELOT 743: μπ is b at the head, ευ is ef before a voiceless letter."""
    assert expected == romanise_greek(word)


@pytest.mark.parametrize(("word", "expected"), [("משה", "moshe"), ("שרון", "sharon"), ("כהן", "cohen")])
def test_hebrew_is_read_from_its_table_or_its_letters(word: str, expected: str) -> None:
    """A known name has its usual spelling."""
    assert (expected,) == romanise_hebrew(word)


@pytest.mark.parametrize(("word", "expected"), [("김정은", "kim jong un"), ("조선무역은행", "joson muyok unhaeng")])
def test_hangul_is_read_by_syllable_or_by_word(word: str, expected: str) -> None:
    """A name is its syllables, an organisation its words."""
    assert expected == romanise_hangul(word)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("习近平", "", "xi jinping"),
        ("欧阳修", "", "ouyang xiu"),
        ("小明", PARTED, "xiaoming"),
        ("曾国藩", "", "zeng guofan"),
        ("田中太郎", "", "tanaka taro"),
        ("有限公司", "", "youxiangongsi"),
    ],
)
def test_han_names_are_parted(word: str, language: str, expected: str) -> None:
    """A surname of one or two characters, then the given name."""
    assert expected == romanise_han(word, language)


@pytest.mark.parametrize("row", table("skeleton_rules"), ids=lambda row: row["example"])
def test_every_skeleton_rule_has_an_example_that_holds(row: dict[str, str]) -> None:
    """The example of a rule is two spellings with one skeleton."""
    first, second = row["example"].lower().split()
    assert skeleton(first) == skeleton(second)


@pytest.mark.parametrize(
    ("name", "guessed"),
    [
        ("قرغش بزلط", [True, True]),
        ("محمد الأسد", [False, False, False]),
        ("משה קרצבום", [False, True]),
        ("Kafah", [False]),
    ],
)
def test_vowels_that_no_table_knows_are_a_guess(name: str, guessed: list[bool]) -> None:
    """Arabic and Hebrew leave short vowels out, so that they say little against another spelling."""
    assert guessed == [token.guessed for token in analyse(name, "Person")]


@pytest.mark.parametrize(
    ("apart", "together"),
    [
        ("ثناء الله", "ثناءالله"),
        ("جمال الدين", "جمالالدين"),
        ("ذو القدر", "ذوالقدر"),
        ("ابو الفضل نظری", "ابوالفضل نظری"),
    ],
)
def test_arabic_compounds_may_be_written_apart(apart: str, together: str) -> None:
    """A blank inside a compound name says nothing."""
    assert analyse(together, "Person") == analyse(apart, "Person")


def test_known_names_written_without_blanks_are_parted() -> None:
    """Presentation forms lose their blanks in some lists."""
    assert ("reza", "ali", "khamis") == romanise("رضاعليخميس")


def test_a_lone_hamza_is_no_name() -> None:
    """It is an orphan of the word before it."""
    assert () == romanise("ء")


@pytest.mark.parametrize(
    ("word", "latin"),
    [("تاڵەبانی", ("talabani",)), ("مەسعود", ("masoud",)), ("ګل", ("gul",)), ("ڤان", ("van",)), ("ښاد", ("shad",))],
)
def test_letters_that_kurdish_and_pashto_add(word: str, latin: tuple[str, ...]) -> None:
    """Kurdish writes its short vowels; Pashto has letters of its own."""
    assert latin == romanise(word)
