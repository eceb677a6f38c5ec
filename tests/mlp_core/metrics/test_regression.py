"""Scores of predicted numbers: scikit-learn and scipy as judges, and figures worked by hand."""

import warnings

import numpy as np
import pytest
import sklearn.metrics
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import bootstrap

from mlp_core import mean_absolute_error, r2_score, root_mean_squared_error
from mlp_core.metrics import r2_interval, regression_scores, resampling, residuals

FUNCTIONS = {
    mean_absolute_error: sklearn.metrics.mean_absolute_error,
    root_mean_squared_error: sklearn.metrics.root_mean_squared_error,
    r2_score: sklearn.metrics.r2_score,
}
# Whole numbers over 8 are exact, and alike often enough.
values = st.integers(-40, 40).map(lambda n: n / 8)


@st.composite
def pairs(draw):
    n = draw(st.integers(2, 12))
    shape = draw(st.sampled_from([(n,), (n, 1), (n, 3)]))
    return tuple(draw(arrays(float, shape, elements=values)) for _ in range(2))


@given(pairs())
def test_scores_are_scikit_learns(pair):
    for ours, theirs in FUNCTIONS.items():
        assert ours(*pair) == pytest.approx(theirs(*pair), rel=1e-12, abs=1e-12)


def test_by_hand():
    # Errors 1, -1, 0, 2; the mean is 5/2, its squares 9/4 + 1/4 + 1/4 + 9/4 = 5.
    truth, predicted = [1.0, 2.0, 3.0, 4.0], [0.0, 3.0, 3.0, 2.0]
    assert mean_absolute_error(truth, predicted) == 1.0
    assert root_mean_squared_error(truth, predicted) == pytest.approx(1.5**0.5, rel=1e-15)
    assert r2_score(truth, predicted) == pytest.approx(1 - 6 / 5, rel=1e-15)


@pytest.mark.parametrize("value", [3.0, 0.1, 1e9 + 0.1])
def test_r2_of_values_that_are_all_alike(value):
    # 0.1 added seven times is not seven tenths: rounding must not be divided by.
    truth = np.full(7, value)
    assert r2_score(truth, truth) == 1.0
    assert r2_score(truth, truth + 1.0) == 0.0
    scores = regression_scores(truth, truth + 1.0)
    assert scores.r2 == (0.0, 0.0, 0.0)


def test_r2_of_one_row():
    assert r2_score([3.0], [3.0]) == 1.0
    assert r2_score([3.0], [4.0]) == 0.0


def test_intervals_are_scipys():
    rng = np.random.default_rng(1)
    truth = rng.normal(5.0, 2.0, 150)
    predicted = truth + rng.standard_t(3, 150)
    ours = regression_scores(truth, predicted, n_resamples=20_000)
    measured = ours.mean_absolute_error, ours.root_mean_squared_error, ours.r2
    for (value, low, high), theirs in zip(measured, FUNCTIONS.values(), strict=True):
        found = bootstrap(
            (truth, predicted),
            lambda y, p, theirs=theirs: theirs(y, p),
            n_resamples=5_000,
            paired=True,
            vectorized=False,
            method="percentile",
            random_state=2,
        ).confidence_interval
        assert value == pytest.approx(theirs(truth, predicted), rel=1e-12)
        # Of 5,000 draws an end is some hundredths of the interval off.
        assert (low, high) == pytest.approx(tuple(found), abs=0.06 * (high - low))
        assert low < value < high


def test_intervals_hold_the_truth_as_often_as_they_say():
    # Of a normal error of deviation 2 the mean absolute error is 2 √(2/π).
    rng = np.random.default_rng(3)
    exact, held = 2 * (2 / np.pi) ** 0.5, 0
    for _ in range(400):
        errors = rng.normal(0.0, 2.0, 60)
        _, low, high = regression_scores(errors, np.zeros(60), n_resamples=400).mean_absolute_error
        held += low <= exact <= high
    # 95 %, less a little for so few rows: outside of 0.90 to 0.98 once in thousands.
    assert 0.90 < held / 400 < 0.98


