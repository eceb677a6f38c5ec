"""The network that a row goes through: drawn from a seed, or as a run has trained it."""

from typing import NamedTuple

import streamlit as st

from mlp_core import DATASETS, SCALINGS, seeded_parameters
from mlp_core.epoch_metrics import Parameters
from mlp_core.experiments.runs.run import Run
from mlp_core.experiments.runs.storage.parameters import best_epoch
from mlp_core.layer_sizes import SizeLimits
from mlp_core.quoting import LONGEST_NAME, quoted
from mlp_core.setting_kinds import Limits
from pages.one_step.entries import real_data
from pages.shared import controls, layer_sizes, session, store, train_controls
from pages.shared.describe import describe
from pages.shared.links import to_one_step
from pages.shared.links.address import bound
from pages.shared.links.rules import Number

TRAIN_PAGE = "pages/train/page.py"
MOST_LAYERS, MOST_UNITS = 3, 64
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
    """Parameters, and what they are made for; where a run trained them, which and how far."""

    parameters: Parameters
    activation: str
    dataset: str
    scaling: str
    run: Run | None = None
    epoch: int = 0


def default() -> Network:
    """The network of the controls' defaults."""
    hidden = (DEFAULT_UNITS,) * DEFAULT_LAYERS
    return _seeded(real_data.DEFAULT, hidden, "tanh", next(iter(SCALINGS)), 0)


def choose(dataset: str) -> Network:
    """The network for rows of ``dataset`` that the controls, or a link to a run, ask for."""
    run = _linked_run()
    if run is None:
        return _from_seed(dataset)
    st.caption(f"{quoted(run.name, LONGEST_NAME)}: {describe(run.config)}")
    if st.button("A network from a seed instead", width="stretch"):
        session.drop_link_parameters(to_one_step.RUN)
        st.rerun()
    epochs, best = store.runs().epochs_with_parameters(run.id), best_epoch(run.scores)
    epoch = st.select_slider(
        "Weights after epoch",
        options=epochs,
        value=best if best in epochs else epochs[-1],
        key=epoch_key(run.id),
        persist_state="session",
        disabled=len(epochs) == 1,
    )
    parameters = store.runs().parameters(run.id, epoch)
    return Network(parameters, run.config.activation, dataset, run.config.scaling, run, epoch)


def way_back(run: Run, epoch: int) -> None:
    """Whose network it is, and the way back to the run."""
    with st.container(horizontal=True, vertical_alignment="center"):
        name = quoted(run.name, LONGEST_NAME)
        st.caption(f"The network of {name} after epoch {epoch}", width="content")
        st.page_link(
            TRAIN_PAGE,
            label="Back to the run",
            icon=":material/arrow_back:",
            query_params={train_controls.RUN: run.id},
        )


def epoch_key(run_id: str) -> str:
    """The key of the control for the epoch of a run's weights."""
    return f"digit_epoch_{run_id}"


def _linked_run() -> Run | None:
    """The run that the address names; a sentence where it is not kept here."""
    if to_one_step.RUN not in session.link_parameters():
        return None
    run = real_data.linked_run()
    if run is None or not store.runs().epochs_with_parameters(run.id):
        st.warning("The run of this link is not kept here: the weights are those of a seed.")
        return None
    if max(run.config.units[1:-1], default=0) > MOST_UNITS:
        st.warning(
            f"The network of this run has layers of more than {MOST_UNITS} units, too many to be "
            "read here: the weights are those of a seed."
        )
        return None
    return run


def _from_seed(dataset: str) -> Network:
    data = DATASETS[dataset]
    ends = data.units_in, data.units_out
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
    scaling = controls.scaling_choice("digit_scaling", next(iter(SCALINGS)), dataset)
    seed = controls.of_setting("seed", 0, "digit_seed")
    st.caption("Weights and biases are 0.1 · N(0, 1), drawn from the seed, as in Train.")
    return _seeded(dataset, hidden, activation, scaling, seed)


def _take_sizes(units: tuple[int, ...]) -> None:
    hidden = units[1:-1]
    session.set_controls({"digit_layers": len(hidden), **dict(zip(UNITS, hidden, strict=False))})


def _seeded(
    dataset: str, hidden: tuple[int, ...], activation: str, scaling: str, seed: int
) -> Network:
    data = DATASETS[dataset]
    parameters = seeded_parameters((data.units_in, *hidden, data.units_out), seed)
    return Network(parameters, activation, dataset, scaling)
