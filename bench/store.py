"""Figures of the store: importing the shared lists, the workspace's size, history, opening.

Usage: python bench/store.py [FOLDER]

FOLDER (default ``../shared/data/lists``) holds the publishers' files: one version per folder.
"""

import resource
import shutil
import sys
import time
import timeit
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import TypeVar

import numpy as np

from lustra.store.held import manifests
from lustra.store.history import changes
from lustra.store.index_folder import open_index
from lustra.store.index_writer import write_index
from lustra.store.layout import open_root, source_names
from lustra.store.log import entity_statements, read_log
from lustra.usecases.lists.importing import Import, import_list

LISTS = Path(__file__).parent.parent.parent / "shared" / "data" / "lists"
NEWEST = [  # the six lists of the issue: source, folder, day
    ("us_ofac_sdn", "ofac/2024-01-08", date(2024, 1, 8)),
    ("us_ofac_cons", "ofac/consolidated-2025-12-19", date(2025, 12, 19)),
    ("un_sc", "un/2026-02-27", date(2026, 2, 27)),
    ("eu_fsf", "eu/2026-02-26", date(2026, 2, 26)),
    ("uk_fcdo", "uk/2026-08-22", date(2026, 8, 22)),
    ("ca_sema", "ca/2026-08-22", date(2026, 8, 22)),
]
OFAC_DAYS = [
    "2021-08-24",
    "2022-02-23",
    "2022-04-14",
    "2022-12-15",
    "2023-06-01",
    "2023-12-14",
    "2024-01-08",
    "2024-05-03",
]
TODAY = date(2026, 11, 22)

T = TypeVar("T")


def timed(label: str, work: Callable[[], T]) -> T:
    """Do something and print how long it took, and the peak memory so far."""
    start = time.perf_counter()
    result = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{label:<44}{time.perf_counter() - start:8.2f} s   peak {peak:6.0f} MB")
    return result


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def six_lists(lists: Path, root: Path) -> None:
    """Import the newest version of each list."""
    start = time.perf_counter()
    for source, folder, day in NEWEST:
        job = Import(source, lists / folder, TODAY, day)
        manifest = timed(f"import {source}", lambda job=job: import_list(root, job))  # type: ignore[misc]
        print(
            f"    {manifest.entity_count} entries, {manifest.name_count} names, {manifest.statements} statements,"
            f" problems {manifest.problems}"
        )
    print(f"six lists: {time.perf_counter() - start:.1f} s, workspace {size(root) / 1e6:.1f} MB")
    timed("open: manifests of all lists", lambda: [manifests(open_root(root), name) for name in source_names(root)])
    timed("read the whole log of eu_fsf", lambda: sum(1 for _ in read_log(root, "eu_fsf")))


def dated_versions(lists: Path, root: Path) -> None:
    """Import eight versions of OFAC's list, then ask for the history."""
    newest = 0
    for day in OFAC_DAYS:
        folder = lists / "ofac" / day
        newest = (folder / "sdn.csv").stat().st_size
        job = Import("us_ofac_sdn", folder, TODAY, date.fromisoformat(day))
        timed(f"import us_ofac_sdn {day}", lambda job=job: import_list(root, job))  # type: ignore[misc]
    print(f"eight versions: {size(root) / 1e6:.2f} MB, {size(root) / newest:.2f} times the newest sdn.csv")
    for part in sorted((root / "lists" / "us_ofac_sdn").iterdir()):
        print(f"    {part.name:<24}{(size(part) if part.is_dir() else part.stat().st_size) / 1e6:8.2f} MB")
    for change in timed("history us_ofac_sdn", lambda: changes(root, "us_ofac_sdn")):
        print(
            f"    {change.published}: {change.entries} entries, +{len(change.added)} -{len(change.removed)}"
            f" ~{len(change.changed)}"
        )
    timed("show us_ofac_sdn:9760", lambda: list(entity_statements(root, "us_ofac_sdn:9760")))


def index_of_many_arrays(root: Path) -> None:
    """Write and open an index of sixty arrays, 100 MB."""
    arrays = {f"array{n}": np.arange(220_000, dtype=np.int64) for n in range(60)}
    timed("write an index of 60 arrays, 106 MB", lambda: write_index(root, "bench", arrays, {}, {}))
    best = min(timeit.repeat(lambda: open_index(root), number=1, repeat=20))
    print(f"open it: {best * 1000:.2f} ms")


def main() -> None:
    """Print every figure."""
    lists = Path(sys.argv[1]) if len(sys.argv) > 1 else LISTS
    scratch = Path(mkdtemp())
    try:
        six_lists(lists, scratch / "six")
        dated_versions(lists, scratch / "dated")
        index_of_many_arrays(open_root(scratch / "index", create=True))
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
