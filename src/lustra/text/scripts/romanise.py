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
from lustra.text.normalise import LONGEST_WORD, raw_words
from lustra.text.scripts.arabic import romanise_arabic
from lustra.text.scripts.east_asian import HAN, HANGUL, PARTED, romanise_han, romanise_hangul
from lustra.text.scripts.greek import romanise_greek
from lustra.text.scripts.hebrew import romanise_hebrew

__all__ = ["canonical_words", "language_of", "romanise"]

SCRIPTS: tuple[tuple[str, str], ...] = (
    ("cyrillic", r"\u0400-\u052f\u1c80-\u1c88"),
    ("arabic", r"\u0600-\u06ff\u0750-\u077f"),
    ("greek", r"\u0370-\u03ff\u1f00-\u1fff"),
    ("hebrew", r"\u0590-\u05ff"),
    ("hangul", HANGUL),
    ("han", HAN),
)
"""Scripts with a reading of their own, and their letters."""

RUNS = re.compile("|".join(f"(?P<{script}>[{letters}]+)" for script, letters in SCRIPTS) + "|(?P<other>.[\x00-\xff]*)")
SCRIPT = re.compile(f"[{''.join(letters for _, letters in SCRIPTS)}]")
"""A letter of a script with a reading of its own."""
NOT_ASCII_WORD = re.compile(r"[^a-z0-9]+")


class _Ascii(dict[int, str]):
    """The reading of each other character, which is one whatever is beside it; asked for once per character."""

    def __missing__(self, code: int) -> str:
        self[code] = reading = str(anyascii(chr(code)))
        return reading


ASCII = _Ascii()


def romanise(word: str, language: str = "") -> tuple[str, ...]:
    """The ASCII words of one raw word.

    Args:
        word: letters and digits of any scripts, as ``normalise.raw_words`` gives them.
        language: what ``language_of`` said of the whole name.

    Returns:
        lower-case words of ``a``–``z`` and ``0``–``9``, none empty; no word at all where nothing can be read.
    """
    if word.isascii():
        return (word.lower(),)
    if SCRIPT.search(word):
        ascii_text = "".join(_run(match[0], match.lastgroup or "", language) for match in RUNS.finditer(word))
    else:
        ascii_text = word.translate(ASCII)
    if ascii_text.isalnum() and ascii_text.isascii():  # one word, nothing to drop
        return (ascii_text.lower()[:LONGEST_WORD],)
    ascii_text = ascii_text.replace("'", "").replace("`", "")  # signs of breath in Armenian and Georgian
    return tuple(part[:LONGEST_WORD] for part in NOT_ASCII_WORD.sub(" ", ascii_text.lower()).split())


def _run(run: str, script: str, language: str) -> str:
    """One stretch of a word in one script; blanks stand where the script writes several words together."""
    if script == "cyrillic":
        return run.lower().translate(cyrillic_letters(language))
    if script == "han":
        return f" {romanise_han(run, language)} "
    reading = READINGS.get(script)
    return reading(run) if reading and not run.isdigit() else run.translate(ASCII)


READINGS: dict[str, Callable[[str], str]] = {
    "arabic": lambda run: " ".join(romanise_arabic(run)),
    "hebrew": lambda run: " ".join(romanise_hebrew(run)),
    "greek": romanise_greek,
    "hangul": lambda run: f" {romanise_hangul(run)} ",
}


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
    ("be", re.compile("[^и]*і[^и]*").fullmatch),
    ("uk", re.compile("і").search),
    ("bg", re.compile("ъ(?=[бвгджзклмнпрстфхцчшщ])").search),
)  # letters that only one language writes, the surest first


HAN_WORD = re.compile(f"[{HAN}]+")
TELLING = re.compile(f"[{HAN}ўїєґјљњћђџѓќѕіъ]")
"""A letter of ``HAN_WORD`` or of ``LANGUAGE_MARKS``; most names have none."""


def language_of(text: str) -> str:
    """What the whole name says of how to read its words.

    Returns:
        for Cyrillic the language, by its letters: ``be``, ``uk``, ``sr``, ``bg`` or "" (Russian); for Han ``PARTED``
        where surname and given name stand apart.
    """
    lower = text.lower()
    if not TELLING.search(lower):
        return ""
    if len(HAN_WORD.findall(text)) > 1:
        return PARTED
    return next((language for language, found in LANGUAGE_MARKS if found(lower)), "")


def canonical_words(text: str, language: str | None = None) -> tuple[str, ...]:
    """The canonical words of a phrase or a name, in order; ``language`` where it is known, else by its letters."""
    raw = raw_words(text)
    if language is None:
        language = "" if text.isascii() else language_of(" ".join(raw))
    return tuple(word for part in raw for word in romanise(part, language))
