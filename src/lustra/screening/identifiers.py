"""Numbers that queries and entities share: decisive for what is unique in the world, never enough for a merge alone."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from lustra.model.entity import Identifier
from lustra.model.query import Feature, Query
from lustra.screening.parameters import parameter
from lustra.text.identifiers import checksum_ok, normal_identifier

__all__ = ["DECISIVE", "forms", "identifier_feature", "identifier_key", "identifier_keys", "shared", "unused"]

DECISIVE: Final = frozenset({"imoNumber", "publicKey", "leiCode"})
"""Kinds that are given once in the world, to one thing, for as long as it exists."""
SHORTEST: Final = 5
"""Characters below which a number is too short to point at anybody."""

AGREES: Final = "The same {kind} {value}, under a name that does not contradict"
CONTRADICTS: Final = "The same {kind} {value}, but the names contradict each other: a number alone never makes two one"
UNIQUE: Final = "The same {kind} {value}, which only one party in the world bears"


def _form(kind: str, value: str) -> str:
    form = normal_identifier(kind, value)
    return form if kind == "publicKey" else form.upper()


def identifier_key(form: str) -> int:
    """63-bit key of a normal form."""
    return int.from_bytes(blake2b(form.encode(), digest_size=8).digest(), "little") >> 1


def identifier_keys(identifier: Identifier) -> list[int]:
    """The key under which an identifier is indexed; none where it is too short."""
    form = _form(identifier.kind, identifier.value)
    return [identifier_key(form)] if len(form) >= SHORTEST else []


def forms(identifier: Identifier) -> set[str]:
    """Normal forms that an identifier may have: of its kind, or of any kind where that is not known."""
    kinds = (identifier.kind,) if identifier.kind else ("", "imoNumber", "publicKey")
    return {form for kind in kinds if len(form := _form(kind, identifier.value)) >= SHORTEST}


def shared(left: Sequence[Identifier], right: Sequence[Identifier]) -> list[Identifier]:
    """The identifiers that two parties have in common, decisive kinds first; the same whichever party comes first.

    Two identifiers are the same if they have a normal form in common, whatever their kinds: publishers label one
    number differently. The kind is the one that either party states, "" where they state different ones.
    """
    right_forms = [(forms(identifier), identifier) for identifier in right]
    common = {
        _common(mine, other) for mine in left for others, other in right_forms if not others.isdisjoint(forms(mine))
    }
    return sorted(common, key=lambda i: (i.kind not in DECISIVE, i.kind, i.value))


def _common(left: Identifier, right: Identifier) -> Identifier:
    """One identifier that two parties state, each in its way."""
    kinds = {left.kind, right.kind} - {""}
    kind = kinds.pop() if len(kinds) == 1 else ""
    if not (left.kind or right.kind) and checksum_ok("leiCode", left.value):
        kind = "leiCode"
    return Identifier(kind, right.value if right.kind else left.value)


def identifier_feature(
    left: Sequence[Identifier], right: Sequence[Identifier], name_score: float
) -> tuple[float, Feature]:
    """The least score that shared identifiers give, and why; score 0.0 where none is shared.

    Args:
        left: identifiers of one party.
        right: identifiers of the other.
        name_score: how well the names agree (0–1).
    """
    common = shared(left, right)
    if not common:
        return 0.0, Feature("identifier", 0.0, 0.0, "")
    first = common[0]
    if first.kind in DECISIVE:
        least, template = parameter("identifier_decisive"), UNIQUE
    elif name_score < parameter("name_contradicts"):
        least, template = parameter("identifier_alone"), CONTRADICTS
    else:
        least, template = parameter("identifier_agrees"), AGREES
    return least, Feature("identifier", 1.0, least, template.format(kind=first.kind or "number", value=first.value))


def unused(query: Query) -> tuple[str, ...]:
    """What of a question is not compared, in words: addresses, and identifiers too short to tell anybody."""
    short = [value for value in query.identifiers if not forms(Identifier("", value))]
    notes = [f"The identifier {value!r} has under {SHORTEST} characters and was not looked up" for value in short]
    return (*(["The address was not compared"] if query.addresses else []), *notes)
