"""The log depends on which versions are held, never on the order in which they came."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.statement_log import COMPANION, Printed, naive_log

from lustra.model.log import log_of
from lustra.model.statement import LoggedStatement, Statement
from lustra.store.columns import statement_table
from lustra.store.log_files import write_log
from lustra.store.manifest import LoggedVersion
from lustra.store.merge import Log, empty_log, next_log, without

DAYS = [date(2024, 1, 1) + timedelta(days=7 * n) for n in range(6)]


def fact(entity: str, value: str, file: str = "main.csv", line: int = 1) -> Statement:
    """One value of one entry."""
    return Statement(f"xx_list:{entity}", "Person", "name", value, locator=f"{file}:{line}")


STATEMENTS = st.builds(
    fact,
    st.sampled_from(["1", "1#a", "2", "11"]),
    st.sampled_from(["A", "B"]),
    st.sampled_from(["main.csv", COMPANION]),
    st.integers(1, 9),
)


@st.composite
def versions(draw: st.DrawFn) -> Printed:
    """A version, in which a missing companion file has no statements."""
    partial = draw(st.booleans())
    statements = draw(st.lists(STATEMENTS, max_size=6))
    return Printed(tuple(s for s in statements if not (partial and s.locator.startswith(COMPANION))), partial)


HISTORIES = st.dictionaries(st.sampled_from(DAYS), versions(), min_size=1)


def added(log: Log, day: date, printed: Printed) -> Log:
    """The log with a version of the given statements."""
    version = LoggedVersion(day, f"{day}", (COMPANION,) if printed.partial else ())
    return next_log(log, version, statement_table(printed.statements, {COMPANION}))


def built(history: Iterable[tuple[date, Printed]]) -> Log:
    """The log of versions added one after the other."""
    log = empty_log()
    for day, printed in history:
        log = added(log, day, printed)
    return log


def rows(log: Log) -> list[LoggedStatement]:
    """The statements of a log."""
    return [_logged(**row) for row in log.statements.to_pylist()]


def _logged(file: str, line: int, companion: str, known_from: date, known_to: date, **texts: str) -> LoggedStatement:
    place = f"{file}:{line}" if line else file
    end = "" if known_to == date.max else known_to.isoformat()
    return LoggedStatement(Statement(**texts, locator=place), known_from.isoformat(), end)


def bare(log: Iterable[LoggedStatement]) -> list[tuple[Statement, str, str]]:
    """Statements without the place where they stand."""
    return [(s.statement._replace(locator=""), s.known_from, s.known_to) for s in log]


def written(log: Log) -> tuple[str, dict[str, bytes]]:
    """The name and bytes of a log on disk."""
    with TemporaryDirectory() as folder:
        name = write_log(Path(folder), "xx_list", log, ())
        return name, {file.name: file.read_bytes() for file in Path(folder).iterdir()}


@settings(deadline=None)
@given(history=HISTORIES, data=st.data())
def test_any_order_of_import_gives_the_log_of_the_definition(
    history: Mapping[date, Printed], data: st.DataObject
) -> None:
    """Whatever the order in which versions come, every fact has the runs and the place the definition gives it."""
    order = data.draw(st.permutations(sorted(history.items())))
    assert rows(built(order)) == naive_log(history)


@settings(deadline=None)
@given(history=HISTORIES, data=st.data())
def test_any_order_of_import_gives_the_same_bytes(history: Mapping[date, Printed], data: st.DataObject) -> None:
    """The files of a log and its name are equal for equal sets of versions."""
    order = data.draw(st.permutations(sorted(history.items())))
    assert written(built(order)) == written(built(sorted(history.items())))


@settings(deadline=None)
@given(history=HISTORIES, day=st.sampled_from(DAYS), first=versions(), data=st.data())
def test_a_superseded_version_leaves_no_day_behind(
    history: Mapping[date, Printed], day: date, first: Printed, data: st.DataObject
) -> None:
    """A version that another of the same day replaces, wherever it came, might as well never have been held."""
    last = history.get(day, Printed(()))
    order = data.draw(st.permutations(sorted({**history, day: first}.items())))
    log = added(built(order), day, last)
    assert bare(rows(log)) == bare(naive_log({**history, day: last}))


@settings(deadline=None)
@given(history=HISTORIES, day=st.sampled_from(DAYS), wrong=versions(), data=st.data())
def test_taking_a_version_away_undoes_its_import(
    history: Mapping[date, Printed], day: date, wrong: Printed, data: st.DataObject
) -> None:
    """After a version is taken out, the log is that of the other versions."""
    others = {d: v for d, v in history.items() if d != day}
    order = data.draw(st.permutations(sorted({**others, day: wrong}.items())))
    log = without(built(order), day)
    assert [v.published for v in log.versions] == sorted(others)
    assert bare(rows(log)) == bare(naive_log(others))


@settings(deadline=None)
@given(history=st.dictionaries(st.sampled_from(DAYS), st.lists(STATEMENTS, max_size=6), min_size=1))
def test_whole_versions_give_the_log_of_the_model(history: Mapping[date, list[Statement]]) -> None:
    """Where every version is whole, the store's log and the model's are the same."""
    whole = {day: [s._replace(locator="main.csv:1") for s in statements] for day, statements in history.items()}
    log = built((day, Printed(tuple(statements))) for day, statements in whole.items())
    assert bare(rows(log)) == bare(log_of(whole))


FULL = Printed((fact("1", "A"), fact("1", "B", COMPANION), fact("2", "A"), fact("2", "B", COMPANION)))


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(
            Printed((fact("1", "A"), fact("2", "A")), partial=True),
            [("A", ""), ("B", ""), ("A", ""), ("B", "")],
            id="the companion file is missing: its aliases stay",
        ),
        pytest.param(
            Printed((fact("1", "A"),), partial=True),
            [("A", ""), ("B", ""), ("A", "2024-01-08"), ("B", "2024-01-08")],
            id="an entry is gone: its aliases go with it",
        ),
        pytest.param(
            Printed((fact("1", "A"), fact("2", "A"))),
            [("A", ""), ("B", "2024-01-08"), ("A", ""), ("B", "2024-01-08")],
            id="the companion file is empty: its aliases end",
        ),
    ],
)
def test_trap_a_version_without_its_companion_file(later: Printed, expected: list[tuple[str, str]]) -> None:
    """OFAC's primary file alone (2024-05-03) says nothing about the aliases of entries it still lists."""
    log = built([(DAYS[0], FULL), (DAYS[1], later)])
    assert [(s.statement.value, s.known_to) for s in rows(log)] == expected


def test_the_place_is_that_of_the_first_version() -> None:
    """A statement that moves in the file keeps the place of its first printing, also when an older one comes later."""
    old, new = Printed((fact("1", "A", line=3),)), Printed((fact("1", "A", line=8),))
    for order in ([(DAYS[0], old), (DAYS[1], new)], [(DAYS[1], new), (DAYS[0], old)]):
        assert [s.statement.locator for s in rows(built(order))] == ["main.csv:3"]


def test_a_place_that_is_no_longer_held_has_no_line() -> None:
    """When the first version that printed a statement is taken away, the line in the next one is not known."""
    log = built([(DAYS[0], Printed((fact("1", "A", line=3),))), (DAYS[1], Printed((fact("1", "A", line=8),)))])
    assert [s.statement.locator for s in rows(without(log, DAYS[0]))] == ["main.csv"]
