"""A verdict as a JSON document that ``checker`` can check without the engine: the rule, the records and the proof.

Exported are the records about every entity that the proof speaks of, not the whole graph; ``graph`` is the hash of all
of it, so that a document can be tied to the data it came from.
"""

import hashlib
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from lustra.errors import InputError
from lustra.model.edge import DECLARED_INDIRECT, SHARE, Share
from lustra.model.time import day_ordinal
from lustra.ownership.checker import digest_of
from lustra.ownership.graph import Graph
from lustra.ownership.network import Network
from lustra.ownership.network_builder import component_path, network
from lustra.ownership.plain import PlainRecords
from lustra.ownership.proof import Certificate, Derivation, Step, Support
from lustra.ownership.rules import Rule, clause, kinds, rule_named
from lustra.ownership.verdict import Verdict

__all__ = ["FORMAT", "graph_hash", "proof_document"]

FORMAT = "lustra ownership proof 1"


def proof_document(graph: Graph, verdict: Verdict) -> dict[str, Any]:
    """The verdict with its proof and the records it rests on, ready for ``json.dumps``.

    Args:
        graph: the graph that the verdict was computed from.
        verdict: the verdict.

    Raises:
        InputError: the verdict has no proof: no rule was in force, or the rule multiplies shares.
    """
    if not verdict.derivations and not verdict.certificates:
        raise InputError(f"{verdict.regime} gives no proof for {verdict.entity}", "Ask under a regime with a cascade.")
    rule = rule_named(verdict.rule)
    net = network(graph, rule, verdict.as_of.known)
    known = _rows(PlainRecords(graph, net.rule, graph.known_rows(verdict.as_of.known)), _spoken_of(verdict))
    document = {
        "format": FORMAT,
        "entity": verdict.entity,
        "regime": verdict.regime,
        "status": verdict.status.value,
        "as_of": verdict.as_of.valid.isoformat(),
        "known": verdict.as_of.known.isoformat(),
        "rule": _rule(rule),
        "states": sorted(graph.states & _parties(graph, known)),
        "listed": _listed(net, verdict, _parties(graph, known) | _spoken_of(verdict)),
        "edges": [_edge(graph, row) for row in known],
        "derivations": [_derivation(rule, d) for d in verdict.derivations],
        "certificates": [_certificate(c) for c in verdict.certificates],
        "graph": graph_hash(graph),
        "notice": verdict.notice,
    }
    return document | {"digest": digest_of(document)}


def graph_hash(graph: Graph) -> str:
    """SHA-256 over the names, the columns and the listings of a graph; the order of the input does not matter."""
    hasher = hashlib.sha256("\n".join(graph.names).encode())
    for column in (graph.owner, graph.owned, graph.lo, graph.hi, graph.lo_open, graph.hi_open, graph.whole, graph.kind,
                   graph.unit, graph.directness, graph.about, graph.valid_from, graph.valid_to, graph.known_from,
                   graph.known_to):  # fmt: skip
        hasher.update(np.ascontiguousarray(column).tobytes())
    hasher.update(repr(graph.listed).encode())
    return hasher.hexdigest()


def _spoken_of(verdict: Verdict) -> set[str]:
    steps = {step.entity for d in verdict.derivations for step in d.steps}
    return steps | {name for c in verdict.certificates for name, _ in c.outside} | {verdict.entity}


def _rows(plain: PlainRecords, entities: Iterable[str]) -> list[int]:
    """Records known about the entities, the parts they are, nominations behind their holders, declared paths."""
    graph, rows = plain.graph, set[int]()
    parts = [int(r) for r in np.flatnonzero(plain.mask & plain.of_role("part"))]
    loose = [int(r) for r in np.flatnonzero(plain.mask & plain.of_role("nominator") & (graph.about < 0))]
    for place in sorted(graph.index(name) for name in entities):
        into = {row for row in (*graph.rows_into(place), *graph.rows_about.get(place, ())) if plain.mask[row]}
        rows |= into | {r for r in parts if graph.owner[r] == place}
        holders = {int(graph.owner[r]) for r in into}
        rows |= {r for r in loose if int(graph.owned[r]) in holders or int(graph.owned[r]) in _nominators(graph, loose)}
        for row in sorted(into):
            edge = graph.edge(row)
            if edge.kind == SHARE and edge.directness == DECLARED_INDIRECT:
                rows |= set(component_path(plain, int(graph.owner[row]), place))
    return sorted(rows)


