"""Letters of one script typed into a word of another: ``Вank`` with a Cyrillic В, ``Иванoв`` with a Latin o.

The EU list prints 539 such pairs; a look-alike is also the cheapest way to slip past a filter.
"""

import re
from functools import cache

from lustra.data import table

__all__ = ["repair_homoglyphs"]

WORD = re.compile(r"\S+")
CYRILLIC = re.compile(r"[Ѐ-ԯ]")
GREEK = re.compile(r"[Ͱ-Ͽἀ-῿]")
LATIN = re.compile(r"[A-Za-zÀ-ʯḀ-ỿ]")


@cache
def lookalikes(script: str) -> tuple[dict[int, str], dict[int, str]]:
    """For ``cyrillic`` or ``greek``: that script's letters → Latin, and Latin letters → that script."""
    rows = [row for row in table("homoglyphs") if row["script"] == script]
    to_latin = {ord(row["letter"]): row["latin"] for row in rows}
    from_latin = {ord(row["latin"]): row["letter"] for row in reversed(rows)}
    return to_latin, from_latin


def repair_homoglyphs(text: str) -> str:
    """Make words that mix Latin with Cyrillic or Greek letters one script, where look-alikes alone explain the mix."""
    for script, pattern in (("cyrillic", CYRILLIC), ("greek", GREEK)):
        if pattern.search(text) and LATIN.search(text):
            latin_rules = len(LATIN.findall(text)) > len(pattern.findall(text))
            text = WORD.sub(lambda m, s=script, p=pattern, r=latin_rules: _repaired(m[0], s, p, r), text)  # type: ignore[misc]
    return text


def _repaired(word: str, script: str, pattern: re.Pattern[str], latin_rules: bool) -> str:
    """One word; where both readings are possible the script of most of the name decides."""
    foreign, latin = pattern.findall(word), LATIN.findall(word)
    if not foreign or not latin:
        return word
    to_latin, from_latin = lookalikes(script)
    as_latin = all(ord(letter) in to_latin for letter in foreign)
    as_foreign = all(ord(letter) in from_latin for letter in latin)
    if as_latin and (latin_rules or not as_foreign):
        return word.translate(to_latin)
    return word.translate(from_latin) if as_foreign else word
