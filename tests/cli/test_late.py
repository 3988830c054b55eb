"""The table of what the command line loads late says what is there, and the options of each command fit it."""

import subprocess
import sys
from typing import TypeVar

import click
import pytest

from lustra.cli import late
from lustra.cli.index import build_with_progress
from lustra.cli.late import COMMANDS, Late
from lustra.cli.screen_file import answer_file
from lustra.usecases.lists.verifying import verified_holdings
from lustra.views.ownership_diagram import draw_answer
from lustra.views.screening_rows import render_csv

T = TypeVar("T")


def is_row_of(row: Late[T], attribute: T) -> bool:
    """Whether a row loads the attribute; mypy refuses a call where the attribute has another type than the row."""
    return row.load() is attribute


def test_each_part_is_what_its_row_says() -> None:
    """Modules, attributes and, by mypy, types agree with the table."""
    assert is_row_of(late.BUILD_INDEX, build_with_progress)
    assert is_row_of(late.SCREEN_FILE, answer_file)
    assert is_row_of(late.RENDER_CSV, render_csv)
    assert is_row_of(late.DRAW_OWNERSHIP, draw_answer)
    assert is_row_of(late.VERIFIED_HOLDINGS, verified_holdings)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_one_with_its_line_of_help(name: str) -> None:
    """What ``lustra --help`` lists can be called."""
    assert isinstance(COMMANDS[name].load(), click.Command)
    assert COMMANDS[name].help.endswith(".")


HEAVY = ("numpy", "pyarrow", "duckdb", "lxml", "numba", "matplotlib", "scipy", "httpx", "rich.progress")
LIGHT = {  # what is run: heavy libraries that it may load
    ("--help",): set(),
    ("--version",): set(),
    ("screen", "Alaksandr Łukašenka"): {"numpy", "lxml"},
}


@pytest.mark.parametrize("argv", LIGHT, ids=lambda argv: argv[0])
def test_a_cold_start_loads_no_library_that_it_does_not_need(argv: tuple[str, ...]) -> None:
    """The late table is what keeps ``lustra --help`` and a screen of the sample fast."""
    script = (
        "import sys\nfrom lustra.cli.main import main\ntry:\n    main(sys.argv[1:])\nfinally:\n"
        f"    print('LOADED', *({HEAVY!r} & sys.modules.keys()))"
    ).replace(repr(HEAVY), repr(set(HEAVY)))
    result = subprocess.run([sys.executable, "-c", script, *argv], capture_output=True, encoding="utf-8", check=True)
    assert set(result.stdout.rpartition("LOADED")[2].split()) <= LIGHT[argv]