def _nominators(graph: Graph, loose: list[int]) -> set[int]:
    return {int(graph.owner[row]) for row in loose}


def _parties(graph: Graph, rows: list[int]) -> set[str]:
    return {graph.names[int(column[row])] for row in rows for column in (graph.owner, graph.owned)}


def _listed(net: Network, verdict: Verdict, parties: set[str]) -> list[dict[str, Any]]:
    """Those of the parties that stand on a list on the day, and those whom nobody names."""
    day, seeds = day_ordinal(verdict.as_of.valid), net.seeds
    certain: dict[str, bool] = {}
    for i in np.flatnonzero(seeds.on(day)):
        party = net.persons[int(seeds.person[i])]
        if party in parties:
            certain[party] = certain.get(party, False) or bool(seeds.certain[i])
    unknown = net.graph.unknown
    return [{"party": p, "certain": sure, "unknown": p in unknown} for p, sure in sorted(certain.items())]


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "regime": rule.regime,
        "valid_from": rule.valid.start.isoformat(),
        "valid_to": rule.valid.end.isoformat(),
        "threshold": str(rule.threshold),
        "strict": rule.strict,
        "votes_threshold": None if rule.votes_threshold is None else str(rule.votes_threshold),
        "votes_strict": rule.votes_strict,
        "aggregate": rule.aggregate,
        "chain_by_votes": rule.chain_by_votes,
        "control": sorted(rule.control),
        "may_control": sorted(rule.may_control),
        "any_holding": rule.any_holding,
        "rebuttable": rule.rebuttable,
        "firewall": rule.firewall,
        "joint_each": rule.joint_each,
        "joint_merged": rule.joint_merged,
        "own_votes_excluded": rule.own_votes_excluded,
        "through_states": rule.through_states,
        "source": rule.source,
        "verify": rule.verify,
    }


def _edge(graph: Graph, row: int) -> dict[str, Any]:
    edge = graph.edge(row)
    return {
        "n": row,
        "id": edge.id,
        "owner": edge.owner,
        "owned": edge.owned,
        "kind": edge.kind,
        "role": kinds()[edge.kind].role,
        "share": _share(edge.share),
        "unit": edge.unit,
        "directness": edge.directness,
        "about": edge.about,
        "from": edge.valid.start.isoformat(),
        "to": edge.valid.end.isoformat(),
        "known_from": edge.known.start.isoformat(),
        "sources": list(edge.sources),
        "grade": edge.grade,
        "end_ignored_by": list(edge.end_ignored_by),
        "start_ignored_by": list(edge.start_ignored_by),
    }


def _share(share: Share | None) -> list[Any] | None:
    if share is None:
        return None
    return [share.lo, share.hi, ("(" if share.lo_open else "[") + (")" if share.hi_open else "]"), share.whole]


def _derivation(rule: Rule, derivation: Derivation) -> dict[str, Any]:
    bounds = "upper" if derivation.upper else "lower"
    steps = [_step(rule, step, upper=derivation.upper) for step in derivation.steps]
    return {"bounds": bounds, "person": derivation.person, "steps": steps}


def _step(rule: Rule, step: Step, *, upper: bool) -> dict[str, Any]:
    shares = [s.share for s in step.supports if s.share is not None]
    total = sum((s.hi_percent if upper else s.lo_percent for s in shares), Fraction(0))
    return {
        "rank": step.rank,
        "entity": step.entity,
        "carries": step.carries,
        "because": step.because,
        "clause": clause(rule.regime, step.because),
        "states": [list(state) for state in step.states],
        "supports": [_support(rule, support) for support in step.supports],
        "sum": str(total) if shares else None,
    }


def _support(rule: Rule, support: Support) -> dict[str, Any]:
    return {
        "owner": support.owner,
        "through": support.through,
        "rows": list(support.rows),
        "share": _share(support.share),
        "words": support.share.words() if support.share else "",
        "clauses": [clause(rule.regime, topic) for topic in support.topics],
    }


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "bounds": "upper" if certificate.upper else "lower",
        "persons": None if certificate.persons is None else list(certificate.persons),
        "outside": [list(state) for state in certificate.outside],
    }
