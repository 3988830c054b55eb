"""One raw word → its tokens and the marks that say which rules may touch it; worked out once per distinct word.

Words repeat, so this is where the speed lies: a name whose words are all known costs a few dictionary look-ups, and
a name whose marks are all clear needs no rule at all.
"""

import re
from enum import IntFlag
from functools import lru_cache
from typing import NamedTuple

from lustra.text.organisations.phrases import phrase_marks, script_mark, unglued_form
from lustra.text.persons.abd_compounds import abd_divine_part
from lustra.text.persons.arabic_compounds import is_construct, unglued_construct
from lustra.text.persons.korean_names import is_syllable
from lustra.text.scripts.romanise import romanise
from lustra.text.skeleton import skeleton
from lustra.text.tables import arabic_names, is_person_word, known_readings, vessel_prefixes
from lustra.text.tokens import Token

__all__ = ["Marks", "Word", "is_patronymic", "plain", "word_forms"]


class Marks(IntFlag):
    """What may be special about a word; a name without marks is its words."""

    PERSON = 1
    """A rule for people may apply: particle, title, initial, kunya, patronymic, number."""
    ORGANISATION = 2
    """A rule for organisations may apply: it begins a phrase of a table, or holds a digit or a Roman numeral."""
    DECISIVE = 4
    """Only an organisation is called so: a legal form or a word such as ``ministry``."""
    VESSEL = 8
    """A prefix that only vessels have, such as ``MV``."""
    PREFIX = 16
    """Any vessel's prefix, such as ``MT``."""
    SYLLABLE = 32
    """A syllable of Korean names; the rule for them may apply where every word is one."""


PERSON, ORGANISATION, VESSEL, PREFIX, SYLLABLE = map(
    int, (Marks.PERSON, Marks.ORGANISATION, Marks.VESSEL, Marks.PREFIX, Marks.SYLLABLE)
)  # plain numbers are quicker than flags


class Word(NamedTuple):
    """What is known of one raw word, whatever name it is in."""

    tokens: tuple[Token, ...]
    """Usually one; more where a script writes words together, none where nothing can be read."""
    marks: int


ROMAN = re.compile(r"(?=[ivx])(?:x{0,3})(?:ix|iv|v?i{0,3})")
ABJAD = re.compile(r"[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters of Hebrew and Arabic script, which leave short vowels out."""
PATRONYMIC = re.compile(r".{2,}(?:[oeya]v[iy](?:ch|c|tch|tsch|cz|tj|tsj)|inichna|[oeia]vn[ay])")
GLUED_ARABIC = re.compile(r"(ab[ou]u?)?(al|el|(?<=.)l)([^i].{3,})")


def plain(text: str, origin: str) -> Token:
    """A token of kind ``word``."""
    return Token(text, skeleton(text), "word", origin)


@lru_cache(maxsize=65_536)
def word_forms(word: str, language: str = "") -> Word:
    """The tokens and marks of one raw word.

    Args:
        word: one of ``normalise.raw_words``.
        language: what ``romanise.language_of`` said of the whole name.
    """
    texts = romanise(word, language)
    if len(texts) == 1:
        texts = _unglued(texts[0])
    marks, script = 0, script_mark(word)
    for text in texts:
        marks |= _marks(text, script)
    unvowelled = not word.isascii() and ABJAD.search(word) is not None
    return Word(tuple([_token(text, word, unvowelled) for text in texts]), marks)


def is_patronymic(text: str) -> bool:
    """Whether a word ends as patronymics do."""
    return ("v" in text or text.endswith("a")) and PATRONYMIC.fullmatch(text) is not None


def _token(text: str, origin: str, unvowelled: bool) -> Token:
    """A token of a script that may leave vowels out; a table may know them."""
    return Token(text, skeleton(text), "word", origin, unvowelled and text not in known_readings())


def _unglued(text: str) -> tuple[str, ...]:
    """Part what is glued: a legal form (``jscargument``) where no word begins so, article or kunya of Arabic names."""
    glued = unglued_form(text)
    if glued:
        return glued
    arabic = GLUED_ARABIC.fullmatch(text) if text.startswith(("ab", "al", "el")) else None
    if arabic and skeleton(arabic[3]) in arabic_names() and skeleton(text) not in arabic_names():
        return tuple(part for part in ("abu" if arabic[1] else "", "al", arabic[3]) if part)
    return (unglued_construct(text) if abd_divine_part(text) is None else ()) or (text,)


def _marks(text: str, script: str) -> int:
    """The marks of one ASCII word."""
    marks = phrase_marks(text, script)
    if len(text) < 2 or not text.isalpha() or ROMAN.fullmatch(text):
        marks |= PERSON | ORGANISATION
    if _is_personal(text):
        marks |= PERSON
    if is_syllable(text):
        marks |= SYLLABLE
    prefix = vessel_prefixes().get(text)
    return marks if prefix is None else marks | PREFIX | (VESSEL if prefix else 0)


def _is_personal(text: str) -> bool:
    """Whether a rule for people may touch a word: of a table, a patronymic, ``abd`` whole or broken, a construct."""
    if is_person_word(text) or text == "ab" or is_patronymic(text):
        return True
    return abd_divine_part(text) is not None or is_construct(text)
