"""The control of the rows of a visitor's table that are left out, by their numbers."""

from dataclasses import replace

import streamlit as st

from mlp_core.data.table.choices import Choices, choices_of
from mlp_core.data.table.row_numbers import LONGEST_TEXT, rows_of, rows_text
from mlp_core.data.table.table import Table
from mlp_core.number_text import count
from pages.shared import data_controls, sentences, session


def show(table: Table) -> None:
    """Their numbers as text; a sentence where it cannot be read, and nothing is changed then."""
    left_out = table.choices.rows
    label = f"Leave rows out: {count(len(left_out))}" if left_out else "Leave rows out"
    with st.expander(label, icon=":material/playlist_remove:", key="group_rows_out"):
        held = rows_text(left_out)
        key = f"data_rows_{table.sha256[:12]}_{held}"
        text = st.text_input(
            "Numbers of the rows to leave out, the first below the headings being 1",
            held,
            max_chars=LONGEST_TEXT,
            placeholder="3, 7-9",
            key=key,
            on_change=_take,
            args=(table, key),
        )
        try:
            _chosen(table, text)
        except ValueError as error:
            sentences.tell(str(error), "error")


def _take(table: Table, key: str) -> None:
    (text,) = session.control_values({key: ""}).values()
    try:
        chosen = _chosen(table, text)
    except ValueError:
        # Said where it is typed.
        return
    data_controls.choose_reading(chosen.to_text())


def _chosen(table: Table, text: str) -> Choices:
    """The table's choices with these rows left out; ``ValueError`` where they are none."""
    return choices_of(replace(table.choices, rows=rows_of(text, table.n_rows)).to_text())
