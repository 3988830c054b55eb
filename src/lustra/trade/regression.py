"""Least squares and Poisson regression with fixed effects absorbed and standard errors clustered one way.

What is computed, and by which source:

- The effects are absorbed by conjugate gradients on the symmetric product of the projections of each effect
  (Hernández-Ramos, Escalante & Raydan 2011; Correia 2017, "Linear Models with High-Dimensional Fixed Effects").
- Rows that are alone in a level of an effect say nothing and are left out, repeatedly (Correia 2015, "Singletons,
  Cluster-Robust Standard Errors and Fixed Effects").
- Poisson pseudo-maximum likelihood is iterated least squares; levels whose values are all zero are left out, as no
  finite effect fits them (Correia, Guimarães & Zylkin 2020, "Fast Poisson estimation", Stata Journal 20).
- The covariance is CRV1 times G/(G − 1) × (N − 1)/(N − K), as fixest and pyfixest compute it by default: K counts the
  regressors and the levels of effects less one per effect beyond the first, and an effect nested in the clusters
  counts as one level (fixest, vignette "On standard-errors"). Tests of least squares use Student's t with G − 1 degrees
  of freedom, tests of Poisson the normal distribution.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from lustra.errors import InputError

__all__ = ["Design", "Fit", "codes_of", "least_squares", "poisson", "residuals"]

PRECISION = 1e-11
"""Size of the absorption's residual, relative to that of the absorbed column, at which it ends."""
ABSORPTIONS = 10_000
"""Iterations of conjugate gradients after which absorption gives up."""
CONVERGED = 1e-10
"""Relative change of the deviance at which the Poisson iteration ends."""
SETTLED = 1e-6
"""Change of a coefficient at which it may end; where one runs to infinity the deviance alone converges."""
REWEIGHTINGS = 50
"""Poisson iterations after which the estimate counts as not finite."""
COLLINEAR = 1e-6
"""Share of a regressor's size that must be left after absorption and the other regressors."""
VANISHED = 1e-8
"""A zero row whose fitted mean falls below this share of the smallest positive value is fitted by no finite effect."""

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


class Design(NamedTuple):
    """The right side of a regression of n rows."""

    regressors: Floats
    """Shape (n, k)."""
    effects: tuple[Codes, ...]
    """Per fixed effect the level of each row, shape (n,)."""
    clusters: Codes
    """Cluster of each row, shape (n,)."""

    def at(self, rows: NDArray[np.bool_]) -> "Design":
        """The design of the rows where ``rows`` is true, levels and clusters numbered anew from 0."""
        effects = tuple(codes_of(effect[rows]) for effect in self.effects)
        return Design(self.regressors[rows], effects, codes_of(self.clusters[rows]))


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients in the order of the regressors, each array of shape (k,)."""

    values: Floats
    errors: Floats
    """Clustered standard errors."""
    p: Floats
    """Two-sided p-values of the coefficient being zero."""
    low: Floats
    """Lower ends of the 95 % confidence intervals."""
    high: Floats
    """Upper ends."""
    rows: int
    """Rows used."""
    clusters: int


class _Solution(NamedTuple):
    """Absorbed regressors (n, k), working weights and residuals (n,), and coefficients (k,)."""

    absorbed: Floats
    weights: Floats
    residual: Floats
    values: Floats


def codes_of(*columns: NDArray[Any]) -> Codes:
    """Numbers from 0, equal where all columns are equal: the levels of one effect or of an interaction of effects."""
    codes = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        levels, numbers = np.unique(column, return_inverse=True)
        codes = np.unique(codes * len(levels) + numbers, return_inverse=True)[1].astype(np.int64)
    return codes


def least_squares(y: Floats, design: Design) -> Fit:
    """Fit ``y`` on the regressors and the effects by ordinary least squares.

    Args:
        y: shape (n,).
        design: regressors, effects and clusters of the same n rows.

    Raises:
        InputError: a coefficient is not identified, or there are fewer than two clusters.
    """
    rows = _not_single(design.effects)
    y, design = y[rows], design.at(rows)
    _check(design)
    weights = np.ones(len(y))
    absorbed = residuals(np.column_stack([y, design.regressors]), design.effects, weights)
    solution = _solve(absorbed, weights, _sizes(design.regressors, weights))
    return _fit(solution, design, stats.t(design.clusters.max()))


def poisson(y: Floats, design: Design) -> Fit:
    """Fit ln E(``y``) on the regressors and the effects by Poisson pseudo-maximum likelihood.

    Args:
        y: shape (n,), not negative.
        design: regressors, effects and clusters of the same n rows.

    Raises:
        InputError: a coefficient is not identified or not finite, or there are fewer than two clusters.
    """
    rows = _not_single(design.effects)
    y, design = y[rows], design.at(rows)
    rows = _not_separated(y, design.effects)
    y, design = y[rows], design.at(rows)
    return _reweighted(y, design)


def _reweighted(y: Floats, design: Design) -> Fit:
    """Iterated least squares; what was absorbed with the last weights is where absorption with the next ones starts."""
    _check(design)
    mean = (y + y.mean()) / 2
    predictor = np.log(mean)
    deviance, smallest = _deviance(y, mean), y[y > 0].min()
    working = predictor + y / mean - 1
    columns = np.column_stack([working, design.regressors])
    values = np.full(design.regressors.shape[1], np.inf)
    for _ in range(REWEIGHTINGS):
        absorbed = residuals(columns, design.effects, mean)
        solution = _solve(absorbed, mean, _sizes(design.regressors, mean))
        predictor = working - solution.residual
        mean = np.exp(predictor)
        if (separated := (y == 0) & (mean < VANISHED * smallest)).any():
            return _reweighted(y[~separated], design.at(~separated))
        before, deviance = deviance, _deviance(y, mean)
        moved = np.abs(solution.values - values).max()
        if abs(deviance - before) <= CONVERGED * (0.1 + abs(before)) and moved <= SETTLED:
            return _fit(solution, design, stats.norm())
        values = solution.values
        following = predictor + y / mean - 1
        columns = np.column_stack([absorbed[:, 0] + following - working, absorbed[:, 1:]])
        working = following
    raise InputError(
        "the Poisson regression does not converge: a coefficient is not finite",
        "Fit the logs instead, or compare with products or years that have some trade.",
    )


def _deviance(y: Floats, mean: Floats) -> float:
    positive = y > 0
    return float(2 * ((y[positive] * np.log(y[positive] / mean[positive])).sum() - (y - mean).sum()))


def residuals(columns: Floats, effects: tuple[Codes, ...], weights: Floats) -> Floats:
    """What is left of each column after a weighted regression on the levels of all effects, shape (n, k).

    Args:
        columns: shape (n, k).
        effects: per effect the level of each row, numbered from 0 without gaps.
        weights: positive, shape (n,).

    Raises:
        InputError: the effects could not be absorbed.
    """
    totals = [(codes, np.bincount(codes, weights)) for codes in effects]
    order = totals + totals[-2::-1]

    def demean(column: Floats) -> Floats:
        for codes, total in order:
            column = column - (np.bincount(codes, weights * column) / total)[codes]
        return column

    return np.column_stack([_absorb(column, demean, weights) for column in columns.T])


def _absorb(column: Floats, demean: Callable[[Floats], Floats], weights: Floats) -> Floats:
    """Conjugate gradients on ``(1 - demean) fitted = (1 - demean) column``; gives ``column - fitted``."""
    left = direction = column - demean(column)
    fitted = np.zeros_like(column)
    size, enough = weights @ left**2, PRECISION**2 * (weights @ column**2)
    for _ in range(ABSORPTIONS):
        if size <= enough:
            return column - fitted
        image = direction - demean(direction)
        step = size / (weights @ (direction * image))
        fitted = fitted + step * direction
        left = left - step * image
        before, size = size, weights @ left**2
        direction = left + size / before * direction
    raise InputError(
        f"the fixed effects could not be absorbed in {ABSORPTIONS:,} iterations",
        "Compare fewer places, or a shorter window.",
    )


def _solve(absorbed: Floats, weights: Floats, sizes: Floats) -> _Solution:
    """Weighted least squares of the first column on the others; ``sizes`` are the regressors' before absorption."""
    roots = np.sqrt(weights)[:, None]
    basis, triangle = np.linalg.qr(absorbed[:, 1:] * roots)
    if (np.abs(np.diag(triangle)) <= COLLINEAR * sizes).any():
        raise InputError(
            "a coefficient is not identified: its regressor is a sum of the fixed effects and the other regressors, "
            "or every flow that it marks is zero",
            "Compare with more places, products or years.",
        )
    values = np.linalg.solve(triangle, basis.T @ (absorbed[:, 0] * roots[:, 0]))
    return _Solution(absorbed[:, 1:], weights, absorbed[:, 0] - absorbed[:, 1:] @ values, values)


