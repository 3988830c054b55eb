"""The Python face answers as the commands do, on the embedded sample and on a workspace."""

import ast
import doctest
import json
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

import lustra
from lustra.api import graphs, ownership, trade, workspace
from lustra.api.ownership import Ownership
from lustra.api.requests import FileRequest
from lustra.api.workspace import Workspace
from lustra.data import folder
from lustra.errors import InputError, UnknownNameError
from lustra.model.list_version import ListState
from lustra.usecases.trade.detection import DiversionQuery
from lustra.usecases.trade.flow_tables import LoadOptions

DAY = "2026-09-01"
MODULES = [graphs, ownership, trade, workspace]
OFAC = folder("sample/us_ofac_sdn/2024-05-03/sdn.csv").read_bytes()
EDGES = "owner,owned,kind,share_min,share_max\nus_ofac_sdn:9898,ours,share,75,75\nours,theirs,share,60,60\n"


@pytest.fixture(scope="module")
def own() -> Ownership:
    """The sample's graph."""
    return lustra.open().ownership()


@pytest.fixture(name="opened")
def workspace_with_two_versions(tmp_path: Path) -> Workspace:
    """A workspace with one list in two versions."""
    opened = lustra.open(tmp_path / "lists")
    for day, content in (("2022-02-23", OFAC), ("2024-05-03", OFAC.rstrip() + b"\r\n")):
        (tmp_path / day).mkdir()
        (tmp_path / day / "sdn.csv").write_bytes(content)
        opened.import_list("us_ofac_sdn", tmp_path / day, published=day)
    return opened


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_the_examples_in_the_docstrings_are_true(module: ModuleType) -> None:
    """Whoever copies an example gets what it shows."""
    result = doctest.testmod(module)
    assert 0 == result.failed
    assert result.attempted > 0


def test_a_verdict_comes_with_words_proof_and_picture(own: Ownership, tmp_path: Path) -> None:
    """What ``lustra own zorka-food`` says, as values."""
    answer = own.verdict("Zorka Food", as_of=DAY, regimes=["US-OFAC"])
    assert ["blocked"] == [one.status.value for one in answer.verdicts]
    assert any("holds 75 % of Zorka Food" in line for line in own.words(answer))
    proof = own.proof(answer.verdicts[0])
    assert [[]] == [faults for _, faults in own.check(proof)]
    assert [[]] == [faults for _, faults in own.check(json.loads(json.dumps(own.plain(answer))))]
    assert own.picture(answer, tmp_path / "zorka.svg").stat().st_size > 2000
    assert "Zorka Food" == own.label("zorka-food")


def test_the_day_and_what_was_known_count(own: Ownership) -> None:
    """The stake is held since November 2023."""
    before = own.verdict("zorka-food", as_of=date(2023, 1, 1), regimes=["US-OFAC"])
    assert ["not blocked"] == [one.status.value for one in before.verdicts]
    spans = own.timeline("zorka-food", regimes=["US-OFAC"])["US-OFAC"]
    assert "2023-11-01" in [span.days.start.isoformat() for span in spans if span.status.value == "blocked"]


def test_every_blocked_party_is_told_and_written(own: Ownership, tmp_path: Path) -> None:
    """The file has the rows of the list."""
    found = own.blocked(as_of=DAY, regimes=["US-OFAC"])
    assert "zorka-food" in [one.entity for one in found]
    assert len(found) == own.write_blocked(tmp_path / "blocked.jsonl", as_of=DAY, regimes=["US-OFAC"])
    assert len(found) == len((tmp_path / "blocked.jsonl").read_text("utf-8").splitlines())


def test_what_ifs_states_and_worlds_are_methods(own: Ownership) -> None:
    """Each answers as its command does."""
    assert "belaruskali" in [one.entity for one in own.state("BY", as_of=DAY)[1]]
    assert ["naumau", "zorka-food"] == own.support("us_ofac_sdn:9898", as_of=DAY)
    gains, pairs = own.gain(as_of=DAY)
    assert (True, True) == (bool(gains), isinstance(pairs, list))
    assert [] == own.transfers()
    assert all(one.worlds == 50 for one in own.worlds(as_of=DAY, count=50))
    assert {"certain"} == {link.status for link in own.links}


def test_a_workspace_loads_links_decides_exports_and_answers(opened: Workspace, tmp_path: Path) -> None:
    """A graph of one's own, from its file to its verdict."""
    (tmp_path / "edges.csv").write_text(EDGES + "bad row\n", "utf-8")
    held = opened.graphs.load("mine", tmp_path / "edges.csv")
    assert (2, {"error": 1}) == (held.edges, held.problems)
    assert ["mine"] == [one.name for one in opened.graphs.held()]
    assert ["4"] == [problem.where for problem in opened.graphs.problems("mine")]
    answer = opened.ownership().verdict("theirs", regimes=["US-OFAC"])
    assert ["blocked"] == [one.status.value for one in answer.verdicts]
    opened.graphs.decide("mine", reject=[("us_ofac_sdn:9898", "us_ofac_sdn:9898")], actor="ann", reason="another man")
    (decision,) = opened.graphs.decisions("mine")
    assert ("ann", "another man", "+00:00") == (decision.actor, decision.reason, decision.time[-6:])
    assert ["rejected"] == [link.status for link in opened.graphs.links("mine")]
    assert opened.graphs.export("mine", tmp_path / "out.json") > 2
    with pytest.raises(UnknownNameError):
        opened.ownership("other")


