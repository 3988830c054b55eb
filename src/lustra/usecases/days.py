"""Days as Python users give them: a date, or text."""

from datetime import date

from lustra.model.time import FOREVER, AsOf, DayLike, day_of

__all__ = ["as_of_days", "perhaps_day", "typed_day"]


def typed_day(day: DayLike) -> date:
    """A day that may be given as text.

    Raises:
        InputError: the text is no day.
    """
    return day_of(day).date


def perhaps_day(day: DayLike | None) -> date | None:
    """``typed_day`` where one is given.

    Raises:
        InputError: the text is no day.
    """
    return None if day is None else typed_day(day)


def as_of_days(as_of: DayLike | None, known: DayLike | None) -> AsOf:
    """The day asked about, today where none is given, and the day whose knowledge is used, all where none is given.

    Raises:
        InputError: a text is no day.
    """
    return AsOf(as_of or date.today(), known or FOREVER)
