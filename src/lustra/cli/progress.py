"""Progress on anything that takes longer than a moment; silent where nobody looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

__all__ = ["counter", "spinner", "steps"]


@contextmanager
def counter(what: str, unit: str) -> Iterator[Callable[[int], None]]:
    """A running count on the terminal's error stream; gives a function that takes the count so far."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,} {task.fields[unit]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None, unit=unit)
        yield lambda done: progress.update(task, completed=done)


@contextmanager
def spinner(what: str) -> Iterator[Callable[[int], None]]:
    """``counter`` for work counted in entries."""
    with counter(what, "entries") as advance:
        yield advance


@contextmanager
def bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar that fills to ``total``; gives a function that takes the amount so far."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total or None)
        yield lambda done: progress.update(task, completed=done)


@contextmanager
def steps(what: str) -> Iterator[Callable[[str], None]]:
    """The step under way on the terminal's error stream; gives a function that names the next one."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=None)
        yield lambda words: progress.update(task, description=words)
