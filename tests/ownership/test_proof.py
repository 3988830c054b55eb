"""Every answer has a proof, and the independent checker accepts it."""

import ast
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.ownership.cases import CASES, TRAPS

import lustra.ownership.checker as checker_module
from lustra.model.time import AsOf
from lustra.ownership.checker import verify
from lustra.ownership.conformance import case_graph
from lustra.ownership.document import proof_document
from lustra.ownership.rules import rule_named
from lustra.ownership.verdict import verdict


@pytest.mark.parametrize("case", [*CASES, *TRAPS])
def test_the_checker_accepts_the_proof_of_every_case(case: dict[str, Any]) -> None:
    """Blocked, not blocked and undetermined alike are proved from the exported records alone."""
    graph = case_graph(case)
    for regime, answers in case["expect"].items():
        day = max(rule_named(regime).valid.start, date(1900, 1, 1))
        for entity in answers:
            found = verdict(graph, entity, rule_named(regime).id, AsOf(day))
            document = json.loads(json.dumps(proof_document(graph, found)))
            assert [] == verify(document), (regime, entity)


def test_the_checker_imports_nothing_of_the_engine() -> None:
    """The checker is independent: it imports the standard library only."""
    tree = ast.parse(Path(checker_module.__file__).read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names | {"collections.abc"}
