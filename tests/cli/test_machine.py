"""What the machine refuses: full disks, closed pipes, terminals of any encoding; one clear error, never a traceback."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lustra.cli.main import refused_by_the_machine

PROGRAM = [sys.executable, "-c", "from lustra.cli.main import main; main()"]
NAME = "Аляксандр Лукашэнка"


def lustra(*argv: str | bytes, **variables: str) -> "subprocess.CompletedProcess[bytes]":
    """Run one command in a process of its own."""
    return subprocess.run(
        [*PROGRAM, *argv], env={**os.environ, **variables}, capture_output=True, timeout=120, check=False
    )


REFUSED = [
    (OSError(errno.ENOSPC, "No space left on device", "lists/x"), "lists/x: No space left on device.", "Free some"),
    (PermissionError(errno.EACCES, "Permission denied", "a", None, "b"), "a → b: Permission denied.", "permissions"),
    (OSError("odd"), "odd.", "Check the disk"),
    (MemoryError(), "not enough memory", "smaller parts"),
]


@pytest.mark.parametrize(("error", "said", "remedy"), REFUSED)
def test_what_the_machine_refuses_names_the_file_and_the_remedy(
    error: OSError | MemoryError, said: str, remedy: str
) -> None:
    """An unexpected OSError was once a traceback."""
    told = refused_by_the_machine(error)
    assert said in told.message
    assert remedy in told.remedy


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_names_reach_a_terminal_of_any_encoding(encoding: str) -> None:
    """What the terminal cannot show is escaped; it was once a UnicodeEncodeError."""
    result = lustra("screen", NAME, PYTHONIOENCODING=encoding)
    assert (0, b"") == (result.returncode, result.stderr)
    assert b"\\u" in result.stdout


def test_a_name_that_is_not_in_the_terminal_s_encoding_is_wrong_use() -> None:
    """It was once a traceback with --format json, and a miss without."""
    result = lustra("screen", b"\xff\xfe", "--format", "json")
    assert 2 == result.returncode
    assert b"Unicode" in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_closed_standard_output_is_no_traceback() -> None:
    """``lustra threshold … >&-`` has nowhere to print."""
    command = f'exec "{sys.executable}" -c "from lustra.cli.main import main; main()" threshold --score 0.9 >&-'
    result = subprocess.run(["sh", "-c", command], capture_output=True, timeout=120, check=False)
    assert (0, b"") == (result.returncode, result.stderr)


def test_a_full_disk_is_a_clear_error() -> None:
    """Printing to a full device fails with exit code 3."""
    full = Path("/dev/full")
    target = full if full.exists() else Path(os.devnull)
    with target.open("wb") as out:
        result = subprocess.run(
            [*PROGRAM, "threshold", "--score", "0.9"], stdout=out, stderr=subprocess.PIPE, timeout=120, check=False
        )
    assert (3 if full.exists() else 0) == result.returncode
    assert b"Traceback" not in result.stderr


CLOSED = [
    ("--help",),
    ("screen", "--help"),
    ("screen", NAME),
    ("screen", NAME, "--format", "json"),
    ("screen", NAME, "--format", "csv"),
    ("threshold", "--score", "0.9"),
    ("lists", "--known"),
    ("own", "zorka-food"),
    ("goods", "854231", "--format", "json"),
]


@pytest.mark.parametrize("argv", CLOSED, ids=" ".join)
def test_a_pipe_that_nobody_reads_ends_quietly(argv: tuple[str, ...]) -> None:
    """``lustra … | head`` once left with exit code 1, which says that something in it failed."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as out:
        result = subprocess.run([*PROGRAM, *argv], stdout=out, stderr=subprocess.PIPE, timeout=120, check=False)
    said = result.stderr.replace(b"The embedded sample answers: an illustration, not data to rely on.", b"")
    assert (0, b"") == (result.returncode, said.strip())


@pytest.mark.parametrize("argv", ["screen --cutoff 0.1 --limit 500 Lukashenko", "lists --known", "goods 8541-8542"])
def test_the_first_line_is_enough_for_head(argv: str) -> None:
    """A real pipe of the shell, closed by its reader while the output is being written."""
    command = f'set -o pipefail; "{sys.executable}" -c "from lustra.cli.main import main; main()" {argv} | head -n 1'
    result = subprocess.run(["bash", "-c", command], capture_output=True, timeout=120, check=False)
    assert (0, b"", 1) == (result.returncode, result.stderr, result.stdout.count(b"\n"))


def test_an_error_that_nobody_reads_keeps_its_exit_code() -> None:
    """Both streams closed: the exit code is all that is left to tell."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as out:
        result = subprocess.run([*PROGRAM, "show", "nobody"], stdout=out, stderr=out, timeout=120, check=False)
    assert 2 == result.returncode
