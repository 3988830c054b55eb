"""What the repository promises about itself."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from lustra.cli.late import COMMANDS

ROOT = Path(__file__).parent.parent
LOCKED = sorted(set(re.findall(r"^([A-Za-z0-9_.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)))
GUIDES = "\n".join(path.read_text("utf-8") for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))])


def licence(name: str) -> str:
    """Everything a package says of its licence; "" where it is not installed on this platform."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return ""
    classifiers = [line for line in said.get_all("Classifier") or [] if line.startswith("License")]
    first = [line.splitlines()[0] for line in said.get_all("License") or [] if line]
    return " ".join([*(said.get_all("License-Expression") or []), *first, *classifiers])


@pytest.mark.parametrize("name", LOCKED)
def test_no_dependency_forbids_commercial_use(name: str) -> None:
    """No locked package is under the GPL or AGPL; the LGPL of a library that is only imported is allowed."""
    said = licence(name).replace("LGPL", "").replace("Lesser General Public License", "")
    assert not re.search(r"\bA?GPL|Affero|General Public License", said), said


def test_every_dependency_is_locked_with_hashes() -> None:
    """What is installed is what was tested."""
    entries = re.split(r"^(?=[A-Za-z0-9])", (ROOT / "requirements.lock").read_text("utf-8"), flags=re.MULTILINE)
    assert [] == [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_explained(command: str) -> None:
    """The README or a page of docs shows how each command is called."""
    assert f"lustra {command}" in GUIDES


PLACES = re.compile(r"(?<![\w.])/(?:root|home|tmp|work)/\w|pypi\.org|files\.pythonhosted", re.IGNORECASE)


@pytest.mark.parametrize("folder", ["src", "docs", "plans", "bench", ".ci"])
def test_nothing_names_a_machine_or_a_registry(folder: str) -> None:
    """The repository speaks of Lustra alone."""
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix in {".py", ".md", ".csv", ".html", "", ".toml"}
        for match in PLACES.finditer(path.read_text("utf-8", errors="ignore"))
    ]
    assert [] == found
