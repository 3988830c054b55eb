"""Hebrew script → Latin: a table of names (``hebrew_names.csv``), else letters and syllables."""

from functools import cache, lru_cache

from lustra.data import table
from lustra.text.scripts.abjad import read_syllables

__all__ = ["romanise_hebrew"]

LONGEST = 40
"""Letters of one word that are looked at."""


@cache
def _table(name: str, key: str) -> dict[str, str]:
    return {row[key]: row["latin"] for row in table(name)}


@lru_cache(maxsize=4_096)
def romanise_hebrew(word: str) -> tuple[str, ...]:
    """The Latin word of one Hebrew word without points."""
    known = _table("hebrew_names", "hebrew").get(word)
    return (known or read_syllables(_sounds(word[:LONGEST])),)


def _sounds(word: str) -> list[str]:
    """Consonants and the vowels that vav, yod and final he write."""
    letters = _table("translit_hebrew", "letter")
    sounds: list[str] = []
    for position, letter in enumerate(word):
        sound = letters.get(letter, "")
        if letter == "ו":
            sound = "o" if position and sounds[-1:] != ["o"] else "v"
        elif letter == "י":
            sound = "i" if position and word[position + 1 : position + 2] not in {"ו", "ה", "י"} else "y"
        elif letter == "ה" and position == len(word) - 1 and position:
            sound = "a"
        elif letter in "בפ" and position and sounds[-1:] != [sound]:
            sound = {"ב": "v", "פ": "f"}[letter] if position == len(word) - 1 else sound
        if sound:
            sounds.append(sound)
    return sounds
