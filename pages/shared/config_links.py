"""A configuration in the controls of the Train page: by a link, and from within the app."""

import streamlit as st

from mlp_core import QUESTION_2, TrainConfig
from pages.shared import train_controls


def why_not_in_train(config: TrainConfig) -> str:
    """What of ``config`` the controls of Train cannot show, in a sentence; empty where nothing."""
    for name in ("init_scale", "dataset"):
        if getattr(config, name) != getattr(QUESTION_2, name):
            return f"Train has no control for {name}, which is {getattr(config, name)} here."
    return ""


def open_in_train(config: TrainConfig) -> None:
    """Go to Train with its controls at ``config``, whatever they were when it was left."""
    st.switch_page("pages/train/page.py", query_params=train_controls.parameters_of(config))
