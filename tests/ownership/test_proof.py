"""Every answer has a proof, and the independent checker accepts it."""

import ast
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ownership.cases import CASES, TRAPS
from tests.ownership.graphs import CALM, DAYS, PARTIES, mixed_graphs, plain_graphs

import lustra.ownership.checker as checker_module
from lustra.model.edge import Edge, Share
from lustra.model.time import AsOf, day_of, latest
from lustra.ownership.checker import digest_of, verify
from lustra.ownership.conformance import case_graph
from lustra.ownership.document import proof_document
from lustra.ownership.graph import Listed, build
from lustra.ownership.rules import rule_named
from lustra.ownership.verdict import verdict, verdict_by_rule


@pytest.mark.parametrize("case", [*CASES, *TRAPS])
def test_the_checker_accepts_the_proof_of_every_case(case: dict[str, Any]) -> None:
    """Blocked, not blocked and undetermined alike are proved from the exported records alone."""
    graph = case_graph(case)
    for regime, answers in case["expect"].items():
        day = latest(rule_named(regime).valid.start, day_of("1900-01-01"))
        for entity in answers:
            found = verdict(graph, entity, rule_named(regime).id, AsOf(day))
            document = json.loads(json.dumps(proof_document(graph, found)))
            assert [] == verify(document), (regime, entity)


