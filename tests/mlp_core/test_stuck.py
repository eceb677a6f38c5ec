"""Stuck runs: which are, what holds in their layers, and what is said about it."""

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import QUESTION_2, Dataset, TrainConfig, accuracy_interval, load_dataset, train
from mlp_core.metrics import r2_score
from mlp_core.number_text import r2, rounded
from mlp_core.score_kinds import R2
from mlp_core.stuck import (
    LayerState,
    Stuck,
    inspect_stuck,
    is_stuck,
    largest_share,
    stuck_sentences,
)


def after_training(**changes):
    """The config of Question 2 with ``changes``, its data, and what inspection finds."""
    config = replace(QUESTION_2, **changes)
    dataset = load_dataset(scaling=config.scaling)
    *_, last = train(config, dataset)
    return inspect_stuck(last.parameters, dataset, config)


def rows_of(classes, n_features=1, n_classes=3):
    """A data set whose training rows are its test rows: those of ``classes``, 0, 1, 2, … as x."""
    rows = np.tile(np.arange(len(classes), dtype=float)[:, np.newaxis], (1, n_features))
    names = tuple("abc"[:n_classes])
    y = np.array(classes)
    return Dataset("small", "none", rows, rows, y, y, rows, names)


def network(weights, biases):
    return [np.array(W, dtype=float) for W in weights], [np.array(b, dtype=float) for b in biases]


def test_a_relu_layer_that_died():
    # On these ten epochs: the preset but for its rate and activation.
    stuck = after_training(learning_rate=0.1, activation="relu", epochs=10)
    assert stuck.score == pytest.approx(33 / 360)
    assert stuck.chance == pytest.approx(47 / 360)
    assert stuck.interval == accuracy_interval(stuck.score, 360)
    (layer,) = stuck.layers
    assert (layer.layer, layer.kind, layer.n, layer.of) == (1, "dead", 50, 50)
    assert layer.n_at_start < 5
    assert stuck.constant == "0"
    assert stuck_sentences(stuck) == [
        "The network is stuck: its accuracy on the test rows, 9.17 % (95 % interval 6.60 % to "
        "12.59 %), is not clearly above what always naming the commonest class scores, 13.06 %.",
        "All 50 units in hidden layer 1 are dead (0 or next to it on every row), so that next to "
        "no gradient comes through.",
        "Every row is given the same class, 0.",
        "Lower the learning rate, which threw them there, or choose an activation without a dead "
        "side, such as tanh.",
    ]


def test_a_tanh_layer_that_saturated():
    stuck = after_training(learning_rate=1.0, epochs=2)
    (layer,) = stuck.layers
    assert (layer.kind, layer.n, layer.of) == ("saturated", 50, 50)
    assert stuck.loss_rose
    assert stuck_sentences(stuck)[-1].startswith("Lower the learning rate")


@pytest.mark.parametrize("changes", [{}, {"activation": "relu"}, {"activation": "logistic"}])
def test_a_run_that_learns_is_not_stuck(changes):
    assert after_training(epochs=3, **changes) is None


@pytest.mark.parametrize(("bias", "flat"), [(-20.0, True), (20.0, False), (-1.2, False)])
@pytest.mark.parametrize("activation", ["gelu", "silu", "softplus", "elu"])
def test_smooth_units_are_flat_on_their_left_alone(activation, bias, flat):
    # At -1.2 the slope of gelu and silu is below 0, or next to it, in some rows only.
    parameters = network([np.ones((2, 1)), np.zeros((3, 2))], [[bias, bias], [0, 0, 0]])
    config = TrainConfig((1, 2, 3), 0.1, 1, activation=activation)
    stuck = inspect_stuck(parameters, rows_of([0, 1, 2, 0]), config)
    kind = "saturated" if activation == "elu" else "dead"
    assert [(layer.kind, layer.n) for layer in stuck.layers] == ([(kind, 2)] if flat else [])


