"""Who is blocked because of who owns or controls it: a graph, the lists, and a question → verdicts with their proof."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lustra.errors import InputError, UnknownNameError
from lustra.model.time import FOREVER, AsOf, DayLike
from lustra.ownership.checker import verify
from lustra.ownership.conformance import Mismatch, run_cases
from lustra.ownership.document import proof_document
from lustra.ownership.exposure import Exposure, exposure
from lustra.ownership.graph import Graph
from lustra.ownership.rules import regimes, rule_in_force
from lustra.ownership.states import StateOwnedCompany, state_owned
from lustra.ownership.timeline import StatusPeriod, timeline
from lustra.ownership.verdict import BlockedParty, Verdict, blocked, verdict
from lustra.ownership.whatif import ListingGain, StakeReduction, listing_gain, sole_support, synergies, transfer_watch
from lustra.ownership.worlds import BlockedFrequency, sampled_worlds
from lustra.store.layout import graph_names, open_root
from lustra.usecases.ownership.graphs import SAMPLE, GraphData, open_graph
from lustra.usecases.ownership.linking import Link, dated_links, links

__all__ = [
    "BlockedFrequency",
    "BlockedParty",
    "ListingGain",
    "OwnershipAnalysis",
    "OwnershipAnswer",
    "StakeReduction",
    "StateOwnedCompany",
    "StatusPeriod",
    "Verdict",
    "check_cases",
    "check_proofs",
    "open_analysis",
]

MOST_ABOVE = 2000
"""Owners above an entity up to which exposure is told beside the verdict; beyond it takes minutes, the verdict none."""
MOST_PAIRS = 30
"""Owners whose pairs are tried for synergies."""
NEAREST = 5
"""Similar names that an error message offers."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class OwnershipAnswer:
    """What is said about one entity on one day."""

    entity: str
    as_of: AsOf
    verdicts: tuple[Verdict, ...]
    exposures: tuple[Exposure | None, ...]
    """Of each verdict; None where its rule was not in force, or where too many owners stand above the entity."""
    silent: tuple[str, ...]
    """Regimes not answered because nobody in the graph is listed under them on the day."""
    open_links: tuple[Link, ...]
    """Potential matches of the parties that the answer speaks of, waiting for a decision."""


