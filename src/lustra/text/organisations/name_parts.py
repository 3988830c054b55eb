"""Names of organisations and vessels: legal forms, numbers, and words that are the same in another language.

``ORGANISATION_STEPS`` and ``VESSEL_STEPS`` are the order; each step is one function from tokens to tokens.
"""

import re
from collections.abc import Callable, Sequence

from lustra.text.countries import country_code
from lustra.text.organisations.acronyms import SHORTEST_ACRONYM, acronyms
from lustra.text.organisations.phrases import Match, match_phrase, script_mark
from lustra.text.persons.abd_compounds import mark_abd_compounds
from lustra.text.persons.name_parts import roman_value
from lustra.text.scripts.romanise import romanise
from lustra.text.skeleton import skeleton
from lustra.text.tables import articles, number_words, particles, vessel_prefixes
from lustra.text.tokens import Token
from lustra.text.words import ROMAN, plain

__all__ = ["ORGANISATION_STEPS", "VESSEL_STEPS", "looks_organised"]

Tokens = Sequence[Token]

ORDINAL = re.compile(r"0*(\d+)(?:st|nd|rd|th|e|eme|er|re|ere|ya|y|i|go|aya|oy|iy|ti|mu|mi|o|os|as|a|h|i)?")
ENDINGS_OF_ORDINALS = {
    "ya",
    "y",
    "i",
    "ta",
    "ti",
    "th",
    "st",
    "nd",
    "rd",
    "go",
    "oy",
    "iy",
    "e",
    "ma",
    "mi",
    "ri",
    "ro",
}
ADJECTIVE = re.compile(r"(.{3,}sk)(?:[iy]{1,2}|ij|a[iyj]?a?|o[ey]?|oye|oi|ogo|om|oj|ikh|ih)")
SURNAME = re.compile(r"[a-z]{2,}(?:[oe][vw]a?|[iy]na?|[kg][iy]{1,2}|enko|o[gh]o|icha?)")
"""A Russian, Belarusian or Ukrainian surname, nominative or genitive."""
GENITIVE = re.compile(r"([a-z]{2,}(?:[oe][vw]|[iy]n|ich))a|([a-z]{2,}[kg])o[gh]o")
NAMED_AFTER = {"imeni", "im", "imia"}
HEADS = (
    (("research", "institute"), "nii"),
    (("research", "production", "association"), "npo"),
    (("scientific", "production", "association"), "npo"),
    (("research", "production", "enterprise"), "npp"),
    (("scientific", "production", "enterprise"), "npp"),
    (("research", "production", "complex"), "npk"),
    (("scientific", "production", "complex"), "npk"),
    (("research", "production", "company"), "npk"),
    (("scientific", "production", "company"), "npk"),
    (("research", "production", "center"), "npc"),
    (("scientific", "production", "center"), "npc"),
)
"""Words that together say what an institution is → the one word of ``org_words.csv`` for it; the first row counts."""
STUDIES = {"research", "scientific"}
"""One of these is in every row of ``HEADS``."""
LONG_ENOUGH = 5
"""Letters of the shortest word that tells an organisation."""
ENGLISH = {"and", "for", "of", "the"}
"""Words that stand in names of organisations, hardly of people."""
FRONT_FORMS = {"ao", "ad", "pt", "as", "ab", "sc", "up", "sp", "ip", "cv", "ou", "gk", "gp"}
"""Legal forms of two letters that stand before the name."""
SOVEREIGN = {"ministry", "government", "parliament", "president", "army", "navy", "police", "court", "prosecutor"}
"""Words of bodies of which every state has its own."""
COMPANIES = {"llc", "jsc", "pjsc", "ojsc", "cjsc"}
"""Classes of legal forms that companies have."""
NOT_ROMAN = {"i", "v", "x", "xi", "xx", "xv", "vi"}  # more often letters, a Chinese surname or a word than a number


