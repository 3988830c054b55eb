"""Phrases of organisations: legal forms and words that lists print now in one language, now in another.

``legal_forms.csv`` holds the forms of the ELF code list (ISO 20275) and their translations, ``org_words.csv`` the
words; both are looked up by the canonical words of a name, the longest phrase first.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from lustra.data import table
from lustra.text.normalise import raw_words
from lustra.text.romanise import cyrillic_language, romanise
from lustra.text.tokens import Kind

__all__ = ["GLUED_FORMS", "Match", "Phrases", "canonical_words", "organisation_phrases"]

GLUED_FORMS = re.compile(r"([cop]?jsc|llc|ooo)([a-z]{4,})|([a-z]{5,}(?<![aeiou]))(llc|gmbh|[cop]?jsc)")
"""Legal forms that no word begins or ends with, so that one glued to a name can be seen."""

PLAIN, DECISIVE = 2, 4  # Marks.ORGANISATION, and Marks.ORGANISATION with Marks.DECISIVE


class Match(NamedTuple):
    """What a phrase means."""

    length: int
    """Words of the name it takes up."""
    texts: tuple[str, ...]
    """Canonical words that stand for it; empty where it says nothing (``and``, ``of``)."""
    kind: Kind


class _Node:
    """A place in the trie: the words that may follow, and what the phrase means if it ends here."""

    __slots__ = ("following", "match")

    def __init__(self) -> None:
        self.following: dict[str, _Node] = {}
        self.match: Match | None = None


class Phrases:
    """A trie of phrases by word."""

    def __init__(self, rows: Iterator[tuple[tuple[str, ...], tuple[str, ...], Kind, bool]]) -> None:
        self.root = _Node()
        self.starts: dict[str, int] = {}
        """First word → marks."""
        for words, texts, kind, decisive in rows:
            self._add(words, Match(len(words), texts, kind), decisive)

    def _add(self, words: tuple[str, ...], match: Match, decisive: bool) -> None:
        node = self.root
        for word in words:
            node = node.following.setdefault(word, _Node())
        node.match = node.match or match
        self.starts[words[0]] = self.starts.get(words[0], 0) | PLAIN | (DECISIVE if decisive else 0)

    def match(self, words: Sequence[str], start: int) -> Match | None:
        """The longest phrase that begins at ``start``."""
        node: _Node | None = self.root
        found: Match | None = None
        for word in words[start:]:
            node = node.following.get(word) if node else None
            if node is None:
                break
            found = node.match or found
        return found


def canonical_words(text: str) -> tuple[str, ...]:
    """The canonical words of a phrase or a name, in order."""
    language = cyrillic_language(text)
    return tuple(word for raw in raw_words(text) for word in romanise(raw, language))


@cache
def organisation_phrases() -> Phrases:
    """All phrases of both tables."""
    return Phrases(_rows())


def _rows() -> Iterator[tuple[tuple[str, ...], tuple[str, ...], Kind, bool]]:
    for row in table("legal_forms"):
        words = canonical_words(row["form"])
        yield words, (row["class"],), "legal_form", len(words) == 1 and row["weak"] == ""
        letters = "".join(words)
        if len(words) == 1 and len(letters) <= 5:
            yield tuple(letters), (row["class"],), "legal_form", False
    for row in table("org_words"):
        kind: Kind = "generic" if row["kind"] == "generic" else "word"
        for form in row["forms"].split(";"):
            if words := canonical_words(form):
                yield words, tuple(row["word"].split()), kind, row["decisive"] != ""
