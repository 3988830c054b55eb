"""How fast Lustra screens: per query, against brute force, on a list ten times larger, in two processes, from cold.

    python -m bench.screening_speed [--queries 20000]

All on the six real lists beside the checkout, one core unless said, explanations of the hits included. Brute force is
rapidfuzz ``cdist`` with ``ratio`` on sorted words over the same names, in the same run.
"""

import argparse
import csv
import multiprocessing
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
from bench.damage import HARD, damage
from bench.lists import SHARED, six_lists
from bench.quality import folded
from rapidfuzz import fuzz, process

from lustra.model.entity import Entity, Name
from lustra.model.query import Query
from lustra.model.time import AsOf
from lustra.screening.engine import screen
from lustra.screening.index import Index, build
from lustra.screening.retrieve import WordMemory

TODAY = AsOf(date(2026, 8, 31))
CHUNK = 1000
"""Queries of a file that are answered together, as by ``lustra screen --input``."""


def questions(entities: Sequence[Entity], count: int) -> list[Query]:
    """Nine benign customers to one damaged name of a listed person, shuffled."""
    rng = random.Random(3)
    rows = list(csv.DictReader((SHARED / "names" / "benign_customers.csv").open(encoding="utf-8")))[1::2]
    benign = [row["full_name"] for row in rng.sample(rows, min(count * 9 // 10, len(rows)))]
    people = [entity for entity in entities if entity.schema == "Person"]
    kinds = list(HARD)
    listed = [
        damage(person.names[0].text, kinds[i % len(kinds)], "speed")
        for i, person in enumerate(rng.choices(people, k=count - len(benign)))
    ]
    names = benign + listed
    rng.shuffle(names)
    return [Query((name,), schema="Person") for name in names]


def larger(entities: Sequence[Entity], times: int) -> list[Entity]:
    """The entities and ``times - 1`` copies of each whose words are drawn from other entities' names."""
    rng = random.Random(5)
    words = [word for entity in entities for word in entity.names[0].text.split()]
    copies = []
    for entity in entities:
        for copy in range(times - 1):
            names = tuple(Name(" ".join(rng.choice(words) for _ in name.text.split()[:6])) for name in entity.names)
            copies.append(entity._replace(id=f"{entity.id}+{copy}", names=names))
    return [*entities, *copies]


def opened(entities: Sequence[Entity]) -> tuple[Index, float]:
    """The index, and the seconds it took to build."""
    start = time.perf_counter()
    parts = build(entities)
    return Index(parts.arrays, parts.blobs), time.perf_counter() - start


def microseconds(index: Index, queries: Sequence[Query]) -> float:
    """CPU time per query of a warm batch, µs."""
    screen(index, queries[:100], TODAY)
    start = time.process_time()
    screen(index, queries, TODAY)
    return (time.process_time() - start) / len(queries) * 1e6


def brute_force(entities: Sequence[Entity], queries: Sequence[Query]) -> float:
    """CPU time per query of rapidfuzz over all names, µs."""
    names = [folded(name.text) for entity in entities for name in entity.names]
    asked = [folded(query.names[0]) for query in queries[:300]]
    start = time.process_time()
    process.cdist(asked, names, scorer=fuzz.ratio, dtype=np.uint8, workers=1)
    return (time.process_time() - start) / len(asked) * 1e6


_SHARED_INDEX: list[Index] = []
_MEMORY: list[WordMemory] = []
"""Of this process."""


def _start() -> None:
    """Begin as a worker of ``lustra screen --input`` does: nothing is remembered of the words."""
    _MEMORY[:] = [WordMemory()]


def _chunk(queries: Sequence[Query]) -> int:
    return sum(map(len, screen(_SHARED_INDEX[0], queries, TODAY, memory=_MEMORY[0])))


def two_processes(index: Index, queries: Sequence[Query]) -> float:
    """How many times faster two processes are than one on the same batch, wall clock, in chunks as files are asked.

    Both sides are warm: the kernels are loaded, and nothing is remembered of the words.
    """
    chunks = [queries[start : start + CHUNK] for start in range(0, len(queries), CHUNK)]
    screen(index, queries[:100], TODAY)
    _SHARED_INDEX[:] = [index]
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork"), _start) as pool:
        list(pool.map(_chunk, [queries[:50]] * 8))
        start = time.perf_counter()
        list(pool.map(_chunk, chunks))
        both = time.perf_counter() - start
    _start()
    start = time.perf_counter()
    list(map(_chunk, chunks))
    return (time.perf_counter() - start) / both


def cold(arguments: Sequence[str]) -> float:
    """Seconds of one ``lustra screen`` from process start, the middle one of three."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        command = [str(Path(sys.executable).parent / "lustra"), *arguments]
        subprocess.run(command, check=False, capture_output=True, env={"PATH": "/usr/bin:/bin"})
        times.append(time.perf_counter() - start)
    return sorted(times)[1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=20_000)
    options = parser.parse_args()
    entities = six_lists()
    index, seconds = opened(entities)
    queries = questions(entities, options.queries)
    print(f"index build: {seconds:.1f} s for {index.entity_count:,} entities, {index.name_count:,} names")
    cost = microseconds(index, queries)
    print(f"batch: {cost:.0f} µs a query")
    brute = brute_force(entities, queries)
    print(f"rapidfuzz cdist over the same names: {brute:.0f} µs a query, {brute / cost:.1f} × Lustra's")
    print(f"peak memory so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    many = questions(entities, max(50_000, options.queries))
    print(f"two processes: {two_processes(index, many):.2f} × one, {len(many):,} queries")
    print(f"cold, embedded sample: {cold(['screen', 'Ivan Petrov']):.2f} s")
    big, _ = opened(larger(entities, 10))
    ten = microseconds(big, queries[: options.queries // 4])
    print(f"ten times the list ({big.name_count:,} names): {ten:.0f} µs a query, {ten / cost:.2f} ×")


if __name__ == "__main__":
    main()
