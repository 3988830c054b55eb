"""One flipped bit, anywhere in what is held, is an error with its remedy and never other data."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pytest
from tests.store.flows import concordance_state, flow_state
from tests.store.graphs import graph_state
from tests.store.killing import bring_concordance, bring_flows, bring_graph
from tests.store.lists import FRIDAY, MONDAY, bring, name

from lustra.errors import WorkspaceError
from lustra.model.statement import Problem
from lustra.store.graphs import graph_dataset, write_notes
from lustra.store.held import held_log
from lustra.store.log import read_log
from lustra.store.manifest import LoggedVersion
from lustra.store.problems import read_problems
from lustra.store.publisher import content_name, every_version
from lustra.store.versions import manifests, open_files

FLIPS = 12
"""Bits flipped in each file, one at a time; all of them in a file of fewer."""


def flipped(path: Path) -> Iterator[None]:
    """The file with one bit changed, then another; at the end as it was."""
    content = path.read_bytes()
    bits = range(8 * len(content))
    for bit in bits if len(bits) <= 8 * FLIPS else random.Random(path.name).sample(bits, FLIPS):
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        yield
    path.write_bytes(content)


def read_as_other_data(folder: Path, state: Callable[[], object]) -> set[str]:
    """The names of the files of a folder in which a flipped bit gives another answer instead of an error."""
    whole = state()
    wrong = set()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for _ in flipped(path):
            if answer(state) not in (whole, "an error with its remedy"):
                wrong.add(path.name)
    assert state() == whole
    return wrong


def answer(state: Callable[[], object]) -> object:
    """What is read, or that it was refused."""
    try:
        return state()
    except WorkspaceError as error:
        return "an error with its remedy" if error.remedy else error


def list_state(root: Path) -> object:
    """Everything that can be asked of the list, bytes included."""
    held = manifests(root, "xx_list")
    files = [open_files(root, "xx_list", version.published)["main.csv"].read() for version in held]
    return held, files, list(read_log(root, "xx_list")), [list(read_problems(root, version)) for version in held]


def test_bit_flips_in_a_graph(root: Path) -> None:
    """A quarter of the flips in a graph's tables were once read as other shares, owners and dates."""
    bring_graph(root, [10, 20], "2026-08-01")
    bring_graph(root, [10, 30, 60])
    write_notes(root, "g", "decisions", [{"party": "a0", "entity": "xx_list:1", "same": True}, {"party": "a1"}])
    assert read_as_other_data(root / "graph", lambda: graph_state(root)) == set()


def test_bit_flips_in_a_flow_table(root: Path) -> None:
    """More than half of the flips in a flow table were once read as other flows."""
    bring_flows(root, "2020,276,417,854231,7.0,2.5", date(2026, 8, 1))
    bring_flows(root, "2021,276,417,854231,1500.0,2.5\n2022,276,417,854231,x,2.5\n2022,276,643,854231,5.0,1")
    assert read_as_other_data(root / "trade", lambda: flow_state(root)) == set()


def test_bit_flips_in_a_concordance(root: Path) -> None:
    """A flipped digit would be another code."""
    bring_concordance(root, "010121,010111\n010129,010119")
    assert read_as_other_data(root / "concordance", lambda: concordance_state(root)) == set()


def test_bit_flips_in_a_list(root: Path) -> None:
    """A flipped digit in a manifest or a problem was once shown as true."""
    bring(root, MONDAY, [name(1, "A"), Problem("main.csv", "line 2", "no name", "17")])
    bring(root, FRIDAY, [name(1, "A"), name(2, "B"), Problem("main.csv", "line 3", "no name", "18")])
    assert read_as_other_data(root / "lists", lambda: list_state(root)) == set()


@pytest.mark.parametrize("part", ["manifest.json", "problems.jsonl", "files.json", "edges.parquet", "edges.csv.zst"])
def test_every_flip_in_a_file_that_is_read_is_an_error(root: Path, part: str) -> None:
    """Not even a flip that leaves the table as it was passes."""
    bring_graph(root, [10, 30, 60])
    path = next((root / "graph").rglob(part))
    for _ in flipped(path):
        with pytest.raises(WorkspaceError, match="is not what was written"):
            verify_graph(root)


def verify_graph(root: Path) -> None:
    """Read every version of the graph."""
    for version in every_version(graph_dataset(root, "g")):
        version.verify()


def test_a_damaged_version_is_mended_by_loading_it_again(root: Path) -> None:
    """The remedy works: the same file loaded again is whole, and the damaged folder is gone."""
    bring_graph(root, [10, 30, 60])
    whole = graph_state(root)
    path = next((root / "graph").rglob("edges.parquet"))
    next(flipped(path))
    bring_graph(root, [10, 30, 60])
    assert graph_state(root) == whole
    assert sum(child.is_dir() for child in (root / "graph" / "g").iterdir()) == 1


def test_a_graph_without_hashes_says_what_to_do(root: Path) -> None:
    """Graphs of the first release had none; they are not read, and loading them again mends it."""
    bring_graph(root, [10])
    held = next(child for child in (root / "graph" / "g").iterdir() if child.is_dir())
    held.rename(held.with_name(held.name[:19]))
    (root / "graph" / "g" / "current").write_text(held.name[:19])
    with pytest.raises(WorkspaceError, match="older Lustra") as told:
        graph_state(root)
    assert "lustra graph load g FILE" in told.value.remedy
    bring_graph(root, [10])
    assert graph_state(root)


def test_a_log_without_hashes_of_its_manifests_is_read_and_completed(root: Path) -> None:
    """A list published by the first release opens, and its next version adds the hashes that were missing."""
    bring(root, MONDAY, [name(1, "A")])
    log = held_log(root, "xx_list")
    assert log is not None
    bare = replace(log.manifest, versions=tuple(LoggedVersion(v.published, v.folder) for v in log.manifest.versions))
    content = msgspec.json.encode(bare)
    (log.folder / "log.json").write_bytes(content)
    log.folder.rename(log.folder.with_name(content_name(content)))
    (root / "lists" / "xx_list" / "current").write_text(content_name(content))
    assert list_state(root)
    bring(root, FRIDAY, [name(1, "B")])
    completed = held_log(root, "xx_list")
    assert completed is not None
    assert all(version.manifest_sha256 and version.problems_sha256 for version in completed.manifest.versions)
