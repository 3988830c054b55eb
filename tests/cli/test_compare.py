"""``lustra compare`` and ``lustra threshold`` from the command line."""

import csv
import json
from pathlib import Path

import pytest

from lustra.cli.main import main
from lustra.cli.threshold import per_thousand
from lustra.errors import InputError


def told(capfd: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str]:
    """Run one command; its exit code and what it printed."""
    with pytest.raises(SystemExit) as stopped:
        main(list(argv))
    return int(str(stopped.value.code or 0)), capfd.readouterr().out


def test_one_pair_is_explained_and_the_order_does_not_matter(capfd: pytest.CaptureFixture[str]) -> None:
    """Both orders give one score, with evidence in words."""
    first = json.loads(told(capfd, "compare", "Jon Smith", "Smith, John", "--format", "json")[1])
    second = json.loads(told(capfd, "compare", "Smith, John", "Jon Smith", "--format", "json")[1])
    assert first["score"] == second["score"] > 0.5
    assert all(feature["words"] for feature in first["explanation"]["features"])


def test_birth_dates_that_contradict_lower_the_score(capfd: pytest.CaptureFixture[str]) -> None:
    """The same name with another birth date is somebody else until shown otherwise."""
    name = ("compare", "John Smith", "John Smith", "--format", "json", "--schema", "Person")
    same = json.loads(told(capfd, *name, "--birth-date", "1970", "--birth-date", "1970-05-01")[1])
    other = json.loads(told(capfd, *name, "--birth-date", "1970", "--birth-date", "1941")[1])
    assert same["score"] > other["score"]
    assert not other["match"]


def test_a_file_of_pairs_gives_a_score_per_row(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A row that cannot be compared has no score and says why; the others are not lost."""
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("id,name1,name2,schema\n1,Jon Smith,John Smith,Person\n2,,B,\n", "utf-8")
    code, out = told(capfd, "compare", "--input", str(pairs))
    good, bad = list(csv.DictReader(out.splitlines()))
    assert (1, "1", "") == (code, good["id"], bad["score"])
    assert float(good["score"]) > 0.5
    assert "line 3" in bad["why"]


def test_a_budget_of_false_alarms_becomes_a_threshold(capfd: pytest.CaptureFixture[str]) -> None:
    """A smaller budget never gives a lower threshold, and the threshold keeps the budget."""
    found = [
        json.loads(told(capfd, "threshold", "--false-alarms", budget, "--format", "json")[1])
        for budget in ("10/1000", "5/1000", "0.1%")
    ]
    assert sorted(row["threshold"] for row in found) == [row["threshold"] for row in found]
    for row, budget in zip(found, (10, 5, 1), strict=True):
        assert row["false_alarms_per_1000"] <= budget


@pytest.mark.parametrize("text", ["", "many", "1/0", "-1", "2000/1000"])
def test_a_budget_that_is_none_is_refused(text: str) -> None:
    """The error shows how a budget is written."""
    with pytest.raises(InputError):
        per_thousand(text)
