"""The command line end to end, on the embedded sample and on files written here."""

import json
import subprocess
import sys
from importlib.resources import as_file
from pathlib import Path

import pytest

import lustra
from lustra.cli.late import COMMANDS
from lustra.cli.main import main
from lustra.data import folder

OFAC = (
    '1,"LUKASHENKA, Alyaksandr Ryhorovich","individual","BELARUS",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    '"DOB 30 Aug 1954; POB Kopys, Belarus; President."\r\n'
    '2,"SECOND ENTRY","-0- ","BELARUS",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
)


class Result:
    """What a command printed, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> "Run":
    """Run one command as a person would."""
    return Run(capfd)


class Run:
    """Calls the entry point and collects what it prints."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *argv: str | Path) -> Result:
        with pytest.raises(SystemExit) as stopped:
            main([str(part) for part in argv])
        printed = self._capfd.readouterr()
        return Result(int(str(stopped.value.code or 0)), printed.out, printed.err)


@pytest.fixture
def workspace(tmp_path: Path, run: Run) -> Path:
    """A workspace that holds one small list."""
    folder = tmp_path / "download"
    folder.mkdir()
    (folder / "sdn.csv").write_bytes(OFAC.encode())
    root = tmp_path / "lists"
    assert 0 == run("import", "us_ofac_sdn", folder, "--published", "2022-02-23", "--workspace", root).code
    return root


def test_he_is_found_on_every_list_of_the_sample_that_has_him(run: Run) -> None:
    """The Łacinka spelling meets every other spelling."""
    result = run("screen", "Alaksandr Łukašenka", "--format", "json")
    hits = json.loads(result.out)["hits"]
    assert {"us_ofac_sdn", "eu_fsf", "uk_fcdo", "ca_sema"} == {hit["entity"].partition(":")[0] for hit in hits}
    assert all(hit["match"] for hit in hits)


def test_she_is_not_found(run: Run) -> None:
    """A miss says what was checked."""
    answer = json.loads(run("screen", "Śviatłana Cichanoŭskaja", "--format", "json").out)
    assert [] == answer["hits"]
    assert 5 == len(answer["checked"]["lists"])
    assert any("sample" in warning for warning in answer["checked"]["warnings"])


def test_the_eu_had_taken_him_off_its_list_and_put_him_back(run: Run) -> None:
    """As of a day means as of that day: listed in 2012, not in 2016–2020, listed again in November 2020."""
    name = "Аляксандр Лукашэнка"
    found = {}
    for day in ("2012-12-01", "2016-06-01", "2020-11-10"):
        answer = json.loads(run("screen", name, "--as-of", day, "--lists", "eu_fsf", "--format", "json").out)
        found[day] = bool(answer["hits"])
    assert {"2012-12-01": True, "2016-06-01": False, "2020-11-10": True} == found


def test_the_table_shows_the_evidence_beside_the_answer(run: Run) -> None:
    """The pair of names, the designation and the versions checked stand on the terminal."""
    out = run("screen", "Belaruskali").out
    for part in ("potential match", "met", "listed:", "Checked as of", "sha256"):
        assert part in out


