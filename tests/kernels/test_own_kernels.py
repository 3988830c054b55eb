"""The ownership kernels mean the same interpreted and compiled, byte for byte."""

import numpy as np
import numpy.typing as npt
import pytest

from lustra.kernels.jit import Kernel
from lustra.kernels.own_closure import close_each_lower, close_each_upper, close_lower, close_upper
from lustra.kernels.own_gain import gains
from lustra.kernels.own_proof import witnesses
from lustra.kernels.own_timeline import spread
from lustra.kernels.own_worlds import draw_world

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
LOWER = (PTR, DST, LO, START, END, NEED)
UPPER = (PTR, DST, LO, HI, START, END, IN_PTR, IN_EDGE, NEED, WHOLE)


def flat(*shape: int) -> Array:
    """Zeros."""
    return np.zeros(shape, np.int64)


def short(n: int = N) -> npt.NDArray[np.int32]:
    """Small zeros."""
    return np.zeros(n, np.int32)


RANK = np.where(np.arange(N) % 6 == 0, 1, 2).astype(np.int32)
TARGETS = np.flatnonzero(RANK == 2).astype(np.int32)
DAYS = np.stack((np.full(len(SEEDS), 100), np.full(len(SEEDS), 900)), 1).astype(np.int32)
CALLS = {
    "close_lower": (close_lower, (*LOWER, int(NEED[0]), SEEDS, DAY, flat(N), short(), short())),
    "close_upper": (close_upper, (*UPPER, SEEDS, DAY, flat(N, 3), short(), short())),
    "close_each_lower": (close_each_lower, (*LOWER, int(NEED[0]), EACH, SEEDS, DAY, short())),
    "close_each_upper": (close_each_upper, (*UPPER, EACH, SEEDS, DAY, short())),
    "draw_world": (
        draw_world,
        (IN_PTR, IN_EDGE, LO, HI, START, END, WHOLE, DAY, DICE.random(M), LO.copy()),
    ),
    "gains": (gains, (*LOWER, int(NEED[0]), flat(N), DAY, TARGETS, N, flat(len(TARGETS)), flat(len(TARGETS)))),
    "witnesses": (
        witnesses,
        (IN_PTR, IN_EDGE, SRC, LO, HI, START, END, NEED, WHOLE, RANK, 1, DAY, TARGETS, flat(N + 1), short(M)),
    ),
    "spread": (
        spread,
        (PTR, DST, SRC, LO, HI, START, END, IN_PTR, IN_EDGE, NEED, WHOLE, 1, SEEDS, EACH, DAYS, flat(N), short(),
         np.zeros((5000, 2), np.int32), short(), short()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CALLS)
def test_interpreted_and_compiled_agree(name: str) -> None:
    """Same return value, same bytes in every array."""
    kernel, arguments = CALLS[name]
    assert isinstance(kernel, Kernel)
    first = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    second = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
    assert kernel.function(*first) == kernel.compiled(*second)
    for mine, theirs in zip(first, second, strict=True):
        assert np.asarray(mine).tobytes() == np.asarray(theirs).tobytes()