def fold_phrases(tokens: Tokens) -> list[Token]:
    """Legal forms become their class, words of the table their English word; the longest phrase wins.

    What phrases say twice (``travel and tourism``, ``OAO TPE (OAO Technopromexport)``) is said once.
    """
    out: list[Token] = []
    said: set[str] = set()
    position = 0
    while position < len(tokens):
        match = _phrase(tokens, position)
        if match is None:
            out.append(tokens[position])
            position += 1
            continue
        origin = _origin(tokens[position : position + match.length])
        out += [token for token in _said(match, origin) if token.text not in said]
        said.update(match.texts)
        position += match.length
    return out or list(tokens)


def _said(match: Match, origin: str) -> list[Token]:
    """The tokens that stand for a phrase."""
    told = [Token(text, skeleton(text), match.kind, origin) for text in match.texts]
    return [*told[:-1], told[-1]._replace(kind="generic")] if match.headed else told


def _phrase(tokens: Tokens, position: int) -> Match | None:
    """The phrase that begins at a word, if it counts there."""
    match = match_phrase(tokens, position)
    if match is None:
        return None
    text, end = tokens[position].text, position + match.length
    if len(text) == 1 < match.length and _letter_beside(tokens, position, end):
        return None
    if match.weak:
        if _is_lower_word(tokens, position):
            return None
        front = _is_loud(tokens, position, match) or (
            _leads(tokens, position) and (len(text) > 2 or match.length > 1 or text in FRONT_FORMS)
        )
        return match if front or end == len(tokens) else None
    if match.texts or match.length > 1 or text == "the":
        return match
    if script_mark(tokens[position].origin) in {"g:", "a:"} and len(tokens) > 1:
        return match
    said = len(text) == 1 and tokens[position].origin.isascii()  # a Latin letter may be part of the name
    return match if 0 < position and end < len(tokens) and not said else None


def _is_lower_word(tokens: Tokens, position: int) -> bool:
    """Whether a Cyrillic word is in small letters among others that are not: ``път`` of ``Светъл път`` is no form."""
    origin = tokens[position].origin
    if script_mark(origin) != "c:" or len(origin) < 3 or not origin.islower():
        return False
    return any(token.origin[0].isupper() for token in tokens)


def _is_loud(tokens: Tokens, position: int, match: Match) -> bool:
    """Whether a Cyrillic form of companies is written in capitals among small letters (``Организация АО «Дукс»``)."""
    origin = tokens[position].origin
    company = match.length == 1 and match.texts[0] in COMPANIES and origin.isupper() and script_mark(origin) == "c:"
    return company and not all(token.origin.isupper() for token in tokens)


def _leads(tokens: Tokens, position: int) -> bool:
    """Whether a word begins a name, perhaps after another legal form (``ООО ГК Заря``)."""
    if position == 0:
        return True
    before = match_phrase(tokens, 0) if position == 1 else None
    return before is not None and before.kind == "legal_form" and not before.weak


def _letter_beside(tokens: Tokens, start: int, end: int) -> bool:
    """Whether letters of a form have one more letter beside them: ``A.B.`` of ``A.B.C.`` is no form."""
    return any(len(tokens[i].text) == 1 for i in (start - 1, end) if 0 <= i < len(tokens))


def looks_organised(tokens: Tokens) -> bool:
    """Whether a name without a schema is an organisation's, though no single word says so.

    A sure legal form does, or one spelled with three letters (``S.R.L.``; ``S.A.`` may be initials), or two words of
    the tables; a doubtful form (``AG``) together with one word. Short words and Arabic ones are as often surnames.
    """
    words = 0
    for position, token in enumerate(tokens):
        match = _phrase(tokens, position)
        if match is None or match.sounded or (match.length == 1 and token.text in particles()):
            continue
        if match.kind == "legal_form":
            if match.length > 2 or not match.weak:
                return True
            words += 1
            continue
        told = len(token.text) >= LONG_ENOUGH and script_mark(token.origin) != "a:"
        words += (bool(match.texts) and told) or token.text in ENGLISH
    return words > 1


