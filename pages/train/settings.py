"""The page's sidebar: widgets in, a TrainConfig out."""

import random

import streamlit as st

from mlp_core import LIMITS, QUESTION_2, Dataset, TrainConfig
from pages.shared import controls, session, train_controls
from pages.shared.link_rules import Choice, Number, Switch

PRESET = train_controls.values_of(QUESTION_2)
LINK_RULES = {
    "hidden_layers": controls.limits_rule("hidden_layers"),
    **{key: controls.limits_rule("hidden_units") for key in PRESET if key.startswith("units")},
    "learning_rate": Number(*LIMITS["learning_rate"], whole=False),
    "epochs": controls.limits_rule("epochs"),
    "batch_size": controls.limits_rule("batch_size"),
    "activation": controls.activation_rule(),
    "loss": Choice(controls.LOSS_NAMES),
    "scaling": Choice(controls.SCALING_NAMES),
    "shuffle": Switch(),
    "live": Switch(),
    "seed": controls.limits_rule("seed"),
}


def sidebar(dataset: Dataset) -> tuple[TrainConfig, bool]:
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
        live = st.toggle(
            "Live: train at every change",
            help="Every change of a setting trains anew at once; the run before stays as a faint "
            "line. Switched off, a change of the learning rate goes into the run at work.",
            key="live",
            bind="query-params",
        )
        hidden = _hidden_units()
        config = TrainConfig(
            units=(dataset.n_features, *hidden, dataset.n_classes),
            learning_rate=controls.learning_rate_slider(
                "learning_rate", *LIMITS["learning_rate"], PRESET["learning_rate"]
            ),
            epochs=_slider("Epochs", "epochs"),
            batch_size=_whole_number("Batch size (rows a step)", "batch_size"),
            activation=controls.activation_choice("activation", PRESET["activation"]),
            loss=controls.loss_choice("loss", PRESET["loss"]),
            scaling=controls.scaling_choice("scaling", PRESET["scaling"]),
            shuffle=st.toggle(
                "Shuffle rows each epoch", PRESET["shuffle"], key="shuffle", bind="query-params"
            ),
            seed=controls.seed_input("seed", PRESET["seed"]),
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


def _hidden_units() -> tuple[int, ...]:
    n_hidden = _slider("Hidden layers", "hidden_layers")
    return tuple(
        _slider(f"Units in hidden layer {k}", f"units{k}", "hidden_units")
        for k in range(1, n_hidden + 1)
    )


def _slider(label: str, key: str, limits: str | None = None) -> int:
    low, high = map(int, LIMITS[limits or key])
    return st.slider(label, low, high, PRESET[key], key=key, bind="query-params")


def _whole_number(label: str, key: str) -> int:
    low, high = map(int, LIMITS[key])
    return st.number_input(label, low, high, PRESET[key], step=1, key=key, bind="query-params")
