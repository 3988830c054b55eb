"""Which parties of a graph are entries of the lists: certain links are used, the others wait for a decision.

Certain is what the source itself says (an id of a list, a reference to an entry) and what a number says that the
matcher accepts under a name that does not contradict. A match by name alone is a potential match: until somebody
decides, it can only make a verdict undetermined.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from getpass import getuser
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from lustra.data import table
from lustra.errors import InputError, UnknownNameError
from lustra.model.decision import ACCEPTED, Decision, checked_decision, decided
from lustra.model.entity import Listing
from lustra.model.entity_assembly import entities
from lustra.model.party import Party
from lustra.model.query import Hit, Query
from lustra.model.statement import source_of
from lustra.model.time import FOREVER, AsOf, Day, DayLike, ImpreciseDate, Interval, parse_day
from lustra.ownership.graph import Listed
from lustra.ownership.rules import regimes, rules_of
from lustra.store.decisions import DecisionLog, append_decisions, read_decisions
from lustra.store.graphs import held_graph, read_notes, write_notes
from lustra.store.held import manifests
from lustra.store.layout import open_root, source_names
from lustra.store.log import entity_statements, read_log
from lustra.usecases.ownership.graphs import GraphData
from lustra.usecases.screening.indexing import build_index
from lustra.usecases.screening.sample import sample_log, sample_sources
from lustra.usecases.screening.screening import (
    DEFAULT_THRESHOLD,
    Screener,
    ScreeningOptions,
    WordMemory,
    index_is_fresh,
    index_key,
    open_screener,
)

__all__ = ["Decision", "DecisionLog", "Link", "dated_links", "decide", "decision_history", "links", "login_name"]

BATCH = 2000
MOST_ENTRIES = 5
"""Entries of one party that are shown; more mean that the name is too common to decide by."""
FEW_ENTRIES = 30
"""So many entries are read one by one; of more the whole log is read once."""
NOTES = "links"
Progress = Callable[[int], None]


class Link(NamedTuple):
    """A party and an entry of a list that may be the same."""

    party: str
    name: str
    entry: str
    caption: str
    status: str
    """``certain``, ``accepted``, ``rejected`` or ``open``."""
    score: float
    why: str
    known_from: str = ""
    """Publication day of the first held version that prints the entry, as ISO text; "" where no day is known."""

    def waits_by(self, known: Day) -> bool:
        """Whether it waits for a decision, and its entry was known on a day."""
        return self.status == "open" and (not self.known_from or known in Interval(parse_day(self.known_from)))


def links(
    root: Path | None, data: GraphData, progress: Progress = lambda parties: None, decided_by: DayLike = FOREVER
) -> list[Link]:
    """Every link of a graph's parties to the lists held, by party and then by score.

    What was found is kept beside the graph and used again while neither the graph nor the lists have changed.

    Args:
        root: the workspace; None matches the embedded graph with the embedded lists.
        data: the graph.
        progress: called with the number of parties looked at so far.
        decided_by: decisions of later days are left out.

    Raises:
        WorkspaceError: the workspace is damaged.
    """
    if root is None:
        return sorted(_stated(data, sample_sources()))
    workspace = open_root(root)
    decisions = decided(read_decisions(workspace, data.name).decisions, decided_by)
    matches = _kept(workspace, data, progress) if source_names(workspace) else []
    known = {(link.party, link.entry) for link in matches}
    named = [_with_decision(link, decisions.get((link.party, link.entry))) for link in matches]
    extra = [_decided(data, decision) for pair, decision in sorted(decisions.items()) if pair not in known]
    return sorted([*named, *extra], key=lambda link: (link.party, -link.score, link.entry))


def _with_decision(link: Link, decision: Decision | None) -> Link:
    return link._replace(status=decision.status) if decision else link


def decide(root: Path, name: str, decisions: Sequence[Decision]) -> None:
    """Add decisions about links to the graph's log; the last one about a link counts, and none is removed.

    Args:
        root: the workspace.
        name: of the graph.
        decisions: each with its actor and time.

    Raises:
        UnknownNameError: a list is not held, or the graph is not.
        InputError: one link is decided twice, or a decision lacks its actor or time.
        WorkspaceError: the workspace is damaged or being written to.
    """
    workspace = open_root(root)
    if len({(decision.party, decision.entry) for decision in decisions}) < len(decisions):
        raise InputError("one link is decided twice", "Accept it or reject it.")
    held_graph(workspace, name)
    sources = source_names(workspace)
    for decision in decisions:
        source = source_of(checked_decision(decision).entry)
        if source not in sources:
            raise UnknownNameError(f"no list {source!r} is held", f"Held are: {', '.join(sources) or 'none'}.")
    append_decisions(workspace, name, decisions)


def decision_history(root: Path, name: str) -> DecisionLog:
    """Every decision about the links of a graph, in the order in which they were taken.

    Raises:
        UnknownNameError: no such graph is held.
        WorkspaceError: the workspace or the log is damaged.
    """
    workspace = open_root(root)
    held_graph(workspace, name)
    return read_decisions(workspace, name)


def login_name() -> str:
    """Who runs this process, as the operating system names them; ``unknown`` where it does not."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def dated_links(root: Path | None, found: Sequence[Link]) -> tuple[list[Link], list[Listed]]:
    """The links with the day on which their entry became known, and the listings that they bring to their parties.

    A list that no rule names starts no rule; its entries can be seen among the links only.

    Args:
        root: the workspace; None is the embedded sample.
        found: the links.

    Returns:
        The links in their order, and the listings with the days and the regimes of each.

    Raises:
        WorkspaceError: the workspace is damaged.
    """
    usable = [link for link in found if link.status != "rejected"]
    listings = _listings(root, {link.entry for link in usable})
    entries = {
        entry
        for link in usable
        for listing in listings.get(link.entry, ())
        for entry in _entries(link, listing)
        if entry.regimes
    }
    return [_dated(link, listings.get(link.entry, ())) for link in found], sorted(entries)


