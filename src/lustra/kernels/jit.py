"""Kernels that run interpreted until compiling pays.

Importing numba takes longer than answering one question, so a kernel is plain Python except inside
``with compiled_kernels():`` (a batch, a large graph). Both ways run the same source on the same arrays and give the
same bytes. The context belongs to the thread (or task) that entered it; other threads are not affected.

Machine code is cached on disk where numba keeps it (``__pycache__``, else the user's cache folder, else
``NUMBA_CACHE_DIR``). numba's own key covers only the file of the compiled function, not those of the kernels compiled
into it; here the names of the cached files carry a hash of every file of this package and of the versions of numba,
NumPy and Lustra.

Write kernels so that they mean the same in both: take scalars out of small integer arrays with ``int(...)``, keep
floats float64, call other kernels by their global name.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.resources import files
from importlib.resources.abc import Traversable
from threading import RLock
from types import FunctionType
from typing import Final, Generic, ParamSpec, TypeVar

import numpy as np

from lustra import __version__

__all__ = ["Kernel", "compiled_kernels", "kernel"]

P = ParamSpec("P")
R = TypeVar("R")

_COMPILED: Final[ContextVar[bool]] = ContextVar("compiled_kernels", default=False)
_COMPILING: Final = RLock()
"""Held while a dispatcher is made: two threads must not make two for one kernel."""


@contextmanager
def compiled_kernels() -> Iterator[None]:
    """Run every kernel called in this context compiled; the first call of each loads or builds its machine code."""
    token = _COMPILED.set(True)
    try:
        yield
    finally:
        _COMPILED.reset(token)


class Kernel(Generic[P, R]):
    """One kernel: the plain function and, once it is needed, its compiled twin."""

    def __init__(self, function: Callable[P, R]) -> None:
        self.function = function
        self._dispatcher: Callable[P, R] | None = None
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self.__module__ = function.__module__

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run compiled inside ``compiled_kernels()``, else interpreted."""
        if _COMPILED.get():
            return (self._dispatcher or self.compiled)(*args, **kwargs)
        return self.function(*args, **kwargs)

    @property
    def is_loaded(self) -> bool:
        """Whether the compiled twin exists in this process, so that using it costs no more than calling it."""
        return self._dispatcher is not None

    @property
    def compiled(self) -> Callable[P, R]:
        """The numba dispatcher of this kernel, its callees compiled with it."""
        if self._dispatcher is None:
            with _COMPILING:
                if self._dispatcher is None:
                    self._dispatcher = self._compile()
        return self._dispatcher

    def _compile(self) -> Callable[P, R]:
        function = self.function
        assert isinstance(function, FunctionType)
        names = set(function.__code__.co_names)
        callees = {n: g.compiled for n, g in function.__globals__.items() if n in names and isinstance(g, Kernel)}
        bound = FunctionType(
            function.__code__, {**function.__globals__, **callees}, function.__name__, function.__defaults__
        )
        bound.__module__ = function.__module__
        # numba names the files of its cache by the qualified name, and reads a whole file before it compares keys: that
        # fails where an older version stored an argument's tuple whose class is gone
        bound.__qualname__ = f"{function.__qualname__}_{_cache_key()}"
        return _dispatcher(bound)


def kernel(function: Callable[P, R]) -> Kernel[P, R]:
    """Mark a function as a kernel: arrays and scalars in, arrays or scalars out."""
    return Kernel(function)


def _dispatcher(function: Callable[P, R]) -> Callable[P, R]:
    """The function as numba compiles it, its machine code cached where any cache folder can be written."""
    from numba import njit  # not before it pays: the import takes longer than answering one question

    try:
        cached: Callable[P, R] = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # no cache folder can be written
        uncached: Callable[P, R] = njit(nogil=True)(function)
        return uncached
    return cached


def _sources(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    """Path and content of every Python file of a folder and its folders."""
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.name.endswith(".py"):
            yield name, entry.read_bytes()
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _sources(entry, name)


def _hash_of_sources() -> str:
    """Hash of every file of this package and of Lustra's version."""
    digest = hashlib.sha256(__version__.encode())
    for name, source in sorted(_sources(files("lustra.kernels"), "")):
        digest.update(f"\0{name}\0".encode() + source)
    return digest.hexdigest()


_SOURCES: Final = _hash_of_sources()
"""Taken when the kernels are imported: an upgrade of the files under a running process must not change its key."""


def _cache_key() -> str:
    """Hash of what machine code depends on besides the signature: every kernel's source and the compiler's versions."""
    import numba  # loaded already where something is compiled

    return hashlib.sha256(" ".join((_SOURCES, numba.__version__, np.__version__)).encode()).hexdigest()[:16]
