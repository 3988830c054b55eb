"""Bringing files in: the right ones are read, and whatever else is given is refused by name."""

import bz2
import gzip
import io
import lzma
import zipfile
from datetime import date
from pathlib import Path

import pytest
from tests.readers.workbooks import Cell, workbook

from lustra.data import folder
from lustra.errors import InputError, LustraError, ReadError
from lustra.readers.lists.uk_blocks import COLUMNS
from lustra.store.held import manifests
from lustra.store.layout import open_root
from lustra.store.problems import read_problems
from lustra.usecases.lists.holdings import problems
from lustra.usecases.lists.importing import Import, import_list
from lustra.usecases.lists.rereading import reread_lists

TODAY = date(2026, 11, 22)
SAMPLES = {
    "us_ofac_sdn": "sdn.csv",
    "eu_fsf": "xmlFullSanctionsList_1_1.xml",
    "un_sc": "consolidated.xml",
    "uk_fcdo": "UK-Sanctions-List.xml",
    "ca_sema": "sema-lmes.xml",
}
OFAC = folder("sample/us_ofac_sdn/2024-05-03/sdn.csv").read_bytes()


def sample(source: str) -> bytes:
    """The main file of the newest version of a list of the sample."""
    newest = max(folder(f"sample/{source}").iterdir(), key=lambda version: version.name)
    (main,) = (file for file in newest.iterdir() if file.name.lower() in {"sdn.csv"} or file.name.endswith(".xml"))
    return main.read_bytes()


def bring(root: Path, source: str, path: Path, mapping: Path | None = None) -> None:
    """Import as of a fixed day."""
    import_list(root, Import(source, path, TODAY, date(2026, 11, 1), mapping))


def given(root: Path, files: dict[str, bytes]) -> Path:
    """A folder with files."""
    place = root / "given"
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    return place


@pytest.mark.parametrize("source", SAMPLES)
@pytest.mark.parametrize("of", SAMPLES)
def test_a_file_of_another_list_is_never_taken_for_the_one_named(tmp_path: Path, source: str, of: str) -> None:
    """The EU's file given as the UN's list was once published as the UN's."""
    path = given(tmp_path, {SAMPLES[of]: sample(of)}) / SAMPLES[of]
    if source == of:
        bring(tmp_path / "lists", source, path)
        assert 1 == len(manifests(tmp_path / "lists", source))
    else:
        with pytest.raises(ReadError, match=source):
            bring(tmp_path / "lists", source, path)
        assert not (tmp_path / "lists").exists()


OTHER_SETS = [
    ("us_ofac_cons", {"sdn.csv": OFAC}),
    ("us_ofac_cons", {"cons_prim.csv": OFAC, "sdn.csv": OFAC}),
    ("us_ofac_sdn", {"sdn.csv": OFAC, "cons_alt.csv": b'1,2,"aka","X",-0- \r\n'}),
]


@pytest.mark.parametrize(("source", "files"), OTHER_SETS)
def test_files_of_two_lists_of_one_publisher_are_not_mixed(
    tmp_path: Path, source: str, files: dict[str, bytes]
) -> None:
    """OFAC's two lists are of one format; only the files' names tell them apart."""
    with pytest.raises(ReadError, match="belongs to us_ofac"):
        bring(tmp_path / "lists", source, given(tmp_path, files))


def zipped(content: bytes) -> bytes:
    """A zip archive with one file, not compressed, whose bytes therefore hold good rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("sdn.csv", content)
    return out.getvalue()


PACKED = {
    "sdn.zip": zipped(OFAC),
    "sdn.csv": gzip.compress(OFAC),
    "sdn.csv.gz": gzip.compress(OFAC),
    "sdn.bz2": bz2.compress(OFAC),
    "sdn.xz": lzma.compress(OFAC),
}


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("source", ["us_ofac_sdn", "our_list"])
def test_a_packed_file_is_refused_and_not_read_as_rows(tmp_path: Path, source: str, name: str) -> None:
    """A zip archive stored without compression was once read as a list with two bad rows."""
    with pytest.raises(ReadError, match="packed"):
        bring(tmp_path / "lists", source, given(tmp_path, {name: PACKED[name]}) / name)


def test_files_beside_the_list_are_neither_read_nor_kept_but_told(tmp_path: Path) -> None:
    """A folder of downloads holds other things too; they change neither the version's bytes nor its hash."""
    place = given(tmp_path, {"sdn.csv": OFAC, "readme.txt": b"hello", "photo.jpg": bytes(range(256))})
    bring(tmp_path / "lists", "us_ofac_sdn", place)
    (held,) = manifests(tmp_path / "lists", "us_ofac_sdn")
    assert ["sdn.csv"] == [file.name for file in held.files]
    told = [problem.file for problem in read_problems(open_root(tmp_path / "lists"), held)]
    assert ["photo.jpg", "readme.txt"] == told[:2]


