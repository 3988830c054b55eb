"""FollowTheMoney JSON lines, with the traps of real exports."""

import json
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lustra.errors import ReadError
from lustra.model.statement import BAD_CHECKSUM, Reading, collect
from lustra.readers.lists.ftm_json import published, read
from lustra.readers.tables.text_rows import MAX_LINE_BYTES


def record(id: str = "NK-1", schema: str = "Person", **properties: object) -> str:
    """A line of an export."""
    return json.dumps({"id": id, "schema": schema, "caption": "x", "target": True, "properties": properties}) + "\n"


def reading(*lines: str | bytes) -> Reading:
    """What is read of a file of these lines."""
    content = b"".join(line.encode() if isinstance(line, str) else line for line in lines)
    return collect(read("my", {"entities.ftm.json": BytesIO(content)}))


def test_each_value_is_a_statement() -> None:
    """Names, dates and countries of an entity, with the line they stand on."""
    found = reading(record(name=["Alaksandr Łukašenka"], birthDate=["1954-08"], nationality=["by"], gender=["Male"]))

    assert [
        ("my:NK-1", "Person", "name", "Alaksandr Łukašenka"),
        ("my:NK-1", "Person", "birthDate", "1954-08"),
        ("my:NK-1", "Person", "nationality", "by"),
        ("my:NK-1", "Person", "gender", "male"),
    ] == [(s.entity, s.schema, s.prop, s.value) for s in found.statements]
    assert {"entities.ftm.json:1"} == {s.locator for s in found.statements}


def test_edges_stay_entities_and_point_at_ids_of_the_source() -> None:
    """Ownership and Sanction keep their own ids, and what they refer to gets the source before it."""
    found = reading(
        record("own-1", "Ownership", owner=["NK-1"], asset=["NK-2"], percentage=["51"]),
        record("sanc-1", "Sanction", entity=["NK-1"], program=["EU-BLR"], startDate=["2012-10-15"]),
    )

    assert ["my:NK-1", "my:NK-2", "51", "my:NK-1", "EU-BLR", "2012-10-15"] == [s.value for s in found.statements]
    assert {"my:own-1", "my:sanc-1"} == {s.entity for s in found.statements}


def test_nested_entities_are_taken_out() -> None:
    """``targets.nested.json`` puts the entity in the place of its id."""
    nested = {"id": "sanc-1", "schema": "Sanction", "properties": {"program": ["EU-BLR"]}}
    found = reading(record(name=["X"], sanctions=[nested]))

    assert [("my:NK-1", "sanctions", "sanc-1"), ("my:sanc-1", "program", "EU-BLR")] == [
        (s.entity, s.prop, s.value) for s in found.statements if s.prop != "name"
    ]


def test_trap_texts_wrapped_in_three_quotes_with_line_breaks() -> None:
    """An export wraps long texts in quotes and breaks their lines; the fact is the text."""
    found = reading(record(notes=['"""First line\nsecond  line"""']))

    assert ["First line second line"] == [s.value for s in found.statements]


def test_trap_a_company_imo_number_is_not_a_broken_ship_number() -> None:
    """Companies' IMO numbers have their own check digit; a ship's is held against a ship's."""
    found = reading(
        record("a", "Company", imoNumber=["IMO5055293"]),
        record("b", "Vessel", imoNumber=["IMO9074729"]),
        record("c", "Vessel", imoNumber=["IMO5055293"]),
    )

    assert ["", "", BAD_CHECKSUM] == [s.grade for s in found.statements]


@pytest.mark.parametrize(
    ("printed", "code"), [("suhh", "su"), ("gb-sct", "gb"), ("ru", "ru"), ("eu", "eu"), ("Belarus", "by")]
)
def test_countries_of_the_vocabulary_become_alpha2(printed: str, code: str) -> None:
    """Withdrawn countries and parts of countries resolve to two letters, and keep the export's own code."""
    (statement,) = reading(record(country=[printed])).statements

    assert (code, printed if printed != code else "") == (statement.value, statement.original)


def test_an_unknown_country_and_a_broken_date_are_kept_with_problems() -> None:
    """What is not understood stays in the export's words."""
    found = reading(record(country=["zz"], birthDate=["1961-13-45"]))

    assert ["zz", "birthDate: 1961-13-45"] == [s.value for s in found.statements]
    assert ["1", "1"] == [p.where for p in found.problems]


@pytest.mark.parametrize(
    "line",
    [
        "not json\n",
        '{"id": 7, "schema": "Person", "properties": {}}\n',
        '{"id": "x", "properties": {}}\n',
        '{"id": "x", "schema": "Person", "properties": {"name": "X"}}\n',
        '{"id": "x", "schema": "Person", "properties": {"name": ["X"\n',
        "[" * 100_000 + "\n",
        b'{"id": "\xff", "schema": "Person", "properties": {}}\n',
    ],
)
def test_a_bad_line_is_a_problem_with_its_number(line: str | bytes) -> None:
    """One broken line costs itself only."""
    found = reading(record(name=["X"]), line, record("NK-2", name=["Y"]))

    assert ["X", "Y"] == [s.value for s in found.statements]
    assert [("2", "error")] == [(p.where, p.severity) for p in found.problems]


def test_an_entity_without_id_is_a_problem() -> None:
    """An empty id, schema or set of properties is not passed over."""
    assert ["error"] == [p.severity for p in reading(record(), record("b", name=["Y"])).problems]


@pytest.mark.parametrize("content", [b"", b"\n", b"<html></html>\n", b"[]\n"])
def test_a_file_without_entities_is_refused(content: bytes) -> None:
    """Nothing readable is an error that names the file and what to do."""
    with pytest.raises(ReadError, match=r"entities\.ftm\.json") as caught:
        reading(content)

    assert caught.value.remedy


def test_hostile_a_line_without_end_is_refused_at_the_bound() -> None:
    """A line of more than the bound is not taken into memory."""
    with pytest.raises(ReadError, match="longer than 16 MB"):
        reading(b'{"id":"' + b"x" * (MAX_LINE_BYTES + 1))


def test_hostile_deep_nesting_is_a_problem_and_not_a_crash() -> None:
    """Entities nested a thousand deep do not exhaust the stack."""
    inner = '{"id":"x","schema":"S","properties":{"p":['
    deep = inner * 300 + "]}}" * 300
    found = reading(deep + "\n", record("b", name=["Y"]))

    assert 1 == len([s for s in found.statements if s.value == "Y"])


def test_two_files_are_refused() -> None:
    """A format of one file does not choose between two."""
    with pytest.raises(ReadError, match=r"a\.json, b\.json"):
        collect(read("my", {"a.json": BytesIO(b"{}"), "b.json": BytesIO(b"{}")}))


def test_the_export_states_its_day() -> None:
    """The last day on which an entity was seen is the day of the export."""
    lines = [{"id": "a", "schema": "S", "properties": {}, "last_seen": f"2026-02-0{n}T10:00:00"} for n in (3, 7, 5)]
    content = "".join(json.dumps(line) + "\n" for line in lines).encode()

    assert date(2026, 2, 7) == published({"x": BytesIO(content)})
    assert published({"x": BytesIO(record().encode())}) is None


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=20), max_size=3), max_size=4))
def test_any_properties_are_read(properties: dict[str, list[str]]) -> None:
    """No property name or value breaks the reader, and every value with a letter is held somewhere."""
    line = json.dumps({"id": "a", "schema": "Thing", "properties": properties}) + "\n"
    found = reading(line, record("b", name=["Y"]))

    assert "Y" in [s.value for s in found.statements]
