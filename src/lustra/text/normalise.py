"""From text as typed to the raw words of a name: the first half of the pipeline.

``STEPS`` is the order; each step is one function from text to text. ``raw_words`` runs them and splits. Nothing here
changes the script or the case of a letter that is really there (homoglyphs are not): that is ``romanise``'s work, so
that a token can still show the reviewer what was typed.

What is *not* done: splitting ``a.k.a.`` and brackets into several names (the readers know each list's habits), and
any reordering (the matcher does not look at order).
"""

import re
import unicodedata
from collections.abc import Callable

from lustra.text.scripts.homoglyphs import repair_homoglyphs

__all__ = [
    "LONGEST_WORD",
    "MAX_LENGTH",
    "STEPS",
    "clean",
    "compose",
    "join_arabic",
    "join_letters",
    "punctuate",
    "raw_words",
]

MAX_LENGTH = 2_000
"""Characters of a name that are looked at; no name on any list is longer (the longest EU alias has about 700)."""

LONGEST_WORD = 100
"""Letters of a word that are looked at, before and after it is read into Latin."""

APOSTROPHES = "'`´ʹʺʻʼʽˈ΄‘’‛′ʾʿ՚׳＇"  # inside words they are letters of no sound: Sa'adi, Дем'ян, O’Brien

TATWEEL = "\u0640"  # stretches an Arabic word

PARTED_ARABIC = re.compile(
    r"(?<=[\u0621-\u06d3])\s+(?=ال(?:ل[هہھة]|د[يیى]ن)(?!\S))|(?<!\S)((?:ذ[ويی]|[أا]ب[وي]|حج[تةه])\s+)(?=[أا]ل)"
)  # ``Allah`` and ``al-Din`` end a compound name; ``Dhu``, ``Abu`` and ``Hujjat`` before the article begin one

JOINERS = re.compile("[-/‐‑‒–]")
JOINED_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_](?:[-/‐‑‒–][^\W\d_])+(?![^\W_])")


def compose(text: str) -> str:
    """Compatibility composition (Unicode Standard Annex 15, NFKC): full-width letters and ligatures become plain."""
    return unicodedata.normalize("NFKC", text.replace("№", " No "))


def join_letters(text: str) -> str:
    """Single letters joined by hyphens or slashes become one word: ``A-B-C`` → ``ABC``, ``M/V`` → ``MV``."""
    if not JOINERS.search(text):
        return text
    return JOINED_LETTERS.sub(lambda m: re.sub(r"[\W_]", "", m[0]), text)


def join_arabic(text: str) -> str:
    """Arabic compounds written apart become one word: ``ثناء الله`` → ``ثناءالله``, ``ذو القدر`` → ``ذوالقدر``."""
    return PARTED_ARABIC.sub(lambda match: match[0].strip(), text) if " ال" in text else text


class _Punctuation(dict[int, str | None]):
    """What ``str.translate`` does with each character, worked out once per character met."""

    def __missing__(self, code: int) -> str | None:
        self[code] = action = _action(chr(code))
        return action


def _action(char: str) -> str | None:
    """Keep letters, digits and the vowel signs of Indic scripts; drop what is silent; the rest separates words."""
    category = unicodedata.category(char)
    if char in APOSTROPHES or char == TATWEEL or (category in {"Cc", "Cf", "Me"} and not char.isspace()):
        return None
    if category == "Mn":
        return None if _is_diacritic(ord(char)) else char
    if category[0] in "LN" or category == "Mc":
        return char
    return " and " if char == "&" else " "


def _is_diacritic(code: int) -> bool:
    """Combining accents, Hebrew points and Arabic vowel marks: written or not, the name is the same."""
    return code < 0x0700 or 0x1AB0 <= code < 0x1B00 or 0x1DC0 <= code < 0x1E00 or 0x20D0 <= code < 0x2100


PUNCTUATION = _Punctuation()


def punctuate(text: str) -> str:
    """Drop apostrophes, control, bidi and zero-width characters and loose accents; other punctuation separates."""
    return text.translate(PUNCTUATION)


STEPS: tuple[Callable[[str], str], ...] = (compose, join_letters, punctuate, join_arabic, repair_homoglyphs)
"""The order matters: letters are composed before anything looks at them, and joined before hyphens separate."""


def clean(text: str) -> str:
    """All ``STEPS`` in order, on the first ``MAX_LENGTH`` characters."""
    text = text[:MAX_LENGTH]
    if text.isascii():  # nothing to compose and no second script
        if text.replace(" ", "").isalpha():
            return text
        return join_letters(text).translate(PUNCTUATION)
    for step in STEPS:
        text = step(text)
    return text[:MAX_LENGTH]


def raw_words(text: str) -> list[str]:
    """The words of a name in the letters and the case in which they were typed."""
    return [word[:LONGEST_WORD] for word in clean(text).split()]
