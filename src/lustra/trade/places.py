"""Names and codes of partners in trade statistics → ISO 3166 alpha-2, with groups by date of membership.

Publishers write a country as a name in their own language (with notes in brackets), as ISO letters, as UN M49 digits
(with Comtrade's own numbers for some), or as Eurostat geonomenclature letters. What these publishers alone write is in
the packaged table ``trade_places``; every other name and number is resolved by ``text.countries``.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from lustra.data import table
from lustra.errors import UnknownNameError
from lustra.model.time import FOREVER, LONG_AGO, Interval
from lustra.text.countries import country_code, country_codes, country_of_number, english_name

__all__ = ["GROUPS", "Place", "expand", "members", "name_of", "resolve"]

_NOTE = re.compile(r"\s*\(.*", re.IGNORECASE | re.DOTALL)


class Place(NamedTuple):
    """What a partner's name or code stands for."""

    code: str
    """Upper-case ISO 3166 alpha-2 (``XK`` for Kosovo); ``EU27``/``EU`` aggregate, ``W0`` world, ``XG`` another group,
    ``XX`` unspecified (stores, high seas, secret)."""
    kind: str
    """``country``, ``aggregate`` (a group that trades as one), ``world``, ``group`` or ``unspecified``."""


def fold(text: str) -> str:
    """Lower case, no accents, one kind of apostrophe, single blanks."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'").replace("`", "'"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


@cache
def _aliases() -> dict[str, Place]:
    return {fold(row["alias"]): Place(row["code"], row["kind"]) for row in table("trade_places")}


@cache
def resolve(text: str) -> Place | None:
    """The place that a publisher's ``text`` (name or code, any case) stands for; None when nothing known fits.

    A country that is no more is not a partner of today's statistics: None, unless ``trade_places`` names it.
    """
    forms = (text, _NOTE.sub("", text))
    if place := next((_aliases()[fold(form)] for form in forms if fold(form) in _aliases()), None):
        return place
    codes = (country_of_number(form.strip()) or country_code(form) for form in forms)
    code = next((code for code in codes if code in country_codes()), "")
    return Place(code.upper(), "country") if code else None


@cache
def _memberships() -> dict[str, tuple[tuple[str, Interval], ...]]:
    found: dict[str, list[tuple[str, Interval]]] = {}
    for row in table("trade_groups"):
        start = date.fromisoformat(row["from"]) if row["from"] else LONG_AGO
        end = date.fromisoformat(row["to"]) if row["to"] else FOREVER
        found.setdefault(row["group"], []).append((row["member"], Interval(start, end)))
    return {group: tuple(rows) for group, rows in found.items()}


GROUPS = ("EU", "EU27", "EAEU", "COALITION", "COUNTER2014")
"""Groups that an origin or a target may be named by."""


def members(group: str, day: date) -> frozenset[str]:
    """The members of a group on a day, as alpha-2 codes.

    Raises:
        UnknownNameError: no such group.
    """
    rows = _memberships().get(group.upper())
    if rows is None:
        raise UnknownNameError(f"{group!r} is not a group of countries", f"Groups are: {', '.join(GROUPS)}.")
    return frozenset(member for member, held in rows if day in held)


def expand(names: Iterable[str], day: date) -> frozenset[str]:
    """Countries and groups as typed → alpha-2 codes; a group that trades as one (EU27) keeps its own code too.

    Raises:
        UnknownNameError: a name that resolves to no country and no group.
    """
    codes: set[str] = set()
    for name in names:
        if name.upper() in GROUPS:
            codes |= members(name, day) | ({name.upper()} if name.upper() in {"EU", "EU27"} else set())
            continue
        place = resolve(name)
        if place is None:
            raise UnknownNameError(
                f"{name!r} is not a country", f"Write an ISO code, a name, or a group: {', '.join(GROUPS)}."
            )
        codes.add(place.code)
    return frozenset(codes)


def name_of(code: str) -> str:
    """The usual English name of an alpha-2 code; the code itself for an aggregate such as EU27."""
    if code.lower() in country_codes():
        return english_name(code.lower())
    return {"EU": "European Union", "W0": "World"}.get(code, code)
