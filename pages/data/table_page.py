"""The part of the page about a visitor's own table: as understood, with every doubt."""

import streamlit as st

from mlp_core.data.source import Source
from mlp_core.data.table.table import Table
from pages.data import doubts, rows_out, understood
from pages.shared import data_controls, datasets, sentences


def show(source: Source) -> None:
    """Nothing where no file is chosen, or it is not here, which is said where it is chosen."""
    try:
        table = datasets.table_of(source)
    except ValueError as error:
        sentences.tell(f"The table cannot be read as the link says: {error}", "error")
        st.button("Read it as it looks", on_click=data_controls.choose_reading, args=("",))
        return
    if table is None:
        return
    understood.show(table)
    doubts.show(table)
    rows_out.show(table)
    _show_done(table, source)


def _show_done(table: Table, source: Source) -> None:
    try:
        prepared = table.prepare("none", source.split)
    except ValueError:
        # Said where the split is chosen.
        return
    notes = (*table.notes, *prepared.notes)
    if notes:
        with st.expander("What was done with it", icon=":material/checklist:", expanded=True):
            sentences.tell_all(notes)
