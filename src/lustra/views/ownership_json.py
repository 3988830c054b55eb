"""Answers about ownership as plain JSON values, the same for the command line and the server."""

from fractions import Fraction
from typing import Any

from lustra.model.edge import Edge, Share
from lustra.model.time import FOREVER, LONG_AGO, AsOf, Interval
from lustra.ownership.exposure import Exposure
from lustra.ownership.verdict import Verdict
from lustra.usecases.ownership.analysis import OwnershipAnalysis, OwnershipAnswer

__all__ = ["days_json", "edge_json", "ownership_json", "percent", "share_json"]


def ownership_json(analysis: OwnershipAnalysis, answer: OwnershipAnswer) -> dict[str, Any]:
    """An answer with every verdict, its proof, and the exposure beside it."""
    rows = zip(answer.verdicts, answer.exposures, strict=True)
    return {
        "entity": answer.entity,
        "name": analysis.data.label(answer.entity),
        "graph": analysis.data.name,
        "version": analysis.data.version,
        **_as_of(answer.as_of),
        "verdicts": [_verdict(analysis, one, exposed) for one, exposed in rows],
        "not_answered": {"reason": "no party of the graph is listed under them on the day", "regimes": answer.silent},
        "open_links": [link._asdict() for link in answer.open_links],
        "notice": answer.verdicts[0].notice if answer.verdicts else "",
    }


def share_json(share: Share | None) -> dict[str, Any] | None:
    """A share as an interval in per cent, in words and exactly."""
    if share is None:
        return None
    return {
        "words": share.words(),
        "low": percent(share.lo_percent),
        "high": percent(share.hi_percent),
        "low_open": share.lo_open,
        "high_open": share.hi_open,
    }


def percent(value: Fraction | None) -> float | None:
    """Per cent or points as a number, rounded to nine decimals."""
    return None if value is None else round(float(value), 9)


def days_json(days: Interval) -> dict[str, str | None]:
    """Half-open days; null where nothing bounds them."""
    return {
        "from": None if days.start == LONG_AGO else days.start.isoformat(),
        "to": None if days.end == FOREVER else days.end.isoformat(),
    }


def edge_json(edge: Edge) -> dict[str, Any]:
    """One record."""
    return {
        "owner": edge.owner,
        "owned": edge.owned,
        "kind": edge.kind,
        "share": share_json(edge.share),
        "unit": edge.unit,
        "directness": edge.directness,
        **days_json(edge.valid),
        "known_from": days_json(edge.known)["from"],
        "sources": list(edge.sources),
        "id": edge.id,
    }


def _as_of(as_of: AsOf) -> dict[str, str | None]:
    known = None if as_of.known == FOREVER else as_of.known.isoformat()
    return {"as_of": as_of.valid.isoformat(), "known": known}


def _verdict(analysis: OwnershipAnalysis, one: Verdict, exposed: Exposure | None) -> dict[str, Any]:
    return {
        "regime": one.regime,
        "status": one.status.value,
        "rule": one.rule,
        "title": one.title,
        "source": one.source,
        "threshold": percent(one.threshold),
        "strict": one.strict,
        "listed_share": share_json(one.share),
        "person": one.person,
        "gap": percent(one.gap),
        "deciding_facts": [
            {"fact": fact.words, "records": [edge_json(analysis.graph.edge(row)) for row in fact.rows]}
            for fact in one.deciding
        ],
        "flags": [{"code": flag.code, "words": flag.words} for flag in one.flags],
        "exposure": _exposure(exposed) if exposed else None,
        "proof": analysis.proof(one),
    }


def _exposure(exposed: Exposure) -> dict[str, Any]:
    near = exposed.near_miss
    return {
        "near_miss": None
        if near is None
        else {
            "known": percent(near.known),
            "missing": percent(near.missing),
            "undisclosed": percent(near.undisclosed),
            "reachable": near.reachable,
        },
        "rights": [{"code": flag.code, "words": flag.words} for flag in exposed.rights],
        "stakes": [{"owner": one.owner, "share": share_json(one.share), "words": one.words} for one in exposed.stakes],
        "ties": [
            {
                "listed": tie.listed,
                "cost": tie.cost,
                "steps": [{"words": step.words, "sources": list(step.sources)} for step in tie.steps],
            }
            for tie in exposed.ties
        ],
        "effective_share": {
            "low": percent(exposed.effective.lo),
            "high": percent(exposed.effective.hi),
            "by_person": [
                {"person": person, "low": percent(low), "high": percent(high)}
                for person, low, high in exposed.effective.parts
            ],
        },
    }
