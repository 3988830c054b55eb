"""OFAC's own versions of 2021 to 2024: what is known to have happened can be read from them, day by day.

Every twentieth entry and those asked about are taken from the real files, so that this takes seconds.
"""

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import SHARED

from lustra.model.time import FOREVER, LONG_AGO, AsOf, DayLike
from lustra.readers.counterparties.query_parsing import question
from lustra.usecases.lists.history import Change, entry_history, list_history
from lustra.usecases.lists.importing import Import, import_list
from lustra.usecases.lists.showing import show_entity
from lustra.usecases.screening.indexing import build_index
from lustra.usecases.screening.screening import ScreeningOptions, open_screener

OFAC = SHARED / "lists" / "ofac"
DAYS = ("2021-07-07", "2021-08-24", "2022-02-23", "2022-04-14", "2022-12-15", "2024-01-08", "2024-05-03")
EVENTS = {
    "17015": ("VNESHECONOMBANK", "2022-02-23", "added"),  # 22 February 2022
    "17013": ("VTB BANK", "2022-04-14", "added"),  # 24 February 2022
    "17018": ("SBERBANK", "2022-04-14", "added"),  # 6 April 2022
    "10393": ("CABANA GUILLEN", "2022-02-23", "removed"),  # with the FARC, 30 November 2021
    "18598": ("ROSENTHAL HIDALGO", "2022-04-14", "removed"),
    "10350": ("ZAMBADA NIEBLA", "2022-12-15", "removed"),
}
"""Publisher's id → name, first version held after the act, and what it did."""
ALWAYS_LISTED = "us_ofac_sdn:9760"
"""Lukashenka, on the list since 2006."""
WANTED = ScreeningOptions(threshold=0.7, cutoff=0.7, limit=10)


def kept(line: bytes) -> bool:
    """Whether a row belongs to the part that is read here."""
    uid = line.split(b",", 1)[0]
    return uid.isdigit() and (int(uid) % 20 == 0 or uid.decode() in {*EVENTS, "9760"})


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a part of each version."""
    root: Path = tmp_path_factory.mktemp("real") / "lists"
    for day in DAYS:
        folder = tmp_path_factory.mktemp(day)
        for file in (OFAC / day).iterdir():
            rows = [line for line in file.read_bytes().splitlines(keepends=True) if kept(line)]
            (folder / file.name).write_bytes(b"".join(rows))
        job = Import("us_ofac_sdn", folder, date(2026, 11, 22), date.fromisoformat(day), allow_shrink=True)
        import_list(root, job)
    build_index(root)
    return root


@pytest.fixture(scope="module")
def changes(root: Path) -> dict[str, Change]:
    """What each version changed, by day."""
    return {change.published.isoformat(): change for change in list_history(root, "us_ofac_sdn")}


@pytest.mark.parametrize("uid", EVENTS)
def test_known_events_are_read_from_the_history_of_the_list(changes: dict[str, Change], uid: str) -> None:
    """Listings of February to April 2022, and delistings, stand in the first version after the act."""
    name, day, what = EVENTS[uid]
    found = {entry.entity: entry.caption for entry in getattr(changes[day], what)}
    assert name in found[f"us_ofac_sdn:{uid}"].upper()
    other = "removed" if what == "added" else "added"
    assert f"us_ofac_sdn:{uid}" not in {entry.entity for entry in getattr(changes[day], other)}


@pytest.mark.parametrize("uid", EVENTS)
def test_known_events_are_read_from_the_history_of_the_entry(root: Path, uid: str) -> None:
    """An entry that was listed begins on the day; one that left ends on it."""
    _, day, what = EVENTS[uid]
    days = [change.published for change in entry_history(root, f"us_ofac_sdn:{uid}")]
    assert day == (min(days) if what == "added" else max(days))


def listed(root: Path, name: str, valid: str, known: DayLike = FOREVER) -> set[str]:
    """The publisher's ids found for a name on a day."""
    as_of = AsOf(date.fromisoformat(valid), known)
    (answer,) = open_screener(root).screen([question({"name": name})], as_of, WANTED)
    return {hit.entity.partition(":")[2] for hit in answer.hits}


QUESTIONS = [
    ("Public Joint Stock Company Sberbank of Russia", "17018", "2022-02-23", "2022-04-14"),
    ("VTB Bank", "17013", "2022-02-23", "2022-04-14"),
    ("VTB Bank Public Joint Stock Company", "17013", "2022-02-23", "2022-04-14"),
    (
        "State Corporation Bank for Development and Foreign Economic Affairs Vnesheconombank",
        "17015",
        "2021-08-24",
        "2022-02-23",
    ),
    ("Vicente Zambada Niebla", "10350", "2022-12-15", "2022-12-14"),
    ("Yani Benjamin Rosenthal Hidalgo", "18598", "2022-04-14", "2022-02-23"),
]


@pytest.mark.parametrize(("name", "uid", "clear", "hit"), QUESTIONS)
def test_a_screen_differs_between_two_days_as_it_should(root: Path, name: str, uid: str, clear: str, hit: str) -> None:
    """Sberbank and VTB were not on the list on 2022-02-23 and were on 2022-04-14; who left is no longer found."""
    assert uid not in listed(root, name, clear)
    assert uid in listed(root, name, hit)


def test_what_was_not_known_yet_is_not_used(root: Path) -> None:
    """With the knowledge of 2022-02-23 nobody could find Sberbank on any day."""
    name = QUESTIONS[0][0]
    assert "17018" not in listed(root, name, "2024-05-03", date(2022, 2, 23))
    assert "17018" in listed(root, name, "2024-05-03", date(2022, 4, 14))


def test_an_entry_is_shown_as_it_was_printed_on_a_day(root: Path) -> None:
    """Between two versions the older one was in force."""
    shown = show_entity(root, "us_ofac_sdn:17018", date(2022, 12, 31))
    assert any("SBERBANK" in logged.statement.value for logged in shown)
    assert all(logged.known_from <= "2022-12-31" for logged in shown)


def test_an_entry_of_the_oldest_version_has_no_invented_start(root: Path) -> None:
    """Lukashenka was listed in 2006; the file does not say so, and the first version held is not the day."""
    as_of = AsOf(date(2022, 4, 14))
    (answer,) = open_screener(root).screen([question({"name": "Alyaksandr Ryhoravich Lukashenka"})], as_of, WANTED)
    (hit,) = (hit for hit in answer.hits if hit.entity == ALWAYS_LISTED)
    assert {LONG_AGO} == {listing.start for listing in hit.listings}


def test_before_the_oldest_version_the_answer_says_what_it_cannot_tell(root: Path) -> None:
    """A miss as of 2020 rests on nothing that was held of 2020."""
    checked = open_screener(root).checked(AsOf(date(2020, 1, 1)), WANTED)
    assert ["us_ofac_sdn"] == [warning.partition(":")[0] for warning in checked.warnings]
