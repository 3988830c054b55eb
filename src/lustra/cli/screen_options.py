"""The options of ``lustra screen`` as typed, for its two ways: names on the command line, and a file."""

from dataclasses import dataclass
from pathlib import Path

from lustra.errors import InputError
from lustra.usecases.screening.screening import ScreeningOptions

__all__ = ["ScreenOptions"]


@dataclass(frozen=True, slots=True)
class ScreenOptions:
    """A field for each option, by the name that click gives it; None where it was left out."""

    birth_date: str | None
    country: str | None
    gender: str | None
    identifiers: tuple[str, ...]
    schema: str | None
    lists: str | None
    threshold: float
    cutoff: float | None
    limit: int
    input_: Path | None
    output: Path | None
    errors: Path | None
    processes: int
    fresh: bool

    def about(self) -> dict[str, object]:
        """What is said about each name, as columns of a question."""
        texts = {"birth_date": self.birth_date, "country": self.country, "gender": self.gender, "schema": self.schema}
        return {**texts, "identifiers": list(self.identifiers)}

    def resolved(self) -> ScreeningOptions:
        """The options as the engine takes them.

        Raises:
            InputError: a score is not between 0 and 1.
        """
        cutoff = self.threshold if self.cutoff is None else self.cutoff
        for name, value in (("threshold", self.threshold), ("cutoff", cutoff)):
            if not 0 <= value <= 1:
                raise InputError(f"--{name} {value} is not between 0 and 1", "Scores run from 0 to 1.")
        lists = tuple(part.strip() for part in (self.lists or "").split(",") if part.strip())
        cutoff = min(cutoff, self.threshold)
        return ScreeningOptions(threshold=self.threshold, cutoff=cutoff, limit=self.limit, lists=lists)
