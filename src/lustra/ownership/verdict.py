"""The answer for one entity under one regime on one day, with its evidence.

*Blocked*: taken whatever the true shares are. *Not blocked*: not taken under any consistent choice of shares.
*Undetermined*: neither; the deciding facts say what to find out. It is an answer, not a failure. What is
exposed without being blocked is the business of ``exposure`` and never of a verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from lustra.kernels.ownership.csr import CONTROL
from lustra.model.edge import WHOLE, Share
from lustra.model.time import FOREVER, AsOf, DayLike
from lustra.ownership.closure import Closure, closure, ranks, seed_nodes
from lustra.ownership.flags import Flag, flags_of
from lustra.ownership.graph import Graph
from lustra.ownership.linear import effective
from lustra.ownership.network import Array, Network
from lustra.ownership.network_builder import network
from lustra.ownership.proof import Certificate, Derivation, Support, certificates, derivation, persons_behind
from lustra.ownership.rules import Rule, regimes, rule_in_force, rules_of

__all__ = [
    "NOTICE",
    "BlockedParty",
    "Fact",
    "Status",
    "Verdict",
    "blocked",
    "status_of",
    "verdict",
    "verdict_by_rule",
    "verdicts",
]

NOTICE = "Computed from the records held, by the rule named; not legal advice. Undetermined is an answer."


class Status(StrEnum):
    """The possible answers."""

    BLOCKED = "blocked"
    NOT_BLOCKED = "not blocked"
    UNDETERMINED = "undetermined"
    NO_RULE = "no rule in force"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact whose finding would decide an undetermined answer."""

    words: str
    rows: tuple[int, ...] = ()
    """Records of the graph that leave it open."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One entity under one regime on one day."""

    entity: str
    regime: str
    as_of: AsOf
    status: Status
    rule: str = ""
    """Id of the version of the rule; "" where none is in force."""
    title: str = ""
    source: str = ""
    """Citation of the rule."""
    threshold: Fraction | None = None
    """In per cent."""
    strict: bool = False
    share: Share | None = None
    """Listed share of the capital: of all blocked owners, or of the person nearest to the threshold."""
    person: str = ""
    """Whose share it is, where persons are looked at one at a time."""
    gap: Fraction | None = None
    """Percentage points between the sure listed share and the threshold; 0 once it is met."""
    deciding: tuple[Fact, ...] = ()
    flags: tuple[Flag, ...] = ()
    derivations: tuple[Derivation, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    notice: str = NOTICE


@dataclass(frozen=True, slots=True)
class BlockedParty:
    """A party that is blocked without being listed."""

    entity: str
    regime: str
    rule: str
    rank: int
    """Rounds from the listed; 0 where persons are looked at one at a time."""
    person: str


def verdict(graph: Graph, entity: str, regime: str, as_of: AsOf) -> Verdict:
    """The answer for an entity under a regime.

    Args:
        graph: the graph.
        entity: id of the party.
        regime: a regime, rule or alias of the table of rules.
        as_of: the day asked about, and the day whose state of knowledge is used.

    Raises:
        UnknownNameError: the graph holds no such party, or no row of the table bears the regime's name.
    """
    graph.index(entity)
    rule = rule_in_force(regime, as_of.valid)
    if rule is None:
        return Verdict(entity, rules_of(regime)[0].regime, as_of, Status.NO_RULE)
    return verdict_by_rule(graph, entity, rule, as_of)


def verdict_by_rule(graph: Graph, entity: str, rule: Rule, as_of: AsOf) -> Verdict:
    """The answer by one rule, whatever days it was in force on.

    Raises:
        UnknownNameError: the graph holds no such party.
    """
    node = graph.index(entity)
    if rule.multiplied:
        return _multiplied(graph, entity, rule, as_of)
    net = network(graph, rule, as_of.known)
    lower, upper = _bounds(net, as_of.valid)
    status = _status(node, lower, upper)
    derivations, certified = _evidence(net, node, status, lower, upper)
    share, person = _listed_share(net, node, lower, upper)
    return Verdict(
        entity=entity,
        regime=rule.regime,
        as_of=as_of,
        status=status,
        rule=rule.id,
        title=rule.title,
        source=rule.source,
        threshold=rule.threshold,
        strict=rule.strict,
        share=share,
        person=person,
        gap=max(rule.threshold - share.lo_percent, Fraction(0)),
        deciding=_deciding(net, upper.day, derivations) if status is Status.UNDETERMINED else (),
        flags=flags_of(net, node, lower, upper, share),
        derivations=derivations,
        certificates=certified,
    )


def verdicts(graph: Graph, entity: str, as_of: AsOf, names: Sequence[str] = ()) -> list[Verdict]:
    """The answers under several regimes, all of the table where none is named.

    Raises:
        UnknownNameError: the graph holds no such party, or no row of the table bears a regime's name.
    """
    return [verdict(graph, entity, name, as_of) for name in names or regimes()]


def blocked(graph: Graph, regime: str, as_of: AsOf) -> list[BlockedParty]:
    """Every party that a regime's rule blocks without listing it, in order of rank and id.

    Raises:
        UnknownNameError: no row of the table bears the regime's name.
        InputError: the rule multiplies shares and has no set of blocked parties.
    """
    rule = rule_in_force(regime, as_of.valid)
    if rule is None:
        return []
    net = network(graph, rule, as_of.known)
    held = closure(net, as_of.valid)
    seeds = set(seed_nodes(net, held.day, upper=False).tolist())
    found = []
    for v in held.parties().tolist():
        if v not in seeds:
            round_or_person = int(held.member[v])
            rank = round_or_person if rule.aggregate else 0
            person = "" if rule.aggregate else net.persons[round_or_person - 1]
            found.append(BlockedParty(graph.names[v], rule.regime, rule.id, rank, person))
    return sorted(found, key=lambda d: (d.rank, d.entity))


def status_of(graph: Graph, entity: str, rule: Rule, day: DayLike, known: DayLike = FOREVER) -> Status:
    """The bare answer of one rule, whatever days it was in force on.

    Raises:
        UnknownNameError: the graph holds no such party.
    """
    if rule.multiplied:
        return _multiplied(graph, entity, rule, AsOf(day, known)).status
    lower, upper = _bounds(network(graph, rule, known), day)
    return _status(graph.index(entity), lower, upper)


def _bounds(net: Network, day: DayLike) -> tuple[Closure, Closure]:
    lower = closure(net, day)
    return lower, lower if net.exact else closure(net, day, upper=True)


def _status(node: int, lower: Closure, upper: Closure) -> Status:
    if node in lower:
        return Status.BLOCKED
    return Status.UNDETERMINED if node in upper else Status.NOT_BLOCKED


def _evidence(
    net: Network, node: int, status: Status, lower: Closure, upper: Closure
) -> tuple[tuple[Derivation, ...], tuple[Certificate, ...]]:
    derivations: list[Derivation] = []
    certified: list[Certificate] = []
    if status is Status.BLOCKED:
        derivations.append(_derived(net, node, lower, upper=False))
    elif status is Status.NOT_BLOCKED:
        certified += certificates(net, upper.day, node, upper=True)
    else:
        derivations.append(_derived(net, node, upper, upper=True))
        certified += certificates(net, lower.day, node, upper=False)
    return tuple(derivations), tuple(certified)


def _derived(net: Network, node: int, held: Closure, *, upper: bool) -> Derivation:
    person = None if net.rule.aggregate else int(held.member[node]) - 1
    return derivation(net, held.day, node, upper=upper, person=person)


def _multiplied(graph: Graph, entity: str, rule: Rule, as_of: AsOf) -> Verdict:
    found = effective(graph, rule, entity, as_of.valid, as_of.known)
    share = _share(found.lo, found.hi)
    met = found.lo > rule.threshold if rule.strict else found.lo >= rule.threshold
    may = found.hi > rule.threshold if rule.strict else found.hi >= rule.threshold
    status = Status.BLOCKED if met else Status.UNDETERMINED if may else Status.NOT_BLOCKED
    gap = max(rule.threshold - found.lo, Fraction(0))
    flags = tuple(Flag("effective", f"{p}: {_words(lo, hi)} effectively") for p, lo, hi in found.parts)
    named = rule.id, rule.title, rule.source, rule.threshold, rule.strict
    return Verdict(entity, rule.regime, as_of, status, *named, share, "", gap, (), flags)


def _share(lo: Fraction, hi: Fraction) -> Share:
    """Per cent as a share in the usual unit, widened to the next unit."""
    return Share(int(lo * WHOLE / 100), min(-int(-hi * WHOLE / 100 // 1), WHOLE))


def _words(lo: Fraction, hi: Fraction) -> str:
    return _share(lo, hi).words()


def _listed_share(net: Network, node: int, lower: Closure, upper: Closure) -> tuple[Share, str]:
    """The listed share of the capital, and whose it is where persons are looked at one at a time."""
    if net.rule.aggregate:
        return _share_between(net, node, lower.day, lower.member, upper.member), ""
    shares = []
    together = ranks(net, lower.day, seed_nodes(net, lower.day, upper=True), upper=True)
    for person in persons_behind(net, lower.day, node, together, upper=True):
        bounds = []
        for high in (False, True):
            seeds = seed_nodes(net, lower.day, upper=high, person=person)
            bounds.append(ranks(net, lower.day, seeds, upper=high))
        shares.append((_share_between(net, node, lower.day, bounds[0], bounds[1]), net.persons[person]))
    return max(shares, key=lambda s: (s[0].lo_percent, s[0].hi_percent), default=(Share(0, 0), ""))


def _share_between(net: Network, node: int, day: int, lower: Array, upper: Array) -> Share:
    layer = next((v for v in _layers(net, node, day) if v != node), node)
    here = [e for e in net.edges_into(layer, day) if net.hi[e] < CONTROL]
    whole = int(net.whole[layer])
    sure = sum(int(net.lo[e]) for e in here if lower[net.src[e]])
    possible = sum(int(net.hi[e]) for e in here if upper[net.src[e]])
    total = sum(int(net.lo[e]) for e in here)
    if total <= whole:
        possible = min(possible, whole - sum(int(net.lo[e]) for e in here if not upper[net.src[e]]))
    share = net.unpacked(sure, max(possible, sure), layer)
    lo, hi = min(share.lo, share.whole), min(share.hi, share.whole)
    return Share(lo, hi, share.lo_open and lo < hi, share.hi_open and lo < hi, share.whole)


def _layers(net: Network, node: int, day: int) -> list[int]:
    """The inner nodes that add up the capital of a party on a day."""
    n = net.graph.size
    sources = [int(net.src[e]) for e in net.edges_into(node, day)]
    return [v for v in sources if v >= n and net.inner[v - n].role == "capital"]


def _deciding(net: Network, day: int, derivations: Sequence[Derivation]) -> tuple[Fact, ...]:
    """What the derivation on upper bounds had to assume."""
    facts: dict[str, Fact] = {}
    for proof in derivations:
        for step in proof.steps:
            if step.because == "listed" and not _surely_listed(net, day, step.entity):
                nobody = step.entity in net.graph.unknown
                words = f"who {step.entity} is" if nobody else f"whether {step.entity} is the listed party"
                facts.setdefault(words, Fact(words))
            for support in step.supports:
                if support.rows and (words := _open_words(step.entity, support)):
                    facts.setdefault(words, Fact(words, support.rows))
    return tuple(facts.values())


def _surely_listed(net: Network, day: int, entity: str) -> bool:
    place = net.graph.index(entity)
    return bool((net.seeds.on(day) & net.seeds.certain & (net.seeds.node == place)).any())


def _open_words(entity: str, support: Support) -> str:
    if not support.certain:
        return f"whether the right of {support.owner} in {entity} amounts to control"
    if support.share is None or support.share.exact:
        return ""
    return f"the share of {support.owner} in {entity}, known to be {support.share.words()}"
