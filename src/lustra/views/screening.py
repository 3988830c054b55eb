"""The JSON of screening and of comparing: a struct for each object, and the function that fills it."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType, field

from lustra.model.entity import Listing
from lustra.model.list_version import ListState
from lustra.model.query import Answer, Checked, Explanation, Hit, Query
from lustra.model.time import FOREVER, LONG_AGO, Day
from lustra.usecases.screening.comparing import Comparison

__all__ = [
    "AnswerJson",
    "CheckedJson",
    "CheckedListJson",
    "ComparisonJson",
    "ExplanationJson",
    "FeatureJson",
    "HitJson",
    "ListingJson",
    "QueryJson",
    "ThresholdJson",
    "answer_json",
    "checked_json",
    "comparison_json",
    "day_json",
    "explanation_json",
    "hit_json",
    "query_json",
]

SCORE_DIGITS = 4

Score = Annotated[float, Meta(ge=0, le=1)]


class QueryJson(Struct, frozen=True, omit_defaults=True):
    """The question as it was understood; empty parts are left out."""

    name: str
    other_names: list[str] = []
    schema: str = ""
    birth_date: list[str] = []
    country: list[str] = []
    gender: str = ""
    address: list[str] = []
    identifiers: list[str] = []


class ListingJson(Struct, frozen=True):
    """A designation: its list, programme, legal act and days; an end that is open is null."""

    source: str
    programme: str
    authority: str
    act: str
    start: str | None = field(name="from")
    from_stated_by_publisher: bool
    to: str | None
    known_from: str | None
    reason: str
    url: str


class FeatureJson(Struct, frozen=True):
    """One piece of evidence and how much it moved the score."""

    name: str
    value: float
    weight: float
    words: str


class ExplanationJson(Struct, frozen=True):
    """The two names compared and each piece of evidence."""

    query_name: str
    listed_name: str
    features: list[FeatureJson]


class HitJson(Struct, frozen=True):
    """A potential match with its evidence."""

    entity: str
    caption: str
    schema: str
    score: Score
    match: bool
    listings: list[ListingJson]
    explanation: ExplanationJson


class CheckedListJson(Struct, frozen=True):
    """One list version that was searched."""

    source: str
    title: str
    published: str
    oldest_held: str
    age_days: int
    stale: bool
    entities: int
    names: int
    sha256: str


class CheckedJson(Struct, frozen=True):
    """The days, thresholds, index and lists that an answer rests on."""

    as_of: str
    known: str | None
    threshold: float
    cutoff: float
    index: str
    lists: list[CheckedListJson]
    warnings: list[str]


class AnswerJson(Struct, frozen=True):
    """One question with its hits, best first, and what was checked; several questions give an array of these."""

    id: str
    query: QueryJson
    hits: list[HitJson]
    checked: CheckedJson
    notes: list[str] | UnsetType = UNSET


class ComparisonJson(Struct, frozen=True):
    """The score of two names and the evidence for it."""

    score: Score
    match: bool
    threshold: float
    explanation: ExplanationJson


class ThresholdJson(Struct, frozen=True):
    """A threshold and the false alarms expected of it, by name only."""

    threshold: float
    false_alarms_per_1000: float


def day_json(day: Day) -> str | None:
    """ISO text, or None for an open end."""
    return None if day in (LONG_AGO, FOREVER) else day.isoformat()


def query_json(query: Query) -> QueryJson:
    """Convert a question; its first name is ``name``."""
    return QueryJson(
        query.names[0] if query.names else "",
        list(query.names[1:]),
        query.schema,
        [day.edtf() for day in query.birth_dates],
        list(query.countries),
        query.gender,
        list(query.addresses),
        list(query.identifiers),
    )


def listing_json(listing: Listing) -> ListingJson:
    """Convert a designation."""
    return ListingJson(
        source=listing.source,
        programme=listing.programme,
        authority=listing.authority,
        act=listing.act,
        start=day_json(listing.start),
        from_stated_by_publisher=listing.start_stated,
        to=day_json(listing.end),
        known_from=day_json(listing.known_from),
        reason=listing.reason,
        url=listing.url,
    )


def explanation_json(explanation: Explanation) -> ExplanationJson:
    """Convert an explanation; values and weights are rounded to four decimals."""
    features = [
        FeatureJson(f.name, round(f.value, SCORE_DIGITS), round(f.weight, SCORE_DIGITS), f.words)
        for f in explanation.features
    ]
    return ExplanationJson(explanation.query_name, explanation.listed_name, features)


def hit_json(hit: Hit) -> HitJson:
    """Convert a hit; its score is rounded to four decimals."""
    return HitJson(
        hit.entity,
        hit.caption,
        hit.schema,
        round(hit.score, SCORE_DIGITS),
        hit.match,
        [listing_json(listing) for listing in hit.listings],
        explanation_json(hit.explanation),
    )


def checked_list_json(state: ListState) -> CheckedListJson:
    """Convert the state of a list that was searched."""
    version = state.version
    return CheckedListJson(
        source=version.source,
        title=version.title,
        published=version.published.isoformat(),
        oldest_held=state.oldest.isoformat(),
        age_days=state.age_days,
        stale=state.stale,
        entities=version.entities,
        names=version.names,
        sha256=version.sha256,
    )


def checked_json(checked: Checked) -> CheckedJson:
    """Convert what an answer rests on."""
    return CheckedJson(
        as_of=checked.as_of.valid.isoformat(),
        known=day_json(checked.as_of.known),
        threshold=checked.threshold,
        cutoff=checked.cutoff,
        index=checked.index,
        lists=[checked_list_json(state) for state in checked.lists],
        warnings=list(checked.warnings),
    )


def answer_json(answer: Answer, checked: CheckedJson | None = None) -> AnswerJson:
    """Convert an answer.

    Args:
        answer: the question, its hits and what was checked.
        checked: ``checked_json(answer.checked)`` where it is already made, as answers of one batch share it.
    """
    return AnswerJson(
        answer.query.id,
        query_json(answer.query),
        [hit_json(hit) for hit in answer.hits],
        checked_json(answer.checked) if checked is None else checked,
        list(answer.notes) if answer.notes else UNSET,
    )


def comparison_json(comparison: Comparison, threshold: float) -> ComparisonJson:
    """Convert a comparison; it is a match from ``threshold`` (0–1) on."""
    return ComparisonJson(
        round(comparison.score, SCORE_DIGITS),
        comparison.score >= threshold,
        threshold,
        explanation_json(comparison.explanation),
    )
