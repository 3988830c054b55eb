"""Phrases of organisations: legal forms and words that lists print now in one language, now in another.

``legal_forms.csv`` holds the forms of the ELF code list (ISO 20275) and their translations, ``org_words.csv`` the
words. ``phrases.csv`` is made of the two by ``tools/phrase_table.py`` (a test holds them together), so that a single
question does not read eight thousand forms: a bucket of phrases is read when a name has its first word.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from lustra.data import text
from lustra.text.scripts.east_asian import HAN, HANGUL, KANA
from lustra.text.skeleton import skeleton
from lustra.text.tokens import Kind, Token

__all__ = [
    "SHORTEST",
    "SHORTEST_SOUND",
    "Match",
    "match_phrase",
    "phrase_marks",
    "script_mark",
    "unglued_form",
    "ways",
]

GLUED_FORMS = re.compile(r"([cop]?jsc|llc|ooo)([a-z]{4,})|([a-z]{5,}(?<![aeiou]))(llc|gmbh|[cop]?jsc)")
"""Legal forms that no word begins or ends with, so that one glued to a name can be seen."""
GLUED_FIRST = ("jsc", "cjsc", "ojsc", "pjsc", "llc", "ooo")
GLUED_LAST = ("jsc", "llc", "gmbh")

SHORTEST = 4
"""Letters of the shortest word that meets by skeleton or stem."""
LONG_STEM = 6
"""Letters of the shortest Cyrillic stem that a Latin word meets though its ending is no Russian one."""
SHORTEST_SOUND = 5
"""Letters of the shortest skeleton that counts."""

COMPOUND = re.compile(
    "^o(?=.)(?![vyiegmj]|st)|gaz|prom|mash|avto|avia|torg|stro|bank|zavod|energ|trans|khim|servis|eksport|import|invest|kali"
    "|tele|svyaz|metal|neft|agro|park|tekh|prod|montazh|elektr|snab|sbyt|soyuz|resurs|remont|pribor|atom|holding|kom|plast|kurort|logist"
)
"""What the ending of a word never is: the second part of a Russian compound (``Белорус-нефть``, ``энерго-маш``)."""
SLAVIC_ENDING = re.compile(
    "(?!(?:an|on|it|ol|ak|us|os|as)$)(?:[oea][gh]o|[oea]ha|[yi]kh|[oeyia]mi?|[oe]mu|irov|izir|y?arn|ts|ch|[aeiouynlstkvj])*"
)
"""What inflection and derivation add to a Slavic stem (``энерг-етическая``), not the rest of a name (``Нафт-ан``)."""
BULGARIAN_ARTICLE = re.compile("(.{4,})(?:t[aoe]|ya|[ya]t)")
"""A word with the article that Bulgarian writes behind it (``групата``, ``министерството``)."""
RUSSIAN_ENDING = re.compile(".{3,}|i[yij]?a|i[yij]e|y[yij]|i[yij]|a[yij]a|o[yij]?e")
"""Endings by which a Latin word shows that it is Russian: ``khim-icheskii`` meets ``хим``, ``bank-a`` does not."""

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

ORGANISATION = 2
"""The bit of ``words.Marks`` that says that a phrase may begin."""
KINDS: dict[str, Kind] = {"l": "legal_form", "g": "generic", "w": "word", "c": "word"}


class Match(NamedTuple):
    """What a phrase means."""

    length: int
    """Words of the name it takes up."""
    texts: tuple[str, ...]
    """Canonical words that stand for it; empty where it says nothing (``and``, ``of``)."""
    kind: Kind
    headed: bool
    """Whether the last canonical word is generic though the others are not (``research institute``)."""
    weak: bool
    """Whether it counts only at the head or the end of a name (``SA``, ``AS``)."""
    sounded: bool
    """Whether it was met by skeletons."""


def unglued_form(text: str) -> tuple[str, ...]:
    """A legal form glued to a word, and the word, in their order; nothing where there is none."""
    glued = GLUED_FORMS.fullmatch(text) if text.startswith(GLUED_FIRST) or text.endswith(GLUED_LAST) else None
    return tuple(part for part in glued.groups() if part) if glued else ()


def script_mark(text: str) -> str:
    """The mark of the first letter that is not Latin; "" where there is none."""
    script = None if text.isascii() else SCRIPT.search(text)
    return f"{script.lastgroup}:" if script else ""


@lru_cache(maxsize=65_536)
def ways(word: str, mark: str) -> tuple[str, ...]:
    """How a canonical word may meet a word of a phrase: as it is, by its skeleton (``~``), by a stem (``*``).

    Words of up to three letters meet only as they are. A skeleton makes one spelling of a translated form enough. An
    ending is shorter than twice its stem, less a few letters, and does not look like the rest of a compound; stems
    that no phrase has are left out. Latin and Cyrillic words meet each other, because lists print Russian words in
    Latin letters; words of other scripts and stems meet within their script.
    """
    own = "" if mark == "c:" else mark
    if len(word) < SHORTEST:
        return (own + word,)
    sounded = skeleton(word)
    sound = (f"{own}~{sounded}",) if len(sounded) >= SHORTEST_SOUND else ()
    article = BULGARIAN_ARTICLE.fullmatch(word) if mark == "c:" else None
    bare = (article[1],) if article else ()
    if word[:SHORTEST] not in _stem_heads(mark):
        return (own + word, *sound, *bare)
    stems = (f"{mark}{stem}*" for stem in _stems(word, mark))
    return (own + word, *sound, *stems, *bare, *_russian_stems(word, mark))


@cache
def _stem_ways() -> frozenset[str]:
    """The ways of ``phrases.csv`` that are stems, their star left out; blanks part the ways of a phrase."""
    return frozenset(part.rsplit(maxsplit=1)[-1] for part in text("generated/phrases.csv").split("*")[:-1])


@cache
def _known_stems(mark: str) -> frozenset[str]:
    """The stems of a script that some phrase has."""
    ways_of_mark = (way for way in _stem_ways() if way.startswith(mark) and (mark or ":" not in way))
    return frozenset(way.removeprefix(mark) for way in ways_of_mark)


@cache
def _stem_heads(mark: str) -> frozenset[str]:
    """The first letters of all stems that a word of a script may have: few names begin so, which is seen at once."""
    stems = _known_stems(mark) if mark else _known_stems("") | _known_stems("c:")
    return frozenset(stem[:SHORTEST] for stem in stems)


def _beginnings(word: str, mark: str, shortest: int) -> Iterator[int]:
    """How many letters of a word are a stem of the tables, the longest first."""
    known = _known_stems(mark)
    return (length for length in range(len(word), shortest - 1, -1) if word[:length] in known)


def _russian_stems(word: str, mark: str) -> Iterator[str]:
    """The Cyrillic stems of a Latin word that ends as Russian words do."""
    if not mark:
        for length in _beginnings(word, "c:", SHORTEST):
            told = length >= LONG_STEM if len(word) - length < 2 else RUSSIAN_ENDING.fullmatch(word[length:])
            if told and _inflected(word[:length], word[length:]):
                yield f"c:{word[:length]}*"


def _inflected(stem: str, ending: str) -> bool:
    """Whether a Slavic ending may follow a stem: the rest of a compound does not."""
    return (
        len(ending) <= 2 * len(stem) + 2 and not COMPOUND.search(ending) and SLAVIC_ENDING.fullmatch(ending) is not None
    )


def _stems(word: str, mark: str) -> Iterator[str]:
    """The stems of an inflected word, the longest first; Latin stems are one letter longer."""
    shortest = SHORTEST if mark else SHORTEST + 1
    for length in _beginnings(word, mark, shortest):
        ending = word[length:]
        if mark == "c:":
            fits = _inflected(word[:length], ending)
        else:
            fits = len(ending) <= 2 * length - shortest + 1 and (mark != "" or not COMPOUND.search(ending))
        if fits:
            yield word[:length]


def phrase_marks(word: str, mark: str) -> int:
    """The marks (``words.Marks``) of a canonical word of a script that may begin a phrase; 0 where none begins so."""
    buckets = _buckets()
    for way in ways(word, mark):
        if way in buckets:
            return int(buckets[way][0]) & (ORGANISATION if _borrowed(way, mark) else ~0)
    return 0


def _borrowed(way: str, mark: str) -> bool:
    """Whether a Latin word is met by a Cyrillic stem, which says less than a word of its own script."""
    return not mark and way.startswith("c:")


def match_phrase(tokens: Sequence[Token], start: int) -> Match | None:
    """The longest phrase that begins at a token; of equals the one whose first word is met most closely."""
    token = tokens[start]
    for rest, match in _beginning(token.text, script_mark(token.origin)):
        if not rest or _follows(tokens, start + 1, rest):
            return match
    return None


@lru_cache(maxsize=65_536)
def _beginning(word: str, mark: str) -> tuple[tuple[tuple[str, ...], Match], ...]:
    """The phrases that may begin with a word of a script, the longest first."""
    phrases = (
        (rest, match._replace(sounded=True) if _borrowed(way, mark) else match)
        for way in ways(word, mark)
        for rest, match in _bucket(way)
    )
    return tuple(sorted(phrases, key=lambda phrase: -phrase[1].length))


def _follows(tokens: Sequence[Token], position: int, rest: tuple[str, ...]) -> bool:
    """Whether the tokens from a position on meet the rest of a phrase."""
    if position + len(rest) > len(tokens):
        return False
    for token, way in zip(tokens[position:], rest, strict=False):
        if way not in ways(token.text, script_mark(token.origin)):
            return False
    return True


@cache
def _buckets() -> dict[str, str]:
    """Way of a first word → its marks and phrases, as written in ``phrases.csv``."""
    lines = text("generated/phrases.csv").splitlines()[1:]
    return {way: bucket for way, _, bucket in (line.partition(",") for line in lines)}


@lru_cache(maxsize=16_384)
def _bucket(way: str) -> tuple[tuple[tuple[str, ...], Match], ...]:
    """The phrases of a bucket: the ways of the further words, and what the phrase means; the longest first."""
    written = _buckets().get(way, ",").split(",")[1]
    return tuple(_phrase(way, phrase) for phrase in filter(None, written.split(";")))


def _phrase(way: str, written: str) -> tuple[tuple[str, ...], Match]:
    code, texts, *rest = written.split(" ")
    said = tuple(filter(None, texts.split("+")))
    sounded = any("~" in other for other in (way, *rest))
    return tuple(rest), Match(len(rest) + 1, said, KINDS[code[0]], code[0] == "c", code[1:] == "w", sounded)
