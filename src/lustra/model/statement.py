"""The one shape in which every published fact is held: one value of one property from one source.

Vocabulary of ``schema`` and ``prop`` is FollowTheMoney's. What belongs to an entity but is a thing of its own (a
designation, a wallet, a link to another entry) is a sub-entity with the id ``<entity>#<kind>:<key>``, whose own
statement (``Sanction.entity``, ``CryptoWallet.holder``, ``UnknownLink.subject`` …) points back at the entity.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

__all__ = [
    "BAD_CHECKSUM",
    "WEAK",
    "LoggedStatement",
    "Problem",
    "Reading",
    "Statement",
    "collect",
    "only_statements",
    "source_of",
]

WEAK = "weak"
"""Grade of an alias that the publisher itself calls weak or low quality. Never promoted."""
BAD_CHECKSUM = "bad-checksum"
"""Grade of an identifier that fails its own checksum. Lowered, never dropped."""


class Statement(NamedTuple):
    """One value of one property of one entity, as one list version prints it.

    Dates are ISO text, "" where the publisher states none. Everything but ``locator`` is the statement's identity:
    the same statement in the next version is the same fact, wherever it has moved to in the file.
    """

    entity: str
    """``<source>:<publisher's id>``, with ``#<kind>:<key>`` for a sub-entity."""
    schema: str
    prop: str
    value: str
    """Cleaned for use: single blanks, EDTF dates, ISO 3166 alpha-2 lower-case countries where they resolve."""
    lang: str = ""
    """Language of the value as the publisher marks it, lower-case ISO 639."""
    country: str = ""
    """Issuing country of an identifier, lower-case ISO 3166 alpha-2."""
    original: str = ""
    """The publisher's wording, where ``value`` differs from it."""
    note: str = ""
    """The publisher's words about this value (document type, expiry, 'in Iran' …)."""
    grade: str = ""
    act: str = ""
    """Legal act by which the publisher says this value was added."""
    act_date: str = ""
    valid_from: str = ""
    valid_to: str = ""
    locator: str = ""
    """Where in the publisher's bytes it is written: ``sdn.csv:120``, ``UN_consolidated.xml:4711``."""


class LoggedStatement(NamedTuple):
    """A statement with the days between which its source published it: [known_from, known_to), ISO text."""

    statement: Statement
    known_from: str
    known_to: str
    """"" while the newest version still prints it."""


class Problem(NamedTuple):
    """Something in a published file that could not be used as published; nothing is dropped without one."""

    file: str
    where: str
    """Line, element or byte."""
    reason: str
    value: str = ""
    severity: str = "warning"
    """``warning``: the rest of the entry is used; ``error``: the entry or row is not."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file: the statements and the problems."""

    statements: tuple[Statement, ...]
    problems: tuple[Problem, ...]


def collect(items: Iterable[Statement | Problem]) -> Reading:
    """Gather a reader's stream into one value; for small files and tests."""
    statements: list[Statement] = []
    problems: list[Problem] = []
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            statements.append(item)
    return Reading(tuple(statements), tuple(problems))


def source_of(entity: str) -> str:
    """The source's name in an entity id: ``us_ofac_sdn`` of ``us_ofac_sdn:9639``."""
    return entity.partition(":")[0]


def only_statements(items: Iterable[Statement | Problem]) -> Iterator[Statement]:
    """The statements of a reader's stream, problems left out."""
    return (item for item in items if isinstance(item, Statement))
