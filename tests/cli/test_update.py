"""``lustra update --addresses`` from a server on this machine, through the real web: good days and bad ones."""

import gzip
import http.server
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

COLUMNS = "name,title,publisher,format,file,url,required,licence,page,max_shrink_share,max_age_days,source"
HEAD = "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,program_ids,dataset"
HEAD += ",first_seen,last_seen,last_change\n"
PROGRAM = [sys.executable, "-c", "from lustra.cli.main import main; main()"]


def listed(*names: str) -> bytes:
    """A simple list of people."""
    return (HEAD + "".join(f"x-{name},Person,{name},,,,,,,,,,d,,,\n" for name in names)).encode()


GOOD = listed("Ann", "Ben", "Cay", "Dan")


class _Pages(http.server.BaseHTTPRequestHandler):
    pages: Mapping[str, tuple[int, bytes, dict[str, str]]]

    def do_GET(self) -> None:
        """Serve the page, 304 to whoever holds these bytes."""
        status, body, headers = self.pages.get(self.path, (404, b"", {}))
        tag = f'"{hash(body)}"'
        if status == 200 and self.headers["If-None-Match"] == tag:
            status, body = 304, b""
        self.send_response(status)
        for name, value in {"ETag": tag, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(pages: Mapping[str, tuple[int, bytes, dict[str, str]]]) -> Iterator[str]:
    """A server for a block: its address."""
    handler = type("Pages", (_Pages,), {"pages": pages})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def addresses(path: Path, rows: Mapping[str, str], form: str = "simple_csv", file: str = "targets.simple.csv") -> Path:
    """A table of addresses: list → address."""
    lines = [f"{name},{name},us,{form},{file},{url},yes,own,page,0.2,7,own" for name, url in rows.items()]
    path.write_text("\n".join([COLUMNS, *lines, ""]), "utf-8")
    return path


def update(root: Path, table: Path, *sources: str) -> "subprocess.CompletedProcess[str]":
    """Run ``lustra update`` in a process of its own."""
    argv = ["update", *sources, "--addresses", str(table), "--workspace", str(root)]
    return subprocess.run([*PROGRAM, *argv], capture_output=True, timeout=120, check=False, text=True)


def held(root: Path) -> dict[str, Any]:
    """What ``lustra lists`` says, by list."""
    argv = ["lists", "--workspace", str(root), "--format", "json"]
    told = subprocess.run([*PROGRAM, *argv], capture_output=True, timeout=120, check=True)
    return {row["source"]: row for row in json.loads(told.stdout)}


def test_lists_and_screen_tell_the_same_of_a_list(tmp_path: Path) -> None:
    """The age of a list, its version and whether it is stale are the same in both outputs."""
    root, path = tmp_path / "lists", tmp_path / "targets.simple.csv"
    path.write_bytes(GOOD)
    for argv in (["import", "ours", str(path), "--published", "2020-05-01"], ["index"]):
        subprocess.run([*PROGRAM, *argv, "--workspace", str(root)], capture_output=True, timeout=120, check=True)
    argv = ["screen", "Ann", "--workspace", str(root), "--format", "json"]
    screened = subprocess.run([*PROGRAM, *argv], capture_output=True, timeout=120, check=False)
    (checked,) = json.loads(screened.stdout)["checked"]["lists"]
    row = held(root)["ours"]
    assert row["stale"]
    names = ("source", "title", "published", "age_days", "stale", "names", "sha256")
    assert {name: row[name] for name in names} == {name: checked[name] for name in names}


BAD_DAYS: dict[str, tuple[int, bytes, dict[str, str]]] = {
    "not there": (404, b"no", {}),
    "refused": (400, b"no", {}),
    "empty": (200, b"", {}),
    "a web page": (200, b"<!DOCTYPE html><html>maintenance</html>", {}),
    "shrunken": (200, listed("Ann"), {}),
    "no rows": (200, HEAD.encode(), {}),
    "another format": (200, b'{"id":"1","schema":"Person","properties":{"name":["A"]}}\n', {}),
    "damaged gzip": (200, gzip.compress(GOOD)[:-9], {}),
}


def test_lists_are_fetched_and_one_bad_day_never_costs_a_good_copy(tmp_path: Path) -> None:
    """Good, gzip and redirected answers are published; every bad one is told by name, and the others go on."""
    root = tmp_path / "lists"
    pages: dict[str, tuple[int, bytes, dict[str, str]]] = {
        "/good": (200, GOOD, {}),
        "/packed": (200, gzip.compress(GOOD), {}),
        "/encoded": (200, gzip.compress(GOOD), {"Content-Encoding": "gzip"}),
        "/moved": (302, b"", {"Location": "/good"}),
    }
    names = [f"bad_{number}" for number in range(len(BAD_DAYS))]
    with serving(pages) as at:
        good = {"good": f"{at}/good", "packed": f"{at}/packed", "encoded": f"{at}/encoded", "moved": f"{at}/moved"}
        table = addresses(tmp_path / "table.csv", {name: f"{at}/{name}" for name in names} | good)
        pages |= {f"/{name}": (200, GOOD, {}) for name in names}
        first = update(root, table)
        assert (0, "") == (first.returncode, first.stderr)
        assert {4} == {row["entries"] for row in held(root).values()}
        pages |= {f"/{name}": page for name, page in zip(names, BAD_DAYS.values(), strict=True)}
        pages["/good"] = (200, listed("Ann", "Ben", "Cay", "Dan", "Eve"), {})
        second = update(root, table)
    assert 1 == second.returncode
    assert "Traceback" not in second.stderr
    assert sorted(names) == sorted(line.partition(":")[0] for line in second.stderr.splitlines())
    assert all("stays in force" in line for line in second.stderr.splitlines())
    assert {"bad": 4, "good": 5} == {name[:4].strip("_"): held(root)[name]["entries"] for name in (names[0], "good")}


WRONG_TABLES = [
    ("no_such_format", "targets.simple.csv", "no_such_format"),
    ("simple_csv", "../outside.csv", "outside.csv"),
]


def test_lists_are_fetched_even_if_nobody_reads_on(tmp_path: Path) -> None:
    """``lustra update | head -n 1`` closes the pipe after the first list; it must not cost the others."""
    root = tmp_path / "lists"
    pages: dict[str, tuple[int, bytes, dict[str, str]]] = {"/good": (200, GOOD, {})}
    with serving(pages) as at:
        table = addresses(tmp_path / "table.csv", dict.fromkeys("abc", f"{at}/good") | {"d": f"{at}/no"})
        argv = ["update", "--addresses", str(table), "--workspace", str(root)]
        reader, writer = os.pipe()
        os.close(reader)
        with os.fdopen(writer, "wb") as out:
            code = subprocess.run([*PROGRAM, *argv], stdout=out, stderr=out, timeout=120, check=False).returncode
    assert (1, ["a", "b", "c"]) == (code, list(held(root)))


@pytest.mark.parametrize(("form", "file", "said"), WRONG_TABLES)
def test_a_table_of_addresses_that_cannot_be_used_is_told(tmp_path: Path, form: str, file: str, said: str) -> None:
    """An unknown format was once a traceback, and a file name could lead out of the folder."""
    table = addresses(tmp_path / "table.csv", {"ours": "http://127.0.0.1:9/x"}, form, file)
    result = update(tmp_path / "lists", table)
    assert 2 == result.returncode
    assert said in result.stderr
    assert "Traceback" not in result.stderr
