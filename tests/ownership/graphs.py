"""Random ownership graphs for property tests."""

import random
from datetime import date, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from lustra.model.edge import DECLARED_INDIRECT, Edge, Share
from lustra.model.time import Interval

__all__ = ["CALM", "DAYS", "PARTIES", "mixed_graphs", "plain_graphs", "random_edges", "shares"]

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A slow machine is no failure."""
PARTIES = tuple("ABCDEFGH")
STEPS = ("0", "5", "10", "20", "25", "30", "33.3", "40", "49.9", "50", "50.1", "60", "75", "100")


@st.composite
def shares(draw: st.DrawFn) -> Share | None:
    """An exact share, a band or no share at all, often at a threshold."""
    if draw(st.integers(0, 9)) == 0:
        return None
    first, last = sorted(draw(st.tuples(st.sampled_from(STEPS), st.sampled_from(STEPS))), key=float)
    if first == last or draw(st.booleans()):
        return Share.percent(first)
    return Share.percent(first, last, draw(st.sampled_from(("[]", "(]", "[)", "()"))))


@st.composite
def plain_graphs(draw: st.DrawFn) -> tuple[list[Edge], list[str]]:
    """Holdings and rights of control, each pair once, and the listed."""
    pairs = draw(st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)), max_size=16, unique=True))
    edges = [Edge(a, b, share=draw(shares())) for a, b in pairs if a != b]
    rights = draw(st.lists(st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES)), max_size=2, unique=True))
    edges += [Edge(a, b, "dominant_influence") for a, b in rights if a != b]
    return edges, draw(st.lists(st.sampled_from(PARTIES), max_size=3, unique=True))


@st.composite
def mixed_graphs(draw: st.DrawFn) -> tuple[list[Edge], list[str]]:
    """Records of every kind that an engine must settle, duplicates and loops included."""
    party = st.sampled_from(PARTIES)
    edges = []
    for _ in range(draw(st.integers(1, 14))):
        a, b, about = draw(party), draw(party), draw(party)
        kind = draw(st.sampled_from(("share", "share", "share", "share", "votes", "declared", *OTHERS)))
        unit, where = ("votes", "direct") if kind == "votes" else ("percent", "direct")
        if kind == "declared":
            where = DECLARED_INDIRECT
        plain = kind in ("share", "votes", "declared")
        named = about if kind in ("nominator", "joint_arrangement") else ""
        share = draw(shares()) if plain else None
        edges.append(Edge(a, b, "share" if plain else kind, share, unit, where, named, draw(intervals())))
    return edges, draw(st.lists(party, max_size=3, unique=True))


OTHERS = ("dominant_influence", "golden_share", "joint_holder", "joint_arrangement", "nominator", "control_rebutted",
          "firewall", "part_of", "option_unexercised", "consolidates", "family")  # fmt: skip
DAYS = tuple(date(2024, 1, 1) + timedelta(days=100 * i) for i in range(6))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Mostly always, sometimes between two of a few days."""
    if draw(st.integers(0, 2)):
        return Interval()
    return Interval(*sorted(draw(st.tuples(st.sampled_from((date.min, *DAYS)), st.sampled_from((*DAYS, date.max))))))


def random_edges(seed: int, parties: int, edges: int) -> tuple[list[Edge], list[str]]:
    """A larger random graph of exact shares, the same for the same seed; one party in fifty is listed."""
    dice = random.Random(seed)
    names = [f"n{i:06d}" for i in range(parties)]
    found = {}
    for _ in range(edges):
        a, b = dice.choice(names), dice.choice(names)
        if a != b:
            found[a, b] = Edge(a, b, share=Share.percent(dice.choice(STEPS)))
    return list(found.values()), names[:: max(parties // 50, 1)] if parties < 50 else dice.sample(names, parties // 50)
