"""A kernel means the same interpreted and compiled."""

import os
import re
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

import lustra
from lustra.kernels.jit import compiled_kernels, kernel

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


ALIKE = """
import sys
import numpy as np
from lustra.kernels.names import similar_words
from lustra.screening.analysis import encode
from lustra.screening.spelling import match_parameters

def forms(word):
    letters, at = encode([word])
    columns = np.array([8.0]), np.array([20.0]), np.array([len(word)], np.uint8)
    return getattr(similar_words, sys.argv[2])(letters, at, *columns)

measure = getattr(similar_words._measure, sys.argv[1])
alike = np.zeros(1)
measure(forms("maria"), 0, forms("mario"), match_parameters(), 0.1, np.zeros((3, 33)), np.zeros(1, np.int32), 1, alike)
print(similar_words.__file__, alike[0])
"""
"""Prints how much two words are alike by a kernel of one file that calls a kernel of another."""


def printed(package: Path, cached: Path, way: str, forms: str = "Forms") -> tuple[str, float]:
    """The kernel's file and its answer, in a process of its own; ``forms`` names the tuple that it is given."""
    environment = {**os.environ, "PYTHONPATH": str(package), "NUMBA_CACHE_DIR": str(cached)}
    run = subprocess.run(
        [sys.executable, "-c", ALIKE, way, forms], env=environment, capture_output=True, text=True, check=True
    )
    file, value = run.stdout.split()
    return file, float(value)


def copied(folder: Path) -> Path:
    """A folder with a copy of the package that a test may edit."""
    package = folder / "copy"
    shutil.copytree(Path(lustra.__file__).parent, package / "lustra", ignore=shutil.ignore_patterns("__pycache__"))
    return package


def test_changed_kernel_is_compiled_again_where_it_is_called_from_another_file(tmp_path: Path) -> None:
    """After an edit of one kernel file no machine code of before answers, although the caller's file is the same."""
    package, cached = copied(tmp_path), tmp_path / "cached"
    file, before = printed(package, cached, "function")
    assert Path(file).is_relative_to(package)
    assert before == printed(package, cached, "compiled")[1]
    words = package / "lustra" / "kernels" / "names" / "words.py"
    source = words.read_text("utf-8")
    changed = source.replace("cost = float(rows[previous, j - 1]) + ", "cost = float(rows[previous, j - 1]) + 0.125 + ")
    assert changed != source
    words.write_text(changed, "utf-8")
    after = printed(package, cached, "function")[1]
    assert after < before
    assert after == printed(package, cached, "compiled")[1]


def test_cached_machine_code_of_a_renamed_tuple_is_not_read(tmp_path: Path) -> None:
    """An upgrade that renames a tuple of a kernel's arguments compiles anew and does not stop at the old cache."""
    package, cached = copied(tmp_path), tmp_path / "cached"
    before = printed(package, cached, "compiled")[1]
    for file in (package / "lustra").rglob("*.py"):
        source = file.read_text("utf-8")
        if re.search(r"\bForms\b", source):
            file.write_text(re.sub(r"\bForms\b", "WordForms", source), "utf-8")
    assert before == printed(package, cached, "compiled", "WordForms")[1]


def test_kernels_are_compiled_only_in_the_context_and_its_thread() -> None:
    """The way of running belongs to who asked for it: not to other threads, and not to what follows."""
    with compiled_kernels(), ThreadPoolExecutor(1) as pool:
        assert _is_compiled()
        assert not pool.submit(_is_compiled).result()
    assert not _is_compiled()


def _is_compiled() -> bool:
    """Whether a kernel called here runs compiled: compiled code wraps around where Python's integers grow."""
    return _square(2**62) < 2**62


def test_threads_that_compile_at_once_share_one_dispatcher() -> None:
    """A kernel has one compiled twin, whoever asks first."""

    @kernel
    def fresh(x: int) -> int:
        return x + 1

    together = threading.Barrier(8)

    def ask(_: int) -> object:
        together.wait()
        return fresh.compiled

    with ThreadPoolExecutor(8) as pool:
        assert 1 == len(set(map(id, pool.map(ask, range(8)))))