def _origin(tokens: Tokens) -> str:
    """What was typed for several tokens; a word that was split is named once."""
    return " ".join(dict.fromkeys(token.origin for token in tokens))


def mark_articles(tokens: Tokens) -> list[Token]:
    """The Arabic article is a particle here too."""
    return [t._replace(text="al", skeleton="al", kind="particle") if t.text in articles() else t for t in tokens]


def join_letter_tokens(tokens: Tokens) -> list[Token]:
    """Single letters in a row (``A.B.C.``, ``A B C``) are one word."""
    out: list[Token] = []
    run: list[Token] = []
    for token in tokens:
        if len(token.text) == 1 and token.kind == "word" and token.text.isalpha():
            run.append(token)
            continue
        out += _joined(run)
        run = []
        out.append(token)
    return out + _joined(run)


def _joined(run: list[Token]) -> list[Token]:
    if not run:
        return []
    return [plain("".join(token.text for token in run), _origin(run))]


def mark_numbers(tokens: Tokens) -> list[Token]:
    """Digits, ordinals, Roman numerals and number words are numbers, written in digits; ``20-я`` is 20."""
    out: list[Token] = []
    for token in tokens:
        ends = token.text in ENDINGS_OF_ORDINALS or (token.text in {"a", "o"} and not token.origin.isascii())
        if ends and out and out[-1].kind == "number":
            continue
        out.append(_number(token) if token.kind == "word" else token)
    return out


def _number(token: Token) -> Token:
    ordinal = ORDINAL.fullmatch(token.text)
    if ordinal:
        return Token(ordinal[1], ordinal[1], "number", token.origin)
    if len(token.text) > 1 and token.text not in NOT_ROMAN and ROMAN.fullmatch(token.text):
        value = str(roman_value(token.text))
        return Token(value, value, "number", token.origin)
    digits = number_words().get(token.text)
    return Token(digits, digits, "number", token.origin) if digits else token


def gather_heads(tokens: Tokens) -> list[Token]:
    """``Научно-исследовательский радиотехнический институт`` is a research institute, whatever is in between."""
    texts = {token.text for token in tokens}
    if not texts & STUDIES:
        return list(tokens)
    for parts, head in HEADS:
        if texts.issuperset(parts):
            told = [token for token in tokens if token.text in parts]
            first = tokens.index(told[0])
            kept = [token for token in tokens if token.text not in {*parts, "scientific"}]
            return [*kept[:first], Token(head, skeleton(head), "generic", _origin(told)), *kept[first:]]
    return list(tokens)


def drop_number_words(tokens: Tokens) -> list[Token]:
    """``No. 5`` is 5: the word ``number`` beside a number says nothing."""
    if not any(token.text == "number" for token in tokens):
        return list(tokens)
    kinds = ["", *(token.kind for token in tokens), ""]
    return [t for i, t in enumerate(tokens) if t.text != "number" or "number" not in (kinds[i], kinds[i + 2])]


def drop_initials(tokens: Tokens) -> list[Token]:
    """Of whom a plant is named after the surname counts: ``им. В.И. Козлова``, ``V. I. Kozlov``, ``Y.M. Sverdlov``.

    One or two initials before a Russian surname are left out; behind ``named after`` the surname may stand in the
    genitive.
    """
    if not any(_is_initial(token) for token in tokens):
        return list(tokens)
    out: list[Token] = []
    for token in tokens:
        before = len(out)
        while before and _is_initial(out[before - 1]):
            before -= 1
        if token.kind == "word" and 0 < len(out) - before <= 2 and SURNAME.fullmatch(token.text):
            del out[before:]
            token = _nominative(token)
        out.append(token)
    return out


def _is_initial(token: Token) -> bool:
    return (len(token.text) == 1 or token.text in {"ya", "yu"}) and token.kind in {"word", "generic"}


def _nominative(token: Token) -> Token:
    surname = GENITIVE.fullmatch(token.text)
    return plain(surname[1] or f"{surname[2]}iy", token.origin) if surname else token


