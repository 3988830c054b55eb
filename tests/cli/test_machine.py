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
