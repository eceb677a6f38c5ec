"""Break it: mistakes to make in the backward pass, why each is one, and where it can be seen."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from mlp_core import SGDStep
from mlp_core.teaching.exercise.drawing import draw_problem
from mlp_core.teaching.exercise.problems import QUESTION_1, ProblemSpec
from mlp_core.teaching.lessons.mistakes import MISTAKES
from mlp_core.teaching.lessons.visible_mistakes import seed_that_shows, shows, twice
from pages.one_step import modes
from pages.one_step.entries import inputs, preset
from pages.shared import session
from pages.shared.links.address import bound

KEY = "step_mistakes"
# Whether the observation is taken twice, as a batch: then a mistake of batches can be seen.
TWICE, OF_BATCHES = "step_twice", "sum_for_mean"


def choose(step: SGDStep) -> list[str]:
    """The mistakes that are switched on; beside them which change nothing in this step."""
    st.subheader("Break my backpropagation", anchor="break")
    chosen = st.pills(
        "Classic mistakes, made in a copy of the backward pass",
        options=list(MISTAKES),
        format_func=lambda key: MISTAKES[key].title,
        selection_mode="multi",
        **bound(KEY),
    )
    quiet = [mistake.title for key, mistake in MISTAKES.items() if not shows(step, key)]
    if quiet:
        st.caption(
            f"{len(quiet)} of these {len(MISTAKES)} change{'s' if len(quiet) == 1 else ''} nothing "
            f"in this step: {'; '.join(quiet)}. Choose one to see why, and to go where it does."
        )
    return chosen


def broken_step(step: SGDStep, mistakes: Sequence[str]) -> SGDStep:
    """The step that the mistakes are made in: on two rows where they were asked for."""
    asked = OF_BATCHES in mistakes and session.remembered(TWICE, bool)
    return twice(step) if asked and _has_a_mean(step) and not step.n_rows else step


def explain(step: SGDStep, mistakes: Sequence[str], own: bool) -> None:
    """For each mistake made in ``step`` why it is one, or why nobody sees it and where one does.

    ``own`` is whether the network is one of the visitor's own, that of the controls.
    """
    for key in mistakes:
        mistake = MISTAKES[key]
        obstacle = mistake.why_not(step)
        seen = shows(step, key)
        text = f"**{mistake.title}.** {obstacle or mistake.why(step)}"
        if not obstacle and not seen:
            text += f" It cannot be seen in this step: {mistake.coincidence}"
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(text, width="stretch" if seen else 620)
            if key == OF_BATCHES and _has_a_mean(step):
                if not step.n_rows or session.remembered(TWICE, bool):
                    _offer_batch(seen)
            elif not seen:
                _offer_start(step, key, own)


def _offer_batch(seen: bool) -> None:
    label = "Back to one observation" if seen else "Take this observation twice"
    st.button(
        label,
        key="step_twice_button",
        icon=":material/library_add:",
        help="The mean over two equal rows is what one row gives; their sum is twice as much.",
        on_click=session.remember,
        args=(TWICE, not seen),
    )


def _offer_start(step: SGDStep, key: str, own: bool) -> None:
    """A button to a start from which the mistake shows, in this network or in Question 1's."""
    values = _own_start(step, key) if own else None
    label = "A random start, where it shows"
    if values is None:
        values = _start_of_question_1(step, key)
        label = "Question 1's network from a random start, where it shows"
    if values is not None:
        st.button(
            label,
            key=f"step_shows_{key}",
            icon=":material/casino:",
            help="Sets the controls; the walk before can be taken up again.",
            on_click=inputs.start_from,
            args=(values,),
        )


def _has_a_mean(step: SGDStep) -> bool:
    return step.objective.rows == "mean"


def _own_start(step: SGDStep, key: str) -> dict | None:
    """Controls of this network with random weights that show the mistake."""
    seed = seed_that_shows(key, step.task)
    return None if seed is None else {"step_start": "random", "step_seed": seed}


def _start_of_question_1(step: SGDStep, key: str) -> dict | None:
    """The same of Question 1's network, with the loss of this step and its first activation."""
    given = draw_problem(ProblemSpec(loss=step.loss_name, numbers=QUESTION_1)).step().task
    names = step.activation
    activation = names if isinstance(names, str) else (*names, given.activation)[0]
    task = replace(given, activation=activation)
    seed = seed_that_shows(key, task)
    if seed is None:
        return None
    chosen = {"step_loss": task.loss, "step_activation": task.activation}
    mode = {modes.KEY: modes.OWN}
    return preset.QUESTION_1 | mode | chosen | {"step_start": "random", "step_seed": seed}
