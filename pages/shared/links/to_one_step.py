"""The way to the One step page: a row of a data set through the network of a run."""

from typing import Literal

import streamlit as st

ONE_STEP_PAGE = "pages/one_step/page.py"
# What links have said since the digits were the only data.
REAL_ROW = "real digit"
RUN, EPOCH, PART, ROW = "digit_run", "digit_epoch", "digit_part", "digit_row"
Part = Literal["test", "train"]


def open_row(run_id: str, row: int, epoch: int | None = None, part: Part = "test") -> None:
    """Go to One step with row number ``row`` of a part in the network of the run after ``epoch``.

    Without one it is the best on the validation part, or else the last.
    """
    link = {"step_mode": REAL_ROW, RUN: run_id, PART: part, ROW: str(row)}
    link |= {} if epoch is None else {EPOCH: str(epoch)}
    st.switch_page(ONE_STEP_PAGE, query_params=link)
