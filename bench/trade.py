"""Error rates and speed of the corridor detector on made data of BACI's shape.

``python bench/trade.py`` makes small worlds (a minute or two); ``--full`` one of 49.6 million rows. Prints one line per
figure. Speed is measured in fresh processes, so that each has its own peak memory.

    null      share of pairs flagged where nothing is diverted, and what the naive rule flags on the same data
    planted   realised false-discovery rate and power for corridors of half the intermediary's base above $1m
    decoys    the same with as many onward legs that rise without any purchase from the origin
    speed     the three-leg scan with unit values against vectorised pandas; the placebo pass against the scan
"""

import argparse
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from bench.trade_data import COALITION, Truth, World, places, write_world

from lustra.store.flow_files import Connection, connect, scan_sql
from lustra.trade.blocks import Blocks, blocks_around
from lustra.trade.detect import Options, detect
from lustra.trade.events import event
from lustra.trade.flows import FlowTable, Profile, profile_of
from lustra.trade.legs import LegModel, make_legs
from lustra.trade.placebo import make_null
from lustra.trade.scan import Scan, define_places, make_cells

FULL_PRODUCTS = 5_250
EVENT = "eu-ru-2022-02"
SEEDS = (2, 3, 4)
COPIES = 13
SCAN_MB = 160
"""What DuckDB may hold in the three-leg scan; the interpreter and its libraries come on top."""


def table(folder: Path, connection: Connection) -> FlowTable:
    """A folder of Parquet files as a flow table; its profile is found once and kept, as loading does."""
    kept = folder / "profile.json"
    source = scan_sql(sorted(folder.rglob("*.parquet")))
    if not kept.is_file():
        kept.write_bytes(msgspec.json.encode(profile_of(connection, source)))
    return FlowTable(connection, source, msgspec.json.decode(kept.read_bytes(), type=Profile))


def judge(name: str, world: World) -> None:
    """Make a world, run the detector on every product, print its error rates."""
    with TemporaryDirectory() as there:
        truth = write_world(world, Path(there) / "rows")
        report(name, world, truth, Path(there))


def report(name: str, world: World, truth: Truth, there: Path) -> None:
    """Run the detector once and print what it got right."""
    (there / "scratch").mkdir(exist_ok=True)
    began = time.perf_counter()
    with connect(1024, there / "scratch") as connection:
        found = detect(table(there / "rows", connection), event(EVENT), Options(codes=("*",), top=0))
    seconds = time.perf_counter() - began
    flagged = {(c.product, c.via) for c in found.corridors if c.q <= found.level}
    false = len(flagged - truth.corridors)
    print(
        f"{name:8} seed {world.seed}: {found.naive_of:,} pairs, {found.tested:,} with a fallen direct leg; "
        f"flagged {len(flagged):,} ({len(flagged) / max(1, found.naive_of):.2%}), false {false} "
        f"(FDR {false / max(1, len(flagged)):.1%}), power {len(flagged & truth.corridors)}/{len(truth.corridors)} "
        f"({len(flagged & truth.corridors) / max(1, len(truth.corridors)):.0%}); "
        f"naive rule flags {found.naive:,} ({found.naive / max(1, found.naive_of):.1%}); {seconds:.1f} s",
        flush=True,
    )


def scan_lustra(folder: Path, everything: bool) -> None:
    """One scan in this process."""
    with connect() as connection:
        held = table(folder, connection)
    blocks = _blocks(held)
    with TemporaryDirectory() as scratch, connect(1024 if everything else SCAN_MB, Path(scratch)) as connection:
        define_places(connection)
        began = time.perf_counter()
        origins = frozenset(places()[:COALITION])
        rows = held.profile.rows
        make_cells(connection, Scan(held.sql, origins, "RU", blocks, everything, rows=rows, quantities=not everything))
        if everything:
            make_legs(connection, LegModel("RU", blocks))
            make_null(connection, "RU", onward=True)
        print(time.perf_counter() - began, peak())


