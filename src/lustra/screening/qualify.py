"""What stands beside a name: birth date, country, gender, the grade of the alias, identifiers."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lustra.kernels.births import CONSISTENT, EXACT, NEAR, OTHER, SWAPPED, Births, agree
from lustra.model.query import Feature, Query
from lustra.model.time import ImpreciseDate, days_between
from lustra.screening.analysis import frozen, runs
from lustra.screening.parameters import parameter
from lustra.screening.scoring import BIRTH

__all__ = ["birth_arrays", "birth_codes", "birth_feature", "births_of", "qualifiers"]

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


def birth_feature(code: int, asked: Sequence[ImpreciseDate], listed: Sequence[ImpreciseDate]) -> Feature:
    """The birth dates in words."""
    words = BIRTH_WORDS[code].format(a=", ".join(d.edtf() for d in asked), b=", ".join(d.edtf() for d in listed))
    return Feature("birth_date", BIRTH_VALUE[code], parameter(BIRTH[code]), words)


def qualifiers(query: Query, countries: Sequence[str], genders: Sequence[str]) -> list[Feature]:
    """What countries and gender say; nothing where either side is silent. Weights are log odds."""
    features = []
    if query.countries and countries:
        common = sorted(set(query.countries) & set(countries))
        words = (
            f"A country in common: {', '.join(common).upper()}"
            if common
            else (f"No country in common: {', '.join(query.countries).upper()}, listed {', '.join(countries).upper()}")
        )
        weight = parameter("country_same" if common else "country_other")
        features.append(Feature("country", float(bool(common)), weight, words))
    if query.gender and genders and query.gender not in genders:
        words = f"Another gender: {query.gender}, listed {', '.join(genders)}"
        features.append(Feature("gender", 0.0, parameter("gender_other"), words))
    return features
