"""How sure of each class: against what a network predicts, and scikit-learn's one against all."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from mlp_core import LOSSES, softmax
from mlp_core.inspection.sureness import class_1_scores, class_probabilities

RNG = np.random.default_rng(0)


def test_softmax_is_what_it_says():
    z = RNG.normal(size=(20, 3))
    found = class_probabilities(z, "softmax_cross_entropy")
    np.testing.assert_allclose(found, softmax(z), rtol=1e-15)


def test_a_single_output_is_of_class_1():
    z = np.array([[0.0], [np.log(3.0)], [-800.0]])
    found = class_probabilities(z, "logistic_cross_entropy")
    np.testing.assert_allclose(found, [[0.5, 0.5], [0.25, 0.75], [1.0, 0.0]], atol=1e-15)


def test_outputs_that_each_say_yes_or_no_are_scikit_learns_one_against_the_rest():
    rows, classes = RNG.normal(size=(90, 2)), RNG.integers(0, 3, 90)
    model = OneVsRestClassifier(LogisticRegression()).fit(rows, classes)
    z = np.hstack([one.decision_function(rows)[:, np.newaxis] for one in model.estimators_])
    found = class_probabilities(z, "logistic_cross_entropy")
    np.testing.assert_allclose(found, model.predict_proba(rows), rtol=1e-9)


def test_what_is_no_probability():
    assert class_probabilities(RNG.normal(size=(4, 3)), "squared_error") is None
    # exp(-800) is 0: no class is likelier than another.
    assert class_probabilities([[-800.0, -800.0]], "logistic_cross_entropy") is None


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("n_outputs", [1, 2])
def test_above_its_threshold_class_1_is_named(loss, n_outputs):
    if n_outputs == 1 and not LOSSES[loss].tells_two_apart(1):
        return
    z = np.concatenate([2 * RNG.normal(size=(200, n_outputs)), np.zeros((1, n_outputs))])
    scores, threshold = class_1_scores(z, loss)
    np.testing.assert_array_equal(scores > threshold, LOSSES[loss].classes(z) == 1)


def test_more_outputs_have_no_one_score():
    with pytest.raises(ValueError, match="two classes have one output or two; got 3"):
        class_1_scores(np.ones((2, 3)), "squared_error")
