"""Seeded damage to names, by kind: what typists, transliterators and forms do to a listed name.

``light`` draws one mild change, ``hard`` one of the kinds that the field's blind sets name: one or two typing errors,
another transliteration, a dropped, joined or initialled token, shuffled tokens with and without a typing error.
"""

import random
import re
from collections.abc import Callable

__all__ = ["HARD", "LIGHT", "damage"]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VARIANTS = (
    ("kh", "h"), ("kh", "k"), ("zh", "j"), ("sh", "ch"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("aa", "a"),
    ("q", "k"), ("q", "g"), ("k", "c"), ("y", "i"), ("i", "y"), ("yy", "y"), ("iy", "y"), ("ei", "ey"), ("ai", "ay"),
    ("e", "i"), ("o", "u"), ("u", "o"), ("u", "ou"), ("w", "v"), ("v", "w"), ("j", "dj"), ("dj", "j"), ("ph", "f"),
    ("f", "ph"), ("x", "ks"), ("ts", "c"), ("tch", "ch"), ("ch", "tch"), ("s", "ss"), ("m", "mm"), ("mm", "m"),
    ("ss", "s"), ("ll", "l"), ("d", "dd"), ("dd", "d"), ("a", "e"), ("yo", "e"), ("ye", "e"), ("iya", "ia"),
    ("ya", "ia"), ("yu", "iu"), ("th", "t"), ("dh", "d"), ("gh", "g"), ("h", "kh"), ("uh", "u"), ("ah", "a"),
    ("eh", "e"),
)  # fmt: skip
"""Spellings that Romanisations of one name disagree on, as found in the press and in passports."""


def typo(word: str, rng: random.Random) -> str:
    """One letter dropped, doubled-in, replaced, inserted or exchanged with its neighbour."""
    at = rng.randrange(len(word))
    letter = rng.choice(LETTERS)
    kind = rng.randrange(4)
    if kind == 0 and len(word) > 2:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + letter + word[at:]
    if kind == 2 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + letter + word[at + 1 :]


def _typos(count: int) -> Callable[[list[str], random.Random], list[str]]:
    def change(words: list[str], rng: random.Random) -> list[str]:
        words = list(words)
        for _ in range(count):
            long = [i for i, word in enumerate(words) if len(word) >= 4] or list(range(len(words)))
            at = rng.choice(long)
            words[at] = typo(words[at], rng)
        return words

    return change


def transliterated(words: list[str], rng: random.Random) -> list[str]:
    """One to three spellings changed to another Romanisation."""
    text = " ".join(words)
    fits = [pair for pair in VARIANTS if pair[0] in text]
    rng.shuffle(fits)
    for old, new in fits[: rng.randint(1, 3)]:
        places = [match.start() for match in re.finditer(old, text)]
        if places:
            at = rng.choice(places)
            text = text[:at] + new + text[at + len(old) :]
    return text.split(" ")


def dropped(words: list[str], rng: random.Random) -> list[str]:
    """One token left out, where at least two remain."""
    if len(words) < 3:
        return words
    at = rng.randrange(len(words))
    return words[:at] + words[at + 1 :]


def shuffled(words: list[str], rng: random.Random) -> list[str]:
    """The tokens in another order."""
    words = list(words)
    rng.shuffle(words)
    return words


def joined(words: list[str], rng: random.Random) -> list[str]:
    """Two neighbours written as one."""
    if len(words) < 2:
        return words
    at = rng.randrange(len(words) - 1)
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def split(words: list[str], rng: random.Random) -> list[str]:
    """One long token written as two."""
    long = [i for i, word in enumerate(words) if len(word) >= 6]
    if not long:
        return words
    at = rng.choice(long)
    cut = rng.randint(2, len(words[at]) - 2)
    return [*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]]


def initialled(words: list[str], rng: random.Random) -> list[str]:
    """One token but the last reduced to its first letter."""
    if len(words) < 2:
        return words
    at = rng.randrange(len(words) - 1)
    return [*words[:at], words[at][:1], *words[at + 1 :]]


def turned(words: list[str], _: random.Random) -> list[str]:
    """The last token first."""
    return [words[-1], *words[:-1]]


def shuffled_typo(words: list[str], rng: random.Random) -> list[str]:
    """Shuffled, with one typing error."""
    return _typos(1)(shuffled(words, rng), rng)


def respelled(words: list[str], rng: random.Random) -> list[str]:
    """One spelling changed to another Romanisation."""
    text = " ".join(words)
    fits = [(old, new) for old, new in VARIANTS if old in text]
    if not fits:
        return words
    old, new = rng.choice(fits)
    return text.replace(old, new, 1).split(" ")


def shortened(words: list[str], rng: random.Random) -> list[str]:
    """One inner token left out, where four at least are printed."""
    if len(words) < 4:
        return words
    at = rng.randrange(1, len(words) - 1)
    return words[:at] + words[at + 1 :]


def slipped(words: list[str], rng: random.Random) -> list[str]:
    """One typing error in the longest token."""
    at = max(range(len(words)), key=lambda k: len(words[k]))
    return [*words[:at], typo(words[at], rng), *words[at + 1 :]] if len(words[at]) >= 7 else words


LIGHT: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "same": lambda words, _: words,
    "turned": turned,
    "respelled": respelled,
    "shortened": shortened,
    "slipped": slipped,
}
HARD: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "typo1": _typos(1),
    "typo2": _typos(2),
    "translit": transliterated,
    "dropped": dropped,
    "shuffled": shuffled,
    "joined": joined,
    "split": split,
    "initialled": initialled,
    "shuffled_typo": shuffled_typo,
}


def damage(name: str, kind: str, seed: str) -> str:
    """The name, lower-case and without punctuation, damaged by one kind; the same for the same seed."""
    rng = random.Random(f"{seed}|{kind}|{name}")
    words = [word for word in re.split(r"[^\w'’`-]+", name.lower().replace("-", " ")) if word]
    return " ".join({**LIGHT, **HARD}[kind](words, rng))
