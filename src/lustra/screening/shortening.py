"""Acronyms: a name that is the initials of another, which no comparison of words can see (``IRISL``)."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.names.evidence import COLUMNS, MATCHED, UNLIKE
from lustra.model.query import Feature
from lustra.screening.analysis import AnalysedNames
from lustra.screening.identifiers import identifier_key
from lustra.screening.parameters import parameter
from lustra.screening.scoring import name_scores
from lustra.text.organisations.acronyms import SHORTEST_ACRONYM, acronyms
from lustra.text.tokens import Token

__all__ = [
    "Shortenings",
    "acronym_candidate",
    "acronym_evidence",
    "acronym_feature",
    "letters_shared",
    "lookup",
    "spell_out",
    "spelled_out",
]

LONGEST: Final = 9
"""Letters of the longest single word that is looked up as an acronym."""
BESIDE: Final = frozenset({"legal_form", "generic", "particle"})
"""Kinds of token that may stand beside an acronym (``IRISL Group``)."""
ORGANISED: Final = frozenset({"legal_form", "generic"})
"""Kinds of token that say a name is an organisation's."""
INITIALS: Final = "“{short}” may be the initials of “{full}”"


def acronym_candidate(tokens: Sequence[Token]) -> str:
    """The one word of a name that may be an acronym, "" where the name says more."""
    words = [token.text for token in tokens if token.kind not in BESIDE]
    return words[0] if len(words) == 1 and SHORTEST_ACRONYM <= len(words[0]) <= LONGEST else ""


def spelled_out(name: str, schema: str, tokens: Sequence[Token]) -> tuple[str, ...]:
    """The acronyms of a name, where its schema or its words say that an organisation bears it."""
    if schema == "Person" or not (schema or any(token.kind in ORGANISED for token in tokens)):
        return ()
    return acronyms(name, tokens)


class Shortenings:
    """Acronyms of listed names and listed names that may be acronyms, gathered while an index is built."""

    def __init__(self) -> None:
        self._full: set[tuple[int, int]] = set()
        self._short: set[tuple[int, int]] = set()

    def add(self, number: int, name: str, schema: str, tokens: Sequence[Token]) -> None:
        """Note one listed name.

        Args:
            number: of the name in the index.
            name: as printed.
            schema: of who bears it; a person's name is left out.
            tokens: ``names.analyse`` of it.
        """
        if schema == "Person":
            return
        self._full.update((identifier_key(letters), number) for letters in spelled_out(name, schema, tokens))
        if word := acronym_candidate(tokens):
            self._short.add((identifier_key(word), number))

    def arrays(self) -> dict[str, NDArray[np.int64]]:
        """Keys in order, and the names they lead to."""
        full, short = (np.array(sorted(pairs), np.int64).reshape(-1, 2) for pairs in (self._full, self._short))
        return {
            "acronym_key": full[:, 0].copy(),
            "acronym_name": full[:, 1].copy(),
            "short_key": short[:, 0].copy(),
            "short_name": short[:, 1].copy(),
        }


def lookup(keys: NDArray[np.int64], names: NDArray[np.int64], letters: str) -> list[int]:
    """The listed names under a key."""
    first, last = np.searchsorted(keys, [(key := identifier_key(letters)), key + 1]).tolist()
    found: list[int] = names[first:last].tolist()
    return found


def letters_shared(left: AnalysedNames, i: int, right: AnalysedNames, j: int) -> int:
    """Letters of the acronym by which one of two names is the other, 0 where neither is or one is a person's.

    Args:
        left: table of the first name.
        i: its number there.
        right: table of the second name.
        j: its number there.
    """
    if "Person" in (left.schemata[i], right.schemata[j]):
        return 0
    letters = 0
    for short, a, full, b in ((left, i, right, j), (right, j, left, i)):
        word = acronym_candidate(short.name_tokens(a))
        if word and word in spelled_out(full.texts[b], full.schemata[b], full.name_tokens(b)):
            letters = max(letters, len(word))
    return letters


def acronym_evidence(letters: int) -> NDArray[np.float64]:
    """A row of evidence (columns of ``kernels.names.evidence``): the more initials agree, the less by chance."""
    row = np.zeros(COLUMNS)
    row[UNLIKE] = 1.0  # the names are not the same
    row[MATCHED] = max(parameter("acronym_letter") * letters - parameter("acronym_chance"), 0.0)
    return row


def spell_out(evidence: NDArray[np.float64], letters: Mapping[int, int]) -> set[int]:
    """Put the evidence of initials where it says more than the words do.

    Args:
        evidence: one row per pair of names; changed in place.
        letters: row → initials that its names share, 0 for none.

    Returns:
        the rows changed.
    """
    rows: set[int] = set()
    for row, count in letters.items():
        initials = acronym_evidence(count)
        if count and name_scores(initials[None])[0] > name_scores(evidence[row : row + 1])[0]:
            evidence[row] = initials
            rows.add(row)
    return rows


def acronym_feature(names: tuple[str, str], weight: float) -> Feature:
    """The agreement in words for a reviewer.

    Args:
        names: both names as printed; the shorter stands for the other.
        weight: share of the score, 0–1.
    """
    short, full = sorted(names, key=lambda name: (len(name), name))
    return Feature("acronym", 1.0, round(weight, 4), INITIALS.format(short=short, full=full))
