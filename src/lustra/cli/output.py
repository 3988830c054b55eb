"""Printing values as JSON, the same way everywhere."""

import sys
from typing import Any

import msgspec

__all__ = ["print_json", "print_json_lines"]


def print_json(value: Any) -> None:
    """One indented JSON value on standard output, UTF-8."""
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n")


def print_json_lines(values: list[Any]) -> None:
    """One JSON value a line on standard output, UTF-8."""
    for value in values:
        sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
