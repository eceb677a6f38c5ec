"""Where the visitor has got to: the stop of a walk that the entries and the buttons lead to."""

from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlp_core import DivergenceError, GradientCheck, SGDStep
from mlp_core.gradient_check import check_step
from mlp_core.task import Task
from pages.one_step import modes
from pages.one_step.entries import inputs, left_walk, long_walk, real_row
from pages.one_step.entries.exercise import question_1
from pages.one_step.entries.walk import Walk
from pages.one_step.predicting import Predicting
from pages.shared import session

# What a button has asked for, with a number: done once the entries that it is asked of are read.
ASKED = "step_asked"
NEXT, BACK, OPEN = "next", "back", "open"
# More than any walk has.
STEPS_AT_MOST = 10**9


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
    goes_to = _asked(walk, step, valid, mode, problems)
    if goes_to is not walk:
        walk, step, error = long_walk.last_finite(goes_to)
        if error is not None:
            problems.error(f"{error} The page stays at step {walk.step_number:,}.")
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


def go_to(walk: Walk, number: int) -> None:
    """Show step ``number`` of ``walk``, and take those up to it that it lacks; in a callback."""
    onward = number > walk.shown
    session.remember(ASKED, (NEXT, number - walk.shown) if onward else (OPEN, number))


def _asked(walk: Walk, step: SGDStep, valid: bool, mode: str, problems: DeltaGenerator) -> Walk:
    """Where a button has asked to go from ``walk``, whose shown step is ``step``."""
    what, number = session.remembered(ASKED, lambda: ("", 0))
    session.forget(ASKED)
    if what == BACK:
        return Walk.start(walk.task)
    if what == OPEN:
        return walk.at(number)
    if what == NEXT and valid:
        following = walk.shown + number
        if following <= walk.last:
            return walk.at(following)
        if number == 1:
            return walk.take(step)
        long_walk.ask_for(walk, following)
    return long_walk.go_on(mode, walk, problems, _stop) if valid else walk


def _stop() -> None:
    """Stay at the step that a long walk has come to."""
    long_walk.stop()
    session.remember(ASKED, (OPEN, STEPS_AT_MOST))


def _first(mode: str) -> Task:
    return real_row.first_task() if mode == modes.REAL else question_1()
