"""Progress on anything that takes longer than a moment; silent where nobody looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import Progress as Display
from rich.progress import ProgressColumn, SpinnerColumn, TextColumn, TimeElapsedColumn

from lustra.cli.terminal import Terminal
from lustra.model.progress import Progress

__all__ = ["counter", "steps"]


def _shown(*columns: ProgressColumn) -> Display:
    """Progress on the error stream where that is a terminal; not even an empty line where it is not."""
    console = Terminal(stderr=True)
    return Display(*columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def counter(what: str, unit: str) -> Iterator[Callable[[int], None]]:
    """A running count on the terminal's error stream; gives a function that takes the count so far."""
    words, count = "{task.description}", "{task.completed:,} {task.fields[unit]}"
    with _shown(SpinnerColumn(), TextColumn(words, markup=False), TextColumn(count)) as progress:
        task = progress.add_task(what, total=None, unit=unit)
        yield lambda done: progress.update(task, completed=done)


@contextmanager
def steps(what: str) -> Iterator[Progress]:
    """The step under way on the terminal's error stream; gives a function that takes the next one."""
    with _shown(SpinnerColumn(), TextColumn("{task.description}", markup=False)) as display:
        task = display.add_task(what, total=None)
        yield lambda step, done=0, total=None: display.update(task, description=step)
