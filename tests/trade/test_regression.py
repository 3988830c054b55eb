"""Regressions with absorbed fixed effects: equal to pyfixest's, and the identities that hold for any data."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas
import pyfixest
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lustra.errors import InputError
from lustra.trade.regression import Design, Fit, codes_of, least_squares, poisson, residuals

Floats = NDArray[np.float64]
COEFFICIENTS, ERRORS = 1e-6, 1e-4
"""Relative tolerances against pyfixest."""


class Shape(NamedTuple):
    """A generated panel of flows."""

    seed: int
    places: int = 7
    products: int = 9
    years: int = 5
    missing: float = 0.0
    zeros: float = 0.0
    regressors: int = 1


def panel(shape: Shape) -> pandas.DataFrame:
    """Partner × product × year with effects of each pair, heavy tails, and holes and zeros as asked."""
    random = np.random.default_rng(shape.seed)
    grid = np.indices((shape.places, shape.products, shape.years)).reshape(3, -1)
    grid = grid[:, random.random(grid.shape[1]) >= shape.missing]
    partner, product, year = grid
    effects = sum(
        random.normal(0, 1, (a.max() + 1, b.max() + 1))[a, b]
        for a, b in ((partner, product), (product, year), (partner, year))
    )
    treat = ((partner == 0) & (product < 4) & (year >= 2)).astype(float)
    frame = pandas.DataFrame({"partner": partner, "product": product, "year": year, "x0": treat})
    for number in range(1, shape.regressors):
        frame[f"x{number}"] = random.normal(0, 1, len(treat))
    value = np.exp(effects + 0.7 * treat + random.normal(0, 0.5, len(treat))) * 1e6
    frame["v"] = np.where(random.random(len(treat)) < shape.zeros, 0.0, value)
    frame["y"] = np.log(frame["v"] + 1)
    return frame


def two_way(frame: pandas.DataFrame) -> tuple[str, ...]:
    """The effects of a difference in differences."""
    return ("partner", "year")


def three_way(frame: pandas.DataFrame) -> tuple[str, ...]:
    """The effects of a triple difference, added to the frame as columns."""
    for name, (a, b) in {
        "pair": ("partner", "product"),
        "item": ("product", "year"),
        "turn": ("partner", "year"),
    }.items():
        frame[name] = codes_of(frame[a].to_numpy(), frame[b].to_numpy())
    return ("pair", "item", "turn")


def design_of(frame: pandas.DataFrame, effects: tuple[str, ...]) -> Design:
    """The right side as arrays."""
    names = [name for name in frame.columns if name.startswith("x")]
    codes = tuple(codes_of(frame[name].to_numpy()) for name in effects)
    return Design(frame[names].to_numpy(np.float64), codes, codes_of(frame["partner"].to_numpy()))


def fit(frame: pandas.DataFrame, effects: tuple[str, ...], ppml: bool) -> Fit:
    """Lustra's regression."""
    design = design_of(frame, effects)
    return poisson(frame["v"].to_numpy(), design) if ppml else least_squares(frame["y"].to_numpy(), design)


def pyfixest_fit(frame: pandas.DataFrame, effects: tuple[str, ...], ppml: bool) -> Any:
    """Pyfixest's, with tolerances that let its own answer settle."""
    names = " + ".join(name for name in frame.columns if name.startswith("x"))
    formula = f"{'v' if ppml else 'y'} ~ {names} | {' + '.join(effects)}"
    method, more = (pyfixest.fepois, {"iwls_tol": 1e-12, "iwls_maxiter": 100}) if ppml else (pyfixest.feols, {})
    return method(formula, frame, vcov={"CRV1": "partner"}, demeaner=pyfixest.MapDemeaner(fixef_tol=1e-10), **more)


