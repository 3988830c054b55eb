"""HS editions, and the gate between them: no code list meets flows of another edition without a correspondence.

A code may stand in two editions and mean different things, or in one and vanish in the next; a join by raw code loses
both silently. ``join_codes`` either converts by the UN correspondence, and says what was split and merged, or refuses
and names the codes that would be lost.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lustra.data import table
from lustra.errors import InputError, ReadError

__all__ = ["EDITIONS", "FILE_NAME", "Concordance", "Join", "join_codes", "packaged", "read_tables"]

EDITIONS = ("HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022")
"""HS0 … HS6 in the UN's numbering (UN Statistics Division, correspondence tables)."""

FILE_NAME = re.compile(r"hs([0-6])_hs([0-6])\.csv")
"""Of a file of correspondences: the newer edition, the older one."""
SHOWN = 12
"""Lost codes named in a message; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Join:
    """A code list carried into the edition of the flows."""

    vintage: str
    codes: frozenset[str]
    """The list's codes in the flows' edition."""
    sources: Mapping[str, tuple[str, ...]]
    """Converted code → the listed codes it stands for."""
    weights: Mapping[str, float]
    """Converted code → share of the codes merged into it that are listed, 0–1; below 1 it is treated only in part."""
    splits: Mapping[str, tuple[str, ...]]
    """Listed code → the several codes it became."""
    strays: tuple[str, ...] = ()
    """Listed codes that the stated edition does not have, carried from the newest edition that has them."""
    unknown: tuple[str, ...] = ()
    """Listed codes that no edition has: mistakes of the list itself."""
    lost: tuple[str, ...] = ()
    """Listed codes that exist, but for which the correspondence has no row."""

    def words(self) -> str:
        """One sentence on what the conversion did."""
        part = sum(weight < 1 for weight in self.weights.values())
        return (
            f"{len(self.sources)} codes in {self.vintage}; {len(self.splits)} listed codes split, "
            f"{sum(len(s) > 1 for s in self.sources.values())} codes merge several listed ones, "
            f"{part} hold unlisted goods too, {len(self.strays)} carried from another edition, "
            f"{len(self.unknown)} in no edition, {len(self.lost)} lost"
        )


@dataclass(frozen=True)
class Concordance:
    """Correspondences between editions: (newer, older) → newer code → older codes."""

    tables: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]]
    complete: bool = True
    """Whether every code of an edition is in it (the packaged subset is not)."""

    @cached_property
    def _older(self) -> dict[tuple[str, str], dict[str, tuple[str, ...]]]:
        inverse: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for (newer, older), pairs in self.tables.items():
            for code, targets in pairs.items():
                for target in targets:
                    inverse[older, newer][target].append(code)
        return {key: {code: tuple(sorted(to)) for code, to in pairs.items()} for key, pairs in inverse.items()}

    def links(self, source: str, target: str) -> Mapping[str, tuple[str, ...]] | None:
        """Code of ``source`` → codes of ``target``; None where no table connects the two editions."""
        return self.tables.get((source, target)) or self._older.get((source, target))

    @cached_property
    def _every(self) -> frozenset[str]:
        return frozenset().union(*(self.universe(edition) for edition in EDITIONS))

    def universe(self, vintage: str) -> frozenset[str]:
        """Every code of an edition that any table names."""
        newer = {code for (left, _), pairs in self.tables.items() if left == vintage for code in pairs}
        return frozenset(newer | {code for (old, _), pairs in self._older.items() if old == vintage for code in pairs})

    def convert(self, codes: Iterable[str], source: str, target: str) -> Join:
        """Carry codes from one edition to another.

        Raises:
            InputError: no table connects the two editions.
        """
        own = self.links(source, target)
        if own is None:
            raise InputError(
                f"no correspondence from {source} to {target}", "Load one: lustra trade concordance load DIR."
            )
        listed = frozenset(codes)
        strays = {code: found for code in listed - set(own) for found in [self._elsewhere(code, target)] if found}
        links = {**own, **strays}
        into: dict[str, set[str]] = defaultdict(set)
        for code in listed:
            for found in links.get(code, ()):
                into[found].add(code)
        merged = self.links(target, source) or {}
        weights = {found: len(held) / max(len(merged.get(found, held)), len(held)) for found, held in into.items()}
        return Join(
            vintage=target,
            codes=frozenset(into),
            sources={found: tuple(sorted(held)) for found, held in sorted(into.items())},
            weights=dict(sorted(weights.items())),
            splits={code: links[code] for code in sorted(listed) if len(links.get(code, ())) > 1},
            strays=tuple(sorted(strays)),
            unknown=tuple(sorted(listed - set(links) - self._every if self.complete else ())),
            lost=tuple(sorted((listed - set(links)) & self._every if self.complete else listed - set(links))),
        )

    def _elsewhere(self, code: str, target: str) -> tuple[str, ...]:
        """A code that the stated edition does not have: what it became, by the newest edition that has it."""
        tables = (self.links(edition, target) for edition in reversed(EDITIONS))
        return next((links[code] for links in tables if links and code in links), ())


def packaged() -> Concordance:
    """The packaged subset: the common-high-priority codes from HS2022 to HS2017 and HS1992."""
    tables: dict[tuple[str, str], dict[str, tuple[str, ...]]] = defaultdict(dict)
    for row in table("hs_correspondence"):
        tables[row["from_vintage"], row["to_vintage"]][row["from_code"]] = (row["to_code"],)
    return Concordance(tables, complete=False)


def read_tables(files: Mapping[str, Iterable[str]]) -> Concordance:
    """Read files named ``hsA_hsB.csv`` (A newer; HS0 = 1992 … HS6 = 2022), two columns of six-digit codes.

    Args:
        files: file name → its lines; files with other names are left alone.

    Raises:
        ReadError: none of the files is so named, or a row is not two six-digit codes.
    """
    tables = {}
    for name, lines in sorted(files.items()):
        if match := FILE_NAME.fullmatch(name):
            newer, older = (EDITIONS[int(number)] for number in match.groups())
            tables[newer, older] = _read_pairs(name, lines)
    if not tables:
        raise ReadError("there is no correspondence", "It needs files named hs6_hs5.csv, hs6_hs0.csv and so on.")
    return Concordance(tables)


def _read_pairs(name: str, lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    pairs: dict[str, list[str]] = defaultdict(list)
    rows = csv.reader(lines)
    next(rows, None)
    for line, row in enumerate(rows, 2):
        codes = [cell.strip().zfill(6) for cell in row[:2]]
        if len(codes) != 2 or not all(code.isdecimal() and code.isascii() and len(code) == 6 for code in codes):
            raise ReadError(f"{name}, line {line}: {','.join(row)!r} is not two six-digit codes")
        pairs[codes[0]].append(codes[1])
    return {code: tuple(sorted(set(targets))) for code, targets in pairs.items()}


def join_codes(
    codes: Iterable[str], list_vintage: str, flows: Iterable[str], flow_vintage: str, concordance: Concordance | None
) -> Join:
    """The gate: carry a code list into the edition of the flows, or refuse.

    Args:
        codes: six-digit codes of the list.
        list_vintage: edition of the list, '' where nobody says.
        flows: every product code that the flows hold.
        flow_vintage: edition of the flows.
        concordance: correspondences, or None.

    Raises:
        InputError: the editions differ and no correspondence carries every code; names the codes that would be lost.
    """
    listed, held = frozenset(codes), frozenset(flows)
    if list_vintage == flow_vintage and list_vintage:
        return Join(flow_vintage, listed, {c: (c,) for c in sorted(listed)}, dict.fromkeys(sorted(listed), 1.0), {})
    if not (list_vintage and flow_vintage):
        raise InputError(
            f"the HS edition of {'the flows' if list_vintage else 'the code list'} is not known",
            "State it when loading: --vintage HS2017.",
        )
    tables = concordance if concordance and concordance.links(list_vintage, flow_vintage) else None
    join = tables.convert(listed, list_vintage, flow_vintage) if tables else None
    lost = join.lost if join else tuple(sorted(listed - held))
    if join is None or lost:
        raise InputError(
            f"the list is {list_vintage}, the flows are {flow_vintage}, and {_why(join)}: joined by raw code, "
            f"{len(lost)} of {len(listed)} codes are lost ({_named(lost)}), and others change their meaning",
            "Give the UN correspondences: --concordance DIR, or lustra trade concordance load DIR.",
        )
    return join


def _why(join: Join | None) -> str:
    return "no correspondence connects them" if join is None else "the correspondence has no row for some codes"


def _named(codes: tuple[str, ...]) -> str:
    more = f" and {len(codes) - SHOWN} more" if len(codes) > SHOWN else ""
    return ", ".join(codes[:SHOWN]) + more
