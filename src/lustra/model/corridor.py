"""A corridor: origin → intermediary → target for one product, with what was measured and in which words."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

__all__ = ["Corridor", "Detection", "Evidence", "Leg", "Route", "Timeline"]


class Leg(NamedTuple):
    """One leg's money per block of time, before and after the event, against its counterfactual."""

    before: float
    after: float
    expected: float
    """What ``after`` would have been without diversion."""
    z: float
    """Log excess over the counterfactual in standard deviations."""
    sd: float
    """Standard deviation of the log excess."""


class Evidence(NamedTuple):
    """One thing that was looked at besides the three legs."""

    name: str
    """``unit_value``, ``mirror``, ``re_export``, ``per_head``, ``break`` …"""
    value: float
    words: str


class Route(NamedTuple):
    """A chain of places that a product seems to have taken, with the weakest leg's z and excess money."""

    product: str
    places: tuple[str, ...]
    z: float
    excess: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The three legs of a corridor over time, for a picture.

    Attributes:
        starts: first day of each period.
        months: length of a period.
        legs: direct, origin → intermediary, intermediary → target; each as long as ``starts``, money per period.
        expected: counterfactual level per period after the event, per leg.
        low: lower end of the 95 % band of ``expected``, per leg.
        high: upper end.
        breaks: index of the period in which each leg's level broke; −1 where none was looked for.
    """

    starts: tuple[date, ...]
    months: int
    legs: tuple[tuple[float, ...], ...]
    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    breaks: tuple[int, ...] = (-1, -1, -1)


@dataclass(frozen=True, slots=True)
class Corridor:
    """One potential corridor; never a verdict on anybody who traded in it."""

    product: str
    title: str
    tier: str
    via: str
    via_name: str
    q: float
    """Bound on the share of corridors with a q as low that chance alone made; 1 where a test was not passed."""
    p_onward: float
    p_origin: float
    excess: float
    """The least of the three legs' excess, in the table's currency per block."""
    low: float
    high: float
    """95 % interval of ``excess``."""
    direct: Leg
    origin: Leg
    onward: Leg
    evidence: tuple[Evidence, ...] = ()
    timeline: Timeline | None = None

    @property
    def words(self) -> str:
        """The finding in one sentence."""
        a, b = (leg.after / leg.before if leg.before else float("inf") for leg in (self.origin, self.onward))
        grew = " and ".join("from nothing" if x == float("inf") else f"× {x:.1f}" for x in (a, b))
        return f"{self.title or self.product} via {self.via_name}: the two detour legs grew {grew}; q = {self.q:.3g}"


@dataclass(frozen=True, slots=True)
class Detection:
    """What was found, what was tested, and what chance alone would have given."""

    event: str
    day: date
    origin: str
    target: str
    span: str
    """The blocks compared, in words."""
    currency: str
    corridors: tuple[Corridor, ...]
    """Flagged ones first, by q; then the largest that were not."""
    flagged: int
    tested: int
    naive: int
    """Pairs that 'one leg falls, two rise' would have flagged."""
    naive_of: int
    placebos: int
    rank: int
    """The target's rank among all targets by diverted share; 0 where it cannot be formed."""
    rank_of: int
    level: float
    routes: tuple[Route, ...] = ()
    reversed: tuple[Route, ...] = ()
    watch: tuple[Corridor, ...] = ()
    """Origin legs alone, where the table holds no onward legs: not corridors."""
    notes: tuple[str, ...] = ()