def test_a_run_that_has_hardly_begun():
    stuck = after_training(learning_rate=1e-5, epochs=1)
    assert (stuck.layers, stuck.constant, stuck.loss_rose) == ((), None, False)
    assert stuck_sentences(stuck)[1:] == [
        "The loss has not risen: train for more epochs, or raise the learning rate."
    ]


def test_a_network_without_hidden_layers_whose_loss_grew():
    stuck = after_training(
        units=(64, 10),
        learning_rate=0.3,
        loss="squared_error",
        batch_size=32,
        epochs=2,
        scaling="standard",
    )
    assert (stuck.layers, stuck.loss_rose) == ((), True)
    assert stuck_sentences(stuck)[-1] == (
        "The loss has risen since the start: lower the learning rate."
    )


@pytest.mark.parametrize(
    ("activation", "kind"), [("tanh", "constant"), ("relu", "dead"), ("logistic", "constant")]
)
def test_units_that_were_so_before_training_are_not_the_rates_doing(activation, kind):
    # From zero nothing flows into the hidden layer, at whatever rate; logistic units give ½.
    config = TrainConfig((1, 4, 3), 0.01, 1, activation=activation, init_scale=0.0)
    parameters = network([np.zeros((4, 1)), np.zeros((3, 4))], [np.zeros(4), [0.0, 0.0, 0.1]])
    stuck = inspect_stuck(parameters, rows_of([0, 1, 2] * 4), config)
    assert stuck.layers == (LayerState(1, kind, 4, 4, n_at_start=4),)
    assert stuck.constant == "c"
    last = stuck_sentences(stuck)[-1]
    assert last.startswith("They were so before training: choose")
    assert "learning rate" not in last


def test_states_worked_by_hand():
    # Rows 0 to 11. h1: always 0; always 1; x. h2: -x < 0, dead; 0 + 5, constant; x - 12, dead.
    weights = [[[-1.0], [0.0], [1.0]], [[0, 0, -1], [0, 0, 0], [0, 0, 1]], np.zeros((3, 3))]
    biases = [[0.0, 1.0, 0.0], [0.0, 5.0, -12.0], [0.0, 0.0, 0.0]]
    config = TrainConfig((1, 3, 3, 3), 0.01, 1, activation="relu", init_scale=1.0, seed=1)
    stuck = inspect_stuck(network(weights, biases), rows_of([0, 1, 2] * 4), config)
    found = [(state.layer, state.kind, state.n, state.of) for state in stuck.layers]
    assert found == [
        (1, "dead", 1, 3),
        (1, "constant", 1, 3),
        (2, "dead", 2, 3),
        (2, "constant", 1, 3),
    ]


@pytest.mark.parametrize(
    ("activation", "z", "flat"),
    [
        ("tanh", np.arctanh(0.9989), False),
        ("tanh", np.arctanh(0.9991), True),
        ("tanh", -np.arctanh(0.9991), True),
        ("logistic", np.log(0.9994 / 0.0006), False),
        ("logistic", np.log(0.9996 / 0.0004), True),
        ("logistic", -np.log(0.9996 / 0.0004), True),
        ("relu", 1e-300, False),
        ("relu", 0.0, True),
        ("relu", 1e300, False),
    ],
)
def test_where_a_unit_is_flat(activation, z, flat):
    # One unit, whose z is its bias on every row: constant where it is not flat.
    config = TrainConfig((1, 1, 3), 0.01, 1, activation=activation)
    parameters = network([[[0.0]], np.zeros((3, 1))], [[z], np.zeros(3)])
    (state,) = inspect_stuck(parameters, rows_of([0, 1, 2] * 4), config).layers
    assert (state.kind != "constant") == flat


def test_a_unit_that_is_flat_on_all_rows_but_one_is_not():
    # relu(x - 10) is above 0 for the last row alone, x = 11.
    config = TrainConfig((1, 1, 3), 0.01, 1, activation="relu")
    parameters = network([[[1.0]], np.zeros((3, 1))], [[-10.0], np.zeros(3)])
    assert inspect_stuck(parameters, rows_of([0, 1, 2] * 4), config).layers == ()


