"""The XML that every list reader stands on: hostile, damaged and changed files cost a message and no memory."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.errors import ReadError
from lustra.model.statement import Problem
from lustra.readers.xml.elements import Form, Node, nodes, opening
from lustra.readers.xml.stream import MAX_ENTRY_BYTES, MAX_PROLOG_BYTES

FIELDS = {"": "day", "Made": "", "People/Person": "id", "People/Person/Name": "lang", "People/Person/Born/Year": ""}
FORM = Form("Test XML", "List", ("People/Person",), FIELDS)
ONE = b'<List day="2026-01-02"><People><Person id="1"><Name>Anna</Name></Person></People></List>'

BOMB = b"""<!DOCTYPE List [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<List><People><Person><Name>&d;</Name></Person></People></List>"""
EXTERNAL = (
    b'<!DOCTYPE List [<!ENTITY x SYSTEM "file:///etc/passwd">]><List><People><Person>&x;</Person></People></List>'
)


def read(data: bytes) -> list[Node | Problem]:
    """The nodes and problems of a file."""
    return list(nodes(BytesIO(data), "list.xml", FORM))


def people(*persons: str) -> bytes:
    """A list with these persons, a line each."""
    return "\n".join(("<List><People>", *persons, "</People></List>")).encode()


HOSTILE: list[tuple[str, bytes, str]] = [
    ("empty", b"", "is empty (0 bytes)"),
    ("blank", b" \n ", "is empty (3 bytes)"),
    ("HTML with a document type", b"<!DOCTYPE html><html><body>Sorry</body></html>", ":1: a web page (HTML)"),
    ("HTML without one", b"\n<HTML><head></head></HTML>", ":1: a web page (HTML)"),
    ("billion laughs", BOMB, "document type declaration"),
    ("external entity", EXTERNAL, "document type declaration"),
    ("DTD on the network", b'<!DOCTYPE List SYSTEM "http://x.invalid/l.dtd">' + ONE, "document type declaration"),
    ("entity that nobody declared", people("<Person><Name>&x;</Name></Person>"), ":2: not well-formed XML"),
    ("another root", b"<Other/>", ":1: the root element is <Other>, not <List>"),
    ("root of another namespace", b'<List xmlns="urn:x"/>', "the root element is <{urn:x}List>"),
    ("no entry", b"<List><People></People></List>", "without one <People/Person>; it has nothing else"),
    ("entries elsewhere", b"<List><Folk><Person/></Folk></List>", "it has element <Folk>"),
    ("no known tag in any entry", people("<Person><Nom>A</Nom></Person>"), "element <People/Person/Nom>"),
    ("not XML", b"PK\x03\x04 a zip file", ":1: not well-formed XML"),
    ("text", b"Item,Name\n1,Anna\n", ":1: not well-formed XML"),
    ("not in its encoding", people("<Person><Name>\xe9</Name></Person>").replace(b"\xc3", b""), ":2: not well-formed"),
    ("an encoding that is none", b'<?xml version="1.0" encoding="utf-99"?>' + ONE, ":1: not well-formed XML"),
    ("cut off in the prolog", b'<?xml version="1.0"', "is cut off"),
    ("cut off in the middle", ONE[:60], "not well-formed XML"),
    ("cut off between entries", ONE[:-16], "not well-formed XML"),
    ("nested 100,000 deep", b"<List>" + b"<a>" * 100_000, "not well-formed XML: Excessive depth"),
    ("a huge text", people(f"<Person><Name>{'x' * (MAX_ENTRY_BYTES + 70_000)}</Name></Person>"), "4 MiB without one"),
    ("a huge attribute", people(f'<Person id="{"x" * (MAX_ENTRY_BYTES + 70_000)}"/>'), "4 MiB without one"),
    ("a huge prolog", b"<!-- " + b"x" * MAX_PROLOG_BYTES * 50, "no root element in its first 64 KiB"),
    ("endless unknown elements", b"<List>" + b"<a/>" * (MAX_ENTRY_BYTES // 4 + 20_000), "4 MiB without one"),
    ("endless entries elsewhere", b"<List><a>" + b"<Person/>" * (MAX_ENTRY_BYTES // 8), "4 MiB without one"),
]


@pytest.mark.parametrize(("data", "message"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE])
def test_a_hostile_or_damaged_file_is_refused_by_name_and_with_a_remedy(data: bytes, message: str) -> None:
    """Whatever is not the list costs one error that names the file and says what to do."""
    with pytest.raises(ReadError) as caught:
        read(data)

    assert message in caught.value.message
    assert caught.value.message.startswith("list.xml")
    assert caught.value.remedy


@pytest.mark.parametrize("cut", range(1, len(ONE)))
def test_a_file_cut_off_at_any_byte_is_refused(cut: int) -> None:
    """No prefix of a list is a list."""
    with pytest.raises(ReadError):
        read(ONE[:cut])


def test_an_entry_is_a_node_with_lines_attributes_and_text() -> None:
    """Values come as printed, each with its line."""
    (person,) = read(people('<Person id="7">', ' <Name lang="be"> Ганна </Name>', "</Person>"))

    assert isinstance(person, Node)
    assert ("Person", 2, "7") == (person.tag, person.line, person.get("id"))
    assert [(" Ганна ", 3, "be")] == [(name.text, name.line, name.get("lang")) for name in person.all("Name")]


def test_paths_reach_through_repeated_elements() -> None:
    """``all`` gives every element at a path, ``value`` the first text that is not blank."""
    (person,) = read(people("<Person><Born><Year/><Year>1957</Year></Born><Born><Year>1958</Year></Born></Person>"))

    assert isinstance(person, Node)
    assert ["", "1957", "1958"] == [year.text for year in person.all("Born/Year")]
    assert "1957" == person.value("Born/Year")
    assert ("", "") == (person.value("Name"), person.get("missing"))
    assert [person] == person.all("")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_declared_encoding_is_followed(encoding: str) -> None:
    """Bytes are read in the encoding that the file declares."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><List><People><Person><Name>José</Name></Person></People></List>'
    )

    assert ["José"] == [node.value("Name") for node in read(text.encode(encoding)) if isinstance(node, Node)]


