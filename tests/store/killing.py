"""Runs a write many times, each time killed at another point; started by the tests as a process of its own.

Usage: python killing.py JOB FOLDER FIRST [STEP]

Copies ``FOLDER/before`` to ``FOLDER/<n>`` for n = FIRST, FIRST + STEP, …, and does the job in it in a child that kills
itself at its n-th file operation, until a child lives to the end. With JOB ``timed-import`` the child is killed after
n milliseconds instead.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from tests.store.graphs import bring_graph

from lustra.model.source import Source, SourceFile
from lustra.model.statement import Statement
from lustra.store.index_writer import write_index
from lustra.store.layout import open_root
from lustra.store.versions import Incoming, publish

SOURCE = Source("xx_list", "A list", "Somebody", "xx", (SourceFile("main.csv", ""),), "none", "https://lists.example/")
CHANGES = frozenset({"os.rename", "os.mkdir", "os.remove", "os.rmdir"})


def bring(root: Path, day: date, names: list[str]) -> None:
    """Publish a version in which each name is an entry's."""
    file = root.parent / f"{root.name}-{day}.csv"
    file.write_text("\n".join(names), "utf-8")
    items = (Statement(f"xx_list:{n}", "Person", "name", name, locator=f"main.csv:{n}") for n, name in enumerate(names))
    publish(root, SOURCE, Incoming(day, {"main.csv": file}, "2024-06-01"), items)


def first_import(root: Path) -> None:
    """What every workspace holds before the job."""
    bring(root, date(2024, 1, 1), ["A", "B", "C"])


def second_import(root: Path) -> None:
    """The job that is killed."""
    bring(root, date(2024, 1, 8), ["A", "B", "D", *(f"E{n}" for n in range(200))])


def superseding_import(root: Path) -> None:
    """The job that is killed, where a version of the same day is held."""
    bring(root, date(2024, 1, 1), ["A", "B", "D"])


def first_index(root: Path) -> None:
    """The index that every workspace holds before the job."""
    write_index(root, "old", {"numbers": np.arange(3)}, {"text": b"old"}, {})


def second_index(root: Path) -> None:
    """The job that is killed."""
    write_index(root, "new", {"numbers": np.arange(1000)}, {"text": b"new"}, {})


def second_graph(root: Path) -> None:
    """The job that is killed."""
    bring_graph(root, [20, 30, 50], "2026-09-02")


JOBS: dict[str, Callable[[Path], None]] = {
    "import": second_import,
    "timed-import": second_import,
    "superseding-import": superseding_import,
    "index": second_index,
    "graph": second_graph,
}


def prepare(folder: Path) -> Path:
    """The workspace that every run starts from."""
    root = open_root(folder / "before", create=True)
    first_import(root)
    first_index(root)
    bring_graph(root, [10, 90])
    return root


def die_at(count: int) -> None:
    """Kill this process before its count-th change to the file system from now on, files opened to be synced too."""
    left = [count]

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event in CHANGES or (event == "open" and arguments[1] not in ("r", "rb")):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def survives(job: str, root: Path, count: int) -> bool:
    """Whether a child that is killed at this count got to the end of the job before."""
    child = os.fork()
    if child == 0:
        if job != "timed-import":
            die_at(count)
        JOBS[job](root)
        os._exit(0)
    if job == "timed-import":
        time.sleep(count / 1000)
        os.kill(child, signal.SIGKILL)
    return os.WIFEXITED(os.waitpid(child, 0)[1])


def main(job: str, folder: Path, first: int, step: int = 1) -> None:
    """Kill later and later until the job is done."""
    pa.array([""])  # loads what Arrow loads late, once for all children
    count = first
    while True:
        root = folder / str(count)
        shutil.copytree(folder / "before", root)
        if survives(job, root, count):
            return
        count += step


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *map(int, sys.argv[3:]))
