"""The page's sidebar and its parameter tables: widgets in, an Exercise out."""

import pandas as pd
import streamlit as st

from mlp_core import constant_parameters, seeded_parameters
from mlp_core.config import LIMITS
from pages.one_step.exercise import (
    MAX_LAYERS,
    MAX_UNITS,
    MIN_LAYERS,
    Exercise,
    check_one_hot,
    fit_vector,
    read_parameters,
    read_vector,
)
from pages.shared import controls, session, tables

QUESTION_1 = {
    "step_loss": "squared_error",
    "step_activation": "tanh",
    "step_rate": 0.1,
    "step_x": "1, 0, 1, 0",
    "step_y": "0, 1, 0",
    "step_layers": 4,
    "step_units1": 4,
    "step_units2": 4,
    "step_units3": 3,
    "step_units4": 3,
    "step_units5": 3,
    "step_units6": 3,
    "step_start": "constant",
    "step_value": 0.1,
    "step_seed": 0,
}
START_NAMES = {"constant": "All equal", "random": "Random"}


def sidebar() -> dict:
    """What the sidebar's controls say, by name; not yet checked."""
    with st.sidebar:
        st.button(
            "Question 1",
            icon=":material/restart_alt:",
            help="Put every control back to the practical's first question",
            on_click=_back_to_question_1,
            width="stretch",
        )
        return {
            "loss": controls.loss_choice("step_loss", QUESTION_1["step_loss"]),
            "learning_rate": controls.learning_rate_slider(
                "step_rate", 0.001, 10, QUESTION_1["step_rate"]
            ),
            "x": _text("Input x", "step_x"),
            "y": _text("Target y", "step_y"),
            "activation": controls.activation_choice("step_activation"),
            "units": _units(),
            "start": _starting_values(),
        }


def starting_parameter_tables(units: tuple[int, ...], start: tuple) -> list[pd.DataFrame]:
    """A table to edit for each layer: its weights, and its bias in the last column."""
    kind, value = start
    weights, biases = (
        constant_parameters(units, value) if kind == "constant" else seeded_parameters(units, value)
    )
    edited = []
    for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        st.markdown(f"**W{k}** with its bias **b{k}** as the last column")
        edited.append(
            session.edited_table(
                f"step_W{k}", (units, start), lambda W=W, b=b: tables.matrix_frame(W, b)
            )
        )
    return edited


def read_exercise(entries: dict, parameter_tables: list[pd.DataFrame]) -> Exercise:
    """The entries as an Exercise; ``ValueError`` with a sentence where they are not one."""
    x = read_vector("x", entries["x"], entries["units"][0], "input")
    y = read_vector("y", entries["y"], entries["units"][-1], "output")
    if entries["loss"] == "softmax_cross_entropy":
        check_one_hot(y)
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


def _units() -> tuple[int, ...]:
    n_layers = st.slider(
        "Layers, input and output included",
        MIN_LAYERS,
        MAX_LAYERS,
        QUESTION_1["step_layers"],
        key="step_layers",
        bind="query-params",
        on_change=_fit_vectors,
    )
    names = ["Input", *(f"Hidden {k}" for k in range(1, n_layers - 1)), "Output"]
    columns = st.columns(2)
    return tuple(
        columns[i % 2].number_input(
            f"{name} units",
            min_value=1,
            max_value=MAX_UNITS,
            value=QUESTION_1[f"step_units{i + 1}"],
            key=f"step_units{i + 1}",
            bind="query-params",
            on_change=_fit_vectors,
        )
        for i, name in enumerate(names)
    )


def _starting_values() -> tuple[str, float]:
    """("constant", the value) or ("random", the seed)."""
    kind = st.segmented_control(
        "Starting weights and biases",
        options=list(START_NAMES),
        default=QUESTION_1["step_start"],
        format_func=START_NAMES.get,
        required=True,
        key="step_start",
        bind="query-params",
    )
    if kind == "random":
        return kind, controls.seed_input("step_seed", int(LIMITS["seed"].high))
    value = st.number_input(
        "Their value",
        min_value=-10.0,
        max_value=10.0,
        value=QUESTION_1["step_value"],
        step=0.1,
        format="%g",
        key="step_value",
        bind="query-params",
    )
    return kind, value


def _text(label: str, key: str) -> str:
    return st.text_input(label, QUESTION_1[key], key=key, bind="query-params")


def _back_to_question_1() -> None:
    session.set_controls(QUESTION_1)
    session.forget_edits("step_W")
    session.forget("step_walk")


def _fit_vectors() -> None:
    """Keep x and y as long as the layers they belong to, when those change."""
    now = session.control_values(QUESTION_1)
    n_in, n_out = now["step_units1"], now[f"step_units{now['step_layers']}"]
    session.set_controls(
        {"step_x": fit_vector(now["step_x"], n_in), "step_y": fit_vector(now["step_y"], n_out)}
    )
