"""The public face is what it says it is."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import lustra

ROOT = Path(__file__).parent.parent


def test_every_public_name_can_be_imported_and_the_list_is_sorted() -> None:
    """``lustra.__all__`` and reality agree."""
    assert sorted(lustra.__all__) == list(lustra.__all__)
    for name in lustra.__all__:
        assert getattr(lustra, name) is not None
    assert {*lustra.__all__, "__version__"} == set(dir(lustra))


def test_the_version_is_one_figure_that_the_program_prints_and_the_changelog_describes() -> None:
    """``lustra --version``, ``lustra.__version__`` and the newest release of CHANGELOG.md agree."""
    printed = subprocess.run(
        [sys.executable, "-c", "from lustra.cli.main import main; main()", "--version"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert printed.split()[-1] == lustra.__version__
    releases = re.findall(r"^## (\d+\.\d+\.\d+) ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert releases[0] == lustra.__version__
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["version"]["path"] == "src/lustra/__init__.py"
