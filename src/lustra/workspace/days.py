"""Days as Python users give them: a date, or text."""

from datetime import date

from lustra.model.time import FOREVER, AsOf, parse_day

__all__ = ["Day", "as_of_days", "perhaps_day", "typed_day"]

Day = date | str
"""A day, or YYYY-MM-DD."""


def typed_day(day: Day) -> date:
    """A day that may be given as text.

    Raises:
        InputError: the text is no day.
    """
    return parse_day(day) if isinstance(day, str) else day


def perhaps_day(day: Day | None) -> date | None:
    """``typed_day`` where one is given.

    Raises:
        InputError: the text is no day.
    """
    return None if day is None else typed_day(day)


def as_of_days(as_of: Day | None, known: Day | None) -> AsOf:
    """The day asked about, today where none is given, and the day whose knowledge is used, all where none is given.

    Raises:
        InputError: a text is no day.
    """
    return AsOf(perhaps_day(as_of) or date.today(), perhaps_day(known) or FOREVER)
