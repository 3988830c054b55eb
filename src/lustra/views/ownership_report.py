"""An answer about ownership in words for a compliance officer: parties by name, and no claim beyond the records."""

from collections.abc import Iterator
from typing import NamedTuple

from lustra.model.edge import Edge
from lustra.model.time import FOREVER, LONG_AGO, Interval
from lustra.ownership.exposure import sentence
from lustra.ownership.proof import Certificate, Derivation, Step, Support
from lustra.ownership.rules import Kind, clause, kinds
from lustra.ownership.verdict import Status, Verdict
from lustra.usecases.ownership.analysis import OwnershipAnalysis, OwnershipAnswer

__all__ = ["Line", "answer_lines", "days_words", "edge_words", "gap_words"]

MOST = 6
"""Stakes, ties and open links shown of each sort; the JSON answer has them all."""
MOST_OUTSIDE = 8
BECAUSE = {
    "shares": "enough of its capital is held by parties blocked before",
    "votes": "enough of its votes are held by parties blocked before",
    "control": "a party blocked before has a right that this rule counts",
    "part_of": "it is a part of a party blocked before",
    "joint_each": "it is held jointly; this rule counts each holder as holding all of it",
    "chain": "the chain goes on",
}


class Line(NamedTuple):
    """One line and what it is.

    Sorts are ``title``, ``verdict``, ``head``, ``rule``, ``proof``, ``record``, ``fact``, ``note``, ``beside``,
    ``end``.
    """

    sort: str
    text: str
    status: str = ""
    """Of a verdict: ``blocked`` …"""


def answer_lines(analysis: OwnershipAnalysis, answer: OwnershipAnswer) -> Iterator[Line]:
    """The whole answer."""
    label = analysis.data.label(answer.entity)
    own = f" ({answer.entity})" if label != answer.entity else ""
    known = "" if answer.as_of.known == FOREVER else f", from what was known by {answer.as_of.known}"
    yield Line("title", f"{label}{own}, as of {answer.as_of.valid}{known}, graph {analysis.data.name}")
    if not answer.verdicts:
        yield Line("note", "No party of this graph is listed on the day under a rule in force: nothing can be blocked.")
    yield from (Line("verdict", _summary(one), one.status.value) for one in answer.verdicts)
    for one in answer.verdicts:
        yield Line("head", f"{one.regime}: {one.status.value}", one.status.value)
        yield from _verdict(analysis, one)
    beside = list(_beside(analysis, answer))
    if beside:
        yield Line("head", "beside the verdicts (exposure, no verdict)")
        yield from beside
    if answer.open_links:
        yield Line("head", "potential matches that wait for a decision")
    yield from _end(answer)


def _summary(one: Verdict) -> str:
    share = one.share.words() if one.share and not _listed_itself(one) else ""
    words = "listed itself" if _listed_itself(one) else f"listed share {share}" if share else ""
    return f"{one.regime:<11} {one.status.value.upper():<13} {words}".rstrip()


def gap_words(one: Verdict) -> str:
    """Listed share, threshold and gap in words."""
    if one.share is None or one.threshold is None:
        return ""
    sign = ">" if one.strict else "≥"
    person = f" (of one person, {one.person})" if one.person else ""
    short = one.gap if one.status is not Status.BLOCKED else None
    gap = f"; what is sure is {float(short):.9g} points short" if short else ""
    return f"listed share {one.share.words()}{person}, threshold {sign} {float(one.threshold):g} %{gap}"


def days_words(days: Interval) -> str:
    """Half-open days in words; "" where nothing bounds them."""
    since = f"since {days.start}" if days.start != LONG_AGO else ""
    until = f"until {days.end}" if days.end != FOREVER else ""
    return " ".join(part for part in (since, until) if part)


def edge_words(analysis: OwnershipAnalysis, edge: Edge, *, sources: bool = True) -> str:
    """One record in words, with the names of its parties, its days and its sources."""
    named = edge._replace(owner=analysis.data.label(edge.owner), owned=analysis.data.label(edge.owned), sources=())
    kind = kinds()[edge.kind]
    words = sentence(named) if kind.role == "share" else _right(named, kind)
    until = f", until {edge.valid.end}" if edge.valid.end != FOREVER else ""
    if not sources:
        return f"{words}{until}"
    known = f"known since {edge.known.start}" if edge.known.start != LONG_AGO else ""
    found = "; ".join(filter(None, (*edge.sources, known)))
    return f"{words}{until}{f' [{found}]' if found else ''}"


def _right(edge: Edge, kind: Kind) -> str:
    since = f", since {edge.valid.start}" if edge.valid.start != LONG_AGO else ""
    if kind.role == "part":
        return f"{edge.owner} is part of {edge.owned}{since}"
    return f"{edge.owner}, over {edge.owned}: {kind.title.partition(';')[0]}{since}"


def _verdict(analysis: OwnershipAnalysis, one: Verdict) -> Iterator[Line]:
    if not one.rule:
        return
    yield Line("rule", f"rule {one.rule}: {one.title}. Source: {one.source}")
    if not _listed_itself(one):
        yield Line("rule", _named(analysis, gap_words(one), *filter(None, (one.person,))))
    for derivation in one.derivations:
        yield from _derivation(analysis, one, derivation)
    for certificate in one.certificates:
        yield from _certificate(analysis, certificate, one)
    for fact in one.deciding:
        yield Line("fact", f"to be found out: {_named(analysis, fact.words)}")
    for flag in one.flags:
        yield Line("note", f"{flag.code}: {_named(analysis, flag.words)}")


