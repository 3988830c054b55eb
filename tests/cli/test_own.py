"""The ownership commands, end to end on the embedded sample and on files written here."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from lustra.cli.main import main
from lustra.model.decision import Decision
from lustra.store.decisions import append_decisions
from lustra.views.ownership_demo import DEMO_ENTITIES, demo_ownership

TABLE = "owner,owned,kind,share_min,share_max,from,to,known_from,source\nx,a,share,60,60,,,,made\nbad row\n"


class Run:
    """Calls the entry point and collects what it prints."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def __call__(self, *argv: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(part) for part in argv])
        printed = self._capfd.readouterr()
        return int(str(stopped.value.code or 0)), printed.out, printed.err

    def json(self, *argv: str | Path) -> Any:
        """What a command prints as JSON."""
        code, out, err = self(*argv, "--format", "json")
        assert 0 == code, err
        return json.loads(out)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run one command as a person would."""
    return Run(capfd)


PROVING = (
    "BLOCKED",
    "listed share 75 %",
    "threshold ≥ 50 %",
    "Navumau is listed: us_ofac_sdn:9898",
    "since 2023-11-01",
    "Regulation (EU) 2026/426",
    "known since 2026-02-26",
    "not legal advice",
)


def test_a_company_of_a_listed_man_is_blocked_with_the_words_that_prove_it(run: Run) -> None:
    """Zorka Food is on no list; a listed man holds 75 % of it."""
    code, out, err = run("own", "zorka-food", "--as-of", "2026-09-01")
    assert 0 == code
    assert "sample" in err
    for part in PROVING:
        assert part in out


def test_nobody_is_called_controlled_where_only_a_share_is_known(run: Run) -> None:
    """A share is a share: the word is not used of it."""
    _, out, _ = run("own", "zorka-food", "--as-of", "2026-09-01")
    assert "controlled" not in out


def test_an_unstated_share_leaves_the_answer_undetermined_and_says_what_to_find_out(run: Run) -> None:
    """The Belarusian Oil Company is held by Naftan, nobody says how much."""
    (verdict,) = run.json("own", "bnk", "--regime", "US-OFAC", "--as-of", "2026-09-01")["verdicts"]
    assert "undetermined" == verdict["status"]
    assert ["the share of naftan in bnk, known to be (0, 100] %"] == [one["fact"] for one in verdict["deciding_facts"]]
    assert ["naftan"] == [one["owner"] for one in verdict["deciding_facts"][0]["records"]]


def test_a_day_before_the_holding_gives_another_answer(run: Run) -> None:
    """The clocks of the question are those of the records."""
    statuses = {
        day: run.json("own", "zorka-food", "--regime", "EU-AF", "--as-of", day)["verdicts"][0]["status"]
        for day in ("2023-10-31", "2023-11-01")
    }
    assert {"2023-10-31": "not blocked", "2023-11-01": "blocked"} == statuses
    told = run.json("own", "zorka-food", "--regime", "EU-AF", "--as-of", "2024-01-01", "--known", "2025-01-01")
    assert "not blocked" == told["verdicts"][0]["status"]


def test_a_party_can_be_asked_by_name_and_by_list_entry(run: Run) -> None:
    """People know names and list numbers, not ids."""
    for text in ("Zorka Food", "zorka food", "zorka-food"):
        assert "zorka-food" == run.json("own", text)["entity"]
    assert "naumau" == run.json("own", "us_ofac_sdn:9898")["entity"]


def test_the_timeline_has_the_exact_days(run: Run) -> None:
    """Blocked by the EU from the day of the holding, under the old rule and then the new one."""
    rows = [row for row in run.json("own", "timeline", "zorka-food") if row["regime"] == "EU-AF"]
    expected = [
        (None, "2023-11-01", "not blocked", "EU-AF-old"),
        ("2023-11-01", "2024-07-03", "blocked", "EU-AF-old"),
        ("2024-07-03", None, "blocked", "EU-AF"),
    ]
    assert expected == [(row["from"], row["to"], row["status"], row["rule"]) for row in rows]


def test_every_derived_party_stands_in_the_file(run: Run, tmp_path: Path) -> None:
    """CSV, JSON lines and Parquet hold the same rows."""
    for suffix in ("csv", "jsonl", "parquet"):
        code, _, err = run("own", "--all", "--as-of", "2026-09-01", "--output", tmp_path / f"all.{suffix}")
        assert (0, True) == (code, "blocked without being listed" in err)
    with (tmp_path / "all.csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert [(row["entity"], row["regime"]) for row in table] == [(row["entity"], row["regime"]) for row in lines]
    assert ("zorka-food", "US-OFAC") in {(row["entity"], row["regime"]) for row in table}
    assert not any(path.name.endswith(".partial") for path in tmp_path.iterdir())


def test_the_companies_of_a_state_are_listed_with_their_bodies(run: Run) -> None:
    """Belaruskali is held whole by the state; the share and the body are named, and no sanction is meant."""
    rows = {row["entity"]: row for row in run.json("own", "--state", "BY")}
    assert ("yes", "100 %", ["Republic of Belarus"]) == (
        rows["belaruskali"]["state_owned"],
        rows["belaruskali"]["share"]["words"],
        rows["belaruskali"]["through"],
    )


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("gain",), "owner"),
        (("support", "naumau", "--as-of", "2026-09-01"), "zorka-food"),
        (("worlds", "--worlds", "50"), "triage"),
        (("transfers",), "close to a listing"),
        (("--all",), "Zorka Food"),
    ],
    ids=lambda part: part[0] if isinstance(part, tuple) else "",
)
def test_what_ifs_have_their_commands(run: Run, argv: tuple[str, ...], said: str) -> None:
    """Gain, support, worlds, transfers and the whole set answer on the sample."""
    code, out, _ = run("own", *argv)
    assert (0, True) == (code, said in out)


def test_every_proof_of_an_answer_is_accepted_and_a_changed_one_is_not(run: Run, tmp_path: Path) -> None:
    """The checker does not trust the engine; a share changed by hand is found."""
    answer = tmp_path / "answer.json"
    told = run.json("own", "zorka-food", "--as-of", "2026-09-01")
    answer.write_text(json.dumps(told), "utf-8")
    code, out, _ = run("verify-proof", answer)
    assert (0, 3) == (code, out.count("holds: zorka-food"))
    proof = told["verdicts"][0]["proof"]
    proof["edges"][0]["share"] = [10, 10, "[]", 100]
    answer.write_text(json.dumps(proof), "utf-8")
    code, out, _ = run("verify-proof", answer)
    assert (1, True) == (code, "does not hold" in out)


CASE = {
    "id": "US-401-1",
    "src": "FAQ 401 ex. 1",
    "listed": ["X"],
    "edges": [["X", "A", 50], ["A", "B", 50]],
    "expect": {"OFAC": {"A": "blocked", "B": "blocked"}, "UK": {"A": "not", "B": "not"}},
}


def test_case_files_are_run_and_every_mismatch_is_printed(run: Run, tmp_path: Path) -> None:
    """Exit code 1 on any; the case, the regime and both answers are named."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps([CASE]), "utf-8")
    bad.write_text(json.dumps([CASE | {"expect": {"UK": {"B": "blocked"}}}]), "utf-8")
    assert (0, True) == (lambda r: (r[0], "agrees" in r[1]))(run("conform", good))
    code, out, _ = run("conform", good, bad, "--format", "json")
    (row,) = json.loads(out)
    assert (1, "bad.json", "US-401-1", "blocked", "not blocked") == (
        code,
        row["file"],
        row["case"],
        row["expected"],
        row["actual"],
    )