@pytest.mark.parametrize(("weight", "constant"), [(1e-7, False), (1e-11, True)])
def test_what_hardly_changes_is_not_constant(weight, constant):
    # h = 1 + w x on rows 0 to 11: a spread of 11 w beside 1.
    config = TrainConfig((1, 1, 3), 0.01, 1, activation="relu")
    parameters = network([[[weight]], np.zeros((3, 1))], [[1.0], np.zeros(3)])
    states = inspect_stuck(parameters, rows_of([0, 1, 2] * 4), config).layers
    assert [state.kind for state in states] == (["constant"] if constant else [])


def test_rows_that_only_training_or_only_testing_has_both_count():
    config = TrainConfig((1, 1, 3), 0.01, 1, activation="relu")
    parameters = network([[[1.0]], np.zeros((3, 1))], [[-10.0], np.zeros(3)])
    data = rows_of([0, 1, 2] * 4)
    for part in ("X_train", "X_test"):
        assert (
            inspect_stuck(parameters, replace(data, **{part: data.X_test * 0.5}), config).layers
            == ()
        )
    both = replace(data, X_train=data.X_train * 0.5, X_test=data.X_test * 0.5)
    assert [state.kind for state in inspect_stuck(parameters, both, config).layers] == ["dead"]


def test_commoner_classes_raise_the_bar():
    # 90 of 100 rows are of class 0: 93 right may be luck (its interval begins at 0.862), 99 not.
    classes = np.repeat([0, 1, 2], [90, 5, 5])
    assert largest_share(classes) == 0.9
    assert is_stuck(0.93, rows_of(classes))
    assert not is_stuck(0.99, rows_of(classes))
    # The same on classes of equal shares is far beyond guessing.
    assert not is_stuck(0.93, rows_of(np.repeat([0, 1, 2], [34, 33, 33])))


def test_five_test_rows_that_are_all_right_are_not_called_stuck():
    # The interval of 5 of 5 begins at 0.566, below the 0.6 of three rows of one class: no score
    # could be clearly above that. Of 6 of 10 and 10 of 10 the interval can tell.
    few = rows_of([0, 0, 0, 1, 1])
    assert accuracy_interval(1.0, 5)[0] < largest_share(few.y_test) == 0.6
    assert not is_stuck(1.0, few)
    assert not is_stuck(0.8, few)
    assert is_stuck(0.6, few)
    more = rows_of([0] * 6 + [1] * 4)
    assert is_stuck(0.8, more)
    assert not is_stuck(1.0, more)


def test_the_bar_is_the_test_rows_own(digits):
    # Neither the training rows' commonest class nor a tenth, the share of ten equal classes.
    assert largest_share(digits.y_test) == np.bincount(digits.y_test).max() / 360
    right = next(n for n in range(360) if not is_stuck(n / 360, digits))
    assert accuracy_interval((right - 1) / 360, 360)[0] <= 47 / 360
    assert accuracy_interval(right / 360, 360)[0] > 47 / 360


def test_a_majority_class_network_is_stuck_and_a_right_one_is_not():
    # The output favours class 0, by its bias, or names the class of x = 0, 1, 2 by a ramp.
    data = rows_of([0] * 16 + [1] * 2 + [2] * 2)
    config = TrainConfig((1, 3), 0.01, 1, loss="squared_error")
    majority = inspect_stuck(network([np.zeros((3, 1))], [[1.0, 0.0, 0.0]]), data, config)
    assert (majority.score, majority.chance, majority.constant) == (0.8, 0.8, "a")
    right = network([[[0.0], [1.0], [2.0]]], [[0.0, -15.5, -33.0]])
    assert inspect_stuck(right, data, config) is None


