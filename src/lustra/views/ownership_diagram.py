"""The chains behind an answer about ownership as a diagram."""

from pathlib import Path

import numpy as np

from lustra.model.edge import SHARE, VOTES, Edge
from lustra.model.time import FOREVER, LONG_AGO, AsOf
from lustra.ownership.rules import kinds
from lustra.ownership.verdict import Status
from lustra.pictures.ownership import Diagram, DiagramEdge, DiagramNode, draw_ownership
from lustra.usecases.ownership.analysis import OwnershipAnalysis, OwnershipAnswer
from lustra.views.ownership_report import answer_lines, edge_words

__all__ = ["MOST_NODES", "answer_diagram", "draw_answer"]

MOST_NODES = 60
ROLES = {"share": "share", "joint_holder": "share", "control": "control", "part": "control"}
SHORT = {
    "dominant_influence": "dominant influence",
    "de_facto_influence": "influence",
    "appoint_board_majority": "appoints board",
    "appointed_board_majority": "appointed board",
    "votes_by_agreement": "votes by agreement",
    "consolidates": "consolidates",
    "part_of": "part of",
    "joint_holder": "holds jointly",
    "nominator": "nominator",
}
STATUSES = (Status.BLOCKED, Status.UNDETERMINED)
SIGN = {"blocked": "blocked", "undetermined": "undetermined", "not blocked": "not blocked"}


def draw_answer(analysis: OwnershipAnalysis, answer: OwnershipAnswer, path: Path) -> Path:
    """Draw the chains behind an answer.

    Args:
        analysis: the opened graph.
        answer: the answer.
        path: ends with ``.svg``, ``.png`` or ``.html``.

    Raises:
        InputError: another ending, or the file cannot be written.
    """
    return draw_ownership(answer_diagram(analysis, answer), path)


def answer_diagram(analysis: OwnershipAnalysis, answer: OwnershipAnswer) -> Diagram:
    """The entity, its owners above it as far as the listed ones, and the records between them."""
    as_of = answer.as_of
    rows = _chains(analysis, answer.entity, as_of)
    edges = [analysis.graph.edge(row) for row in rows]
    names = dict.fromkeys([answer.entity, *(name for edge in edges for name in (_top(edge), _bottom(edge)))])
    words = "; ".join(f"{one.regime} {SIGN.get(one.status.value, one.status.value)}" for one in answer.verdicts)
    return Diagram(
        title=analysis.data.label(answer.entity),
        subtitle=f"as of {as_of.valid}: {words}" if words else f"as of {as_of.valid}: nobody in the graph is listed",
        nodes=tuple(_node(analysis, answer, name) for name in names),
        links=tuple(_link(analysis, edge) for edge in edges),
        lines=tuple(line.text for line in answer_lines(analysis, answer)),
        footer=answer.verdicts[0].notice if answer.verdicts else "",
    )


def _top(edge: Edge) -> str:
    """The party drawn above: the owner, or the whole of which the other is a part."""
    return edge.owned if kinds()[edge.kind].role == "part" else edge.owner


def _bottom(edge: Edge) -> str:
    return edge.owner if kinds()[edge.kind].role == "part" else edge.owned


def _chains(analysis: OwnershipAnalysis, entity: str, as_of: AsOf) -> list[int]:
    """Rows upward from the entity, nearest first, that lead from a listed party to it or are its own."""
    found: dict[str, list[int]] = {}
    waiting, listed = [entity], _listed(analysis, as_of)
    parts = _parts(analysis, as_of)
    while waiting and len(found) < MOST_NODES:
        name = waiting.pop(0)
        if name in found or (name in listed and name != entity):
            continue
        rows = [row for row in analysis.graph.rows_into(analysis.graph.index(name)) if _drawn(analysis, row, as_of)]
        found[name] = [*rows, *parts.get(name, ())]
        waiting += [_top(analysis.graph.edge(row)) for row in found[name]]
    kept = _leading(analysis, found, entity, set(listed))
    return _fewest(analysis, kept, entity)


def _leading(
    analysis: OwnershipAnalysis, found: dict[str, list[int]], entity: str, listed: set[str]
) -> dict[str, list[int]]:
    """Of all rows above the entity those that come from a listed party, and the entity's own."""
    good = set(listed)
    changed = True
    while changed:
        more = {name for name, rows in found.items() if any(_top(analysis.graph.edge(row)) in good for row in rows)}
        changed = not more <= good
        good |= more
    return {
        name: [row for row in rows if name == entity or (name in good and _top(analysis.graph.edge(row)) in good)]
        for name, rows in found.items()
        if name == entity or name in good
    }


