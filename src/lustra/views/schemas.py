"""The JSON Schema of what Lustra prints, by name."""

from typing import Any

import msgspec

from lustra.errors import InputError
from lustra.views.screening import AnswerJson, ComparisonJson, ThresholdJson

__all__ = ["SCHEMAS", "json_schema"]

SCHEMAS: dict[str, type[msgspec.Struct]] = {
    "screen": AnswerJson,
    "compare": ComparisonJson,
    "threshold": ThresholdJson,
}
"""The struct of each JSON answer, by the command that prints it."""


def json_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the JSON named.

    Args:
        name: a key of ``SCHEMAS``.

    Raises:
        InputError: no JSON has this name.
    """
    if name not in SCHEMAS:
        raise InputError(f"no JSON is called {name!r}", f"Choose one of {', '.join(SCHEMAS)}.")
    shape = SCHEMAS[name]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"lustra {name}",
        "description": shape.__doc__ or "",
    }
    return head | msgspec.json.schema(shape)
