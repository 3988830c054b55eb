"""Phrases of organisations: legal forms and words that lists print now in one language, now in another.

``legal_forms.csv`` holds the forms of the ELF code list (ISO 20275) and their translations, ``org_words.csv`` the
words; both are looked up by the canonical words of a name, the longest phrase first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from lustra.data import table
from lustra.text.eastasia import HAN, HANGUL, KANA
from lustra.text.normalise import raw_words
from lustra.text.romanise import language_of, romanise
from lustra.text.skeleton import skeleton
from lustra.text.tokens import Kind, Token

__all__ = ["GLUED_FORMS", "Match", "Phrases", "canonical_words", "organisation_phrases"]

GLUED_FORMS = re.compile(r"([cop]?jsc|llc|ooo)([a-z]{4,})|([a-z]{5,}(?<![aeiou]))(llc|gmbh|[cop]?jsc)")
"""Legal forms that no word begins or ends with, so that one glued to a name can be seen."""

ORGANISATION, DECISIVE = 2, 4  # the bits of words.Marks
SHORTEST = 4
"""Letters of the shortest word that meets by skeleton or stem, and of the shortest skeleton that counts."""
SCRIPTS: tuple[tuple[str, str], ...] = (
    ("c:", r"\u0400-\u052f"),
    ("g:", r"\u0370-\u03ff\u1f00-\u1fff"),
    ("a:", r"\u0600-\u06ff\u0750-\u077f"),
    ("h:", r"\u0590-\u05ff"),
    ("e:", HAN + HANGUL + KANA),
    ("o:", r"\u0e00-\u0e7f\u0900-\u0dff\u10a0-\u10ff\u0530-\u058f"),
)
"""Marks of the scripts whose words must not be taken for those of another: ``kam`` of ``кам`` is not ``کم``."""
SCRIPT = re.compile("|".join(f"(?P<{mark[0]}>[{letters}])" for mark, letters in SCRIPTS))


def script_mark(text: str) -> str:
    """The mark of the first letter that is not Latin; "" where there is none."""
    found = None if text.isascii() else SCRIPT.search(text)
    return f"{found.lastgroup}:" if found else ""


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
    """How its words are met: each one of ``ways`` of such a word."""
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

    def next_nodes(self, word: str, mark: str) -> Iterator["_Node"]:
        """Where a canonical word leads, the closest meeting first."""
        for way in ways(word, mark):
            node = self.ways.get(way)
            if node is not None:
                yield node


@lru_cache(maxsize=65_536)
def ways(word: str, mark: str) -> tuple[str, ...]:
    """How a canonical word may meet a word of a phrase: as it is, by its skeleton (``~``), by a stem (``*``).

    Words of up to three letters meet only as they are. A skeleton makes one spelling of a translated form enough. An
    ending is shorter than twice its stem, less three letters. Latin and Cyrillic words meet each other, because lists
    print Russian words in Latin letters; words of other scripts and stems meet within their script.
    """
    own = "" if mark == "c:" else mark
    if len(word) < SHORTEST:
        return (own + word,)
    sounded = skeleton(word)
    stems = (word[:length] for length in range(len(word), SHORTEST - 1, -1) if len(word) - length <= 2 * length - 3)
    sound = (f"{own}~{sounded}",) if len(sounded) >= SHORTEST else ()
    return (own + word, *sound, *(f"{mark}{stem}*" for stem in stems))


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

    def marks(self, word: str, mark: str) -> int:
        """The marks of a canonical word of a script that may begin a phrase; 0 where none begins so."""
        return next((self.first[way] for way in ways(word, mark) if way in self.first), 0)

    def match(self, tokens: Sequence[Token], start: int) -> Match | None:
        """The longest phrase that begins at ``start``."""
        return _longest(self.root, tokens, start)


def _sounded(word: str) -> str:
    """How a word of a phrase is met by its skeleton; Arabic words are not, because their vowels are a guess."""
    bare = word.partition(":")[2] or word
    if word[-1] == "*" or word[:2] == "a:" or len(bare) < SHORTEST or len(skeleton(bare)) < SHORTEST:
        return word
    return f"{word[: -len(bare)]}~{skeleton(bare)}"


def _longest(node: _Node, tokens: Sequence[Token], position: int) -> Match | None:
    """The longest phrase below a place in the trie, that place included."""
    best = node.match
    if position < len(tokens):
        token = tokens[position]
        for following in node.next_nodes(token.text, script_mark(token.origin)):
            found = _longest(following, tokens, position + 1)
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
            if len(words) == 1 and len(words[0]) <= 5 and ":" not in words[0]:  # L.L.C., О.О.О.
                yield Row(tuple(words[0]), texts, "legal_form", weak, False)


def _words() -> Iterator[Row]:
    for row in table("org_words"):
        kind: Kind = "word" if row["kind"] == "word" else "generic"
        for form in row["forms"].split(";"):
            for words in _readings(form):
                yield Row(words, tuple(row["word"].split()), kind, False, row["decisive"] != "")


def _readings(form: str) -> Iterator[tuple[str, ...]]:
    """How the words of a form are met, in every language that its letters may be in."""
    languages = ("", "be", "bg", "sr", "uk") if script_mark(form) == "c:" else (None,)
    for reading in dict.fromkeys(tuple(_parts(form, language)) for language in languages):
        if reading and "" not in reading:
            yield reading


def _parts(form: str, language: str | None) -> Iterator[str]:
    """The words of a form; a stem too short to tell makes the form unusable, which "" says."""
    mark = script_mark(form)
    own = "" if mark == "c:" else mark
    for part in form.split():
        words = canonical_words(part, language)
        yield from (own + word for word in words[:-1])
        if words and part[-1] == "*":
            yield f"{mark}{words[-1]}*" if len(words[-1]) >= SHORTEST else ""
        elif words:
            yield own + words[-1]
