"""The way to the One step page: a digit of the data set through the network of a run."""

import streamlit as st

ONE_STEP_PAGE = "pages/one_step/page.py"
DIGIT_MODE = "real digit"
RUN, ROW = "digit_run", "digit_row"


def open_digit(run_id: str, row: int) -> None:
    """Go to One step with test digit ``row`` in the network that the run came to."""
    link = {"step_mode": DIGIT_MODE, RUN: run_id, ROW: str(row)}
    st.switch_page(ONE_STEP_PAGE, query_params=link)