def test_a_graph_is_loaded_shown_exported_and_asked(run: Run, tmp_path: Path) -> None:
    """Bad rows are problems with their line; the rest answers."""
    (tmp_path / "edges.csv").write_text(TABLE, "utf-8")
    at = ("--workspace", tmp_path / "w")
    code, out, _ = run("graph", "load", "ours", tmp_path / "edges.csv", *at)
    assert (0, True) == (code, "1 edges between 2 parties, 1 errors" in out)
    assert ["ours"] == [row["graph"] for row in run.json("graph", "show", *at)]
    assert ["3"] == [row["where"] for row in run.json("graph", "problems", "ours", *at)]
    assert 0 == run("graph", "export", "ours", tmp_path / "out.json", "--format", "bods", *at)[0]
    assert "recordType" in (tmp_path / "out.json").read_text("utf-8")
    assert [] == run.json("graph", "links", "ours", *at)
    assert [] == run.json("graph", "links", "ours", "--history", *at)
    row = {"party": "x", "entry": "xx:1", "status": "accepted", "actor": "ann", "time": "2026-09-01T00:00:00+00:00"}
    append_decisions(tmp_path / "w", "ours", [Decision(**row, reason="same number")])
    assert [row | {"reason": "same number"}] == run.json("graph", "links", "ours", "--history", *at)
    log = tmp_path / "w" / "graph" / "ours" / "decisions.checked.jsonl"
    log.write_bytes(log.read_bytes() + b"0123 half")
    assert "0123 half" in run("graph", "links", "ours", "--history", *at)[2]
    log.write_bytes(b"")
    told = run.json("own", "a", "--regime", "US-OFAC", *at)
    assert ("ours", "not blocked") == (told["graph"], told["verdicts"][0]["status"])


