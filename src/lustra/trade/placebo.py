"""What chance alone gives: the same legs for every target against which nothing was decreed.

A corridor claims two things beside the fall of the direct leg: the onward leg (intermediary → target) rose as it does
not rise towards other targets, and the origin leg (origin → intermediary) rose too. They are tested in turn. The onward
legs to all other targets are the null of the first; the origin legs to all other places the null of the second, taken
only among the pairs that passed the first, with the share of true nulls there estimated (Storey 2002): where many
onward legs rose for other reasons (the intermediary's own produce) the second test is as strict as that share demands.
The q-value is the sum of both, so it bounds the share of pairs in which either leg moved by chance.

Tail probabilities are empirical, within classes of leg size and within the country, each smoothed towards the wider
class. Legs of one product share its world demand, which is part of the counterfactual, so what is left is clustered by
product only through the direct leg; aggregate statements are made by rank among targets, never by counting pairs.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import false_discovery_control

from lustra.model.sql import literal
from lustra.trade.scan import ORIGIN

__all__ = ["Null", "adjust", "make_null", "pairs_sql", "permuted_list", "target_rank", "two_step"]

STEP = 0.05
"""Width of the statistic's classes."""
SHIFT = 100
"""The class of z = 0: classes below it are negative."""
TOP = 500
"""The last class: 20 standard deviations and more."""
FELL = 1.5
"""The direct leg counts as fallen when it lies this many standard deviations below its counterfactual."""
SMOOTH = 200.0
"""Placebos by which the wider class speaks in a narrower one."""
TAIL = 50
"""Beyond the placebo with this rank from the top the tail is exponential, with the mean excess of those above it."""

ENOUGH = 20
"""Legs needed before the share of those that moved by chance is estimated; below it all are taken to."""
PSEUDO = 1.0
"""Chance legs added to the estimate, so that a few legs never look all real."""
PERMUTATIONS = 1999
"""Times a list is drawn anew."""
SHARE = 0.8
"""Of the level, what a pair may spend on its onward leg; the sum of both steps is held to the level in any case."""
HALF = 0.5
"""An origin leg with a p-value above it lies below its counterfactual and is no detour, whatever its company."""

Floats = NDArray[np.float64]


def pairs_sql(target: str, listed: str = "true", via: str = "true") -> str:
    """SQL: every (product, intermediary) with both detour legs to a target whose direct leg fell.

    Columns: p, m, s (the weaker detour leg's z), za, zb, zd (standard deviations of the direct leg's fall), the size
    classes, and the money of each leg before, after and as expected.

    Args:
        target: alpha-2 of the target.
        listed: condition on ``a.p``, the product.
        via: condition on ``a.dst``, the intermediary.
    """
    return f"""SELECT a.p, a.dst::VARCHAR AS m, least(a.z, b.z) AS s, a.z AS za, b.z AS zb, -direct.z AS zd,
        a.bin AS bin_a, b.bin AS bin_b, a.sd AS sd_a, b.sd AS sd_b, direct.sd AS sd_d,
        a.pre AS a_pre, a.post AS a_post, a.expected AS a_expected,
        b.pre AS b_pre, b.post AS b_post, b.expected AS b_expected,
        direct.pre AS d_pre, direct.post AS d_post, direct.expected AS d_expected
        FROM legs a JOIN legs b ON a.p = b.p AND a.dst = b.src JOIN legs direct ON direct.p = a.p AND direct.dst = b.dst
        WHERE a.src = '{ORIGIN}' AND direct.src = '{ORIGIN}' AND b.dst = {literal(target)} AND b.src <> '{ORIGIN}'
        AND -direct.z >= {FELL} AND ({listed}) AND ({via}) ORDER BY a.p, m"""


