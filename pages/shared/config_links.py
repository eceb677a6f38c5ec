"""A configuration in the controls of the Train page: by a link, and from within the app."""

import streamlit as st

from mlp_core import QUESTION_2, TrainConfig
from pages.shared import controls, session, train_controls


def train_parameters(config: TrainConfig) -> dict[str, str]:
    """The parameters that a link to Train needs so that its controls show ``config``.

    Streamlit reads a control's labels from the address. What Train has no control for is not
    among them: ``why_not_in_train``.
    """
    labels = {
        "learning_rate": controls.plain(config.learning_rate),
        "loss": controls.LOSS_NAMES[config.loss],
        "scaling": controls.SCALING_NAMES[config.scaling],
        "shuffle": str(config.shuffle).lower(),
    }
    values = train_controls.values_of(config)
    return {key: labels.get(key, str(value)) for key, value in values.items()}


def why_not_in_train(config: TrainConfig) -> str:
    """What of ``config`` the controls of Train cannot show, in a sentence; empty where nothing."""
    if float(controls.plain(config.learning_rate)) != config.learning_rate:
        return f"Train's slider cannot show the learning rate {config.learning_rate:g}."
    for name in ("init_scale", "dataset"):
        if getattr(config, name) != getattr(QUESTION_2, name):
            return f"Train has no control for {name}, which is {getattr(config, name)} here."
    return ""


def open_in_train(config: TrainConfig) -> None:
    """Go to Train with its controls at ``config``, whatever they were when it was left."""
    # A parameter that says a control's default is dropped on the way, and what the control was
    # would stay: the controls are set themselves, too.
    session.set_controls(train_controls.values_of(config))
    st.switch_page("pages/train/page.py", query_params=train_parameters(config))