def test_the_uk_list_is_held_as_the_format_it_came_in(tmp_path: Path) -> None:
    """The UK publishes one list as XML and as CSV; reading it again needs to know which."""
    row = {"Unique ID": "RUS0001", "Name 6": "PETROV", "Name type": "Primary Name", "Date Designated": "24/02/2022"}
    row["Individual, Entity, Ship"] = "Individual"
    lines = ["Report Date: 22/08/2026", '"' + '","'.join(COLUMNS) + '"', ",".join(row.get(c, "") for c in COLUMNS)]
    path = given(tmp_path, {"uk-sanctions-list.csv": "\r\n".join([*lines, ""]).encode()}) / "uk-sanctions-list.csv"
    bring(tmp_path / "lists", "uk_fcdo", path)
    assert "uk_csv" == manifests(tmp_path / "lists", "uk_fcdo")[0].format


NOT_THERE = [
    ("missing.csv", None, "is not there"),
    ("given", None, "holds no file"),
    ("given", "missing.toml", "the mapping"),
]


@pytest.mark.parametrize(("path", "mapping", "said"), NOT_THERE)
def test_what_is_not_there_is_told_by_name(tmp_path: Path, path: str, mapping: str | None, said: str) -> None:
    """A mapping that is not there was once a traceback."""
    given(tmp_path, {})
    with pytest.raises(InputError, match=said):
        bring(tmp_path / "lists", "our_list", tmp_path / path, tmp_path / mapping if mapping else None)


@pytest.mark.parametrize("source", SAMPLES)
def test_a_file_cut_anywhere_costs_nothing_that_is_held(tmp_path: Path, source: str) -> None:
    """Whatever half of a list is read, the version held stays, and the answer is one of Lustra's own errors."""
    whole, name = sample(source), SAMPLES[source]
    root = tmp_path / "lists"
    bring(root, source, given(tmp_path, {name: whole}) / name)
    for cut in (0, 1, len(whole) // 3, len(whole) // 2 + 1):
        (tmp_path / "given" / name).write_bytes(whole[:cut])
        with pytest.raises(LustraError):
            import_list(root, Import(source, tmp_path / "given" / name, TODAY, date(2026, 11, 2)))
    assert [date(2026, 11, 1)] == [held.published for held in manifests(root, source)]


@pytest.mark.parametrize(
    ("published", "told"),
    [
        (date(2026, 10, 1), ["it states 2026-02-27, and is held as published on 2026-10-01"]),
        (date(2026, 2, 27), []),
        (None, []),
    ],
)
def test_a_day_given_against_the_day_stated_is_told(tmp_path: Path, published: date | None, told: list[str]) -> None:
    """A version held under a wrong day makes every answer about that time wrong, and nothing said so."""
    root, path = tmp_path / "lists", given(tmp_path, {"consolidated.xml": sample("un_sc")})
    held = import_list(root, Import("un_sc", path, TODAY, published))
    assert (published or date(2026, 2, 27), date(2026, 2, 27)) == (held.published, held.stated)
    assert told == [problem.reason for problem in problems(root, "un_sc") if "held as" in problem.reason]
    (again,) = reread_lists(root)
    assert held.problems == again.versions[0][1].problems


def test_switzerland_s_list_is_imported_under_its_name(tmp_path: Path) -> None:
    """The file is known by its first bytes, its day by its root, and it is not taken for another list."""
    fixture = Path(__file__).parent.parent / "fixtures" / "readers" / "ch" / "consolidated-list.xml"
    held = import_list(tmp_path / "lists", Import("ch_seco", fixture, TODAY))
    assert (date(2026, 8, 27), {"Organization": 1, "Person": 1, "Vessel": 1}) == (held.published, held.entities)
    with pytest.raises(ReadError, match="ca_sema is not"):
        import_list(tmp_path / "lists", Import("ca_sema", fixture, TODAY))


def test_australia_s_list_is_imported_though_a_workbook_is_packed(tmp_path: Path) -> None:
    """A packed file is refused for every list but those that come as workbooks; its day has to be given."""
    rows: list[list[Cell]] = [[1, "Ann", "Individual", "Primary Name"], ["1a", "Anna", "Individual", "aka"]]
    path = given(tmp_path, {"list.xlsx": workbook(*rows)}) / "list.xlsx"
    held = import_list(tmp_path / "lists", Import("au_dfat", path, TODAY, date(2026, 8, 22)))
    assert ({"Person": 1}, {"alias": 1, "name": 1}) == (held.entities, held.names)
    assert [2] == [len(done.versions[0][1].names) for done in reread_lists(tmp_path / "lists")]
    with pytest.raises(ReadError, match="eu_fsf is not"):
        bring(tmp_path / "lists", "eu_fsf", path)
