"""Loading: every published shape gives the same flows, and every unusable row is named by file and line."""

import json
from pathlib import Path

import pytest
from tests.trade.worlds import load, table_of

from lustra.errors import InputError, ReadError
from lustra.model.statement import Problem
from lustra.trade.flows import FlowTable
from lustra.trade.load import LoadOptions

EXPECTED = ("DE", "KG", "854231", "2021-01-01", 12, 1_500_000.0, "exporter", "HS2017")

FILES = {
    "baci": ("BACI_HS17_Y2021_V202401.csv", "t,i,j,k,v,q\n2021,276,417,854231,1500.0,2.5\n"),
    "comext": (
        "full_v2_202152.dat",
        "REPORTER,PARTNER,PRODUCT_NC,FLOW,STAT_PROCEDURE,SUPPL_UNIT,PERIOD,VALUE_EUR,VALUE_NAC,QUANTITY_KG,"
        "QUANTITY_SUPPL_UNIT\n"
        "DE,KG,85423190,2,1,,202152,1500000,,2500,\n",
    ),
    "comtrade": (
        "comtrade.csv",
        "reporterCode,flowCode,partnerCode,partner2Code,classificationCode,cmdCode,customsCode,motCode,period,netWgt,"
        "primaryValue\n"
        "276,X,417,0,H5,854231,C00,0,2021,2500,1500000\n",
    ),
    "eurostat-csv": (
        "export.csv",
        "REPORTER,PARTNER,PRODUCT,FLOW,STAT_PROCEDURE,PERIOD,VALUE_IN_EUR\n"
        '"Allemagne (incl. ex-RDA)",Kirghizistan,854231,EXPORTATION,Total,Jan.-Dec. 2021,1500000\n',
    ),
    "csv": (
        "table.csv",
        "exporter;importer;product;period;value;side\nGermany;Kyrgyzstan;854231;2021;1.500.000,00;exporter\n",
    ),
}


Loaded = tuple[FlowTable, tuple[Problem, ...]]


def loaded(folder: Path, name: str, content: str | bytes, **options: object) -> Loaded:
    """Write one file and load it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return load([path], folder / "table", LoadOptions(**options))  # type: ignore[arg-type]


def rows_of(result: Loaded) -> list[tuple[object, ...]]:
    """The flows as tuples."""
    table = result[0]
    return table.connection.execute(
        f"""SELECT exporter, importer, product, "start"::VARCHAR, months, value, side, vintage
        FROM {table.sql} ORDER BY ALL"""
    ).fetchall()


@pytest.mark.parametrize("shape", sorted(FILES))
def test_every_format_gives_the_same_flow(tmp_path: Path, shape: str) -> None:
    """One flow published in five shapes becomes one row, whatever the units, names, separators and language."""
    name, content = FILES[shape]
    result = loaded(tmp_path, name, content, vintage="HS2017")
    side = "both" if shape == "baci" else "exporter"

    assert [(*EXPECTED[:6], side, "HS2017")] == rows_of(result)
    assert [] == [problem for problem in result[1] if problem.severity == "error"]


def test_the_api_answer_is_read_as_the_csv(tmp_path: Path) -> None:
    """Comtrade's JSON has the same fields as its CSV."""
    row = {"reporterCode": 276, "flowCode": "X", "partnerCode": 417, "partner2Code": 0, "classificationCode": "H5",
           "cmdCode": "854231", "customsCode": "C00", "motCode": 0, "period": "2021",
           "primaryValue": 1500000.0}  # fmt: skip
    result = loaded(tmp_path, "answer.json", json.dumps({"data": [row, {**row, "motCode": 2100}]}))

    assert [EXPECTED] == rows_of(result)
    assert any("breakdown" in problem.reason for problem in result[1])


def test_a_loaded_table_can_be_loaded_again(tmp_path: Path) -> None:
    """Parquet in the flow schema is a format like the others, and opens without loading too."""
    first = loaded(tmp_path, *FILES["baci"])
    parquet = next((tmp_path / "table").rglob("*.parquet"))

    assert rows_of(first) == rows_of(load([parquet], tmp_path / "again", LoadOptions()))
    assert 1 == table_of(parquet).profile.rows


BAD_ROWS = [
    ("Atlantis;KG;854231;2021;1", "unknown country", "Atlantis"),
    ("DE;KG;854231;2021-13;1", "unknown period", "2021-13"),
    ("DE;KG;854231;2021;many", "value is not a number", "many"),
    ("DE;KG;854231;2021;-5", "negative value", "-5"),
    ("DE;KG;854231;2021;9e15", "absurd value", "9e15"),
    ("DE;KG;8542SSSS;2021;1", "suppressed or unknown product code", "8542SSSS"),
    (";KG;854231;2021;1", "no exporter", "1"),
]


