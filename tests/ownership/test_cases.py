"""The worked cases are right under every regime they name."""

from typing import Any

import pytest
from tests.ownership.cases import CASES, TRAPS

from lustra.ownership.conformance import run_cases


@pytest.mark.parametrize("case", CASES)
def test_published_case(case: dict[str, Any]) -> None:
    """The answer is the source's."""
    assert [] == run_cases([case])


@pytest.mark.parametrize("case", TRAPS)
def test_trap(case: dict[str, Any]) -> None:
    """The answer is the rule's, also where arithmetic or data lay a trap."""
    assert [] == run_cases([case])
