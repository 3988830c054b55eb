"""What a person or a row says about somebody, as a question.

Several values in one cell are separated by ``;``; a JSON line may hold lists. Columns that are not asked for are left
alone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from lustra.errors import InputError
from lustra.model.query import Query
from lustra.model.time import ImpreciseDate
from lustra.text.countries import country_code
from lustra.text.dates import parse_dates

__all__ = ["MAX_CELL_CHARACTERS", "birth_dates", "country", "gender", "question", "schema"]

MAX_CELL_CHARACTERS = 100_000
"""A cell longer than this is a broken file, not a name."""
GENDERS = {"m": "male", "male": "male", "f": "female", "female": "female", "": ""}
SCHEMATA = (
    "Person",
    "Company",
    "Organization",
    "PublicBody",
    "LegalEntity",
    "Vessel",
    "Airplane",
    "CryptoWallet",
    "Asset",
    "Thing",
)
"""FollowTheMoney schemata that can be asked for."""


def question(row: Mapping[str, Any]) -> Query:
    """One row as a question.

    Args:
        row: column → text or list of texts.

    Raises:
        InputError: no name, text that is not Unicode, or a schema, date, country or gender that cannot be read.
    """
    names = _cell(row, "name", split=False)
    if not names:
        raise InputError("the name is empty", "Give every row a name.")
    return Query(
        names=names,
        id=_unicode("id", str(row.get("id") or "")),
        schema=schema(str(row.get("schema") or "")),
        birth_dates=tuple(day for text in _cell(row, "birth_date") for day in birth_dates(text)),
        countries=tuple(country(text) for text in _cell(row, "country")),
        gender=gender(str(row.get("gender") or "")),
        addresses=_cell(row, "address", split=False),
        identifiers=_cell(row, "identifiers"),
    )


def schema(text: str) -> str:
    """A typed FollowTheMoney schema, in whatever case, as FollowTheMoney writes it; "" stays "".

    Raises:
        InputError: nothing can be asked by it; a misspelt schema must not look like a miss.
    """
    found = {known.casefold(): known for known in SCHEMATA}.get(text.strip().casefold(), "")
    if text.strip() and not found:
        raise InputError(f"{text!r} is not a schema that can be asked for", f"Write one of {', '.join(SCHEMATA)}.")
    return found


def birth_dates(text: str) -> tuple[ImpreciseDate, ...]:
    """A typed date: a year, a month, a day, a range, or circa.

    Raises:
        InputError: it cannot be read as a date.
    """
    try:
        return (ImpreciseDate.from_edtf(text),)
    except InputError:
        found = parse_dates(text)
    if not found:
        raise InputError(f"{text!r} is not a date", "Write 1957, 1957-03, 1957-03-04, 1957~ or 1955/1957.")
    return tuple(found)


def country(text: str) -> str:
    """A typed country as lower-case ISO 3166 alpha-2.

    Raises:
        InputError: no country has this name or code.
    """
    code = country_code(text)
    if not code:
        raise InputError(f"{text!r} is not a country", "Write an ISO 3166 code such as BY, or an English name.")
    return code


def gender(text: str) -> str:
    """``male``, ``female`` or "".

    Raises:
        InputError: anything else.
    """
    folded = text.strip().lower()
    if folded not in GENDERS:
        raise InputError(f"{text!r} is not a gender that lists print", "Write male, female, or leave it empty.")
    return GENDERS[folded]


def _cell(row: Mapping[str, Any], column: str, *, split: bool = True) -> tuple[str, ...]:
    value = row.get(column)
    if value is None:
        return ()
    texts: Iterable[Any] = value if isinstance(value, list | tuple) else str(value).split(";") if split else [value]
    cleaned = [" ".join(str(text).split()) for text in texts]
    if any(len(text) > MAX_CELL_CHARACTERS for text in cleaned):
        raise InputError(f"{column} is over {MAX_CELL_CHARACTERS} characters long", "Check quotes and separators.")
    return tuple(_unicode(column, text) for text in cleaned if text)


def _unicode(column: str, text: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        shown = text.encode("utf-8", "backslashreplace").decode()
        remedy = "Save the file as UTF-8, or set the terminal to UTF-8 (LC_ALL=C.UTF-8)."
        raise InputError(f"{column} is not Unicode text: {shown[:200]}", remedy)
    return text
