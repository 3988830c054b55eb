"""Is this product restricted: by whom, since when, under which annex, with which exemptions, at which priority tier.

Measures are rows of ``measures_goods`` (chapters and headings, with a mark of what was not checked at the source), the
common high-priority list, and the code list of openICPSR 229004 where the user has loaded it.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

from lustra.data import table
from lustra.errors import InputError, ReadError
from lustra.model.time import FOREVER, Interval, parse_day
from lustra.trade.places import expand

__all__ = ["Finding", "Measure", "chpl", "find", "goods_titles", "measures", "read_icpsr", "tier_of", "title_of"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One restriction on the goods of one code."""

    code: str
    """Two to six digits; everything below it is meant, in whole or in part."""
    vintage: str
    act: str
    annex: str
    sender: str
    targets: tuple[str, ...]
    direction: str
    """``export``: from the sender to the target; ``import``: into the sender … as the act has it."""
    held: Interval
    wind_down: str
    """Day until which old contracts may run, ISO; '' where none."""
    part: bool
    """Whether only some goods of the code are meant."""
    words: str
    exempt: str
    source: str
    verify: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known about one asked code."""

    code: str
    title: str
    tier: str
    """Tier of the common high-priority list (T1 … T4B), '' where not on it."""
    measures: tuple[Measure, ...]


def measures() -> tuple[Measure, ...]:
    """The packaged measures."""
    return tuple(
        Measure(
            code=row["code"],
            vintage=row["vintage"],
            act=row["act"],
            annex=", ".join(part for part in (row["article"], row["annex"]) if part),
            sender=row["sender"],
            targets=tuple(row["target"].split()),
            direction=row["direction"],
            held=Interval(parse_day(row["start"]), parse_day(row["end"]) if row["end"] else FOREVER),
            wind_down=row["wind_down"],
            part=row["part"] == "part",
            words=row["words"],
            exempt=row["exempt"],
            source=row["source"],
            verify=row["verify"],
        )
        for row in table("measures_goods")
    )


def chpl() -> dict[str, str]:
    """The common high-priority list of 23 February 2024: HS2022 code → tier."""
    return {row["code"]: row["tier"] for row in table("chpl")}


def goods_titles() -> dict[str, str]:
    """Code → short words, for chapters and the headings that measures speak of."""
    return {row["code"]: row["words"] for row in table("hs_headings")}


CATEGORIES = ("aviation", "dual_use", "firearms", "industrial_cap", "luxury", "military_tech", "oil_exploration",
              "oil_refining")  # fmt: skip


def read_icpsr(text: str, name: str) -> tuple[Measure, ...]:
    """The sanctioned codes of ``EU_sanctions_HS6`` (openICPSR 229004, CC BY 4.0) saved as CSV; HS2017, to package 10.

    Raises:
        ReadError: the columns are not those of that file, or a row has a bad code or date.
    """
    rows = csv.DictReader(StringIO(text, newline=""))
    if missing := {"Code", "Date", "EU_sanction"} - set(rows.fieldnames or ()):
        raise ReadError(
            f"{name}, line 1: no column {', '.join(sorted(missing))}", "Save EU_sanctions_HS6.dta as CSV first."
        )
    return tuple(_icpsr(row, name, line) for line, row in enumerate(rows, 2) if row["EU_sanction"] in ("1", "1.0"))


def _icpsr(row: dict[str, str], name: str, line: int) -> Measure:
    code = row["Code"].strip().zfill(6)
    try:
        start = parse_day(row["Date"][:10])
    except InputError as error:
        raise ReadError(f"{name}, line {line}: {error.message}") from None
    if not re.fullmatch(r"\d{6}", code):
        raise ReadError(f"{name}, line {line}: {code!r} is not a six-digit code")
    price = f"items up to EUR {float(row['Maxprice']):.0f}" if row.get("Maxprice") else ""
    part = row.get("partially_exempt") in ("1", "1.0")
    return Measure(
        code=code,
        vintage="HS2017",
        act="Reg. (EU) 833/2014",
        annex="list to package 10",
        sender="EU",
        targets=("RU",),
        direction="export",
        held=Interval(start, FOREVER),
        wind_down=row.get("Winddowndate", "")[:10],
        part=part,
        words=", ".join(c.replace("_", " ") for c in CATEGORIES if row.get(c) in ("1", "1.0")),
        exempt="; ".join(x for x in (price, "partly exempt" if part else "") if x),
        source="openICPSR 229004 (CC BY 4.0)",
        verify="ok",
    )


def tier_of(code: str) -> str:
    """The highest tier that a code, or anything below it, has on the common high-priority list; ''."""
    return min(
        (tier for listed, tier in chpl().items() if listed.startswith(code) or code.startswith(listed)), default=""
    )


def find(query: str, held: Iterable[Measure], on: date | None = None, to: str = "") -> tuple[Finding, ...]:
    """What is known about a code, a range of codes or words.

    Args:
        query: ``8542``, ``854231``, ``8542-8548``, ``84,85`` or words such as ``ball bearings``.
        held: the measures to look through.
        on: only measures in force on this day; None for all.
        to: only measures on goods going to this country; '' for all.

    Raises:
        InputError: nothing known has these words, or the range is empty.
        UnknownNameError: ``to`` is not a country.
    """
    wanted = _codes(query)
    target = expand([to], on or date(2022, 1, 1)) if to else frozenset()
    fitting = [m for m in held if (on is None or on in m.held) and (not target or target & _targets(m, on))]
    return tuple(Finding(code, title_of(code), tier_of(code), tuple(_matching(code, fitting))) for code in wanted)


def _targets(measure: Measure, on: date | None) -> frozenset[str]:
    """Where the barred goods would go: into the sender for a ban on imports, else to the targets."""
    return expand([measure.sender] if measure.direction == "import" else measure.targets, on or measure.held.start.date)


def _matching(code: str, held: Iterable[Measure]) -> Iterator[Measure]:
    found = [m for m in held if code.startswith(m.code) or m.code.startswith(code)]
    yield from sorted(found, key=lambda m: (m.held.start.isoformat(), m.act, m.annex, m.code))


def _codes(query: str) -> list[str]:
    text = query.strip()
    if re.fullmatch(r"[\d .]+", text):
        return [_digits(text)]
    if re.fullmatch(r"[\d .]+(,[\d .]+)+", text):
        return [_digits(part) for part in text.split(",")]
    if match := re.fullmatch(r"([\d.]+)\s*[-–]\s*([\d.]+)", text):
        return _range(_digits(match[1]), _digits(match[2]))
    return _by_words(text)


def _digits(text: str) -> str:
    code = re.sub(r"\D", "", text)
    if not 2 <= len(code) <= 10:
        raise InputError(
            f"{text!r} is not an HS or CN code", "Codes have 2 to 10 digits; chapters are written 01 … 97."
        )
    return code


def _range(first: str, last: str) -> list[str]:
    width = len(first)
    if len(last) != width or last < first or int(last) - int(first) > 500:
        raise InputError(
            f"{first}-{last} is not a range of codes", "Write both ends with as many digits, lower one first."
        )
    return [str(number).zfill(width) for number in range(int(first), int(last) + 1)]


def _by_words(text: str) -> list[str]:
    stems = [re.sub(r"(?<=\w{3})s$", "", word) for word in re.findall(r"\w+", text.casefold())]
    found = [
        code for code, words in goods_titles().items() if stems and all(stem in words.casefold() for stem in stems)
    ]
    found += [m.code for m in measures() if stems and all(stem in m.words.casefold() for stem in stems) and not found]
    if not found:
        raise InputError(f"no heading or measure has the words {text!r}", "Try one plainer word, or an HS code.")
    return sorted(set(found))


def title_of(code: str) -> str:
    """Short words for a code: its own, else its heading's, else its chapter's, else ''."""
    held = goods_titles()
    return next((held[code[:n]] for n in (6, 4, 2) if code[:n] in held), "")