class OwnershipAnalysis:
    """A graph with the listed parties in it.

    Args:
        data: the graph.
        found: its links to the lists.
        graph: the graph with the listings that the links bring.
    """

    def __init__(self, data: GraphData, found: Sequence[Link], graph: Graph) -> None:
        self.data, self.links, self.graph = data, tuple(found), graph

    def party(self, text: str) -> str:
        """The id of a party that is asked for by id, by name, or by the id of a listed entry linked to it.

        Raises:
            UnknownNameError: nobody or more than one party bears the name.
        """
        if text in self.data.parties or text in self._ids():
            return text
        folded = text.casefold().strip()
        named = sorted(p.id for p in self.data.parties.values() if p.name.casefold() == folded)
        named = named or sorted({link.party for link in self.links if link.entry == text and link.status != "rejected"})
        if len(named) == 1:
            return named[0]
        if named:
            raise UnknownNameError(
                f"{len(named)} parties are called {text!r}", f"Ask by id: {', '.join(named[:NEAREST])}."
            )
        near = [f"{p.name} ({p.id})" for p in self.data.parties.values() if folded and folded in p.name.casefold()]
        offer = f"Did you mean {', '.join(sorted(near)[:NEAREST])}?" if near else "Ask by its id or its whole name."
        raise UnknownNameError(f"the graph {self.data.name} has no party {text!r}", offer)

    def _ids(self) -> set[str]:
        if len(self.data.graph.names) > len(self.data.parties):
            return set(self.data.graph.names)
        return set()

    def answer(self, entity: str, as_of: AsOf, names: Sequence[str] = ()) -> OwnershipAnswer:
        """Verdict, exposure and open links of one entity.

        Args:
            entity: id of the party.
            as_of: the day asked about, and the day whose state of knowledge is used.
            names: regimes; otherwise those in force under which somebody in the graph is listed on the day.

        Raises:
            UnknownNameError: the graph holds no such party, or no regime has such a name.
        """
        self.graph.index(entity)
        asked = tuple(names) or self._started(as_of)
        found = tuple(verdict(self.graph, entity, name, as_of) for name in asked)
        near = self._few_above(entity, as_of)
        exposed = tuple(exposure(self.graph, one) if one.rule and near else None for one in found)
        spoken = {entity} | {step.entity for one in found for d in one.derivations for step in d.steps}
        waiting = tuple(link for link in self.links if link.waits_by(as_of.known) and link.party in spoken)
        silent = () if names else tuple(name for name in regimes() if name not in asked)
        return OwnershipAnswer(entity, as_of, found, exposed, silent, waiting)

    def _few_above(self, entity: str, as_of: AsOf) -> bool:
        """Whether so few owners stand above an entity that its exposure can be told at once."""
        seen, waiting = {self.graph.index(entity)}, [self.graph.index(entity)]
        while waiting and len(seen) <= MOST_ABOVE:
            for row in self.graph.rows_into_on(waiting.pop(), as_of):
                owner = int(self.graph.owner[row])
                if owner not in seen:
                    seen.add(owner)
                    waiting.append(owner)
        return len(seen) <= MOST_ABOVE

    def _started(self, as_of: AsOf) -> tuple[str, ...]:
        started = {name for entry in self.graph.listed_on(as_of) for name in (entry.regimes or regimes())}
        return tuple(name for name in regimes() if name in started and rule_in_force(name, as_of.valid) is not None)

    def proof(self, one: Verdict) -> dict[str, Any] | None:
        """A verdict as a document that ``verify-proof`` checks; None where it has no proof."""
        return proof_document(self.graph, one) if one.derivations or one.certificates else None

    def blocked(self, as_of: AsOf, names: Sequence[str] = ()) -> list[BlockedParty]:
        """Every party that is blocked without being listed, by regime, rank and id.

        Raises:
            UnknownNameError: no regime has such a name.
        """
        rules = [(name, rule_in_force(name, as_of.valid)) for name in names or self._started(as_of)]
        cascades = [name for name, rule in rules if rule and not rule.multiplied]
        return [one for name in cascades for one in blocked(self.graph, name, as_of)]

    def timeline(
        self, entity: str, names: Sequence[str] = (), known: DayLike = FOREVER
    ) -> dict[str, list[StatusPeriod]]:
        """The exact days on which an entity was blocked, under each regime under which anybody was known to be listed.

        Raises:
            UnknownNameError: the graph holds no such party, or no regime has such a name.
        """
        ever = {name for entry in self.graph.listed_by(known) for name in (entry.regimes or regimes())}
        asked = names or [name for name in regimes() if name in ever]
        return {name: timeline(self.graph, entity, name, known) for name in asked}

    def state(self, text: str, as_of: AsOf) -> tuple[str, list[StateOwnedCompany]]:
        """The companies of a state, asked for by country code, name or id.

        Raises:
            UnknownNameError: the graph has no such state.
        """
        wanted = text.casefold().strip()
        for name in sorted(self.graph.states):
            party = self.data.parties.get(name)
            if wanted in (name.casefold(), *((party.country, party.name.casefold()) if party else ())):
                return name, state_owned(self.graph, name, as_of)
        have = ", ".join(sorted(map(self.data.label, self.graph.states))) or "none"
        raise UnknownNameError(f"the graph {self.data.name} has no state {text!r}", f"States in it: {have}.")

    def gain(self, regime: str, as_of: AsOf) -> tuple[list[ListingGain], list[tuple[str, str, tuple[str, ...]]]]:
        """What would newly be blocked if an owner were listed, and pairs that give more together than apart.

        Raises:
            UnknownNameError: no regime has such a name.
            InputError: no rule is in force on the day, or it multiplies shares.
        """
        gains = listing_gain(self.graph, regime, as_of)
        first = [one.owner for one in gains[:MOST_PAIRS]]
        return gains, synergies(self.graph, regime, as_of, first)

    def support(self, person: str, regime: str, as_of: AsOf) -> list[str]:
        """What would be freed if one listed person were delisted.

        Raises:
            UnknownNameError: no regime or party has such a name.
            InputError: no rule is in force on the day, or the person is not listed.
        """
        return sole_support(self.graph, regime, as_of, person)

    def transfers(self, regime: str, known: DayLike = FOREVER) -> list[StakeReduction]:
        """Stakes that fell below the threshold close to a listing.

        Raises:
            UnknownNameError: no regime has such a name.
        """
        return transfer_watch(self.graph, regime, known)

    def worlds(self, regime: str, as_of: AsOf, count: int) -> list[BlockedFrequency]:
        """In how many of some consistent worlds an undetermined party is blocked: triage, never the verdict.

        Raises:
            UnknownNameError: no regime has such a name.
            InputError: no rule is in force on the day, it multiplies shares, or no world is asked for.
        """
        return sampled_worlds(self.graph, regime, as_of, worlds=count)


