"""What is wrong with the run, as far as it had come by the moment's epoch."""

import streamlit as st

from pages.inspect.moment import Moment
from pages.shared import findings, judged, sentences


def show(moment: Moment) -> None:
    """The findings, problems first."""
    # Only where there is no later one did it diverge from here.
    if not moment.epoch and (moment.film.last or moment.run.state != "diverged"):
        st.caption("Before the first epoch nothing has gone wrong yet: choose a later one.")
        return
    try:
        found = judged.of(moment.run, moment.film, moment.epoch)
    except ValueError as error:
        sentences.tell(str(error), "warning")
        return
    if moment.epoch < moment.film.last:
        st.caption(f"The run as it was after epoch {moment.epoch}, as if it had ended there.")
    findings.show(found, moment.run)
