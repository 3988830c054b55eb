"""The layer table is the specification: a room imports only what its row allows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "lustra"
ENGINES = {"screening", "ownership", "trade"}

ALLOWED: dict[str, set[str]] = {  # room: what it may import from lustra; __init__ is the public face, by name only
    "errors": set(),
    "data": set(),
    "kernels": set(),
    "model": {"errors"},
    "text": {"errors", "data", "model"},
    "readers": {"errors", "data", "model", "text"},
    "pictures": {"errors", "data", "model"},
    "screening": {"errors", "data", "model", "text", "kernels"},
    "ownership": {"errors", "data", "model", "kernels"},
    "trade": {"errors", "data", "model", "kernels"},
    "store": {"errors", "model"},
    "fetch": {"errors", "model"},
    "workspace": {"errors", "data", "model", "text", "readers", "pictures", "store", "fetch", *ENGINES},
    "cli": {"errors", "model", "workspace"},
    "server": {"errors", "model", "workspace"},
    "spark": {"errors", "model", "workspace"},
}
HOME: dict[str, set[str]] = {  # third-party library: the only rooms that may import it; none for those of tests
    "numba": {"kernels"},
    "duckdb": {"store", "trade"},
    "pyarrow": {"store", "trade", "spark"},
    "lxml": {"readers"},
    "python_calamine": {"readers"},
    "jsonschema_rs": {"readers"},
    "httpx": {"fetch"},
    "stdnum": {"text"},
    "anyascii": {"text"},
    "pyfixest": set(),
    "rapidfuzz": set(),
    "ruptures": set(),
    "matplotlib": {"pictures"},
    "jinja2": {"pictures", "server"},
    "click": {"cli"},
    "rich": {"cli"},
    "pyspark": {"spark"},
}


def imported(node: ast.AST) -> Iterator[str]:
    """Every module name an import statement asks for."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield "." * node.level + (node.module or "")


def room_of(path: Path) -> str:
    """The room a file stands in."""
    return path.relative_to(SRC).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: p.relative_to(SRC).as_posix())
def test_imports_follow_the_layer_table(path: Path) -> None:
    """No module imports upward, sideways, relatively, or a library that lives elsewhere."""
    room = room_of(path)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        for name in imported(node):
            where = f"{path}:{getattr(node, 'lineno', 0)} imports {name}"
            assert not name.startswith("."), f"{where}: write the whole path, so that the layer is seen"
            top, _, rest = name.partition(".")
            if top == "lustra" and rest and room != "__init__":
                assert rest.partition(".")[0] in ALLOWED[room] | {room}, where
            assert room in HOME.get(top, {room}), where


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: p.relative_to(SRC).as_posix())
def test_no_module_imports_its_own_package_lazily(path: Path) -> None:
    """An import of Lustra stands at module level, so that the layers are seen."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            inner = [name for n in ast.walk(node) for name in imported(n) if name.startswith("lustra")]
            assert inner == []


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda p: p.relative_to(SRC).as_posix())
def test_files_stay_under_five_hundred_lines(path: Path) -> None:
    """A file over the budget is two ideas."""
    assert len(path.read_text("utf-8").splitlines()) <= 500