def _fewest(analysis: OwnershipAnalysis, kept: dict[str, list[int]], entity: str) -> list[int]:
    """The rows nearest to the entity, until the boxes are MOST_NODES."""
    names, rows, waiting, seen = {entity}, list[int](), [entity], {entity}
    while waiting:
        name = waiting.pop(0)
        for row in kept.get(name, ()):
            top = _top(analysis.graph.edge(row))
            if top in names or len(names) < MOST_NODES:
                names.add(top)
                rows.append(row)
                if top not in seen:
                    seen.add(top)
                    waiting.append(top)
    return rows


def _listed(analysis: OwnershipAnalysis, as_of: AsOf) -> dict[str, bool]:
    """Parties that are listed on the day, and whether that is certain."""
    found: dict[str, bool] = {}
    for entry in analysis.graph.listed_on(as_of):
        found[entry.party] = found.get(entry.party, False) or entry.certain
    return found


def _parts(analysis: OwnershipAnalysis, as_of: AsOf) -> dict[str, list[int]]:
    """Rows by which a party is part of another."""
    found: dict[str, list[int]] = {}
    roles = np.array([kind.role == "part" for kind in kinds().values()])
    for row in np.flatnonzero(roles[analysis.graph.kind]).tolist():
        if _drawn(analysis, row, as_of, part=True):
            found.setdefault(analysis.graph.edge(row).owner, []).append(row)
    return found


def _drawn(analysis: OwnershipAnalysis, row: int, as_of: AsOf, *, part: bool = False) -> bool:
    edge = analysis.graph.edge(row)
    role = kinds()[edge.kind].role
    wanted = role == "part" if part else role not in ("tie", "part")
    return wanted and analysis.graph.row_in_force(row, as_of) and edge.owner != edge.owned


def _node(analysis: OwnershipAnalysis, answer: OwnershipAnswer, name: str) -> DiagramNode:
    listed = _listed(analysis, answer.as_of)
    role = "between"
    if name in listed:
        role = "listed" if listed[name] else "maybe_listed"
    elif name in analysis.graph.unknown:
        role = "unnamed"
    elif name in analysis.graph.states:
        role = "state"
    tag = {"listed": "listed", "maybe_listed": "may be listed", "unnamed": "not named", "state": "state"}.get(role, "")
    status = ""
    if name == answer.entity:
        found = {one.status for one in answer.verdicts}
        status = next((one.value for one in STATUSES if one in found), "not blocked" if found else "")
        tag = "; ".join(filter(None, (tag, _short(answer)))) or "asked about"
        role = role if role == "listed" else "asked"
    entries = [entry.source for entry in analysis.graph.listed_on(answer.as_of) if entry.party == name]
    detail = "; ".join((f"{analysis.data.label(name)} ({name})", *dict.fromkeys(entries)))
    return DiagramNode(name, analysis.data.label(name), tag, role, status if status != "blocked" else "", detail)


def _short(answer: OwnershipAnswer) -> str:
    """``blocked 3 of 4``: how many of the regimes give this answer."""
    count = len(answer.verdicts)
    for status in (*STATUSES, Status.NOT_BLOCKED):
        same = sum(one.status is status for one in answer.verdicts)
        if same:
            return f"{status.value}: {same} of {count} regimes"
    return ""


def _link(analysis: OwnershipAnalysis, edge: Edge) -> DiagramEdge:
    role = kinds()[edge.kind].role
    share = edge.share.words() if edge.share else ""
    label = share or ("share not stated" if edge.kind == SHARE else SHORT.get(edge.kind, edge.kind.replace("_", " ")))
    if edge.unit == VOTES:
        label = f"{label} of votes"
    since = f"since {edge.valid.start}" if edge.valid.start != LONG_AGO else ""
    until = f"until {edge.valid.end}" if edge.valid.end != FOREVER else ""
    unsure = edge.grade == "weak" or (edge.kind == SHARE and (edge.share is None or not edge.share.exact))
    note = " ".join(filter(None, (since, until)))
    return DiagramEdge(
        _top(edge), _bottom(edge), label, note, ROLES.get(role, "other"), unsure, edge_words(analysis, edge)
    )
