"""Screening against a workspace: the two clocks, and what an answer says it cannot tell."""

import hashlib
from collections.abc import Callable
from datetime import date
from importlib.resources import as_file
from pathlib import Path

import msgspec
import pytest

from lustra.data import folder, tables_fingerprint
from lustra.model.time import AsOf
from lustra.readers.counterparties.query_parsing import question
from lustra.screening.index import FORMAT
from lustra.usecases.lists.importing import Import, import_list
from lustra.usecases.screening.indexing import build_index
from lustra.usecases.screening.screening import INDEX_FORMAT, ScreeningOptions, index_is_fresh, index_key, open_screener

WANTED = ScreeningOptions(threshold=0.7, cutoff=0.7, limit=10)


def test_a_list_of_which_nothing_was_known_by_the_day_says_so() -> None:
    """``--known 2000-01-01`` once claimed that versions of later years had been checked, without a warning."""
    (answer,) = open_screener(None).screen(
        [question({"name": "Alaksandr Łukašenka"})], AsOf(date(2026, 11, 22), date(2000, 1, 1)), WANTED
    )
    assert () == answer.hits
    unheard = [warning for warning in answer.checked.warnings if "nothing published by 2000-01-01" in warning]
    assert len(answer.checked.lists) == len(unheard)


def test_a_list_whose_oldest_version_is_later_than_the_day_says_so() -> None:
    """Before the oldest version held, absence proves nothing."""
    checked = open_screener(None).checked(AsOf(date(2012, 12, 1)), WANTED)
    told = {warning.partition(":")[0] for warning in checked.warnings if "oldest version held" in warning}
    assert {"ca_sema", "uk_fcdo", "un_sc", "us_ofac_sdn"} == told


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a changed byte": lambda index: _flip(next(index.glob("*/arrays.bin"))),
    "data cut short": lambda index: next(index.glob("*/arrays.bin")).write_bytes(b""),
    "no header": lambda index: next(index.glob("*/header.json")).unlink(),
    "an empty pointer": lambda index: (index / "current").write_bytes(b""),
    "a pointer that is not text": lambda index: (index / "current").write_bytes(b"\xff\xfe"),
    "a pointer to nothing": lambda index: (index / "current").write_text("0123456789abcdef\n"),
}


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_index_is_built_again(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    """The index is made of the lists; its damage once was an error without a way out, or a miss in silence."""
    root = tmp_path / "lists"
    with as_file(folder("sample/us_ofac_sdn/2024-05-03")) as files:
        import_list(root, Import("us_ofac_sdn", files, date(2026, 11, 22), date(2024, 5, 3)))
    build_index(root)
    assert index_is_fresh(root, verified=True)
    damage(root / "index")
    assert not index_is_fresh(root, verified=True)
    build_index(root)
    assert index_is_fresh(root, verified=True)
    (answer,) = open_screener(root).screen(
        [question({"name": "Alyaksandr Lukashenka"})], AsOf(date(2026, 11, 22)), WANTED
    )
    assert "us_ofac_sdn:9760" in {hit.entity for hit in answer.hits}


def test_an_index_of_another_version_of_the_engine_is_built_again(tmp_path: Path) -> None:
    """What an index must be built from names the engine's own format; a new engine once only refused the old index."""
    root = tmp_path / "lists"
    with as_file(folder("sample/us_ofac_sdn/2024-05-03")) as files:
        import_list(root, Import("us_ofac_sdn", files, date(2026, 11, 22), date(2024, 5, 3)))
    pointer = (root / "lists" / "us_ofac_sdn" / "current").read_text("utf-8").strip()
    parts = [INDEX_FORMAT, FORMAT, tables_fingerprint(), [["us_ofac_sdn", pointer]]]
    assert hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:16] == index_key(root)
