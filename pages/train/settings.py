"""The page's sidebar: widgets in, a TrainConfig out."""

import random

import streamlit as st

from mlp_core import DATASETS, LIMITS, TrainConfig
from mlp_core.data.record import Record
from mlp_core.settings import UNITS
from pages.shared import controls, layer_sizes, session
from pages.shared.links.address import bound
from pages.shared.train_controls import FIELDS, PRESET


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
        dataset = controls.of_setting("dataset", PRESET["dataset"])
        config = TrainConfig(
            **{"dataset": dataset, "units": _units(DATASETS[dataset])}
            | {name: _control(name, dataset) for name in FIELDS if name != "dataset"}
        )
        st.button(
            "New seed",
            icon=":material/casino:",
            on_click=_new_seed,
            width="stretch",
        )
        return config, live


def _control(name: str, dataset: str) -> object:
    """The control of a setting; what scalings are called depends on the data."""
    if name == "scaling":
        return controls.scaling_choice(name, PRESET[name], dataset)
    return controls.of_setting(name, PRESET[name])


def _new_seed() -> None:
    """Four digits are enough to be different, and few enough to be read out in class."""
    session.set_controls({"seed": random.randrange(1, 10_000)})


def _units(data: Record) -> tuple[int, ...]:
    """Layer sizes, input first, from one text field and from a control for each hidden layer."""
    typed = st.container()
    n_hidden = _slider("Hidden layers", "hidden_layers", "hidden_layers")
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


def _slider(label: str, key: str, limits: str) -> int:
    low, high = map(int, LIMITS[limits])
    return st.slider(label, low, high, PRESET[key], **bound(key))
