"""The MLPClassifier call as text: it is a call, and it trains as the run did."""

import dataclasses

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from mlp_core import QUESTION_2, TrainConfig
from mlp_core.experiments.export.classifier_call import classifier_call
from mlp_core.training import starting_point
from tests.mlp_core.runs import SCORE, make_run, trained_run
from tests.mlp_core.small_data import few_digits


@pytest.fixture
def small(digits):
    return few_digits(digits, 60)


def test_the_call_of_a_run(digits):
    scores = trained_run(dataclasses.replace(QUESTION_2, epochs=2))[0].scores
    call = classifier_call(make_run(QUESTION_2, scores), digits)
    assert call.startswith("MLPClassifier(\n    hidden_layer_sizes=(50,),\n")
    classifier = eval(call, {"MLPClassifier": MLPClassifier})
    assert classifier.max_iter == 2
    assert (classifier.learning_rate_init, classifier.batch_size) == (0.001, 1)


@pytest.mark.parametrize(
    "config",
    [
        TrainConfig((64, 6, 5, 10), 0.003, 3, activation="relu"),
        TrainConfig((64, 5, 10), 0.03, 3, batch_size=16, activation="logistic"),
        TrainConfig((64, 10), 0.003, 3, batch_size=500),
    ],
)
def test_from_the_same_parameters_it_trains_the_same_numbers(config, small):
    run, checkpoint = trained_run(config, dataset=small)
    classifier = eval(classifier_call(run, small), {"MLPClassifier": MLPClassifier})
    # A fit makes the arrays; without momentum nothing else of it stays.
    classifier.set_params(batch_size=1)
    classifier.partial_fit(small.X_train[:1], small.y_train[:1], classes=range(10))
    classifier.set_params(batch_size=min(config.batch_size, 60))
    start, _ = starting_point(config, 60)
    for theirs, ours in zip(classifier.coefs_, start[0], strict=True):
        theirs[...] = ours.T
    for theirs, ours in zip(classifier.intercepts_, start[1], strict=True):
        theirs[...] = ours
    for _ in range(classifier.max_iter):
        classifier.partial_fit(small.X_train, small.y_train)
    for theirs, ours in zip(classifier.coefs_, checkpoint.parameters[0], strict=True):
        np.testing.assert_allclose(theirs, ours.T, rtol=0, atol=1e-12)


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer. Maximum iterations")
def test_it_fits_all_epochs_of_a_shuffled_run(small):
    run, _ = trained_run(TrainConfig((64, 10), 1e-5, 3, 500, shuffle=True), dataset=small)
    classifier = eval(classifier_call(run, small), {"MLPClassifier": MLPClassifier})
    assert classifier.fit(small.X_train, small.y_train).n_iter_ == 3
    assert classifier.shuffle


def test_a_run_that_was_extended_beyond_what_can_be_planned_has_all_its_epochs(small):
    scores = [dataclasses.replace(SCORE, epoch=epoch) for epoch in range(1, 502)]
    call = classifier_call(make_run(QUESTION_2, scores), small)
    assert "max_iter=501,  # its configuration says 100\n" in call


def test_where_there_is_no_such_call_the_reason_is_given(small):
    squared = dataclasses.replace(QUESTION_2, loss="squared_error")
    with pytest.raises(ValueError, match="MLPClassifier minimises cross-entropy only"):
        classifier_call(make_run(squared), small)
    run, _ = trained_run(TrainConfig((64, 10), 0.001, 2), [0.001, 0.002], small)
    with pytest.raises(ValueError, match="one MLPClassifier has one rate"):
        classifier_call(run, small)
    with pytest.raises(ValueError, match="this one has none"):
        classifier_call(make_run(QUESTION_2, ()), small)
