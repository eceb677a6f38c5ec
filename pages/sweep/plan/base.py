"""The base of a sweep: what the controls of a run hold now, with rows to choose by."""

from collections.abc import Collection
from dataclasses import replace

import streamlit as st

from mlp_core import TrainConfig
from pages.shared import train_sidebar

# Of all rows: as many as the practical tests on.
VALIDATION_SHARE = 0.2


def sidebar(axes: Collection[str]) -> TrainConfig | None:
    """The controls, with a word for those that are ``axes``, and the base that they make.

    None, with a sentence, where its rows cannot be had.
    """
    with st.sidebar:
        train_sidebar.preset_button()
        held = train_sidebar.settings(axes)
    return None if held is None else to_choose_by(held)


def to_choose_by(config: TrainConfig) -> TrainConfig:
    """``config`` with a validation part, unless it has one or stops early, which holds out rows."""
    if config.early_stopping or config.split.get("validation_size"):
        return config
    return replace(config, split={**config.split, "validation_size": VALIDATION_SHARE})


def as_held(base: TrainConfig) -> TrainConfig:
    """What the controls hold where ``base`` is what they make."""
    split = {name: value for name, value in base.split.items() if name != "validation_size"}
    held = replace(base, split=split)
    return held if to_choose_by(held) == base else base
