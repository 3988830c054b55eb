"""The use-cases and commands of trade, on the embedded sample and on small files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.trade.worlds import rows, write

from lustra.cli.divert import command as divert_command
from lustra.cli.goods import command as goods_command
from lustra.cli.impact import command as impact_command
from lustra.cli.mirror import command as mirror_command
from lustra.cli.trade import command as trade_command
from lustra.errors import ReadError, UnknownNameError
from lustra.trade.flows import Profile
from lustra.trade.load import LoadOptions
from lustra.usecases.trade.concordances import concordance_in, keep_concordance
from lustra.usecases.trade.detection import DiversionQuery, divert
from lustra.usecases.trade.flow_tables import flow_tables, load_flows

SAMPLE_EVENT = "sample-2022"


def call(command: object, *arguments: str) -> Result:
    """Run a click command, errors raised as they are."""
    return CliRunner().invoke(command, list(arguments), catch_exceptions=False, standalone_mode=False)  # type: ignore[arg-type]


def test_the_sample_answers_without_any_download() -> None:
    """The three planted corridors via Kyrgyzstan, and no other, out of noise the naive rule mostly flags."""
    found = divert(None, "sample", DiversionQuery(event=SAMPLE_EVENT))
    flagged = {(c.product, c.via) for c in found.corridors if c.q <= found.level}

    assert {("847150", "KG"), ("854231", "KG"), ("854239", "KG")} == flagged
    assert found.naive > 2 * found.flagged
    assert "EUR" == found.currency


def test_divert_prints_a_table_and_writes_the_report(tmp_path: Path) -> None:
    """The report, the network and a picture for each corridor shown are files that open offline."""
    result = call(divert_command, "sample", "--event", SAMPLE_EVENT, "--output", str(tmp_path / "out"))
    page = (tmp_path / "out" / "corridors.html").read_text("utf-8")

    assert "a reason to look" in result.output
    assert "Kyrgyzstan" in page
    assert "http-equiv" not in page
    assert "src=" not in page
    assert {"network.png", "network.svg", "corridor_1.svg", "corridor_1.png"} <= {
        p.name for p in (tmp_path / "out").iterdir()
    }


def test_divert_in_json_has_the_evidence() -> None:
    """Programs get the same answer as people."""
    held = json.loads(call(divert_command, "sample", "--event", SAMPLE_EVENT, "--format", "json").stdout_bytes)

    assert {"via": "KG", "tier": "T3A"}.items() <= {k: held["corridors"][0][k] for k in ("via", "tier")}.items()
    assert held["corridors"][0]["evidence"][0]["words"]


def test_divert_of_exports_alone_prints_what_to_watch(tmp_path: Path) -> None:
    """A table of the origin's exports only: growth worth watching, and the words that no corridor can be claimed."""
    path = tmp_path / "flows.parquet"
    write([row for row in rows(products=3) if row[0] == "EU27"], path)
    result = call(
        divert_command, str(path), "--event", "eu-ru-2022-02", "--products", "*", "--output", str(tmp_path / "o")
    )

    assert "Origin legs worth watching" in " ".join(result.output.split())
    assert "Origin legs worth watching" in (tmp_path / "o" / "corridors.html").read_text("utf-8")


def test_divert_with_an_event_described() -> None:
    """A day, an origin and a target are an event too."""
    found = divert(
        None,
        "sample",
        DiversionQuery(day="2022-02-25", origin=("EU27",), target="Russia", products="854231", via=("KG",)),
    )

    assert {("854231", "KG")} == {(c.product, c.via) for c in found.corridors}


def test_mirror_of_the_sample_shows_the_loss_in_transit() -> None:
    """Published: 93 % of EU exports to Kyrgyzstan recorded on arrival in 2021, 33 % in 2023, EUR 1,832m short."""
    held = json.loads(call(mirror_command, "sample", "--importer", "KG", "--format", "json").stdout_bytes)

    assert ("0.93", "0.33") == (f"{held[0]['before']:.2f}", f"{held[0]['after']:.2f}")
    assert 1832 == pytest.approx(held[0]["missing"] / 1e6)


