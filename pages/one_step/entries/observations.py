"""The rows that a step is taken on: x and y as text, a row a line."""

import streamlit as st

from mlp_core import LOSSES
from mlp_core.number_text import exact
from mlp_core.task import Task
from pages.one_step.entries import units
from pages.one_step.entries.exercise import check_targets, fit_rows, named, read_rows
from pages.one_step.entries.preset import QUESTION_1
from pages.shared import session
from pages.shared.links.address import bound
from pages.shared.links.rules import Number, Rule, Text
from pages.shared.numbers import full_precision

ROWS = "step_n_rows"
MAX_ROWS = 8
# So many rows of as many numbers with all their digits are no longer.
LONGEST = 2000
LINK_RULES: dict[str, Rule] = {
    "step_x": Text(LONGEST),
    "step_y": Text(LONGEST),
    ROWS: Number(1, MAX_ROWS),
}
LABELS = {"step_x": "Input x", "step_y": "Target y", ROWS: "Rows"}
# What is too little for a field that shows several lines.
LINE_HEIGHT, FRAME_HEIGHT = 24, 36


def n_rows() -> int:
    """How many rows the control asks for, known before it is drawn."""
    return int(session.control_values(QUESTION_1)[ROWS])


def fields() -> tuple[str, str]:
    """The texts for x and y."""
    return _field("step_x"), _field("step_y")


def ask_n_rows() -> None:
    """The control for the number of rows."""
    st.number_input(
        LABELS[ROWS],
        1,
        MAX_ROWS,
        QUESTION_1[ROWS],
        help="Several rows go through the network together, x and y a row a line",
        on_change=_fit,
        **bound(ROWS),
    )


def out_of_reach(task: Task) -> str:
    """A sentence about numbers of y that the output unit never gets to; empty without any.

    Softmax is asked for shares of 1, which it comes near.
    """
    record = task.objective.record
    if record.targets_are_probabilities:
        return ""
    low, high = record.reach
    beyond = [value for value in task.y.ravel().tolist() if not low <= value <= high]
    if not beyond:
        return ""
    ends = f"{exact(low)} to {exact(high)}" if high <= 1.0 else f"{exact(low)} or more"
    return (
        f"y has {exact(beyond[0])}, and this output unit reaches {ends}: the loss cannot come "
        "down to 0."
    )


def read(texts: tuple[str, str], sizes: tuple[int, ...], loss: str) -> tuple[list, list]:
    """x and y, a vector each, or a list of them; ``ValueError`` with a sentence."""
    n = n_rows()
    with named(LABELS["step_x"]):
        x = read_rows("x", texts[0], n, sizes[0], "input")
    with named(LABELS["step_y"]):
        y = read_rows("y", texts[1], n, sizes[-1], "output")
        check_targets(y, LOSSES[loss])
    return (x, y) if n > 1 else (x[0], y[0])


def said_of(task: Task) -> dict[str, object]:
    """What the controls hold for its rows, by key; ``ValueError`` where they are too many."""
    n = task.n_rows
    if n > MAX_ROWS:
        raise ValueError(f"A step here has up to {MAX_ROWS} rows; these are {n}.")
    x, y = (array.reshape(n, -1).tolist() for array in (task.x, task.y))
    return {"step_x": _text_of(x), "step_y": _text_of(y), ROWS: n}


def _text_of(rows: list[list[float]]) -> str:
    return "\n".join(
        ", ".join(full_precision(value).removesuffix(".0") for value in row) for row in rows
    )


def _field(key: str) -> str:
    rows = n_rows()
    if rows == 1:
        return st.text_input(LABELS[key], QUESTION_1[key], **bound(key))
    height = FRAME_HEIGHT + rows * LINE_HEIGHT
    label = f"{LABELS[key]}, a row a line"
    return st.text_area(label, QUESTION_1[key], height=height, **bound(key))


def _fit() -> None:
    """Keep as many lines as rows, when their number changes."""
    now = session.control_values(QUESTION_1)
    sizes = {"step_x": now["step_units_in"], "step_y": now["step_units_out"]}
    session.set_controls(
        {
            key: fit_rows(now[key], now[ROWS], n, units.is_one_hot(key, now["step_loss"]))
            for key, n in sizes.items()
        }
    )
