"""The official BODS 0.4 material: every statement judged rightly, every example read with the right totals."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import SHARED

from lustra.data import text
from lustra.model.edge import DECLARED_INDIRECT, Edge
from lustra.model.party import Party
from lustra.model.statement import Problem
from lustra.ownership.graph import Listed, build
from lustra.ownership.rules import rule_named
from lustra.ownership.verdict import Status, status_of
from lustra.readers.graphs import bods_json
from lustra.readers.graphs.bods_check import package_faults

BODS = SHARED / "ownership" / "bods"
VALID = sorted((BODS / "tests" / "data" / "valid-statements").glob("*.json"))
INVALID = sorted((BODS / "tests" / "data" / "invalid-statements").glob("*.json"))
EXAMPLES = sorted((BODS / "examples").glob("*.json"))


def name(path: Path) -> str:
    """The file's name as a test id."""
    return path.stem


def test_all_the_material_is_there() -> None:
    """What is counted below is what the standard publishes (193 invalid files, one of them a table of errors)."""
    beside = sum(1 for _ in (BODS / "tests" / "data" / "invalid-statements").iterdir())
    assert (111, 193, 19) == (len(VALID), beside, len(EXAMPLES))


@pytest.mark.parametrize("path", VALID, ids=name)
def test_a_valid_statement_is_accepted(path: Path) -> None:
    """No fault in any of them."""
    assert [] == package_faults(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("path", INVALID, ids=name)
def test_an_invalid_statement_is_refused(path: Path) -> None:
    """At least one fault in each of them."""
    assert package_faults(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("path", sorted((BODS / "schema").glob("*-record.json")), ids=name)
def test_the_packaged_schemas_are_the_published_ones(path: Path) -> None:
    """Byte by byte; the statement and the components too."""
    for schema in (path.name, "statement.json", "components.json"):
        assert (path.parent / schema).read_text("utf-8") == text(f"ownership/bods_schema_0.4/{schema}")


def read(example: str) -> list[Party | Edge | Problem]:
    """One example."""
    with (BODS / "examples" / f"{example}.json").open("rb") as stream:
        return list(bods_json.read(example, stream))


@pytest.mark.parametrize("path", EXAMPLES, ids=name)
def test_every_example_is_read_without_a_problem(path: Path) -> None:
    """All 19 conform and are used whole."""
    assert [] == [item for item in read(path.stem) if isinstance(item, Problem)]


TOTALS = [
    ("bods-package-fi-soe", "2022-03-01", "", {"0199c515a699": "76.5 %", "7ff95ba3682c": "23.5 %"}),
    ("fermcat", "2020-01-01", "", {"per-41c0bb0cef246f7c": "50 %", "per-5faa4103dee78621": "50 %"}),
    ("fermcat", "2022-02-01", "", {"per-41c0bb0cef246f7c": "100 %"}),
    ("tecido", "2021-09-24", "2021-09-24", {"018AF6B3EB": "100 %"}),
    ("tecido", "2021-09-24", "", {"018AF6B3EB": "40 %", "033E84672B": "60 %"}),
    ("tecido", "2022-09-25", "2022-09-25", {"018AF6B3EB": "30 %", "033E84672B": "70 %"}),
    ("tecido", "2023-03-04", "", {"033E84672B": "80 %"}),
    ("indirect-ownership", "2019-01-01", "", {"d4ab89ea169a": "60 %"}),
    ("mutilple-indirect-ownership-2", "2019-01-01", "", {"41454e3ba398": "40 %", "6c9fd5c92201": "20 %"}),
]
SUBJECTS = {
    "bods-package-fi-soe": "19f1c5afe9d7",
    "fermcat": "ent-93c75c87ab28f889",
    "tecido": "01B68D7633",
    "indirect-ownership": "ad3f6c2fcc9e",
    "mutilple-indirect-ownership-2": "1e049760d6c7",
}


@pytest.mark.parametrize(("example", "day", "known", "shares"), TOTALS, ids=[f"{a}-{b}-{c}" for a, b, c, _ in TOTALS])
def test_the_shares_of_a_day_add_up_rightly(example: str, day: str, known: str, shares: dict[str, str]) -> None:
    """By the two clocks, and without what a declared indirect interest repeats."""
    when, then = date.fromisoformat(day), date.fromisoformat(known) if known else date(9999, 12, 30)
    held = {
        edge.owner: edge.share.words()
        for edge in read(example)
        if isinstance(edge, Edge)
        and (edge.owned, edge.kind, edge.unit) == (SUBJECTS[example], "share", "percent")
        and edge.directness != DECLARED_INDIRECT
        and edge.share
        and when in edge.valid
        and then in edge.known
    }
    assert shares == held


def status(example: str, listed: str, entity: str, rule: str, day: str) -> Status:
    """The answer on an example if one party were listed."""
    items = read(example)
    parties = [item for item in items if isinstance(item, Party)]
    graph = build(
        [item for item in items if isinstance(item, Edge)],
        [Listed(listed)],
        states=[party.id for party in parties if party.state],
        unknown=[party.id for party in parties if party.unnamed],
    )
    return status_of(graph, entity, rule_named(rule), date.fromisoformat(day))


ANSWERS = [
    ("bods-package-fi-soe", "05ce06ec97b1", "19f1c5afe9d7", "OFAC", Status.BLOCKED),
    ("indirect-ownership", "c25d4d612c2c", "ad3f6c2fcc9e", "OFAC", Status.UNDETERMINED),
    ("mutilple-indirect-ownership-2", "731c7a8e7601", "1e049760d6c7", "OFAC", Status.UNDETERMINED),
    ("listed-company-exempt-from-disclosure", "4c7ea3bfbe6c", "4c7ea3bfbe6c", "OFAC", Status.BLOCKED),
    ("joint-ownership", "1accb8b18b99", "31c55e425764", "UK", Status.BLOCKED),
]


@pytest.mark.parametrize(
    ("example", "listed", "entity", "rule", "expected"), ANSWERS, ids=[f"{a[0]}-{a[3]}" for a in ANSWERS]
)
def test_what_an_example_means_to_a_rule(example: str, listed: str, entity: str, rule: str, expected: Status) -> None:
    """The state company is held whole; an unknown middle link leaves the answer open; each joint holder holds all."""
    assert expected == status(example, listed, entity, rule, "2022-06-01")
