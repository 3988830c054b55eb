"""Arabic and Persian script → Latin words, though the script leaves short vowels out.

A table of names (``arabic_names.csv``) gives the usual Latin spelling; what it does not hold is taken apart (article,
``Abd al-``, ``Abu``, ``-i`` of origin, Persian endings) and what is left is read by its syllables (``abjad``).
"""

from functools import cache, lru_cache

from lustra.data import table
from lustra.text.scripts.abjad import read_syllables

__all__ = ["romanise_arabic"]

ENDINGS = (
    ("الله", "ullah"),
    ("الدين", "eddin"),
    ("زاده", "zadeh"),
    ("نژاد", "nejad"),
    ("پور", "pour"),
    ("وند", "vand"),
    ("يان", "ian"),
)
"""Second parts of compound surnames."""

PREFIXES = (("عبدال", ("abd", "al")), ("وال", ("al",)), ("ال", ("al",)), ("لل", ()), ("ابو", ("abu",)))
"""What is written together with a word, and the words that lists print for it."""

KURDISH_A = "ە"
"""The short vowel that Kurdish writes and Arabic does not."""

LONGEST = 40
"""Letters of one word that are looked at."""


@cache
def _plain_letters() -> dict[int, str]:
    return {ord(row["letter"]): row["plain"] for row in table("arabic_letters")}


@cache
def _names() -> dict[str, str]:
    return {row["arabic"]: row["latin"] for row in table("arabic_names")}


@cache
def _letters() -> dict[str, str]:
    return {row["letter"]: row["latin"] for row in table("translit_arabic")}


@lru_cache(maxsize=16_384)
def romanise_arabic(word: str) -> tuple[str, ...]:
    """The Latin words of one Arabic word: the article, ``abd`` and ``abu`` stand apart, as lists print them."""
    long_a = word.startswith("آ")
    word = word.translate(_plain_letters())[:LONGEST]
    if not word.strip("ء"):
        return ()
    name = _names().get(word) or _names().get(word.replace(KURDISH_A, ""))
    if name:
        return (name,)
    for prefix, apart in () if long_a else PREFIXES:
        if word.startswith(prefix) and len(word) > len(prefix) + 1:
            return apart + romanise_arabic(word.removeprefix(prefix))
    several = _several(word)
    if len(several) > 2:
        return several
    return (_compound(word) or read_syllables(_sounds(word)),)


@lru_cache(maxsize=16_384)
def _several(word: str) -> tuple[str, ...]:
    """Known names written together without blanks, the longest first name that leaves known ones; else none."""
    if word in _names():
        return (_names()[word],)
    for cut in range(len(word) - 3, 2, -1):
        rest = _several(word[cut:]) if word[:cut] in _names() else ()
        if rest:
            return (_names()[word[:cut]], *rest)
    return ()


def _compound(word: str) -> str:
    """A known name with an ending, or two known names written together; "" where it is neither."""
    names = _names()
    if word.endswith("ي") and word[:-1] in names:
        return names[word[:-1]] + "i"
    for ending, latin in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            first = word.removesuffix(ending)
            return (names.get(first) or read_syllables(_sounds(first))) + latin
    splits = ((word[:i], word[i:]) for i in range(3, len(word) - 2))
    return next((names[one] + names[two] for one, two in splits if one in names and two in names), "")


def _sounds(word: str) -> list[str]:
    """Consonants and written vowels; ``w`` and ``y`` are vowels except beside one."""
    letters = _letters()
    sounds: list[str] = []
    for position, letter in enumerate(word):
        following = word[position + 1 : position + 2]
        sound = letters.get(letter, "")
        if sound == "w" and position and following not in {"ا", "ي", "و"} and word[position - 1] != "ا":
            sound = "u"
        elif sound == "y" and position and following not in {"ا", "و"}:
            sound = "i"
        elif sound == "h" and letter == "ه" and position and not following and sounds[-1:] != ["a"]:
            sound = "a"
        if sound:
            sounds.append(sound)
    return sounds