@pytest.mark.parametrize(("row", "reason", "value"), BAD_ROWS, ids=[case[1] for case in BAD_ROWS])
def test_an_unusable_row_is_named_by_line_and_the_rest_is_used(
    tmp_path: Path, row: str, reason: str, value: str
) -> None:
    """A bad row costs itself only, and its file, line and text are told."""
    head = "exporter;importer;product;period;value\nDE;KG;854231;2020;7\n"
    result = loaded(tmp_path, "bad.csv", f"{head}{row}\nDE;KG;854231;2022;8\n", vintage="HS2017")
    errors = [problem for problem in result[1] if problem.severity == "error"]

    assert [("bad.csv", "line 3", reason, value)] == [problem[:4] for problem in errors]
    assert 2 == len(rows_of(result))


def test_latin_1_is_read(tmp_path: Path) -> None:
    """A national file in latin-1 keeps its accents."""
    content = "exporter,importer,product,period,value\nCôte d'Ivoire,KG,854231,2021,5\n".encode("latin-1")

    assert "CI" == rows_of(loaded(tmp_path, "old.csv", content))[0][0]


def test_a_mapping_names_the_columns_of_a_national_table(tmp_path: Path) -> None:
    """Any header will do when the user says which column is which."""
    mapping = {"exporter": "von", "importer": "nach", "product": "ware", "period": "jahr", "value": "wert"}
    result = loaded(tmp_path, "land.csv", "von|nach|ware|jahr|wert\nDE|KG|80810|2021|1,234.5\n", mapping=mapping)

    assert [("DE", "KG", "080810", "2021-01-01", 12, 1234.5)] == [row[:6] for row in rows_of(result)]
    assert ["value with separators read as a number: 1 rows"] == [problem.reason for problem in result[1]]


def test_missing_columns_are_named(tmp_path: Path) -> None:
    """A wrong separator or format is one clear error, not an empty table."""
    with pytest.raises(ReadError, match=r"bad\.csv, line 1: no column for product, period, value, exporter"):
        loaded(tmp_path, "bad.csv", "a b c\n1 2 3\n")


def test_an_unknown_format_is_named(tmp_path: Path) -> None:
    """The remedy lists the formats."""
    with pytest.raises(InputError, match="'excel' is not a format"):
        loaded(tmp_path, *FILES["csv"], format="excel")


def test_a_mapping_of_a_missing_column_is_named(tmp_path: Path) -> None:
    """A typing error in --map is an error of the question, not of the file."""
    with pytest.raises(InputError, match="cannot map exporter=from"):
        loaded(tmp_path, *FILES["csv"], mapping={"exporter": "from"})


def test_broken_json_is_a_clear_error(tmp_path: Path) -> None:
    """An error page saved as .json is not a table."""
    with pytest.raises(ReadError, match="not the Comtrade API's JSON"):
        loaded(tmp_path, "x.json", "<html>")


def test_a_table_without_usable_rows_is_refused(tmp_path: Path) -> None:
    """The error says why the rows were not usable."""
    with pytest.raises(ReadError, match=r"no usable row in bad\.csv: unknown country"):
        loaded(tmp_path, "bad.csv", "exporter,importer,product,period,value\nX?,KG,85,2021,1\n")


def test_partial_years_late_reporters_and_overlaps_are_noted(tmp_path: Path) -> None:
    """What would mislead a comparison is found when the table is loaded."""
    lines = ["exporter,importer,product,period,value,side"]
    lines += [f"DE,KG,854231,{y},5000000,importer" for y in (2021, 2022)] + ["DE,KG,854231,2023,300000,importer"]
    lines += [f"DE,AM,854231,2023-{m:02d},100,exporter" for m in range(1, 8)]
    notes = loaded(tmp_path, "mixed.csv", "\n".join(lines) + "\n", vintage="HS2017")[0].profile.notes

    assert "2023 is partial: 7 of 12 months" in notes
    assert any("KG as importer in 2023: 6% of the year before" in note for note in notes)
    assert any("2023 held both as months and as whole years" in note for note in notes)


def test_order_of_files_does_not_matter(tmp_path: Path) -> None:
    """Two files give the same profile in either order."""
    paths = []
    for year in (2020, 2021):
        path = tmp_path / f"BACI_HS17_Y{year}.csv"
        path.write_text(f"t,i,j,k,v,q\n{year},276,417,854231,1500.0,2.5\n", "utf-8")
        paths.append(path)
    profiles = []
    for number, order in enumerate((paths, paths[::-1])):
        profiles.append(load(order, tmp_path / f"t{number}", LoadOptions())[0].profile)

    assert profiles[0] == profiles[1]
    assert ("HS2017",) == profiles[0].vintages