def name_namesakes(tokens: Tokens) -> list[Token]:
    """Behind ``имени`` names stand in the genitive: ``завод имени Морозова`` is the Morozov plant."""
    texts = [token.text for token in tokens]
    if NAMED_AFTER.isdisjoint(texts):
        return list(tokens)
    marker = next(i for i, text in enumerate(texts) if text in NAMED_AFTER)
    return [*tokens[: marker + 1], *map(_nominative, tokens[marker + 1 : marker + 5]), *tokens[marker + 5 :]]


def mark_own_acronym(tokens: Tokens) -> list[Token]:
    """The initials of the other words, printed beside them, say little: ``Islamic International Brigade (IIB)``."""
    if len(tokens) < 3:
        return list(tokens)
    for place, others in ((-1, tokens[:-1]), (0, tokens[1:])):
        if _may_be_acronym(tokens[place], others):
            name = " ".join(dict.fromkeys(token.origin for token in others))
            if tokens[place].text in acronyms(name, others):
                generic = tokens[place]._replace(kind="generic")
                return [*others, generic] if place else [generic, *others]
    return list(tokens)


def _may_be_acronym(token: Token, others: Tokens) -> bool:
    """Whether a word in capitals begins as the name beside it does; cheaper than all acronyms of that name."""
    if token.kind != "word" or len(token.text) < SHORTEST_ACRONYM or not token.origin.isupper():
        return False
    first = next((other for other in others if other.kind not in {"legal_form", "particle", "number"}), others[0])
    return token.text[0] in {first.text[0], *romanise(first.origin[0])}


def mark_states(tokens: Tokens) -> list[Token]:
    """Of which state a ministry or an army is says which it is; in a company's name a country says little."""
    if SOVEREIGN.isdisjoint([token.text for token in tokens]):
        return list(tokens)
    return [t._replace(kind="word") if t.kind == "generic" and country_code(t.text) else t for t in tokens]


def mark_plain_names(tokens: Tokens) -> list[Token]:
    """Where all words are generic they are the name: ``National Bank of Iran``."""
    if any(token.kind not in {"generic", "legal_form", "particle"} for token in tokens):
        return list(tokens)
    return [token._replace(kind="word") if token.kind == "generic" else token for token in tokens]


def trim_adjectives(tokens: Tokens) -> list[Token]:
    """``Саратовский``, ``Saratovskaya``, ``Saratovskoe`` → ``saratovsk``: the plant is called after one place."""
    return [_trimmed(token) if token.kind == "word" else token for token in tokens]


def _trimmed(token: Token) -> Token:
    place = ADJECTIVE.fullmatch(token.text)
    return plain(place[1], token.origin) if place else token


def drop_prefix(tokens: Tokens) -> list[Token]:
    """A vessel's prefix says what it is, not which; it stays where it is all there is."""
    return list(tokens[1:] if len(tokens) > 1 and tokens[0].text in vessel_prefixes() else tokens)


def mark_last_numeral(tokens: Tokens) -> list[Token]:
    """A single letter that ends a vessel's name may be a numeral (``STARK I`` is ``STARK 1``)."""
    last = tokens[-1]
    if len(tokens) < 2 or last.text not in {"i", "v", "x"}:
        return list(tokens)
    value = str(roman_value(last.text))
    return [*tokens[:-1], Token(value, value, "number", last.origin)]


ORGANISATION_STEPS: tuple[Callable[[Tokens], list[Token]], ...] = (
    name_namesakes,
    fold_phrases,
    gather_heads,
    mark_articles,
    mark_numbers,
    drop_number_words,
    drop_initials,
    join_letter_tokens,
    mark_abd_compounds,
    trim_adjectives,
    mark_own_acronym,
    mark_states,
    mark_plain_names,
)
VESSEL_STEPS: tuple[Callable[[Tokens], list[Token]], ...] = (
    drop_prefix,
    mark_numbers,
    mark_last_numeral,
    join_letter_tokens,
)
