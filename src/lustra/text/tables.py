"""The packaged tables of words, as sets and dictionaries keyed by canonical word or skeleton; each is read once."""

from collections import defaultdict
from functools import cache, lru_cache

from lustra.data import table
from lustra.text.romanise import romanise
from lustra.text.skeleton import skeleton

__all__ = [
    "divine_names",
    "form_family",
    "is_person_word",
    "kunyas",
    "name_variants",
    "nickname_groups",
    "number_words",
    "particles",
    "titles",
    "vessel_prefixes",
]

NO_GROUPS: frozenset[int] = frozenset()


def _words(name: str, column: str, key: str) -> dict[str, str]:
    """``column`` holds words separated by blanks; each → the row's ``key``."""
    return {text: row[key] for row in table(name) for word in row[column].split() for text in romanise(word)}


@cache
def particles() -> dict[str, str]:
    """Word → the one way of writing it: ``ibn``, ``ben`` → ``bin``; ``van`` → ``van`` (``particles.csv``)."""
    return _words("particles", "words", "particle")


@cache
def titles() -> dict[str, str]:
    """Word → title: ``hajji``, ``hadj`` → ``haji``; ``jr`` → ``jr`` (``titles.csv``)."""
    return _words("titles", "words", "title")


@cache
def kunyas() -> dict[str, str]:
    """Word → ``abu`` (father of) or ``umm`` (mother of) (``particles.csv``, kind ``kunya``)."""
    kunya = {row["particle"] for row in table("particles") if row["kind"] == "kunya"}
    return {word: particle for word, particle in particles().items() if particle in kunya}


@cache
def divine_names() -> frozenset[str]:
    """Skeletons of the names that follow ``Abd al-`` (``divine_names.csv``)."""
    return frozenset(skeleton(word) for row in table("divine_names") for word in row["spellings"].split())


@cache
def vessel_prefixes() -> frozenset[str]:
    """``mv``, ``mt``, ``ss`` … (``vessel_prefixes.csv``)."""
    return frozenset(row["prefix"] for row in table("vessel_prefixes"))


@cache
def number_words() -> dict[str, str]:
    """Word → digits: ``first``, ``pervyy``, ``primero`` → ``1`` (``number_words.csv``)."""
    return _words("number_words", "words", "number")


def is_person_word(text: str) -> bool:
    """Whether a rule for people knows the word: particle, kunya or title."""
    return text in particles() or text in titles()


@cache
def _groups(kind: str) -> dict[str, frozenset[int]]:
    """Skeleton of a given name → the numbers of the rows of ``given_names.csv`` that hold it in column ``kind``."""
    groups: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(table("given_names")):
        columns = ("variants",) if kind == "variants" else ("variants", "nicknames")
        for word in " ".join(row[column] for column in columns).split():
            groups[skeleton(word)].add(number)
    for number, row in enumerate(table("korean_syllables"), start=len(table("given_names"))):
        for word in row["spellings"].split():
            groups[word].add(number)
    return {key: frozenset(numbers) for key, numbers in groups.items()}


def name_variants(text: str) -> frozenset[int]:
    """The given names of which a canonical word is a spelling in some language (``aliaksandr``, ``iskandar``).

    Two words that share a number are one given name in two languages, or one Korean syllable in two spellings
    (``chong``, ``jeong``).
    """
    return _group("variants", text)


def nickname_groups(text: str) -> frozenset[int]:
    """The given names for which a canonical word stands, as a spelling or as a nickname (``sasha``, ``bill``).

    Two words that share a number may name one person; a nickname such as ``sasha`` has several numbers.
    """
    return _group("nicknames", text)


@lru_cache(maxsize=65_536)
def _group(kind: str, text: str) -> frozenset[int]:
    groups = _groups(kind)
    return groups.get(skeleton(text), NO_GROUPS) | (groups.get(text, NO_GROUPS) if len(text) <= 5 else NO_GROUPS)


@cache
def form_family(form: str) -> str:
    """The family of a legal-form class: ``llc`` → ``limited``, ``pjsc`` → ``stock``; "" where it is not a class."""
    return next((row["family"] for row in table("legal_forms") if row["class"] == form), "")
