"""Draw: a row made by hand, read live by the network of the moment, and kept to test others."""

import streamlit as st

from mlp_core.data.rows import Picture
from mlp_core.inspection.own.values import inputs_of
from pages.inspect.draw import drawing, keeping, setting
from pages.inspect.moment import Moment
from pages.inspect.row.shown import show_row


def show(moment: Moment) -> None:
    """Whatever a row of the set is made with, what is answered, and the rows that were kept."""
    if moment.config.source.record.drawing is None and isinstance(moment.dataset.row, Picture):
        rows = moment.dataset.words.rows
        st.info(
            f"How these {rows} were made is not known here, so that no drawing becomes one of "
            "them. What the network makes of a row of the set is under *A row*.",
            icon=":material/draw:",
        )
        return
    # A stroke, or a step of a slider, draws no more than this again.
    st.fragment(lambda: _live(moment))()


def _live(moment: Moment) -> None:
    """The row in the making, beside what is made of it."""
    make = setting if moment.config.source.record.drawing is None else drawing
    left, right = st.columns(make.WIDTHS, gap="medium")
    with left:
        values = make.make(moment)
        if values is not None:
            keeping.offer(moment, values)
    with right:
        if values is not None:
            row = inputs_of(moment.dataset, [values])
            show_row(moment, row[0], moment.dataset.unscaled(row)[0], None, "drawn")
    keeping.show(moment, make.hold)