def test_impact_of_the_sample() -> None:
    """The direct leg fell by four fifths; goods to Kyrgyzstan rose."""
    held = json.loads(call(impact_command, "sample", "--event", SAMPLE_EVENT, "--format", "json").stdout_bytes)

    assert held[0]["value"] < -1.2
    assert any(row["name"] == "without TR" for row in held)


def test_goods_says_what_was_looked_through_on_a_miss() -> None:
    """A miss is an answer with its basis."""
    output = call(goods_command, "4901", "--on", "2023-01-01").output

    assert "no measure in the tables on 2023-01-01" in output
    assert "Reg. 833/2014" in output


def test_goods_in_json() -> None:
    """Act, annex, first day and mark are fields."""
    held = json.loads(call(goods_command, "854231", "--format", "json", "--to", "RU").stdout_bytes)

    assert ("T1", "Reg. (EU) 833/2014") == (held[0]["tier"], held[0]["measures"][0]["act"])


def test_goods_load_keeps_the_users_list(tmp_path: Path) -> None:
    """The code list comes from the user's own copy, and answers from then on."""
    path = tmp_path / "EU_sanctions_HS6.csv"
    path.write_text("Code,Date,Winddowndate,Maxprice,luxury,EU_sanction\n490199,2022-03-15,,,1.0,1.0\n", "utf-8")
    call(goods_command, "load", str(path), "--workspace", str(tmp_path / "w"))

    assert "openICPSR" in call(goods_command, "490199", "--workspace", str(tmp_path / "w"), "--format", "json").output


def test_load_list_and_divert_from_a_workspace(tmp_path: Path) -> None:
    """A loaded table is listed with its notes and can be loaded again in place."""
    root, path = tmp_path / "w", tmp_path / "BACI_HS17_Y2021.csv"
    path.write_text("t,i,j,k,v,q\n2021,276,417,854231,1500.0,2.5\n2021,276,417,854231,x,2.5\n", "utf-8")
    result = call(trade_command, "load", "baci", str(path), "--workspace", str(root))
    load_flows(root, "baci", [path], LoadOptions())

    assert 1 == result.return_value
    assert "1 flows" in result.output
    assert ["baci"] == [name for name, _ in flow_tables(root)]
    assert "reported by both sides" in call(trade_command, "list", "--workspace", str(root)).output


def test_a_failed_load_keeps_the_old_table(tmp_path: Path) -> None:
    """One bad file never replaces a good table."""
    root, path = tmp_path / "w", tmp_path / "BACI_HS17_Y2021.csv"
    path.write_text("t,i,j,k,v,q\n2021,276,417,854231,1500.0,2.5\n", "utf-8")
    load_flows(root, "baci", [path], LoadOptions())
    path.write_text("t,i,j,k,v,q\n2021,0,0,854231,1500.0,2.5\n", "utf-8")
    with pytest.raises(ReadError):
        load_flows(root, "baci", [path], LoadOptions())

    profile = flow_tables(root)[0][1]
    assert isinstance(profile, Profile)
    assert 1 == profile.rows


def test_an_unknown_table_lists_what_there_is() -> None:
    """The sample is always there."""
    with pytest.raises(UnknownNameError) as caught:
        divert(None, "nothing", DiversionQuery(event=SAMPLE_EVENT))

    assert "sample" in caught.value.remedy


def test_a_concordance_is_kept_whole(tmp_path: Path) -> None:
    """A folder of correspondences is checked, then copied; a second load replaces the first."""
    source = tmp_path / "c"
    source.mkdir()
    (source / "hs5_hs0.csv").write_text("HS5_6d,HS0_6d\n010121,010111\n", "utf-8")
    root = tmp_path / "w"
    call(trade_command, "concordance", "load", str(source), "--workspace", str(root))

    assert 1 == keep_concordance(root, source)
    assert {"010121": ("010111",)} == concordance_in(root).links("HS2017", "HS1992")
