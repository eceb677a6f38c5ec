"""The box that gives the network shown back: as text, as a file, and as a link."""

from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from mlp_core import SGDStep
from mlp_core.task import Task
from mlp_core.teaching.given.links import too_long
from mlp_core.teaching.given.writing import write_text
from pages.one_step.entries import boxes, inputs
from pages.one_step.entries.completing import arguments_of
from pages.one_step.entries.preset import QUESTION_1
from pages.one_step.entries.walk import Walk
from pages.shared import session

FILE_NAME = "network.txt"
# Beyond this the text is scrolled.
HEIGHT = 280


@st.dialog(boxes.COPY, width="medium", icon=":material/content_copy:", on_dismiss=boxes.close)
def show(walk: Walk, step: SGDStep) -> None:
    """The box for the network of ``step``, the one of ``walk`` that is shown."""
    task = _asked_for(walk, step)
    text = write_text(arguments_of(task))
    long = text.count("\n") * 24 > HEIGHT
    st.code(text, language=None, wrap_lines=True, height=HEIGHT if long else "content")
    st.download_button(
        "Save as a file",
        text,
        FILE_NAME,
        "text/plain",
        icon=":material/download:",
        on_click="ignore",
    )
    st.markdown(f"*{boxes.PASTE}* takes the text and the file back, every digit of them.")
    query = urlencode(link_of(task))
    st.markdown("**Link**")
    if complaint := too_long(query):
        st.info(complaint)
    else:
        st.code(f"{session.address().partition('?')[0]}?{query}", language=None, wrap_lines=True)


def link_of(task: Task) -> dict[str, str]:
    """The parameters of an address that opens the page with exactly ``task``."""
    return {
        key: inputs.LINK_RULES[key].write(value)
        for key, value in inputs.said_of(task).items()
        if key in inputs.LINK_RULES and value != QUESTION_1[key]
    }


def _asked_for(walk: Walk, step: SGDStep) -> Task:
    """The task with the parameters it starts with, or with those that the step begins with."""
    if walk.step_number == 1:
        return walk.task
    here = f"before step {walk.step_number}"
    chosen = st.segmented_control(
        "Weights and biases",
        [here, "at the start"],
        default=here,
        required=True,
        key="copy_parameters",
    )
    if chosen != here:
        return walk.task
    if walk.task.method != "sgd":
        st.caption("A walk from here has no velocity or moments yet: those are not in the text.")
    return replace(step.task, weights=step.weights, biases=step.biases)