def stuck_with(*layers, **changes):
    found = {"score": 0.1, "interval": (0.05, 0.2), "chance": 0.13} | changes
    return Stuck(layers=layers, **({"constant": None, "loss_rose": True} | found))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (LayerState(2, "dead", 1, 1, 0), "The only unit in hidden layer 2 is dead ("),
        (LayerState(1, "dead", 1, 50, 0), "1 of the 50 units in hidden layer 1 is dead ("),
        (LayerState(1, "saturated", 7, 50, 0), "7 of the 50 units in hidden layer 1 are saturated"),
        (LayerState(3, "constant", 8, 8, 0), "All 8 units in hidden layer 3 are constant ("),
    ],
)
def test_sentences_about_units(state, sentence):
    assert stuck_sentences(stuck_with(state))[1].startswith(sentence)


def test_advice_is_for_the_first_layer_that_blocks():
    few, most = LayerState(1, "dead", 2, 50, 0), LayerState(2, "saturated", 14, 50, 7)
    assert stuck_sentences(stuck_with(few))[-1].startswith("The loss has risen")
    assert stuck_sentences(stuck_with(few, loss_rose=False))[-1].startswith("The loss has not")
    assert stuck_sentences(stuck_with(few, most))[-1].startswith("Lower the learning rate, which d")
    assert stuck_sentences(stuck_with(few, replace(most, n_at_start=8)))[-1].startswith(
        "They were so before training: scale the inputs"
    )
    # A quarter is enough, less is not.
    assert replace(most, of=56).blocks
    assert not replace(most, of=57).blocks


def sine_after(parameters, **changes):
    config = TrainConfig((1, 3, 1), 0.01, 1, loss="squared_error", dataset="sine", **changes)
    return inspect_stuck(parameters, load_dataset("sine"), config)


def test_a_regression_is_stuck_where_it_says_the_mean():
    sine = load_dataset("sine")
    mean = sine.y_train.mean()
    flat = network([np.full((3, 1), 0.0), np.zeros((1, 3))], [[1.0, 1.0, 1.0], [mean]])
    stuck = sine_after(flat)
    assert stuck.score == pytest.approx(r2_score(sine.y_test, np.full(len(sine.y_test), mean)))
    assert (stuck.chance, stuck.constant) == (0.0, rounded(mean))
    assert [(state.kind, state.n) for state in stuck.layers] == [("constant", 3)]
    first, *_, constant, advice = stuck_sentences(stuck)
    assert first == (
        f"The network is stuck: its R² on the test rows, {r2(stuck.score)}, is not clearly above "
        "what always predicting the mean scores, 0.000."
    )
    assert constant == f"Every row is given the same number, {rounded(mean)}."
    assert advice.startswith(("Lower", "They were"))


def test_a_regression_that_learns_is_not_stuck():
    config = TrainConfig((1, 8, 1), 0.05, 200, loss="squared_error", dataset="sine", batch_size=8)
    data = load_dataset("sine")
    *_, last = train(config, data)
    assert last.test_accuracy > 0.5
    assert inspect_stuck(last.parameters, data, config) is None


def test_how_far_r2_must_be_above_0():
    # 36 rows: 0.2 - 1.96 · 2 √0.2 · 0.8 / 6 = -0.034 and 0.3 - 1.96 · 2 √0.3 · 0.7 / 6 = 0.049.
    sine = load_dataset("sine")
    parts = {name: getattr(sine, name)[:36] for name in ("X_test", "y_test", "X_test_raw")}
    few = replace(sine, **parts)
    assert is_stuck(0.2, few)
    assert not is_stuck(0.3, few)
    assert is_stuck(-3.0, few)


def test_the_sentence_of_a_regression_above_0_has_an_interval():
    stuck = stuck_with(score=0.2, interval=(-0.034, 0.434), chance=0.0, kind=R2)
    says = "its R² on the test rows, 0.200 (95 % interval −0.034 to 0.434)"
    assert says in stuck_sentences(stuck)[0]
