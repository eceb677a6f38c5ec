"""The way to the One step page: a row of a data set through the network of a run."""

import streamlit as st

ONE_STEP_PAGE = "pages/one_step/page.py"
# What links have said since the digits were the only data.
REAL_ROW = "real digit"
RUN, ROW = "digit_run", "digit_row"


def open_row(run_id: str, row: int) -> None:
    """Go to One step with test row number ``row`` in the network that the run came to."""
    link = {"step_mode": REAL_ROW, RUN: run_id, ROW: str(row)}
    st.switch_page(ONE_STEP_PAGE, query_params=link)
