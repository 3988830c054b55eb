"""Rows become questions; what cannot be asked is kept with its line and reason."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lustra.errors import InputError, ReadError
from lustra.model.query import Query
from lustra.model.time import ImpreciseDate
from lustra.readers.counterparties.counterparty_file import BadRow, questions
from lustra.readers.counterparties.query_parsing import question

YEAR = ImpreciseDate.year(1957)
FULL = Query(("Jane Doe",), "1", "Person", (YEAR,), ("by",), "female", ("Minsk",), ("MP1", "MP2"))
FILES = {
    "csv": (
        "rows.csv",
        "id,name,schema,birth_date,country,gender,identifiers,address\n1,Jane Doe,Person,1957,BY,F,MP1;MP2,Minsk\n",
    ),
    "semicolons and a byte order mark": (
        "rows.csv",
        "\ufeffid;name;schema;birth_date;country;gender;identifiers;address\n"
        '1;Jane Doe;Person;1957;Belarus;female;"MP1;MP2";Minsk\n',
    ),
    "json lines with lists": (
        "rows.jsonl",
        '{"id": 1, "name": "Jane Doe", "schema": "Person", "birth_date": "1957", "country": ["by"], "gender": "f",'
        ' "identifiers": ["MP1", "MP2"], "address": "Minsk"}\n',
    ),
}


@pytest.mark.parametrize(("name", "text"), FILES.values(), ids=FILES.keys())
def test_each_format_gives_the_same_question(tmp_path: Path, name: str, text: str) -> None:
    """CSV in any separator and JSON lines mean the same."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert [FULL] == list(questions(path))


def test_parquet_gives_the_same_question(tmp_path: Path) -> None:
    """A Parquet row is a row like any other."""
    row = {"id": "1", "name": "Jane Doe", "schema": "Person", "birth_date": "1957", "country": "BY"}
    row |= {"gender": "F", "identifiers": "MP1;MP2", "address": "Minsk"}
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "rows.parquet")
    assert [FULL] == list(questions(tmp_path / "rows.parquet"))


BAD = [
    (b"1,\n", 2, "the name is empty"),
    (b"1,A,x\n", 2, "3 cells where the header has 2"),
    (b"1,Caf\xe9\n", 2, "not UTF-8"),
    (b"0,ok\n1,\n", 3, "the name is empty"),
]


@pytest.mark.parametrize(("body", "line", "reason"), BAD)
def test_a_bad_row_is_kept_with_its_line_and_the_rest_is_asked(
    tmp_path: Path, body: bytes, line: int, reason: str
) -> None:
    """One bad row never stops the file."""
    path = tmp_path / "rows.csv"
    path.write_bytes(b"id,name\n" + body + b"9,Last Row\n")
    found = list(questions(path))
    (bad,) = (row for row in found if isinstance(row, BadRow))
    assert (line, reason) == (bad.line, bad.reason)
    assert Query(("Last Row",), "9") == found[-1]


def test_broken_json_lines_are_bad_rows(tmp_path: Path) -> None:
    """A line that is not an object is named with its number."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": 1, "name": "A"}\n\n[1]\n{"id"\n', "utf-8")
    assert [0, 3, 4] == [row.line if isinstance(row, BadRow) else 0 for row in questions(path)]


UNREADABLE = {
    "empty": ("rows.csv", b""),
    "no name column": ("rows.csv", b"id,title\n1,A\n"),
    "not parquet": ("rows.parquet", b"PAR0 nothing of the kind"),
    "unknown ending": ("rows.docx", b"id,name\n"),
}


@pytest.mark.parametrize(("name", "content"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_cannot_be_read_is_one_clear_error(tmp_path: Path, name: str, content: bytes) -> None:
    """The error names the file and what to do."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ReadError, match=name.replace(".", r"\.")) as caught:
        list(questions(path))
    assert caught.value.remedy


@pytest.mark.parametrize(
    "row",
    [
        {"name": "A", "birth_date": "yesterday"},
        {"name": "A", "country": "Atlantis"},
        {"name": "A", "gender": "x"},
        {"name": "x" * 100_001},
    ],
)
def test_what_cannot_be_understood_is_refused_not_guessed(row: dict[str, str]) -> None:
    """A wrong date or country would silently weaken every answer."""
    with pytest.raises(InputError):
        question(row)


def test_a_name_is_asked_even_where_its_birth_date_cannot_be_read(tmp_path: Path) -> None:
    """Not screening somebody because of a typing error beside the name would be the worse error."""
    path = tmp_path / "rows.csv"
    path.write_text("id,name,birth_date,country\n1,Jane Doe,yesterday,BY\n", "utf-8")
    bad, asked = questions(path)
    assert Query(("Jane Doe",), "1", countries=("by",)) == asked
    assert isinstance(bad, BadRow)
    assert (2, "1") == (bad.line, bad.id)
    assert bad.reason.endswith("asked without birth_date")


@pytest.mark.parametrize("typed", ["person", "PERSON", " Person "])
def test_a_schema_is_read_in_any_case(typed: str) -> None:
    """A lower-case ``person`` once meant an organisation, and every person was missed."""
    assert "Person" == question({"name": "A", "schema": typed}).schema


@pytest.mark.parametrize("typed", ["Foo", "Persn", "Sanction"])
def test_a_misspelt_schema_is_an_error_and_not_a_miss(typed: str) -> None:
    """An unknown schema once answered "no potential match"."""
    with pytest.raises(InputError, match=typed):
        question({"name": "A", "schema": typed})


@pytest.mark.parametrize("column", ["name", "id", "address", "identifiers"])
def test_text_that_is_not_unicode_is_an_error_and_not_a_miss(column: str) -> None:
    """Bytes of another encoding on the command line, or a lone surrogate in JSON, once ended in a traceback."""
    with pytest.raises(InputError, match=f"{column} is not Unicode"):
        question({"name": "A"} | {column: "\udcff\udcfe"})


def test_a_lone_surrogate_in_json_is_a_bad_row(tmp_path: Path) -> None:
    """The other rows are asked."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": 1, "name": "\\ud800"}\n{"id": 2, "name": "B"}\n', "utf-8")
    bad, good = questions(path)
    assert isinstance(bad, BadRow)
    assert (1, Query(("B",), "2")) == (bad.line, good)
