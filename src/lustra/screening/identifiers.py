"""Numbers that queries and entities share: decisive for what is unique in the world, never enough for a merge alone."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from lustra.model.entity import Identifier
from lustra.model.query import Feature
from lustra.screening.parameters import parameter
from lustra.text.identifiers import normal_identifier

__all__ = ["DECISIVE", "asked_forms", "identifier_feature", "identifier_key", "identifier_keys"]

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


def asked_forms(value: str) -> set[str]:
    """Normal forms that an identifier typed without its kind may have."""
    return {form for kind in ("", "imoNumber", "publicKey") if len(form := _form(kind, value)) >= SHORTEST}


def shared(asked: Sequence[str], listed: Sequence[Identifier]) -> list[Identifier]:
    """The listed identifiers that a query names, decisive kinds first."""
    forms = set().union(*(asked_forms(value) for value in asked))
    common = [identifier for identifier in listed if _form(identifier.kind, identifier.value) in forms]
    return sorted(common, key=lambda i: (i.kind not in DECISIVE, i.kind, i.value))


def identifier_feature(asked: Sequence[str], listed: Sequence[Identifier], name_score: float) -> tuple[float, Feature]:
    """The least score that shared identifiers give, and why; score 0.0 where none is shared.

    Args:
        asked: the query's identifiers.
        listed: the entity's identifiers.
        name_score: how well the names agree (0–1).
    """
    common = shared(asked, listed)
    if not common:
        return 0.0, Feature("identifier", 0.0, 0.0, "")
    first = common[0]
    contradicts = name_score < parameter("name_contradicts")
    if first.kind in DECISIVE:
        floor, template = parameter("identifier_decisive"), UNIQUE
    elif contradicts:
        floor, template = parameter("identifier_alone"), CONTRADICTS
    else:
        floor, template = parameter("identifier_agrees"), AGREES
    return floor, Feature("identifier", 1.0, floor, template.format(kind=first.kind, value=first.value))
