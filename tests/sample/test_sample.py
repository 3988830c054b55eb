"""The embedded sample is well formed, small, dated, named entry by entry in SOURCES.md, and of the kind it promises."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import as_file
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lustra.data import folder, table, text

with as_file(folder("sample")) as _sample:
    SAMPLE = Path(_sample)

FILES = {
    "us_ofac_sdn": ("add.csv", "alt.csv", "sdn.csv", "sdn_comments.csv"),
    "eu_fsf": ("xmlFullSanctionsList_1_1.xml",),
    "uk_fcdo": ("UK-Sanctions-List.xml",),
    "ca_sema": ("sema-lmes.xml",),
    "un_sc": ("consolidated.xml",),
}
VERSIONS = [(source, day.name) for source in FILES for day in sorted((SAMPLE / source).iterdir())]
EU = "{http://eu.europa.ec/fpi/fsd/export}"
ABSENT = re.compile(r"(?:c|t|ts)[iy](?:ch|kh|h)ano[uvwŭ]|ціхано[уў]|тихано", re.IGNORECASE)


def rows(source: str, day: str, name: str) -> list[list[str]]:
    """The rows of one OFAC file, the mark of its end left out."""
    content = (SAMPLE / source / day / name).read_bytes().removesuffix(b"\x1a").decode("ascii")
    return list(csv.reader(StringIO(content, newline="")))


def root(source: str, day: str) -> ElementTree.Element:
    """The root element of a source's one XML file."""
    return ElementTree.parse(SAMPLE / source / day / FILES[source][0]).getroot()


def ids(source: str, day: str) -> Iterator[str]:
    """The publisher's ids of the entries of one version, as the publisher prints them."""
    if source == "us_ofac_sdn":
        yield from (row[0] for row in rows(source, day, "sdn.csv"))
        return
    tree = root(source, day)
    if source == "eu_fsf":
        yield from (str(e.get("euReferenceNumber")) for e in tree.iter(f"{EU}sanctionEntity"))
    elif source == "ca_sema":
        for record in tree.iter("record"):
            fields = {field.tag.partition("-")[0]: field.text for field in record}
            yield f"{fields['Schedule']}, item {fields['Item']}"
    else:
        tag = "UniqueID" if source == "uk_fcdo" else "REFERENCE_NUMBER"
        yield from (str(e.text) for e in tree.iter(tag))


@pytest.mark.parametrize("source", FILES)
def test_every_source_has_one_to_four_versions(source: str) -> None:
    """One to four folders, each named by a day that exists and is not in the future of the sample."""
    days = [date.fromisoformat(day) for name, day in VERSIONS if name == source]

    assert len(days) in range(1, 5)
    assert max(days) < date(2026, 11, 1)


@pytest.mark.parametrize(("source", "day"), VERSIONS)
def test_every_version_holds_exactly_the_publishers_files(source: str, day: str) -> None:
    """The files carry the publisher's own names, and nothing else lies beside them."""
    assert sorted(FILES[source]) == sorted(path.name for path in (SAMPLE / source / day).iterdir())


@pytest.mark.parametrize(("source", "day"), VERSIONS)
def test_entries_of_a_version_are_distinct(source: str, day: str) -> None:
    """No version prints an id twice, and none is empty."""
    found = list(ids(source, day))

    assert len(found) > 0
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(("source", "least"), [("us_ofac_sdn", 35), ("eu_fsf", 45), ("uk_fcdo", 30), ("ca_sema", 30)])
def test_the_belarus_programmes_are_well_represented(source: str, least: int) -> None:
    """The newest version of each of the four Belarus lists is long enough to show something."""
    newest = max(day for name, day in VERSIONS if name == source)

    assert len(list(ids(source, newest))) >= least


def test_the_sample_is_small() -> None:
    """Lists, ownership, counterparties and sources stay under 400 kilobytes."""
    parts = [SAMPLE / name for name in (*FILES, "ownership")]
    size = sum(path.stat().st_size for part in parts for path in part.rglob("*") if path.is_file())

    assert size + (SAMPLE / "SOURCES.md").stat().st_size + (SAMPLE / "counterparties.csv").stat().st_size < 400_000


@pytest.mark.parametrize("day", [day for source, day in VERSIONS if source == "us_ofac_sdn"])
def test_the_ofac_files_end_lines_and_file_as_the_publisher_does(day: str) -> None:
    """CRLF after each row, one 0x1A at the end, twelve columns, and `-0- ` for null."""
    for name in FILES["us_ofac_sdn"]:
        content = (SAMPLE / "us_ofac_sdn" / day / name).read_bytes()
        assert content.endswith(b"\x1a")
        assert content.count(b"\n") == content.count(b"\r\n")
    assert {len(row) for row in rows("us_ofac_sdn", day, "sdn.csv")} == {12}
    assert not any(field in {"", "-0-"} for row in rows("us_ofac_sdn", day, "sdn.csv") for field in row)


