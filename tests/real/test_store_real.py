"""Eight dated versions of OFAC's list in one workspace: its size, its history, and that the order does not matter."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import SHARED

from lustra.store.history import Change, changes, entity_changes
from lustra.store.layout import POINTER, read_pointer, source_folder
from lustra.store.log import read_log
from lustra.usecases.lists.importing import Import, import_list

OFAC = SHARED / "lists" / "ofac"
DAYS = "2021-08-24 2022-02-23 2022-04-14 2022-12-15 2023-06-01 2023-12-14 2024-01-08 2024-05-03".split()
COMPANIONS = ("add.csv", "alt.csv", "sdn_comments.csv")
TODAY = date(2026, 11, 22)


def imported(root: Path, days: Iterable[str]) -> Path:
    """A workspace with these versions, imported in this order."""
    for day in days:
        import_list(root, Import("us_ofac_sdn", OFAC / day, TODAY, date.fromisoformat(day), allow_shrink=True))
    return root


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All eight versions."""
    return imported(tmp_path_factory.mktemp("real") / "workspace", DAYS)


@pytest.fixture(scope="module")
def history(eight: Path) -> dict[str, Change]:
    """What each version changed."""
    return {change.published.isoformat(): change for change in changes(eight, "us_ofac_sdn")}


def test_eight_versions_take_less_than_three_times_the_newest(eight: Path) -> None:
    """The publishers' bytes of all versions and the whole history, against one uncompressed file."""
    held = sum(path.stat().st_size for path in eight.rglob("*") if path.is_file())
    assert held < 3 * (OFAC / DAYS[-1] / "sdn.csv").stat().st_size


@pytest.mark.parametrize(
    ("day", "entries"),
    [("2022-02-23", 9121), ("2022-04-14", 9964), ("2023-12-14", 13867), ("2024-01-08", 13821), ("2024-05-03", 14965)],
)
def test_each_version_has_the_entries_of_its_file(history: dict[str, Change], day: str, entries: int) -> None:
    """The numbers of rows of sdn.csv."""
    assert history[day].entries == entries


@pytest.mark.parametrize(
    ("day", "uid", "added"),
    [
        pytest.param("2022-02-23", "34656", True, id="Promsvyazbank, listed on 22 February 2022"),
        pytest.param("2022-04-14", "17018", True, id="Sberbank, blocked on 6 April 2022"),
        pytest.param("2022-02-23", "4711", False, id="FARC, delisted on 30 November 2021"),
        pytest.param("2023-06-01", "18713", False, id="Sberbank's former bank in Kazakhstan, delisted in 2023"),
    ],
)
def test_known_events_can_be_read(history: dict[str, Change], day: str, uid: str, added: bool) -> None:
    """Listings and delistings stand in the first version after they happened."""
    change = history[day]
    assert f"us_ofac_sdn:{uid}" in {one.entity for one in (change.added if added else change.removed)}


def test_versions_without_companion_files_end_no_alias(history: dict[str, Change]) -> None:
    """Only 2024-01-08 has all four files; the aliases of entries still listed stay in force after it."""
    assert [(day, c.came, c.absent) for day, c in history.items() if c.came or not c.absent] == [
        ("2024-01-08", COMPANIONS, ())
    ]
    assert len(history["2024-05-03"].changed) < 200


def test_aliases_stay_after_a_version_of_the_primary_file_alone(eight: Path) -> None:
    """As of 2024-05-03 nearly all of the aliases of 2024-01-08 are known: but for those of delisted entries."""
    aliases = {
        day: sum(logged.statement.locator.startswith("alt.csv") for logged in read_log(eight, "us_ofac_sdn", known=day))
        for day in (date(2024, 1, 8), date(2024, 5, 3))
    }
    assert 0.97 * aliases[date(2024, 1, 8)] < aliases[date(2024, 5, 3)] < aliases[date(2024, 1, 8)]


def test_the_history_of_an_entry_begins_with_its_first_version(eight: Path) -> None:
    """Everything about Promsvyazbank came on 2022-02-23 or later."""
    told = entity_changes(eight, "us_ofac_sdn:34656")
    assert (told[0].published, told[0].added) == ("2022-02-23", True)


def test_the_order_of_import_does_not_matter(tmp_path: Path) -> None:
    """Three real versions in two orders give the same log, byte for byte: its name is the hash of its content."""
    names = {
        read_pointer(source_folder(imported(tmp_path / order, [DAYS[int(n)] for n in order]), "us_ofac_sdn") / POINTER)
        for order in ("012", "201")
    }
    assert len(names) == 1
