"""One function tells which version of a list counts on a day, and whether it is stale."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.model.list_version import ListVersion, list_state
from lustra.model.time import FOREVER, AsOf

FIRST, SECOND = date(2026, 1, 1), date(2026, 3, 1)


def version(published: date) -> ListVersion:
    """A version that may be ten days old."""
    return ListVersion("xx_list", "A list", published, "0" * 64, 1, 1, max_age_days=10)


VERSIONS = [version(FIRST), version(SECOND)]
STATES = [
    (date(2026, 1, 11), FOREVER, None, FIRST, 10, False),
    (date(2026, 1, 12), FOREVER, None, FIRST, 11, True),
    (date(2026, 3, 1), FOREVER, None, SECOND, 0, False),
    (date(2026, 3, 1), date(2026, 2, 28), None, FIRST, 59, True),
    (date(2026, 4, 1), FOREVER, date(2026, 3, 30), SECOND, 31, False),
    (date(2026, 4, 1), date(2026, 3, 29), date(2026, 3, 30), SECOND, 31, True),
    (date(2025, 12, 1), FOREVER, None, FIRST, 0, False),
]


@pytest.mark.parametrize(("valid", "known", "checked", "published", "age_days", "stale"), STATES)
def test_the_version_and_its_age_as_of_a_day(
    valid: date, known: date, checked: date | None, published: date, age_days: int, stale: bool
) -> None:
    """The version published and the check made by both clocks count; age is told from publication."""
    state = list_state(VERSIONS, AsOf(valid, known), checked)
    assert (published, age_days, stale) == (state.version.published, state.age_days, state.stale)
    assert (FIRST, 2) == (state.oldest, state.versions)


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_check_never_makes_a_list_staler(day: int, checked: int) -> None:
    """A publisher that had nothing newer can only make the copy fresher, and one asked later makes no difference."""
    as_of, check = AsOf(FIRST + timedelta(day)), FIRST + timedelta(checked)
    plain, after = list_state(VERSIONS, as_of), list_state(VERSIONS, as_of, check)
    assert plain.stale >= after.stale
    assert checked <= day or plain == after
