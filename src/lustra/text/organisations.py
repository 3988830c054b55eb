"""Names of organisations and vessels: legal forms, numbers, and words that are the same in another language.

``ORGANISATION_STEPS`` and ``VESSEL_STEPS`` are the order; each step is one function from tokens to tokens.
"""

import re
from collections.abc import Callable, Sequence

from lustra.text.people import mark_servants, roman_value
from lustra.text.phrases import Match, match_phrase
from lustra.text.skeleton import skeleton
from lustra.text.tables import number_words, vessel_prefixes
from lustra.text.tokens import Token
from lustra.text.words import ROMAN, plain

__all__ = ["ORGANISATION_STEPS", "VESSEL_STEPS"]

Tokens = Sequence[Token]

ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th|e|eme|er|ya|y|i|go|aya|oy|iy|ti|mu|mi|o|os|as|a|h|i)?")
ENDINGS_OF_ORDINALS = {
    "ya",
    "y",
    "i",
    "ta",
    "ti",
    "th",
    "st",
    "nd",
    "rd",
    "go",
    "oy",
    "iy",
    "e",
    "ma",
    "mi",
    "ri",
    "ro",
}
ADJECTIVE = re.compile(r"(.{3,}sk)(?:[iy]{1,2}|ij|a[iyj]?a?|o[ey]?|oye|oi|ogo|om|oj|ikh|ih)")
NOT_ROMAN = {"i", "v", "x", "xi", "xx", "xv", "vi"}  # more often letters, a Chinese surname or a word than a number


def fold_phrases(tokens: Tokens) -> list[Token]:
    """Legal forms become their class, words of the table their English word; the longest phrase wins."""
    out: list[Token] = []
    position = 0
    while position < len(tokens):
        match = _phrase(tokens, position)
        if match is None:
            out.append(tokens[position])
            position += 1
            continue
        origin = _origin(tokens[position : position + match.length])
        out += [Token(text, skeleton(text), match.kind, origin) for text in match.texts]
        position += match.length
    return out or list(tokens)


def _phrase(tokens: Tokens, position: int) -> Match | None:
    """The phrase that begins at a word, if it counts there."""
    match = match_phrase(tokens, position)
    if match is None or (match.weak and position and position + match.length < len(tokens)):
        return None
    one_letter = match.length == 1 and len(tokens[position].text) == 1
    return None if one_letter and tokens[position].origin.isascii() else match


def _origin(tokens: Tokens) -> str:
    """What was typed for several tokens; a word that was split is named once."""
    return " ".join(dict.fromkeys(token.origin for token in tokens))


def join_letters(tokens: Tokens) -> list[Token]:
    """Single letters in a row (``A.B.C.``, ``A B C``) are one word."""
    out: list[Token] = []
    run: list[Token] = []
    for token in tokens:
        if len(token.text) == 1 and token.kind == "word" and token.text.isalpha():
            run.append(token)
            continue
        out += _joined(run)
        run = []
        out.append(token)
    return out + _joined(run)


def _joined(run: list[Token]) -> list[Token]:
    if not run:
        return []
    return [plain("".join(token.text for token in run), _origin(run))]


def mark_numbers(tokens: Tokens) -> list[Token]:
    """Digits, ordinals, Roman numerals and number words are numbers, written in digits; ``20-я`` is 20."""
    out: list[Token] = []
    for token in tokens:
        if token.text in ENDINGS_OF_ORDINALS and out and out[-1].kind == "number":
            continue
        out.append(_number(token) if token.kind == "word" else token)
    return out


def _number(token: Token) -> Token:
    ordinal = ORDINAL.fullmatch(token.text)
    if ordinal:
        return Token(ordinal[1], ordinal[1], "number", token.origin)
    if len(token.text) > 1 and token.text not in NOT_ROMAN and ROMAN.fullmatch(token.text):
        value = str(roman_value(token.text))
        return Token(value, value, "number", token.origin)
    digits = number_words().get(token.text)
    return Token(digits, digits, "number", token.origin) if digits else token


def trim_adjectives(tokens: Tokens) -> list[Token]:
    """``Саратовский``, ``Saratovskaya``, ``Saratovskoe`` → ``saratovsk``: the plant is called after one place."""
    return [_trimmed(token) if token.kind == "word" else token for token in tokens]


def _trimmed(token: Token) -> Token:
    place = ADJECTIVE.fullmatch(token.text)
    return plain(place[1], token.origin) if place else token


def drop_prefix(tokens: Tokens) -> list[Token]:
    """A vessel's prefix says what it is, not which; it stays where it is all there is."""
    return list(tokens[1:] if len(tokens) > 1 and tokens[0].text in vessel_prefixes() else tokens)


ORGANISATION_STEPS: tuple[Callable[[Tokens], list[Token]], ...] = (
    fold_phrases,
    mark_numbers,
    join_letters,
    mark_servants,
    trim_adjectives,
)
VESSEL_STEPS: tuple[Callable[[Tokens], list[Token]], ...] = (drop_prefix, mark_numbers, join_letters)
