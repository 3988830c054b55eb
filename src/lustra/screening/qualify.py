"""What is known of a party beside its names: birth dates, countries, gender, identifiers; what the first three say."""

from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.births import CONSISTENT, EXACT, NEAR, OTHER, SWAPPED, Births, agree
from lustra.model.entity import Entity, Identifier
from lustra.model.query import Feature, Query
from lustra.model.time import ImpreciseDate, days_between
from lustra.screening.analysis import frozen, runs
from lustra.screening.parameters import parameter
from lustra.screening.scoring import BIRTH

__all__ = ["PartyFacts", "birth_arrays", "birth_codes", "birth_feature", "births_of", "facts_of", "qualifiers"]

BIRTH_WORDS: Final = {
    OTHER: "Another birth date: {a}, listed {b}",
    NEAR: "Birth dates one digit or one year apart: {a}, listed {b}",
    SWAPPED: "Birth dates with day and month exchanged: {a}, listed {b}",
    CONSISTENT: "The birth dates may be the same: {a}, listed {b}",
    EXACT: "The same birth date: {a}",
}
BIRTH_VALUE: Final = {OTHER: 0.0, NEAR: 0.5, SWAPPED: 0.7, CONSISTENT: 0.8, EXACT: 1.0}


def birth_arrays(parties: Sequence[Sequence[ImpreciseDate]]) -> dict[str, NDArray[np.int32]]:
    """Birth dates of many parties as the arrays that ``births_of`` opens."""
    dates = [date for party in parties for date in party]
    _, at = runs([[0] * len(party) for party in parties])
    return {
        "birth_first": np.array([date.earliest.ordinal for date in dates], np.int32),
        "birth_end": np.array([date.end.ordinal for date in dates], np.int32),
        "birth_digits": np.array([_digits(date) for date in dates], np.int32),
        "birth_circa": np.array([date.circa for date in dates], np.int32),
        "birth_at": at,
    }


def _digits(date: ImpreciseDate) -> int:
    day, whole = date.earliest.date, days_between(date.earliest, date.end) == 1
    return day.year * 10_000 + (day.month * 100 + day.day if whole else 0)


def births_of(arrays: dict[str, NDArray[np.int32]]) -> Births:
    """The arrays of ``birth_arrays`` as the kernel takes them."""
    return Births(*(frozen(arrays[f"birth_{field}"]) for field in Births._fields))


def birth_codes(queries: Births, listed: Births, pairs: NDArray[np.int32]) -> NDArray[np.int32]:
    """What the birth dates of each pair (query, entity) say, as codes of ``kernels.births``."""
    out = np.zeros(len(pairs), np.int32)
    agree(queries, listed, pairs, out)
    return out


def birth_feature(code: int, left: Sequence[ImpreciseDate], right: Sequence[ImpreciseDate]) -> Feature:
    """The birth dates in words."""
    words = BIRTH_WORDS[code].format(a=", ".join(d.edtf() for d in left), b=", ".join(d.edtf() for d in right))
    return Feature("birth_date", BIRTH_VALUE[code], parameter(BIRTH[code]), words)


class PartyFacts(Protocol):
    """What is known of a party beside its names."""

    @property
    def birth_dates(self) -> tuple[ImpreciseDate, ...]:
        """Birth of a person, founding of a company, building of a vessel."""

    @property
    def countries(self) -> tuple[str, ...]:
        """Lower-case ISO 3166 alpha-2."""

    @property
    def genders(self) -> tuple[str, ...]:
        """``male``, ``female`` or none."""

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Numbers, each with its kind, "" where it is not known."""


class QueryFacts(NamedTuple):
    """What a question says of a party beside its names."""

    birth_dates: tuple[ImpreciseDate, ...]
    countries: tuple[str, ...]
    genders: tuple[str, ...]
    identifiers: tuple[Identifier, ...]


def facts_of(party: Query | Entity) -> PartyFacts:
    """What a question or an entity says of a party beside its names; a question's identifiers have no kind."""
    if isinstance(party, Entity):
        return party
    genders = (party.gender,) if party.gender else ()
    identifiers = tuple(Identifier("", value) for value in party.identifiers)
    return QueryFacts(party.birth_dates, party.countries, genders, identifiers)


def _joined(values: Sequence[str]) -> str:
    return ", ".join(values)


def qualifiers(left: PartyFacts, right: PartyFacts) -> list[Feature]:
    """What countries and gender say; nothing where either side is silent. Weights are log odds."""
    features = []
    if left.countries and right.countries:
        common = sorted(set(left.countries) & set(right.countries))
        words = (
            f"A country in common: {_joined(common).upper()}"
            if common
            else f"No country in common: {_joined(left.countries).upper()}, listed {_joined(right.countries).upper()}"
        )
        weight = parameter("country_same" if common else "country_other")
        features.append(Feature("country", float(bool(common)), weight, words))
    if left.genders and right.genders and not set(left.genders) & set(right.genders):
        words = f"Another gender: {_joined(left.genders)}, listed {_joined(right.genders)}"
        features.append(Feature("gender", 0.0, parameter("gender_other"), words))
    return features
