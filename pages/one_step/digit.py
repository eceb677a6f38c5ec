"""A step on real data: one test digit through a network small enough to be read."""

import streamlit as st

from mlp_core import SCALINGS, Dataset, one_hot, seeded_parameters
from pages.one_step.exercise import Exercise
from pages.shared import charts, controls, session

DATASET = "digits"
MOST_LAYERS, MOST_UNITS = 3, 64
DEFAULTS = {
    "digit_row": 0,
    "digit_layers": 1,
    "digit_units1": 16,
    "digit_units2": 16,
    "digit_units3": 16,
    "digit_rate": 0.01,
    "digit_seed": 0,
}


def first_exercise() -> Exercise:
    """What is shown before any entry: the first test digit through the default network."""
    units = (DEFAULTS["digit_units1"],)
    data = session.dataset(DATASET, "none")
    return _exercise(data, 0, units, DEFAULTS["digit_rate"], "tanh", "softmax_cross_entropy", 0)


def read_exercise() -> Exercise:
    """The exercise that the sidebar describes: always one that can be computed."""
    raw = session.dataset(DATASET, "none")
    with st.sidebar:
        row = _whole_number("Test digit, by row", "digit_row", 0, len(raw.y_test) - 1)
        _show_digit(raw, row)
        hidden = _hidden_units()
        rate = controls.learning_rate_slider("digit_rate", 1e-5, 1.0, DEFAULTS["digit_rate"])
        activation = controls.activation_choice("digit_activation")
        loss = controls.loss_choice("digit_loss", "softmax_cross_entropy")
        scaling = controls.scaling_choice("digit_scaling", next(iter(SCALINGS)))
        seed = controls.seed_input("digit_seed", DEFAULTS["digit_seed"])
        st.caption("Weights and biases are 0.1 · N(0, 1), drawn from the seed, as in Train.")
    data = session.dataset(DATASET, scaling)
    return _exercise(data, row, hidden, rate, activation, loss, seed)


def _exercise(
    data: Dataset,
    row: int,
    hidden: tuple[int, ...],
    rate: float,
    activation: str,
    loss: str,
    seed: int,
) -> Exercise:
    units = (data.n_features, *hidden, data.n_classes)
    weights, biases = seeded_parameters(units, seed)
    return Exercise(
        x=tuple(data.X_test[row].tolist()),
        y=tuple(one_hot(data.y_test[row], data.n_classes).tolist()),
        learning_rate=rate,
        activation=activation,
        loss=loss,
        weights=tuple(tuple(map(tuple, W.tolist())) for W in weights),
        biases=tuple(tuple(b.tolist()) for b in biases),
    )


def _show_digit(raw: Dataset, row: int) -> None:
    name = raw.class_names[raw.y_test[row]]
    pixels = charts.pixel_frame(raw.X_test_raw[row : row + 1], [f"a {name}"], raw.image_shape)
    chart = charts.pictures(pixels, columns=1, size=110, limit=charts.INK)
    st.altair_chart(chart, alt=f"Test digit {row}, a {name}", width="content")


def _hidden_units() -> tuple[int, ...]:
    n = st.slider(
        "Hidden layers",
        0,
        MOST_LAYERS,
        DEFAULTS["digit_layers"],
        key="digit_layers",
        bind="query-params",
    )
    keys = [f"digit_units{k}" for k in range(1, n + 1)]
    return tuple(
        _whole_number(f"Units in hidden layer {k}", key, 1, MOST_UNITS)
        for k, key in enumerate(keys, start=1)
    )


def _whole_number(label: str, key: str, low: int, high: int) -> int:
    return st.number_input(label, low, high, DEFAULTS[key], step=1, key=key, bind="query-params")
