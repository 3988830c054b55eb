"""The numbers that the matcher learned, from their table."""

from functools import cache

from lustra.data import table

__all__ = ["parameter"]


@cache
def _parameters() -> dict[str, float]:
    return {row["name"]: float(row["value"]) for row in table("screening_parameters")}


def parameter(name: str) -> float:
    """One row of ``data/screening/screening_parameters.csv``, in the unit it states."""
    return _parameters()[name]
