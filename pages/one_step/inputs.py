"""The page's sidebar and its parameter tables: widgets in, an Exercise out."""

import pandas as pd
import streamlit as st

from mlp_core import constant_parameters, seeded_parameters
from pages.one_step import modes, units
from pages.one_step.exercise import (
    Exercise,
    check_one_hot,
    read_parameters,
    read_vector,
)
from pages.one_step.preset import QUESTION_1
from pages.shared import controls, session, tables
from pages.shared.link_rules import Choice, Number, Text
from pages.shared.links import bound
from pages.shared.numbers import full_precision

# What the names of the tables of starting parameters begin with.
EDITED = "step_W"
START_NAMES = {"constant": "All equal", "random": "Random"}
RATES = Number(0.001, 10.0, whole=False)
LINK_RULES = {
    "step_loss": Choice(controls.LOSS_NAMES),
    "step_activation": controls.activation_rule(),
    "step_rate": RATES,
    "step_x": Text(),
    "step_y": Text(),
    **units.LINK_RULES,
    "step_start": Choice(START_NAMES),
    "step_value": Number(-10.0, 10.0, whole=False),
    "step_seed": controls.limits_rule("seed"),
}


def read_exercise() -> Exercise:
    """The exercise that the sidebar and the parameter tables describe.

    ``ValueError`` with a sentence where they describe none.
    """
    entries = _sidebar()
    editors = st.expander(
        "Edit single starting weights",
        icon=":material/edit:",
        key="step_editors",
        on_change="rerun",
    )
    with editors:
        parameter_tables = starting_parameter_tables(
            entries["units"], entries["start"], bool(editors.open)
        )
    return _exercise(entries, parameter_tables)


def held() -> dict:
    """What the controls and the tables hold now, for ``put_back``."""
    return {"controls": session.control_values(QUESTION_1), "edits": session.edits(EDITED)}


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
            "loss": controls.loss_choice("step_loss", QUESTION_1["step_loss"]),
            "learning_rate": controls.learning_rate_slider(
                "step_rate", RATES.low, RATES.high, QUESTION_1["step_rate"]
            ),
            "x": _text("Input x", "step_x"),
            "y": _text("Target y", "step_y"),
            "activation": controls.activation_choice("step_activation"),
            "units": units.choose(),
            "start": _starting_values(),
        }


def starting_parameter_tables(
    sizes: tuple[int, ...], start: tuple, drawn: bool = True
) -> list[pd.DataFrame]:
    """A table to edit for each layer: its weights, and its bias in the last column.

    Cells are text, which is checked here: a grid's own number cells drop letters without a
    word and read 0,7 as 7. Those that are not ``drawn`` are as they were left.
    """
    kind, value = start
    weights, biases = (
        constant_parameters(sizes, value) if kind == "constant" else seeded_parameters(sizes, value)
    )
    edited = []
    for k, (W, b) in enumerate(zip(weights, biases, strict=True), start=1):
        if drawn:
            st.markdown(f"**W{k}** with its bias **b{k}** as the last column")
        edited.append(
            session.edited_table(
                f"{EDITED}{k}",
                # What this layer's starting values depend on: random ones are drawn in order.
                (sizes[: k + 1] if kind == "random" else sizes[k - 1 : k + 1], start),
                lambda W=W, b=b: tables.matrix_frame(W, b).map(full_precision),
                drawn,
            )
        )
    return edited


def _exercise(entries: dict, parameter_tables: list[pd.DataFrame]) -> Exercise:
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


def _starting_values() -> tuple[str, float]:
    """("constant", the value) or ("random", the seed)."""
    kind = st.segmented_control(
        "Starting weights and biases",
        options=list(START_NAMES),
        default=QUESTION_1["step_start"],
        format_func=START_NAMES.get,
        required=True,
        help="Random: 0.1 · N(0, 1), drawn layer by layer from a seed",
        **bound("step_start"),
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
        **bound("step_value"),
    )
    return kind, value


def _text(label: str, key: str) -> str:
    return st.text_input(label, QUESTION_1[key], **bound(key))


def start_at_random() -> None:
    """Draw the starting weights from the seed, in place of equal or edited ones."""
    session.set_controls({"step_start": "random"})
    session.forget_edits(EDITED)


def _back_to_question_1() -> None:
    session.set_controls(QUESTION_1)
    session.forget_edits(EDITED)
    session.forget(modes.walk(modes.OWN))
