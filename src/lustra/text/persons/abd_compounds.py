"""``Abd al-`` and a divine name, in every spelling and through a typing error: ``Abdurrahman``, ``ebdelkader``.

The compound is always two tokens, the particle ``abdul`` and the name, so that ``Kader``, ``Abdul K.`` and
``Abd el-Kader`` meet ``Abdelkader``; the particle is spelt out, so that a compound too damaged to be parted is still
near to its two parts written as one.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from lustra.text.skeleton import skeleton
from lustra.text.tables import divine_names, particles
from lustra.text.tokens import Token

__all__ = ["ABD_PARTICLE", "abd_divine_part", "mark_abd_compounds"]

ABD_PARTICLE = "abdul"
"""The one way of writing the particle."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BARE = re.compile(r"abd(?:[aeiou]|ou|oul|ool|[aeiou][lrsnztd])?")
"""``Abd`` alone, with the article or without."""
ARTICLED = re.compile(r"abd(?:(?:[aeiou]|ou|oo)l|[aeiou][rsnztd])?")
"""``Abd`` with the article in any assimilation, which is the particle wherever it is written."""
SURE = re.compile(r"abd(?:(?:[aeiou]|ou|oo)l|i(?=[^aeiouln].{3}))")
"""So begins no other word than a compound (``abdi-`` in Somali), except spellings and families of Abdullah."""
NOT_PARTED = re.compile(
    r"l?l?[aei][hiy].*|l.*|.l+ah?|.*(?:[oe]v|[oe]va|v[iy]t?s?ch|vna|vic|zad[eh]*|zoda|shvili|[iy]an)", re.ASCII
)
"""Rests of ``Abdullahi``, ``Abdoulaye``; endings of surnames, which keep the compound whole."""
BROKEN = frozenset({"ab", "abd", "abde", "abdo", "abdu"})
"""Beginnings that are left where a blank falls into ``abdel``."""
SHORTEST = 4
"""Letters of a divine name before which a typing error in ``abdul`` is believed."""
OTHER_WORDS = frozenset({"abul", "abel", "abal", "aboul", "abur", "adal", "adel", "adil", "adul", "adur", "bdel"})
"""One letter from ``abdul``, and words of their own."""
ALSO_ALONE = frozenset({"ali", "nur", "husain", "salih", "amir"})
"""Skeletons of divine names that are commoner after the name ``Abdi`` than after the particle."""
OF_GOD = frozenset({"la", "lah", "ala", "ula", "ila"})
"""Skeletons of ``Allah`` after ``Abd``."""


@lru_cache(maxsize=16_384)
def abd_divine_part(text: str) -> str | None:
    """What follows ``abd`` and the article in a canonical word, however both are spelt.

    Returns:
        ``kader`` of ``abdelkader``; "" where the word is ``abd`` alone; ``None`` where it is another word.
    """
    if text in _misspellings() or BARE.fullmatch(text):
        return ""
    if len(text) < 6 or "b" not in text[:4]:
        return None
    for cut in range(3, 8):
        rest = text[cut:]
        if _begins(text[:cut], len(rest)) and skeleton(rest) in divine_names():
            return rest[1:] if rest[:1] == rest[1:2] else rest
    sure = SURE.match(text)
    rest = text[sure.end() :] if sure else ""
    return rest if len(rest) >= 3 and not NOT_PARTED.fullmatch(rest) else None


def _begins(prefix: str, length: int) -> bool:
    """Whether a prefix is ``abdul`` in some spelling, or with one typing error before a name of some length."""
    return prefix in _spellings() or (length >= SHORTEST and prefix in _misspellings())


@cache
def _spellings() -> frozenset[str]:
    vowels = ("", "a", "e", "i", "o", "u", "y", "ou", "oo")
    return frozenset(f"abd{vowel}{article}" for vowel in vowels for article in ("", "l") if vowel or not article)


@cache
def _misspellings() -> frozenset[str]:
    """Every word one letter dropped, added, changed or exchanged away from ``abdul``, ``abdel``, ``abdur`` …"""
    spellings: set[str] = set()
    for word in ("abdul", "abdel", "abdal", "abdoul", "abdur"):
        for at in range(len(word) + 1):
            head, tail = word[:at], word[at:]
            spellings |= {head + tail[1:], head + tail[1:2] + tail[:1] + tail[2:]}
            spellings |= {head + letter + rest for letter in LETTERS for rest in (tail, tail[1:])}
    return frozenset(word for word in spellings - OTHER_WORDS if len(word) >= 3)


def mark_abd_compounds(tokens: Sequence[Token]) -> list[Token]:
    """``Abdulrahman``, ``Abd al-Rahman``, ``Abdur Rahman`` → particle ``abdul`` and the divine name.

    The article between them is the particle's; ``Abd Allah`` is the one word ``abdullah``.
    """
    if not any(token.text in BROKEN or abd_divine_part(token.text) is not None for token in tokens):
        return list(tokens)
    out: list[Token] = []
    rest = list(tokens)
    while rest:
        token = _whole(rest.pop(0), rest)
        name = abd_divine_part(token.text) if token.kind == "word" else None
        if name:
            out += [_particle(token.origin), Token(name, skeleton(name), "word", token.origin)]
        elif name is None or not _is_servant(token, out, rest):
            out.append(token)
        else:
            out.append(_joined(token, rest))
    return out


def _whole(token: Token, rest: list[Token]) -> Token:
    """``Ab delrazak`` written as one word again; the second part is taken off the rest."""
    if token.text not in BROKEN or not rest or not SURE.match(token.text + rest[0].text):
        return token
    text = token.text + rest[0].text
    return (
        Token(text, skeleton(text), "word", f"{token.origin} {rest.pop(0).origin}") if abd_divine_part(text) else token
    )


def _is_servant(token: Token, before: Sequence[Token], rest: Sequence[Token]) -> bool:
    """Whether ``abd`` alone is the particle: ``Abdi Hasan``, ``Abdou Diouf`` hold none, ``Abdel X`` always does."""
    if ARTICLED.fullmatch(token.text):
        return bool(before or rest)
    following = rest[1] if len(rest) > 1 and _is_article(rest[0]) else rest[0] if rest else token
    return following.skeleton in divine_names() and following.skeleton not in ALSO_ALONE


def _is_article(token: Token) -> bool:
    return particles().get(token.text, ("", ""))[0] == "al"


def _joined(token: Token, rest: list[Token]) -> Token:
    """The particle, with the article and ``Allah`` taken off the rest where they follow."""
    origin = token.origin
    if len(rest) > 1 and _is_article(rest[0]):
        origin += f" {rest.pop(0).origin}"
    if not rest or rest[0].skeleton not in OF_GOD:
        return _particle(origin)
    text = "abdullah"
    return Token(text, skeleton(text), "word", f"{origin} {rest.pop(0).origin}")


def _particle(origin: str) -> Token:
    return Token(ABD_PARTICLE, skeleton(ABD_PARTICLE), "particle", origin)
