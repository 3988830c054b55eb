"""Stakes in prose: what a statement of reasons says of its own entry, and every trap it must not fall into."""

import pytest

from lustra.model.edge import Edge
from lustra.model.statement import LoggedStatement, Statement
from lustra.readers.graphs.stakes import stakes
from lustra.usecases.ownership.list_ties import ties_of

FOUND = [
    ("He owns 75 % of Zorka Food, a company", True, (True, "Zorka Food", "75 %")),
    ("He holds 33,3 % of the shares in Example Invest LLC since 2019.", True, (True, "Example Invest LLC", "33.3 %")),
    ("As co-founder and 50% shareholder of Newsfront, he is", True, (True, "Newsfront", "50 %")),
    (
        "It owns 25% plus one of the shares of JSC Example Concern and",
        False,
        (True, "JSC Example Concern", "(25, 26] %"),
    ),
    ("He owns more than 50 % of Example Bank.", True, (True, "Example Bank", "(50, 100] %")),
    ("He holds around 38 % of Example Bank.", True, (True, "Example Bank", None)),
    ("Example Plant is 100% owned by the Belarusian state.", False, (False, "Belarusian state", "100 %")),
    ("Example Bank is a subsidiary (99 %) of Second Bank. Second Bank is", False, (False, "Second Bank", "99 %")),
]


@pytest.mark.parametrize(("text", "person", "expected"), FOUND, ids=[text for text, *_ in FOUND])
def test_a_plain_stake_is_read(text: str, person: bool, expected: tuple[bool, str, str | None]) -> None:
    """Who holds, whom, how much, and the words it was read from."""
    (stake,) = stakes(text, person=person)
    assert expected == (stake.holds, stake.name, stake.share.words() if stake.share else None)
    assert stake.words in " ".join(text.split())


TRAPS = [
    ("The company controls 70-80 % of the tobacco market in Belarus.", False),
    ("It owns 70 % of the tobacco market.", False),
    ("The sector accounts for 5 % of GDP.", False),
    ("Its main shareholder is EXAMPLE JSC, which is 100% owned by the Government of Russia.", False),
    ("He was the director of Example Limited, a Cyprus based subsidiary 100% owned by PJSC Example.", True),
    ("The bank, of which he owned around 38% in 2013, is", True),
    ("He holds 60 % of the votes in the assembly.", True),
    ("The Government of Russia directly holds more than 50% of the shares in EXAMPLE BANK and/or", True),
    ("The Government of Russia hold a 50% shareholding in Example, making it", True),
    ("A defence conglomerate, Example State Corporation, also owns 25% plus one of the shares of JSC Other and", False),
    ("It exports 40 % of its production.", False),
]


@pytest.mark.parametrize(("text", "person"), TRAPS, ids=[text for text, _ in TRAPS])
def test_what_is_not_the_entrys_own_stake_is_left_out(text: str, person: bool) -> None:
    """Market shares, GDP shares, other companies' owners, dates long past."""
    assert [] == list(stakes(text, person=person))


def logged(entity: str, schema: str, prop: str, value: str) -> LoggedStatement:
    """One statement of an invented list."""
    return LoggedStatement(Statement(entity, schema, prop, value, locator="list.csv:7"), "2021-07-07", "")


def test_lists_contribute_ties_without_shares_and_stakes_with_their_words() -> None:
    """A link has no share and no sum; a stake has its span and place as source; both are known from their version."""
    log = [
        logged("l:1", "Person", "name", "First"),
        logged("l:1", "Person", "notes", "He owns 75 % of Zorka Food."),
        logged("l:1#sanction:2", "Sanction", "reason", "He owns 75 % of Zorka Food."),
        logged("l:1#link:2", "UnknownLink", "subject", "l:1"),
        logged("l:1#link:2", "UnknownLink", "object", "l:2"),
        logged("l:2", "Organization", "name", "Second"),
    ]
    link, stake = (item for item in ties_of(log) if isinstance(item, Edge))
    assert ("l:1", "l:2", "linked_to", None) == (link.owner, link.owned, link.kind, link.share)
    assert ("l:1", "named:zorka food", "75 %") == (stake.owner, stake.owned, stake.share.words() if stake.share else "")
    assert "“He owns 75 % of Zorka Food” (list.csv:7)" in stake.sources[0]
    assert {"2021-07-07"} == {one.known.start.isoformat() for one in (link, stake)}
