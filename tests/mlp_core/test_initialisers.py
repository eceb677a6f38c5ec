"""Starting parameters against scikit-learn's own draws, and by what defines each kind."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from mlp_core import QUESTION_2, seeded_parameters
from mlp_core.initialisers import INITIALISERS, start_parameters
from mlp_core.starting_point import starting_point
from tests.mlp_core.both_engines import as_bytes

UNITS = (64, 20, 10)


def drawn(name, units=UNITS, scale=0.25, activation="tanh", seed=3):
    return start_parameters(name, units, np.random.RandomState(seed), scale, activation)


@pytest.mark.parametrize("activation", ["tanh", "relu", "logistic", "identity"])
def test_glorot_is_scikit_learns_to_the_last_bit(digits, activation):
    classifier = MLPClassifier((20,), activation, learning_rate_init=1e-300, random_state=3)
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        # A step at that rate changes nothing.
        classifier.set_params(max_iter=1, solver="sgd", momentum=0.0, alpha=0.0)
        classifier.fit(digits.X_train[:50], digits.y_train[:50])
    theirs = [coef.T for coef in classifier.coefs_], classifier.intercepts_
    assert as_bytes(drawn("glorot", activation=activation)) == as_bytes(theirs)


def test_he_is_normal_with_a_variance_of_two_by_the_inputs():
    (W, _), (b, c) = drawn("he", (400, 500, 10))
    assert W.std() == pytest.approx(np.sqrt(2.0 / 400), rel=0.01)
    assert abs(W.mean()) < 1e-3
    # As many beyond two deviations as N(0, 1) has, 4.55 %; a uniform one has none.
    assert np.mean(np.abs(W) > 2.0 * np.sqrt(2.0 / 400)) == pytest.approx(0.0455, rel=0.05)
    assert not b.any()
    assert not c.any()


def test_the_others():
    rng = np.random.RandomState(3)
    weights, biases = drawn("normal")
    np.testing.assert_array_equal(weights[0], 0.25 * rng.standard_normal((20, 64)))
    np.testing.assert_array_equal(biases[0], 0.25 * rng.standard_normal(20))
    for name, value in (("zeros", 0.0), ("constant", 0.25)):
        weights, biases = drawn(name)
        assert all((array == value).all() for array in (*weights, *biases))


@pytest.mark.parametrize("name", INITIALISERS)
def test_all_have_the_shapes_of_the_network_and_come_from_the_seed(name):
    weights, biases = drawn(name, (4, 3, 2))
    assert [W.shape for W in weights] == [(3, 4), (2, 3)]
    assert [b.shape for b in biases] == [(3,), (2,)]
    config = replace(QUESTION_2, init=name, init_scale=0.5)
    start, _ = starting_point(config, 10)
    again, _ = starting_point(config, 10)
    assert as_bytes(start) == as_bytes(again)
    scaled = as_bytes(drawn(name, scale=0.5)) != as_bytes(drawn(name))
    assert scaled == INITIALISERS[name].uses_scale


def test_the_practicals_start_is_as_it_was():
    start, _ = starting_point(QUESTION_2, 10)
    assert as_bytes(start) == as_bytes(seeded_parameters(QUESTION_2.units, QUESTION_2.seed, 0.1))


def test_a_name_that_is_none_is_refused():
    with pytest.raises(ValueError, match="init"):
        drawn("xavier")
