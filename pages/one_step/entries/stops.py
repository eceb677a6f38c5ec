"""Where the visitor has got to: the stop of a walk that the entries lead to, with the way on and
back, and the losses on the way."""

from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

import altair as alt
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlp_core import DivergenceError, GradientCheck, SGDStep
from mlp_core.gradient_check import check_step
from mlp_core.task import Task
from pages.one_step import modes
from pages.one_step.entries import inputs, left_walk, real_row
from pages.one_step.entries.exercise import question_1
from pages.one_step.entries.walk import Walk
from pages.one_step.predicting import Predicting
from pages.shared import session
from pages.shared.charts import prebuilt

# What a button has asked for, done once the entries that it is asked of are read.
ASKED = "step_asked"
NEXT, BACK = "next", "back"


@dataclass(frozen=True, eq=False)
class Stop:
    """A step of a walk, and where on the page its summary belongs.

    While the entries are not ``valid`` the step is not theirs, and none can be taken.
    """

    mode: str
    walk: Walk
    step: SGDStep
    valid: bool
    top: DeltaGenerator
    predicting: Predicting

    @cached_property
    def check(self) -> GradientCheck:
        """The check of the step's gradients, made once a stop: it may take a second."""
        name = f"{modes.walk(self.mode)}_check"
        known = session.remembered(name, lambda: (None, None))
        if known[0] is not self.walk:
            known = (self.walk, check_step(self.step))
            session.remember(name, known)
        return known[1]

    @property
    def secret(self) -> Set[str]:
        """The names of the numbers that are not to be seen yet."""
        return self.predicting.secret

    @property
    def inputs(self) -> tuple[str, ...]:
        """What the numbers of x are called, where they have names."""
        return real_row.input_names() if self.mode == modes.REAL else ()

    @property
    def classes(self) -> tuple[str, ...]:
        """What the output units are called, where they are classes."""
        return real_row.class_labels() if self.mode == modes.REAL else ()


def follow_entries(mode: str) -> Stop:
    """The step that the entries of the sidebar ask for, or the last that could be computed."""
    first, problems, told, top = (st.container() for _ in range(4))
    entries = real_row if mode == modes.REAL else inputs
    walk = session.remembered(modes.walk(mode), lambda: Walk.start(_first(mode)))
    try:
        candidate = walk.follow(entries.read_task())
        step = candidate.step()
        walk, valid = candidate, True
    except (ValueError, DivergenceError) as error:
        problems.error(f"{error} The page still shows the last valid network.")
        step, valid = walk.step(), False
    asked = session.remembered(ASKED, str)
    session.forget(ASKED)
    if asked == BACK:
        walk = Walk.start(walk.task)
        step = walk.step()
    elif asked == NEXT and valid:
        walk, step = _next(walk, step, problems)
    session.remember(modes.walk(mode), walk)
    if valid:
        left_walk.note(mode, walk, entries.held())
    predicting = Predicting(step)
    if mode == modes.REAL:
        with first:
            real_row.show(step, valid, predicting.secret)
    with told:
        left_walk.tell(mode, walk, entries.put_back)
    return Stop(mode, walk, step, valid, top, predicting)


def buttons(stop: Stop) -> None:
    """The way on and the way back; both are taken when the page is next drawn."""
    st.button(
        "Take another step",
        type="primary",
        disabled=not stop.valid,
        help=left_walk.RULE,
        on_click=session.remember,
        args=(ASKED, NEXT),
    )
    st.button(
        "Back to start",
        disabled=stop.walk.step_number == 1,
        on_click=session.remember,
        args=(ASKED, BACK),
    )


def loss_history(stop: Stop) -> None:
    """The loss before each step as a small chart: before the one shown, too, and after it."""
    step, number = stop.step, stop.walk.step_number
    points = [*stop.walk.losses, (number, step.loss), (number + 1, step.loss_after)]
    alt_text = f"Loss over {len(points) - 1} steps, now {step.loss:.6g}."
    if stop.secret:
        points, alt_text = points[:-2], f"Loss over {len(points) - 2} steps."
    if points:
        frame = pd.DataFrame(points, columns=["step", "loss"])
        st.vega_lite_chart(prebuilt.with_data(_history_chart, frame), alt=alt_text)


def _history_chart(losses: pd.DataFrame) -> alt.Chart:
    return (
        alt.Chart(losses, title="Loss before each step")
        .mark_line(point=True)
        .encode(
            alt.X("step:Q").axis(tickMinStep=1, format="d").title("step"),
            alt.Y("loss:Q").title("loss"),
            tooltip=[alt.Tooltip("step:Q"), alt.Tooltip("loss:Q")],
        )
        .properties(height=180)
    )


def _next(walk: Walk, step: SGDStep, problems: DeltaGenerator) -> tuple[Walk, SGDStep]:
    """A step further, unless the step after this one could no longer be computed."""
    following = walk.take(step)
    try:
        return following, following.step()
    except DivergenceError as error:
        problems.error(f"{error} The page stays at step {walk.step_number}.")
        return walk, step


def _first(mode: str) -> Task:
    return real_row.first_task() if mode == modes.REAL else question_1()
