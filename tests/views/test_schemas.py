"""Every JSON that Lustra prints has a published schema, which is kept, and which real answers satisfy."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from lustra.cli.main import main
from lustra.views.schemas import SCHEMAS

KEPT = Path(__file__).parent / "schemas"
ANSWERS: dict[str, tuple[str, ...]] = {
    "screen": ("screen", "Alaksandr Łukašenka", "--country", "BY", "--gender", "male"),
    "compare": ("compare", "Jon Smith", "Smith, John"),
    "threshold": ("threshold", "--score", "0.85"),
}


def printed(capfd: pytest.CaptureFixture[str], *argv: str) -> str:
    """What a command prints."""
    with pytest.raises(SystemExit):
        main(list(argv))
    return capfd.readouterr().out


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_changes_only_with_its_snapshot(capfd: pytest.CaptureFixture[str], name: str) -> None:
    """Whoever changes a key also changes the file of the schema, and a reviewer sees it."""
    assert printed(capfd, "schema", name) == (KEPT / f"{name}.json").read_text("utf-8")


def test_the_names_are_those_of_the_snapshots(capfd: pytest.CaptureFixture[str]) -> None:
    """``lustra schema`` lists every schema, and no snapshot is left over."""
    names = printed(capfd, "schema").split()
    assert sorted(names) == sorted(path.stem for path in KEPT.glob("*.json")) == sorted(ANSWERS)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_real_answer_satisfies_its_schema(capfd: pytest.CaptureFixture[str], name: str) -> None:
    """An answer of the sample is valid, has a value to show, and every key of it is in the schema."""
    schema = json.loads((KEPT / f"{name}.json").read_text("utf-8"))
    answer: Any = json.loads(printed(capfd, *ANSWERS[name], "--format", "json"))
    jsonschema_rs.validator_for(closed(schema)).validate(answer)
    assert answer


def test_an_answer_without_a_key_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    """The schema is not so wide that it admits anything."""
    schema = json.loads(printed(capfd, "schema", "screen"))
    answer = json.loads(printed(capfd, *ANSWERS["screen"], "--format", "json"))
    del answer["hits"][0]["score"]
    assert not jsonschema_rs.is_valid(schema, answer)


def test_an_unknown_name_is_answered_with_the_names(capfd: pytest.CaptureFixture[str]) -> None:
    """The error names what can be asked."""
    with pytest.raises(SystemExit) as stopped:
        main(["schema", "nothing"])
    assert stopped.value.code
    assert "screen" in capfd.readouterr().err


def closed(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema that also refuses keys it does not name."""
    defs = {
        name: shape | ({"additionalProperties": False} if "properties" in shape else {})
        for name, shape in schema["$defs"].items()
    }
    return schema | {"$defs": defs}
