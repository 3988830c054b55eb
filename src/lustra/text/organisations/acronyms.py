"""The acronyms by which an organisation's name may be shortened: ``IRISL``, ``CNPC``, ``ОАК`` and its English ``UAC``.

Lists print now the full name, now its initials, often those of another language: ``United Aircraft Corporation`` is
``ОАК``. An acronym here is read in three ways: the words as typed, the canonical (English) words, and the Russian
words for them (``acronym_words.csv``); each with and without legal forms and words such as ``of`` and ``and``.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from lustra.data import table
from lustra.text.normalise import raw_words
from lustra.text.organisations.phrases import match_phrase
from lustra.text.scripts.romanise import language_of, romanise
from lustra.text.skeleton import skeleton
from lustra.text.tables import particles
from lustra.text.tokens import Token

__all__ = ["SHORTEST_ACRONYM", "acronyms"]

SHORTEST_ACRONYM = 3
"""Letters of the shortest acronym: two initials are shared by too many names."""
LONGEST_ACRONYM = 9
"""Letters of the longest acronym."""
MOST_WORDS = 12
"""Words of a name that are looked at."""
LINKS = {"and", "i", "et", "und", "y", "e", "ta", "en", "og", "och", "kai"}
"""Words that link two others; acronyms that keep ``of`` often leave them out (``MOIS``)."""
COMPOUND = re.compile(
    "(радио|электро|авиа|машино|приборо|судо|авто|тепло|гидро|гео|микро|опто|нефте|газо|тяже|трубо|станко|вагоно"
    "|радыё|электра|авія)(.{4,})"
)
"""Cyrillic words whose second part has a letter of its own in an acronym (``радиотехнический`` in ``КНИРТИ``)."""


SAID = {"word", "generic", "patronymic", "initial", "kunya"}
"""Kinds of token that an acronym spells out."""
SPELLED_FORMS = {"corp", "association", "foundation", "institution", "coop"}
"""Classes of legal forms that acronyms often keep (``corporation`` in ``CNPC``)."""


class Initial(NamedTuple):
    """What one word of a name gives to an acronym."""

    letter: str
    """Its first letter as typed; "" for a number."""
    letters: str
    """The first letters of its parts, where it is a compound."""
    role: str
    """``word``, ``form`` (a legal form), ``link`` (``and``) or ``small`` (``of``, an article)."""


def acronyms(name: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The acronyms that may stand for a name of an organisation, as canonical words.

    Args:
        name: the name as typed, any script.
        tokens: ``names.analyse`` of the same name.

    Returns:
        lower-case ASCII words of three to nine letters, sorted, each once; none where the name has too few words.
    """
    raw = raw_words(name)[:MOST_WORDS]
    if len(raw) < SHORTEST_ACRONYM and len(tokens) < SHORTEST_ACRONYM:
        return ()
    told = [token for token in tokens[:MOST_WORDS] if token.kind not in {"number", "title"}]
    readings = {*_readings(_as_typed(raw, tokens)), *_readings(_canonical(told)), *_russian(told)}
    if not name.isascii():
        language = language_of(name)
        readings = {"".join(romanise(text, language)) for text in readings}
    return tuple(sorted(text.lower() for text in readings if SHORTEST_ACRONYM <= len(text) <= LONGEST_ACRONYM))


def _as_typed(raw: Sequence[str], tokens: Sequence[Token]) -> list[Initial]:
    """The words of a name as typed, numbers and the forms no acronym keeps left out."""
    forms = {word: token.text for token in tokens if token.kind == "legal_form" for word in token.origin.split()}
    words = [
        initial._replace(role="form") if word in forms else initial
        for word, initial in zip(raw, map(_initial, raw), strict=True)
    ]
    return [
        initial
        for word, initial in zip(raw, words, strict=True)
        if initial.letter and (initial.role != "form" or forms[word] in SPELLED_FORMS)
    ]


@lru_cache(maxsize=32_768)
def _initial(word: str) -> Initial:
    """What a word as typed gives to an acronym, and whether one may leave it out."""
    text = "".join(romanise(word))
    if not text or not word[0].isalpha():
        return Initial("", "", "small")
    match = match_phrase((Token(text, skeleton(text), "word", word),), 0)
    small = text in particles() or (match is not None and not match.texts)
    role = "link" if text in LINKS else "small" if small else "word"
    parts = COMPOUND.fullmatch(word.lower())
    return Initial(word[0], parts[1][0] + parts[2][0] if parts else word[0], role)


def _canonical(told: Sequence[Token]) -> list[Initial]:
    """The canonical words of a name: English where the tables know them."""
    kinds = {"legal_form": "form", "particle": "small"}
    kept = (token for token in told if token.kind != "legal_form" or token.text in SPELLED_FORMS)
    return [Initial(token.text[0], token.text[0], kinds.get(token.kind, "word")) for token in kept]


def _readings(words: Sequence[Initial]) -> Iterator[str]:
    """The initials of words, with and without what an acronym may leave out, and with those of compounds."""
    first = next((i for i, word in enumerate(words) if word.role != "form"), 0)
    roles = {word.role for word in words[first:]}
    for forms in {"form"} & roles | {""}:
        for left_out in ({"small", "link"}, {"link"}, set[str]()) if roles & {"small", "link"} else (set[str](),):
            kept = [word for word in words[first:] if word.role not in left_out and word.role != forms]
            yield "".join(word.letter for word in kept)
            yield "".join(word.letters for word in kept)


def _russian(told: Sequence[Token]) -> Iterator[str]:
    """Initials of the Russian words for a name (``factory`` is ``З``, for ``завод``), in Latin letters."""
    letters = russian_letters()
    for form in (False, True):
        kept = [t.text for i, t in enumerate(told) if t.kind in SAID or (form and i and t.text in SPELLED_FORMS)]
        if any(text in letters for text in kept):
            yield "".join(letters.get(text, text[0]) for text in kept)


@cache
def russian_letters() -> dict[str, str]:
    """Canonical word → the letters of its Russian word in acronyms, in Latin letters (``acronym_words.csv``)."""
    return {row["word"]: "".join(romanise(row["letters"])) for row in table("acronym_words")}
