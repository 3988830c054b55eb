"""The rules of law as data: which share, counted how, on which days, by which authority.

A rule is a row of the packaged table ``ownership_rules``; the engine reads columns, never names. A *regime*
(``US-OFAC``) is a succession of rules; a *rule* (``US-OFAC-2008``) is one of its versions, valid on the half-open
interval of days that its row states. The kinds of right that a rule counts as control are codes of ``control_kinds``.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from lustra.data import table
from lustra.errors import RuleError, UnknownNameError
from lustra.model.time import FOREVER, LONG_AGO, Day, DayLike, Interval, parse_day

__all__ = ["Kind", "Rule", "clause", "kinds", "regimes", "rule_in_force", "rule_named", "rules", "rules_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of edge."""

    code: str
    criterion: str
    """Letter of the criterion in the EU's list (C-a … C-h) or of a red flag (R-1 … R-5)."""
    role: str
    """What it does: ``share``, ``control``, ``part``, ``joint_holder``, ``joint_arrangement``, ``nominator``, ``idle``,
    ``rebuttal``, ``firewall`` or ``tie`` (exposure only)."""
    title: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one regime's rule; every column of the table, typed."""

    id: str
    regime: str
    aliases: tuple[str, ...]
    title: str
    valid: Interval
    threshold: Fraction
    """In per cent of the capital."""
    strict: bool
    """Whether the threshold must be exceeded, not only met."""
    votes_threshold: Fraction | None
    """In per cent of the votes; None where votes are not counted."""
    votes_strict: bool
    aggregate: bool
    """Whether the holdings of all blocked parties are added up, or those of one person at a time."""
    multiplied: bool
    """Whether a chain multiplies percentages instead of carrying the whole holding on."""
    chain_by_votes: bool
    """Whether only a majority of the votes, or control, carries a chain on."""
    control: frozenset[str]
    """Kinds that count as control."""
    may_control: frozenset[str]
    """Kinds that may amount to control: they leave the answer undetermined."""
    any_holding: bool
    """Whether any listed holding at all means that nothing is clear."""
    rebuttable: bool
    firewall: bool
    joint_each: bool
    """Whether each joint holder holds the whole, or an equal part."""
    joint_merged: bool
    """Whether the parties to a joint arrangement hold the combined shares."""
    own_votes_excluded: bool
    through_states: bool
    """Whether a state can be held by somebody."""
    sum_flag: bool
    """Whether the sum of several persons' holdings is reported for legal review."""
    list_sources: tuple[str, ...]
    """The lists whose entries the rule starts from."""
    source: str
    verify: bool
    """Whether the text was not yet checked at the source."""


@cache
def kinds() -> dict[str, Kind]:
    """The code list of edge kinds, by code."""
    rows = table("control_kinds")
    return {row["code"]: Kind(row["code"], row["criterion"], row["role"], row["title"]) for row in rows}


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the table.

    Raises:
        RuleError: two versions of one regime are in force on the same day, or a row names an unknown kind.
    """
    found = tuple(_rule(row) for row in table("ownership_rules"))
    for rule in found:
        twin = next(
            (r for r in found if r.regime == rule.regime and r is not rule and r.valid.overlaps(rule.valid)), None
        )
        if twin:
            raise RuleError(f"{rule.id} and {twin.id} are in force on the same day", "Mend ownership_rules.csv.")
        if unknown := (rule.control | rule.may_control) - set(kinds()):
            raise RuleError(f"{rule.id} counts unknown kinds: {', '.join(sorted(unknown))}", "Mend control_kinds.csv.")
    return found


def regimes() -> tuple[str, ...]:
    """The names of all regimes, in the order of the table."""
    return tuple(dict.fromkeys(rule.regime for rule in rules()))


def rules_of(name: str) -> tuple[Rule, ...]:
    """The versions of a regime, oldest first, or the one version that the name picks out.

    Args:
        name: a regime (``US-OFAC``), a rule (``US-OFAC-2008``) or an alias (``OFAC``), in any case.

    Raises:
        UnknownNameError: no row bears the name.
    """
    wanted = name.casefold()
    if family := [rule for rule in rules() if _is_family(rule, wanted)]:
        members = [rule for rule in rules() if rule.regime == family[0].regime]
        return tuple(sorted(members, key=lambda rule: rule.valid))
    return (rule_named(name),)


def rule_named(name: str) -> Rule:
    """The one rule of an id or alias, whatever the day.

    Raises:
        UnknownNameError: no row bears the name.
    """
    wanted = name.casefold()
    for rule in rules():
        if wanted in (rule.id.casefold(), *(alias.casefold() for alias in rule.aliases)):
            return rule
    raise UnknownNameError(f"no regime is called {name!r}", f"Ask for one of {', '.join(regimes())}.")


def rule_in_force(name: str, day: DayLike) -> Rule | None:
    """The rule of a regime on a day, None where none is in force.

    Raises:
        UnknownNameError: no row bears the name.
    """
    return next((rule for rule in rules_of(name) if day in rule.valid), None)


def clause(regime: str, topic: str) -> str:
    """The words and citation of a rule's clause on a topic (``nominator``, ``own_votes`` …); "" where none is held."""
    rows = [row for row in table("ownership_clauses") if row["topic"] == topic and row["regime"] in (regime, "*")]
    best = min(rows, key=lambda row: row["regime"] == "*", default=None)
    return f"{best['clause']} ({best['source']})" if best else ""


def _is_family(rule: Rule, wanted: str) -> bool:
    if rule.regime.casefold() == wanted:
        return True
    return rule.id == rule.regime and wanted in (alias.casefold() for alias in rule.aliases)


def _rule(row: dict[str, str]) -> Rule:
    return Rule(
        id=row["id"],
        regime=row["regime"],
        aliases=tuple(row["aliases"].split()),
        title=row["title"],
        valid=Interval(_day(row["valid_from"], LONG_AGO), _day(row["valid_to"], FOREVER)),
        threshold=Fraction(row["threshold"]),
        strict=_yes(row, "strict"),
        votes_threshold=Fraction(row["votes_threshold"]) if row["votes_threshold"] else None,
        votes_strict=_yes(row, "votes_strict"),
        aggregate=_either(row, "aggregation", "all", "person"),
        multiplied=_either(row, "chain", "multiply", "cascade"),
        chain_by_votes=_either(row, "chain_by", "votes", "shares"),
        control=frozenset(row["control"].split()),
        may_control=frozenset(row["may_control"].split()),
        any_holding=_yes(row, "any_holding"),
        rebuttable=_yes(row, "rebuttable"),
        firewall=_yes(row, "firewall"),
        joint_each=_either(row, "joint_holding", "each", "divided"),
        joint_merged=_either(row, "joint_arrangement", "merged", "ignored"),
        own_votes_excluded=_either(row, "own_votes", "excluded", "counted"),
        through_states=_yes(row, "through_states"),
        sum_flag=_yes(row, "sum_flag"),
        list_sources=tuple(row["list_sources"].split()),
        source=row["source"],
        verify=bool(row["verify"]),
    )


def _day(text: str, otherwise: Day) -> Day:
    return parse_day(text) if text else otherwise


def _yes(row: dict[str, str], column: str) -> bool:
    return _either(row, column, "yes", "no")


def _either(row: dict[str, str], column: str, true: str, false: str) -> bool:
    if row[column] not in (true, false, ""):
        raise RuleError(f"{row['id']}: {column} is {row[column]!r}", f"Write {true} or {false} in ownership_rules.csv.")
    return row[column] == true
