"""The page's sidebar: widgets in, a TrainConfig out."""

import streamlit as st

from mlp_core import TrainConfig
from pages.shared import controls, train_sidebar
from pages.shared.links.address import bound


def sidebar() -> tuple[TrainConfig | None, bool]:
    """The configuration that the controls now show, always a legal one; and live mode.

    None, with a sentence, where its rows cannot be had.
    """
    with st.sidebar:
        train_sidebar.preset_button()
        live = controls.switch(
            "Live: train at every change",
            "Every change of a setting trains anew at once; the run before stays as a faint "
            "line. Switched off, a change of the learning rate goes into the run at work.",
            **bound("live"),
        )
        return train_sidebar.settings(), live
