"""A screening question and its answer."""

from dataclasses import dataclass

from lustra.model.entity import Listing
from lustra.model.list_version import ListState
from lustra.model.time import AsOf, ImpreciseDate

__all__ = ["Answer", "Checked", "Explanation", "Feature", "Hit", "Query"]


@dataclass(frozen=True, slots=True)
class Query:
    """Who is asked about. Only ``names`` is required."""

    names: tuple[str, ...]
    id: str = ""
    schema: str = ""
    """FollowTheMoney schema; "" means anything."""
    birth_dates: tuple[ImpreciseDate, ...] = ()
    countries: tuple[str, ...] = ()
    """Lower-case ISO 3166 alpha-2."""
    gender: str = ""
    """``male``, ``female`` or ""."""
    addresses: tuple[str, ...] = ()
    """As typed; they are not compared, which ``Answer.notes`` says."""
    identifiers: tuple[str, ...] = ()
    """Numbers of any kind: passport, INN, IMO, wallet address … as typed."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One piece of evidence, in words a reviewer understands."""

    name: str
    """``name``, ``birth_date``, ``country``, ``gender``, ``identifier``, ``patronymic``, ``number`` …"""
    value: float
    """What was measured, 0–1 where it is a similarity."""
    weight: float
    """How much it moved the score (signed)."""
    words: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two names meet: the pair itself and each feature."""

    query_name: str
    listed_name: str
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A potential match, never a verdict."""

    entity: str
    caption: str
    schema: str
    score: float
    """0–1."""
    match: bool
    """Whether the score is at or above the threshold asked for."""
    listings: tuple[Listing, ...]
    """Those in force, or possibly in force, as of the day asked."""
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Checked:
    """What an answer rests on; a miss says it too."""

    as_of: AsOf
    lists: tuple[ListState, ...]
    threshold: float
    cutoff: float
    index: str
    """Hash of the index that answered."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits, best first, and what was checked."""

    query: Query
    hits: tuple[Hit, ...]
    checked: Checked
    notes: tuple[str, ...] = ()
    """What of the question was not used."""
