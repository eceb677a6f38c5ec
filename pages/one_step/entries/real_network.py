"""The network that a row goes through: one that is drawn from a seed, by controls of its own."""

from typing import NamedTuple

import streamlit as st

from mlp_core import QUESTION_2, SCALINGS, TrainConfig, seeded_parameters
from mlp_core.checkpoint import Checkpoint, first_checkpoint
from mlp_core.data.source import Source
from mlp_core.experiments.runs.run import Run
from mlp_core.layer_sizes import SizeLimits
from mlp_core.setting_kinds import Limits
from pages.one_step.entries import real_data
from pages.shared import controls, datasets, layer_sizes, session
from pages.shared.links.address import bound
from pages.shared.links.rules import Number

MOST_LAYERS, MOST_UNITS = 3, 64
# What a network of numbers minimises, where nobody says.
NUMBERS_LOSS = "squared_error"
DEFAULT_LAYERS, DEFAULT_UNITS = 1, 16
UNITS = [f"digit_units{k}" for k in range(1, MOST_LAYERS + 1)]
LINK_RULES = {
    "digit_layers": Number(0, MOST_LAYERS),
    **{key: Number(1, MOST_UNITS) for key in UNITS},
    "digit_activation": controls.rule_of("activation"),
    "digit_scaling": controls.rule_of("scaling"),
    "digit_seed": controls.rule_of("seed"),
}
LABELS = {
    "digit_layers": "Hidden layers",
    **{key: f"Units in hidden layer {k}" for k, key in enumerate(UNITS, start=1)},
    "digit_activation": controls.ACTIVATION_LABEL,
    "digit_scaling": controls.SCALING_LABEL,
    "digit_seed": "Seed",
}
DEFAULTS = {
    "digit_layers": DEFAULT_LAYERS,
    **dict.fromkeys(UNITS, DEFAULT_UNITS),
    "digit_activation": "tanh",
    "digit_scaling": next(iter(SCALINGS)),
    "digit_seed": 0,
}


class Network(NamedTuple):
    """How a network learns, and where it is: at its start, or where ``run`` had got to."""

    config: TrainConfig
    checkpoint: Checkpoint
    run: Run | None = None


def default() -> Network:
    """The network of the controls' defaults."""
    hidden = (DEFAULT_UNITS,) * DEFAULT_LAYERS
    return _seeded(real_data.DEFAULT, hidden, "tanh", next(iter(SCALINGS)), 0)


def from_seed(source: Source) -> Network:
    """The network for rows of ``source`` that the controls ask for."""
    facts = datasets.raw(source).facts
    ends = facts.units_in, facts.units_out
    limits = SizeLimits(
        Limits(2, MOST_LAYERS + 2),
        Limits(1, MOST_UNITS),
        example=(ends[0], DEFAULT_UNITS, ends[1]),
        ends=ends,
    )
    sizes = st.container()
    n = st.slider(LABELS["digit_layers"], 0, MOST_LAYERS, DEFAULT_LAYERS, **bound("digit_layers"))
    hidden = tuple(
        st.number_input(
            LABELS[key],
            1,
            MOST_UNITS,
            DEFAULT_UNITS,
            step=1,
            **bound(key),
        )
        for key in UNITS[:n]
    )
    with sizes:
        layer_sizes.field("digit_sizes", (ends[0], *hidden, ends[1]), limits, _take_sizes)
    activation = controls.of_setting("activation", "tanh", "digit_activation")
    first = next(iter(SCALINGS))
    scaling = controls.scaling_choice("digit_scaling", first, source.words, facts.row)
    seed = controls.of_setting("seed", 0, "digit_seed")
    st.caption("Weights and biases are 0.1 · N(0, 1), drawn from the seed, as in Train.")
    return _seeded(source, hidden, activation, scaling, seed)


def _take_sizes(units: tuple[int, ...]) -> None:
    hidden = units[1:-1]
    session.set_controls({"digit_layers": len(hidden), **dict(zip(UNITS, hidden, strict=False))})


def _seeded(
    source: Source, hidden: tuple[int, ...], activation: str, scaling: str, seed: int
) -> Network:
    facts = datasets.raw(source).facts
    config = TrainConfig(
        units=(facts.units_in, *hidden, facts.units_out),
        learning_rate=QUESTION_2.learning_rate,
        epochs=1,
        seed=seed,
        activation=activation,
        loss=NUMBERS_LOSS if facts.is_regression else QUESTION_2.loss,
        dataset=source.dataset,
        data_parameters=source.parameters,
        split=source.split,
        scaling=scaling,
    )
    return Network(config, first_checkpoint(config, seeded_parameters(config.units, seed)))
