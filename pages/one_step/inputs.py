"""The page's sidebar and its parameter tables: widgets in, an Exercise out."""

import pandas as pd
import streamlit as st

from mlp_core import constant_parameters, seeded_parameters
from pages.one_step import modes
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
from pages.shared.link_rules import Choice, Number
from pages.shared.numbers import full_precision

QUESTION_1 = {
    "step_loss": "squared_error",
    "step_activation": "tanh",
    "step_rate": 0.1,
    "step_x": "1, 0, 1, 0",
    "step_y": "0, 1, 0",
    "step_layers": 4,
    "step_units_in": 4,
    "step_units1": 4,
    "step_units2": 3,
    "step_units3": 3,
    "step_units4": 3,
    "step_units_out": 3,
    "step_start": "constant",
    "step_value": 0.1,
    "step_seed": 0,
}
START_NAMES = {"constant": "All equal", "random": "Random"}
RATES = Number(0.001, 10.0, whole=False)
LINK_RULES = {
    "step_loss": Choice(controls.LOSS_NAMES),
    "step_activation": controls.activation_rule(),
    "step_rate": RATES,
    "step_layers": Number(MIN_LAYERS, MAX_LAYERS),
    **{key: Number(1, MAX_UNITS) for key in QUESTION_1 if key.startswith("step_units")},
    "step_start": Choice(START_NAMES),
    "step_value": Number(-10.0, 10.0, whole=False),
    "step_seed": controls.limits_rule("seed"),
}


def read_entries() -> Exercise:
    """The exercise that the sidebar and the parameter tables describe.

    ``ValueError`` with a sentence where they describe none.
    """
    entries = _sidebar()
    with st.expander("Edit single starting weights", icon=":material/edit:"):
        parameter_tables = starting_parameter_tables(entries["units"], entries["start"])
    return read_exercise(entries, parameter_tables)


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
            "loss": controls.loss_choice("step_loss", QUESTION_1["step_loss"]),
            "learning_rate": controls.learning_rate_slider(
                "step_rate", RATES.low, RATES.high, QUESTION_1["step_rate"]
            ),
            "x": _text("Input x", "step_x"),
            "y": _text("Target y", "step_y"),
            "activation": controls.activation_choice("step_activation"),
            "units": _units(),
            "start": _starting_values(),
        }


def starting_parameter_tables(units: tuple[int, ...], start: tuple) -> list[pd.DataFrame]:
    """A table to edit for each layer: its weights, and its bias in the last column.

    Cells are text, which is checked here: a grid's own number cells drop letters without a
    word and read 0,7 as 7.
    """
    kind, value = start
    weights, biases = (
        constant_parameters(units, value) if kind == "constant" else seeded_parameters(units, value)
    )
    edited = []
    for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        st.markdown(f"**W{k}** with its bias **b{k}** as the last column")
        edited.append(
            session.edited_table(
                f"step_W{k}",
                # What this layer's starting values depend on: random ones are drawn in order.
                (units[: k + 1] if kind == "random" else units[k - 1 : k + 1], start),
                lambda W=W, b=b: tables.matrix_frame(W, b).map(full_precision),
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
    )
    hidden = [(f"Hidden {k}", f"step_units{k}", None) for k in range(1, n_layers - 1)]
    ends = ("Input", "step_units_in", "step_x"), ("Output", "step_units_out", "step_y")
    layers = [ends[0], *hidden, ends[1]]
    # Two a row, each row of its own, so that the Tab key goes through the layers in order.
    columns = [column for _ in layers[::2] for column in st.columns(2)]
    return tuple(
        column.number_input(
            f"{name} units",
            min_value=1,
            max_value=MAX_UNITS,
            value=QUESTION_1[key],
            key=key,
            bind="query-params",
            on_change=_fit_vector if vector else None,
            args=(vector, key),
        )
        for column, (name, key, vector) in zip(columns, layers, strict=False)
    )


def _starting_values() -> tuple[str, float]:
    """("constant", the value) or ("random", the seed)."""
    kind = st.segmented_control(
        "Starting weights and biases",
        options=list(START_NAMES),
        default=QUESTION_1["step_start"],
        format_func=START_NAMES.get,
        required=True,
        help="Random: 0.1 · N(0, 1), drawn layer by layer from a seed",
        key="step_start",
        bind="query-params",
    )
    if kind == "random":
        return kind, controls.seed_input("step_seed", QUESTION_1["step_seed"])
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
    session.forget(modes.walk(modes.OWN))


def _fit_vector(vector: str, units: str) -> None:
    """Keep x or y as long as its layer, when the number of units changes."""
    now = session.control_values(QUESTION_1)
    one_hot = vector == "step_y" and now["step_loss"] == "softmax_cross_entropy"
    session.set_controls({vector: fit_vector(now[vector], now[units], one_hot)})
