"""Calibration: scikit-learn's curve as judge, a diagram by hand, and networks that are sure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve

from mlp_core import softmax
from mlp_core.metrics import calibration
from mlp_core.metrics.calibration import calibration_sentence
from mlp_core.number_text import percent


def drawn(n, n_classes, seed):
    rng = np.random.default_rng(seed)
    shares = softmax(2 * rng.normal(size=(n, n_classes)))
    return rng.integers(0, n_classes, n), shares


@given(st.integers(1, 60), st.integers(1, 5), st.integers(1, 12), st.integers(0, 999))
def test_the_curve_is_scikit_learns(n, n_classes, n_bins, seed):
    truth, shares = drawn(n, n_classes, seed)
    right = (shares.argmax(axis=1) == truth).astype(int)
    found = calibration(truth, shares, n_bins)
    sure = np.minimum(shares.max(axis=1), 1.0)
    accuracy, sureness = calibration_curve(right, sure, n_bins=n_bins)
    np.testing.assert_allclose(found.accuracy, accuracy, rtol=1e-12)
    np.testing.assert_allclose(found.sureness, sureness, rtol=1e-12)
    assert found.counts.sum() == n
    assert ((found.lows <= found.sureness) & (found.sureness <= found.highs)).all()


def test_by_hand():
    # Sure of 0.9, 0.9, 0.7 and 0.6; right, wrong, right, right.
    shares = np.array([[0.9, 0.1], [0.9, 0.1], [0.3, 0.7], [0.6, 0.4]])
    found = calibration([0, 1, 1, 0], shares, n_bins=2)
    np.testing.assert_allclose(found.sureness, [3.1 / 4])
    assert found.accuracy.tolist() == [0.75]
    assert found.expected_error == pytest.approx(0.025)
    assert found.overconfidence == pytest.approx(0.025)
    found = calibration([0, 1, 1, 0], shares, n_bins=5)
    # 0.6 lies at the end of the bin below it, as far as 3/5 is a float at all.
    assert found.counts.tolist() == [1, 1, 2]
    np.testing.assert_allclose(found.lows, [0.4, 0.6, 0.8])
    np.testing.assert_allclose(found.highs, [0.6, 0.8, 1.0])
    np.testing.assert_allclose(found.accuracy, [1.0, 1.0, 0.5])
    # (1·0.4 + 1·0.3 + 2·0.4) / 4
    assert found.expected_error == pytest.approx(1.5 / 4)


def test_intervals_are_scipys_wilson():
    truth, shares = drawn(300, 3, 5)
    found = calibration(truth, shares)
    for accuracy, n, low, high in zip(
        found.accuracy, found.counts, found.interval_lows, found.interval_highs, strict=True
    ):
        expected = binomtest(round(accuracy * n), n).proportion_ci(0.95, method="wilson")
        assert (low, high) == pytest.approx((expected.low, expected.high), rel=1e-9, abs=1e-12)


def test_who_says_what_is_so_is_calibrated_and_who_is_surer_is_not():
    rng = np.random.default_rng(6)
    output = 1.5 * rng.normal(size=(20_000, 3))
    shares = softmax(output)
    truth = (rng.random((20_000, 1)) > shares.cumsum(axis=1)).sum(axis=1)
    assert calibration(truth, shares).expected_error < 0.012
    assert abs(calibration(truth, shares).overconfidence) < 0.01
    surer, less_sure = (calibration(truth, softmax(k * output)) for k in (3.0, 1 / 3))
    assert surer.overconfidence > 0.1
    assert surer.expected_error == pytest.approx(surer.overconfidence, abs=1e-3)
    assert less_sure.overconfidence < -0.1


@pytest.mark.parametrize(
    ("truth", "shares", "message"),
    [
        ([0, 1], [[0.5, 0.5]], r"y_true must have shape \(1,\); got \(2,\)"),
        ([0], [[0.5, 0.6]], "add up to 1 in each row; got 0.5 for the least and 1.1 for a sum"),
        ([0], [[-0.5, 1.5]], "must be 0 or more and add up to 1 .* got -0.5"),
        ([2], [[0.5, 0.5]], "y_true must hold classes 0 to 1; got 2"),
        ([0], [0.5], "probabilities must be a matrix"),
    ],
)
def test_what_are_no_probabilities(truth, shares, message):
    with pytest.raises(ValueError, match=message):
        calibration(truth, shares)


@pytest.mark.parametrize(
    ("sharpness", "says"),
    [
        (1.0, "on the whole it is about as sure as it may be"),
        (3.0, "it is surer than it may be"),
        (1 / 3, "it could be surer than it is"),
    ],
)
def test_the_sentence_says_which_way_it_is_off(sharpness, says):
    rng = np.random.default_rng(6)
    output = 1.5 * rng.normal(size=(2_000, 3))
    truth = (rng.random((2_000, 1)) > softmax(output).cumsum(axis=1)).sum(axis=1)
    found = calibration(truth, softmax(sharpness * output))
    sentence = calibration_sentence(found)
    assert says in sentence
    sure = softmax(sharpness * output).max(axis=1).mean()
    right = (output.argmax(axis=1) == truth).mean()
    assert f"is {percent(sure)} sure, and right {percent(right)} of the time" in sentence
    assert f"calibration error: {percent(found.expected_error)}." in sentence
