"""Lines and cells of tables: bounds, broken quotes, encodings."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.errors import ReadError
from lustra.readers.tables.text_rows import MAX_LINE_BYTES, cells, csv_rows, lines, only_file

PLAIN = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


class Endless(BytesIO):
    """A stream without end that counts the lines asked of it."""

    asked = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        """The next line, always the same."""
        self.asked += 1
        return b"1,x\n"


def rows(content: bytes, delimiter: str = ",", encoding: str = "utf-8-sig") -> list[tuple[int, list[str]]]:
    """Every row of a table of these bytes."""
    return list(csv_rows("t.csv", BytesIO(content), delimiter, encoding))


def test_rows_know_the_line_they_begin_on() -> None:
    """A quoted cell over two lines moves the rows behind it; blank lines are no rows."""
    assert [(1, ["a", "b"]), (2, ["1", "x\ny"]), (5, ["2", "z"])] == rows(b'a,b\n1,"x\ny"\n\n2,z\n')


def test_a_byte_order_mark_is_taken_off_the_first_line_only() -> None:
    """The mark before a header is not part of its first name."""
    assert [(1, ["a"]), (2, ["\ufeffb"])] == rows("\ufeffa\n\ufeffb\n".encode())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"t\.csv is empty"),
        (b'a\n"b\nc\n', r"t\.csv:2 is not a row of a table"),
        (b'a\n"b"c"\n', r"t\.csv:2 is not a row of a table"),
        (b"a\n\xff\n", r"t\.csv:2 is not utf-8 at byte 1"),
        (b"x" * (MAX_LINE_BYTES + 1), r"t\.csv:1 is longer than 16 MB"),
    ],
    ids=["empty", "open quote", "quote inside", "encoding", "long line"],
)
def test_what_is_no_table_is_refused_with_its_line(content: bytes, message: str) -> None:
    """The message names file and line, the remedy what to do."""
    with pytest.raises(ReadError, match=message) as caught:
        rows(content)

    assert caught.value.remedy


def test_an_encoding_that_does_not_exist_is_refused() -> None:
    """A mistyped encoding is the user's error, not a crash."""
    with pytest.raises(ReadError, match="utf-9"):
        rows(b"a\n", encoding="utf-9")


def test_hostile_an_endless_file_is_read_only_as_far_as_asked() -> None:
    """Rows come one by one: the first costs a line, not the file."""
    stream = Endless()
    first = next(iter(csv_rows("t.csv", stream)))

    assert ((1, ["1", "x"]), True) == (first, stream.asked <= 2)


def test_lines_are_numbered_from_one_and_keep_their_ends() -> None:
    """The last line need not end."""
    assert [(1, b"a\r\n"), (2, b"b")] == list(lines("t", BytesIO(b"a\r\nb")))


def test_cells_refuse_quotes_that_do_not_match() -> None:
    """A lost quote is an error of its line."""
    with pytest.raises(ValueError, match="unexpected end"):
        cells('1,"open')


@given(st.lists(PLAIN, min_size=1, max_size=5), st.sampled_from([",", ";", "\t"]))
def test_cells_are_what_was_quoted(values: list[str], delimiter: str) -> None:
    """Whatever stands in quotes comes back."""
    line = delimiter.join('"' + value.replace('"', '""') + '"' for value in values)

    assert values == cells(line, delimiter)


def files() -> Iterator[tuple[list[str], str]]:
    """Names of files, and what is said about them."""
    yield [], "none"
    yield ["a.csv", "b.csv"], r"a\.csv, b\.csv"


@pytest.mark.parametrize(("names", "message"), list(files()))
def test_a_format_of_one_file_takes_exactly_one(names: list[str], message: str) -> None:
    """Neither none nor a choice."""
    with pytest.raises(ReadError, match=message):
        only_file({name: BytesIO() for name in names})
