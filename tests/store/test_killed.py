"""A writer killed at any point leaves the old state or the new one, and the next writer finds its way."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.store.flows import concordance_state, flow_state
from tests.store.graphs import graph_state
from tests.store.killing import JOBS, prepare

from lustra.store.index_folder import open_index, verify_index
from lustra.store.layout import open_root
from lustra.store.log import read_log
from lustra.store.versions import manifests, open_files

SCRIPT = Path(__file__).with_name("killing.py")


def killed(job: str, folder: Path, first: int, step: int = 1) -> list[Path]:
    """Workspaces in which the job was killed later and later; in the last one it was not."""
    prepare(folder, job)
    command = [sys.executable, str(SCRIPT), job, str(folder), str(first), str(step)]
    subprocess.run(command, check=True, timeout=120)
    return sorted((p for p in folder.iterdir() if p.name.isdigit()), key=lambda p: int(p.name))


def list_state(root: Path) -> object:
    """Everything that can be asked of the list, bytes included."""
    held = manifests(open_root(root), "xx_list")
    kept = {str(m.published): open_files(root, "xx_list", m.published)["main.csv"].read() for m in held}
    return kept, list(read_log(root, "xx_list"))


def index_state(root: Path) -> object:
    """Everything that can be asked of the index."""
    verify_index(root)
    held = open_index(open_root(root))
    assert held is not None
    return held.key, held.arrays["numbers"].tolist(), bytes(held.blobs["text"])


def contents(root: Path) -> Mapping[str, bytes]:
    """Every file of a workspace."""
    return {
        str(p.relative_to(root)): p.read_bytes()
        for p in root.rglob("*")
        if p.is_file() and not p.name.startswith("lock")
    }


@pytest.mark.parametrize(
    ("job", "state", "first", "step"),
    [
        pytest.param("import", list_state, 1, 1, id="an import at every file operation"),
        pytest.param("superseding-import", list_state, 9, 2, id="a superseding import at every other file operation"),
        pytest.param("timed-import", list_state, 2, 5, id="an import at any moment"),
        pytest.param("index", index_state, 1, 1, id="an index at every file operation"),
        pytest.param("flows", flow_state, 1, 4, id="a flow table at every fourth file operation"),
        pytest.param("concordance", concordance_state, 1, 1, id="a concordance at every file operation"),
        pytest.param("graph", graph_state, 1, 1, id="a graph at every file operation"),
    ],
)
def test_a_killed_writer_leaves_the_old_state_or_the_new(
    tmp_path: Path, job: str, state: Callable[[Path], object], first: int, step: int
) -> None:
    """Nothing in between can be seen, and doing it again ends in the same files as if nobody had been killed."""
    runs = killed(job, tmp_path, first, step)
    old, new = state(tmp_path / "before"), state(runs[-1])
    seen = [state(run) for run in runs]
    assert len(runs) > 3
    assert all(one in (old, new) for one in seen)
    if job != "timed-import":
        assert seen == sorted(seen, key=lambda one: one == new)
    for run in runs:
        JOBS[job](run)
        assert contents(run) == contents(runs[-1])