UNKNOWN = [
    ("element", "<Person><Name>A</Name><Age>7</Age></Person>", "element <People/Person/Age>", "2"),
    ("element with elements", "<Person><Name>A</Name><X><Y/></X></Person>", "element <People/Person/X>", "2"),
    ("attribute", '<Person id="1" age="7"><Name>A</Name></Person>', "attribute age of <People/Person>", "2"),
    ("attribute of a field", '<Person><Name kind="x">A</Name></Person>', "attribute kind of <People/Person/Name>", "2"),
    ("text between elements", "<Person><Name>A</Name>7</Person>", "text in <People/Person>", "2"),
    ("text before elements", "<Person>7<Name>A</Name></Person>", "text in <People/Person>", "2"),
    (
        "text between entries",
        "<Person><Name>A</Name></Person>\n7\n<Person><Name>B</Name></Person>",
        "text in <People>",
        "2",
    ),
    (
        "another namespace",
        '<Person><Name>A</Name><n:Name xmlns:n="u"/></Person>',
        "element <People/Person/{u}Name>",
        "2",
    ),
    ("beside the entries", "<Person><Name>A</Name></Person>\n<Firm/>", "element <People/Firm>", "3"),
    ("before the entries", "<Firm/>\n<Person><Name>A</Name></Person>", "element <People/Firm>", "2"),
]


@pytest.mark.parametrize(("xml", "what", "line"), [case[1:] for case in UNKNOWN], ids=[case[0] for case in UNKNOWN])
def test_unknown_tags_are_an_error_not_silence(xml: str, what: str, line: str) -> None:
    """What the table does not know gives one problem with its first line; what it knows is read all the same."""
    found = read(people(xml))
    (problem,) = (item for item in found if isinstance(item, Problem))

    assert (what, line, "error") == (problem.value, problem.where, problem.severity)
    assert problem.reason.startswith(f"unknown {what} in Test XML, 1 not read")
    assert "A" in {node.value("Name") for node in found if isinstance(node, Node)}


