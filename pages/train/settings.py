"""The page's sidebar: widgets in, a TrainConfig out."""

import random

import streamlit as st

from mlp_core import DATASETS, LIMITS, TrainConfig
from mlp_core.data.record import Record
from mlp_core.settings import UNITS
from pages.shared import controls, layer_sizes, session
from pages.shared.links.address import bound
from pages.shared.train_controls import PRESET


def sidebar() -> tuple[TrainConfig, bool]:
    """The configuration that the controls now show, always a legal one; and live mode."""
    with st.sidebar:
        st.button(
            "Settings of Question 2",
            icon=":material/school:",
            help="Put every control back to the practical's second question",
            on_click=session.set_controls,
            args=(PRESET,),
            width="stretch",
        )
        live = controls.switch(
            "Live: train at every change",
            "Every change of a setting trains anew at once; the run before stays as a faint "
            "line. Switched off, a change of the learning rate goes into the run at work.",
            **bound("live"),
        )
        dataset = controls.data_choice("dataset", PRESET["dataset"])
        config = TrainConfig(
            units=_units(DATASETS[dataset]),
            learning_rate=controls.learning_rate_slider(
                "learning_rate", *LIMITS["learning_rate"], PRESET["learning_rate"]
            ),
            epochs=_slider("Epochs", "epochs"),
            batch_size=_whole_number("Batch size (rows a step)", "batch_size"),
            activation=controls.activation_choice("activation", PRESET["activation"]),
            loss=controls.loss_choice("loss", PRESET["loss"]),
            dataset=dataset,
            scaling=controls.scaling_choice("scaling", PRESET["scaling"], dataset),
            shuffle=st.toggle("Shuffle rows each epoch", PRESET["shuffle"], **bound("shuffle")),
            seed=controls.seed_input("seed", PRESET["seed"]),
            init_scale=_start_scale(),
        )
        st.button(
            "New seed",
            icon=":material/casino:",
            on_click=_new_seed,
            width="stretch",
        )
        return config, live


def _new_seed() -> None:
    """Four digits are enough to be different, and few enough to be read out in class."""
    session.set_controls({"seed": random.randrange(1, 10_000)})


def _units(data: Record) -> tuple[int, ...]:
    """Layer sizes, input first, from one text field and from a control for each hidden layer."""
    typed = st.container()
    n_hidden = _slider("Hidden layers", "hidden_layers")
    hidden = tuple(
        _slider(f"Units in hidden layer {k}", f"units{k}", "hidden_units")
        for k in range(1, n_hidden + 1)
    )
    ends = data.units_in, data.units_out
    units = (ends[0], *hidden, ends[1])
    limits = UNITS.between(*ends)
    with typed:
        layer_sizes.field("layer_sizes", units, limits, _take_sizes)
    return units


def _take_sizes(units: tuple[int, ...]) -> None:
    hidden = {f"units{k}": n for k, n in enumerate(units[1:-1], start=1)}
    session.set_controls({"hidden_layers": len(hidden), **hidden})


def _start_scale() -> float:
    low, high = LIMITS["init_scale"]
    return st.number_input(
        "Starting weights: this times N(0, 1)",
        low,
        high,
        PRESET["init_scale"],
        step=0.05,
        format="%.15g",
        help="Weights and biases are drawn from a normal distribution and multiplied by this. At 0 "
        "all units of a layer are the same, and stay so.",
        **bound("init_scale"),
    )


def _slider(label: str, key: str, limits: str | None = None) -> int:
    low, high = map(int, LIMITS[limits or key])
    return st.slider(label, low, high, PRESET[key], **bound(key))


def _whole_number(label: str, key: str) -> int:
    low, high = map(int, LIMITS[key])
    return st.number_input(label, low, high, PRESET[key], step=1, **bound(key))
