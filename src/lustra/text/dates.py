"""Dates as sanctions lists print them → imprecise dates.

Understood: ``1961``, ``Mar 1961``, ``15 Mar 1961``, ``March 15, 1961``, ``24.9.2004``, ``15/03/1961`` (day first),
``03/1961``, ``1961-03-15`` (a time or zone after it is ignored), unknown parts as ``dd/mm/1958``, ``00/03/1961`` or
``1961-00-00``, decades (``1960s``, ``early 1960s``), any of them as ``circa``, ``Approximately``, ``about``, and
ranges of them: ``1955 to 1957``, ``1955-1957``, ``1963/1964``, ``between 1955 and 1957``,
``01 Jan 1955 to 31 Dec 1957``.

Not guessed at: month-first days, two-digit years, open ranges (``before 1960``), other calendars. A text that is not
understood gives nothing, never a wrong date; the caller keeps the publisher's words.
"""

import re
from datetime import date
from functools import lru_cache

from lustra.errors import InputError
from lustra.model.time import ImpreciseDate

__all__ = ["parse_date", "parse_dates"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}

_CIRCA = re.compile(
    r"(?:circa|ca\.?|c\.|approximately|approximate|approx\.?|app\.?|about|around)\s*(?=[\w(])", re.IGNORECASE
)
_CIRCA_AFTER = re.compile(r"\s*(?:\((?:circa|approximate(?:ly)?|approx\.?)\)|~)$", re.IGNORECASE)
_RANGE = re.compile(
    r"(?:between|from)\s+(.+?)\s+(?:and|to|until)\s+(.+)|(.+?)\s+(?:to|until|-|–)\s+(.+)", re.IGNORECASE
)
_YEARS = re.compile(r"(\d{4})\s*[-–/]\s*(\d{4})")
_EDTF_RANGE = re.compile(r"(\d{4}(?:-\d{2}){0,2}~?)/(\d{4}(?:-\d{2}){0,2}~?)")
_DECADE = re.compile(r"(?:born )?(?:in )?(?:the )?(?:early |mid[- ]?|late )?(\d{3})0'?s", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2})(?:[T ]\d{2}:\d{2}\S*|[+-]\d{2}:\d{2}|Z)?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2}|dd?)[./-])?(\d{1,2}|mm?)[./-](\d{4})", re.IGNORECASE)
_WORDED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?[ .-]+)?([a-z]+)\.?,?[ -]+(\d{4})", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.IGNORECASE)
_COMMA_OF_MONTH_FIRST = re.compile(r"([a-z]{3}\.? \d{1,2}(?:st|nd|rd|th)?), (?=\d{4})", re.IGNORECASE)
_ALTERNATIVES = re.compile(r"\bor\b|[;,\n]|\(?\b[a-h]\)", re.IGNORECASE)


@lru_cache(maxsize=8192)
def parse_date(text: str) -> ImpreciseDate | None:
    """Read one date, point or range; None where the text is not understood or names a day that does not exist."""
    plain = " ".join(text.split()).strip(" .,;")
    circa = _CIRCA.match(plain)
    body = plain[circa.end() :] if circa else plain
    after = _CIRCA_AFTER.search(body)
    interval = _interval(body[: after.start()] if after else body)
    if interval is None or not (circa or after):
        return interval
    return ImpreciseDate(interval.earliest, interval.end, circa=True)


def parse_dates(text: str) -> tuple[ImpreciseDate, ...]:
    """Read alternatives such as ``(a) 1 Jan 1960, (b) 1961`` or ``1960-01-01 or 1961``, in printed order.

    Returns:
        Every date; () when any part is not understood, so that no part is lost unseen.
    """
    whole = parse_date(text)
    if whole:
        return (whole,)
    parts = [part for part in _ALTERNATIVES.split(_COMMA_OF_MONTH_FIRST.sub(r"\1 ", text)) if part.strip(" .,;")]
    dates = [parse_date(part) for part in parts]
    known = [found for found in dates if found]
    return tuple(dict.fromkeys(known)) if len(known) == len(dates) else ()


def _interval(text: str) -> ImpreciseDate | None:
    years = _YEARS.fullmatch(text) or _EDTF_RANGE.fullmatch(text)
    if years:
        return _between(years[1], years[2])
    point = _point(text)
    if point:
        return point
    match = _RANGE.fullmatch(text)
    return _between(match[1] or match[3], match[2] or match[4]) if match else None


def _between(first: str, last: str) -> ImpreciseDate | None:
    start, end = parse_date(first), parse_date(last)
    if start is None or end is None:
        return None
    try:
        return ImpreciseDate.between(start, end)
    except InputError:
        return None


def _point(text: str) -> ImpreciseDate | None:
    if re.fullmatch(r"\d{4}", text):
        return _date(text, "", "")
    if match := _ISO.fullmatch(text):
        return _date(match[1], match[2], match[3] or "")
    if match := _DAY_FIRST.fullmatch(text):
        return _date(match[3], match[2], match[1] or "")
    if match := _WORDED.fullmatch(text):
        return _worded(match[3], match[2], match[1] or "")
    if match := _MONTH_FIRST.fullmatch(text):
        return _worded(match[3], match[1], match[2])
    match = _DECADE.fullmatch(text)
    return _between(f"{match[1]}0", f"{match[1]}9") if match else None


def _worded(year: str, month: str, day: str) -> ImpreciseDate | None:
    number = _MONTHS.get(month.lower())
    return _date(year, str(number), day) if number else None


def _date(year: str, month: str, day: str) -> ImpreciseDate | None:
    """Letters and zeros stand for a part that is not known; a known day in an unknown month is no more than a year."""
    month_number = int(month) if month.isdigit() else 0
    day_number = int(day) if day.isdigit() else 0
    try:
        if month_number and day_number:
            return ImpreciseDate.day(date(int(year), month_number, day_number))
        return ImpreciseDate.month(int(year), month_number) if month_number else ImpreciseDate.year(int(year))
    except (ValueError, OverflowError):
        return None
