"""What changed when, told from the log."""

from datetime import date
from pathlib import Path

import pytest
from tests.store.lists import FRIDAY, MONDAY, TUESDAY, bring, name

from lustra.errors import UnknownNameError
from lustra.model.statement import Statement
from lustra.store.history import Change, EntryChange, StatementChange, changes, entity_changes, statement_changes

SANCTION = Statement("xx_list:1#sanction:A", "Sanction", "program", "A", locator="main.csv:1")


@pytest.fixture
def three(root: Path) -> Path:
    """Three versions: an entry comes, one changes, one goes."""
    bring(root, MONDAY, [name(1, "A"), name(2, "B"), SANCTION])
    bring(root, TUESDAY, [name(1, "A"), name(2, "B"), name(3, "C"), name(1, "AA", prop="alias")])
    bring(root, FRIDAY, [name(1, "A"), name(3, "C"), name(1, "AA", prop="alias")])
    return root


def test_each_version_is_told_against_the_one_before(three: Path) -> None:
    """Entries that came, went and changed, with how many statements; a sub-entity's count as its entry's."""
    assert changes(three, "xx_list") == [
        Change(
            TUESDAY,
            entries=3,
            added=(EntryChange("xx_list:3", "Person", "C", 1, 0),),
            removed=(),
            changed=(EntryChange("xx_list:1", "Person", "A", 1, 1),),
        ),
        Change(FRIDAY, 2, (), (EntryChange("xx_list:2", "Person", "B", 0, 1),), ()),
    ]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (MONDAY, MONDAY, []),
        (MONDAY, TUESDAY, [TUESDAY]),
        (FRIDAY, date.max, [FRIDAY]),
        (date(2024, 1, 6), date.max, []),
    ],
)
def test_a_span_of_days_is_told(three: Path, since: date, until: date, expected: list[date]) -> None:
    """Both ends are included; the oldest version is never a change."""
    assert [change.published for change in changes(three, "xx_list", since, until)] == expected


def test_the_statements_of_one_version_are_told(three: Path) -> None:
    """What came and what went, in the order of the log."""
    assert list(statement_changes(three, "xx_list", TUESDAY)) == [
        StatementChange("2024-01-02", True, name(1, "AA", prop="alias")),
        StatementChange("2024-01-02", False, SANCTION),
        StatementChange("2024-01-02", True, name(3, "C")),
    ]


def test_an_entity_is_told_from_its_beginning(three: Path) -> None:
    """Oldest first, what went before what came."""
    assert [(c.published, c.added, c.statement.value) for c in entity_changes(three, "xx_list:1")] == [
        ("2024-01-01", True, "A"),
        ("2024-01-01", True, "A"),
        ("2024-01-02", False, "A"),
        ("2024-01-02", True, "AA"),
    ]


def test_a_companion_file_that_comes_is_not_a_change_of_the_list(root: Path) -> None:
    """OFAC's aliases of 2024-01-08 were not new on that day: the versions before were held without them."""
    alias = name(1, "AA", prop="alias", file="more.csv")
    bring(root, MONDAY, [name(1, "A"), name(2, "B")], partial=True)
    bring(root, TUESDAY, [name(1, "A"), name(2, "B"), alias])
    bring(root, FRIDAY, [name(1, "A"), name(2, "BB")], partial=True)
    assert changes(root, "xx_list") == [
        Change(TUESDAY, 2, (), (), (), came=("more.csv",)),
        Change(FRIDAY, 2, (), (), (EntryChange("xx_list:2", "Person", "BB", 1, 1),), absent=("more.csv",)),
    ]


def test_the_history_of_nothing_is_an_error(root: Path) -> None:
    """A source of which nothing is held has no history."""
    with pytest.raises(UnknownNameError, match="No version of xx_list"):
        changes(root, "xx_list")
