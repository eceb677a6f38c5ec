"""Weights of classes: scikit-learn's figures, rows that are there twice, and both engines."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.utils.class_weight import compute_sample_weight

from mlp_core import Dataset, TrainConfig, load_dataset, train
from mlp_core.class_weights import class_weights, row_weights
from mlp_core.engines.door import ENGINES
from mlp_core.engines.slices import labelled_rows
from mlp_core.losses import get_loss
from mlp_core.passes import forward_pass
from mlp_core.settings import SETTINGS
from mlp_core.sklearn_twin import parity
from mlp_core.starting_point import starting_point
from mlp_core.validation_part import held_out
from tests.mlp_core.both_engines import assert_parameters_agree, make_case
from tests.mlp_core.numbers_data import made_up_numbers

BALANCED = TrainConfig((2, 3, 3), 0.1, 2, 6, class_weight="balanced")
# Of six rows one, two and three are of the classes.
CLASSES = np.array([2, 0, 1, 2, 1, 2])


def uneven(classes=CLASSES, n_classes=3) -> Dataset:
    rows = np.random.default_rng(1).normal(size=(len(classes), 2))
    names = tuple(f"class {k}" for k in range(n_classes))
    return Dataset("uneven", "none", rows, rows, classes, classes, rows, names)


def idle(**changes) -> str:
    return SETTINGS["class_weight"].idle(vars(replace(BALANCED, **changes)))


def last_parameters(config, dataset, engine="numpy"):
    *_, last = train(config, dataset, engine=engine)
    return last.parameters


def test_by_hand():
    # 6 rows in 3 classes: 6 / (3 · 1), 6 / (3 · 2), 6 / (3 · 3).
    assert class_weights(BALANCED, uneven()).tolist() == [2.0, 1.0, 2 / 3]
    assert row_weights(BALANCED, uneven()).tolist() == [2 / 3, 2.0, 1.0, 2 / 3, 1.0, 2 / 3]
    assert class_weights(replace(BALANCED, class_weight="none"), uneven()) is None
    assert row_weights(replace(BALANCED, class_weight="none"), uneven()) is None


def test_a_class_that_has_no_row_to_train_on_changes_no_weight():
    config = replace(BALANCED, units=(2, 3, 4))
    assert class_weights(config, uneven(n_classes=4)).tolist() == [2.0, 1.0, 2 / 3, 1.0]


def test_only_rows_that_are_trained_on_are_counted():
    config = TrainConfig(
        (13, 4, 3), 0.01, 1, 20, dataset="wine", early_stopping=True, class_weight="balanced"
    )
    wine = load_dataset("wine")
    rows, _ = held_out(config, wine)
    expected = compute_sample_weight("balanced", wine.y_train[rows])
    np.testing.assert_allclose(row_weights(config, wine), expected, rtol=1e-15)
    assert len(expected) < len(wine.y_train)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("loss", ["softmax_cross_entropy", "squared_error", "huber"])
def test_a_weight_of_two_is_a_row_that_is_there_twice(engine, loss):
    # Two rows of one class and four of the other: 1.5 and 0.75, one twice the other.
    classes = np.array([0, 1, 1, 0, 1, 1])
    once = uneven(classes, 2)
    twice = replace(
        once,
        X_train=np.vstack([once.X_train, once.X_train[classes == 0]]),
        y_train=np.concatenate([classes, classes[classes == 0]]),
    )
    config = TrainConfig((2, 3, 2), 0.1, 3, 6, loss=loss, class_weight="balanced")
    expected = last_parameters(replace(config, batch_size=8, class_weight="none"), twice, engine)
    assert_parameters_agree(last_parameters(config, once, engine), expected, 1e-13)
    plain = last_parameters(replace(config, class_weight="none"), once, engine)
    with pytest.raises(AssertionError):
        assert_parameters_agree(plain, expected, 1e-3)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_total_loss_is_the_weighted_mean_of_each_batch_once_a_row(engine):
    config, dataset = replace(BALANCED, batch_size=4, alpha=0.5), uneven()
    # So slow that the second batch meets the parameters of the first.
    config = replace(config, learning_rate=1e-7, epochs=1)
    (epoch,) = train(config, dataset, engine=engine)
    weights, biases = starting_point(config, 6)[0]
    X, y = labelled_rows(config, dataset)["train"]
    output, _ = forward_pass(X, weights, biases, config.activation)
    losses = get_loss(config.loss).terms(output, y).sum(axis=1)
    w = row_weights(config, dataset)
    penalty = 0.25 * sum((W**2).sum() for W in weights)
    batches = slice(0, 4), slice(4, 6)
    means = [(w[b] @ losses[b] + penalty) / w[b].sum() for b in batches]
    assert epoch.total_loss == pytest.approx(4 * means[0] + 2 * means[1], rel=1e-6)
    # What is measured after the epoch knows no weights.
    assert epoch.train_loss == pytest.approx(losses.mean(), rel=1e-6)


@pytest.mark.parametrize("seed", range(12))
def test_the_engines_agree(seed):
    rng = np.random.default_rng(seed)
    config = TrainConfig(
        units=(4, *([(), (3,), (5, 4)][seed % 3]), 3),
        learning_rate=0.05,
        epochs=1,
        batch_size=int(rng.choice([1, 2, 7, 16, 100])),
        loss=str(rng.choice(["softmax_cross_entropy", "squared_error", "logistic_cross_entropy"])),
        activation=str(rng.choice(["tanh", "relu", "logistic"])),
        optimizer=["sgd", "adam"][seed % 2],
        momentum=0.5,
        alpha=float(rng.choice([0.0, 0.1])),
        class_weight="balanced",
    )
    case = make_case(config, 30, seed)
    (one, loss), (other, other_loss) = map(case.after_an_epoch, ("numpy", "compiled"))
    assert loss == pytest.approx(other_loss, rel=1e-12)
    assert_parameters_agree(one.checkpoint.parameters, other.checkpoint.parameters, 1e-12)


PARITY = {
    "batches": {"batch_size": 16},
    "shuffled, with a penalty": {"batch_size": 7, "shuffle": True, "alpha": 0.1},
    "one by one, where the penalty alone is weighted": {"alpha": 0.1, "learning_rate": 0.001},
    "momentum": {"batch_size": 16, "momentum": 0.9, "nesterovs_momentum": True},
    "Adam": {"batch_size": 32, "optimizer": "adam", "learning_rate": 0.001},
    "rows held out": {"batch_size": 16, "early_stopping": True},
    "all in one": {"batch_size": 2000, "alpha": 1.0},
}


def one_class_against_the_others(data: Dataset) -> Dataset:
    """Two classes, of a third and two thirds of the rows."""
    train, test = (y == 0 for y in (data.y_train, data.y_test))
    return replace(data, y_train=train.astype(int), y_test=test.astype(int), class_names=("-", "+"))


@pytest.mark.parametrize("options", PARITY.values(), ids=PARITY)
@pytest.mark.parametrize("n_classes", [2, 3])
def test_scikit_learn_given_the_weights_comes_to_the_same(n_classes, options):
    data = load_dataset("wine", "standard")
    config = TrainConfig((13, 8, 3), 0.01, 5, dataset="wine", scaling="standard")
    if n_classes == 2:
        data = one_class_against_the_others(data)
        config = replace(config, units=(13, 8, 1), loss="logistic_cross_entropy")
    config = replace(config, class_weight="balanced", **options)
    points = list(parity(config, data))
    assert max(point.max_difference for point in points) < 1e-13
    assert points[0].first_step_difference < 1e-14
    assert points[-1].our_accuracy == points[-1].sklearn_accuracy


def test_where_a_weight_cancels_that_is_said():
    assert "divided by its weight" in idle(batch_size=1)
    assert idle() == idle(batch_size=1, alpha=0.1) == ""


def test_numbers_have_no_classes_to_weigh():
    assert "the targets are numbers" in idle(dataset="sine", units=(1, 3, 1), loss="huber")
    numbers, config = made_up_numbers(), replace(BALANCED, units=(4, 3, 1), loss="huber")
    assert class_weights(config, numbers) is row_weights(config, numbers) is None
    plain = replace(config, class_weight="none")
    for engine in ENGINES:
        ours, theirs = (last_parameters(c, numbers, engine) for c in (config, plain))
        assert_parameters_agree(ours, theirs, 0.0)