@dataclass(frozen=True, slots=True)
class Null:
    """Counts of placebo legs: how many z reach each class or a higher one.

    Attributes:
        all: shape (TOP + 1,); element 0 counts every placebo, element c those with z ≥ c × STEP.
        size: the same by size class.
        place: the same by intermediary.
        mean_excess: mean of z beyond the tail's start, in standard deviations.
        tail_start: class from which the tail is exponential.
    """

    all: Floats
    size: Mapping[int, Floats]
    place: Mapping[str, Floats]
    mean_excess: float
    tail_start: int

    @property
    def placebos(self) -> int:
        """Number of placebo legs."""
        return int(self.all[0])

    def p_values(self, z: Floats, bins: list[int], places: list[str]) -> Floats:
        """The probability that chance reaches ``z``: shape (n,), in (0, 1].

        Args:
            z: standardised excess of a leg, shape (n,).
            bins: size classes, one per leg.
            places: intermediaries, one per leg.
        """
        classes = np.clip(np.floor(z / STEP) + SHIFT, 0, TOP).astype(np.int64)
        wide = self._wide(z, classes)
        empty = np.zeros(TOP + 1)
        narrow = self._smoothed([self.size.get(key, empty) for key in bins], classes, wide)
        own = self._smoothed([self.place.get(key, empty) for key in places], classes, narrow)
        return np.minimum(1.0, own)

    def _wide(self, z: Floats, classes: NDArray[np.int64]) -> Floats:
        empirical = (self.all[classes] + 1) / (self.all[0] + 1)
        start = self.tail_start
        beyond = (self.all[start] + 1) / (self.all[0] + 1) * np.exp(-(z - (start - SHIFT) * STEP) / self.mean_excess)
        return np.asarray(np.where(classes > start, np.minimum(beyond, empirical), empirical), np.float64)

    def _smoothed(self, counts: list[Floats], classes: NDArray[np.int64], wider: Floats) -> Floats:
        if not counts:
            return wider
        reach = np.array([held[c] for held, c in zip(counts, classes, strict=True)])
        total = np.array([held[0] for held in counts])
        return np.asarray((reach + SMOOTH * wider) / (total + SMOOTH), np.float64)


