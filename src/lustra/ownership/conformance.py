"""Case files: small graphs with the answers that a source gives for them, and every mismatch with ours.

Undated form: a list of ``{id, src, listed[], edges[[owner, owned, share, kind?]], expect{regime: {entity: answer}}}``;
``share`` is a number, ``null`` (no percentage) or ``[lo, hi, brackets]``. Dated form: ``{rule_versions[], cases[]}``, a
case with ``listed{party: [from, to]}``, edges with ``frm`` and ``to`` and ``ask[[regime, day, entity, answer]]``.
Answers are ``blocked``, ``not``, ``indeterminate`` and ``no rule in force``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from lustra.errors import InputError
from lustra.model.edge import DECLARED_INDIRECT, SHARE, Edge, Share
from lustra.model.time import FOREVER, LONG_AGO, Day, DayLike, Interval, parse_day
from lustra.ownership.graph import Graph, Listed, build
from lustra.ownership.rules import Rule, rule_in_force, rule_named
from lustra.ownership.verdict import Status, status_of

__all__ = ["Mismatch", "case_graph", "run_cases"]

ANSWERS = {
    "blocked": Status.BLOCKED,
    "not": Status.NOT_BLOCKED,
    "not blocked": Status.NOT_BLOCKED,
    "indeterminate": Status.UNDETERMINED,
    "undetermined": Status.UNDETERMINED,
    "exposed": Status.UNDETERMINED,
    "no rule in force": Status.NO_RULE,
}
STATE_NAMES = ("state", "republic", "government")
"""A party whose id begins so is a state: the case format has no field for it."""


class Mismatch(NamedTuple):
    """An answer that differs from the expected one."""

    case: str
    regime: str
    day: str
    entity: str
    expected: str
    actual: str
    source: str


def run_cases(cases: Sequence[Mapping[str, Any]] | Mapping[str, Any]) -> list[Mismatch]:
    """Every answer of a case file, parsed from JSON, that differs from the expected one.

    Raises:
        InputError: the document has neither form, or a case lacks a part or holds a value that cannot be read.
        UnknownNameError: a case asks for a regime or an entity that is not there.
    """
    if isinstance(cases, Mapping):
        versions = [tuple(map(str, row)) for row in cases.get("rule_versions", ())]
        return [m for case in _list(cases, "cases") for m in _dated(case, versions)]
    return [m for case in cases for m in _undated(case)]


def case_graph(case: Mapping[str, Any]) -> Graph:
    """The graph of an undated case.

    Raises:
        InputError: the case lacks a part or holds a value that cannot be read.
    """
    listed = [Listed(str(party)) for party in _list(case, "listed")]
    edges = [_edge(case, *_four(case, row)) for row in _list(case, "edges")]
    return _graph(case, edges, listed)


def _undated(case: Mapping[str, Any]) -> Iterator[Mismatch]:
    graph = case_graph(case)
    for regime, answers in case.get("expect", {}).items():
        rule = rule_named(regime)
        for entity, expected in answers.items():
            yield from _compared(case, graph, rule, (regime, rule.valid.start, entity, expected))


def _dated(case: Mapping[str, Any], versions: list[tuple[str, ...]]) -> Iterator[Mismatch]:
    stays = {party: days if days and isinstance(days[0], list) else [days] for party, days in case["listed"].items()}
    listed = [Listed(party, _interval(*days)) for party, spans in stays.items() for days in spans]
    edges = [
        _edge(case, row["owner"], row["owned"], row.get("share"), row.get("kind") or "")._replace(
            valid=_interval(row.get("frm", ""), row.get("to", ""))
        )
        for row in _list(case, "edges")
    ]
    graph = _graph(case, edges, listed)
    for regime, day, entity, expected in _list(case, "ask"):
        rule = _version(regime, parse_day(day), versions)
        yield from _compared(case, graph, rule, (regime, parse_day(day), entity, expected))


def _version(regime: str, day: DayLike, versions: list[tuple[str, ...]]) -> Rule | None:
    stated = [(rule, _interval(start, end)) for name, rule, start, end in versions if name == regime]
    if stated:
        return next((rule_named(rule) for rule, days in stated if day in days), None)
    return rule_in_force(regime, day)


def _compared(
    case: Mapping[str, Any], graph: Graph, rule: Rule | None, asked: tuple[str, Day, str, str]
) -> Iterator[Mismatch]:
    regime, day, entity, expected = asked
    if expected not in ANSWERS:
        raise InputError(f"case {case.get('id')}: {expected!r} is no answer", f"Write one of {', '.join(ANSWERS)}.")
    actual = status_of(graph, entity, rule, day) if rule else Status.NO_RULE
    if actual != ANSWERS[expected]:
        place = str(case.get("id", "")), regime, day.isoformat(), entity
        yield Mismatch(*place, expected, actual.value, str(case.get("src", "")))


def _graph(case: Mapping[str, Any], edges: list[Edge], listed: list[Listed]) -> Graph:
    parties = {name for edge in edges for name in (edge.owner, edge.owned)}
    asked = {e for answers in case.get("expect", {}).values() for e in answers} | {
        row[2] for row in case.get("ask", ())
    }
    stated = {str(name) for name in case.get("states", ())}
    named = {name for name in parties if name.casefold().startswith(STATE_NAMES)}
    whole = {edge.owned for edge in edges if edge.kind == "part_of"}
    alone = [Edge(name, name, "other_interest") for name in sorted(asked - parties - {entry.party for entry in listed})]
    return build([*edges, *alone], listed, states=stated | named | whole, unknown=map(str, case.get("unknown", ())))


def _edge(case: Mapping[str, Any], owner: str, owned: str, share: Any, kind: str) -> Edge:
    kind, _, about = kind.partition(":")
    edge = Edge(str(owner), str(owned), kind or SHARE, _share(case, share), about=about)
    if kind == DECLARED_INDIRECT:
        return edge._replace(kind=SHARE, directness=DECLARED_INDIRECT)
    if kind in ("votes", "count", "nominal"):
        return edge._replace(kind=SHARE, unit=kind)
    return edge


def _share(case: Mapping[str, Any], share: Any) -> Share | None:
    if share is None:
        return None
    try:
        return Share.percent(*share) if isinstance(share, list) else Share.percent(share)
    except (InputError, TypeError) as wrong:
        raise InputError(f"case {case.get('id')}: {wrong}", "Write a number, null or [lo, hi, brackets].") from None


def _four(case: Mapping[str, Any], row: Sequence[Any]) -> tuple[str, str, Any, str]:
    if not 3 <= len(row) <= 4:
        raise InputError(f"case {case.get('id')}: the edge {row!r} has not three or four parts")
    return str(row[0]), str(row[1]), row[2], str(row[3] or "") if len(row) == 4 else ""


def _list(case: Mapping[str, Any], part: str) -> Sequence[Any]:
    found = case.get(part)
    if not isinstance(found, list):
        raise InputError(f"case {case.get('id', '?')}: {part!r} is not a list", "See the format in the documentation.")
    return found


def _interval(start: str = "", end: str = "") -> Interval:
    """Days of a case file; 0000 and 9999 (or "") stand for an unstated start and end."""
    first = LONG_AGO if start in ("", "0000") else parse_day(start)
    return Interval(first, FOREVER if end in ("", "9999") else parse_day(end))
