"""One step: a single update of a small network, every number beside the formula that made it."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlp_core import DivergenceError, GradientCheck, SGDStep, check_gradients
from pages.one_step import check, diagram, history, inputs, stages
from pages.one_step.download import step_csv
from pages.one_step.exercise import question_1
from pages.one_step.walk import Walk
from pages.shared import layout, numbers, session


def main() -> None:
    """The page, top to bottom."""
    entries = inputs.sidebar()
    layout.begin(
        "One step of backpropagation",
        "One observation goes forward through the network, its error comes back, and every weight "
        "moves a little. The page opens on Question 1 of the course's practical; every number of "
        "the step is here.",
    )
    problems, top = st.container(), st.container()
    with st.expander("Edit single starting weights", icon=":material/edit:"):
        parameter_tables = inputs.starting_parameter_tables(entries["units"], entries["start"])

    walk = session.remembered("step_walk", lambda: Walk.start(question_1()))
    valid = True
    try:
        candidate = walk.follow(inputs.read_exercise(entries, parameter_tables))
        step = candidate.step()
        walk = candidate
        session.remember("step_walk", walk)
    except (ValueError, DivergenceError) as error:
        problems.error(f"{error} The page still shows the last valid network.")
        step = walk.step()
        valid = False
    with top:
        show_summary(walk, step, valid, problems)
    gradients = check_gradients(
        step.x, step.y, step.weights, step.biases, step.loss_name, step.activation
    )
    write = show_tools(step, gradients)
    stages.forward(step, write)
    stages.loss(step, write)
    stages.gradients(step, write)
    stages.update(step, write)
    check.show(gradients, write)


def show_summary(walk: Walk, step: SGDStep, valid: bool, problems: DeltaGenerator) -> None:
    """The answer first: the loss before and after, the way on, and the network.

    While the entries are not ``valid`` the step shown is not theirs, and none can be taken.
    """
    with st.container(horizontal=True, vertical_alignment="top", gap="large"):
        st.metric("Step", walk.step_number, width="content")
        st.metric("Loss before", numbers.display(step.loss), width="content")
        change = numbers.display(step.loss_change) if step.loss_change else None
        after = numbers.display(step.loss_after)
        st.metric("Loss after", after, change, delta_color="inverse", width="content")
        with st.container(horizontal=True, width="content"):
            if st.button("Take another step", type="primary", disabled=not valid):
                take(walk, step, problems)
            if st.button("Back to start", disabled=walk.step_number == 1):
                go_to(Walk.start(walk.exercise))
    network, losses = st.columns([5, 2])
    with network:
        st.altair_chart(diagram.network_diagram(step), alt=diagram.describe(step))
        st.caption(
            "Blue lines are positive weights, orange ones negative, wider ones larger. Point at a "
            "line or a unit for its value and its gradient."
        )
    with losses:
        history.loss_history(walk, step)


def show_tools(step: SGDStep, gradients: GradientCheck) -> Callable[[float], str]:
    """Links to the stages, the download, and the number format chosen for all tables."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            "[1 Forward](#forward) · [2 Loss](#loss) · [3 Gradients](#gradients) · "
            "[4 Update](#update) · [Gradient check](#gradient-check)",
            width="content",
        )
        full = st.toggle(
            "Full precision",
            help="Tables show six decimals and formulas four digits. Sums of rounded numbers may "
            "be off by one in the last place; at full precision tables hold every digit.",
            key="step_full",
            persist_state="session",
        )
        st.download_button(
            "All numbers as CSV",
            data=lambda: step_csv(step, gradients),
            file_name="one-step.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
        )
    return numbers.full_precision if full else numbers.display


def take(walk: Walk, step: SGDStep, problems: DeltaGenerator) -> None:
    """Move on, unless the step after this one could no longer be computed."""
    following = walk.take(step)
    try:
        following.step()
    except DivergenceError as error:
        problems.error(f"{error} The page stays at step {walk.step_number}.")
    else:
        go_to(following)


def go_to(walk: Walk) -> None:
    """Remember where the walk is now, and draw the page from there."""
    session.remember("step_walk", walk)
    st.rerun()


main()
