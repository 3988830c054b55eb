"""A name as typed, in any script → canonical tokens: the whole pipeline.

1. ``normalise.STEPS``: Unicode clean-up, punctuation, homoglyphs; then raw words.
2. ``words.word_forms``, once per distinct word: script → ASCII (``romanise``), skeleton, marks.
3. ``PERSON_STEPS``, ``ORGANISATION_STEPS`` or ``VESSEL_STEPS``, only where a mark says that one may apply.

Which rules apply is said by the schema; without one, by the name: a legal form, a word such as ``ministry`` or two
lesser words make an organisation, a prefix such as ``MV`` a vessel; anything else is read as a person. The order of
words is kept, but no token depends on it more than the rules say.
"""

from collections.abc import Callable, Sequence
from typing import Final

from lustra.text.normalise import raw_words
from lustra.text.organisations.name_parts import ORGANISATION_STEPS, VESSEL_STEPS, looks_organised
from lustra.text.persons.name_parts import PERSON_STEPS
from lustra.text.scripts.romanise import canonical_words, language_of
from lustra.text.tokens import Token
from lustra.text.words import Marks, word_forms

__all__ = ["Token", "analyse", "canonical"]

Steps = tuple[Callable[[Sequence[Token]], list[Token]], ...]

PERSON, ORGANISATION, DECISIVE, VESSEL, SYLLABLE = map(
    int, (Marks.PERSON, Marks.ORGANISATION, Marks.DECISIVE, Marks.VESSEL, Marks.SYLLABLE)
)  # plain numbers are quicker than flags

RULES: Final[dict[str, tuple[int, Steps]]] = {
    "person": (int(Marks.PERSON), PERSON_STEPS),
    "organisation": (int(Marks.PERSON | Marks.ORGANISATION), ORGANISATION_STEPS),
    "vessel": (int(Marks.PERSON | Marks.ORGANISATION | Marks.PREFIX), VESSEL_STEPS),
}
"""Kind of name → marks that call for its rules, and the rules."""

KIND_OF_SCHEMA: Final[dict[str, str]] = {
    "Person": "person",
    "Company": "organisation",
    "LegalEntity": "organisation",
    "Organization": "organisation",
    "PublicBody": "organisation",
    "Vessel": "vessel",
    "Airplane": "vessel",
    "Vehicle": "vessel",
}
"""FollowTheMoney schema → kind of name; any other schema (``Thing``, "") leaves it to the name."""


def canonical(text: str) -> str:
    """The canonical words of a name in order, joined by blanks: equal strings are equal names.

    Lower-case ``a``–``z`` and digits only; "" where nothing can be read. Applying it twice changes nothing.
    """
    return " ".join(canonical_words(text))


def analyse(text: str, schema: str = "") -> tuple[Token, ...]:
    """The tokens of a name.

    Args:
        text: the name as typed or printed, any script, any length (``normalise.MAX_LENGTH`` characters count).
        schema: FollowTheMoney schema of who bears it, "" where that is not known.

    Returns:
        one token per canonical word, legal forms and translated words folded; empty only where nothing can be read.
    """
    raw = raw_words(text)
    language = "" if text.isascii() else language_of(" ".join(raw))
    tokens: list[Token] = []
    marks, shared = 0, -1
    for word in raw:
        told, its_marks = word_forms(word, language)
        tokens += told
        marks |= its_marks
        shared &= its_marks
    marks &= ~SYLLABLE
    if shared & SYLLABLE and tokens:
        marks |= PERSON
    return tuple(_ruled(tokens, marks, schema)) if marks and tokens else tuple(tokens)


def _ruled(tokens: Sequence[Token], marks: int, schema: str) -> Sequence[Token]:
    """The rules of the kind of name, where a mark calls for them."""
    calling, steps = RULES[KIND_OF_SCHEMA.get(schema) or _kind(tokens, marks)]
    if marks & calling:
        for step in steps:
            tokens = step(tokens)
    return tokens


def _kind(tokens: Sequence[Token], marks: int) -> str:
    """What a name without a schema looks like."""
    if marks & VESSEL:
        return "vessel"
    organised = marks & DECISIVE or (marks & ORGANISATION and looks_organised(tokens))
    return "organisation" if organised else "person"
