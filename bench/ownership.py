"""Speed and memory of the ownership engine on synthetic power-law graphs; every ratio is taken within one run.

Usage: python bench/ownership.py [--nodes 1000000] [--edges 3000000] [--listed 10000] [--networkx/--no-networkx]

Prints one line per figure: what, value, the goal and whether it is reached.
"""

import argparse
import gc
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt
import psutil

from lustra.kernels.jit import compiled_kernels, kernel
from lustra.model.edge import WHOLE
from lustra.model.time import AsOf, Interval
from lustra.ownership.closure import closure, closure_from, ranks, seed_nodes
from lustra.ownership.graph import Context, Graph, Listed, from_columns, intern
from lustra.ownership.network import Network
from lustra.ownership.network_builder import network
from lustra.ownership.proof import all_witnesses
from lustra.ownership.rules import rule_named
from lustra.ownership.timeline import all_days
from lustra.ownership.whatif import listing_gain

Array = npt.NDArray[Any]
FIRST, LAST = date(2000, 1, 1), date(2025, 6, 1)
DAY = date(2024, 6, 1)


def synthetic(nodes: int, edges: int, *, dated: bool) -> dict[str, Array]:
    """Columns of a power-law graph: companies with one to a few owners whose shares sum to 100 % at most.

    Args:
        nodes: number of parties.
        edges: number of holdings wanted; pairs drawn twice are left out.
        dated: whether holdings begin and end within 25 years.
    """
    dice = np.random.default_rng(7)
    owner = (nodes * dice.random(edges) ** 3).astype(np.int64)
    owned = dice.integers(0, nodes, edges)
    key = np.unique((owned * nodes + dice.permutation(nodes)[owner])[owner != owned])
    owned, owner = key // nodes, key % nodes
    weight = dice.pareto(1.5, len(key)) + 0.3
    disclosed = 0.3 + 0.7 * dice.random(nodes)
    total = (np.bincount(owned, weight, nodes) / disclosed)[owned]
    lo = np.floor(weight / total * WHOLE).astype(np.int64)
    columns: dict[str, Array] = {"owner": owner.astype(np.int32), "owned": owned.astype(np.int32), "lo": lo}
    if dated:
        span = LAST.toordinal() - FIRST.toordinal()
        start = FIRST.toordinal() + (dice.random(len(key)) * span).astype(np.int32)
        columns["valid_from"] = start.astype(np.int32)
        columns["valid_to"] = (start + dice.integers(100, 5000, len(key))).astype(np.int32)
    return columns


def graph_of(columns: dict[str, Array], nodes: int, listed: int) -> Graph:
    """The columns as a graph, with listed parties drawn at random."""
    names = [f"party-{i:08d}" for i in range(nodes)]
    dice = np.random.default_rng(11)
    days = [Interval(FIRST + timedelta(days=int(d))) for d in dice.integers(0, 8000, listed)]
    stands = [Listed(names[i], days[k]) for k, i in enumerate(dice.choice(nodes, listed, replace=False))]
    extra = {name: column for name, column in columns.items() if name.startswith("valid")}
    return from_columns(names, columns["owner"], columns["owned"], columns["lo"], Context(tuple(stands), columns=extra))


@kernel
def bare(ptr: Array, dst: Array, part: Array, seeds: Array, sums: Array, inside: Array, queue: Array) -> int:
    """A bare work-list: undated, unpacked, without ranks."""
    count = 0
    for seed in seeds:
        inside[seed] = 1
        queue[count] = seed
        count += 1
    head = 0
    while head < count:
        v = queue[head]
        head += 1
        for e in range(ptr[v], ptr[v + 1]):
            u = dst[e]
            if inside[u] == 0:
                sums[u] += part[e]
                if sums[u] >= 500_000:
                    inside[u] = 1
                    queue[count] = u
                    count += 1
    return count


