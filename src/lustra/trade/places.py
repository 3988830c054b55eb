"""Names and codes of partners in trade statistics → ISO 3166 alpha-2, with groups by date of membership.

Publishers write a country as a name in their own language (with notes in brackets), as ISO letters, as UN M49 digits
(with Comtrade's own numbers for some), or as Eurostat geonomenclature letters. Names come from pycountry and its
translations; what those lack stands in the packaged table ``trade_places``.
"""

import gettext
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

import pycountry

from lustra.data import table
from lustra.errors import UnknownNameError
from lustra.model.time import FOREVER, LONG_AGO, Interval

__all__ = ["GROUPS", "Place", "expand", "members", "name_of", "resolve"]

LANGUAGES = ("fr", "ru", "de", "es")
"""Languages of partner names met in the sources read (Eurostat publishes fr and de, national offices ru)."""

_NOTE = re.compile(r"\s*\(.*", re.IGNORECASE | re.DOTALL)
_COMTRADE_PADDING = 3


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
def _iso() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for country in pycountry.countries:
        forms = [country.alpha_2, country.alpha_3, country.numeric, country.numeric.lstrip("0"), country.name]
        forms += [getattr(country, kind, "") for kind in ("official_name", "common_name")]
        found.update({fold(form): Place(country.alpha_2, "country") for form in forms if form})
    return found


@cache
def _translated() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for language in LANGUAGES:
        words = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
        for country in pycountry.countries:
            for english in (country.name, getattr(country, "common_name", country.name)):
                found.setdefault(fold(words.gettext(english)), Place(country.alpha_2, "country"))
    return found


@cache
def resolve(text: str) -> Place | None:
    """The place that a publisher's ``text`` (name or code, any case) stands for; None when nothing known fits."""
    whole = fold(text)
    short = fold(_NOTE.sub("", text))
    tables = (_aliases, _iso, _translated)
    return next(
        (places[form] for load in tables for places in [load()] for form in (whole, short) if form in places), None
    )


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


@cache
def name_of(code: str) -> str:
    """The short English name of an alpha-2 code, or the code itself for an aggregate."""
    country = pycountry.countries.get(alpha_2=code)
    if country is None:
        return {"XK": "Kosovo", "EU27": "EU27", "EU": "European Union", "W0": "World"}.get(code, code)
    return str(getattr(country, "common_name", country.name)).split(",")[0]
