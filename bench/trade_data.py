"""Made trade data of BACI's shape: a null world in which nothing is diverted, and corridors planted in it on request.

Every flow has its own base (heavy tails), a slow random walk and a yearly shock; products, exporters and importers have
shocks of their own; small flows come and go. None of it knows of any event.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pycountry
from numpy.typing import NDArray

from lustra.trade.places import members

COALITION = 39
OTHERS = 186
YEARS = (2019, 2020, 2021, 2022, 2023, 2024)
ROWS_PER_PRODUCT = 9_900
"""Rows per product over the six years; 49.6 million need about 5,010 products."""


@dataclass(frozen=True)
class World:
    """What to make."""

    products: int = 200
    planted: int = 0
    decoys: bool = False
    """Whether as many onward legs rise without any purchase from the origin (the intermediary's own produce)."""
    seed: int = 1
    shock: float = 0.3
    """SD of the yearly log shock of one flow (times 1.6 below 100 thousand)."""
    walk: float = 0.1
    """SD of the yearly step of one flow's log random walk."""


def places() -> list[str]:
    """225 real country codes, the first 39 of them the origins, RU the first of the others."""
    coalition = sorted(members("COALITION", date(2022, 3, 1)))[:COALITION]
    rest = sorted({c.alpha_2 for c in pycountry.countries} - set(coalition) - {"RU"})
    return [*coalition, "RU", *rest[: OTHERS - 1]]


@dataclass(frozen=True)
class Truth:
    """The planted corridors."""

    corridors: frozenset[tuple[str, str]]
    """(product, intermediary)."""


def write_world(world: World, folder: Path) -> Truth:
    """Write the flows as Parquet in the flow schema, one file per block of products; say what was planted."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(world.seed)
    names = np.array(places())
    size = np.exp(random.normal(0, 1.6, len(names)))
    size[:COALITION] *= 3
    size[COALITION] = 15.0  # RU imports much, as it did
    country_shock = random.normal(0, 0.08, (2, len(names), len(YEARS)))
    country_shock[:, COALITION] = 0  # no trend of the target's own, so that the naive rule meets coin flips
    planted: set[tuple[str, str]] = set()
    per = -(-world.planted // max(1, world.products // 4)) if world.planted else 0
    for first in range(0, world.products, 50):
        block = [
            _product(world, random, size, country_shock, k, per if len(planted) < world.planted and k % 4 == 0 else 0)
            for k in range(first, min(first + 50, world.products))
        ]
        planted |= {(_code(k), str(names[m])) for k, (_, found) in enumerate(block, first) for m in found}
        _write(block, names, first, folder / f"part_{first:05d}.parquet")
    return Truth(frozenset(planted))


def _code(k: int) -> str:
    return f"{10 + k // 100:02d}{k % 100:02d}10"


def _product(
    world: World,
    random: np.random.Generator,
    size: NDArray[np.float64],
    shocks: NDArray[np.float64],
    k: int,
    plant: int,
) -> tuple[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]], list[int]]:
    """One product: exporter and importer numbers (n,), values (n, years) in dollars; and where it was planted."""
    n = len(size)
    weight = np.outer(size * np.exp(random.normal(0, 1.2, n)), size)
    np.fill_diagonal(weight, 0)
    chance = np.minimum(1, ROWS_PER_PRODUCT / len(YEARS) * 1.08 * weight**0.6 / (weight**0.6).sum())
    exporter, importer = np.nonzero(random.random((n, n)) < chance)
    base = 7.6 + 0.8 * np.log(weight[exporter, importer]) + random.normal(0, 1.8, len(exporter))
    walk = np.cumsum(random.normal(0, world.walk, (len(exporter), len(YEARS))), axis=1)
    wild = np.where(base < np.log(1e5), 1.6, 1.0)[:, None] * world.shock
    noise = wild * np.clip(random.standard_t(5, walk.shape) * np.sqrt(3 / 5), -4, 4)
    common = np.cumsum(random.normal(0, 0.1, len(YEARS)))
    log = base[:, None] + walk + noise + common + np.cumsum(shocks[0, exporter] + shocks[1, importer], axis=1)
    value = np.exp(log)
    found = _plant(random, exporter, importer, value, plant, world.decoys)
    value[value < 1000] = 0
    return (exporter, importer, value), found


def _plant(
    random: np.random.Generator,
    exporter: NDArray[np.int64],
    importer: NDArray[np.int64],
    value: NDArray[np.float64],
    plant: int,
    decoys: bool,
) -> list[int]:
    """Divert half of an intermediary's base (above $1m) through it to RU, and take it from the direct leg."""
    if not plant:
        return []
    before = value[:, :3].mean(axis=1)
    origin = exporter < COALITION
    direct = origin & (importer == COALITION)
    value[direct, 3:] *= 0.3
    bases = np.bincount(importer[origin], before[origin], minlength=COALITION + OTHERS)
    onward = set(exporter[(importer == COALITION) & ~origin])
    able = [m for m in range(COALITION + 1, COALITION + OTHERS) if bases[m] > 1e6 and m in onward]
    chosen = [int(m) for m in random.permutation(able)[:plant]]
    others = [int(m) for m in random.permutation(able)[:plant] if m not in chosen] if decoys else []
    for m in (*chosen, *others):
        if m in chosen:
            value[origin & (importer == m), 3:] *= 1.5
        leg = np.flatnonzero((exporter == m) & (importer == COALITION))
        value[leg[:1], 3:] += 0.5 * bases[m]
    return chosen


def _write(block: list[tuple[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]], list[int]]],
           names: NDArray[np.str_], first: int, path: Path) -> None:  # fmt: skip
    arrays = [rows for rows, _ in block]
    count = [len(rows[0]) for rows in arrays]
    value = np.concatenate([rows[2] for rows in arrays])
    code = np.repeat(np.array([_code(k) for k in range(first, first + len(arrays))]), count)
    flat, year = np.nonzero(value)
    exporter, importer = (np.concatenate([rows[side] for rows in arrays])[flat] for side in (0, 1))
    words = {"vintage": "HS2017", "currency": "USD", "unit": "kg", "side": "both", "kind": "total", "source": "made"}
    amount = value[flat, year]
    columns = {
        "exporter": pa.array(names[exporter]), "importer": pa.array(names[importer]), "product": pa.array(code[flat]),
        "start": pa.array(np.array([f"{y}-01-01" for y in YEARS], "datetime64[D]")[year]),
        "months": pa.array(np.full(len(flat), 12, np.int8)),
        "value": pa.array(amount),
        "quantity": pa.array(amount / 7),
        **{name: pa.array([text]).take(pa.array(np.zeros(len(flat), np.int64))) for name, text in words.items()},
    }  # fmt: skip
    pq.write_table(pa.table(columns), path, compression="zstd", row_group_size=500_000)
