"""Names of people: which word is a particle, a title, an initial, a kunya or a patronymic.

``PERSON_STEPS`` is the order; each step is one function from tokens to tokens. Order of the words is not used except
where said, because lists print ``FAMILY, Given`` as well as ``Given FAMILY``.
"""

from collections.abc import Callable, Sequence

from lustra.text.organisations.phrases import script_mark
from lustra.text.persons.abd_compounds import mark_abd_compounds
from lustra.text.persons.arabic_compounds import mark_constructs
from lustra.text.persons.korean_names import mark_syllables
from lustra.text.skeleton import skeleton
from lustra.text.tables import particles, titles
from lustra.text.tokens import Kind, Token
from lustra.text.words import is_patronymic

__all__ = ["PERSON_STEPS"]

Tokens = Sequence[Token]

DESCENT = frozenset({"bin", "bint", "ould"})
"""Particles of descent that stand before the ancestor."""


def mark_titles(tokens: Tokens) -> list[Token]:
    """Titles before the name, generations (``Jr``, ``III``) after it; a name is never titles alone."""
    out = list(tokens)
    for position, token in enumerate(tokens[:-1]):
        title, place = titles().get(token.text, ("", "")) if script_mark(token.origin) != "e:" else ("", "")
        if not (place == "front" or (place == "long" and len(tokens) - position > 2)):
            break
        out[position] = _as(token, "title", title)
    last = tokens[-1]
    if len(tokens) > 2 and titles().get(last.text, ("", ""))[1] == "end":
        out[-1] = _as(last, "title", titles()[last.text][0])
    elif len(tokens) > 2 and last.text in {"ii", "iii", "iv"}:
        out[-1] = _as(last, "number", str(roman_value(last.text)))
    return out


def mark_particles(tokens: Tokens) -> list[Token]:
    """``al``, ``bin``, ``van``, ``de`` and the kunya ``abu``, ``umm``, each written one way; never the last word."""
    out = list(tokens)
    for position, token in enumerate(tokens[:-1]):
        particle, kind = particles().get(token.text, ("", ""))
        if kind and token.kind == "word" and _stands(tokens, position, kind):
            out[position] = _as(token, "kunya" if kind == "kunya" else "particle", particle)
    return out


def _stands(tokens: Tokens, position: int, kind: str) -> bool:
    """Whether a particle of a kind may stand at a position; ``Ed Davis``, ``Le Van Dat``, ``Ben Smith`` hold none."""
    token = tokens[position]
    if kind == "assimilated":
        return position > 0 and tokens[position + 1].text.startswith(token.text[1:])
    if len(token.text) == 1:
        return position > 0 and token.origin.islower()
    if kind == "inner":
        return position > 0 or token.origin.islower() or particles().get(tokens[1].text, ("", ""))[1] == "inner"
    return token.text != "ben" or position > 0 or len(tokens) > 2


def mark_initials(tokens: Tokens) -> list[Token]:
    """Single letters are initials, but not syllables of Han or Hangul; digits are numbers."""
    return [_lone(token) if token.kind == "word" else token for token in tokens]


def _lone(token: Token) -> Token:
    if token.text.isdigit():
        return _as(token, "number", token.text.lstrip("0") or "0")
    return _as(token, "initial", token.text) if len(token.text) == 1 and script_mark(token.origin) != "e:" else token


def mark_patronymic(tokens: Tokens) -> list[Token]:
    """One word of three or more that ends as patronymics do (``-ovich``, ``-evna``) or comes before ``oglu``.

    Of several the middle one, because surnames end so too; a word in capitals among others that are not is the
    surname. ``-ovic`` may be a South Slavic surname (``-ović``) and counts only where another word is in capitals.
    """
    words = [i for i, token in enumerate(tokens) if token.kind == "word"]
    capitals = {i for i in words if len(tokens[i].origin) > 1 and tokens[i].origin.isupper()}
    family = capitals if len(capitals) < len(words) else set()
    patronymics = [i for i in words if i not in family and _is_patronymic(tokens[i], bool(family))]
    out = list(tokens)
    for i in words:
        if i + 1 < len(tokens) and tokens[i + 1].text in {"oglu", "kyzy"}:
            out[i] = out[i]._replace(kind="patronymic")
    if patronymics and len(words) > 2:
        chosen = min(patronymics, key=lambda i: (i == words[0], len(patronymics) > 1 and i != words[1]))
        out[chosen] = out[chosen]._replace(kind="patronymic")
    return out


def _is_patronymic(token: Token, family_known: bool) -> bool:
    if not is_patronymic(token.text):
        return False
    return family_known or not token.text.endswith("c") or token.origin.lower().endswith("č")


def roman_value(text: str) -> int:
    """The value of a lower-case Roman numeral."""
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _as(token: Token, kind: Kind, text: str) -> Token:
    return Token(text, skeleton(text), kind, token.origin)


def mark_ancestors(tokens: Tokens) -> list[Token]:
    """The word after ``bin`` is an ancestor where the name goes on: ``Ali ben Taher ben Faleh Ouni Harzi``.

    Lists print the chain or leave it out; the last name of all (``Osama bin Laden``) is never left out.
    """
    out = list(tokens)
    after = False
    last = max((i for i, token in enumerate(tokens) if token.kind == "word"), default=-1)
    for position, token in enumerate(tokens[:last]):
        if after and token.kind == "word":
            out[position] = _as(token, "ancestor", token.text)
        descends = token.text in DESCENT and position > 0  # ``BIN LADEN, Usama`` begins with the family
        after = token.kind == "particle" and (descends or (after and token.text == "al"))
    return out


PERSON_STEPS: tuple[Callable[[Tokens], list[Token]], ...] = (
    mark_titles,
    mark_abd_compounds,
    mark_constructs,
    mark_particles,
    mark_initials,
    mark_patronymic,
    mark_ancestors,
    mark_syllables,
)
"""Titles first, because they stand before everything; initials after particles, because ``y`` may be one."""
