"""Decisions about links are appended with actor, time and reason, and none is ever lost or changed."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import msgspec
import pytest

from lustra.errors import InputError, WorkspaceError
from lustra.model.decision import ACCEPTED, REJECTED, Decision, checked_decision, decided
from lustra.store.decisions import DecisionLog, append_decisions, read_decisions
from lustra.store.layout import open_root

FIRST = Decision("p", "xx:1", ACCEPTED, "ann", "2026-01-05T10:00:00+00:00", "same passport")
SECOND = Decision("p", "xx:1", REJECTED, "ben", "2026-02-05T10:00:00+00:00")
LOG = "graph/g/decisions.checked.jsonl"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a folder for one graph."""
    workspace = open_root(tmp_path / "w", create=True)
    (workspace / "graph" / "g").mkdir(parents=True)
    return workspace


def test_a_later_decision_is_added_and_the_earlier_one_is_kept(root: Path) -> None:
    """A decision once replaced the one before it, without a trace of who had decided what."""
    append_decisions(root, "g", [FIRST])
    before = (root / LOG).read_bytes()
    append_decisions(root, "g", [SECOND])
    assert DecisionLog((FIRST, SECOND)) == read_decisions(root, "g")
    assert (root / LOG).read_bytes().startswith(before)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 1, 4), None), (date(2026, 1, 5), FIRST), (date(2026, 2, 4), FIRST), (date(2026, 2, 5), SECOND)],
)
def test_the_last_decision_by_a_day_counts(day: date, expected: Decision | None) -> None:
    """As of a day only what was decided by then is used."""
    assert expected == decided([FIRST, SECOND], day).get(("p", "xx:1"))


def test_every_half_written_last_line_is_reported_and_what_was_confirmed_is_kept(root: Path) -> None:
    """Wherever a process is killed while it writes, the earlier decisions are read and the next one can be added."""
    append_decisions(root, "g", [FIRST])
    first = (root / LOG).read_bytes()
    append_decisions(root, "g", [SECOND])
    whole = (root / LOG).read_bytes()
    for end in range(len(first) + 1, len(whole) - 1):
        (root / LOG).write_bytes(whole[:end])
        log = read_decisions(root, "g")
        assert ((FIRST,), whole[len(first) : end].decode()) == log
        append_decisions(root, "g", [SECOND])
        assert DecisionLog((FIRST, SECOND)) == read_decisions(root, "g")


KILLED = """
import os, sys
from pathlib import Path
from lustra.store.notes import checked_line
path = Path(sys.argv[1])
with path.open("ab") as file:
    file.write(checked_line({"party": "p", "entry": "xx:2", "status": "accepted"})[:40])
    file.flush()
    os.kill(os.getpid(), 9)
"""


def test_a_killed_writer_leaves_the_log_readable(root: Path) -> None:
    """A process that dies in the middle of a line costs no earlier decision."""
    append_decisions(root, "g", [FIRST])
    assert 0 != subprocess.run([sys.executable, "-c", KILLED, str(root / LOG)], check=False).returncode
    log = read_decisions(root, "g")
    assert (FIRST,) == log.decisions
    assert log.unfinished


def test_a_last_line_without_its_end_is_whole_where_its_checksum_is(root: Path) -> None:
    """Only the line feed is missing: the decision counts, and the next one does not join it."""
    append_decisions(root, "g", [FIRST])
    (root / LOG).write_bytes((root / LOG).read_bytes().rstrip(b"\n"))
    assert DecisionLog((FIRST,)) == read_decisions(root, "g")
    append_decisions(root, "g", [SECOND])
    assert DecisionLog((FIRST, SECOND)) == read_decisions(root, "g")


def test_a_changed_byte_in_a_whole_line_is_an_error(root: Path) -> None:
    """A decision that reads otherwise than it was written is not used."""
    append_decisions(root, "g", [FIRST, SECOND])
    (root / LOG).write_bytes((root / LOG).read_bytes().replace(b"accepted", b"rejected"))
    with pytest.raises(WorkspaceError, match="line 1"):
        read_decisions(root, "g")
    with pytest.raises(WorkspaceError, match="line 1"):
        append_decisions(root, "g", [SECOND])


def test_decisions_of_an_older_version_are_read_and_kept(root: Path) -> None:
    """Lustra 0.1 wrote party, entry and status only; they count on every day."""
    old = {"party": "p", "entry": "xx:1", "status": "accepted"}
    (root / "graph" / "g" / "decisions.jsonl").write_bytes(msgspec.json.encode(old) + b"\n")
    assert DecisionLog((Decision(**old),)) == read_decisions(root, "g")
    append_decisions(root, "g", [SECOND])
    assert (Decision(**old), SECOND) == read_decisions(root, "g").decisions
    assert ACCEPTED == decided([Decision(**old)], date(2000, 1, 1))["p", "xx:1"].status


@pytest.mark.parametrize(
    "wrong", [FIRST._replace(actor=" "), FIRST._replace(time="yesterday"), FIRST._replace(time="2026-01-05T10:00:00")]
)
def test_a_decision_without_actor_or_time_is_refused(wrong: Decision) -> None:
    """Nobody can be asked about a decision that nobody took."""
    with pytest.raises(InputError):
        checked_decision(wrong)
