"""What was set for the compared runs and what they did, side by side, differences marked."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.config import CONFIG_FIELDS
from mlp_core.experiments.runs.course import COURSE_FIELDS
from mlp_core.experiments.runs.fingerprint import same_rows
from mlp_core.experiments.runs.table import CAUSES, differing_columns, told_settings
from pages.compare import same, words
from pages.compare.chosen import Chosen
from pages.shared import tables
from pages.shared.describe import listed

# What a run did that leads to other figures, and what only makes it round otherwise.
DID = ("rate_changes", "epochs_added", "epochs_missing", "fingerprint")
COMPUTED = ("engine", "versions")
LENGTHY = ("versions", "fingerprint")
# What the head of a column says beside its row, in a sentence.
IN_SENTENCES = words.COLUMNS | {"data_parameters": "how their data are made"}


def show(compared: Sequence[Chosen], only_differences: bool) -> None:
    """A sentence on what sets the runs apart; then a column a run, a row a setting."""
    st.header("Settings", anchor="settings")
    rows = [one.row for one in compared]
    different = differing_columns(rows, CAUSES)
    if len(compared) > 1:
        st.markdown(" ".join([*verdict(compared), *same.sentences(compared)]))
    # Of what runs did, where there is something to tell.
    did = [c for c in COURSE_FIELDS if c not in LENGTHY and any(row[c] for row in rows)]
    told = {*different, *told_settings(rows), *did, "engine"}
    names = [c for c in CAUSES if c in told]
    if only_differences:
        names = different
    if not names:
        return
    frame = pd.DataFrame(
        [[words.of_row(row, name) or "none" for row in rows] for name in names],
        index=[words.COLUMNS[name] for name in names],
        columns=[one.head for one in compared],
    )
    marked = [i for i, name in enumerate(names) if name in different]
    caption = "settings that differ are marked" if marked else "settings"
    tables.show_tables(tables.Table(caption, frame, marked_rows=marked), write=str)


def verdict(compared: Sequence[Chosen]) -> list[str]:
    """What sets two runs or more apart, in sentences: settings, what they did, what computed."""
    different = differing_columns([one.row for one in compared], CAUSES)
    by_settings = _named(different, CONFIG_FIELDS)
    did, computed = _named(different, DID), _named(different, COMPUTED)
    found = []
    if by_settings:
        found.append(f"These runs differ in {by_settings}.")
    if did:
        also = "They also differ" if by_settings else "Their settings are the same; they differ"
        found.append(f"{also} in what they did: {did}.")
    if computed:
        found.append(
            f"They were computed otherwise ({computed}), which rounds otherwise; a high learning "
            "rate lets that grow into a difference."
        )
    if "pauses" in different:
        found.append("Not all of them rested at the same epochs, which changes no figure.")
    if not (by_settings or did or computed):
        found.insert(0, "Their settings are the same, and so is what they did.")
        if not same.equal_results(compared):
            found.append(
                "Yet their results differ: the cause is nothing that is kept with a run, such as "
                "another machine."
            )
    if not same_rows([one.summary.run for one in compared]):
        found.append(
            "They were not trained and tested on the same rows: their losses and scores "
            "cannot be measured against one another."
        )
    return found


def _named(different: Sequence[str], columns: Sequence[str]) -> str:
    return listed([IN_SENTENCES[name] for name in columns if name in different])
