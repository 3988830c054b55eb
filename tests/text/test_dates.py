"""Every shape in which a list prints a date, and the shapes that are not guessed at."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.model.time import ImpreciseDate, is_before
from lustra.text.dates import parse_date, parse_dates

SHAPES = [  # list that prints it so, text, EDTF
    ("ofac full", "15 Mar 1961", "1961-03-15"),
    ("ofac month and year", "Mar 1961", "1961-03"),
    ("ofac year", "1961", "1961"),
    ("ofac year range", "1955 to 1957", "1955/1957"),
    ("ofac month range", "Mar 1955 to Apr 1957", "1955-03-01/1957-04-30"),
    ("ofac day range", "02 Jan 1955 to 30 Dec 1957", "1955-01-02/1957-12-30"),
    ("ofac whole years as days", "01 Jan 1955 to 31 Dec 1957", "1955/1957"),
    ("ofac circa", "circa 1961", "1961~"),
    ("ofac circa day", "circa 03 Mar 1961", "1961-03-03~"),
    ("ofac circa range", "circa 1955-1957", "1955~/1957~"),
    ("un approximately", "Approximately 1952", "1952~"),
    ("un between", "between 1955 and 1957", "1955/1957"),
    ("un listed on, with a zone", "2012-01-01-05:00", "2012-01-01"),
    ("eu journal day", "24.9.2004", "2004-09-24"),
    ("eu journal two years", "1963/1964", "1963/1964"),
    ("eu timestamp", "2026-02-26T00:00:00.000+01:00", "2026-02-26"),
    ("uk year only", "dd/mm/1958", "1958"),
    ("uk month and year", "dd/03/1958", "1958-03"),
    ("uk day first", "15/03/1961", "1961-03-15"),
    ("uk day first where both could be a month", "11/06/1966", "1966-06-11"),
    ("ofsi zero day", "00/03/1961", "1961-03"),
    ("ofsi zero day and month", "00/00/1961", "1961"),
    ("month and year in numbers", "03/1961", "1961-03"),
    ("iso day", "1961-03-15", "1961-03-15"),
    ("iso month", "1961-03", "1961-03"),
    ("iso zero parts", "1961-00-00", "1961"),
    ("canada decade", "born in the early 1960s", "1960/1969"),
    ("canada two years", "1955-1957", "1955/1957"),
    ("month first", "March 15, 1961", "1961-03-15"),
    ("ordinal", "3rd March 1961", "1961-03-03"),
    ("blanks and stop", "  15  Mar\t1961. ", "1961-03-15"),
    ("circa behind", "1961 (approximately)", "1961~"),
]

NOT_UNDERSTOOD = [
    "",
    "unknown",
    "Jul-85",
    "before 1960",
    "31 Feb 1961",
    "03/15/1961",
    "1957 to 1955",
    "15 Foo 1961",
    "61",
]

LISTS = [
    ("(a) 15 Mar 1961, (b) 1962", ["1961-03-15", "1962"]),
    ("(a) March 15, 1961, (b) 1962; (c) circa 1964", ["1961-03-15", "1962", "1964~"]),
    ("a) 1961 b) 1963", ["1961", "1963"]),
    ("1960-01-01 or 1961-02-03", ["1960-01-01", "1961-02-03"]),
    ("1960 OR 1960", ["1960"]),
    ("24.9.2004, 25.9.2004", ["2004-09-24", "2004-09-25"]),
    ("between 1955 and 1957", ["1955/1957"]),
    ("1961 or unknown", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "edtf"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_each_printed_shape_is_read(text: str, edtf: str) -> None:
    """A shape that a list prints becomes the interval it stands for."""
    found = parse_date(text)

    assert found is not None
    assert edtf == found.edtf()


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_not_understood_gives_nothing(text: str) -> None:
    """An ambiguous, open or impossible date is never guessed at."""
    assert parse_date(text) is None


@pytest.mark.parametrize(("text", "edtf"), LISTS)
def test_alternatives_are_all_read_or_none(text: str, edtf: list[str]) -> None:
    """A list of dates gives each of them, and nothing when a part would be lost."""
    assert edtf == [found.edtf() for found in parse_dates(text)]


def test_trap_a_year_is_not_its_first_of_january() -> None:
    """The year 1957 is the whole year, not one day of it."""
    assert parse_date("1957") == ImpreciseDate(date(1957, 1, 1), date(1958, 1, 1))


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 30)))
def test_every_day_reads_alike_in_every_order(day: date) -> None:
    """ISO, day first and worded forms of one day are one date."""
    forms = (day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d %b %Y}", f"{day.day}.{day.month}.{day.year}")

    assert {ImpreciseDate.day(day)} == {parse_date(form) for form in forms}


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2998, 1, 1)), st.integers(0, 4000), st.booleans())
def test_edtf_text_is_read_back(start: date, days: int, circa: bool) -> None:
    """What the store writes is understood again."""
    whole = ImpreciseDate.between(
        ImpreciseDate.day(start), ImpreciseDate.day(date.fromordinal(start.toordinal() + days))
    )
    there = ImpreciseDate(whole.earliest, whole.end, circa)

    assert there == parse_date(there.edtf())


@given(st.text(max_size=40))
def test_no_text_breaks_the_parser(text: str) -> None:
    """Any text gives dates or nothing, never an error."""
    assert all(is_before(found.earliest, found.end) for found in parse_dates(text))
