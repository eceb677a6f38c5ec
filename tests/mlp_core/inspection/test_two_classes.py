"""A network of two classes at every threshold: at its own it names what it predicts."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from mlp_core import LOSSES, TrainConfig, load_dataset, predict, train
from mlp_core.inspection.two_classes import two_classes
from mlp_core.metrics import name_above


@pytest.fixture(scope="module")
def wine():
    """Its first two classes."""
    whole = load_dataset("wine", scaling="standard")
    train_rows, test_rows = whole.y_train < 2, whole.y_test < 2
    return replace(
        whole,
        X_train=whole.X_train[train_rows],
        y_train=whole.y_train[train_rows],
        X_test=whole.X_test[test_rows],
        y_test=whole.y_test[test_rows],
        X_test_raw=whole.X_test_raw[test_rows],
        class_names=("first", "second"),
    )


def trained(wine, loss, n_outputs):
    config = TrainConfig((13, 4, n_outputs), 0.01, 3, loss=loss, dataset="wine", scaling="standard")
    *_, last = train(config, wine, engine="numpy")
    return config, last.parameters


@pytest.mark.parametrize(
    ("loss", "n_outputs"),
    [
        ("softmax_cross_entropy", 2),
        ("squared_error", 2),
        *((name, 1) for name, loss in LOSSES.items() if loss.tells_two_apart(1)),
    ],
)
def test_at_its_own_threshold_it_names_what_it_predicts(wine, loss, n_outputs):
    config, parameters = trained(wine, loss, n_outputs)
    found = two_classes(parameters, wine, config)
    for leaning, rows in ((found.training, wine.X_train), (found.test, wine.X_test)):
        predicted = predict(rows, *parameters, config.activation, loss=loss)
        np.testing.assert_array_equal(leaning.scores > found.neutral, predicted == 1)
        named = name_above(leaning.truth, leaning.scores, found.neutral)
        assert named.true_positives == ((predicted == 1) & (leaning.truth == 1)).sum()
        assert leaning.thresholds.roc_area == pytest.approx(
            roc_auc_score(leaning.truth, leaning.scores)
        )
        assert (found.low <= leaning.scores).all()
        assert (leaning.scores <= found.high).all()
    assert found.low < found.neutral < found.high


def test_one_class_alone_has_scores_and_no_thresholds(wine):
    config, parameters = trained(wine, "softmax_cross_entropy", 2)
    one = replace(wine, y_test=np.zeros_like(wine.y_test))
    found = two_classes(parameters, one, config)
    assert found.test.thresholds is None
    assert found.training.thresholds is not None


def test_more_classes_are_refused():
    wine = load_dataset("wine")
    with pytest.raises(ValueError, match="thresholds are of two classes; got 3"):
        two_classes(([np.ones((3, 13))], [np.ones(3)]), wine, TrainConfig((13, 3), 0.1, 1))
