"""A step on real data: one test digit through a network small enough to be read."""

import streamlit as st

from mlp_core import LIMITS, Dataset, one_hot
from mlp_core.epoch_metrics import Parameters
from pages.one_step import digit_network
from pages.one_step.exercise import Exercise
from pages.shared import charts, controls, session
from pages.shared.link_rules import Choice, Number
from pages.shared.links import bound
from pages.shared.step_links import ROW, RUN

DATASET = "digits"
RATES = Number(*LIMITS["learning_rate"], whole=False)
LINK_RULES = {
    ROW: Number(0, 359),
    "digit_rate": RATES,
    "digit_loss": Choice(controls.LOSS_NAMES),
    **digit_network.LINK_RULES,
}
DEFAULT_RATE, DEFAULT_LOSS = 0.01, "softmax_cross_entropy"
DEFAULTS = {
    ROW: 0,
    "digit_rate": DEFAULT_RATE,
    "digit_loss": DEFAULT_LOSS,
    **digit_network.DEFAULTS,
}


def first_exercise() -> Exercise:
    """What is shown before any entry: the first test digit through the default network."""
    network = digit_network.default()
    return _exercise(network, 0, DEFAULT_RATE, DEFAULT_LOSS)


def read_exercise() -> Exercise:
    """The exercise that the sidebar describes: always one that can be computed."""
    raw = session.dataset(DATASET, "none")
    with st.sidebar:
        row = st.number_input(
            "Test digit, by row",
            0,
            len(raw.y_test) - 1,
            0,
            step=1,
            **bound(ROW),
        )
        _show_digit(raw, row)
        network = digit_network.choose()
        rate = controls.learning_rate_slider("digit_rate", RATES.low, RATES.high, DEFAULT_RATE)
        loss = controls.loss_choice("digit_loss", DEFAULT_LOSS)
    return _exercise(network, row, rate, loss)


def held() -> dict:
    """What the controls and the link hold now, for ``put_back``."""
    run_id = session.link_parameters().get(RUN)
    keys = [*LINK_RULES, *([digit_network.epoch_key(run_id)] if run_id else [])]
    return {"controls": session.held_controls(keys), "link": {RUN: run_id} if run_id else {}}


def put_back(held: dict) -> None:
    """Set controls and link to what they were; in a callback, before they are drawn."""
    session.set_controls(held["controls"])
    session.write_link(held["link"], RUN)


def _exercise(network: digit_network.Network, row: int, rate: float, loss: str) -> Exercise:
    data = session.dataset(DATASET, network.scaling)
    weights, biases = _plain(network.parameters)
    return Exercise(
        x=tuple(data.X_test[row].tolist()),
        y=tuple(one_hot(data.y_test[row], data.n_classes).tolist()),
        learning_rate=rate,
        activation=network.activation,
        loss=loss,
        weights=weights,
        biases=biases,
    )


def _plain(parameters: Parameters) -> tuple[tuple, tuple]:
    """Parameters as plain values, which can be compared."""
    weights, biases = parameters
    return (
        tuple(tuple(map(tuple, W.tolist())) for W in weights),
        tuple(tuple(b.tolist()) for b in biases),
    )


def _show_digit(raw: Dataset, row: int) -> None:
    name = raw.class_names[raw.y_test[row]]
    pixels = charts.pixel_frame(raw.X_test_raw[row : row + 1], [f"a {name}"], raw.image_shape)
    chart = charts.pictures(pixels, columns=1, size=110, limit=charts.INK)
    st.altair_chart(chart, alt=f"Test digit {row}, a {name}", width="content")
