"""Where the visitor is on the way down: the walk that the entries lead to, kept for the session."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlp_core import DivergenceError, GradientCheck, SGDStep, check_gradients
from pages.one_step import digit, inputs, left_walk, modes
from pages.one_step.digit_data import CLASS_LABELS
from pages.one_step.exercise import Exercise, question_1
from pages.one_step.walk import Walk
from pages.shared import session


@dataclass(frozen=True, eq=False)
class Place:
    """A step of a walk, its gradient check, and where on the page its summary belongs.

    While the entries are not ``valid`` the step is not theirs, and none can be taken.
    """

    mode: str
    walk: Walk
    step: SGDStep
    check: GradientCheck
    valid: bool
    problems: DeltaGenerator
    top: DeltaGenerator

    @property
    def classes(self) -> tuple[str, ...]:
        """What the output units are called, where they are classes."""
        return CLASS_LABELS if self.mode == modes.DIGIT else ()


def follow_entries(mode: str) -> Place:
    """The step that the entries of the sidebar ask for, or the last that could be computed."""
    first, problems, told, top = (st.container() for _ in range(4))
    entries = digit if mode == modes.DIGIT else inputs
    walk = session.remembered(modes.walk(mode), lambda: Walk.start(_first(mode)))
    valid = True
    try:
        candidate = walk.follow(entries.read_exercise())
        step = candidate.step()
        walk = candidate
        session.remember(modes.walk(mode), walk)
        left_walk.note(mode, walk, entries.held())
    except (ValueError, DivergenceError) as error:
        problems.error(f"{error} The page still shows the last valid network.")
        step = walk.step()
        valid = False
    if mode == modes.DIGIT:
        with first:
            digit.show(step, valid)
    with told:
        left_walk.tell(mode, walk, entries.put_back)
    return Place(mode, walk, step, _check(mode, walk, step), valid, problems, top)


def take(place: Place) -> None:
    """Move on, unless the step after this one could no longer be computed."""
    following = place.walk.take(place.step)
    try:
        following.step()
    except DivergenceError as error:
        place.problems.error(f"{error} The page stays at step {place.walk.step_number}.")
    else:
        go_to(place, following)


def go_to(place: Place, walk: Walk) -> None:
    """Remember where the walk is now, and draw the page from there."""
    session.remember(modes.walk(place.mode), walk)
    st.rerun()


def _first(mode: str) -> Exercise:
    return digit.first_exercise() if mode == modes.DIGIT else question_1()


def _check(mode: str, walk: Walk, step: SGDStep) -> GradientCheck:
    """The gradient check, made once a walk and place: a large network's takes a second."""
    name = f"{modes.walk(mode)}_check"
    known = session.remembered(name, lambda: (None, None))
    if known[0] is not walk:
        known = (
            walk,
            check_gradients(
                step.x,
                step.y,
                step.weights,
                step.biases,
                step.loss_name,
                step.activation,
                parameter_bounds=step.parameter_bounds,
            ),
        )
        session.remember(name, known)
    return known[1]