def make_null(connection: duckdb.DuckDBPyConnection, target: str, *, onward: bool) -> Null:
    """Count the z of every placebo leg.

    Args:
        connection: holds the table ``legs``.
        target: the event's target, left out on both sides.
        onward: legs from any intermediary to any other target; else legs from the origin to any other place.
    """
    leg, place = (f"src <> '{ORIGIN}'", "src") if onward else (f"src = '{ORIGIN}'", "dst")
    rows = connection.execute(
        f"""SELECT {place}::VARCHAR, bin, greatest(0, least({TOP}, floor(z / {STEP}) + {SHIFT}))::INTEGER AS c, count(*)
        FROM legs WHERE {leg} AND src <> {literal(target)} AND dst <> {literal(target)} GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    everything = np.zeros(TOP + 1)
    size: dict[int, Floats] = defaultdict(lambda: np.zeros(TOP + 1))
    places: dict[str, Floats] = defaultdict(lambda: np.zeros(TOP + 1))
    for m, size_class, c, n in rows:
        for counts in (everything, size[size_class], places[m]):
            counts[c] += n
    start, excess = _tail(everything)
    return Null(
        all=_reaching(everything),
        size={key: _reaching(counts) for key, counts in size.items()},
        place={key: _reaching(counts) for key, counts in places.items()},
        mean_excess=excess,
        tail_start=start,
    )


def _reaching(counts: Floats) -> Floats:
    return np.asarray(np.cumsum(counts[::-1])[::-1], np.float64)


def _tail(counts: Floats) -> tuple[int, float]:
    """Where the exponential tail starts, and its mean excess; a lone class where there are few placebos."""
    reached = _reaching(counts)
    start = int(np.flatnonzero(reached >= min(TAIL, reached[0]))[-1]) if reached[0] else 0
    above = counts[start:]
    if above.sum() == 0:
        return start, 1.0
    middle = (np.arange(len(above)) + 0.5) * STEP
    return start, max(float((above * middle).sum() / above.sum()), STEP)


def adjust(p: Floats) -> Floats:
    """Benjamini–Hochberg q-values, shape (n,); a p-value that is NaN is not a test, and its q-value is NaN."""
    tested = ~np.isnan(p)
    q = np.full(len(p), np.nan)
    q[tested] = false_discovery_control(p[tested])
    return q


def two_step(p_onward: Floats, p_origin: Floats, level: float) -> Floats:
    """q-values of the claim that both detour legs rose, shape (n,).

    Args:
        p_onward: chance of the onward leg, shape (n,).
        p_origin: chance of the origin leg, shape (n,).
        level: the false-discovery rate that will be asked for; a pair passes the first step with SHARE of it.
    """
    q_onward = adjust(p_onward)
    passed = q_onward <= SHARE * level
    q = np.ones(len(p_onward))
    chance = p_origin[passed]
    q[passed] = np.minimum(1.0, q_onward[passed] + (adjust(chance) if len(chance) < ENOUGH else mixture_q(chance)))
    return np.where(p_origin <= HALF, q, 1.0)


def mixture_q(p: Floats) -> Floats:
    """q-values where many of the tested legs rose, shape (n,): a two-group model on the normal scores (Efron 2008).

    Scores of legs that moved by chance are N(0, 1), because ``p`` is measured on placebos; those of the others are one
    normal with a mean above zero. The share of the first is estimated with ``PSEUDO`` more of them than were seen.
    """
    scores = np.asarray(-ndtri(np.clip(p, 1e-12, 1 - 1e-12)), np.float64)
    share, mean, spread = 0.5, max(float(scores.mean()), 1.0), 1.0
    for _ in range(200):
        chance, real = share * _normal(scores, 0.0, 1.0), (1 - share) * _normal(scores, mean, spread)
        local = np.asarray(chance / (chance + real), np.float64)
        weight = 1 - local
        share = float((local.sum() + PSEUDO) / (len(p) + PSEUDO))
        mean = max(float((weight * scores).sum() / max(weight.sum(), 1e-9)), 0.5)
        spread = max(1.0, float(np.sqrt((weight * (scores - mean) ** 2).sum() / max(weight.sum(), 1e-9))))
    order = np.argsort(p, kind="stable")
    q = np.empty(len(p))
    q[order] = np.cumsum(np.maximum.accumulate(local[order])) / np.arange(1, len(p) + 1)
    return q


def _normal(x: Floats, mean: float, spread: float) -> Floats:
    """The normal density."""
    return np.asarray(np.exp(-0.5 * ((x - mean) / spread) ** 2) / (spread * np.sqrt(2 * np.pi)), np.float64)


def permuted_list(connection: duckdb.DuckDBPyConnection, target: str, listed: str) -> tuple[float, float] | None:
    """Whether the list's products, rather than products at large, took detours to the target.

    Each product counts once, by its strongest detour (so nothing hangs on how many pairs it has); the list is then
    drawn anew ``PERMUTATIONS`` times among all products.

    Args:
        connection: holds the table ``legs``.
        target: alpha-2 of the target.
        listed: condition on ``a.p``, the product.

    Returns:
        Mean z of listed less that of unlisted products, and its one-sided p-value; None for fewer than ten of either.
    """
    rows = connection.execute(
        f"""SELECT a.p, any_value({listed}) AS listed, max(least(a.z, b.z)) AS s
        FROM legs a JOIN legs b ON a.p = b.p AND a.dst = b.src
        WHERE a.src = '{ORIGIN}' AND b.src <> '{ORIGIN}' AND b.dst = {literal(target)} GROUP BY a.p ORDER BY a.p"""
    ).fetchall()
    marks, best = np.array([bool(row[1]) for row in rows]), np.array([float(row[2]) for row in rows])
    if min(marks.sum(), (~marks).sum()) < 10:
        return None
    seen = best[marks].mean() - best[~marks].mean()
    random = np.random.default_rng(0)
    drawn = [random.permutation(marks) for _ in range(PERMUTATIONS)]
    reached = sum(best[d].mean() - best[~d].mean() >= seen for d in drawn)
    return float(seen), (float(reached) + 1) / (PERMUTATIONS + 1)


def target_rank(connection: duckdb.DuckDBPyConnection, target: str, listed: str = "true") -> tuple[int, int]:
    """The target's rank among all targets by diverted money over its purchases from outside the origin.

    Scale-free: a large importer ranks high by raw money on data in which nothing is diverted (reference §9).

    Returns:
        Rank (1 = most) and number of targets; (0, 0) where the target has no pair.
    """
    rows = connection.execute(
        f"""WITH diverted AS (
            SELECT b.dst AS d, sum(greatest(0, least(a.post - a.expected, b.post - b.expected,
                direct.expected - direct.post))) AS money
            FROM legs a JOIN legs b ON a.p = b.p AND a.dst = b.src
            JOIN legs direct ON direct.p = a.p AND direct.dst = b.dst
            WHERE a.src = '{ORIGIN}' AND direct.src = '{ORIGIN}' AND b.src <> '{ORIGIN}' AND least(a.z, b.z) >= 2
            AND -direct.z >= {FELL} AND ({listed}) GROUP BY d),
        bought AS (SELECT dst AS d, sum(pre + post) AS money FROM legs WHERE src <> '{ORIGIN}' GROUP BY dst)
        SELECT bought.d::VARCHAR, coalesce(diverted.money, 0) / greatest(bought.money, 1) AS share
        FROM bought LEFT JOIN diverted USING (d) ORDER BY share DESC, bought.d"""
    ).fetchall()
    names = [row[0] for row in rows]
    return (names.index(target) + 1, len(names)) if target in names else (0, 0)