def _dated(link: Link, listings: Sequence[Listing]) -> Link:
    first = min((listing.known_from.isoformat() for listing in listings), default="")
    return link._replace(known_from=first)


def _entries(link: Link, listing: Listing) -> Iterator[Listed]:
    """A designation as the engine takes it: until its end became known it looked as if it went on."""
    started = tuple(name for name in regimes() if _starts(name, listing))
    certain, source = link.status != "open", f"{link.entry} ({listing.programme or listing.source})"
    first = listing.known_from
    unended = Interval(first, listing.end)
    if not (unended.open or unended.empty):
        yield Listed(link.party, Interval(listing.start), unended, started, certain, source)
        first = listing.end
    yield Listed(link.party, Interval(listing.start, listing.end), Interval(first), started, certain, source)


def _starts(regime: str, listing: Listing) -> bool:
    """Whether a regime's rules start from a designation: its list counts, and its programme where only some do."""
    wanted = [row["programme"] for row in table("regime_programmes") if row["regime"] == regime]
    named = not wanted or any(word in f"{listing.programme} {listing.act}".upper() for word in wanted)
    return named and any(listing.source in rule.list_sources for rule in rules_of(regime))


def _listings(root: Path | None, wanted: set[str]) -> dict[str, tuple[Listing, ...]]:
    """The designations of entries, by id."""
    found: dict[str, tuple[Listing, ...]] = {}
    if root is None:
        for source in sorted({source_of(entry) for entry in wanted} & set(sample_sources())):
            found |= {entity.id: entity.listings for entity in entities(sample_log(source)) if entity.id in wanted}
        return found
    workspace = open_root(root)
    held = set(source_names(workspace))
    for source in sorted({source_of(entry) for entry in wanted} & held):
        of_source = {entry for entry in wanted if source_of(entry) == source}
        logs = (
            [read_log(workspace, source)]
            if len(of_source) > FEW_ENTRIES
            else [entity_statements(workspace, entry) for entry in sorted(of_source)]
        )
        found |= {one.id: one.listings for log in logs for one in entities(log) if one.id in of_source}
    return found


def _kept(root: Path, data: GraphData, progress: Progress) -> list[Link]:
    """The links found when neither graph nor lists were different from now, or found afresh."""
    key = f"{data.version} {index_key(root)}"
    rows = read_notes(root, data.name, NOTES)
    if rows and rows[0].get("key") == key:
        return [Link(**row) for row in rows[1:]]
    found = sorted({*_stated(data, source_names(root)), *_matched(_screener(root), _days(root), data, progress)})
    order = sorted(found, key=lambda link: (link.status == "certain", link.score))
    once = list({(link.party, link.entry): link for link in order}.values())
    write_notes(root, data.name, NOTES, [{"key": key}, *(link._asdict() for link in sorted(once))])
    return once


def _screener(root: Path) -> Screener:
    if not index_is_fresh(root):
        build_index(root)
    return open_screener(root)


def _stated(data: GraphData, held: Sequence[str]) -> Iterator[Link]:
    """Links that the source states: an id that is an entry's, or a reference to one."""
    names = data.graph.names if len(held) else ()
    for party in data.parties.values():
        for entry in party.listed:
            if source_of(entry) in held:
                yield Link(party.id, party.name, entry, "", "certain", 1.0, "the source names the entry")
    for name in names:
        if ":" in name and source_of(name) in held:
            yield Link(name, data.label(name), name, "", "certain", 1.0, "the same id")


def _days(root: Path) -> list[DayLike]:
    """The days on which parties are looked up: after all changes held, and at the end of every year held.

    An entry that a list has dropped is still met on a day on which it was listed.
    """
    years = [one.published.year for source in source_names(root) for one in manifests(root, source)]
    return [FOREVER, *(date(year, 12, 31) for year in range(min(years), max(years)))]


def _matched(screener: Screener, days: Sequence[DayLike], data: GraphData, progress: Progress) -> Iterator[Link]:
    options = ScreeningOptions(threshold=DEFAULT_THRESHOLD, cutoff=DEFAULT_THRESHOLD, limit=MOST_ENTRIES)
    described = _named(data)
    memory = WordMemory()
    done = 0
    while batch := list(islice(described, BATCH)):
        questions = [_question(party) for party in batch]
        for day in days:
            answers = screener.screen(questions, AsOf(day), options, memory)
            for party, answer in zip(batch, answers, strict=True):
                yield from (_link(party, hit) for hit in answer.hits if hit.match)
        done += len(batch)
        progress(done)


def _named(data: GraphData) -> Iterator[Party]:
    """Parties with a name, by id; of a party that the source does not describe the id is the name, if it is words."""
    for name in data.graph.names:
        party = data.parties.get(name)
        if party is None and " " in name.strip():
            yield Party(name, name)
        elif party is not None and party.name and not party.unnamed:
            yield party


def _question(party: Party) -> Query:
    return Query(
        names=(party.name,),
        id=party.id,
        schema=party.schema if party.schema in ("Person", "Company", "Organization") else "",
        birth_dates=_birth(party.birth_date),
        countries=(party.country,) if party.country else (),
        identifiers=party.identifiers,
    )


def _birth(text: str) -> tuple[ImpreciseDate, ...]:
    try:
        return (ImpreciseDate.from_edtf(text),) if text else ()
    except InputError:
        return ()


def _link(party: Party, hit: Hit) -> Link:
    features: Any = hit.explanation.features
    certain = any(feature.name == "identifier" and feature.value >= 1 for feature in features)
    why = "; ".join(feature.words for feature in features)
    status = "certain" if certain else "open"
    return Link(party.id, party.name, hit.entity, hit.caption, status, round(hit.score, 4), why)


def _decided(data: GraphData, decision: Decision) -> Link:
    score = 1.0 if decision.status == ACCEPTED else 0.0
    name = data.label(decision.party)
    return Link(decision.party, name, decision.entry, "", decision.status, score, "decided")