def open_analysis(root: Path | None, name: str = "", progress: Progress = lambda parties: None) -> OwnershipAnalysis:
    """Open a graph with the listed parties in it.

    Args:
        root: the workspace; None is the embedded sample, whose only graph is called ``sample``.
        name: of the graph; may be left out where the workspace holds one.
        progress: called with the number of parties matched with the lists so far.

    Raises:
        UnknownNameError: no such graph is held.
        InputError: the workspace holds several graphs and none was named.
        WorkspaceError: the workspace is damaged.
    """
    data = open_graph(root, _chosen(root, name))
    found, listed = dated_links(root, links(root, data, progress))
    return OwnershipAnalysis(data, found, data.listed(listed))


def _chosen(root: Path | None, name: str) -> str:
    if root is None:
        if name not in ("", SAMPLE):
            raise InputError(f"the graph {name!r} needs a workspace", "Add --workspace DIR, or set LUSTRA_WORKSPACE.")
        return SAMPLE
    held = graph_names(open_root(root))
    if name or len(held) == 1:
        return name or held[0]
    if not held:
        raise InputError(f"{root} holds no graph yet", "Load one: lustra graph load NAME PATH")
    raise InputError(f"{root} holds several graphs", f"Name one with --graph: {', '.join(held)}.")


def check_cases(document: Any) -> list[Mismatch]:
    """Every answer of a case file that differs from ours.

    Raises:
        InputError: the document is no case file.
    """
    if not isinstance(document, list | dict):
        raise InputError("the document is no case file", "It is a list of cases, or an object with cases.")
    return run_cases(document)


def check_proofs(document: Any) -> list[tuple[str, list[str]]]:
    """What is wrong with each proof in a document: one proof, a list of proofs, or an answer of ``lustra own``.

    Returns:
        For each proof its entity and regime, and its faults; no faults accept it.

    Raises:
        InputError: the document holds no proof.
    """
    found = list(_proofs(document))
    if not found:
        raise InputError("the document holds no proof", "Write one with: lustra own ENTITY --format json")
    return [(f"{one.get('entity')} under {one.get('regime')}: {one.get('status')}", verify(one)) for one in found]


def _proofs(document: Any) -> Iterable[dict[str, Any]]:
    if isinstance(document, list):
        for one in document:
            yield from _proofs(one)
    elif isinstance(document, dict) and "digest" in document:
        yield document
    elif isinstance(document, dict):
        yield from _proofs([one["proof"] for one in document.get("verdicts", ()) if one.get("proof")])