def best(run: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of several runs."""
    found = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        found.append(time.perf_counter() - begin)
    return min(found)


def say(what: str, value: str, goal: str, reached: bool) -> None:
    """One line of the report."""
    print(f"{what:<58}{value:>22}   goal {goal:<16}{'reached' if reached else 'MISSED'}", flush=True)


def networkx_loop(columns: dict[str, Array], seeds: Array) -> tuple[float, float, int]:
    """Megabytes and seconds of the closure as a loop over a networkx graph, and its size."""
    gc.collect()
    before = psutil.Process().memory_info().rss
    graph = nx.DiGraph()
    rows = zip(columns["owner"].tolist(), columns["owned"].tolist(), columns["lo"].tolist(), strict=True)
    graph.add_edges_from((f"party-{a:08d}", f"party-{b:08d}", {"share": s}) for a, b, s in rows)
    used = (psutil.Process().memory_info().rss - before) / 1e6
    names = [f"party-{v:08d}" for v in seeds.tolist()]
    sizes = set[int]()

    def loop() -> None:
        inside, sums, waiting = set(names), dict[str, int](), list(names)
        while waiting:
            v = waiting.pop()
            if v not in graph:
                continue
            for u, data in graph.adj[v].items():
                if u not in inside:
                    sums[u] = sums.get(u, 0) + data["share"]
                    if 2 * sums[u] >= WHOLE:
                        inside.add(u)
                        waiting.append(u)
        sizes.add(len(inside))

    return used, best(loop, 3), sizes.pop()


def in_fresh_process(nodes: int, edges: int, listed: int) -> float:
    """Megabytes of graph and network together, measured where nothing else was built before."""
    code = (
        "import gc, psutil; from bench.ownership import *;"
        f"c = synthetic({nodes}, {edges}, dated=False); gc.collect(); b = psutil.Process().memory_info().rss;"
        f"g = graph_of(c, {nodes}, {listed}); n = network(g, rule_named('OFAC')); gc.collect();"
        "print((psutil.Process().memory_info().rss - b) / 1e6 + sum(v.nbytes for v in c.values()) / 1e6)"
    )
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)


def closures(columns: dict[str, Array], net: Network, day: date, *, compare: bool) -> float:
    """Time the closure against its two rivals; seconds of the closure."""
    seeds = seed_nodes(net, day.toordinal(), upper=False)
    size = len(closure(net, day).parties())
    ours = best(lambda: closure_from(net, day.toordinal(), seeds, upper=False), 20)
    part = (columns["lo"][net.origin] // 100_000).astype(np.int32)

    def rival() -> object:
        sums, inside = np.zeros(net.size, np.int32), np.zeros(net.size, np.uint8)
        return bare(net.ptr, net.dst, part, seeds, sums, inside, np.empty(net.size, np.int32))

    rival()
    bare_seconds = best(rival, 20)
    say(f"closure: {size:,} of {net.size:,} taken", f"{ours * 1e3:.2f} ms", "", True)
    say("closure / bare work-list", f"{ours / bare_seconds:.2f}", "<= 3", ours <= 3 * bare_seconds)
    if compare:
        used, seconds, found = networkx_loop(columns, seeds)
        say(
            "closure / networkx loop (same set)",
            f"1/{seconds / ours:.0f}",
            "<= 1/50",
            seconds >= 50 * ours and found == size,
        )
        memory = in_fresh_process(net.graph.size, len(columns["lo"]), len(net.persons))
        say("memory / networkx", f"{memory:.0f} / {used:.0f} MB", "<= 1/5", 5 * memory <= used)
    return ours


def proofs(net: Network, day: date, closure_seconds: float) -> None:
    """Time the proofs of everything derived."""
    ordinal = day.toordinal()
    rank = ranks(net, ordinal, seed_nodes(net, ordinal, upper=False), upper=False)
    derived = np.flatnonzero(rank > 1).astype(np.int32)
    seconds = best(lambda: all_witnesses(net, rank, ordinal, derived, upper=False))
    edges = len(all_witnesses(net, rank, ordinal, derived, upper=False)[1])
    name = f"proofs of {len(derived):,} derived ({edges / max(len(derived), 1):.2f} edges each) / closure"
    say(name, f"{seconds / closure_seconds:.1f}", "<= 20", seconds <= 20 * closure_seconds)


def dates(nodes: int, edges: int, listed: int) -> None:
    """Time all dates at once against monthly snapshots, and compare them on some days."""
    graph = graph_of(synthetic(nodes, edges, dated=True), nodes, listed)
    net = network(graph, rule_named("OFAC"))
    months = [date(y, m, 1) for y in range(2000, 2026) for m in range(1, 13)][:305]
    every = all_days(net)
    for day in months[::61]:
        assert np.array_equal(closure(net, day).parties(), every.on(day))
    at_once = best(lambda: all_days(net), 3)
    snapshots = best(lambda: [closure(net, day) for day in months], 1)
    say("all dates / 305 monthly snapshots", f"1/{snapshots / at_once:.1f} ({at_once * 1e3:.0f} ms)", "<= 1/4",
        4 * at_once <= snapshots)  # fmt: skip


def main() -> None:
    """Run everything and print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--nodes", type=int, default=1_000_000)
    options.add_argument("--edges", type=int, default=3_000_000)
    options.add_argument("--listed", type=int, default=10_000)
    options.add_argument("--networkx", action=argparse.BooleanOptionalAction, default=True)
    with compiled_kernels():
        measure(options.parse_args())


def measure(given: argparse.Namespace) -> None:
    """Run what the options ask for."""
    columns = synthetic(given.nodes, given.edges, dated=False)
    begin = time.perf_counter()
    graph = graph_of(columns, given.nodes, given.listed)
    net = network(graph, rule_named("OFAC"))
    say(f"build network of {len(net.src):,} edges", f"{time.perf_counter() - begin:.2f} s", "", True)
    closure(net, DAY)
    seconds = closures(columns, net, DAY, compare=given.networkx)
    proofs(net, DAY, seconds)
    listing_gain(graph, "OFAC", AsOf(DAY))
    gain = best(lambda: listing_gain(graph, "OFAC", AsOf(DAY)), 3)
    say("listing gain of every owner", f"{gain:.2f} s", "<= 1 s", gain <= 1)
    if given.networkx:
        dates(given.nodes, given.edges, given.listed)
        owners = [f"party-{v:08d}" for v in columns["owner"].tolist()]
        owned = [f"party-{v:08d}" for v in columns["owned"].tolist()]
        interned = best(lambda: intern(owners, owned), 1)
        say("interning of all string ids (part of loading)", f"{interned:.1f} s", "<= 15 s", interned <= 15)
    say("largest memory of this process", f"{psutil.Process().memory_info().rss / 1e9:.2f} GB", "", True)


if __name__ == "__main__":
    main()
