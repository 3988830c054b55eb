"""A kernel means the same interpreted and compiled."""

import subprocess
import sys

import numpy as np
import numpy.typing as npt

from lustra.kernels.jit import kernel

IntArray = npt.NDArray[np.int64]


@kernel
def _square(x: int) -> int:
    return x * x


@kernel
def _sum_of_squares(values: IntArray) -> int:
    total = 0
    for value in values:
        total += _square(int(value))
    return total


def test_a_kernel_and_the_kernels_it_calls_give_the_same_compiled() -> None:
    """Interpreted and compiled agree, nested calls included."""
    values = np.arange(100, dtype=np.int64)
    assert 328350 == _sum_of_squares.function(values)
    assert 328350 == _sum_of_squares.compiled(values)


def test_importing_a_kernel_does_not_import_numba() -> None:
    """One question must not pay for a compiler."""
    code = "import sys, lustra.kernels.jit; sys.exit('numba' in sys.modules)"
    assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode
