"""Flow tables and concordances are published as lists are: named, locked, kept by version, verified."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.flows import concordance_state, flow_state
from tests.store.killing import bring_concordance, bring_flows, bring_graph

from lustra.cli.lists import command as lists_command
from lustra.errors import InputError, ReadError, UnknownNameError, WorkspaceError
from lustra.store.flows import flow_dataset, held_flows
from lustra.store.lock import writing
from lustra.store.originals import open_original
from lustra.store.publisher import every_version
from lustra.trade.load import LoadOptions
from lustra.usecases.lists.verifying import damaged_beside_lists
from lustra.usecases.trade.concordances import concordance_in
from lustra.usecases.trade.flow_tables import flow_tables, load_flows, table_for

ROW = "2021,276,417,854231,1500.0,2.5"
TABLE = {"exporter": "DE", "importer": "KG", "product": "854231", "period": "2021", "value": "777"}


def write_parquet(row: Mapping[str, str], path: Path) -> None:
    """One row of texts as a Parquet file."""
    pq.write_table(pa.table({name: [value] for name, value in row.items()}), path)


@pytest.mark.parametrize("name", ["..", "../lists/un_sc", "", "EU exports", "a/b"])
def test_a_flow_table_cannot_be_loaded_outside_its_folder(root: Path, tmp_path: Path, name: str) -> None:
    """Every folder that began with ``v`` beside such a name was once removed."""
    for folder in ("videos", "v2", "lists/un_sc/v1", "trade/v3"):
        (root / folder).mkdir(parents=True)
    for wrong in (name, str(tmp_path / "elsewhere")):
        with pytest.raises(InputError, match="is not a flow table's name"):
            bring_flows(root, ROW, name=wrong)
    assert all((root / folder).is_dir() for folder in ("videos", "v2", "lists/un_sc/v1", "trade/v3"))
    assert not (tmp_path / "elsewhere").exists()


def test_what_is_no_workspace_gets_no_flow_table(tmp_path: Path) -> None:
    """Trade once wrote into any folder."""
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(WorkspaceError, match="not a workspace"):
        load_flows(tmp_path, "baci", [tmp_path / "letter.txt"], LoadOptions())


def test_trade_waits_for_the_workspaces_writer(root: Path) -> None:
    """Nothing of trade is written while another writer holds the lock."""
    with writing(root), pytest.raises(WorkspaceError, match="is writing to"):
        bring_flows(root, ROW)
    assert not list(root.rglob("manifest.json"))


def test_earlier_versions_of_a_flow_table_are_kept(root: Path) -> None:
    """Nothing is overwritten, only superseded; the same file loaded again on the same day is one version."""
    bring_flows(root, ROW, date(2026, 8, 1))
    bring_flows(root, f"{ROW}\n{ROW}", date(2026, 9, 1))
    bring_flows(root, f"{ROW}\n{ROW}", date(2026, 9, 1))
    versions = list(every_version(flow_dataset(root, "baci")))
    assert [version.folder.name[:10] for version in versions] == ["2026-08-01", "2026-09-01"]
    assert versions[-1].folder == held_flows(root, "baci").version.folder


def test_the_publishers_bytes_of_a_flow_table_are_kept(root: Path) -> None:
    """What was loaded can be unpacked again."""
    bring_flows(root, ROW)
    flows = held_flows(root, "baci")
    with open_original(flows.version.folder, flows.manifest.files[0]) as stream:
        assert stream.read() == f"t,i,j,k,v,q\n{ROW}\n".encode()


def test_two_files_of_one_name_are_both_loaded(root: Path, tmp_path: Path) -> None:
    """National offices name each year's file alike."""
    for year in ("2020", "2021"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "table.csv").write_text(f"exporter,importer,product,period,value\nDE,KG,85,{year},5\n")
    loaded = load_flows(root, "t", [tmp_path / year / "table.csv" for year in ("2020", "2021")], LoadOptions())
    assert loaded.profile.rows == 2
    assert [file.name for file in held_flows(root, "t").manifest.files] == ["2-table.csv", "table.csv"]


def test_what_the_first_release_wrote_says_how_to_load_it_again(root: Path) -> None:
    """Its flow tables and correspondences had no hashes."""
    (root / "trade" / "old" / "v0001").mkdir(parents=True)
    (root / "trade" / "old" / "current").write_text("v0001\n")
    (root / "trade-concordance").mkdir()
    bring_flows(root, ROW)
    with pytest.raises(WorkspaceError, match="older Lustra") as told, table_for(root, "old"):
        pass
    assert "lustra trade load old" in told.value.remedy
    with pytest.raises(WorkspaceError, match="older Lustra"):
        concordance_in(root)
    assert [type(profile).__name__ for _, profile in flow_tables(root)] == ["Profile", "WorkspaceError"]


