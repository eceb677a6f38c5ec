"""The page's sidebar and its parameter tables: widgets in, an Exercise out."""

from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd
import streamlit as st

from mlp_core import LOSSES
from pages.one_step import modes
from pages.one_step.entries import units, weight_tables
from pages.one_step.entries.exercise import (
    Exercise,
    check_one_hot,
    read_parameters,
    read_vector,
)
from pages.one_step.entries.preset import QUESTION_1
from pages.shared import controls, session
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice, Number, Text

START_NAMES = {"constant": "All equal", "random": "Random"}
RATES = Number(0.001, 10.0, whole=False)
LINK_RULES = {
    "step_loss": controls.rule_of("loss"),
    "step_activation": controls.rule_of("activation"),
    "step_rate": RATES,
    "step_x": Text(),
    "step_y": Text(),
    **units.LINK_RULES,
    "step_start": Choice(START_NAMES),
    "step_value": Number(-10.0, 10.0, whole=False),
    "step_seed": controls.rule_of("seed"),
}


# What the sidebar calls each control, for messages.
LABELS = {
    "step_loss": "Loss",
    "step_activation": controls.ACTIVATION_LABEL,
    "step_rate": controls.RATE_LABEL,
    "step_x": "Input x",
    "step_y": "Target y",
    **units.LABELS,
    "step_start": "Starting weights and biases",
    "step_value": "Their value",
    "step_seed": "Seed",
}


def read_exercise() -> Exercise:
    """The exercise that the sidebar and the parameter tables describe.

    ``ValueError`` with a sentence where they describe none.
    """
    entries = _sidebar()
    return _exercise(entries, weight_tables.edited(entries["units"], entries["start"]))


def held() -> dict:
    """What the controls and the tables hold now, for ``put_back``."""
    return {
        "controls": session.control_values(QUESTION_1),
        "edits": session.edits(weight_tables.EDITED),
    }


def put_back(held: dict) -> None:
    """Set controls and tables to what they were; in a callback, before they are drawn."""
    session.set_controls(held["controls"])
    session.put_back_edits(held["edits"])


def _sidebar() -> dict:
    """What the sidebar's controls say, by name; not yet checked."""
    with st.sidebar:
        st.button(
            "Reset to Question 1",
            icon=":material/restart_alt:",
            help="Put every control back to the practical's first question",
            on_click=_back_to_question_1,
            width="stretch",
        )
        return {
            "loss": controls.of_setting("loss", QUESTION_1["step_loss"], "step_loss"),
            "learning_rate": controls.learning_rate_slider(
                "step_rate", RATES.low, RATES.high, QUESTION_1["step_rate"]
            ),
            "x": _text("step_x"),
            "y": _text("step_y"),
            "activation": controls.of_setting("activation", "tanh", "step_activation"),
            "units": units.choose(),
            "start": _starting_values(),
        }


def _exercise(entries: dict, parameter_tables: list[pd.DataFrame]) -> Exercise:
    """The entries as an Exercise; ``ValueError`` with a sentence where they are not one."""
    with _named(LABELS["step_x"]):
        x = read_vector("x", entries["x"], entries["units"][0], "input")
    with _named(LABELS["step_y"]):
        y = read_vector("y", entries["y"], entries["units"][-1], "output")
        if LOSSES[entries["loss"]].targets_are_probabilities:
            check_one_hot(y)
    with _named(weight_tables.LABEL):
        weights, biases = read_parameters([table.to_numpy().tolist() for table in parameter_tables])
    return Exercise(
        x=x,
        y=y,
        learning_rate=entries["learning_rate"],
        activation=entries["activation"],
        loss=entries["loss"],
        weights=weights,
        biases=biases,
    )


@contextmanager
def _named(field: str) -> Iterator[None]:
    """Let a sentence about an entry begin with the name of its field on the screen."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{field}: {error}") from None


def _starting_values() -> tuple[str, float]:
    """("constant", the value) or ("random", the seed)."""
    kind = st.segmented_control(
        LABELS["step_start"],
        options=list(START_NAMES),
        default=QUESTION_1["step_start"],
        format_func=START_NAMES.get,
        required=True,
        help="Random: 0.1 · N(0, 1), drawn layer by layer from a seed",
        **bound("step_start"),
    )
    if kind == "random":
        return kind, controls.of_setting("seed", QUESTION_1["step_seed"], "step_seed")
    value = st.number_input(
        LABELS["step_value"],
        min_value=-10.0,
        max_value=10.0,
        value=QUESTION_1["step_value"],
        step=0.1,
        format="%g",
        **bound("step_value"),
    )
    return kind, value


def _text(key: str) -> str:
    return st.text_input(LABELS[key], QUESTION_1[key], **bound(key))


def start_from(values: dict) -> None:
    """Set these controls, and let starting weights that were edited be those of the controls."""
    session.set_controls(values)
    session.forget_edits(weight_tables.EDITED)


def _back_to_question_1() -> None:
    start_from(QUESTION_1)
    session.forget(modes.walk(modes.OWN))