def _sizes(regressors: Floats, weights: Floats) -> Floats:
    return np.asarray(np.sqrt(weights @ regressors**2), np.float64)


def _fit(solution: _Solution, design: Design, distribution: Any) -> Fit:
    """Standard errors, p-values by the distribution, and intervals."""
    weighted = solution.absorbed * solution.weights[:, None]
    bread = np.linalg.inv(solution.absorbed.T @ weighted)
    scores = weighted * solution.residual[:, None]
    sums = np.column_stack([np.bincount(design.clusters, column) for column in scores.T])
    covariance = _correction(design) * bread @ (sums.T @ sums) @ bread
    errors = np.sqrt(np.diag(covariance))
    reach = distribution.ppf(0.975) * errors
    return Fit(
        values=solution.values,
        errors=errors,
        p=2 * distribution.sf(np.abs(solution.values / errors)),
        low=solution.values - reach,
        high=solution.values + reach,
        rows=len(scores),
        clusters=len(sums),
    )


def _correction(design: Design) -> float:
    """G/(G − 1) × (N − 1)/(N − K); fixest's defaults ``K.fixef = "nonnested"`` and ``G.adj``."""
    count, groups = len(design.clusters), int(design.clusters.max()) + 1
    parameters = design.regressors.shape[1] - (len(design.effects) - 1)
    for effect in design.effects:
        levels = int(effect.max()) + 1
        nested = int(codes_of(effect, design.clusters).max()) + 1 == levels
        parameters += 1 if nested else levels
    if parameters >= count:
        raise InputError(
            f"no standard error: {count:,} rows for {parameters:,} parameters", "Compare with more places or years."
        )
    return float(groups / (groups - 1) * (count - 1) / (count - parameters))


def _not_single(effects: tuple[Codes, ...]) -> NDArray[np.bool_]:
    """Which rows share each of their levels with another row that is kept."""
    keep = np.ones(len(effects[0]), np.bool_)
    while True:
        count = keep.sum()
        for codes in effects:
            keep &= np.bincount(codes, keep)[codes] > 1
        if keep.sum() == count:
            return keep


def _not_separated(y: Floats, effects: tuple[Codes, ...]) -> NDArray[np.bool_]:
    """Which rows have a positive value in each of their levels."""
    keep = np.ones(len(y), np.bool_)
    for codes in effects:
        keep &= np.bincount(codes, y)[codes] > 0
    return keep


def _check(design: Design) -> None:
    if not len(design.clusters) or not design.clusters.max():
        raise InputError("no standard error: fewer than two places are compared", "Compare with more places.")
