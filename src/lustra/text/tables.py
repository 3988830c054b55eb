"""The packaged tables of words, as sets and dictionaries keyed by canonical word or skeleton; each is read once."""

from collections import defaultdict
from functools import cache, lru_cache

from lustra.data import table
from lustra.text.scripts.romanise import romanise
from lustra.text.skeleton import skeleton

__all__ = [
    "arabic_names",
    "arabic_words",
    "articles",
    "divine_names",
    "form_family",
    "is_person_word",
    "known_readings",
    "name_variants",
    "nickname_groups",
    "number_words",
    "particles",
    "titles",
    "vessel_prefixes",
]

NO_GROUPS: frozenset[int] = frozenset()
PATRONYMIC_ENDINGS = ("uvis", "uvna")
"""Skeletons of ``-ovich``, ``-evna`` … (``skeleton_rules.csv``)."""
PATRONYMICS = 100_000
"""The patronymic of given name n is number n more: no father is his son."""


def _words(name: str, column: str, key: str) -> dict[str, str]:
    """``column`` holds words separated by blanks; each → the row's ``key``."""
    pairs = ((romanise(word), row[key]) for row in table(name) for word in row[column].split())
    return {texts[0]: value for texts, value in pairs if len(texts) == 1}


@cache
def particles() -> dict[str, tuple[str, str]]:
    """Word → the one way of writing it and its kind: ``ben`` → ``bin``, ``descent`` (``particles.csv``)."""
    kinds = _words("particles", "words", "kind")
    return {word: (particle, kinds[word]) for word, particle in _words("particles", "words", "particle").items()}


@cache
def articles() -> frozenset[str]:
    """The Arabic article as it is written before any letter: ``al``, ``el``, ``ul``."""
    return frozenset(word for word, (_, kind) in particles().items() if kind == "article")


@cache
def titles() -> dict[str, tuple[str, str]]:
    """Word → title and place: ``hadj`` → ``haji``, ``long`` (``titles.csv``).

    Places: ``front`` of the name, ``end``, or ``long``: front of a name of three words or more, because it is a given
    name as well.
    """
    places = _words("titles", "words", "place")
    return {word: (title, places[word]) for word, title in _words("titles", "words", "title").items()}


@cache
def divine_names() -> dict[str, str]:
    """Skeletons of the names that follow ``Abd al-`` → the name (``divine_names.csv``).

    No two of these names are one: ``Abd al-Rahim`` is not ``Abd al-Rahman``, however alike they are.
    """
    return {skeleton(word): row["name"] for row in table("divine_names") for word in row["spellings"].split()}


@cache
def arabic_names() -> frozenset[str]:
    """Skeletons of Arabic names to which article or kunya may be glued (``almahdi``, ``abulqasim``)."""
    latin = {row["latin"] for row in table("arabic_names")}
    return frozenset(divine_names()) | {sounded for name in latin if len(sounded := skeleton(name)) > 3}


@cache
def arabic_words() -> frozenset[str]:
    """Skeletons of all Arabic names of the tables, of three letters or more: what a construct is made of."""
    latin = {row["latin"] for row in table("arabic_names") if len(row["latin"]) > 2}
    spelt = {word for row in table("given_names") for word in row["variants"].split() if word in latin}
    rows = (row for row in table("given_names") if spelt.intersection(row["variants"].split()))
    variants = {word for row in rows for word in row["variants"].split()}
    return frozenset(divine_names()) | {skeleton(word) for word in latin | variants}


@cache
def known_readings() -> frozenset[str]:
    """Latin words whose vowels are certain though Arabic or Hebrew script leaves them out, because a table says so."""
    latin = {row["latin"] for name in ("arabic_names", "hebrew_names") for row in table(name)}
    return frozenset(latin) | frozenset(particles()) | frozenset({"abd", "allah"})


@cache
def vessel_prefixes() -> dict[str, bool]:
    """``mv``, ``mt``, ``ss`` … → whether only a vessel's name begins so (``vessel_prefixes.csv``)."""
    return {row["prefix"]: row["decisive"] != "" for row in table("vessel_prefixes")}


@cache
def number_words() -> dict[str, str]:
    """Word → digits: ``first``, ``pervyy``, ``primero`` → ``1`` (``number_words.csv``)."""
    return _words("number_words", "words", "number")


def is_person_word(text: str) -> bool:
    """Whether a rule for people knows the word: particle, kunya or title."""
    return text in particles() or text in titles()


@cache
def _groups(kind: str) -> dict[str, frozenset[int]]:
    """Skeleton of a given name → the numbers of the rows of ``given_names.csv`` that hold it.

    ``kind`` is ``variants``, ``nicknames`` (both columns) or ``roots`` (variants without their last vowels, as
    patronymics keep them). Korean syllables are numbered after the given names, by their spelling.
    """
    groups: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(table("given_names")):
        for word in f"{row['variants']} {row['nicknames'] if kind == 'nicknames' else ''}".split():
            sounded = skeleton(word)
            groups[sounded.rstrip("aiu") if kind == "roots" else sounded].add(number)
    for number, row in enumerate(table("korean_syllables"), start=len(table("given_names"))):
        for word in row["spellings"].split():
            groups[word].add(number)
    return {key: frozenset(numbers) for key, numbers in groups.items()}


def name_variants(text: str) -> frozenset[int]:
    """The given names of which a canonical word is a spelling in some language (``aliaksandr``, ``iskandar``).

    Two words that share a number are one given name in two languages, its patronymic (``uladzimiravich``,
    ``vladimirovich``), or one Korean syllable in two spellings (``chong``, ``jeong``).
    """
    return _group("variants", text)


def nickname_groups(text: str) -> frozenset[int]:
    """The given names that a canonical word may mean, as a spelling or as a nickname (``sasha``, ``bill``).

    Two words that share a number may name one person; a nickname such as ``sasha`` has several numbers.
    """
    return _group("nicknames", text)


@lru_cache(maxsize=65_536)
def _group(kind: str, text: str) -> frozenset[int]:
    groups, sounded = _groups(kind), skeleton(text)
    if sounded.endswith(PATRONYMIC_ENDINGS):
        roots = _groups("roots").get(sounded[:-4].rstrip("aiu"), NO_GROUPS)
        return frozenset(PATRONYMICS + number for number in roots)
    return groups.get(sounded, NO_GROUPS) | (groups.get(text, NO_GROUPS) if len(text) <= 5 else NO_GROUPS)


@cache
def form_family(form: str) -> str:
    """The family of a legal-form class: ``llc`` → ``limited``, ``pjsc`` → ``stock``; "" where it is not a class."""
    return next((row["family"] for row in table("legal_forms") if row["class"] == form), "")