def test_a_workspace_of_trade_alone_gets_its_marker(tmp_path: Path) -> None:
    """The first release made none where only trade was loaded."""
    (tmp_path / "w" / "trade" / "old").mkdir(parents=True)
    bring_flows(tmp_path / "w", ROW)
    assert (tmp_path / "w" / "lustra.json").is_file()


def test_an_unknown_concordance_and_table_are_named(root: Path) -> None:
    """The remedy is the command that loads one."""
    with pytest.raises(UnknownNameError) as told:
        concordance_state(root)
    assert "lustra trade concordance load" in told.value.remedy
    with pytest.raises(UnknownNameError):
        flow_state(root)


def test_verify_reads_graphs_trade_and_concordances(root: Path) -> None:
    """``lustra lists --verify`` once looked at lists alone."""
    bring_graph(root, [10, 20])
    bring_flows(root, ROW)
    bring_concordance(root, "010121,010111")
    command = ["--verify", "--format", "json", "--workspace", str(root)]
    assert list(damaged_beside_lists(root)) == []
    assert CliRunner().invoke(lists_command, command, standalone_mode=False).return_value == 0
    for path in [*root.glob("*/*/*/*.zst"), *root.glob("trade/*/*/rows/*/*.parquet")]:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    assert {one.source for one in damaged_beside_lists(root)} == {"graph/g", "trade/baci", "concordance/hs"}
    assert CliRunner().invoke(lists_command, command, standalone_mode=False).return_value == 1


UNUSABLE = "\0\r\n"
"""What a column's name may not hold: no SQL can hold NUL, and a header is one line."""
NAMES = ["a[b].csv", "x*.csv", "q?.csv", "[!a].csv", "it's.csv", 'a"b.csv', "a\\b.csv", "[.csv"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_is_a_name_and_no_pattern(root: Path, tmp_path: Path, name: str) -> None:
    """``a[b].csv`` once loaded the rows of ``ab.csv``."""
    for other, value in ((name, 5), ("ab.csv", 777), ("xy.csv", 777), ("qq.csv", 777), ("b.csv", 777)):
        (tmp_path / other).write_text(f"exporter,importer,product,period,value\nDE,KG,85,2021,{value}\n")
    load_flows(root, "t", [tmp_path / name], LoadOptions())
    with table_for(root, "t") as table:
        assert table.connection.execute(f"SELECT value, source FROM {table.sql}").fetchall() == [(5.0, name)]


def test_a_name_that_duckdb_cannot_be_given_is_refused(root: Path, tmp_path: Path) -> None:
    """A backslash beside a bracket can be written in no pattern."""
    (tmp_path / "a\\[b].csv").write_text("exporter,importer,product,period,value\nDE,KG,85,2021,5\n")
    with pytest.raises(InputError, match="backslash"):
        load_flows(root, "t", [tmp_path / "a\\[b].csv"], LoadOptions())


def test_a_workspace_may_have_a_bracket_in_its_path(tmp_path: Path) -> None:
    """``workspace[1]`` could once not load trade."""
    bring_flows(tmp_path / "w[1]*", ROW)
    assert flow_state(tmp_path / "w[1]*")


def test_sql_in_a_column_name_is_a_name(root: Path, tmp_path: Path) -> None:
    """A column's name once wrote a file where it pleased."""
    hostile = f"x\"::VARCHAR) TO '{tmp_path}/written.csv' --"
    pq.write_table(
        pa.table({**{name: [value] for name, value in TABLE.items()}, hostile: ["y"]}), tmp_path / "t.parquet"
    )
    load_flows(root, "t", [tmp_path / "t.parquet"], LoadOptions())
    assert not (tmp_path / "written.csv").exists()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    column=st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    | st.sampled_from(['"', '""', 'a"b', "line", "year", "c0", "'; DROP TABLE place_of; --", "source", "error"]),
    form=st.sampled_from(["csv", "parquet"]),
)
def test_any_column_name_is_left_alone_or_refused(root: Path, tmp_path: Path, column: str, form: str) -> None:
    """Whatever a column is called, the others are read as they are, or the file is refused with a remedy or reason."""
    path = tmp_path / f"t.{form}"
    if form == "parquet":
        write_parquet({column: "y"} | TABLE, path)
    else:
        quoted = '"' + column.replace('"', '""') + '"'
        lines = f"{','.join(TABLE)},{quoted}\n{','.join(TABLE.values())},y\n"
        path.write_text(lines, "utf-8", newline="")
    try:
        load_flows(root, "t", [path], LoadOptions())
    except (InputError, ReadError):
        assert any(character in column for character in UNUSABLE)
        return
    with table_for(root, "t") as table:
        rows = table.connection.execute(f"SELECT exporter, importer, value FROM {table.sql}").fetchall()
    assert rows == [("DE", "KG", 777.0)]
