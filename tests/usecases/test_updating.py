"""Updating many lists: each on its own, the good copy always kept."""

from collections.abc import Generator
from dataclasses import replace
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

import lustra
from lustra.errors import FetchError, InputError
from lustra.fetch.memory import MemoryWeb
from lustra.model.list_version import ListState
from lustra.model.source import Source, SourceFile
from lustra.model.time import AsOf
from lustra.store.versions import manifests
from lustra.usecases.lists.holdings import holdings
from lustra.usecases.lists.updating import Update, read_addresses, update_lists
from lustra.usecases.screening.indexing import build_index
from lustra.usecases.screening.screening import ScreeningOptions, open_screener

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


class _KeptAlive(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    ended: Event

    def do_GET(self) -> None:
        """Serve one list and keep the connection open for more."""
        body = listed("A")
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def finish(self) -> None:
        """Tell that the client has closed its connection."""
        super().finish()
        self.ended.set()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("lists", [1, 2], ids=["to the end", "given up after the first list"])
def test_the_connections_of_an_update_are_closed_with_it(tmp_path: Path, lists: int) -> None:
    """The client of an update was once never closed, and its connections stayed open as long as the request lived."""
    ended = Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("KeptAlive", (_KeptAlive,), {"ended": ended}))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    rows = {name: replace(row, files=(SourceFile("targets.simple.csv", address),)) for name, row in table().items()}
    job = Update(tmp_path / "lists", ("good", "bad")[:lists], TODAY, rows)
    updates = update_lists(job)
    assert "new" == next(updates).state
    assert [] == (list(updates) if lists == 1 else [])
    assert isinstance(updates, Generator)
    updates.close()
    assert ended.wait(5)
    server.shutdown()
    server.server_close()


def test_every_command_tells_the_same_age_of_a_list(tmp_path: Path) -> None:
    """Staleness was once computed twice, and a version published after the day asked had a negative age in one."""
    root = tmp_path / "lists"
    update(root, MemoryWeb({"https://good": listed("A"), "https://bad": listed("B")}))
    later = MemoryWeb({"https://good": listed("A", "C"), "https://bad": listed("B")})
    list(update_lists(Update(root, (), TODAY + timedelta(400), table(), later)))
    build_index(root)
    for days in (-1, 0, 365, 366, 399, 400, 765, 766):
        day = TODAY + timedelta(days)
        checked = open_screener(root).checked(AsOf(day), ScreeningOptions(threshold=0.7, cutoff=0.7, limit=1))
        assert list(checked.lists) == holdings(root, day)
        assert holdings(root, day) == lustra.open(root).lists(day)


def stale(root: Path, day: date) -> dict[str, bool]:
    """Which lists are older than they should be."""
    return {one.version.source: one.stale for one in holdings(root, day) if isinstance(one, ListState)}


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
