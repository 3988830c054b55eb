"""Text on a terminal: what a publisher or a user's file wrote is shown, and never commands the terminal."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.rule import Rule
from rich.segment import Segment
from rich.text import Text

__all__ = ["Terminal", "heading", "report", "say", "shown"]

_MARK = "�"
_BLANKS = "\t\n\v\f\r\x85\u2028\u2029"
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Unicode's explicit embeddings, overrides and isolates, which can show a line in another order than it has."""
_COMMANDS = dict.fromkeys((*range(32), *range(127, 160)), _MARK) | dict.fromkeys(_DIRECTIONS, "")
_SHOWN = _COMMANDS | dict.fromkeys(map(ord, _BLANKS), " ")
_LAID_OUT = _COMMANDS | {10: "\n"}


class Terminal(Console):
    """Standard output or the error stream, for people.

    Text is printed as it is: never as markup, and with a mark in the place of a control character. Line ends, colours
    and cursor movements of our own are sent.

    Args:
        stderr: print on the error stream.
        soft_wrap: let the terminal wrap long lines.
    """

    def __init__(self, *, stderr: bool = False, soft_wrap: bool = False) -> None:
        super().__init__(stderr=stderr, soft_wrap=soft_wrap, highlight=False, markup=False, emoji=False)

    def render_str(self, text: str, **how: Any) -> Text:
        """Plain text, the cell of a table for one, as it is measured and printed."""
        return super().render_str(text.translate(_LAID_OUT), **how)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is printed, as segments without a control character in their text."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=segment.text.translate(_LAID_OUT))


def shown(text: str) -> str:
    """Published text as it may stand inside a line: marks for control characters, blanks for line ends and tabs."""
    return text.translate(_SHOWN)


def heading(words: str) -> None:
    """A line across the terminal that says what follows."""
    Terminal().print(Rule(words, align="left"))


def say(words: str, *, err: bool = False) -> None:
    """A line of plain text, or some lines, on standard output or on the error stream."""
    click.echo(words.translate(_LAID_OUT), err=err)


def report(words: str, *, err: bool = False) -> None:
    """``say`` about work that goes on even if nobody reads any more."""
    with suppress(BrokenPipeError):
        say(words, err=err)
