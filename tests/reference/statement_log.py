"""The statement log by its definition, fact by fact and version by version: what the store must equal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lustra.model.statement import LoggedStatement, Statement

COMPANION = "more.csv"


@dataclass(frozen=True)
class Printed:
    """One version: its statements, and whether the companion file was missing from it."""

    statements: tuple[Statement, ...]
    partial: bool = False


def naive_log(versions: Mapping[date, Printed]) -> list[LoggedStatement]:
    """Every run of every fact over the versions, sorted as the store sorts."""
    days = sorted(versions)
    facts = {_fact(s) for version in versions.values() for s in version.statements}
    return [logged for fact in sorted(facts) for logged in _runs(fact, days, versions)]


def _fact(statement: Statement) -> tuple[Statement, str]:
    file = statement.locator.partition(":")[0]
    return statement._replace(locator=""), file if file == COMPANION else ""


def _runs(fact: tuple[Statement, str], days: list[date], versions: Mapping[date, Printed]) -> Iterable[LoggedStatement]:
    printed = {day: [s for s in versions[day].statements if _fact(s) == fact] for day in days}
    place = next(printed[day][0].locator for day in days if printed[day])
    since, known = "", False
    for day in days:
        now = bool(printed[day]) or (known and _says_nothing(fact, versions[day]))
        if now and not known:
            since = day.isoformat()
        if known and not now:
            yield LoggedStatement(fact[0]._replace(locator=place), since, day.isoformat())
        known = now
    if known:
        yield LoggedStatement(fact[0]._replace(locator=place), since, "")


def _says_nothing(fact: tuple[Statement, str], version: Printed) -> bool:
    """A partial version says nothing of a fact of the missing file, if it prints the entry at all."""
    entry = fact[0].entity.partition("#")[0]
    printed = {s.entity.partition("#")[0] for s in version.statements}
    return version.partial and fact[1] == COMPANION and entry in printed