SHAPES = {
    "balanced": Shape(1),
    "unbalanced": Shape(2, missing=0.3),
    "zeros": Shape(3, zeros=0.3),
    "singletons": Shape(4, missing=0.65),
    "zeros, holes and three regressors": Shape(5, products=20, missing=0.2, zeros=0.1, regressors=3),
    "three clusters": Shape(6, places=3, regressors=2),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("ppml", [False, True], ids=["least squares", "poisson"])
@pytest.mark.parametrize("effects", [two_way, three_way])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_the_estimates_are_those_of_pyfixest(
    shape: Shape, effects: Callable[[pandas.DataFrame], tuple[str, ...]], ppml: bool
) -> None:
    """Coefficients within 1e-6, standard errors, p-values and intervals within 1e-4, and the same rows and clusters."""
    frame = panel(shape)
    names = effects(frame)
    ours, theirs = fit(frame, names, ppml), pyfixest_fit(frame, names, ppml)
    expected = theirs.tidy()

    assert (int(theirs._N), int(theirs._G[0])) == (ours.rows, ours.clusters)
    np.testing.assert_allclose(ours.values, expected["Estimate"], rtol=COEFFICIENTS)
    np.testing.assert_allclose(ours.errors, expected["Std. Error"], rtol=ERRORS)
    np.testing.assert_allclose(ours.p, expected["Pr(>|t|)"], rtol=1e-3, atol=1e-10)
    np.testing.assert_allclose(np.array([ours.low, ours.high]), expected[["2.5%", "97.5%"]].T, rtol=ERRORS, atol=ERRORS)


SEEDS = st.integers(0, 10_000).map(lambda seed: Shape(seed, missing=0.2, zeros=0.2, regressors=2))


def assert_same(a: Fit, b: Fit) -> None:
    """Equal but for rounding."""
    np.testing.assert_allclose(a.values, b.values, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(a.errors, b.errors, rtol=1e-5, atol=1e-8)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.booleans())
def test_a_constant_per_level_of_an_effect_changes_nothing(shape: Shape, ppml: bool) -> None:
    """What is constant within partner and product is absorbed: added to the logs, multiplied into the values."""
    frame = panel(shape)
    names = three_way(frame)
    shift = np.random.default_rng(shape.seed).normal(0, 2, frame["pair"].max() + 1)[frame["pair"]]
    shifted = frame.assign(y=frame["y"] + shift, v=frame["v"] * np.exp(shift), x1=frame["x1"] + shift)
    if ppml:
        shifted["v"] = frame["v"]

    assert_same(fit(frame, names, ppml), fit(shifted, names, ppml))


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.booleans())
def test_the_order_of_rows_and_the_names_of_levels_do_not_matter(shape: Shape, ppml: bool) -> None:
    """Shuffled rows and renumbered partners give the same fit."""
    frame = panel(shape)
    shuffled = frame.sample(frac=1, random_state=shape.seed).assign(partner=lambda f: 90 - 3 * f["partner"])

    assert_same(fit(frame, three_way(frame), ppml), fit(shuffled, three_way(shuffled), ppml))


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.floats(0.01, 100.0))
def test_the_unit_of_the_values_does_not_matter_to_poisson(shape: Shape, factor: float) -> None:
    """Thousands of euros instead of euros: the same coefficients and errors."""
    frame = panel(shape)
    names = three_way(frame)

    assert_same(fit(frame, names, True), fit(frame.assign(v=frame["v"] * factor), names, True))


@settings(max_examples=25, deadline=None)
@given(SEEDS)
def test_residuals_are_orthogonal_to_every_level(shape: Shape) -> None:
    """Weighted sums of what is left are zero in each level of each effect: the normal equations."""
    frame = panel(shape)
    effects = tuple(codes_of(frame[name].to_numpy()) for name in three_way(frame))
    weights = np.random.default_rng(shape.seed).lognormal(0, 2, len(frame))
    left = residuals(frame[["y"]].to_numpy(), effects, weights)[:, 0]
    sums = np.concatenate([np.bincount(codes, weights * left) for codes in effects])

    assert 0 == pytest.approx(np.abs(sums).max() / (weights @ np.abs(frame["y"])), abs=1e-8)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_absorbing_is_regressing_on_dummies(seed: int) -> None:
    """The coefficients are those of least squares on a dummy per level."""
    frame = panel(Shape(seed, places=4, products=6, years=4, missing=0.1, regressors=2))
    names = three_way(frame)
    dummies = [np.eye(frame[name].max() + 1)[frame[name]] for name in names]
    whole = np.column_stack([frame[["x0", "x1"]], *dummies])
    expected = np.linalg.lstsq(whole, frame["y"].to_numpy(), rcond=None)[0][:2]

    np.testing.assert_allclose(fit(frame, names, False).values, expected, rtol=1e-6, atol=1e-8)


def test_a_regressor_that_the_effects_explain_is_refused() -> None:
    """A treatment that is the same in all years is a partner–product effect."""
    frame = panel(Shape(1)).assign(x0=lambda f: (f["partner"] == 0) & (f["product"] < 4))
    with pytest.raises(InputError, match="not identified"):
        fit(frame, three_way(frame), False)


def test_a_flow_that_stops_for_good_has_no_poisson_estimate() -> None:
    """All treated values zero: the coefficient would run to minus infinity, which is said."""
    frame = panel(Shape(1))
    frame["v"] = frame["v"].where(frame["x0"] == 0, 0.0)
    with pytest.raises(InputError, match="every flow that it marks is zero"):
        fit(frame, three_way(frame), True)


def test_zeros_that_no_finite_effect_fits_are_left_out() -> None:
    """Two partners buy product 2 in year 4 alone and nothing in year 3: that no sum of finite effects gives.

    The pairs' effects grow without end, the product–year's effect falls as much; every other row is as without the two.
    """
    frame = panel(Shape(1, products=20))
    pairs = (frame["product"] == 2) & frame["partner"].isin([3, 5])
    frame = frame[~((frame["product"] == 2) & ((frame["year"] == 4) != pairs)) | (pairs & (frame["year"] == 3))].copy()
    zero = (frame["product"] == 2) & frame["partner"].isin([3, 5]) & (frame["year"] == 3)
    stopped = frame.assign(v=frame["v"].where(~zero, 0.0))
    without = frame[~zero].copy()
    found, expected = fit(stopped, three_way(stopped), True), fit(without, three_way(without), True)

    assert 2 == zero.sum()
    np.testing.assert_allclose(found.values, expected.values, rtol=1e-6)
    np.testing.assert_allclose(found.errors, expected.errors, rtol=0.01)


def test_one_cluster_has_no_standard_error() -> None:
    """G − 1 would be zero."""
    frame = panel(Shape(1, places=1))
    with pytest.raises(InputError, match="fewer than two places"):
        fit(frame, two_way(frame), False)
