"""Options that several commands share, defined once."""

import os
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from lustra.errors import InputError
from lustra.model.time import FOREVER, AsOf, parse_day

__all__ = ["as_of_options", "day", "format_option", "grouped", "known_option", "needed", "workspace_option"]

F = TypeVar("F", bound=Callable[..., Any])
VARIABLE = "LUSTRA_WORKSPACE"


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A typed day, or a default that is one already."""
        return value if isinstance(value, date) else parse_day(str(value)).date


day = _Day()
"""A click type: YYYY-MM-DD."""


def workspace_option(function: F) -> F:
    """``--workspace DIR``, or LUSTRA_WORKSPACE, or nothing."""
    return click.option(
        "--workspace",
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: os.environ.get(VARIABLE) or None,
        help=f"Folder that holds the lists. Also from {VARIABLE}.",
    )(function)


def needed(workspace: Path | None) -> Path:
    """The workspace, which this command cannot do without.

    Raises:
        InputError: none was given.
    """
    if workspace is None:
        raise InputError("no workspace was given", "Add --workspace DIR, or set LUSTRA_WORKSPACE.")
    return workspace


def grouped(name: str, kind: type[Any]) -> Callable[[F], F]:
    """Let a command receive the options that are fields of a dataclass as one value of it.

    Args:
        name: the parameter of the command that takes the value.
        kind: the dataclass; each of its fields is an option declared above this decorator.
    """
    return _gathered(name, kind, [field.name for field in fields(kind)])


def _gathered(name: str, kind: Callable[..., object], options: Iterable[str]) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        @wraps(function)
        def command(**values: Any) -> Any:
            parts = {option: values.pop(option) for option in options}
            return function(**values, **{name: kind(**parts)})

        return cast(F, command)

    return decorate


def as_of_options(function: F) -> F:
    """``--as-of DAY`` and ``--known DAY``, received as one ``as_of``."""
    return click.option(
        "--as-of", type=day, default=date.today, help="The day asked about, YYYY-MM-DD.", show_default="today"
    )(known_option(_gathered("as_of", _as_of, ("as_of", "known"))(function)))


def _as_of(as_of: date, known: date | None) -> AsOf:
    return AsOf(as_of, known or FOREVER)


def known_option(function: F) -> F:
    """``--known DAY``."""
    return click.option(
        "--known", type=day, default=None, help="Use only what had been published by this day.", show_default="all held"
    )(function)


def format_option(*formats: str) -> Callable[[F], F]:
    """``--format``, the first being the default."""
    return click.option(
        "--format", "style", type=click.Choice(formats), default=formats[0], show_default=True, help="How to print."
    )