def test_the_checker_imports_nothing_of_the_engine() -> None:
    """The checker is independent: it imports the standard library only."""
    tree = ast.parse(Path(checker_module.__file__).read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names <= sys.stdlib_module_names | {"collections.abc"}


RULES = ("OFAC", "OFAC2008", "EU", "EU_old", "UK", "CH", "CA", "AU")


@pytest.mark.parametrize("rule", RULES)
@settings(CALM, max_examples=30)
@given(graph=mixed_graphs(), entity=st.sampled_from(PARTIES), day=st.sampled_from(DAYS))
def test_the_checker_accepts_every_proof(
    rule: str, graph: tuple[list[Edge], list[str]], entity: str, day: date
) -> None:
    """On random records of every kind the checker, which has its own arithmetic, comes to the engine's answer."""
    document = proof_of(*graph, rule, entity, day)
    assert [] == verify(document)


@settings(CALM)
@given(graph=plain_graphs(), entity=st.sampled_from(PARTIES), data=st.data())
def test_cutting_a_proof_edge_removes_the_derivation(
    graph: tuple[list[Edge], list[str]], entity: str, data: st.DataObject
) -> None:
    """No record of a derivation is idle: without it, the derivation does not stand."""
    document = proof_of(*graph, "OFAC", entity, DAYS[0])
    used = sorted({n for d in document["derivations"] for s in d["steps"] for u in s["supports"] for n in u["rows"]})
    if document["status"] == "blocked" and used:
        cut = data.draw(st.sampled_from(used))
        document["edges"] = [row for row in document["edges"] if row["n"] != cut]
        assert verify(sealed(document))


@pytest.mark.parametrize("rule", RULES)
@settings(CALM, max_examples=30)
@given(graph=mixed_graphs(), entity=st.sampled_from(PARTIES), data=st.data())
def test_the_checker_rejects_every_changed_document(
    rule: str, graph: tuple[list[Edge], list[str]], entity: str, data: st.DataObject
) -> None:
    """Whatever single value is changed, the digest tells."""
    document = proof_of(*graph, rule, entity, DAYS[0])
    path = data.draw(st.sampled_from(sorted(leaves(document), key=str)))
    place: Any = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = "changed" if place[path[-1]] != "changed" else "otherwise"
    assert verify(document)


CHAIN = [Edge("X", "A", share=Share.percent(30)), Edge("Y", "A", share=Share.percent("20.5")),
         Edge("A", "B", share=Share.percent(60)), Edge("U", "A", share=Share.percent("49.5"))]  # fmt: skip


def _weaker(document: dict[str, Any]) -> None:
    next(row for row in document["edges"] if row["owner"] == "Y")["share"][:2] = [19 * 10**9, 19 * 10**9]


def _delisted(document: dict[str, Any]) -> None:
    document["listed"] = [entry for entry in document["listed"] if entry["party"] != "Y"]


def _ended(document: dict[str, Any]) -> None:
    next(row for row in document["edges"] if row["owned"] == "B")["to"] = document["as_of"]


def _backwards(document: dict[str, Any]) -> None:
    document["derivations"][0]["steps"].reverse()


def _circular(document: dict[str, Any]) -> None:
    for step in document["derivations"][0]["steps"]:
        step["rank"] = 1


def _shortened(document: dict[str, Any]) -> None:
    del document["derivations"][0]["steps"][2]


def _exaggerated(document: dict[str, Any]) -> None:
    document["derivations"][0]["steps"][2]["sum"] = "51"


def _renamed(document: dict[str, Any]) -> None:
    document["derivations"][0]["steps"][0]["entity"] = "Z"


def _stricter(document: dict[str, Any]) -> None:
    document["rule"]["threshold"] = "50.5"
    document["rule"]["strict"] = True


def _acquitted(document: dict[str, Any]) -> None:
    document["status"] = "not blocked"


def _outdated(document: dict[str, Any]) -> None:
    document["as_of"] = "2010-01-01"


@pytest.mark.parametrize(
    "change",
    [_weaker, _delisted, _ended, _backwards, _circular, _shortened, _exaggerated, _renamed, _stricter, _acquitted,
     _outdated],
)  # fmt: skip
def test_the_checker_rejects_a_resealed_derivation(change: Callable[[dict[str, Any]], None]) -> None:
    """A forger who also mends the digest is found out by the derivation itself."""
    document = proof_of(CHAIN, ["X", "Y"], "OFAC", "B", DAYS[0])
    assert [] == verify(document)
    change(document)
    assert verify(sealed(document))


def _stronger(document: dict[str, Any]) -> None:
    next(row for row in document["edges"] if row["owner"] == "X")["share"][:2] = [50 * 10**9, 50 * 10**9]


def _controlled(document: dict[str, Any]) -> None:
    document["edges"].append(
        document["edges"][0] | {"n": 99, "owner": "X", "owned": "B", "share": [10**11, 10**11, "[]", 10**11]}
    )


def _listed_too(document: dict[str, Any]) -> None:
    document["listed"].append({"party": "B", "certain": True, "unknown": False})


def _narrowed(document: dict[str, Any]) -> None:
    document["certificates"][0]["outside"] = [["B", False]]


def _elsewhere(document: dict[str, Any]) -> None:
    document["certificates"][0]["outside"] = [["U", False]]


def _convicted(document: dict[str, Any]) -> None:
    document["status"] = "blocked"


def _partial(document: dict[str, Any]) -> None:
    document["certificates"][0]["persons"] = ["U"]


@pytest.mark.parametrize(
    "change", [_stronger, _controlled, _listed_too, _narrowed, _elsewhere, _convicted, _partial, _outdated]
)
def test_the_checker_rejects_a_resealed_certificate(change: Callable[[dict[str, Any]], None]) -> None:
    """A forger who also mends the digest is found out by the records."""
    document = proof_of(CHAIN, ["X"], "OFAC", "B", DAYS[0])
    assert [] == verify(document)
    change(document)
    assert verify(sealed(document))


def proof_of(edges: list[Edge], listed: list[str], rule: str, entity: str, day: date) -> dict[str, Any]:
    """The document for an entity, whatever days the rule was in force on."""
    anchors = [Edge(p, "Z", "other_interest") for p in (*PARTIES, "U", "X", "Y")]
    graph = build([*edges, *anchors], map(Listed, listed))
    found = verdict_by_rule(graph, entity, rule_named(rule), AsOf(day))
    document = proof_document(graph, found)
    document["rule"] |= {"valid_from": "2014-08-13", "valid_to": "9999-12-31"}
    loaded: dict[str, Any] = json.loads(json.dumps(document))
    return sealed(loaded)


def sealed(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the digest it should have."""
    return document | {"digest": digest_of(document)}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all values that hold no others."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path
