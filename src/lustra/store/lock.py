"""The workspace's one writer: a lock of the operating system's, which a killed holder gives back.

Only writers import this module; a question does not wait for the lock and does not load its library.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from lustra.errors import WorkspaceError

__all__ = ["writing"]

_LOCK = "lock"
_HOLDER = "lock-holder"
"""The process id of the last writer, for the message to the next one."""


@contextmanager
def writing(root: Path, *, wait_seconds: float = 10.0) -> Iterator[None]:
    """Be the workspace's one writer for the length of a block.

    The operating system gives the lock back when its holder dies, so a killed writer never blocks the next. A lock that
    is a symbolic link is not followed.

    Args:
        root: the workspace.
        wait_seconds: how long to wait for another writer.

    Raises:
        WorkspaceError: another process is still writing, or the disk does not take what is written.
    """
    path = root / _LOCK
    if path.is_symlink():
        raise WorkspaceError(f"{path} is a symbolic link, which a lock must not be.", f"Remove {path}.")
    try:
        with FileLock(path, timeout=wait_seconds, poll_interval=0.02):
            _tell_holder(root / _HOLDER)
            yield
    except Timeout:
        holder = _holder(root / _HOLDER)
        raise WorkspaceError(
            f"Another process{f' ({holder})' if holder else ''} is writing to {root}.",
            "Wait until it has finished; reading goes on meanwhile.",
        ) from None
    except OSError as error:
        remedy = "Check the disk's space and the folder's permissions; what was held is still held."
        raise WorkspaceError(f"{root} cannot be written to: {error}.", remedy) from None


def _tell_holder(path: Path) -> None:
    """Write this process's id into a file of its own, never through a link."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(str(os.getpid()))


def _holder(path: Path) -> str:
    with suppress(OSError, ValueError):
        return str(int(path.read_text("ascii")))
    return ""
