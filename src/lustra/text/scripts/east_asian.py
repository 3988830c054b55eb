"""Hangul, Han and kana: scripts that write a name without blanks between its parts.

A Korean name is its syllables, one word each, as lists print them (``KIM Jong Un``); a Chinese name of two to four
characters is a surname and a given name (``XI Jinping``). A longer text is an organisation's: it is parted by the words
and legal forms of the tables (``华为技术有限公司`` → ``huawei jishu youxiangongsi``), which the rules for
organisations then translate. Japanese is known by its commonest names.
"""

import re
from functools import cache, lru_cache

from anyascii import anyascii

from lustra.data import table

__all__ = ["HAN", "HANGUL", "KANA", "PARTED", "romanise_han", "romanise_hangul"]

HAN = r"\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
HANGUL = r"\uac00-\ud7a3"
KANA = r"\u3040-\u30ff"
PARTED = "parted"
"""What ``romanise.language_of`` says of a name whose Han words stand apart: each is a surname or a given name."""
LONGEST_NAME = 4
"""Characters of the longest Chinese personal name: a compound surname and two of a given name."""

ONSETS = "k kk n t tt r m p pp s ss . j jj ch k t p h".split()
RHYMES = "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i".split()
CODAS = ". k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()
"""Jamo in the order of the Unicode Standard, section 3.12, spelled as the DPRK prints names."""
UNVOICED = re.compile("(?<=[aeioumnlg])(?:ch|[ktp])(?=[aeiouyw])")
VOICED = {"k": "g", "t": "d", "p": "b", "ch": "j"}
"""McCune–Reischauer and the DPRK's own spelling."""


@cache
def _spelled(name: str, key: str, column: str) -> dict[str, str]:
    return {row[key]: row[column].split()[0] for row in table(name)}


@lru_cache(maxsize=4_096)
def _syllable(char: str) -> str:
    known = _spelled("korean_syllables", "syllable", "spellings").get(char)
    code = ord(char) - 0xAC00
    parts = ONSETS[code // 588], RHYMES[code % 588 // 28], CODAS[code % 28]
    return known or "".join(parts).replace(".", "")


@lru_cache(maxsize=16_384)
def romanise_hangul(word: str) -> str:
    """The words of a Korean text, parted by blanks: syllables of a name, or words of an organisation's name."""
    parts = _known_parts(word)
    if len(parts) == 1 and not _organisation_words().fullmatch(word):
        return " ".join(_syllable(char) for char in word)
    return " ".join(_said_together("".join(_syllable(char) for char in part)) for part in parts)


def _said_together(word: str) -> str:
    """A word as lists print it: a consonant between voiced sounds is voiced (금강 ``kumgang``)."""
    return UNVOICED.sub(lambda match: VOICED[match[0]], word)


@cache
def _organisation_words() -> re.Pattern[str]:
    """Every phrase in Han or Hangul of the tables of organisations, the longest first."""
    forms = {row["form"] for row in table("legal_forms")}
    forms |= {form for row in table("org_words") for form in row["forms"].split(";")}
    written = (form for form in forms if len(form) > 1 and re.fullmatch(f"[{HAN}{HANGUL}]+", form))
    return re.compile("|".join(sorted(written, key=lambda form: (-len(form), form))))


def _known_parts(word: str) -> list[str]:
    """A text parted by the words of the tables; a text of a name's length is one part unless it is such a word."""
    if len(word) <= LONGEST_NAME:
        return [word]
    return [part for part in re.split(f"({_organisation_words().pattern})", word) if part]


@lru_cache(maxsize=16_384)
def romanise_han(word: str, language: str = "") -> str:
    """The words of a text in Han characters, parted by blanks.

    Args:
        word: Han characters.
        language: ``PARTED`` where the parts of the name already stand apart.
    """
    japanese = _japanese(word)
    if japanese:
        return japanese
    if len(word) == 1 or (language == PARTED and len(word) < LONGEST_NAME):
        return _given(word)
    if len(word) > LONGEST_NAME or _organisation_words().fullmatch(word):
        return " ".join(_given(part) for part in _known_parts(word))
    surnames = _spelled("han_surnames", "surname", "latin")
    length = 2 if word[:2] in surnames and len(word) > 2 else 1
    surname = surnames.get(word[:length]) or _given(word[:length])
    return f"{surname} {_given(word[length:])}"


def _given(word: str) -> str:
    """Pinyin of the characters, written as one word."""
    return re.sub("[^a-z]", "", str(anyascii(word)).lower())


def _japanese(word: str) -> str:
    """A Japanese surname, alone or before a known given name; "" where the word is not known as Japanese."""
    names = _spelled("japanese_names", "kanji", "latin")
    if len(word) == 1:
        return ""
    for length in (3, 2):
        if word[:length] in names:
            rest = word[length:]
            return f"{names[word[:length]]} {names.get(rest) or _given(rest)}".strip() if len(rest) <= 3 else ""
    return ""
