"""Make ``phrases.csv`` of ``legal_forms.csv`` and ``org_words.csv``.

``python -m tools.phrase_table`` prints the table; a test fails when the packaged one differs.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lustra.data import table
from lustra.text.organisations.phrases import SHORTEST, SHORTEST_SOUND, script_mark
from lustra.text.scripts.east_asian import HAN, HANGUL
from lustra.text.scripts.romanise import canonical_words, language_of
from lustra.text.skeleton import skeleton

__all__ = ["compile_phrases"]

LANGUAGES = {"bg": ("bg",), "be": ("be", "uk"), "uk": ("be", "uk"), "sr": ("sr",)}
"""Language that the letters of a form tell → the languages in which it may be met; the others share their letters."""
SYLLABLE = re.compile(f"[{HAN}{HANGUL}]")
LONG = 8
"""Letters of the shortest word of another language than Russian that is met by its skeleton, and of the shortest
that by itself makes a name an organisation's: names of people are no such words (``industries``, ``logistics``)."""
ORGANISATION, DECISIVE = 2, 4  # the bits of words.Marks
CODES = {"word": "w", "generic": "g", "silent": "g", "headed": "c"}
"""Kind of a row of ``org_words.csv`` → how ``phrases.csv`` says it; ``headed``: words, of which the last is generic."""


class Phrase(NamedTuple):
    """One phrase in one reading."""

    ways: tuple[str, ...]
    """How its words are met: each one of ``phrases.ways`` of such a word."""
    code: str
    """Kind, and ``w`` where weak, as ``phrases`` reads them."""
    texts: str
    """Canonical words that stand for it, joined by ``+``."""
    decisive: bool
    russian: bool
    """Whether the form is in Cyrillic."""


def compile_phrases() -> str:
    """The table as text: a line per first word, its phrases the longest first, the exact before the sounded.

    Where one phrase means two things a sure legal form comes before a word, a word before a doubtful form.
    """
    forms = list(_legal_forms())
    phrases = [p for p in forms if p.code == "l"] + list(_words()) + [p for p in forms if p.code == "lw"]
    phrases += [_sounded(phrase) for phrase in phrases]
    buckets: dict[str, dict[tuple[str, ...], Phrase]] = {}
    for phrase in phrases:
        buckets.setdefault(phrase.ways[0], {}).setdefault(phrase.ways, phrase)
    lines = (_line(way, list(bucket.values())) for way, bucket in sorted(buckets.items()))
    return "\n".join(["way,marks,phrases,source", *lines]) + "\n"


def _line(way: str, phrases: list[Phrase]) -> str:
    decisive = any(phrase.decisive for phrase in phrases if len(phrase.ways) == 1)
    written = (" ".join((p.code, p.texts, *p.ways[1:])) for p in sorted(phrases, key=lambda p: -len(p.ways)))
    return f"{way},{ORGANISATION | DECISIVE * decisive},{';'.join(written)},legal_forms.csv and org_words.csv"


def _legal_forms() -> Iterator[Phrase]:
    for row in table("legal_forms"):
        weak = row["weak"] != ""
        for ways in _readings(row["form"]):
            yield Phrase(ways, "lw" if weak else "l", row["class"], not weak, _russian(row["form"]))
            if len(ways) == 1 and len(ways[0]) <= 5 and ":" not in ways[0]:  # L.L.C., О.О.О.
                yield Phrase(tuple(ways[0]), "lw" if weak else "l", row["class"], False, False)


def _words() -> Iterator[Phrase]:
    for row in table("org_words"):
        code = CODES[row["kind"]]
        for form in row["forms"].split(";"):
            for ways in _readings(form):
                long_word = (
                    row["decisive"] != "-"
                    and len(ways) == 1
                    and len(ways[0]) >= LONG
                    and ways[0].isalpha()
                    and form.isascii()
                )
                sure = long_word or (row["decisive"] == "x" and (ways[0][-1] != "*" or ":" in ways[0]))
                yield Phrase(ways, code, "+".join(row["word"].split()), sure, _russian(form))


def _russian(form: str) -> bool:
    return script_mark(form) == "c:"


def _readings(form: str) -> Iterator[tuple[str, ...]]:
    """How the words of a form are met, in every language that its letters may be in."""
    if SYLLABLE.fullmatch(form):
        return  # one Han character or Hangul syllable is as often part of a name
    languages = LANGUAGES.get(language_of(form), ("", "be", "bg", "sr", "uk")) if _russian(form) else ("",)
    for reading in dict.fromkeys(tuple(_parts(form, language)) for language in languages):
        if reading and "" not in reading:
            yield reading


def _parts(form: str, language: str) -> Iterator[str]:
    """The words of a form; a stem too short to tell makes the form unusable, which "" says."""
    mark = script_mark(form)
    own = "" if mark == "c:" else mark
    for part in form.split():
        words = canonical_words(part, language)
        yield from (own + word for word in words[:-1])
        if words and part[-1] == "*":
            yield _stem(words[-1], mark)
        elif words:
            yield own + words[-1]


def _stem(word: str, mark: str) -> str:
    """A stem; Latin words of all languages share one script, so that a short Latin stem is a word only."""
    if mark:
        return f"{mark}{word}*" if len(word) >= SHORTEST else ""
    return f"{word}*" if len(word) > SHORTEST_SOUND else word


def _sounded(phrase: Phrase) -> Phrase:
    """The phrase met by skeletons: Russian words, which lists print in many spellings, and long Latin ones."""
    return phrase._replace(ways=tuple(_sound(way, phrase.russian) for way in phrase.ways), decisive=False)


def _sound(way: str, russian: bool) -> str:
    long_enough = len(way) >= (SHORTEST if russian else LONG) and len(skeleton(way)) >= SHORTEST_SOUND
    return f"~{skeleton(way)}" if long_enough and way.isalpha() else way


if __name__ == "__main__":
    print(compile_phrases(), end="")
