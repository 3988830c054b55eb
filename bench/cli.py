"""Figures of the command line, each beside what it should be: importing, the workspace's size, history, cold commands.

Usage: python -m bench.cli [FOLDER]

FOLDER (default ``../shared/data/lists``) holds the publishers' files: one version per folder. Every figure is taken
in processes of its own, as a person meets it; of the quick ones the median of five runs.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from bench.store import LISTS, NEWEST, OFAC_DAYS

PROGRAM = [sys.executable, "-c", "from lustra.cli.main import main; main()"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Modules are compiled once, as on any machine."""
NAME = "Alaksandr Łukašenka"
RUNS = 5


class Cost(NamedTuple):
    """What one process took."""

    seconds: float
    megabytes: float


def run(*argv: str) -> Cost:
    """Run one command in a process of its own: time on the wall and peak memory.

    Raises:
        SystemExit: the command failed.
    """
    start = time.perf_counter()
    process = subprocess.Popen([*PROGRAM, *argv], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"lustra {' '.join(argv)} left with {process.returncode}")
    return Cost(time.perf_counter() - start, usage.ru_maxrss / 1024)


def median(*argv: str) -> float:
    """Seconds of a quick command: the median of some runs after one that warms the caches."""
    return statistics.median([run(*argv).seconds for _ in range(RUNS + 1)][1:])


def report(what: str, figure: float, limit: float, unit: str) -> None:
    """Print one line: the figure, and what it should be."""
    mark = "" if figure <= limit else "   OVER"
    print(f"{what:<58}{figure:8.2f} {unit:<6} (at most {limit:g}){mark}", flush=True)


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def import_version(root: Path, source: str, folder: Path, day: str) -> Cost:
    """Import one version."""
    return run("import", source, str(folder), "--published", day, "--workspace", str(root))


def six_lists(lists: Path, root: Path) -> None:
    """Import the newest version of each list, index them, ask."""
    costs = [import_version(root, source, lists / folder, day.isoformat()) for source, folder, day in NEWEST]
    report("import of six lists, in all", sum(cost.seconds for cost in costs), 60, "s")
    report("import of six lists, peak memory", max(cost.megabytes for cost in costs), 500, "MB")
    report("index of six lists", run("index", "--workspace", str(root)).seconds, 60, "s")
    report("lustra lists: open a workspace", median("lists", "--workspace", str(root)) - median("--version"), 0.3, "s")
    report("cold lustra screen NAME, six lists", median("screen", NAME, "--workspace", str(root)), 1.5, "s")


def dated_versions(lists: Path, root: Path) -> None:
    """Import eight versions of OFAC's list, then ask for the history."""
    for day in OFAC_DAYS:
        import_version(root, "us_ofac_sdn", lists / "ofac" / day, day)
    newest = size(lists / "ofac" / OFAC_DAYS[-1])
    report("eight OFAC versions, times the newest one's bytes", size(root) / newest, 3, "times")
    report(
        "lustra history us_ofac_sdn, eight versions", median("history", "us_ofac_sdn", "--workspace", str(root)), 3, "s"
    )


def main() -> None:
    """Print every figure."""
    lists = Path(sys.argv[1]) if len(sys.argv) > 1 else LISTS
    scratch = Path(mkdtemp())
    try:
        report("lustra --help", median("--help"), 0.4, "s")
        report("cold lustra screen NAME, embedded sample", median("screen", NAME), 0.8, "s")
        six_lists(lists, scratch / "six")
        dated_versions(lists, scratch / "dated")
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
