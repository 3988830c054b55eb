"""The JSON shapes that leave the house.

Types inside are not serialisable; this is the one place that gives them keys.
"""

from typing import Any

from lustra.model.entity import Listing
from lustra.model.list_version import ListState
from lustra.model.query import Answer, Checked, Explanation, Hit, Query
from lustra.model.time import FOREVER, LONG_AGO, Day

__all__ = ["answer_json", "checked_json", "day_json", "explanation_json", "hit_json", "query_json"]

SCORE_DIGITS = 4


def day_json(day: Day) -> str | None:
    """ISO text, or None for an open end."""
    return None if day in (LONG_AGO, FOREVER) else day.isoformat()


def query_json(query: Query) -> dict[str, Any]:
    """The question as it was understood; empty parts left out."""
    whole: dict[str, Any] = {
        "name": query.names[0] if query.names else "",
        "other_names": list(query.names[1:]),
        "schema": query.schema,
        "birth_date": [day.edtf() for day in query.birth_dates],
        "country": list(query.countries),
        "gender": query.gender,
        "address": list(query.addresses),
        "identifiers": list(query.identifiers),
    }
    return {key: value for key, value in whole.items() if value or key == "name"}


def listing_json(listing: Listing) -> dict[str, Any]:
    """A designation: programme, legal act, from–to."""
    return {
        "source": listing.source,
        "programme": listing.programme,
        "authority": listing.authority,
        "act": listing.act,
        "from": day_json(listing.start),
        "from_stated_by_publisher": listing.start_stated,
        "to": day_json(listing.end),
        "known_from": day_json(listing.known_from),
        "reason": listing.reason,
        "url": listing.url,
    }


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """The two names that met and each piece of evidence."""
    return {
        "query_name": explanation.query_name,
        "listed_name": explanation.listed_name,
        "features": [
            {
                "name": f.name,
                "value": round(f.value, SCORE_DIGITS),
                "weight": round(f.weight, SCORE_DIGITS),
                "words": f.words,
            }
            for f in explanation.features
        ],
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """A potential match with its evidence."""
    return {
        "entity": hit.entity,
        "caption": hit.caption,
        "schema": hit.schema,
        "score": round(hit.score, SCORE_DIGITS),
        "match": hit.match,
        "listings": [listing_json(listing) for listing in hit.listings],
        "explanation": explanation_json(hit.explanation),
    }


def checked_list_json(state: ListState) -> dict[str, Any]:
    """One list that was looked through."""
    return {
        "source": state.version.source,
        "title": state.version.title,
        "published": state.version.published.isoformat(),
        "oldest_held": state.oldest.isoformat(),
        "age_days": state.age_days,
        "stale": state.stale,
        "entities": state.version.entities,
        "names": state.version.names,
        "sha256": state.version.sha256,
    }


def checked_json(checked: Checked) -> dict[str, Any]:
    """What the answer rests on."""
    return {
        "as_of": checked.as_of.valid.isoformat(),
        "known": day_json(checked.as_of.known),
        "threshold": checked.threshold,
        "cutoff": checked.cutoff,
        "index": checked.index,
        "lists": [checked_list_json(state) for state in checked.lists],
        "warnings": list(checked.warnings),
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """One question with its hits and what was checked."""
    return {
        "id": answer.query.id,
        "query": query_json(answer.query),
        "hits": [hit_json(hit) for hit in answer.hits],
        "checked": checked_json(answer.checked),
        **notes_json(answer),
    }


def notes_json(answer: Answer) -> dict[str, Any]:
    """What of the question was not used; nothing where all of it was."""
    return {"notes": list(answer.notes)} if answer.notes else {}