def test_an_unknown_tag_is_told_once_however_often_it_comes() -> None:
    """One problem, with the first line and the count."""
    found = read(people(*["<Person><Name>A</Name><Age>7</Age></Person>"] * 500))
    (problem,) = (item for item in found if isinstance(item, Problem))

    assert ("2", "500 not read") == (problem.where, problem.reason.split(", ")[1].split(".")[0])


def test_schema_locations_comments_and_instructions_are_no_news() -> None:
    """``xsi:`` attributes, comments and processing instructions are passed over."""
    data = ONE.replace(b"<People>", b"<!-- made by hand --><?style sheet?><People>").replace(
        b"<List ", b'<List xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="l.xsd" '
    )

    assert [Node] == [type(item) for item in read(data)]


def test_the_opening_has_the_root_and_what_stands_before_the_first_entry() -> None:
    """The head of a file tells its day without reading the rest."""
    data = ONE.replace(b"<People>", b"<Made>02/01/2026</Made><People>", 1) + b" " * 100_000 + b"never read"
    root = opening(BytesIO(data), "list.xml", FORM)

    assert ("2026-01-02", "02/01/2026") == (root.get("day"), root.value("Made"))


def test_lines_beyond_65535_are_right() -> None:
    """libxml2 kept lines in sixteen bits once; a place in a long file must still be its place."""
    found = read(people(*["<Person><Name>A</Name></Person>"] * 70_000))

    assert [65_537, 70_001] == [item.line for item in (found[65_535], found[-1]) if isinstance(item, Node)]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=1, max_size=5))
def test_every_text_comes_back_as_printed(names: list[str]) -> None:
    """Whatever can be written can be read."""
    escaped = [name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for name in names]
    found = read(people(*(f'<Person id="1"><Name>{name}</Name></Person>' for name in escaped)))

    assert names == [name.text for item in found if isinstance(item, Node) for name in item.all("Name")]


MEASURE = """
import resource, sys
from lustra.readers.lists.eu_fsf_xml import read
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
count = sum(1 for _ in read("eu_fsf", {"big.xml": open(sys.argv[1], "rb")}))
print(count, before // 1024, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
EU_ENTRY = """<sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.{n}.1" logicalId="{n}">
<regulation publicationDate="2021-06-21" entryIntoForceDate="2021-06-21" numberTitle="2021/997" programme="BLR"/>
<subjectType code="person" classificationCode="P"/>{names}</sanctionEntity>
"""
EU_NAME = """<nameAlias wholeName="Name {n} of {i}" strong="true" nameLanguage="EN" logicalId="{i}{n}">
<regulationSummary publicationDate="2021-06-21" numberTitle="2021/997"/></nameAlias>"""


def write_eu(path: Path, size: int) -> None:
    """A made-up EU list of at least so many bytes."""
    with path.open("w", encoding="utf-8") as file:
        file.write('<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-02-26T00:00:00.000+01:00">')
        n = 0
        while file.tell() < size:
            names = "".join(EU_NAME.format(n=i, i=n) for i in range(6))
            file.write("".join(EU_ENTRY.format(n=n + k, names=names) for k in range(100)))
            n += 100
        file.write("</export>")


def memory(path: Path) -> tuple[int, int, int]:
    """Items read in a fresh process, and its peak memory before and after, in MiB."""
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], check=True, capture_output=True, text=True)
    count, before, after = map(int, done.stdout.split())
    return count, before, after


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Ten megabytes are read within five megabytes more than reading one takes."""
    write_eu(tmp_path / "small.xml", 1 << 20)
    write_eu(tmp_path / "large.xml", 10 << 20)
    few, _, small = memory(tmp_path / "small.xml")
    many, _, large = memory(tmp_path / "large.xml")

    assert many > 8 * few
    assert large - small <= 5


def test_callers_need_not_read_to_the_end() -> None:
    """Reading is lazy: the first entry is there before the file's damage is met."""
    data = people(*["<Person><Name>A</Name></Person>"] * 5000)[:-40]
    first = next(nodes(BytesIO(data), "list.xml", FORM))

    assert isinstance(first, Node)
