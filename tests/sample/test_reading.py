"""The readers of the real lists read the embedded sample without one problem, and find its people in every script."""

from datetime import date
from importlib.resources import as_file
from pathlib import Path

import pytest

from lustra.data import folder
from lustra.model.statement import Reading, collect
from lustra.readers.lists.formats import HEAD_BYTES, READERS, recognise

with as_file(folder("sample")) as _sample:
    SAMPLE = Path(_sample)

SOURCES = ("ca_sema", "eu_fsf", "uk_fcdo", "un_sc", "us_ofac_sdn")
VERSIONS = [(source, day.name) for source in SOURCES for day in sorted((SAMPLE / source).iterdir())]
NEWEST = dict(VERSIONS)
SILENT = {"ca_sema", "us_ofac_sdn"}
"""Sources whose files do not say when they were published."""


def read(source: str, day: str) -> Reading:
    """One version as its reader, told by ``recognise``, reads it."""
    paths = sorted((SAMPLE / source / day).iterdir())
    reader = READERS[str(recognise({path.name: path.read_bytes()[:HEAD_BYTES] for path in paths}))]
    streams = {path.name.lower(): path.open("rb") for path in paths}
    try:
        return collect(reader.read(source, streams))
    finally:
        for stream in streams.values():
            stream.close()


def values(reading: Reading, props: set[str]) -> set[str]:
    """The values of some properties, in capitals."""
    return {statement.value.upper() for statement in reading.statements if statement.prop in props}


@pytest.mark.parametrize(("source", "day"), VERSIONS)
def test_each_version_is_read_without_a_problem(source: str, day: str) -> None:
    """No warning and no error, and every entry has a name."""
    reading = read(source, day)
    entities = {s.entity for s in reading.statements if "#" not in s.entity}

    assert () == reading.problems
    assert entities == {s.entity for s in reading.statements if s.prop == "name" and "#" not in s.entity}


@pytest.mark.parametrize(("source", "day"), [version for version in VERSIONS if version[0] not in SILENT])
def test_the_files_say_the_day_of_their_folder(source: str, day: str) -> None:
    """The day that a file prints about itself is the name of its folder."""
    path = next((SAMPLE / source / day).iterdir())
    reader = READERS[str(recognise({path.name: path.read_bytes()[:HEAD_BYTES]}))]
    with path.open("rb") as stream:
        assert reader.published({path.name.lower(): stream}) == date.fromisoformat(day)


def test_at_least_a_hundred_entries_over_four_sources() -> None:
    """The newest versions of the four Belarus lists hold far more than a hundred entries."""
    found = {
        s.entity
        for source in ("us_ofac_sdn", "eu_fsf", "uk_fcdo", "ca_sema")
        for s in read(source, NEWEST[source]).statements
        if "#" not in s.entity
    }

    assert len(found) >= 100


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("eu_fsf", "Alaksandr Ryhoravič ŁUKAŠENKA"),
        ("eu_fsf", "Аляксандр Рыгоравіч ЛУКАШЭНКА"),
        ("eu_fsf", "Александр Григорьевич ЛУКАШЕНКО"),
        ("eu_fsf", "Aliaksandr Ryhoravich LUKASHENKA"),
        ("eu_fsf", "ААТ “Беларуськалій”"),
        ("uk_fcdo", "Alexander Ryhorovich Lukashenko"),
        ("uk_fcdo", "Аляксандр Рыгоравіч Лукашэнка"),
        ("us_ofac_sdn", "Alyaksandr Ryhorovich LUKASHENKA"),
        ("ca_sema", "Aleksandr Grigoryevich Lukashenko"),
        ("un_sc", "DOKU KHAMATOVICH UMAROV"),
        ("un_sc", "Умаров Доку Хаматович"),
        ("un_sc", "القاعدة"),
    ],
)
def test_names_are_found_in_every_script(source: str, name: str) -> None:
    """Łacinka, Belarusian and Russian Cyrillic, Latin press spellings and Arabic come through as printed."""
    assert name.upper() in values(read(source, NEWEST[source]), {"name", "alias"})


@pytest.mark.parametrize(
    ("source", "entity", "born"),
    [
        ("us_ofac_sdn", "us_ofac_sdn:9760", {"1954-08-30", "1954-08-31"}),
        ("us_ofac_sdn", "us_ofac_sdn:9768", {"1966"}),
        ("eu_fsf", "eu_fsf:EU.5971.83", {"1954-08-30"}),
        ("eu_fsf", "eu_fsf:EU.3480.62", {"1966"}),
        ("uk_fcdo", "uk_fcdo:BEL0045", {"1954-08-30"}),
        ("uk_fcdo", "uk_fcdo:BEL0002", {"1966"}),
        ("un_sc", "un_sc:TAi.144", {"1977/1978"}),
        ("un_sc", "un_sc:TAi.040", {"1942~", "1948~"}),
    ],
)
def test_birth_dates_stay_as_precise_as_printed(source: str, entity: str, born: set[str]) -> None:
    """Full days, alternates, years, ranges and circa."""
    found = {s.value for s in read(source, NEWEST[source]).statements if s.entity == entity and s.prop == "birthDate"}

    assert born == found
