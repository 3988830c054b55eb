"""Imprecise dates stay imprecise."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ownership.graphs import CALM

from lustra.errors import InputError
from lustra.model.time import (
    FOREVER,
    LONG_AGO,
    AsOf,
    Day,
    DayLike,
    ImpreciseDate,
    Interval,
    covers,
    day_of,
    day_ordinal,
    parse_day,
)

FORMS = [
    ("1957", date(1957, 1, 1), date(1958, 1, 1), False),
    ("1957-12", date(1957, 12, 1), date(1958, 1, 1), False),
    ("1957-03-04", date(1957, 3, 4), date(1957, 3, 5), False),
    ("1951~", date(1951, 1, 1), date(1952, 1, 1), True),
    ("1955/1957", date(1955, 1, 1), date(1958, 1, 1), False),
    ("1955-02-03/1957-04-05", date(1955, 2, 3), date(1957, 4, 6), False),
]


@pytest.mark.parametrize(("text", "earliest", "end", "circa"), FORMS)
def test_edtf_is_read_as_the_interval_it_names(text: str, earliest: date, end: date, circa: bool) -> None:
    """Each EDTF form is the half-open interval of the days it allows, and prints back as it was."""
    assert ImpreciseDate(earliest, end, circa) == ImpreciseDate.from_edtf(text)
    assert text == ImpreciseDate.from_edtf(text).edtf()


@pytest.mark.parametrize("text", ["", "57", "1957-13", "1957-02-30", "1958/1957", "0000", "13 March 1957", "9999"])
def test_anything_else_is_refused(text: str) -> None:
    """A date that does not exist, or a form that is not EDTF, is an error that names the text."""
    with pytest.raises(InputError):
        ImpreciseDate.from_edtf(text)


DAYS = st.dates(date(1000, 1, 1), date(2999, 12, 30))


@given(DAYS, DAYS, st.booleans())
def test_every_imprecise_date_survives_its_text(first: date, last: date, circa: bool) -> None:
    """``from_edtf(edtf())`` is the identity."""
    low, high = sorted((first, last))
    whole = ImpreciseDate.between(ImpreciseDate.day(low, circa=circa), ImpreciseDate.day(high, circa=circa))
    assert whole == ImpreciseDate.from_edtf(whole.edtf())


def test_issue_watchman_dob_1957_is_a_year_not_a_day() -> None:
    """1957 may be any day of that year, and is not 1 January."""
    year = ImpreciseDate.from_edtf("1957")
    assert not year.precise
    assert year.may_equal(ImpreciseDate.from_edtf("1957-11-30"))
    assert not year.may_equal(ImpreciseDate.from_edtf("1958-01-01"))


def test_intervals_are_half_open() -> None:
    """The end is the first day outside."""
    held = Interval(date(2022, 2, 24), date(2022, 3, 1))
    assert date(2022, 2, 24) in held
    assert date(2022, 3, 1) not in held
    assert not held.overlaps(Interval(date(2022, 3, 1)))


def test_a_day_is_a_full_iso_day() -> None:
    """A year is not a day."""
    with pytest.raises(InputError, match="is not a day"):
        parse_day("1957")


JUNE = date(2023, 6, 1)
SUPERSEDED = Interval(date(2020, 1, 1), JUNE)
ADMITTED = [
    ("it was in force and known", AsOf(JUNE), Interval(), Interval(), LONG_AGO, True),
    ("it had not begun", AsOf(JUNE), Interval(date(2023, 6, 2)), Interval(), LONG_AGO, False),
    ("it had ended", AsOf(JUNE), Interval(end=JUNE), Interval(), LONG_AGO, False),
    ("it was known later", AsOf(JUNE, JUNE), Interval(), Interval(date(2024, 1, 1)), LONG_AGO, False),
    ("it was known that day", AsOf(JUNE, JUNE), Interval(), Interval(JUNE), LONG_AGO, True),
    ("it was superseded by then", AsOf(JUNE, JUNE), Interval(), SUPERSEDED, LONG_AGO, False),
    ("its end was published later", AsOf(JUNE, JUNE), Interval(end=JUNE), Interval(), date(2023, 6, 2), True),
    ("its end was published by then", AsOf(JUNE, JUNE), Interval(end=JUNE), Interval(), JUNE, False),
    ("its end is published, all is known", AsOf(JUNE), Interval(end=JUNE), Interval(), date(2024, 1, 1), False),
    ("it has no end", AsOf(FOREVER), Interval(JUNE), Interval(JUNE), FOREVER, True),
]


@pytest.mark.parametrize(("why", "as_of", "valid", "known", "published", "expected"), ADMITTED)
def test_what_counts_was_in_force_and_known(
    why: str, as_of: AsOf, valid: Interval, known: Interval, published: DayLike, expected: bool
) -> None:
    """A record counts while it is in force and known; an end published later has not come yet."""
    assert expected == as_of.admits(valid, known, day_of(published)), why


STARTS = st.sampled_from([LONG_AGO, *(day_of(date(2023, month, 1)) for month in range(1, 6)), FOREVER - 1])
BOUNDS = STARTS | st.just(FOREVER)
INTERVALS = st.builds(Interval, STARTS, BOUNDS)


@settings(CALM)
@given(st.builds(AsOf, BOUNDS, BOUNDS), st.lists(st.tuples(INTERVALS, INTERVALS, BOUNDS)))
def test_columns_are_admitted_as_single_values_are(as_of: AsOf, rows: list[tuple[Interval, Interval, Day]]) -> None:
    """The mask of ``admitted`` is ``admits`` of every row, and that of ``covers`` is ``in``."""
    ordinals = np.array([[d.ordinal for d in (v.start, v.end, k.start, k.end, p)] for v, k, p in rows], np.int32)
    start, end, known_from, known_to, published = ordinals.reshape(-1, 5).T
    mask = as_of.admitted((start, end), (known_from, known_to), published)
    assert [as_of.admits(*row) for row in rows] == mask.tolist()
    assert [as_of.valid in row[0] for row in rows] == covers(start, end, day_ordinal(as_of.valid)).tolist()


def test_the_last_day_lies_in_what_has_no_end() -> None:
    """FOREVER is an open end, not a day past which nothing holds."""
    assert FOREVER in Interval()
    assert FOREVER not in Interval(end=date(9999, 12, 30))
