"""A step on real data: one test digit through a network small enough to be read."""

from typing import NamedTuple

import streamlit as st

from mlp_core import LIMITS, SGDStep, one_hot
from mlp_core.epoch_metrics import Parameters
from mlp_core.experiments.runs.run import Run
from pages.one_step.entries import digit_network, digit_reading
from pages.one_step.entries.digit_data import DATASET, TEST_ROWS
from pages.one_step.entries.exercise import Exercise
from pages.shared import controls, session
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Number
from pages.shared.links.to_one_step import ROW, RUN

# Where the entries, and where the digit on the page come from; and the run whose rate was taken.
READ, SHOWN, RATE_OF = "digit_read", "digit_shown", "digit_rate_of"
RATES = Number(*LIMITS["learning_rate"], whole=False)
LINK_RULES = {
    ROW: Number(0, TEST_ROWS - 1),
    "digit_rate": RATES,
    "digit_loss": Choice(controls.LOSS_NAMES),
    **digit_network.LINK_RULES,
}
LABELS = {
    ROW: "Test digit, by row",
    "digit_rate": controls.RATE_LABEL,
    "digit_loss": "Loss",
    **digit_network.LABELS,
}
DEFAULT_RATE, DEFAULT_LOSS = 0.01, "softmax_cross_entropy"
DEFAULTS = {
    ROW: 0,
    "digit_rate": DEFAULT_RATE,
    "digit_loss": DEFAULT_LOSS,
    **digit_network.DEFAULTS,
}


class _Source(NamedTuple):
    """Which digit goes through which network: that of a run, or one from a seed."""

    row: int = 0
    run: Run | None = None
    epoch: int = 0


def first_exercise() -> Exercise:
    """What is shown before any entry: the first test digit through the default network."""
    network = digit_network.default()
    return _exercise(network, 0, DEFAULT_RATE, DEFAULT_LOSS)


def read_exercise() -> Exercise:
    """The exercise that the sidebar describes: always one that can be computed."""
    with st.sidebar:
        row = st.number_input(LABELS[ROW], 0, TEST_ROWS - 1, 0, step=1, **bound(ROW))
        network = digit_network.choose()
        _bring_rate(network.run)
        rate = controls.learning_rate_slider("digit_rate", RATES.low, RATES.high, DEFAULT_RATE)
        loss = controls.loss_choice("digit_loss", DEFAULT_LOSS)
    session.remember(READ, _Source(row, network.run, network.epoch))
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


def show(step: SGDStep, valid: bool) -> None:
    """The digit and what the network reads in it; the last digit that could be computed."""
    if valid:
        session.remember(SHOWN, session.remembered(READ, _Source))
    source = session.remembered(SHOWN, _Source)
    digit_reading.show(step, source.row)
    if source.run is not None:
        digit_network.way_back(source.run, source.epoch)


def _bring_rate(run: Run | None) -> None:
    """A run that has just come brings the rate it was trained at, unless the link has another."""
    run_id = run.id if run else ""
    if session.remembered(RATE_OF, str) == run_id:
        return
    session.remember(RATE_OF, run_id)
    if run and "digit_rate" not in session.link_parameters():
        rate = run.scores[-1].learning_rate if run.scores else run.config.learning_rate
        session.set_controls({"digit_rate": rate})


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
