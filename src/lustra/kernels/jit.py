"""Kernels that run interpreted until compiling pays.

Importing numba takes longer than answering one question, so a kernel is plain Python until ``compile_kernels()`` is
called (a batch, a large graph). Both ways run the same source on the same arrays and give the same bytes.

Write kernels so that they mean the same in both: take scalars out of small integer arrays with ``int(...)``, keep
floats float64, call other kernels by their global name.
"""

from collections.abc import Callable
from functools import cached_property
from types import FunctionType
from typing import Generic, ParamSpec, TypeVar

__all__ = ["Kernel", "compile_kernels", "kernel", "kernels_compiled"]

P = ParamSpec("P")
R = TypeVar("R")


class _Mode:
    compiled = False


def compile_kernels() -> None:
    """From now on every kernel runs compiled; the first call of each loads or builds its machine code."""
    _Mode.compiled = True


def kernels_compiled() -> bool:
    """Whether ``compile_kernels`` has been called in this process."""
    return _Mode.compiled


class Kernel(Generic[P, R]):
    """One kernel: the plain function and, once asked for, its compiled twin."""

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self.__module__ = function.__module__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run compiled or interpreted, as the process has chosen."""
        if _Mode.compiled:
            return self.compiled(*args, **kwargs)
        return self.function(*args, **kwargs)

    @cached_property
    def compiled(self) -> Callable[P, R]:
        """The numba dispatcher of this kernel, its callees compiled with it."""
        from numba import njit  # the whole point: not before it pays

        function = self.function
        assert isinstance(function, FunctionType)
        names = set(function.__code__.co_names)
        callees = {n: g.compiled for n, g in function.__globals__.items() if n in names and isinstance(g, Kernel)}
        bound = FunctionType(
            function.__code__, {**function.__globals__, **callees}, function.__name__, function.__defaults__
        )
        bound.__module__ = function.__module__
        bound.__qualname__ = function.__qualname__
        compiled: Callable[P, R] = njit(cache=True, nogil=True)(bound)
        return compiled


def kernel(function: Callable[P, R]) -> Kernel[P, R]:
    """Mark a function as a kernel: arrays and scalars in, arrays or scalars out."""
    return Kernel(function)
