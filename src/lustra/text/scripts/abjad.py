"""Scripts that leave vowels out: reading a word of consonants and a few written vowels by its syllables."""

from collections.abc import Sequence

__all__ = ["VOWELS", "read_syllables"]

VOWELS = frozenset("aiou")


def read_syllables(sounds: Sequence[str]) -> str:
    """Put an ``a`` where every syllable must have a vowel and none is written.

    Every syllable begins with one consonant, so a consonant that no vowel follows either closes the syllable before it
    or has an unwritten vowel; the first consonant always has one (``m kh l u f`` → ``makhluf``, ``h s n`` →
    ``hasan``).

    Args:
        sounds: consonants of one or two letters, ``'`` for one without sound, and vowels, in order.
    """
    out: list[str] = []
    following = ""  # "vowel", "onset" or "coda": what is to the right
    for position in range(len(sounds) - 1, -1, -1):
        sound = sounds[position]
        if sound in VOWELS:
            following = "vowel"
        elif following == "vowel":
            following = "onset"
        elif following != "coda" and position > 0:
            following = "coda"
        else:
            out.append("a")
            following = "onset"
        out.append(sound)
    return "".join(reversed(out)).replace("'", "")
