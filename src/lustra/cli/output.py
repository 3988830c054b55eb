"""Printing values as JSON, the same way everywhere."""

import sys
from typing import Any

import msgspec
from rich.console import Console
from rich.rule import Rule

__all__ = ["heading", "print_json", "print_json_lines", "shown"]

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "�")


def print_json(value: Any) -> None:
    """One indented JSON value on standard output, UTF-8."""
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def print_json_lines(values: list[Any]) -> None:
    """One JSON value a line on standard output, UTF-8."""
    for value in values:
        sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")


def heading(words: str) -> None:
    """A line across the terminal that says what follows."""
    Console().print(Rule(words, align="left"))


def shown(text: str) -> str:
    """Published text as it may stand on a terminal: control characters could otherwise command it."""
    return text.translate(_CONTROLS)
