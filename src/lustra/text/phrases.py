"""Phrases of organisations: legal forms and words that lists print now in one language, now in another.

``legal_forms.csv`` holds the forms of the ELF code list (ISO 20275) and their translations, ``org_words.csv`` the
words; both are looked up by the canonical words of a name, the longest phrase first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from lustra.data import table
from lustra.text.normalise import raw_words
from lustra.text.romanise import language_of, romanise
from lustra.text.skeleton import skeleton
from lustra.text.tokens import Kind

__all__ = ["GLUED_FORMS", "Match", "Phrases", "canonical_words", "organisation_phrases"]

GLUED_FORMS = re.compile(r"([cop]?jsc|llc|ooo)([a-z]{4,})|([a-z]{5,}(?<![aeiou]))(llc|gmbh|[cop]?jsc)")
"""Legal forms that no word begins or ends with, so that one glued to a name can be seen."""

ORGANISATION, DECISIVE = 2, 4  # the bits of words.Marks
SHORTEST_STEM = 4
LONGEST_ENDING = 6
"""Letters that an inflected form may have after a stem (``росси`` + ``йскими``)."""
CYRILLIC = re.compile("[а-яёіїєґўј]", re.IGNORECASE)


class Match(NamedTuple):
    """What a phrase means."""

    length: int
    """Words of the name it takes up."""
    texts: tuple[str, ...]
    """Canonical words that stand for it; empty where it says nothing (``and``, ``of``)."""
    kind: Kind
    weak: bool
    """Whether it counts only at the head or the end of a name (``SA``, ``AS``)."""


class Row(NamedTuple):
    """One phrase of a table."""

    words: tuple[str, ...]
    """Canonical words; one that ends in ``*`` is a stem."""
    texts: tuple[str, ...]
    kind: Kind
    weak: bool
    decisive: bool


class _Node:
    """A place in the trie: the words and stems that may follow, and what the phrase means if it ends here."""

    __slots__ = ("match", "ways")

    def __init__(self) -> None:
        self.ways: dict[str, _Node] = {}
        self.match: Match | None = None

    def next_nodes(self, word: str) -> Iterator["_Node"]:
        """Where a canonical word leads, the closest meeting first."""
        for way in ways(word):
            node = self.ways.get(way)
            if node is not None:
                yield node


@lru_cache(maxsize=65_536)
def ways(word: str) -> tuple[str, ...]:
    """How a canonical word may meet a word of a phrase: as it is, by its skeleton (``~``), by a stem (``*``).

    Words of up to three letters meet only as they are. A skeleton makes one spelling of a translated form enough.
    """
    if len(word) < SHORTEST_STEM:
        return (word,)
    shortest = max(SHORTEST_STEM, len(word) - LONGEST_ENDING)
    stems = tuple(word[:length] + "*" for length in range(len(word), shortest - 1, -1))
    return (word, f"~{skeleton(word)}", *stems)


class Phrases:
    """A trie of phrases by word."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.root = _Node()
        self.first: dict[str, int] = {}
        """Way of a first word → marks."""
        held = list(rows)
        for row in held:
            self._add(row, row.words)
        for row in held:  # after all exact phrases, so that a chance likeness never hides one
            self._add(row, tuple(_sounded(word) for word in row.words))

    def _add(self, row: Row, words: tuple[str, ...]) -> None:
        node = self.root
        for word in words:
            node = node.ways.setdefault(word, _Node())
        node.match = node.match or Match(len(words), row.texts, row.kind, row.weak)
        alone = row.decisive and len(words) == 1
        self.first[words[0]] = self.first.get(words[0], 0) | ORGANISATION | (DECISIVE if alone else 0)

    def marks(self, word: str) -> int:
        """The marks of a canonical word that may begin a phrase; 0 where none begins so."""
        return next((self.first[way] for way in ways(word) if way in self.first), 0)

    def match(self, words: Sequence[str], start: int) -> Match | None:
        """The longest phrase that begins at ``start``."""
        return _longest(self.root, words, start)


def _sounded(word: str) -> str:
    return word if word[-1] == "*" or len(word) < SHORTEST_STEM else f"~{skeleton(word)}"


def _longest(node: _Node, words: Sequence[str], position: int) -> Match | None:
    """The longest phrase below a place in the trie, that place included."""
    best = node.match
    if position < len(words):
        for following in node.next_nodes(words[position]):
            found = _longest(following, words, position + 1)
            if found and (best is None or found.length > best.length):
                best = found
    return best


def canonical_words(text: str, language: str | None = None) -> tuple[str, ...]:
    """The canonical words of a phrase or a name, in order; ``language`` where it is known, else by its letters."""
    if language is None:
        language = "" if text.isascii() else language_of(text)
    return tuple(word for raw in raw_words(text) for word in romanise(raw, language))


@cache
def organisation_phrases() -> Phrases:
    """All phrases of both tables; a legal form comes before a word."""
    return Phrases([*_legal_forms(), *_words()])


def _legal_forms() -> Iterator[Row]:
    for row in table("legal_forms"):
        texts, weak = (row["class"],), row["weak"] != ""
        for words in _readings(row["form"]):
            yield Row(words, texts, "legal_form", weak, not weak)
            if len(words) == 1 and len(words[0]) <= 5:  # L.L.C., О.О.О.
                yield Row(tuple(words[0]), texts, "legal_form", weak, False)


def _words() -> Iterator[Row]:
    for row in table("org_words"):
        kind: Kind = "word" if row["kind"] == "word" else "generic"
        for form in row["forms"].split(";"):
            for words in _readings(form):
                yield Row(words, tuple(row["word"].split()), kind, False, row["decisive"] != "")


def _readings(form: str) -> Iterator[tuple[str, ...]]:
    """The canonical words of a form in every language that its letters may be in, stems marked with ``*``."""
    languages = ("", "be", "bg", "sr", "uk") if CYRILLIC.search(form) else (None,)
    for reading in dict.fromkeys(tuple(_stemmed(form, language)) for language in languages):
        if reading:
            yield reading


def _stemmed(form: str, language: str | None) -> Iterator[str]:
    for part in form.split():
        words = canonical_words(part, language)
        yield from words[:-1]
        if words:
            yield words[-1] + ("*" if part[-1] == "*" and len(words[-1]) >= SHORTEST_STEM else "")
