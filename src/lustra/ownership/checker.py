"""An independent checker of ownership proofs. It shares no code with the engine and imports the standard library only.

It reads the exported document (a JSON object), applies the rule's parameters to the exported records by itself, with
fractions instead of packed integers and sets instead of arrays, and says what is wrong:

- every step of a derivation must follow from listed parties and earlier steps,
- no member of a certificate's outside may be taken even if everybody else were,
- the status, the sums and the digest must be what the document says.

What it cannot check: that the records are complete and true, and that the parameters are those of the law.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

__all__ = ["digest_of", "verify"]

Row = dict[str, Any]
Inside = Callable[[str], bool]


@dataclass(frozen=True)
class Part:
    """A holding in one layer of one company."""

    owner: str
    lo: Fraction
    hi: Fraction
    lo_open: bool
    hi_open: bool
    rows: frozenset[int]


@dataclass(frozen=True)
class CompanyRecords:
    """What the records say about one company on the day."""

    capital: list[Part]
    votes: list[Part] | None
    own: Part | None
    claims: list[tuple[str, bool, int]]
    """Owner, whether certain, record."""
    wholes: list[tuple[str, int]]
    """Parties that the company is a part of."""
    groups: list[set[str]]
    rebutted: bool


def digest_of(document: Row) -> str:
    """SHA-256 of the document without its own digest, in canonical JSON."""
    body = {key: value for key, value in document.items() if key != "digest"}
    return hashlib.sha256(json.dumps(body, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def verify(document: Row) -> list[str]:
    """Everything that is wrong with a proof document; an empty list accepts it.

    Args:
        document: the parsed JSON.
    """
    try:
        faults = [] if document["digest"] == digest_of(document) else ["the digest is not that of the document"]
        return faults + _Checker(document).faults()
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ZeroDivisionError) as broken:
        return [f"the document cannot be read: {type(broken).__name__} {broken}"]


class _Checker:
    def __init__(self, document: Row) -> None:
        self.document = document
        self.rule: Row = document["rule"]
        self.day: str = document["as_of"]
        self.rows = {int(row["n"]): row for row in document["edges"]}
        if len(self.rows) != len(document["edges"]):
            raise ValueError("two records have one number")
        self.live = [row for row in document["edges"] if self._in_force(row)]
        self.listed = {entry["party"]: entry for entry in document["listed"]}
        self.readings: dict[str, CompanyRecords] = {}

    def faults(self) -> list[str]:
        """Everything that is wrong."""
        document, found = self.document, list[str]()
        expected = {
            "blocked": (["lower"], set()),
            "not blocked": ([], {"upper"}),
            "undetermined": (["upper"], {"lower"}),
        }.get(document["status"])
        if expected is None:
            return [f"{document['status']!r} is no status"]
        if not self.rule["valid_from"] <= self.day < self.rule["valid_to"]:
            found.append("the rule is not in force on the day")
        if [d["bounds"] for d in document["derivations"]] != expected[0]:
            found.append("the derivations are not those that the status needs")
        if {c["bounds"] for c in document["certificates"]} != expected[1]:
            found.append("the certificates are not those that the status needs")
        for derivation in document["derivations"]:
            found += self._derivation(derivation)
        return found + (self._certificates() if document["certificates"] else [])

    # -- derivations

    def _derivation(self, derivation: Row) -> list[str]:
        upper, person = derivation["bounds"] == "upper", derivation["person"]
        found, known = list[str](), dict[tuple[str, bool], int]()
        if self.rule["aggregate"] == bool(person):
            found.append("the derivation starts from the wrong parties")
        for step in derivation["steps"]:
            state = str(step["entity"]), bool(step["carries"])
            found += [f"{state[0]}: {fault}" for fault in self._step(step, known, upper=upper, person=person)]
            known[state] = int(step["rank"])
        if not derivation["steps"] or (self.document["entity"], False) not in known:
            found.append("the derivation does not reach the entity")
        return found

    def _step(self, step: Row, known: dict[tuple[str, bool], int], *, upper: bool, person: str) -> list[str]:
        if step["because"] == "listed":
            right = step["rank"] == 1 and not step["supports"] and self._starts(step["entity"], upper, person)
            return [] if right else ["is not listed"]
        states = {(str(name), bool(carries)) for name, carries in step["states"]}
        early = all(known.get(state, step["rank"]) < step["rank"] for state in states)
        if not states or not early:
            return ["rests on something that no earlier step shows"]
        if any(not carries and not self._carries_by_itself(name) for name, carries in states):
            return ["rests on a party that does not carry the chain on"]
        return self._reason(step, {name for name, _ in states}, upper=upper)

    def _carries_by_itself(self, name: str) -> bool:
        """Whether being taken is enough to carry a chain on."""
        return name in self.listed or not self.rule["chain_by_votes"] or self._read(name).votes is None

    def _reason(self, step: Row, inside: set[str], *, upper: bool) -> list[str]:
        reading, because = self._read(step["entity"]), step["because"]
        supports = [(str(s["owner"]), frozenset(s["rows"])) for s in step["supports"]]
        if because in ("shares", "votes"):
            if step["carries"] and because == "shares":
                return ["shares do not carry the chain on"]
            return self._sum(step, reading, supports, inside, upper=upper)
        if because == "control" or because == "joint_each":
            claims = {
                (owner, frozenset({n})) for owner, sure, n in reading.claims if owner in inside and (sure or upper)
            }
            return [] if supports and set(supports) <= claims else ["no such right of control"]
        if because == "part_of":
            wholes = {(whole, frozenset({n})) for whole, n in reading.wholes if whole in inside}
            return [] if supports and set(supports) <= wholes else ["is no such part"]
        if because == "chain":
            own = step["carries"] and inside == {step["entity"]} and reading.votes is None
            return [] if own else ["does not carry the chain on"]
        return [f"{because!r} is no reason"]

    def _sum(
        self,
        step: Row,
        reading: CompanyRecords,
        supports: list[tuple[str, frozenset[int]]],
        inside: set[str],
        *,
        upper: bool,
    ) -> list[str]:
        if step["entity"] in self.document["states"] and not self.rule["through_states"]:
            return ["nobody holds a state under this rule"]
        votes = step["because"] == "votes"
        layer = (reading.votes or []) if votes else reading.capital
        held = {(part.owner, part.rows): part for part in layer}
        if not supports or len(set(supports)) < len(supports) or not set(supports) <= set(held):
            return ["the holdings are not those of the records"]
        parts = [held[support] for support in supports]
        if not all(_counts(part.owner, lambda name: name in inside, reading.groups) for part in parts):
            return ["a holder is not shown to be taken"]
        if Fraction(step["sum"]) != 100 * sum((p.hi if upper else p.lo for p in parts), Fraction(0)):
            return ["the sum is another"]
        return [] if self._enough(reading, parts, votes=votes, upper=upper) else ["the sum is not enough"]

    # -- certificates

    def _certificates(self) -> list[str]:
        found, certificates = list[str](), self.document["certificates"]
        named = [person for c in certificates for person in c["persons"] or ()]
        if sum(c["persons"] is None for c in certificates) != 1 or (named and self.rule["aggregate"]):
            found.append("the certificates do not speak of everybody listed")
        for certificate in certificates:
            upper = certificate["bounds"] == "upper"
            outside = {(str(name), bool(carries)) for name, carries in certificate["outside"]}
            persons = certificate["persons"]
            people = [p for p in self.listed if p not in named] if persons is None else persons
            found += [f"{name}: is listed" for name in self._seeds(people, upper) & {name for name, _ in outside}]
            if (self.document["entity"], False) not in outside:
                found.append("the certificate is not about the entity")
            for name, carries in sorted(outside):
                if self._taken(name, carries, outside, upper=upper):
                    found.append(f"{name}: would be taken by those inside")
        return found

    def _seeds(self, people: list[str], upper: bool) -> set[str]:
        hidden = {name for name, entry in self.listed.items() if entry["unknown"]} if upper else set()
        return {p for p in people if p in self.listed and (upper or self.listed[p]["certain"])} | hidden

    def _taken(self, name: str, carries: bool, outside: set[tuple[str, bool]], *, upper: bool) -> bool:
        """Whether a party would be taken if everything but the outside were."""

        def inside(owner: str) -> bool:
            if (owner, True) in outside:
                return False
            return (owner, False) not in outside or not self._plain(owner)

        reading = self._read(name)
        if any(inside(whole) for whole, _ in reading.wholes):
            return True
        if name in self.document["states"] and not self.rule["through_states"]:
            return False
        if any(inside(owner) for owner, sure, _ in reading.claims if sure or upper):
            return True
        if carries and reading.votes is None and self.rule["chain_by_votes"]:
            return (name, False) not in outside
        counted = [p for p in reading.votes or [] if _counts(p.owner, inside, reading.groups)]
        if reading.votes is not None and self._enough(reading, counted, votes=True, upper=upper):
            return True
        counted = [p for p in reading.capital if _counts(p.owner, inside, reading.groups)]
        return not carries and self._enough(reading, counted, votes=False, upper=upper)

    def _plain(self, name: str) -> bool:
        return not self.rule["chain_by_votes"] or self._read(name).votes is None

    # -- the rule

    def _starts(self, name: str, upper: bool, person: str) -> bool:
        entry = self.listed.get(name)
        if entry is None or not (upper or entry["certain"]):
            return False
        return not person or name == person or (upper and bool(entry["unknown"]))

    def _enough(self, reading: CompanyRecords, parts: list[Part], *, votes: bool, upper: bool) -> bool:
        layer = (reading.votes or []) if votes else reading.capital
        own = reading.own if votes else None
        threshold = Fraction(self.rule["votes_threshold"] if votes else self.rule["threshold"]) / 100
        strict = bool(self.rule["votes_strict"] if votes else self.rule["strict"]) or reading.rebutted
        if not parts:
            return False
        if not upper:
            total = sum((p.lo for p in parts), Fraction(0))
            least = threshold * (1 - own.lo if own else 1)
            return total > least or (total == least and (not strict or any(p.lo_open for p in parts)))
        total, opened = self._reach(parts, layer, 1 - own.lo if own else Fraction(1))
        if self.rule["any_holding"]:
            return total > 0
        least = threshold * (1 - own.hi if own else 1)
        return total > least or (total == least and not strict and not opened)

    def _reach(self, parts: list[Part], layer: list[Part], whole: Fraction) -> tuple[Fraction, bool]:
        """The most that some parts of a layer can come to, and whether they stay under it."""
        total, opened = sum((p.hi for p in parts), Fraction(0)), any(p.hi_open for p in parts)
        low = sum((p.lo for p in layer), Fraction(0))
        if low > whole or (low == whole and any(p.lo_open for p in layer)):
            return total, opened
        others = [p for p in layer if p not in parts]
        cap, cap_open = whole - sum((p.lo for p in others), Fraction(0)), any(p.lo_open for p in others)
        most, closed = min((total, not opened), (cap, not cap_open))
        return most, not closed

    # -- the records

    def _in_force(self, row: Row) -> bool:
        regime = self.rule["regime"]
        end = "9999-12-31" if regime in row["end_ignored_by"] else row["to"]
        return row["from"] <= self.day < end and regime not in row["start_ignored_by"] and row["from"] < row["to"]

    def _read(self, company: str) -> CompanyRecords:
        if company not in self.readings:
            self.readings[company] = self._reading(company)
        return self.readings[company]

    def _reading(self, company: str) -> CompanyRecords:
        mine = [row for row in self.live if row["owned"] == company]
        about = [row for row in self.live if row["about"] == company]
        capital = self._layer(company, mine, about, votes=False) + self._declared(company, mine)
        jointly = [row for row in mine if row["role"] == "joint_holder"]
        capital += self._divided(jointly, capital)
        own = [row for votes in (True, False) for row in _holdings(mine, votes=votes) if row["owner"] == company]
        own_part = _part(own[0]) if own and self.rule["own_votes_excluded"] else None
        votes = None
        if self.rule["votes_threshold"] is not None:
            stated = self._layer(company, mine, about, votes=True)
            base = self._layer(company, mine, about, votes=False)
            votes = stated or (base if own_part else None)
            votes = [] if votes is None and own_part else votes
        return CompanyRecords(
            capital=capital,
            votes=votes,
            own=own_part,
            claims=self._claims(company, mine) + self._joint_claims(jointly),
            wholes=[(r["owned"], r["n"]) for r in self.live if r["role"] == "part" and r["owner"] == company],
            groups=self._groups(about),
            rebutted=self.rule["rebuttable"] and any(row["role"] == "rebuttal" for row in mine),
        )

    def _layer(self, company: str, mine: list[Row], about: list[Row], *, votes: bool) -> list[Part]:
        parts: dict[str, list[Part]] = {}
        for row in _holdings(mine, votes=votes):
            if row["owner"] != company:
                parts.setdefault(row["owner"], []).append(_part(row))
        nominators = [row for row in about if row["role"] == "nominator"]
        nominators += [row for row in self.live if row["role"] == "nominator" and not row["about"]]
        return [part for found in parts.values() for part in _behind(_one(found), nominators, {found[0].owner})]

    def _declared(self, company: str, mine: list[Row]) -> list[Part]:
        found = []
        for row in mine:
            declared = row["kind"] == "share" and row["directness"] == "declared_indirect" and row["unit"] != "votes"
            if declared and row["owner"] != company and not self._reaches(row["owner"], company):
                part = _part(row)
                found.append(Part(part.owner, Fraction(0), part.hi, False, part.hi_open, part.rows))
        return found

    def _reaches(self, owner: str, company: str) -> bool:
        """Whether a path of undeclared interests leads from the owner through somebody else."""
        counted = set(self.rule["control"]) | set(self.rule["may_control"])
        rows = [r for r in self.rows.values() if r["directness"] != "declared_indirect"]
        links = [r for r in rows if r["role"] in ("share", "part") or r["kind"] in counted]
        seen, waiting = {company}, [company]
        while waiting:
            here = waiting.pop()
            for row in links:
                if row["owned"] == here and row["owner"] not in seen and (here != company or row["owner"] != owner):
                    seen.add(row["owner"])
                    waiting.append(row["owner"])
        return owner in seen

    def _divided(self, jointly: list[Row], capital: list[Part]) -> list[Part]:
        if self.rule["joint_each"]:
            return []
        holders = sorted({row["owner"] for row in jointly})
        found = []
        for holder in holders:
            rows = [row for row in jointly if row["owner"] == holder]
            if any(part.owner == holder for part in capital):
                continue
            numbers = frozenset(row["n"] for row in rows)
            if rows[0]["share"] is not None:
                part = _part(rows[0])
                found.append(Part(holder, part.lo, part.hi, part.lo_open, part.hi_open, numbers))
            else:
                equal = Fraction(1, len(holders))
                found.append(Part(holder, equal, equal, False, False, numbers))
        return found

    def _joint_claims(self, jointly: list[Row]) -> list[tuple[str, bool, int]]:
        return [(row["owner"], True, row["n"]) for row in jointly] if self.rule["joint_each"] else []

    def _claims(self, company: str, mine: list[Row]) -> list[tuple[str, bool, int]]:
        if self.rule["firewall"] and any(row["role"] == "firewall" for row in mine):
            return []
        rebutters = {row["owner"] for row in mine if row["role"] == "rebuttal"} if self.rule["rebuttable"] else set()
        sure, maybe = set(self.rule["control"]), set(self.rule["may_control"])
        rights = [row for row in mine if row["kind"] in sure | maybe and row["owner"] not in rebutters | {company}]
        return [(row["owner"], row["kind"] in sure and row["grade"] != "weak", row["n"]) for row in rights]

    def _groups(self, about: list[Row]) -> list[set[str]]:
        groups: list[set[str]] = []
        for row in about if self.rule["joint_merged"] else []:
            if row["role"] == "joint_arrangement":
                pair = {row["owner"], row["owned"]}
                joined = pair.union(*[group for group in groups if group & pair])
                groups = [group for group in groups if not group & pair] + [joined]
        return groups


def _counts(owner: str, inside: Inside, groups: list[set[str]]) -> bool:
    return inside(owner) or any(owner in group and any(inside(member) for member in group) for group in groups)


def _holdings(rows: list[Row], *, votes: bool) -> list[Row]:
    direct = [row for row in rows if row["kind"] == "share" and row["directness"] != "declared_indirect"]
    return [row for row in direct if (row["unit"] == "votes") == votes]


def _part(row: Row) -> Part:
    if row["share"] is None:
        return Part(row["owner"], Fraction(0), Fraction(1), True, False, frozenset({row["n"]}))
    lo, hi, brackets, whole = row["share"]
    bounds = Fraction(lo, whole), Fraction(hi, whole)
    return Part(row["owner"], *bounds, brackets[0] == "(", brackets[1] == ")", frozenset({row["n"]}))


def _one(found: list[Part]) -> Part:
    """Several records of one holder: the same once, otherwise anything from the least to the sum."""
    first, rows = found[0], frozenset[int]().union(*[part.rows for part in found])
    values = {(p.lo, p.hi, p.lo_open, p.hi_open) for p in found}
    if len(values) == 1:
        return Part(first.owner, first.lo, first.hi, first.lo_open, first.hi_open, rows)
    lo, lo_open = min((p.lo, p.lo_open) for p in found)
    total = sum((p.hi for p in found), Fraction(0))
    return Part(first.owner, lo, min(total, Fraction(1)), lo_open, total <= 1 and any(p.hi_open for p in found), rows)


def _behind(part: Part, nominators: list[Row], seen: set[str]) -> list[Part]:
    """Whose a nominee's holding is, through any number of nominees."""
    rows = [row for row in nominators if row["owned"] == part.owner and row["owner"] not in seen]
    if not rows:
        return [part]
    found = []
    whole = len(rows) == 1 and rows[0]["share"] is None
    for row in rows:
        stated, numbers = _part(row), part.rows | {row["n"]}
        lo, hi, opens = stated.lo, stated.hi, (stated.lo_open, stated.hi_open)
        if row["share"] is None:
            lo, hi, opens = Fraction(0), part.hi, (True, part.hi_open)
        if whole:
            lo, opens = part.lo, (part.lo_open, part.hi_open)
        found += _behind(Part(row["owner"], lo, hi, *opens, numbers), nominators, seen | {row["owner"]})
    if all(row["share"] is not None for row in rows):
        low = sum((_part(row).lo for row in rows), Fraction(0))
        high = sum((_part(row).hi for row in rows), Fraction(0))
        rest = max(part.lo - high, Fraction(0)), max(part.hi - low, Fraction(0))
        found.append(Part(part.owner, *rest, part.lo_open, part.hi_open, part.rows))
    return found