@pytest.mark.parametrize("day", [day for source, day in VERSIONS if source == "us_ofac_sdn"])
def test_ofac_aliases_and_addresses_have_their_entry(day: str) -> None:
    """No orphan in alt.csv or add.csv."""
    known = set(ids("us_ofac_sdn", day))

    for name in ("alt.csv", "add.csv"):
        assert {row[0] for row in rows("us_ofac_sdn", day, name)} <= known


def test_each_ofac_link_names_an_entry_of_the_sample() -> None:
    """Every `Linked To:` of the newest version resolves by exact name."""
    entries = rows("us_ofac_sdn", "2024-05-03", "sdn.csv")
    linked = {name for row in entries for name in re.findall(r"Linked To: (.*?)[.;]?$", row[11])}

    assert len(linked) >= 4
    assert linked <= {row[1] for row in entries}


def test_sources_begins_by_saying_what_the_sample_is_not() -> None:
    """The first line of SOURCES.md warns against screening with the sample."""
    first = text("sample/SOURCES.md").splitlines()[0]

    assert "illustrative extract" in first
    assert "not a list to screen against in production" in first


def test_sources_names_every_entry() -> None:
    """Each id of each version stands in SOURCES.md."""
    said = " ".join(text("sample/SOURCES.md").split())
    missing = {(source, id) for source, day in VERSIONS for id in ids(source, day) if f"{id} " not in said}

    assert set() == missing


def test_the_opposition_leader_is_not_in_the_sample() -> None:
    """Śviatłana Cichanoŭskaja is nowhere, in no spelling: screening her must find nobody."""
    names = ("Cichanoŭskaja", "Tsikhanouskaya", "Tichanowskaja", "Tikhanovskaya", "Ціханоўская", "Тихановская")
    found = [path for path in SAMPLE.rglob("*.*") if path.is_file() and ABSENT.search(path.read_text("utf-8"))]

    assert all(ABSENT.search(name) for name in names)
    assert [] == found


def test_the_eu_files_tell_of_a_delisting_and_a_new_listing() -> None:
    """The President is listed in 2012, gone on 1 March 2016, and listed under a new reference in November 2020."""
    entries = {day: set(ids("eu_fsf", day)) for source, day in VERSIONS if source == "eu_fsf"}

    assert "EU.SAMPLE.1" in entries["2012-11-08"]
    assert entries["2016-03-01"] == {"EU.2955.96", "EU.3334.49", "EU.3479.37", "EU.3480.62"}
    assert "EU.5971.83" in entries["2020-11-07"]


def sample_table(name: str) -> list[dict[str, str]]:
    """The rows of a table of the embedded sample."""
    return list(csv.DictReader(StringIO(text(name), newline="")))


def test_the_un_files_tell_of_a_delisting() -> None:
    """QDi.317, removed on 6 November 2025, is the one entry that left."""
    assert {"QDi.317"} == set(ids("un_sc", "2024-06-01")) - set(ids("un_sc", "2026-02-27"))


def test_counterparties_are_a_usable_query_file() -> None:
    """Distinct ids, a name, a schema, a birth date or none, and a two-letter country in every row."""
    found = sample_table("sample/counterparties.csv")

    assert len(found) in range(25, 31)
    assert len({row["id"] for row in found}) == len(found)
    assert {row["schema"] for row in found} == {"Person", "Company"}
    assert all(row["name"] and re.fullmatch("[a-z]{2}", row["country"]) for row in found)
    assert all(re.fullmatch(r"|\d{4}(-\d{2}-\d{2})?", row["birth_date"]) for row in found)


def test_ownership_edges_are_between_named_parties_and_sourced() -> None:
    """Each end of an edge is in entities.csv, each kind in the table of kinds; an edge names a source and its day."""
    parties = {row["id"] for row in sample_table("sample/ownership/entities.csv")}
    kinds = {row["code"] for row in table("control_kinds")}
    edges = sample_table("sample/ownership/edges.csv")

    assert len(edges) >= 40
    assert parties == {row[end] for row in edges for end in ("owner", "owned")}
    assert {row["kind"] for row in edges} <= kinds
    for row in edges:
        assert row["source"] != ""
        assert date.fromisoformat(row["known_from"]) >= date.fromisoformat(row["from"] or "1990-01-01")


def test_ownership_shares_are_exact_ranges_or_unknown() -> None:
    """A share is two numbers from 0 to 100 in order, the first perhaps exclusive, or blank; only holdings have one."""
    for row in sample_table("sample/ownership/edges.csv"):
        low, high = row["share_min"], row["share_max"]
        assert bool(low) == bool(high)
        if low:
            assert row["kind"] == "share"
            assert 0 <= float(low.removesuffix(" exclusive")) <= float(high) <= 100


def test_listed_parties_of_the_graph_are_entries_of_the_sample() -> None:
    """Each list entry named in entities.csv stands in some version of its list."""
    listed = {id for row in sample_table("sample/ownership/entities.csv") for id in row["listed"].split(";") if id}
    entries = {f"{source}:{id}" for source, day in VERSIONS for id in ids(source, day)}

    assert len(listed) > 50
    assert set() == listed - entries
