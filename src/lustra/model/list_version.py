"""A version of a list, and how fresh what is known of the list is on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lustra.model.time import AsOf, day_of, days_between, is_before

__all__ = ["DEFAULT_MAX_AGE_DAYS", "ListState", "ListVersion", "list_state"]

DEFAULT_MAX_AGE_DAYS = 365
"""Of a list that the table of sources does not hold."""


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One published version of a list.

    Args:
        source: the list's name.
        title: its title.
        published: its publication day.
        sha256: over the names and hashes of the publisher's files.
        entities: how many entries it has.
        names: how many names they have.
        max_age_days: a copy older than this is stale.
        problems: how many problems were recorded when it was read.
    """

    source: str
    title: str
    published: date
    sha256: str
    entities: int
    names: int
    max_age_days: int = DEFAULT_MAX_AGE_DAYS
    problems: int = 0


@dataclass(frozen=True, slots=True)
class ListState:
    """The version of a list that counts on a day, and how fresh it is.

    Args:
        version: the newest version published by the day and by the state of knowledge; the oldest where none was.
        oldest: publication day of the oldest version: before it, absence proves nothing.
        versions: how many versions there are.
        age_days: days from the version's publication to the day.
        checked: when the publisher was last asked and had nothing newer; None where that was not by then.
        stale: whether the age, or the time since that check, is more than ``max_age_days``.
    """

    version: ListVersion
    oldest: date
    versions: int
    age_days: int
    checked: date | None
    stale: bool


def list_state(versions: Sequence[ListVersion], as_of: AsOf, checked: date | None = None) -> ListState:
    """The state of a list as of a day.

    Args:
        versions: of one list, at least one, oldest first.
        as_of: the day, and the state of knowledge.
        checked: when the publisher was last asked and had nothing newer.
    """
    used = (version for version in reversed(versions) if not is_before(as_of.first, day_of(version.published)))
    version = next(used, versions[0])
    age_days = max(days_between(day_of(version.published), as_of.valid), 0)
    checked = None if checked is None or is_before(as_of.first, day_of(checked)) else checked
    unchecked_days = age_days if checked is None else min(age_days, days_between(day_of(checked), as_of.valid))
    stale = unchecked_days > version.max_age_days
    return ListState(version, versions[0].published, len(versions), age_days, checked, stale)
