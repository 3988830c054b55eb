"""How anything that takes long tells how far it is."""

from typing import Protocol

__all__ = ["Progress", "no_progress"]


class Progress(Protocol):
    """Called again and again while something is done."""

    def __call__(self, step: str, done: int = 0, total: int | None = None, /) -> object:
        """Take note.

        Args:
            step: what is being done now, in words for a person: a file's name, "summing legs".
            done: units (rows, bytes, files) done so far in this step.
            total: units in all, None where nobody knows.
        """


def no_progress(step: str, done: int = 0, total: int | None = None, /) -> None:
    """The progress of those who do not want to know."""