WRONG = [
    (("own", "verdict"), 2, "nothing or too much"),
    (("own", "x", "--all"), 2, "nothing or too much"),
    (("own", "nobody-there"), 2, "nobody-there"),
    (("own", "zorka"), 2, "Zorka Food"),
    (("own", "zorka-food", "--regime", "MARS"), 2, "MARS"),
    (("own", "zorka-food", "--as-of", "1957"), 2, "1957"),
    (("own", "zorka-food", "--graph", "other"), 2, "other"),
    (("own", "zorka-food", "--picture", "x.docx"), 2, "x.docx"),
    (("own", "--all", "--output", "x.docx"), 2, "x.docx"),
    (("own", "--state", "XX"), 2, "XX"),
    (("own", "support", "zorka-food"), 2, "not listed"),
    (("graph", "load", "g", "nowhere.csv", "--workspace", "w"), 2, "nowhere.csv"),
    (("graph", "load", "g", "nowhere.csv"), 2, "--workspace"),
    (("graph", "links", "sample", "--accept", "nonsense", "--workspace", "w"), 2, "nonsense"),
    (("conform", "nowhere.json"), 2, "nowhere.json"),
    (("verify-proof", "nowhere.json"), 2, "nowhere.json"),
]


@pytest.mark.parametrize(("argv", "code", "said"), WRONG, ids=lambda p: " ".join(p) if isinstance(p, tuple) else None)
def test_wrong_use_is_one_clear_error(run: Run, argv: tuple[str, ...], code: int, said: str) -> None:
    """The message names what was wrong and leaves nothing behind."""
    got, _, err = run(*argv)
    assert (code, True) == (got, said in err)
    assert "Traceback" not in err
    assert not Path("x.docx").exists()


@pytest.mark.parametrize("ending", ["svg", "png", "html"])
def test_the_chains_are_drawn(run: Run, tmp_path: Path, ending: str) -> None:
    """A picture beside the words."""
    path = tmp_path / f"zorka.{ending}"
    assert 0 == run("own", "zorka-food", "--picture", path)[0]
    assert path.stat().st_size > 2000


def test_the_demonstration_shows_a_verdict_its_proof_and_its_picture(tmp_path: Path) -> None:
    """What ``lustra demo`` prints of ownership."""
    shown = demo_ownership(tmp_path)
    assert DEMO_ENTITIES == tuple(one.entity for one in shown)
    assert all(one.proofs >= 3 and one.picture.is_file() for one in shown)
    assert any("75 %" in line.text for line in shown[0].lines)