def _listed_itself(one: Verdict) -> bool:
    steps = [step for d in one.derivations for step in d.steps]
    return one.status is Status.BLOCKED and any(s.entity == one.entity and s.because == "listed" for s in steps)


def _derivation(analysis: OwnershipAnalysis, one: Verdict, derivation: Derivation) -> Iterator[Line]:
    if derivation.upper:
        yield Line("proof", "it could be blocked, if the open facts come out so:")
    for number, step in enumerate(derivation.steps, 1):
        yield Line("proof", f"{number}. {_step(analysis, one, step)}")
        for support in step.supports:
            yield from (Line("record", words) for words in _support(analysis, step, support))


def _step(analysis: OwnershipAnalysis, one: Verdict, step: Step) -> str:
    name = analysis.data.label(step.entity)
    if step.because == "listed":
        of_party = [entry for entry in analysis.graph.listed_on(one.as_of) if entry.party == step.entity]
        listings = [entry for entry in of_party if entry.starts(one.regime)]
        entries = dict.fromkeys(", ".join(filter(None, (e.source, days_words(e.valid)))) for e in listings)
        sure = "is listed" if any(entry.certain for entry in listings) else "may be listed"
        return f"{name} {sure}: {'; '.join(entries) or 'a party whom the source does not name'}"
    words = BECAUSE.get(step.because, step.because)
    cited = clause(one.regime, step.because) if step.because not in ("shares", "control") else ""
    return f"{name}: {words}{f'. {cited}' if cited else ''}"


def _support(analysis: OwnershipAnalysis, step: Step, support: Support) -> Iterator[str]:
    for row in support.rows:
        yield edge_words(analysis, analysis.graph.edge(row))
    if not support.rows and support.owner != step.entity:
        yield f"through {analysis.data.label(support.owner)}"


def _certificate(analysis: OwnershipAnalysis, certificate: Certificate, one: Verdict) -> Iterator[Line]:
    names = list(dict.fromkeys(analysis.data.label(name) for name, _ in certificate.outside))
    shown = ", ".join(names[:MOST_OUTSIDE]) + (
        f" and {len(names) - MOST_OUTSIDE} more" if len(names) > MOST_OUTSIDE else ""
    )
    who = "" if certificate.persons is None else f" from {', '.join(map(analysis.data.label, certificate.persons))}"
    if one.status is Status.NOT_BLOCKED:
        said = "whatever the open shares are" if certificate.upper else "on what is known"
        yield Line("proof", f"no chain{who} reaches it, {said}; checked set: {shown}")
    else:
        yield Line("proof", f"it is not surely blocked{who}; checked set: {shown}")


def _beside(analysis: OwnershipAnalysis, answer: OwnershipAnswer) -> Iterator[Line]:
    """What is beside the verdicts, once: near misses by regime, then stakes and ties."""
    pairs = [(one, exposed) for one, exposed in zip(answer.verdicts, answer.exposures, strict=True) if exposed]
    open_ = [(one, exposed) for one, exposed in pairs if one.status is not Status.BLOCKED]
    if not open_:
        if any(one.rule and one.status is not Status.BLOCKED for one in answer.verdicts) and not pairs:
            yield Line("note", "Exposure beside the verdicts was left out: too many owners stand above the entity.")
        return
    for one, exposed in open_:
        if (near := exposed.near_miss) is not None and near.known:
            reach = "could" if near.reachable else "could not"
            said = f"{float(near.missing):.6g} points are missing, {float(near.undisclosed):.6g} % is undisclosed"
            yield Line("beside", f"{one.regime}: {said}, which {reach} close the gap")
    exposed = open_[0][1]
    for stake in exposed.stakes[:MOST]:
        yield Line("beside", "; ".join(edge_words(analysis, analysis.graph.edge(row)) for row in stake.rows))
    for tie in exposed.ties[:MOST]:
        steps = " → ".join(edge_words(analysis, analysis.graph.edge(step.row), sources=False) for step in tie.steps)
        yield Line("beside", f"tie to {analysis.data.label(tie.listed)}: {steps}")


def _end(answer: OwnershipAnswer) -> Iterator[Line]:
    for link in answer.open_links[:MOST]:
        said = f"{link.name} ({link.party}) may be {link.caption or link.entry} ({link.entry}), score {link.score:.2f}"
        yield Line("fact", said)
    if answer.silent:
        yield Line("end", f"Nobody in this graph is listed on the day under: {', '.join(answer.silent)}.")
    if answer.verdicts:
        yield Line("end", answer.verdicts[0].notice)


def _named(analysis: OwnershipAnalysis, words: str, *ids: str) -> str:
    """The engine's words with the names of parties in the place of their ids."""
    for name in ids or [word.strip(":,;.") for word in words.split()]:
        if analysis.data.label(name) != name:
            words = words.replace(name, analysis.data.label(name), 1)
    return words
