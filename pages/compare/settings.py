"""The settings of the compared runs side by side, with those that differ marked."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.config_json import CONFIG_FIELDS
from mlp_core.experiments.differences import config_differences
from pages.compare import words
from pages.compare.chosen import Chosen
from pages.shared import tables


def show(compared: Sequence[Chosen], only_differences: bool) -> None:
    """A column a run, a row a setting."""
    st.header("Settings", anchor="settings")
    configs = [one.summary.run.config for one in compared]
    different = config_differences(configs)
    names = [name for name in CONFIG_FIELDS if name in different or not only_differences]
    if len(compared) > 1 and not different:
        st.markdown("All settings are the same: a difference between these runs is not theirs.")
    if not names:
        return
    frame = pd.DataFrame(
        [[words.value(getattr(config, name)) for config in configs] for name in names],
        index=[words.COLUMNS[name] for name in names],
        columns=[one.label for one in compared],
    )
    marked = [i for i, name in enumerate(names) if name in different]
    caption = "settings that differ are marked" if marked else "settings"
    tables.show_tables(tables.Table(caption, frame, marked_rows=marked), write=str)
