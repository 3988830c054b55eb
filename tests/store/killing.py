"""Runs a write many times, each time killed at another point; started by the tests as a process of its own.

Usage: python killing.py JOB FOLDER FIRST [STEP]

Copies ``FOLDER/before`` to ``FOLDER/<n>`` for n = FIRST, FIRST + STEP, …, and does the job in it in a child that kills
itself at its n-th file operation, until a child lives to the end. With JOB ``timed-import`` the child is killed after
n milliseconds instead. It imports Lustra alone, because a package called ``tests`` may be installed.
"""

import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from lustra.model.edge import Edge, Share
from lustra.model.party import Party
from lustra.model.source import Source, SourceFile
from lustra.model.statement import Problem, Statement
from lustra.store.graph_columns import edge_table
from lustra.store.graphs import Arriving, GraphManifest, publish_graph
from lustra.store.index_writer import write_index
from lustra.store.layout import open_root
from lustra.store.versions import Incoming, publish
from lustra.trade.load import Loaded, LoadOptions
from lustra.usecases.trade.concordances import keep_concordance
from lustra.usecases.trade.flow_tables import load_flows

SOURCE = Source("xx_list", "A list", "Somebody", "xx", (SourceFile("main.csv", ""),), "none", "https://lists.example/")
CHANGES = frozenset({"os.rename", "os.mkdir", "os.remove", "os.rmdir"})


def bring(root: Path, day: date, names: list[str]) -> None:
    """Publish a version in which each name is an entry's."""
    file = root.parent / f"{root.name}-{day}.csv"
    file.write_text("\n".join(names), "utf-8")
    items = (Statement(f"xx_list:{n}", "Person", "name", name, locator=f"main.csv:{n}") for n, name in enumerate(names))
    publish(root, SOURCE, Incoming(day, {"main.csv": file}, "2024-06-01"), items)


def bring_graph(root: Path, shares: Iterable[int], day: str = "2026-09-01", name: str = "g") -> GraphManifest:
    """Publish a graph in which ``x`` holds a share, in per cent, of ``a0``, ``a1``, …"""
    stated = list(shares)
    edges = [Edge("x", f"a{n}", share=Share(share, share, whole=100), sources=("s",)) for n, share in enumerate(stated)]
    file = root.parent / "edges.csv"
    file.write_text(repr(stated), "utf-8")
    problems = [Problem("edges.csv", "line 2", "no share", "many")]
    parties = [Party("x", "Owner, an"), Party("a0", "First Owned", "Company")]
    return publish_graph(root, Arriving(name, "csv", {file.name: file}, day, edge_table(edges), parties, problems))


def bring_flows(root: Path, rows: str, day: date = date(2026, 9, 1), name: str = "baci") -> Loaded:
    """Publish rows of BACI's shape as a flow table."""
    file = root.parent / "BACI_HS17_Y2021.csv"
    file.write_text(f"t,i,j,k,v,q\n{rows}\n", "utf-8")
    return load_flows(root, name, [file], LoadOptions(), today=day)


def bring_concordance(root: Path, rows: str, day: date = date(2026, 9, 1)) -> int:
    """Publish one table of correspondences."""
    folder = root.parent / "hs"
    folder.mkdir(exist_ok=True)
    (folder / "hs5_hs0.csv").write_text(f"HS5_6d,HS0_6d\n{rows}\n", "utf-8")
    return keep_concordance(root, folder, day)


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


def first_flows(root: Path) -> None:
    """The flow table and the concordance that every workspace holds before the job."""
    bring_flows(root, "2021,276,417,854231,1500.0,2.5", date(2026, 9, 1))
    bring_concordance(root, "010121,010111", date(2026, 9, 1))


def second_flows(root: Path) -> None:
    """The job that is killed."""
    bring_flows(root, "2021,276,417,854231,99.0,2.5\n2022,276,417,854231,x,2.5", date(2026, 9, 2))


def second_concordance(root: Path) -> None:
    """The job that is killed; the old correspondences were once removed before the new ones were in place."""
    bring_concordance(root, "010121,010119", date(2026, 9, 2))


def first_graph(root: Path) -> None:
    """The graph that every workspace holds before the job."""
    bring_graph(root, [10, 90])


BEFORE: dict[str, Callable[[Path], None]] = {
    "index": first_index,
    "graph": first_graph,
    "flows": first_flows,
    "concordance": first_flows,
}
"""What is done before a job that is no import."""
JOBS: dict[str, Callable[[Path], None]] = {
    "import": second_import,
    "timed-import": second_import,
    "superseding-import": superseding_import,
    "index": second_index,
    "graph": second_graph,
    "flows": second_flows,
    "concordance": second_concordance,
}


def prepare(folder: Path, job: str) -> Path:
    """The workspace that every run of a job starts from."""
    root = open_root(folder / "before", create=True)
    BEFORE.get(job, first_import)(root)
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
