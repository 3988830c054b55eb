"""Arabic compounds of two nouns, parted one way: ``Zia ur Rahman``, ``Ziaur Rahman`` and ``Ziaurrahman`` are one name.

The article between the two is a particle of its own; ``al-Din`` and ``Allah`` at the end are the words ``uddin`` and
``ullah``, so that ``Shams al-Din`` written as one word is ``Shamsuddin``.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from lustra.text.skeleton import skeleton
from lustra.text.tables import arabic_words, particles
from lustra.text.tokens import Token

__all__ = ["is_construct", "mark_constructs", "unglued_construct"]

CASES = frozenset({"ul", "ur", "us", "ud", "un", "uz", "ut", "ol", "or"})
"""The case ending of a first noun and the article, assimilated or not."""
SHORTEST_HEAD = 3
"""Letters of the shortest first noun."""
GLUED = re.compile(r"(.{3,}?)[uo](?:l|([rsdnzt])(?=\2))(.{4,})")
"""Both nouns written as one word; an assimilated article doubles the letter after it."""
KUNYA = frozenset({"abul", "abol", "abil", "aboul"})
ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})[aeiou](?:l?dd|ld)(?:i|ee|y)ne?$"), "uddin"),
    (re.compile(r"(?<=[a-z]{3})(?:ou|[aou])ll+ah?$"), "ullah"),
)
DIN = frozenset({"din", "udin"})
"""Skeletons of ``Din`` with and without the article."""
OWN_ENDINGS = {"ala": "ullah", "ula": "ullah", "udin": "uddin"}
"""Skeletons of ``Allah`` and ``Uddin`` as words of their own at the end of a name → how they are written."""


def _with_ending(text: str) -> str:
    """A word that ends in ``uddin`` or ``ullah``: ``jamaleddine`` → ``jamaluddin``, ``nasrollah`` → ``nasrullah``."""
    if "ll" in text or "dd" in text or "ld" in text:  # as in every such ending
        for ending, written in ENDINGS:
            text = ending.sub(written, text)
    return text


def unglued_construct(text: str) -> tuple[str, ...]:
    """``ziaurrahman`` → ``zia``, ``al``, ``rahman``, where both nouns are names of the tables; else nothing."""
    match = GLUED.fullmatch(text)
    return (match[1], "al", match[3]) if match and _known(match[1]) and _known(match[3]) else ()


@lru_cache(maxsize=16_384)
def is_construct(text: str) -> bool:
    """Whether a rule of constructs may touch a word: what may be a noun and the article, ``uddin`` or ``ullah``."""
    head = _head(text)
    if (head and _known(head)) or text in KUNYA or _with_ending(text) != text:
        return True
    sounded = skeleton(text)
    return sounded in DIN or sounded in OWN_ENDINGS


def _head(text: str) -> str:
    """The first noun of a word that ends in case and article; "" where it does not."""
    return text[:-2] if text[-2:] in CASES and len(text) >= SHORTEST_HEAD + 2 else ""


def _known(text: str) -> bool:
    return skeleton(text) in arabic_words()


def mark_constructs(tokens: Sequence[Token]) -> list[Token]:
    """Part nouns from the article after them, and write ``al-Din`` and ``Allah`` one way at the end of a name."""
    if not any(is_construct(token.text) for token in tokens):
        return list(tokens)
    out: list[Token] = []
    rest = [_ended(token) for token in tokens]
    while rest:
        token = rest.pop(0)
        article = particles().get(token.text, ("", ""))[0] == "al"
        if out and article and rest and rest[0].skeleton in DIN:
            out.append(_word("uddin", f"{token.origin} {rest.pop(0).origin}"))
        elif out and token.skeleton in OWN_ENDINGS:
            out.append(_word(OWN_ENDINGS[token.skeleton], token.origin))
        else:
            out += _parted(token, rest[0]) if rest else [token]
    return out


def _ended(token: Token) -> Token:
    text = _with_ending(token.text)
    return token if text == token.text else token._replace(text=text, skeleton=skeleton(text))


def _parted(token: Token, following: Token) -> list[Token]:
    """A noun and the article of the word that follows, or a kunya and the article; else the token as it is."""
    if token.kind != "word":
        return [token]
    article = Token("al", "al", "particle", token.origin)
    if token.text in KUNYA and _known(following.text):
        return [Token("abu", "abu", "kunya", token.origin), article]
    head, letter = _head(token.text), token.text[-1]
    fits = head and (letter == "l" or following.text.startswith(letter)) and _known(head) and _known(following.text)
    return [_word(head, token.origin), article] if fits else [token]


def _word(text: str, origin: str) -> Token:
    return Token(text, skeleton(text), "word", origin)
