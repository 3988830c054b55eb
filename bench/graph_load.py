"""How long it takes to load a table of 3 million edges with string ids, and to open it again.

python bench/graph_load.py [EDGES]
"""

import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from lustra.usecases.ownership.graphs import load_graph, open_graph

EDGES = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000_000
SEED = 20260901


def write_table(path: Path, count: int) -> None:
    """A power-law graph of a third as many parties as edges, one line an edge."""
    chance = np.random.default_rng(SEED)
    parties = max(count // 3, 2)
    owned = chance.integers(0, parties, count)
    owner = (parties * chance.power(0.6, count)).astype(np.int64)
    share = chance.integers(1, 2500, count) / 100
    with path.open("w", encoding="utf-8") as file:
        file.write("owner,owned,kind,share_min,share_max,from,to,known_from,source\n")
        for a, b, s in zip(owner.tolist(), owned.tolist(), share.tolist(), strict=True):
            file.write(f"N{a:08d},N{b:08d},share,{s},{s},20{a % 24:02d}-03-01,,2024-01-01,register {b % 50}\n")


def main() -> None:
    """Print what each step took."""
    with TemporaryDirectory() as home:
        path, root = Path(home) / "edges.csv", Path(home) / "workspace"
        write_table(path, EDGES)
        started, cpu = time.perf_counter(), time.process_time()
        manifest = load_graph(root, "bench", path, date(2026, 9, 1))
        loaded, busy = time.perf_counter(), time.process_time() - cpu
        data = open_graph(root, "bench")
        opened = time.perf_counter()
        print(f"{path.stat().st_size / 1e6:,.0f} MB, {manifest.edges:,} edges, {manifest.parties:,} parties")
        print(
            f"load {loaded - started:.1f} s ({busy:.1f} s of processor), open {opened - loaded:.1f} s, "
            f"problems {manifest.problems}"
        )
        assert data.graph.size == manifest.parties


if __name__ == "__main__":
    main()