def scan_many(folder: Path) -> None:
    """The three-leg scan over the same files read thirteen times: 645 million rows."""
    with connect() as connection:
        held = table(folder, connection)
    files = ", ".join(f"'{path}'" for path in sorted(folder.glob("*.parquet")) * COPIES)
    scan = Scan(f"read_parquet([{files}])", frozenset(places()[:COALITION]), "RU", _blocks(held), everything=False)
    with TemporaryDirectory() as scratch, connect(SCAN_MB, Path(scratch)) as connection:
        define_places(connection)
        began = time.perf_counter()
        make_cells(connection, scan)
        print(time.perf_counter() - began, peak())


def _blocks(held: FlowTable) -> Blocks:
    return blocks_around(held.profile, date(2022, 2, 25))


def scan_pandas(folder: Path) -> None:
    """The same scan in vectorised pandas: load, masks, group-bys, merges."""
    import pandas as pd  # here only, so that the other scans are not charged with it

    began = time.perf_counter()
    columns = ["exporter", "importer", "product", "start", "value", "quantity"]
    frame = pd.read_parquet(sorted(folder.glob("*.parquet")), columns=columns)
    origin = frame["exporter"].isin(places()[:COALITION])
    outside = ~frame["importer"].isin(places()[:COALITION])
    frame["after"] = frame["start"] >= pd.Timestamp("2022-01-01").date()
    sums = {}
    for name, mask, by in (
        ("a", origin & outside, ["product", "importer"]),
        ("b", ~origin & (frame["importer"] == "RU"), ["product", "exporter"]),
        ("d", origin & (frame["importer"] == "RU"), ["product"]),
    ):
        held = frame.loc[mask].groupby([*by, "after"], observed=True)[["value", "quantity"]].sum().unstack(fill_value=0)
        sums[name] = held
    joined = sums["a"].join(sums["b"], rsuffix="_b", how="inner")
    joined = joined.join(sums["d"], on="product", rsuffix="_d") if len(joined) else joined
    print(time.perf_counter() - began, peak())


def peak() -> float:
    """Peak resident memory of this process, MB."""
    status = Path("/proc/self/status").read_text("utf-8")
    return float(status.split("VmHWM:")[1].split()[0]) / 1024


def speed(folder: Path) -> None:
    """Run each scan in a process of its own and print the ratios."""
    with connect() as connection:
        rows = table(folder, connection).profile.rows
    figures = {}
    for name in ("scan", "placebo", "pandas", "many"):
        command = [sys.executable, "-m", "bench.trade", "--one", name, str(folder)]
        seconds, memory = map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
        figures[name] = (seconds, memory)
        count = rows * COPIES if name == "many" else rows
        print(f"speed    {name:8} {count:,} rows: {seconds:.1f} s, {memory:,.0f} MB", flush=True)
    scan, placebo, pandas = (figures[name] for name in ("scan", "placebo", "pandas"))
    print(
        f"speed    pandas ÷ scan: {pandas[0] / scan[0]:.1f} in time, {pandas[1] / scan[1]:.1f} in memory; "
        f"placebo ÷ scan: {placebo[0] / scan[0]:.1f} in time"
    )


ONE = {"pandas": scan_pandas, "many": scan_many}


def main() -> None:
    """Parse the options and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="49.6 million rows")
    parser.add_argument("--speed", action="store_true", help="only the speed, on 49.6 million rows")
    parser.add_argument("--one", nargs=2, metavar=("WHAT", "FOLDER"), help="internal: one scan in this process")
    given = parser.parse_args()
    if given.one:
        what, folder = given.one
        if what in ONE:
            return ONE[what](Path(folder))
        return scan_lustra(Path(folder), what == "placebo")
    if given.speed or given.full:
        with TemporaryDirectory() as there:
            world = World(products=FULL_PRODUCTS)
            truth = write_world(world, Path(there) / "rows")
            if given.full:
                report("null", world, truth, Path(there))
            speed(Path(there) / "rows")
        return judge("planted", World(products=FULL_PRODUCTS, planted=600, seed=2)) if given.full else None
    for seed in SEEDS:
        judge("null", World(products=400, seed=seed))
        judge("planted", World(products=400, planted=150, seed=seed))
        judge("decoys", World(products=400, planted=150, decoys=True, seed=seed))
    with TemporaryDirectory() as there:
        world = World(products=400)
        write_world(world, Path(there) / "rows")
        return speed(Path(there) / "rows")


if __name__ == "__main__":
    main()