def test_a_file_is_answered_line_by_line_in_order(run: Run, tmp_path: Path) -> None:
    """One JSON line per question, bad rows reported with their line, exit code 1 because of them."""
    rows = tmp_path / "rows.csv"
    rows.write_text("id,name,birth_date\n1,Viktor Sheiman,\n2,,\n3,Jane Doe,1990\n", "utf-8")
    result = run("screen", "--input", rows, "--output", tmp_path / "hits.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "hits.jsonl").read_text("utf-8").splitlines()]
    assert (1, ["1", "3"]) == (result.code, [line["id"] for line in lines])
    assert {"id", "query", "hits", "checked"} == lines[0].keys()
    assert "3,2,the name is empty" in (tmp_path / "hits.jsonl.errors.csv").read_text("utf-8")


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_a_file_is_answered_as_a_row_per_hit(run: Run, tmp_path: Path, suffix: str) -> None:
    """The flat formats hold one row per hit."""
    rows = tmp_path / "rows.csv"
    rows.write_text("id,name\n1,Viktor Sheiman\n", "utf-8")
    result = run("screen", "--input", rows, "--output", tmp_path / f"hits{suffix}")
    assert 0 == result.code
    assert (tmp_path / f"hits{suffix}").stat().st_size > 100


def test_import_screen_show_and_lists_work_on_a_workspace(run: Run, workspace: Path) -> None:
    """A list imported from files answers, is shown value by value, and stands in the overview."""
    answer = json.loads(run("screen", "Lukashenko Alexander", "--workspace", workspace, "--format", "json").out)
    assert ["us_ofac_sdn:1"] == [hit["entity"] for hit in answer["hits"]]
    shown = json.loads(run("show", "us_ofac_sdn:1", "--workspace", workspace, "--format", "json").out)
    assert {"1954-08-30"} == {row["value"] for row in shown if row["prop"] == "birthDate"}
    held = json.loads(run("lists", "--workspace", workspace, "--format", "json").out)
    assert [("us_ofac_sdn", "2022-02-23", 2)] == [(row["source"], row["published"], row["entries"]) for row in held]


def test_history_tells_who_came_and_who_went(run: Run, workspace: Path, tmp_path: Path) -> None:
    """Of a list by version, of an entry by statement."""
    folder = tmp_path / "next"
    folder.mkdir()
    third = OFAC.splitlines(keepends=True)[1].replace("2,", "3,", 1).replace("SECOND ENTRY", "THIRD ENTRY")
    (folder / "sdn.csv").write_bytes((OFAC.splitlines(keepends=True)[0] + third).encode())
    assert 0 == run("import", "us_ofac_sdn", folder, "--published", "2022-04-14", "--workspace", workspace).code
    (change,) = json.loads(run("history", "us_ofac_sdn", "--workspace", workspace, "--format", "json").out)
    assert ["us_ofac_sdn:3"] == [entry["entity"] for entry in change["added"]]
    assert ["us_ofac_sdn:2"] == [entry["entity"] for entry in change["removed"]]
    assert "THIRD ENTRY" in run("history", "us_ofac_sdn", "--workspace", workspace).out
    assert "- " in run("history", "us_ofac_sdn:2", "--workspace", workspace).out
    for day, found in (("2022-02-23", True), ("2022-04-14", False)):
        told = run("screen", "Second Entry", "--as-of", day, "--workspace", workspace, "--format", "json").out
        assert found == bool(json.loads(told)["hits"])


def test_a_list_that_shrank_is_refused_and_the_good_copy_stays(run: Run, workspace: Path, tmp_path: Path) -> None:
    """A truncated download must not take entries away."""
    half = tmp_path / "half"
    half.mkdir()
    (half / "sdn.csv").write_bytes(OFAC.splitlines()[0].encode())
    result = run("import", "us_ofac_sdn", half, "--published", "2022-03-01", "--workspace", workspace)
    assert 3 == result.code
    assert "stays in force" in result.err
    assert "2022-02-23" in run("lists", "--workspace", workspace, "--format", "json").out


@pytest.mark.parametrize(
    ("pattern", "content", "options", "code"),
    [
        ("current", b"", (), 1),
        ("log/*/statements.parquet", b"short", (), 1),
        ("*/manifest.json", b"{}", (), 1),
        ("*/sdn.csv.zst", b"short", (), 0),
        ("*/sdn.csv.zst", b"short", ("--verify",), 1),
    ],
)
def test_a_damaged_list_is_shown_among_the_others(
    run: Run, workspace: Path, tmp_path: Path, pattern: str, content: bytes, options: tuple[str, ...], code: int
) -> None:
    """``lustra lists`` once stopped at the first damaged list; bytes that it does not need are read with --verify."""
    own = tmp_path / "own.csv"
    own.write_text("No;Name\n1;Ann\n", "utf-8")
    mapping = tmp_path / "own.toml"
    mapping.write_text('id = "No"\nschema = "Person"\ndelimiter = ";"\n[columns]\nName = "name"\n', "utf-8")
    assert 0 == run("import", "zz_own", own, "--mapping", mapping, "--workspace", workspace).code
    (damaged,) = (workspace / "lists" / "us_ofac_sdn").glob(pattern)
    damaged.write_bytes(content)
    asked: tuple[str | Path, ...] = ("lists", "--workspace", workspace, *options)
    table, rows = run(*asked), json.loads(run(*asked, "--format", "json").out)
    assert (code, ["us_ofac_sdn", "zz_own"]) == (table.code, [row["source"] for row in rows])
    assert [bool(code), False] == [bool(row["damage"] and row["remedy"]) for row in rows]
    assert bool(code) == (damaged.name in table.err) == ("is damaged" in table.err) == ("damaged" in table.out)
    assert [list(rows[0])] * 2 == [list(row) for row in rows]


@pytest.fixture
def two(run: Run, workspace: Path, tmp_path: Path) -> Path:
    """The workspace with a second version of its list."""
    folder = tmp_path / "second"
    folder.mkdir()
    (folder / "sdn.csv").write_bytes(OFAC.replace("SECOND", "OTHER").encode())
    assert 0 == run("import", "us_ofac_sdn", folder, "--published", "2022-04-14", "--workspace", workspace).code
    return workspace


def test_a_day_against_the_file_s_own_is_a_warning(run: Run, tmp_path: Path) -> None:
    """Both days are named, and how to mend it; without --published the file's own day counts, and nothing is said."""
    with as_file(folder("sample/un_sc")) as versions:
        file = next(max(versions.iterdir()).glob("*.xml"))
        stated = max(versions.iterdir()).name
        wrong = run("import", "un_sc", file, "--published", "2026-03-05", "--workspace", tmp_path / "a")
        right = run("import", "un_sc", file, "--workspace", tmp_path / "b")
    assert (0, 0, "") == (wrong.code, right.code, right.err)
    assert "2026-03-05" in wrong.err
    assert f"published on {stated}" in wrong.err
    assert "lustra withdraw un_sc 2026-03-05" in wrong.err


def days_held(run: Run, workspace: Path) -> list[tuple[str, int]]:
    """Newest day and number of versions of each list."""
    rows = json.loads(run("lists", "--workspace", workspace, "--format", "json").out)
    return [(row["published"], row["versions"]) for row in rows]


def test_a_version_is_withdrawn_with_its_files(run: Run, two: Path) -> None:
    """With --yes nobody is asked; what was said only by this version is as if it had never been."""
    result = run("withdraw", "us_ofac_sdn", "2022-04-14", "--yes", "--workspace", two)
    assert (0, "") == (result.code, result.err)
    assert "1 stay, the newest of 2022-02-23" in result.out
    assert [("2022-02-23", 1)] == days_held(run, two)
    assert [] == list(two.glob("lists/us_ofac_sdn/2022-04-14-*"))
    told = run("screen", "Other Entry", "--workspace", two, "--format", "json").out
    assert [] == [hit for hit in json.loads(told)["hits"] if hit["match"]]


@pytest.mark.parametrize(("answer", "code", "versions"), [("y\n", 0, 1), ("n\n", 2, 2), ("", 2, 2)])
def test_a_withdrawal_is_confirmed(two: Path, answer: str, code: int, versions: int) -> None:
    """What would be removed is shown; no, or nobody there to answer, leaves everything."""
    argv = [sys.executable, "-c", "from lustra.cli.main import main; main()", "withdraw", "us_ofac_sdn", "2022-04-14"]
    argv += ["--workspace", str(two)]
    result = subprocess.run(argv, input=answer, capture_output=True, text=True, timeout=120, check=False)
    assert (code, versions) == (result.returncode, len(list(two.glob("lists/us_ofac_sdn/2022-*"))))
    assert "2 entries, sdn.csv" in result.stderr
    assert ("--yes" in result.stderr) == (code == 2)


@pytest.mark.parametrize(
    ("source", "day", "said"), [("un_sc", "2022-04-14", "un_sc"), ("us_ofac_sdn", "2022-04-15", "2022-02-23, ")]
)
def test_a_version_that_is_not_held_cannot_be_withdrawn(run: Run, two: Path, source: str, day: str, said: str) -> None:
    """The message says what is held."""
    result = run("withdraw", source, day, "--yes", "--workspace", two)
    assert 2 == result.code
    assert said in result.err


def test_the_versions_held_are_read_again(run: Run, two: Path) -> None:
    """The same reader sees the same: the answers stay, and no version is lost."""
    before = run("history", "us_ofac_sdn", "--workspace", two, "--format", "json").out
    result = run("reread", "--workspace", two)
    assert (0, "") == (result.code, result.err)
    assert ["us_ofac_sdn of 2022-02-23: 2 entries", "us_ofac_sdn of 2022-04-14: 2 entries"] == [
        line.partition(",")[0] for line in result.out.splitlines()
    ]
    assert before == run("history", "us_ofac_sdn", "--workspace", two, "--format", "json").out
    assert 2 == run("reread", "un_sc", "--workspace", two).code


def test_a_list_that_cannot_be_read_again_stays_and_the_others_go_on(run: Run, two: Path, tmp_path: Path) -> None:
    """A version whose files are damaged is named; exit code 1."""
    own = tmp_path / "own.jsonl"
    own.write_text('{"id":"1","schema":"Person","properties":{"name":["Ann"]}}\n', "utf-8")
    assert 0 == run("import", "zz_own", own, "--workspace", two).code
    next(two.glob("lists/us_ofac_sdn/2022-04-14-*/sdn.csv.zst")).write_bytes(b"short")
    result = run("reread", "--workspace", two)
    assert (1, True, True) == (result.code, "its history is unchanged" in result.err, "zz_own of" in result.out)
    assert 2 == days_held(run, two)[0][1]


HOSTILE = "SECOND\x1b[31m \x9b2J\x07\u202eENTRY[/bold] :smile:"


@pytest.fixture
def hostile(run: Run, tmp_path: Path) -> Path:
    """A workspace of which list, problems and graph hold a name that would command the terminal."""
    root = tmp_path / "lists"
    folder = tmp_path / "hostile"
    folder.mkdir()
    third = f'3,"{HOSTILE}","{HOSTILE}","BELARUS",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    for day, row in (("2022-02-23", ""), ("2022-04-14", third)):
        (folder / "sdn.csv").write_bytes(OFAC.replace("SECOND ENTRY", HOSTILE).encode() + row.encode())
        assert 0 == run("import", "us_ofac_sdn", folder, "--published", day, "--workspace", root).code
    edges = tmp_path / "edges.csv"
    rows = f"owner,owned,kind,share_min\nus_ofac_sdn:2,{HOSTILE},share,60\n{HOSTILE},b,share,60\na,b,{HOSTILE},1\n"
    edges.write_text(rows, "utf-8")
    assert 0 == run("graph", "load", "ours", edges, "--workspace", root).code
    return root


COMMANDING = [
    ("screen", HOSTILE, "--cutoff", "0.1", "--limit", "50"),
    ("show", "us_ofac_sdn:2"),
    ("history", "us_ofac_sdn"),
    ("history", "us_ofac_sdn:2"),
    ("lists", "--problems", "us_ofac_sdn"),
    ("graph", "problems", "ours"),
    ("own", HOSTILE),
    ("own", "--all"),
    ("own", "timeline", HOSTILE),
    ("show", f"us_ofac_sdn:{HOSTILE}"),
    ("compare", HOSTILE, "SECOND ENTRY"),
]


@pytest.mark.parametrize("argv", COMMANDING, ids=lambda argv: " ".join(argv[:2]).replace(HOSTILE, "HOSTILE"))
def test_published_text_cannot_command_the_terminal(run: Run, hostile: Path, argv: tuple[str, ...]) -> None:
    """An escape sequence inside a name is shown as a mark, and brackets are no markup; they were once sent or fatal."""
    at = () if argv[0] == "compare" else ("--workspace", hostile)
    result = run(*argv, *at)
    told = result.out + result.err
    assert "Traceback" not in told
    assert [] == [letter for letter in "\x1b\x9b\x07\u202e" if letter in told]
    assert ":smile:" in told


def test_json_keeps_what_was_published_to_the_letter(run: Run, hostile: Path) -> None:
    """Only what is laid out for people is changed."""
    shown = json.loads(run("show", "us_ofac_sdn:2", "--workspace", hostile, "--format", "json").out)
    assert any("\x1b[31m" in row["value"] for row in shown)


WRONG = [
    (("screen",), 2, "nothing to screen"),
    (("screen", "A", "--threshold", "2"), 2, "not between 0 and 1"),
    (("screen", "A", "--lists", "nowhere"), 2, "nowhere"),
    (("screen", "A", "--birth-date", "yesterday"), 2, "yesterday"),
    (("screen", "A", "--country", "Atlantis"), 2, "Atlantis"),
    (("screen", "A", "--as-of", "1957"), 2, "1957"),
    (("screen", "A", "--workspace", "/nowhere/at/all"), 3, "nowhere"),
    (("screen", "--input", "no.csv", "--output", "TMP/x.jsonl"), 3, "no.csv"),
    (("screen", "--input", "no.csv", "--output", "TMP/x.docx"), 2, "x.docx"),
    (("import", "us_ofac_sdn", "no/such/file", "--workspace", "TMP/w"), 2, "no/such/file"),
    (("lists",), 2, "--workspace"),
    (("nonsense",), 2, "nonsense"),
]


@pytest.mark.parametrize(
    ("argv", "code", "said"), WRONG, ids=lambda part: " ".join(part) if isinstance(part, tuple) else None
)
def test_wrong_use_is_one_clear_error_with_its_exit_code(
    run: Run, tmp_path: Path, argv: tuple[str, ...], code: int, said: str
) -> None:
    """The message names what was wrong; nothing is left behind."""
    result = run(*(part.replace("TMP", str(tmp_path)) for part in argv))
    assert code == result.code
    assert [] == list(tmp_path.iterdir())
    assert said in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_with_an_example(name: str) -> None:
    """``lustra COMMAND --help`` shows how it is used."""
    command = COMMANDS[name].load()
    assert command.help
    assert "xample" in (command.epilog or ""), f"{name} has no example"


def test_python_gives_the_same_answer_as_the_command_line(run: Run) -> None:
    """``lustra.open().screen(...)`` and ``lustra screen`` share one engine."""
    told = json.loads(run("screen", "Alaksandr Łukašenka", "--as-of", "2026-09-01", "--format", "json").out)
    answer = lustra.open().screen("Alaksandr Łukašenka", as_of="2026-09-01")
    assert [hit["entity"] for hit in told["hits"]] == [hit.entity for hit in answer.hits]
