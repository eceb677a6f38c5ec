"""The layer sizes of a network of one's own."""

import streamlit as st

from mlp_core import LOSSES
from mlp_core.layer_sizes import write_sizes
from mlp_core.teaching.exercise.problems import PROBLEM_SIZES
from pages.one_step.entries.exercise import MAX_LAYERS, MAX_UNITS, MIN_LAYERS, fit_rows
from pages.one_step.entries.preset import QUESTION_1
from pages.shared import layer_sizes, session
from pages.shared.links.address import bound
from pages.shared.links.rules import Number

LINK_RULES = {
    "step_layers": Number(MIN_LAYERS, MAX_LAYERS),
    **{key: Number(1, MAX_UNITS) for key in QUESTION_1 if key.startswith("step_units")},
}
LABELS = {
    "step_layers": "Layers, input and output included",
    "step_units_in": "Input units",
    **{f"step_units{k}": f"Hidden {k} units" for k in range(1, MAX_LAYERS - 1)},
    "step_units_out": "Output units",
}
# What is as long as the layers that these keys are for.
VECTORS = {"step_units_in": "step_x", "step_units_out": "step_y"}


def choose() -> tuple[int, ...]:
    """Layer sizes, input first, from one text field and from a control for each layer."""
    sizes = st.container()
    n_layers = st.slider(
        LABELS["step_layers"],
        MIN_LAYERS,
        MAX_LAYERS,
        QUESTION_1["step_layers"],
        **bound("step_layers"),
    )
    keys = _keys(n_layers)
    # Two a row, each row of its own, so that the Tab key goes through the layers in order.
    columns = [column for _ in keys[::2] for column in st.columns(2)]
    units = tuple(
        column.number_input(
            LABELS[key],
            min_value=1,
            max_value=MAX_UNITS,
            value=QUESTION_1[key],
            **bound(key),
            on_change=_fit_vector,
            args=(key,),
        )
        for column, key in zip(columns, keys, strict=False)
    )
    with sizes:
        layer_sizes.field("step_sizes", units, PROBLEM_SIZES, _take_sizes)
    return units


def _keys(n_layers: int) -> list[str]:
    """The keys of the controls for the layers' units, input first."""
    hidden = [f"step_units{k}" for k in range(1, n_layers - 1)]
    return ["step_units_in", *hidden, "step_units_out"]


def _take_sizes(units: tuple[int, ...]) -> None:
    wanted = dict(zip(_keys(len(units)), units, strict=True))
    before = session.control_values(QUESTION_1)
    session.set_controls(said_of(units))
    for key, n in wanted.items():
        if n != before[key]:
            _fit_vector(key)


def check(sizes: tuple[int, ...]) -> None:
    """Raise ``ValueError`` with a sentence for layer sizes that the controls cannot say."""
    PROBLEM_SIZES.read(layer_sizes.LABEL, write_sizes(sizes))


def said_of(sizes: tuple[int, ...]) -> dict[str, int]:
    """What the controls hold for these layer sizes, by key."""
    return {"step_layers": len(sizes), **dict(zip(_keys(len(sizes)), sizes, strict=True))}


def _fit_vector(key: str) -> None:
    """Keep x or y as long as its layer, when the number of units changes."""
    vector = VECTORS.get(key)
    if vector is None:
        return
    now = session.control_values(QUESTION_1)
    one_hot = is_one_hot(vector, now["step_loss"])
    session.set_controls({vector: fit_rows(now[vector], now["step_n_rows"], now[key], one_hot)})


def is_one_hot(vector: str, loss: str) -> bool:
    """Whether the field with this key must hold a 1 for the loss."""
    return vector == "step_y" and LOSSES[loss].targets_are_probabilities
