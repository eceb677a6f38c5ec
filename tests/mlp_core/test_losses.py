"""Losses and their gradients: hand-worked values, scipy, and finite differences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import log_softmax
from scipy.special import softmax as scipy_softmax

from mlp_core import LOSSES, compute_loss, softmax
from mlp_core.losses import check_targets, get_loss

logits = st.lists(st.floats(-1e4, 1e4), min_size=2, max_size=8).map(np.array)


def test_squared_error_by_hand():
    # ½ ((2 - 1)² + (5 - 2)²) = ½ (1 + 9) = 5; the gradient is the difference itself.
    output, y = np.array([2.0, 5.0]), np.array([1.0, 2.0])
    assert compute_loss(output, y, "squared_error") == 5.0
    np.testing.assert_array_equal(get_loss("squared_error").gradient(output, y), [1.0, 3.0])


def test_cross_entropy_by_hand():
    # exp(log 1, log 2, log 5) = (1, 2, 5), so p = (1/8, 2/8, 5/8) and -log p2 = log 4.
    output, y = np.log([1.0, 2.0, 5.0]), np.array([0.0, 1.0, 0.0])
    assert compute_loss(output, y) == pytest.approx(np.log(4.0), rel=1e-15)
    gradient = get_loss("softmax_cross_entropy").gradient(output, y)
    np.testing.assert_allclose(gradient, [1 / 8, -6 / 8, 5 / 8], rtol=1e-15)


def test_a_batch_loss_is_the_mean_over_rows():
    # Rows of ½ · 2² = 2 and ½ · 4² = 8: mean 5, whatever the number of outputs.
    output, y = np.array([[2.0, 0.0], [0.0, 4.0]]), np.zeros((2, 2))
    assert compute_loss(output, y, "squared_error") == 5.0


@given(logits, st.data())
def test_cross_entropy_is_scipys_log_softmax(output, data):
    k = data.draw(st.integers(0, len(output) - 1))
    expected = -log_softmax(output)[k]
    assert compute_loss(output, np.eye(len(output))[k]) == pytest.approx(expected, rel=1e-12)


def test_huge_logits_give_a_finite_loss():
    # A probability of exp(-20000) is 0 in float64; its logarithm is -20000 all the same.
    output = np.array([1e4, -1e4, 0.0])
    for y, expected in zip(np.eye(3), (0.0, 2e4, 1e4), strict=True):
        assert compute_loss(output, y) == expected
        assert compute_loss(output, y) == -log_softmax(output) @ y


@given(logits)
def test_softmax_is_scipys(output):
    np.testing.assert_allclose(softmax(output), scipy_softmax(output), rtol=1e-12, atol=1e-300)
    assert softmax(output).sum() == pytest.approx(1.0, rel=1e-14)


def test_softmax_of_a_batch_adds_up_to_one_by_row():
    rows = np.array([[1.0, 2.0, 3.0], [1e4, 0.0, -1e4]])
    np.testing.assert_allclose(softmax(rows), scipy_softmax(rows, axis=1), rtol=1e-15)


@pytest.mark.parametrize("name", LOSSES)
def test_terms_add_up_to_the_loss(name):
    output, y = np.array([0.3, -1.2, 2.0]), np.array([0.2, 0.5, 0.3])
    assert get_loss(name).terms(output, y).sum() == pytest.approx(
        compute_loss(output, y, name), rel=1e-15
    )


@pytest.mark.parametrize("name", LOSSES)
def test_gradient_is_the_slope_of_the_loss(name):
    rng = np.random.default_rng(0)
    y, s = np.array([0.1, 0.2, 0.3, 0.4]), 1e-6
    for output in rng.normal(scale=3.0, size=(20, 4)):
        ahead = [compute_loss(output + s * e, y, name) for e in np.eye(4)]
        behind = [compute_loss(output - s * e, y, name) for e in np.eye(4)]
        slopes = (np.array(ahead) - behind) / (2 * s)
        np.testing.assert_allclose(get_loss(name).gradient(output, y), slopes, atol=1e-8)


def test_only_cross_entropy_has_probabilities():
    assert get_loss("softmax_cross_entropy").to_probabilities is softmax
    assert get_loss("softmax_cross_entropy").targets_are_probabilities
    assert get_loss("squared_error").to_probabilities is None
    assert not get_loss("squared_error").targets_are_probabilities


@pytest.mark.parametrize("y", [[0.5, 0.6], [0.0, 0.0], [-0.5, 1.5], [[0.0, 1.0], [1.0, 1.0]]])
def test_cross_entropy_refuses_targets_that_are_no_probabilities(y):
    with pytest.raises(ValueError, match=r"non-negative numbers that add up to 1.*got \("):
        check_targets(np.array(y), "softmax_cross_entropy")
    check_targets(np.array(y), "squared_error")


def test_the_message_shows_the_row_that_is_wrong():
    with pytest.raises(ValueError, match=r"got \(1, 0\.5\)$"):
        check_targets(np.array([[0.0, 1.0], [1.0, 0.5]]), "softmax_cross_entropy")


def test_soft_targets_are_allowed():
    check_targets(np.array([0.1, 0.2, 0.7]), "softmax_cross_entropy")


def test_unknown_name():
    with pytest.raises(ValueError, match="loss must be one of squared_error, softmax_cross_entr"):
        get_loss("hinge")


def test_in_a_sentence_only_a_name_has_a_capital():
    assert get_loss("poisson").prose == "Poisson deviance"
    assert get_loss("tanh_squared_error").prose == "squared error of tanh outputs"
    assert all(loss.label.lower().startswith(loss.measure.lower()) for loss in LOSSES.values())
