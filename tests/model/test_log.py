"""A statement log says what was printed, from when, until when."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lustra.model.log import log_of
from lustra.model.statement import LoggedStatement, Statement

D1, D2, D3 = date(2021, 7, 7), date(2022, 2, 23), date(2022, 4, 14)


def name(value: str, locator: str = "") -> Statement:
    """A statement that one entity has a name."""
    return Statement("xx:1", "Person", "name", value, locator=locator)


def test_a_statement_runs_from_its_first_version_to_the_first_without_it() -> None:
    """Known-from is the first day printed, known-to the first day not."""
    log = log_of({D1: [name("A"), name("B")], D2: [name("A")], D3: [name("A"), name("B")]})
    expected = [
        LoggedStatement(name("A"), "2021-07-07", ""),
        LoggedStatement(name("B"), "2021-07-07", "2022-02-23"),
        LoggedStatement(name("B"), "2022-04-14", ""),
    ]
    assert expected == log


def test_a_statement_that_moves_in_the_file_is_the_same_statement() -> None:
    """The line is where a fact stands, not what it says."""
    assert [LoggedStatement(name("A", "f:1"), "2021-07-07", "")] == log_of(
        {D1: [name("A", "f:1")], D2: [name("A", "f:9")]}
    )


@given(st.dictionaries(st.sampled_from([D1, D2, D3]), st.sets(st.sampled_from("ABC"))))
def test_the_log_gives_every_version_back(versions: dict[date, set[str]]) -> None:
    """Filtering the log by a version's day gives what that version printed."""
    log = log_of({day: [name(v) for v in values] for day, values in versions.items()})
    for day, values in versions.items():
        text = day.isoformat()
        assert values == {s.statement.value for s in log if s.known_from <= text < (s.known_to or "9999")}
