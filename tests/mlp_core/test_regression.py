"""Targets that are numbers: both engines beside scikit-learn, units, and what is refused."""

import dataclasses

import numpy as np
import pytest
from sklearn.metrics import r2_score
from sklearn.preprocessing import StandardScaler

from mlp_core import LOSSES, Dataset, TrainConfig, forward, load_dataset, train
from mlp_core.engines.door import ENGINES
from mlp_core.training_input import check_fit, why_no_numbers
from mlp_core.validation_part import held_out

BUMPS = TrainConfig(
    (2, 6, 1), 0.05, 3, dataset="bumps", loss="squared_error", batch_size=8, init="glorot"
)
NUMBERS = [name for name in LOSSES if not why_no_numbers(name)]


def two_targets() -> Dataset:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(60, 3))
    targets = np.column_stack([rows.sum(axis=1), 5.0 + rows[:, 0] * rows[:, 1]])
    return Dataset(
        "two",
        "none",
        rows[:40],
        rows[40:],
        targets[:40],
        targets[40:],
        rows[40:],
        target_names=("sum", "product"),
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("loss", NUMBERS)
def test_scores_are_scikit_learns(engine, loss):
    data = load_dataset("bumps")
    if loss == "poisson":
        data = dataclasses.replace(data, y_train=abs(data.y_train), y_test=abs(data.y_test))
    config = dataclasses.replace(BUMPS, loss=loss)
    for metrics in train(config, data, engine=engine):
        output, _ = forward(data.X_test, *metrics.parameters)
        predicted = LOSSES[loss].predict(output)
        assert metrics.test_accuracy == pytest.approx(r2_score(data.y_test, predicted), abs=1e-12)
        expected = LOSSES[loss].terms(output, data.y_test[:, None]).sum() / len(output)
        assert metrics.test_loss == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("loss", NUMBERS)
def test_both_engines_train_the_same(loss):
    data = two_targets()
    if loss == "poisson":
        data = dataclasses.replace(data, y_train=abs(data.y_train), y_test=abs(data.y_test))
    config = TrainConfig((3, 5, 2), 0.02, 4, loss=loss, batch_size=7, shuffle=True, dataset="line")
    runs = [list(train(config, data, engine=engine)) for engine in ENGINES]
    for one, other in zip(*runs, strict=True):
        assert one.total_loss == pytest.approx(other.total_loss, rel=1e-11)
        assert one.train_accuracy == pytest.approx(other.train_accuracy, abs=1e-11)
        for ours, theirs in zip(one.parameters[0], other.parameters[0], strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_several_targets_have_a_mean_of_their_scores():
    data = two_targets()
    config = TrainConfig((3, 5, 2), 0.02, 1, loss="squared_error", dataset="line")
    (metrics,) = train(config, data)
    output, _ = forward(data.X_test, *metrics.parameters)
    assert metrics.test_accuracy == pytest.approx(r2_score(data.y_test, output), abs=1e-12)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_target_that_never_changes_scores_0(engine):
    data = load_dataset("line")
    flat = dataclasses.replace(data, y_test=np.ones_like(data.y_test))
    config = TrainConfig((1, 3, 1), 0.01, 1, dataset="line", loss="squared_error")
    (metrics,) = train(config, flat, engine=engine)
    assert metrics.test_accuracy == 0.0


def test_early_stopping_goes_by_r2_on_rows_held_out():
    data = load_dataset("sine")
    config = TrainConfig(
        (1, 8, 1),
        0.05,
        30,
        dataset="sine",
        loss="squared_error",
        init="glorot",
        early_stopping=True,
        n_iter_no_change=3,
    )
    epochs = list(train(config, data))
    scores = [metrics.validation_accuracy for metrics in epochs]
    assert epochs[-1].patience.best_epoch == int(np.argmax(scores)) + 1


@pytest.mark.parametrize("early_stopping", [False, True])
def test_a_third_part_is_what_is_validated_on(early_stopping):
    data = load_dataset("bumps", split={"validation_size": 0.25})
    config = dataclasses.replace(
        BUMPS, split={"validation_size": 0.25}, early_stopping=early_stopping, n_iter_no_change=9
    )
    for metrics in train(config, data):
        output, _ = forward(data.X_validation, *metrics.parameters)
        expected = r2_score(data.y_validation, output)
        assert metrics.validation_accuracy == pytest.approx(expected, abs=1e-12)
    assert len(data.X_train) == 165
    # No row of those to learn from is held out besides.
    assert len(held_out(config, data)[0]) == 165


def test_targets_are_scaled_by_the_training_rows_and_lead_back():
    raw, scaled = load_dataset("line"), load_dataset("line", target_scaling="standard")
    fitted = StandardScaler().fit(raw.y_train[:, None])
    np.testing.assert_allclose(
        scaled.y_test, fitted.transform(raw.y_test[:, None])[:, 0], rtol=1e-12
    )
    np.testing.assert_allclose(scaled.in_units(scaled.y_test), raw.y_test, rtol=1e-12)
    assert raw.in_units(raw.y_test) is raw.y_test


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"loss": "softmax_cross_entropy"}, "cross-entropy is of classes, and the targets are"),
        ({"loss": "logistic_cross_entropy"}, "loss must be one of numbers"),
        ({"units": (2, 6, 3)}, "begin with 2 features and end with 1 targets"),
        ({"loss": "poisson"}, "needs a y of numbers of 0 or more"),
        ({"scaling": "standard"}, "must be scaled as the configuration says"),
    ],
)
def test_what_does_not_fit_numbers_is_refused(changes, message):
    data = load_dataset("bumps", noise=1.0)
    with pytest.raises(ValueError, match=message):
        check_fit(dataclasses.replace(BUMPS, **changes), data)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"class_names": ("a", "b")}, "a target is a class or numbers"),
        ({"target_names": ()}, "class_names must be a tuple"),
        ({"y_test": np.zeros((20, 1))}, r"y_test must have shape \(20, 2\)"),
        ({"y_train": np.full((40, 2), np.nan)}, "y_train must hold finite numbers"),
    ],
)
def test_a_set_of_numbers_says_what_is_wrong_with_it(changes, message):
    with pytest.raises(ValueError, match=message):
        dataclasses.replace(two_targets(), **changes)


def test_classes_have_no_units():
    with pytest.raises(ValueError, match="'target_scaling' is not a parameter of moons"):
        load_dataset("moons", target_scaling="standard")
