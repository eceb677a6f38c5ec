"""A step on real data: one test row through a network small enough to be read."""

from collections.abc import Set
from typing import NamedTuple

import streamlit as st

from mlp_core import DATASETS, LIMITS, SGDStep, one_hot
from mlp_core.experiments.runs.run import Run
from mlp_core.task import Task
from pages.one_step.entries import real_data, real_network, real_reading
from pages.shared import controls, session
from pages.shared.links.address import bound
from pages.shared.links.rules import Number, Rule
from pages.shared.links.to_one_step import ROW, RUN

# Where the entries, and where the row on the page come from; and the run whose rate was taken.
READ, SHOWN, RATE_OF = "digit_read", "digit_shown", "digit_rate_of"
RATES = Number(*LIMITS["learning_rate"], whole=False)
DEFAULT_RATE, DEFAULT_LOSS = 0.01, "softmax_cross_entropy"
DEFAULTS = {
    real_data.KEY: real_data.DEFAULT,
    ROW: 0,
    "digit_rate": DEFAULT_RATE,
    "digit_loss": DEFAULT_LOSS,
    **real_network.DEFAULTS,
}


class _Source(NamedTuple):
    """Which row goes through which network: that of a run, or one from a seed."""

    dataset: str = real_data.DEFAULT
    row: int = 0
    run: Run | None = None
    epoch: int = 0


def link_rules(dataset: str) -> dict[str, Rule]:
    """What the address may say of the controls, where the rows are of ``dataset``."""
    return {
        real_data.KEY: controls.rule_of("dataset"),
        ROW: Number(0, real_data.last_row(dataset)),
        "digit_rate": RATES,
        "digit_loss": controls.rule_of("loss"),
        **real_network.LINK_RULES,
    }


def labels(dataset: str) -> dict[str, str]:
    """What the controls are called, where the rows are of ``dataset``."""
    return {
        real_data.KEY: controls.DATA_LABEL,
        ROW: f"Test {DATASETS[dataset].words.thing}, by row",
        "digit_rate": controls.RATE_LABEL,
        "digit_loss": "Loss",
        **real_network.LABELS,
    }


def first_task() -> Task:
    """What is shown before any entry: the first test row through the default network."""
    network = real_network.default()
    return _task(network, 0, DEFAULT_RATE, DEFAULT_LOSS)


def read_task() -> Task:
    """The task that the sidebar describes: always one that can be computed."""
    with st.sidebar:
        dataset = _dataset()
        row = _row(dataset)
        network = real_network.choose(dataset)
        _bring_rate(network.run)
        rate = controls.learning_rate_slider("digit_rate", RATES.low, RATES.high, DEFAULT_RATE)
        loss = controls.of_setting("loss", DEFAULT_LOSS, "digit_loss")
    session.remember(READ, _Source(dataset, row, network.run, network.epoch))
    return _task(network, row, rate, loss)


def held() -> dict:
    """What the controls and the link hold now, for ``put_back``."""
    run_id = session.link_parameters().get(RUN)
    keys = [*DEFAULTS, *([real_network.epoch_key(run_id)] if run_id else [])]
    return {"controls": session.held_controls(keys), "link": {RUN: run_id} if run_id else {}}


def put_back(held: dict) -> None:
    """Set controls and link to what they were; in a callback, before they are drawn."""
    session.set_controls(held["controls"])
    session.write_link(held["link"], RUN)


def show(step: SGDStep, valid: bool, secret: Set[str]) -> None:
    """The row and, while none of it is ``secret``, what the network makes of it.

    It is the last row that could be computed.
    """
    if valid:
        session.remember(SHOWN, session.remembered(READ, _Source))
    source = session.remembered(SHOWN, _Source)
    real_reading.show(step, source.dataset, source.row, answered=not secret)
    if source.run is not None:
        real_network.way_back(source.run, source.epoch)


def input_names() -> tuple[str, ...]:
    """What the inputs of the step that is shown are called, where they have names."""
    return DATASETS[session.remembered(SHOWN, _Source).dataset].row.names


def class_labels() -> tuple[str, ...]:
    """What the outputs of the step that is shown are called."""
    return real_data.class_labels(session.remembered(SHOWN, _Source).dataset)


def _dataset() -> str:
    """The data set of the rows: that of a run is not to be chosen."""
    run = real_data.linked_run()
    if run is not None:
        return run.config.dataset
    first_row = {"on_change": session.set_controls, "args": ({ROW: 0},)}
    return controls.of_setting("dataset", real_data.DEFAULT, real_data.KEY, **first_row)


def _row(dataset: str) -> int:
    """The row; one that was chosen of another data set may be beyond the last of this one."""
    last = real_data.last_row(dataset)
    if session.control_values({ROW: 0})[ROW] > last:
        session.set_controls({ROW: last})
    return st.number_input(labels(dataset)[ROW], 0, last, 0, step=1, **bound(ROW))


def _bring_rate(run: Run | None) -> None:
    """A run that has just come brings the rate it was trained at, unless the link has another."""
    run_id = run.id if run else ""
    if session.remembered(RATE_OF, str) == run_id:
        return
    session.remember(RATE_OF, run_id)
    if run and "digit_rate" not in session.link_parameters():
        rate = run.scores[-1].learning_rate if run.scores else run.config.learning_rate
        session.set_controls({"digit_rate": rate})


def _task(network: real_network.Network, row: int, rate: float, loss: str) -> Task:
    data = session.dataset(network.dataset, network.scaling)
    x, y = data.X_test[row], one_hot(data.y_test[row], data.n_classes)
    return Task(x, y, *network.parameters, rate, loss, network.activation)
