"""A look into a network: every figure against plain NumPy, and steps against training itself."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import TrainConfig, backward, forward, load_dataset, train
from mlp_core.checkpoint import first_checkpoint
from mlp_core.inspection.diagnosis.observation import MOST_ROWS, observe, rows_looked_at
from mlp_core.starting_point import starting_point

IRIS = load_dataset("iris", "standard")
CONFIG = TrainConfig((4, 6, 5, 3), 0.05, 3, dataset="iris", scaling="standard", activation="relu")


def start_of(config):
    return first_checkpoint(config, starting_point(config, 0)[0])


def test_units_are_counted_as_a_loop_over_the_rows_counts_them():
    start = start_of(CONFIG)
    (W1, W2, W3), (b1, b2, b3) = start.parameters
    b1 = b1.copy()
    b1[2], b1[4] = -100.0, 50.0
    dead_1 = replace(start, parameters=([W1, W2, W3], [b1, b2, b3]))
    seen = observe(CONFIG, IRIS, dead_1)
    z1 = IRIS.X_train @ W1.T + b1
    assert list(seen.hidden[0].dead) == [bool((z1[:, j] <= 0).all()) for j in range(6)]
    assert seen.hidden[0].dead[2]
    assert not seen.hidden[0].dead[4]
    assert seen.hidden[0].flat_share == pytest.approx((z1 <= 0).mean())
    assert seen.hidden[0].pre_activation == pytest.approx(np.sqrt((z1**2).mean()))
    assert not seen.hidden[0].saturated.any()
    assert not seen.layers[-1].dead.any()


def test_a_unit_is_flat_when_all_but_one_row_in_a_hundred_say_so():
    config = TrainConfig((1, 2, 2), 0.1, 1, dataset="iris", scaling="none")
    rows = np.zeros((200, 1))
    rows[:2] = -1.0
    data = replace(
        IRIS, name="made", scaling="none", X_train=rows, y_train=np.arange(200) % 2,
        X_test=rows, y_test=np.arange(200) % 2, X_test_raw=rows, class_names=("a", "b"),
        feature_names=("x",), plane=None,
    )  # fmt: skip
    start = replace(
        start_of(config),
        parameters=(
            [np.array([[5.0], [0.0]]), np.ones((2, 2))],
            [np.array([5.0, 0.1]), np.zeros(2)],
        ),
    )
    seen = observe(config, data, start).hidden[0]
    assert list(seen.saturated) == [True, False]
    assert list(seen.constant) == [False, True]
    rows = rows.copy()
    rows[:3] = -1.0
    assert not observe(config, replace(data, X_train=rows), start).hidden[0].saturated[0]


def test_gradients_and_signals_are_those_of_the_mean_loss():
    start = start_of(CONFIG)
    weights, biases = start.parameters
    output, hiddens = forward(IRIS.X_train, weights, biases, "relu")
    labels = IRIS.labels(IRIS.y_train, 3)
    grads, _ = backward(IRIS.X_train, labels, output, hiddens, weights, CONFIG.loss, "relu")
    seen = observe(CONFIG, IRIS, start)
    for layer, grad, W in zip(seen.layers, grads, weights, strict=True):
        assert layer.gradient_norm == pytest.approx(np.linalg.norm(grad), rel=1e-12)
        assert layer.weight_norm == pytest.approx(np.linalg.norm(W))
        assert np.isnan(layer.change)
    p = np.exp(output) / np.exp(output).sum(axis=1, keepdims=True)
    assert seen.layers[-1].signal == pytest.approx(np.sqrt(((p - labels) ** 2).mean()))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"momentum": 0.9},
        {"optimizer": "adam", "learning_rate": 0.01},
        {"alpha": 0.1},
        {"class_weight": "balanced"},
    ],
)
def test_a_step_is_the_one_that_training_takes(options):
    config = replace(CONFIG, batch_size=len(IRIS.X_train), epochs=2, **options)
    first, second = (metrics.checkpoint for metrics in train(config, IRIS))
    before = observe(config, IRIS, first)
    after = observe(config, IRIS, second, first)
    for step, there, old, new in zip(
        before.layers, after.layers, first.parameters[0], second.parameters[0], strict=True
    ):
        assert step.step == pytest.approx(np.linalg.norm(new - old) / np.linalg.norm(old), rel=1e-6)
        assert there.change == pytest.approx(np.linalg.norm(new - old) / np.linalg.norm(new))


def test_a_large_set_is_looked_at_in_part_and_the_same_part_every_time():
    rows = np.random.default_rng(0).normal(size=(MOST_ROWS + 500, 4))
    large = replace(
        IRIS, X_train=rows, y_train=np.arange(len(rows)) % 3, plane=None
    )  # fmt: skip
    at = rows_looked_at(CONFIG, large)
    assert len(at) == MOST_ROWS
    assert list(at) == list(rows_looked_at(CONFIG, large))
    assert (np.diff(at) > 0).all()


def test_rows_that_are_held_out_are_not_looked_at():
    config = replace(CONFIG, early_stopping=True, n_iter_no_change=5)
    assert len(rows_looked_at(config, IRIS)) == 108
