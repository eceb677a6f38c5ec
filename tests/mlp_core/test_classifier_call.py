"""The MLPClassifier call as text: it is a call, and it trains as the run did."""

import dataclasses

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from mlp_core import QUESTION_2, TrainConfig
from mlp_core.experiments.export.classifier_call import classifier_call
from mlp_core.sklearn_twin import parity
from tests.mlp_core.runs import make_run, trained_run
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


@pytest.mark.filterwarnings("ignore:Stochastic Optimizer. Maximum iterations")
@pytest.mark.parametrize(
    "config",
    [
        TrainConfig((64, 6, 5, 10), 0.003, 3, activation="relu"),
        TrainConfig((64, 5, 10), 0.03, 3, batch_size=16, activation="logistic"),
        TrainConfig((64, 10), 0.003, 3, batch_size=500, shuffle=True),
    ],
)
def test_it_trains_as_the_run_did(config, small):
    # From starting parameters of its own; the parity of each step is sklearn_twin's to show.
    run, _ = trained_run(config, dataset=small)
    classifier = eval(classifier_call(run, small), {"MLPClassifier": MLPClassifier})
    classifier.fit(small.X_train, small.y_train)
    assert classifier.n_iter_ == 3
    assert [coef.shape for coef in classifier.coefs_] == list(
        zip(config.units[:-1], config.units[1:], strict=True)
    )
    assert len(list(parity(config, small))) == 3
    assert np.isfinite(classifier.loss_curve_).all()


def test_where_there_is_no_such_call_the_reason_is_given(small):
    squared = dataclasses.replace(QUESTION_2, loss="squared_error")
    with pytest.raises(ValueError, match="MLPClassifier minimises cross-entropy only"):
        classifier_call(make_run(squared), small)
    run, _ = trained_run(TrainConfig((64, 10), 0.001, 2), [0.001, 0.002], small)
    with pytest.raises(ValueError, match="one MLPClassifier has one rate"):
        classifier_call(run, small)
    with pytest.raises(ValueError, match="this one has none"):
        classifier_call(make_run(QUESTION_2, ()), small)
