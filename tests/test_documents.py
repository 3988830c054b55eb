"""The examples of README and docs run as written, and print what the documents show.

In an expected output ``…`` within a line is any text, and a line that is only ``…`` is any lines.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "src/lustra/data/sample"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

OPTIONS_ONLY = {
    "lustra update": "fetches from the publishers' servers",
    "lustra trade load": "reads files of CEPII or a national office, which are not in the repository",
    "lustra trade concordance load": "reads the UN's tables, which are not in the repository",
    "lustra goods load": "reads the EU's list of goods, which is not in the repository",
    "lustra divert baci": "asks flows that were loaded from CEPII's files",
    "lustra graph links": "decides about a graph of the reader's own",
    "lustra graph lists": "builds a graph from whole published lists",
}
"""Commands that are not run, and why: only their options are checked, against ``--help``."""


class Block(NamedTuple):
    """A fenced block of a document: its place, language and lines."""

    place: str
    language: str
    lines: tuple[str, ...]


class Command(NamedTuple):
    """A command as typed after ``$``, and the lines that it should print (none: its output is not compared)."""

    line: str
    expected: tuple[str, ...]


def blocks_of(name: str, text: str) -> list[Block]:
    """Return every fenced block of a document."""
    blocks = []
    for fence in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        line = text[: fence.start()].count("\n") + 1
        blocks.append(Block(f"{name}:{line}", fence[1], tuple(fence[2].splitlines())))
    return blocks


def commands_of(block: Block) -> list[Command]:
    """Return the commands of a console block with the output that follows each."""
    commands: list[Command] = []
    for line in block.lines:
        if line.startswith("$ "):
            commands.append(Command(line[2:], ()))
        else:
            commands[-1] = commands[-1]._replace(expected=(*commands[-1].expected, line))
    return commands


def matches(expected: tuple[str, ...], printed: list[str]) -> bool:
    """Return whether printed lines are the expected ones, ``…`` being any text or, alone on a line, any lines."""
    pattern = ""
    for line in expected:
        if line.strip() == "…":
            pattern += r"(?:.*\n)*"
        else:
            pattern += ".*".join(re.escape(part) for part in line.rstrip().split("…")) + r"\n"
    lines = [line.rstrip() for line in printed]
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in lines)) is not None


BLOCKS = [block for path in DOCUMENTS for block in blocks_of(path.name, path.read_text(encoding="utf-8"))]


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the files that the examples name, made from the embedded sample."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "bin").mkdir()
    program = folder / "bin" / "lustra"
    program.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "from lustra.cli.main import main; main()" "$@"\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    shutil.copytree(SAMPLE / "us_ofac_sdn" / "2024-05-03", folder / "downloads" / "ofac")
    (folder / "customers.csv").write_text(
        "id,name,birth_date\n1,Viktar Sheiman,1958-05-26\n2,Jane Nobody,\n", encoding="utf-8"
    )
    (folder / "watch.csv").write_text(
        "No;Full name;Also known as;Born;Nationality;Passport\n1;Jon Smith;Johnny Smith;04.03.1957;BY;MP1234567\n",
        encoding="utf-8",
    )
    mapping = next(block for block in BLOCKS if block.language == "toml")
    (folder / "watch.toml").write_text("\n".join(mapping.lines), encoding="utf-8")
    (folder / "cases.json").write_text("[]", encoding="utf-8")
    older = shlex.quote(str(SAMPLE / "us_ofac_sdn" / "2022-04-14"))
    load = f"lustra import us_ofac_sdn {older} --published 2022-04-14 --workspace lists"
    run(load, folder, environment(folder)).check_returncode()
    return folder


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of an example: UTF-8, and ``lustra`` on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUSTRA_")}
    return {
        **kept,
        "PATH": f"{folder / 'bin'}{os.pathsep}{kept['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
    }


def run(line: str, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one line of shell in a folder."""
    return subprocess.run(
        line,
        shell=True,
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def check_options(line: str, folder: Path, variables: dict[str, str]) -> None:
    """Check that the help of a command names every option that an example uses."""
    words = [word for word in shlex.split(line, comments=True) if word]
    command = next(start for start in sorted(OPTIONS_ONLY, key=len, reverse=True) if line.startswith(start))
    names = command.removesuffix(" baci")
    shown = run(f"{names} --help", folder, variables)
    assert shown.returncode == 0, shown.stderr
    for option in (word.split("=")[0] for word in words if word.startswith("--")):
        assert option in shown.stdout, f"{names} has no {option}"


def check_command(command: Command, folder: Path, variables: dict[str, str]) -> None:
    """Run one command of a document and compare what it prints."""
    if setting := re.match(r"export (\w+)=(\S+)", command.line):
        variables[setting[1]] = setting[2].replace("~", str(folder))
    elif command.line.startswith("make "):
        target = command.line.split()[1]
        assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    elif any(command.line.startswith(start) for start in OPTIONS_ONLY):
        check_options(command.line, folder, variables)
    else:
        done = run(command.line, folder, variables)
        assert done.returncode == 0, f"{command.line}\nexit code {done.returncode}\n{done.stdout}{done.stderr}"
        if command.expected:
            assert matches(command.expected, done.stdout.splitlines()), f"{command.line} printed:\n{done.stdout}"


@pytest.mark.parametrize(
    "block", [pytest.param(block, id=block.place) for block in BLOCKS if block.language in {"console", "python"}]
)
def test_an_example_runs_as_written(block: Block, material: Path, tmp_path: Path) -> None:
    """Each command of a console block prints what is shown, and each Python block runs."""
    folder = tmp_path / "example"
    shutil.copytree(material, folder)
    variables = environment(folder)
    if block.language == "python":
        (folder / "example.py").write_text("\n".join(block.lines), encoding="utf-8")
        done = run(f"{shlex.quote(sys.executable)} example.py", folder, variables)
        assert done.returncode == 0, done.stderr
        return
    for command in commands_of(block):
        check_command(command, folder, variables)


def test_every_block_names_its_language() -> None:
    """A block without a language would not be run."""
    assert [block.place for block in BLOCKS if block.language == "" and "lustra" in " ".join(block.lines)] == []


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        (("a",), ["a"], True),
        (("a",), ["b"], False),
        (("a",), ["a", "b"], False),
        (("a", "b"), ["a"], False),
        (("a … c",), ["a 12 c"], True),
        (("a … c",), ["a 12 d"], False),
        (("a", "…", "z"), ["a", "b", "c", "z"], True),
        (("a", "…", "z"), ["a", "b", "c"], False),
        (("a", "…"), ["a"], True),
        (("a.c",), ["abc"], False),
        (("",), ["x"], False),
    ],
)
def test_outputs_are_compared_line_by_line(expected: tuple[str, ...], printed: list[str], same: bool) -> None:
    """A changed, missing or additional line is seen; ``…`` is text or lines."""
    assert matches(expected, printed) is same


def test_a_wrong_example_is_seen(material: Path) -> None:
    """An unknown option, a failing command and another output each raise."""
    for command in (
        Command("lustra update --no-such-option", ()),
        Command("lustra show no:such", ()),
        Command("lustra --version", ("lustra 0",)),
        Command("make no-such-target", ()),
    ):
        with pytest.raises(AssertionError):
            check_command(command, material, environment(material))