def test_a_seed_draws_the_same_and_another_does_not():
    truth, predicted = np.arange(20.0), np.arange(20.0)[::-1]
    one, same, other = (regression_scores(truth, predicted, seed=seed) for seed in (0, 0, 1))
    assert one == same
    assert one.r2 != other.r2
    assert one.n_rows == 20
    assert one.n_resamples == 1000


def test_draws_in_parts_are_the_same_draws(monkeypatch):
    truth, predicted = np.arange(30.0) ** 2, np.arange(30.0)
    whole = regression_scores(truth, predicted, n_resamples=100)
    monkeypatch.setattr(resampling, "PART", 70)
    assert regression_scores(truth, predicted, n_resamples=100) == whole


def test_several_targets_are_averaged_as_each_alone():
    rng = np.random.default_rng(4)
    truth, predicted = rng.normal(size=(2, 40, 2)) * [1.0, 100.0]
    both = regression_scores(truth, predicted)
    alone = [regression_scores(truth[:, k], predicted[:, k]) for k in range(2)]
    for name in ("mean_absolute_error", "root_mean_squared_error", "r2"):
        mean = np.mean([getattr(one, name).value for one in alone])
        assert getattr(both, name).value == pytest.approx(mean, rel=1e-12)


@given(pairs())
def test_every_resample_is_scored_as_its_rows_would_be(pair):
    # Draws of one alone: the interval's ends are then the score of those very rows.
    truth, predicted = pair
    assume(truth.ndim == 1)
    drawn = np.random.default_rng(7).integers(len(truth), size=(1, len(truth)))[0]
    found = regression_scores(truth, predicted, n_resamples=1, seed=7)
    with warnings.catch_warnings():
        # One row alone has no R² at scikit-learn's.
        warnings.simplefilter("ignore")
        expected = [f(truth[drawn], predicted[drawn]) for f in FUNCTIONS.values()]
    measured = found.mean_absolute_error, found.root_mean_squared_error, found.r2
    for (_, low, high), score in zip(measured, expected, strict=True):
        assert low == high == pytest.approx(score, rel=1e-9, abs=1e-9)


def test_residuals_by_hand():
    found = residuals([1.0, 2.0, 3.0, 4.0], [0.0, 3.0, 3.0, 8.0])
    # 1, -1, 0, -4: sorted -4, -1, 0, 1, whose quartiles lie ¾ and ¼ of the way between.
    assert (found.mean, found.median, found.worst) == (-1.0, -0.5, 3)
    assert found.deviation == pytest.approx(((2**2 + 0 + 1 + 3**2) / 4) ** 0.5)
    assert (found.lower_quartile, found.upper_quartile) == (-1.75, 0.25)


def test_residuals_are_of_one_target():
    with pytest.raises(ValueError, match="residuals are of one target at a time; got 2"):
        residuals(np.ones((3, 2)), np.ones((3, 2)))


@pytest.mark.parametrize(
    ("truth", "predicted"),
    [([], []), ([0, 1], [0]), ([0, 1], [[0], [1]]), (0, 0), (np.ones((1, 1, 1)),) * 2],
)
def test_shapes_that_do_not_fit(truth, predicted):
    for score in (*FUNCTIONS, regression_scores, residuals):
        with pytest.raises(ValueError, match="of one shape and not empty; got shapes"):
            score(truth, predicted)


def test_a_rough_interval_holds_what_the_bootstrap_says():
    rng = np.random.default_rng(5)
    for slope in (0.5, 1.0, 2.0):
        x = rng.normal(size=400)
        truth = slope * x + rng.normal(size=400)
        measured = regression_scores(truth, slope * x).r2
        low, high = r2_interval(measured.value, 400)
        width = measured.high - measured.low
        assert (low, high) == pytest.approx((measured.low, measured.high), abs=0.25 * width)


def test_the_rough_interval_by_hand():
    # 2 √0.36 (1 - 0.36) / √64 = 0.096
    assert r2_interval(0.36, 64) == pytest.approx(
        (0.36 - 1.96 * 0.096, 0.36 + 1.96 * 0.096), abs=1e-5
    )
    assert r2_interval(1.0, 9) == (1.0, 1.0)
    assert r2_interval(-2.0, 9) == (-2.0, -2.0)
    with pytest.raises(ValueError, match=r"score must be 1 or less; got 1\.5"):
        r2_interval(1.5, 9)
