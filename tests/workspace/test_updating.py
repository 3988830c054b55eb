"""Updating many lists: each on its own, the good copy always kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lustra.errors import FetchError, InputError
from lustra.fetch.memory import MemoryWeb
from lustra.model.source import Source, SourceFile
from lustra.store.versions import manifests
from lustra.workspace.holdings import Holding, holdings
from lustra.workspace.updating import Update, read_addresses, update_lists

TODAY = date(2026, 11, 22)
HEAD = "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset"
HEAD += ",first_seen,last_seen,last_change\n"


def listed(*names: str) -> bytes:
    """A simple list of people."""
    rows = [f"x-{name},Person,{name},,,,,,,,,,d,,,\n" for name in names]
    return (HEAD + "".join(rows)).encode()


def table() -> dict[str, Source]:
    """Two lists at two addresses."""
    names = ("good", "bad")
    return {
        name: Source(name, name, "", "simple_csv", (SourceFile("targets.simple.csv", f"https://{name}"),), "", "page")
        for name in names
    }


def update(root: Path, web: MemoryWeb) -> dict[str, str]:
    """Update both lists and give their states."""
    return {done.source: done.state for done in update_lists(Update(root, (), TODAY, table(), web))}


BAD_DAYS = {
    "not there": None,
    "server down": FetchError("down"),
    "empty": b"",
    "web page": b"<!DOCTYPE html><html></html>",
    "no rows": HEAD.encode(),
    "shrunken": listed("A"),
}


@pytest.mark.parametrize("page", BAD_DAYS.values(), ids=BAD_DAYS.keys())
def test_one_bad_list_never_stops_the_others_nor_replaces_a_good_copy(
    tmp_path: Path, page: bytes | FetchError | None
) -> None:
    """Whatever the publisher serves, the last good version stays in force and the next list is fetched."""
    people = listed("A", "B", "C")
    root = tmp_path / "lists"
    assert {"good": "new", "bad": "new"} == update(root, MemoryWeb({"https://good": people, "https://bad": people}))
    pages: dict[str, bytes | FetchError] = {"https://good": listed("A", "B", "C", "D")}
    web = MemoryWeb(pages | ({} if page is None else {"https://bad": page}))
    later = Update(root, ("bad", "good"), date(2026, 11, 23), table(), web)
    assert ["failed", "new"] == [done.state for done in update_lists(later)]
    assert 3 == manifests(root, "bad")[-1].entity_count


def test_nothing_new_is_unchanged(tmp_path: Path) -> None:
    """A second update of the same bytes publishes nothing."""
    web = MemoryWeb({"https://good": listed("A"), "https://bad": listed("B")})
    update(tmp_path / "lists", web)
    assert {"good": "unchanged", "bad": "unchanged"} == update(tmp_path / "lists", web)


def stale(root: Path, day: date) -> dict[str, bool]:
    """Which lists are older than they should be."""
    return {one.source: one.stale for one in holdings(root, day) if isinstance(one, Holding)}


def test_a_list_that_its_publisher_has_not_changed_is_old_but_not_stale(tmp_path: Path) -> None:
    """Age is told from the publication, staleness from the last time the publisher was asked."""
    web = MemoryWeb({"https://good": listed("A"), "https://bad": listed("B")})
    root = tmp_path / "lists"
    update(root, web)
    late = date(2028, 11, 22)
    assert {"good": True, "bad": True} == stale(root, late)
    list(update_lists(Update(root, ("good",), late, table(), web)))
    assert {"good": False, "bad": True} == stale(root, late)


def test_a_damaged_list_stops_no_other(tmp_path: Path) -> None:
    """A copy that cannot be read was once raised out of the loop, and the lists behind it were not fetched."""
    web = MemoryWeb({"https://good": listed("A"), "https://bad": listed("B")})
    root = tmp_path / "lists"
    update(root, web)
    (root / "lists" / "bad" / "current").write_text("")
    assert {"good": "unchanged", "bad": "failed"} == update(root, web)


def test_a_list_that_is_fetched_by_name_only_is_left_out_otherwise(tmp_path: Path) -> None:
    """A reader that is not yet proven on the publisher's files must not make every update fail."""
    rows = {name: replace(row, by_name=name == "bad") for name, row in table().items()}
    web = MemoryWeb({"https://good": listed("A"), "https://bad": listed("B")})
    asked = [
        [done.source for done in update_lists(Update(tmp_path / "lists", names, TODAY, rows, web))]
        for names in ((), ("bad",))
    ]
    assert [["good"], ["bad"]] == asked


def test_an_unknown_list_is_refused_before_anything_is_fetched(tmp_path: Path) -> None:
    """A typing error is told at once."""
    with pytest.raises(InputError, match="nowhere"):
        update_lists(Update(tmp_path / "lists", ("nowhere",), TODAY, table(), MemoryWeb({})))


def test_a_mirror_s_table_is_read_with_the_packaged_columns(tmp_path: Path) -> None:
    """An organisation may fetch from its own mirror."""
    path = tmp_path / "mirror.csv"
    path.write_text(
        "name,title,publisher,format,file,url,required,licence,page,max_shrink_share,max_age_days,source\n"
        "our_list,Ours,Us,simple_csv,targets.simple.csv,http://mirror/x,yes,own,http://mirror,0.5,30,own\n",
        "utf-8",
    )
    assert 0.5 == read_addresses(path)["our_list"].max_shrink_share
    with pytest.raises(InputError, match="missing"):
        read_addresses(tmp_path / "missing.csv")
