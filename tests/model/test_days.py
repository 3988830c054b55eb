"""Days are compared in one module only."""

import ast
import operator
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ownership.graphs import CALM

import lustra
from lustra.errors import InputError
from lustra.model.time import Day, Interval, day_of, days_between, earliest, is_before, latest

SOURCE = Path(lustra.__file__).parent
HOME = SOURCE / "model" / "time.py"
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
DATES = st.dates()


@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_days_have_no_order(compare: Callable[[Day, Day], bool]) -> None:
    """``day < other`` is an error when it runs, and an error of types before."""
    with pytest.raises(TypeError):
        compare(day_of("2024-01-01"), day_of("2024-01-02"))


@settings(CALM)
@given(DATES, DATES)
def test_the_functions_of_the_module_order_days_as_dates(a: date, b: date) -> None:
    """What replaces the operators agrees with the standard library."""
    first, second = day_of(a), day_of(b)
    assert (a < b) == is_before(first, second)
    assert (min(a, b), max(a, b)) == (earliest(first, second).date, latest(first, second).date)
    assert (b - a).days == days_between(first, second)
    assert second == first + days_between(first, second)
    assert first == second - days_between(first, second)
    assert ((a == b), (a, b) < (b, a)) == (first == second, Interval(first, second) < Interval(second, first))


@settings(CALM)
@given(DATES)
def test_a_day_is_the_same_from_a_date_and_from_its_text(day: date) -> None:
    """Every way to give a day gives the same day, and its text is ISO 8601."""
    assert day_of(day) == day_of(day.isoformat()) == day_of(day_of(day)) == Day(day.toordinal())
    assert day.isoformat() == str(day_of(day)) == day_of(day).isoformat()


@pytest.mark.parametrize("text", ["", "2024", "2024-02-30", "1 May 2024"])
def test_a_text_that_is_no_day_is_refused(text: str) -> None:
    """The error names the text."""
    with pytest.raises(InputError, match=repr(text)):
        Interval(text)


def _orders_an_ordinal(node: ast.AST) -> bool:
    """Whether an expression orders the ordinals of days, which are plain numbers."""
    if isinstance(node, ast.Compare) and any(isinstance(op, ORDER) for op in node.ops):
        parts = [node.left, *node.comparators]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("min", "max", "sorted"):
        parts = [part for arg in node.args for part in ((arg.elt,) if isinstance(arg, ast.GeneratorExp) else (arg,))]
    else:
        return False
    return any(isinstance(part, ast.Attribute) and part.attr == "ordinal" for part in parts)


def _found(text: str) -> Iterator[int]:
    return (node.lineno for node in ast.walk(ast.parse(text)) if _orders_an_ordinal(node) and hasattr(node, "lineno"))


def test_nothing_else_orders_days_by_their_ordinals() -> None:
    """``day.ordinal < other.ordinal`` would go round the missing operators; only ``model/time.py`` writes it."""
    assert list(_found("a.ordinal < b"))
    assert list(_found("min(d.ordinal for d in days)"))
    files = [path for path in sorted(SOURCE.rglob("*.py")) if path != HOME]
    assert not [f"{path.name}:{line}" for path in files for line in _found(path.read_text("utf-8"))]
