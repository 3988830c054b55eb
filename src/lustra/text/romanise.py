"""From one raw word in any script to lower-case ASCII words: the second half of the pipeline.

Scripts with a table of their own (Cyrillic by language, Arabic, Hebrew, Greek, Hangul, Han) go through it, every
other letter through ``anyascii``. Accents of Latin letters are left out (``Łukašenka`` → ``lukasenka``), because half
of the lists print names without them; that ``š`` may be written ``sh`` elsewhere is the skeleton's business.
"""

import re
from collections.abc import Callable
from functools import cache

from anyascii import anyascii

from lustra.data import table

__all__ = ["cyrillic_language", "romanise"]

RUNS = re.compile(r"[Ѐ-ԯᲀ-ᲈ]+|[^Ѐ-ԯᲀ-ᲈ]+")
NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")


def romanise(word: str, language: str = "") -> tuple[str, ...]:
    """The ASCII words of one raw word.

    Args:
        word: letters and digits of any scripts, as ``normalise.raw_words`` gives them.
        language: for Cyrillic, what ``cyrillic_language`` said of the whole name.

    Returns:
        lower-case words of ``a``–``z`` and ``0``–``9``, none empty; no word at all where nothing can be read.
    """
    if word.isascii():
        return (word.lower(),)
    ascii_text = "".join(_run(run, language) for run in RUNS.findall(word))
    return tuple(NOT_ASCII_WORD.sub(" ", ascii_text.lower()).split())


def _run(run: str, language: str) -> str:
    """One stretch of a word in one script."""
    if "Ѐ" <= run[0] <= "ԯ":
        return run.lower().translate(cyrillic_letters(language))
    return str(anyascii(run))


@cache
def cyrillic_letters(language: str) -> dict[int, str]:
    """Cyrillic small letter → Latin, as the language writes it (``be``, ``uk``, ``bg``, ``sr``; Russian else)."""
    rows = table("translit_cyrillic")
    letters = {row["letter"]: row["latin"] for row in rows if not row["language"]}
    letters |= {row["letter"]: row["latin"] for row in rows if row["language"] == language}
    return {ord(letter): latin for letter, latin in letters.items()}


LANGUAGE_MARKS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("be", re.compile("ў").search),
    ("uk", re.compile("[їєґ]").search),
    ("sr", re.compile("[јљњћђџѓќѕ]").search),
    ("be", re.compile("і(?=[^и]*$)|^[^и]*і").search),
    ("uk", re.compile("і").search),
    ("bg", re.compile("ъ(?![еёюя])").search),
)  # letters that only one language writes, the surest first


def cyrillic_language(text: str) -> str:
    """Which language's Cyrillic a whole name is in, by its letters: ``be``, ``uk``, ``sr``, ``bg`` or "" (Russian)."""
    lower = text.lower()
    return next((language for language, found in LANGUAGE_MARKS if found(lower)), "")
