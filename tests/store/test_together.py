"""Readers and a writer at the same time."""

import subprocess
import sys
from pathlib import Path

import numpy as np
from tests.store.lists import MONDAY, bring, name

from lustra.errors import WorkspaceError
from lustra.store.index_folder import open_index
from lustra.store.index_writer import write_index
from lustra.store.log import entity_statements
from lustra.store.versions import manifests

WRITER = """
import sys
from datetime import date, timedelta
from pathlib import Path
import numpy as np
from lustra.store.index_writer import write_index
sys.path.insert(0, "tests/store")  # a library that is installed may bring a package called tests
from lists import bring, name
root = Path(sys.argv[1])
for day in range(2, 14):
    bring(root, date(2024, 1, day), [name(1, "A"), name(2, f"{day}")])
    write_index(root, f"{day}", {"numbers": np.full(9, day)}, {}, {})
"""


def read_while_written(root: Path) -> tuple[int, str]:
    """Statements of an entry that never changes, or why they could not be read."""
    try:
        return len(list(entity_statements(root, "xx_list:1"))), ""
    except WorkspaceError as error:
        return 0, error.message


def test_readers_see_whole_states_while_a_writer_works(root: Path) -> None:
    """Every look-up finds the entry, or says that the log was replaced; every index opened is of one piece."""
    bring(root, MONDAY, [name(1, "A"), name(2, "1")])
    write_index(root, "1", {"numbers": np.full(9, 1)}, {}, {})
    versions = [1]
    with subprocess.Popen([sys.executable, "-c", WRITER, str(root)], cwd=Path(__file__).parents[2]) as writer:
        while writer.poll() is None:
            count, message = read_while_written(root)
            assert count == 1 or "was replaced by a newer log" in message
            versions.append(len(manifests(root, "xx_list")))
            opened = open_index(root)
            assert opened is not None
            assert set(opened.arrays["numbers"].tolist()) == {int(opened.key)}
    assert writer.returncode == 0
    assert versions == sorted(versions)
    assert len(manifests(root, "xx_list")) == 13