def test_the_sample_s_corridors_mirrors_impacts_and_goods(tmp_path: Path) -> None:
    """What ``divert``, ``mirror``, ``impact`` and ``goods`` print, as values."""
    trade = lustra.open().trade
    found = trade.divert("sample", DiversionQuery(event="sample-2022", top=3))
    assert 3 == len(found.corridors)
    assert "corridors.html" == trade.report(found, tmp_path)[0].name
    assert {"KG"} == {row.importer for row in trade.mirror("sample", importers=["KG"])}
    assert trade.impact("sample", "sample-2022")[0][0] == ""
    (chip,) = trade.goods("854231", on="2023-03-01", to="RU")
    assert ("T1", True) == (chip.tier, bool(chip.measures))


def test_flows_are_loaded_and_listed(opened: Workspace, tmp_path: Path) -> None:
    """A table of one's own has a name and a profile."""
    table = tmp_path / "flows.csv"
    table.write_text("period,product,exporter,importer,value\n2021,854231,DE,KG,5\n2022,854231,DE,KG,9\n", "utf-8")
    loaded = opened.trade.load("mine", table, options=LoadOptions(format="csv", vintage="HS2017"))
    assert ((), 2) == (loaded.problems, loaded.profile.rows)
    assert ["mine"] == [name for name, _ in opened.trade.tables()]


def test_lists_are_withdrawn_reread_and_told(opened: Workspace) -> None:
    """Each as its command does."""
    assert [2] == [len(done.versions) for done in opened.reread()]
    assert [0] == [len(change.added) for change in opened.history("us_ofac_sdn")]
    assert [] == opened.entry_history("us_ofac_sdn:9898", since="2024-01-01")
    assert opened.problems("us_ofac_sdn") == opened.problems("us_ofac_sdn")
    assert (date(2022, 2, 23),) == opened.withdraw("us_ofac_sdn", "2024-05-03").others


CHANGING = {
    "load": lambda sample: sample.graphs.load("x", "x.csv"),
    "gather": lambda sample: sample.graphs.gather(),
    "held": lambda sample: sample.graphs.held(),
    "flows": lambda sample: sample.trade.load("x", "x.csv"),
    "tables": lambda sample: sample.trade.tables(),
    "withdraw": lambda sample: sample.withdraw("us_ofac_sdn", "2024-05-03"),
    "reread": lambda sample: sample.reread(),
    "update": lambda sample: sample.update(),
}


@pytest.mark.parametrize("name", CHANGING)
def test_the_sample_cannot_be_changed(name: str) -> None:
    """The message says how to open a folder."""
    with pytest.raises(InputError) as refused:
        CHANGING[name](lustra.open())
    assert "lustra.open" in refused.value.remedy


@pytest.mark.parametrize(
    ("keyword", "near"), [("birthdate", "birth_date"), ("identifier", "identifiers"), ("contry", "country")]
)
def test_an_unknown_keyword_is_named_with_what_is_near(keyword: str, near: str) -> None:
    """A keyword with a typing error was once swallowed, and the answer was given without it."""
    with pytest.raises(TypeError, match=f"'{keyword}'; did you mean {near}"):
        lustra.open().screen("Jane Doe", **{keyword: "1954"})  # type: ignore[arg-type]


def test_an_unknown_keyword_like_no_other_is_told_all_that_there_are() -> None:
    """Nothing near: every keyword is offered."""
    with pytest.raises(TypeError, match="birth_date or country or gender or id or identifiers or schema"):
        lustra.open().screen("Jane Doe", qqq="1")  # type: ignore[call-arg]


def test_details_beside_a_whole_question_are_refused() -> None:
    """They were once ignored."""
    with pytest.raises(TypeError, match="birth_date"):
        lustra.open().screen(lustra.Query(("Jane Doe",)), birth_date="1954")


def test_details_may_be_text_or_values() -> None:
    """A date and a sequence say what their texts say."""
    texts = lustra.open().screen("Jane Doe", birth_date="1954-08-30", country="BY;RU", identifiers="1;2", as_of=DAY)
    values = lustra.open().screen(
        "Jane Doe", birth_date=date(1954, 8, 30), country=("BY", "RU"), identifiers=["1", "2"], as_of=date(2026, 9, 1)
    )
    assert texts == values


def test_a_file_of_counterparties_is_screened(tmp_path: Path) -> None:
    """The request names no workspace: the one that is asked answers."""
    (tmp_path / "in.csv").write_text("id,name\n1,Viktor Sheiman\n2,\n", "utf-8")
    summary = lustra.open().screen_file(FileRequest(tmp_path / "in.csv", tmp_path / "out.jsonl"), as_of=DAY)
    assert (1, 1) == (summary.questions, summary.bad_rows)
    assert (tmp_path / "out.jsonl.errors.csv").is_file()


def test_the_age_of_a_list_is_told_by_the_day_that_is_given(opened: Workspace) -> None:
    """A day as text counts as a date does."""
    (held,) = opened.lists(today="2024-05-13")
    assert isinstance(held, ListState)
    assert 10 == held.age_days


PUBLIC = [
    (path, node)
    for path in sorted(Path(workspace.__file__).parent.glob("*.py"))
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
]


def test_nothing_in_the_python_face_is_any() -> None:
    """Every signature says what it takes and gives."""
    assert [] == [path.name for path, node in PUBLIC if isinstance(node, ast.Name) and node.id == "Any"]


def test_the_classes_of_the_python_face_are_small() -> None:
    """At most 15 methods for callers in each."""
    for _, node in PUBLIC:
        if isinstance(node, ast.ClassDef):
            methods = [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
            assert len([name for name in methods if not name.startswith("_")]) <= 15
