"""The way to the page Inspect: a run, at one moment of its training."""

import streamlit as st

INSPECT_PAGE = "pages/inspect/page.py"
RUN, EPOCH, STEP, SECTION = "run", "epoch", "step", "section"


def show_link(run_id: str, label: str = "Look inside", epoch: int | None = None) -> None:
    """A link to the run, after ``epoch`` or else at its end."""
    link = {RUN: run_id} | ({} if epoch is None else {EPOCH: str(epoch)})
    st.page_link(INSPECT_PAGE, label=label, icon=":material/frame_inspect:", query_params=link)
