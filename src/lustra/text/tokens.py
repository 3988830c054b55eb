"""The token: one word of a name, as the matcher compares it and as the reviewer reads it."""

from typing import Literal, NamedTuple

__all__ = ["Kind", "Token"]

Kind = Literal[
    "word", "initial", "particle", "title", "kunya", "patronymic", "ancestor", "number", "legal_form", "generic"
]  # what part a token plays in a name


class Token(NamedTuple):
    """One word of a name."""

    text: str
    """Canonical form, ``a``–``z`` and ``0``–``9`` only, never empty."""
    skeleton: str
    """Spelling-insensitive key: spellings on which transliterations disagree are one."""
    kind: Kind
    """The part it plays: ``word`` unless a table or a rule says otherwise."""
    origin: str
    """The word as typed, for explanations."""
    guessed: bool = False
    """Whether its vowels are a guess: the script leaves them out, and no table knows the word."""
