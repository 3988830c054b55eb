"""Whether a BODS 0.4 statement is valid, by the standard's own, unmodified JSON schemas.

A statement may have fields that the standard does not name. Whether a statement is valid is the schemas' and the
library's judgement alone; this module says in words where a statement fails. A statement without a record type is
judged as far as its record: by the letter of the schemas it would have to be an entity, a person and a relationship.
"""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import jsonschema_rs

from lustra.data import text

__all__ = ["faults", "package_faults"]

SCHEMAS = ("statement", "components", "entity-record", "person-record", "relationship-record")
VALUE = "the value"
"""How a message names the value that it is about, whatever its size."""


def faults(statement: Any) -> list[str]:
    """Everything in which a statement does not conform to BODS 0.4, each as ``place: what is wrong``.

    Args:
        statement: one parsed JSON value.
    """
    validator = _validator()
    if validator.is_valid(statement):
        return []
    errors = list(validator.iter_errors(statement))
    if isinstance(statement, dict) and "recordType" not in statement:
        errors = [error for error in errors if error.instance_path[:1] != ["recordDetails"]]
    return list(dict.fromkeys(fault for error in errors for fault in _in_words(error)))


def package_faults(document: Any) -> list[str]:
    """Everything in which a whole BODS 0.4 document does not conform: it is an array of statements."""
    if not isinstance(document, list):
        return ["the document: not an array"]
    return [fault for statement in document for fault in faults(statement)]


@cache
def _validator() -> jsonschema_rs.Validator:
    schemas = [json.loads(text(f"ownership/bods_schema_0.4/{name}.json")) for name in SCHEMAS]
    registry = jsonschema_rs.Registry([(schema["$id"], schema) for schema in schemas])
    statement = {"$schema": schemas[0]["$schema"], "$ref": f"{schemas[0]['$id']}#/$defs/Statement"}
    return jsonschema_rs.validator_for(statement, registry=registry, validate_formats=True, mask=VALUE)


def _in_words(error: jsonschema_rs.ValidationError) -> Iterator[str]:
    kind, place = error.kind, _place(error.instance_path)
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required):
        yield f"{place}.{kind.property}: missing"
    elif isinstance(kind, jsonschema_rs.ValidationErrorKind.AnyOf | jsonschema_rs.ValidationErrorKind.OneOfNotValid):
        yield from _alternatives(place, kind.context)
    else:
        yield f"{place}: {error.message}"


def _alternatives(place: str, branches: Sequence[Sequence[jsonschema_rs.ValidationError]]) -> Iterator[str]:
    """What is wrong with a value of which none of several schemas is true: by the one it is meant for, or by all."""
    fitting = [branch for branch in branches if not any(error.kind.name == "type" for error in branch)]
    if len(fitting) == 1:
        yield from (fault for error in fitting[0] for fault in _in_words(error))
        return
    errors = [error for branch in branches for error in branch]
    required = [error.kind for error in errors]
    names = [kind.property for kind in required if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required)]
    if len(names) == len(errors):
        yield f"{place}: one of {', '.join(dict.fromkeys(names))} must be there"
    else:
        yield f"{place}: {' and '.join(dict.fromkeys(error.message for error in errors))}"


def _place(path: Sequence[str | int]) -> str:
    """``recordDetails.interests[0].share``; what is not of the record begins with ``statement``."""
    steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return steps[1:] if path[:1] == ["recordDetails"] else f"statement{steps}"
