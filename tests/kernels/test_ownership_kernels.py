"""The ownership kernels mean the same interpreted and compiled, byte for byte."""

from collections.abc import Iterable
from copy import deepcopy

import numpy as np
import numpy.typing as npt
import pytest

from lustra.kernels.jit import Kernel
from lustra.kernels.ownership.closure import ClosureScratch, SeedGroups, close_each, close_lower, close_upper
from lustra.kernels.ownership.csr import Csr, InEdges, Thresholds
from lustra.kernels.ownership.gain import Baseline, Gains, listing_gains
from lustra.kernels.ownership.proof import Ranks, Witnesses, witnesses
from lustra.kernels.ownership.sampled_shares import draw_shares
from lustra.kernels.ownership.timeline import DaySets, Listings, close_all_days

Array = npt.NDArray[np.int64]
N, M, DAY = 60, 240, 500
DICE = np.random.default_rng(3)
SRC = np.sort(DICE.integers(0, N, M)).astype(np.int32)
DST = DICE.integers(0, N, M).astype(np.int32)
LO = DICE.integers(0, 60, M) * (10**9 << 20)
HI = LO + DICE.integers(0, 3, M) * (10**10 << 20)
START = DICE.integers(0, 600, M).astype(np.int32)
END = (START + 400).astype(np.int32)
PTR = np.searchsorted(SRC, np.arange(N + 1)).astype(np.int64)
IN_EDGE = np.argsort(DST, kind="stable").astype(np.int32)
IN_PTR = np.searchsorted(DST[IN_EDGE], np.arange(N + 1)).astype(np.int64)
NEED = np.full(N, 50 * 10**9 << 20, np.int64)
WHOLE = np.full(N, 10**11 << 20, np.int64)
SEEDS = np.arange(0, N, 6, dtype=np.int32)
EACH = np.arange(len(SEEDS) + 1, dtype=np.int64)
CSR = Csr(PTR, DST, LO, HI, START, END)
IN_EDGES = InEdges(IN_PTR, IN_EDGE, SRC)
LOWER = Thresholds(NEED, WHOLE, int(NEED[0]), False)
UPPER = Thresholds(NEED, WHOLE, int(NEED[0]), True)
GROUPS = SeedGroups(EACH, SEEDS)


def flat(*shape: int) -> Array:
    """Zeros."""
    return np.zeros(shape, np.int64)


def short(n: int = N) -> npt.NDArray[np.int32]:
    """Small zeros."""
    return np.zeros(n, np.int32)


RANK = np.where(np.arange(N) % 6 == 0, 1, 2).astype(np.int32)
TARGETS = np.flatnonzero(RANK == 2).astype(np.int32)
DAY_POOL = np.zeros((5000, 2), np.int32)
DAYS = np.stack((np.full(len(SEEDS), 100), np.full(len(SEEDS), 900)), 1).astype(np.int32)
CALLS = {
    "close_lower": (close_lower, (CSR, LOWER, SEEDS, DAY, ClosureScratch(flat(N), flat(0), short(), short()))),
    "close_upper": (
        close_upper,
        (CSR, IN_EDGES, UPPER, SEEDS, DAY, ClosureScratch(flat(N, 2), flat(N), short(), short())),
    ),
    "close_each on lower bounds": (close_each, (CSR, IN_EDGES, LOWER, GROUPS, DAY, short())),
    "close_each on upper bounds": (close_each, (CSR, IN_EDGES, UPPER, GROUPS, DAY, short())),
    "draw_shares": (draw_shares, (CSR, IN_EDGES, WHOLE, DAY, DICE.random(M), LO.copy())),
    "listing_gains": (
        listing_gains,
        (CSR, LOWER, Baseline(DAY, flat(N), flat(N) > 0), TARGETS, N, Gains(flat(len(TARGETS)), flat(len(TARGETS)))),
    ),
    "witnesses on lower bounds": (
        witnesses,
        (CSR, IN_EDGES, LOWER, Ranks(DAY, RANK), TARGETS, Witnesses(flat(N + 1), short(M))),
    ),
    "witnesses on upper bounds": (
        witnesses,
        (CSR, IN_EDGES, UPPER, Ranks(DAY, RANK), TARGETS, Witnesses(flat(N + 1), short(M))),
    ),
    "close_all_days on lower bounds": (
        close_all_days,
        (CSR, IN_EDGES, LOWER, Listings(SEEDS, EACH, DAYS), DaySets(flat(N), short(), DAY_POOL)),
    ),
    "close_all_days on upper bounds": (
        close_all_days,
        (CSR, IN_EDGES, UPPER, Listings(SEEDS, EACH, DAYS), DaySets(flat(N), short(), DAY_POOL)),
    ),
}


def arrays(arguments: Iterable[object]) -> list[npt.NDArray[np.generic]]:
    """The arrays among some arguments and in their tuples, in order."""
    flattened = (part for a in arguments for part in (a if isinstance(a, tuple) else (a,)))
    return [part for part in flattened if isinstance(part, np.ndarray)]


@pytest.mark.parametrize("name", CALLS)
def test_interpreted_and_compiled_agree(name: str) -> None:
    """Same return value, same bytes in every array."""
    kernel, arguments = CALLS[name]
    assert isinstance(kernel, Kernel)
    first, second = deepcopy(arguments), deepcopy(arguments)
    assert kernel.function(*first) == kernel.compiled(*second)
    changed = [a.tobytes() for a in arrays(first)]
    assert changed == [a.tobytes() for a in arrays(second)]
    assert changed != [a.tobytes() for a in arrays(arguments)]
