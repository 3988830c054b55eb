"""Acronyms: a name that is the initials of another, which no comparison of words can see (``IRISL``)."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.names import FEATURES
from lustra.model.query import Feature
from lustra.screening.identifiers import identifier_key
from lustra.screening.parameters import parameter
from lustra.text.acronyms import SHORTEST_ACRONYM, acronyms
from lustra.text.names import analyse
from lustra.text.tokens import Token

__all__ = ["acronym_evidence", "acronym_feature", "acronym_keys", "short_of", "spelled_out"]

LONGEST: Final = 9
"""Letters of the longest single word that is looked up as an acronym."""
BESIDE: Final = frozenset({"legal_form", "generic", "particle"})
"""Kinds of token that may stand beside an acronym (``IRISL Group``)."""
ORGANISED: Final = frozenset({"legal_form", "generic"})
"""Kinds of token that say a name is an organisation's."""
INITIALS: Final = "“{short}” may be the initials of “{full}”"


def short_of(tokens: Sequence[Token]) -> str:
    """The one word of a name that may be an acronym, "" where the name says more."""
    words = [token.text for token in tokens if token.kind not in BESIDE]
    return words[0] if len(words) == 1 and SHORTEST_ACRONYM <= len(words[0]) <= LONGEST else ""


def spelled_out(name: str, schema: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The acronyms of a name, where its schema or its words say that an organisation bears it."""
    if schema == "Person" or not (schema or any(token.kind in ORGANISED for token in tokens)):
        return ()
    return acronyms(name, tokens)


def acronym_keys(names: Iterable[tuple[str, str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where acronyms and what they stand for are looked up.

    Args:
        names: text and schema of each listed name.

    Returns:
        (n, 2) sorted keys of acronyms with the numbers of the names they stand for, and (m, 2) sorted keys of names
        that are one word with their numbers.
    """
    full: set[tuple[int, int]] = set()
    short: set[tuple[int, int]] = set()
    for number, (text, schema) in enumerate(names):
        if schema == "Person":
            continue
        tokens = analyse(text, schema)
        full.update((identifier_key(letters), number) for letters in spelled_out(text, schema, tokens))
        if word := short_of(tokens):
            short.add((identifier_key(word), number))
    return _sorted(full), _sorted(short)


def _sorted(pairs: set[tuple[int, int]]) -> NDArray[np.int64]:
    return np.array(sorted(pairs), np.int64).reshape(-1, 2)


def acronym_evidence(letters: int) -> NDArray[np.float64]:
    """A row of evidence (columns of ``kernels.names.FEATURES``): the more initials agree, the less by chance."""
    row = np.zeros(FEATURES)
    row[0] = max(parameter("acronym_letter") * letters - parameter("acronym_chance"), 0.0)
    return row


def acronym_feature(short: str, full: str, weight: float) -> Feature:
    """The agreement in words for a reviewer."""
    return Feature("acronym", 1.0, round(weight, 4), INITIALS.format(short=short, full=full))
