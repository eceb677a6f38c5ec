"""The shelf of famous exercises: which of them is open, chosen in the sidebar or by a link."""

import streamlit as st

from mlp_core.teaching.shelf.record import PublishedExercise
from mlp_core.teaching.shelf.table import SHELF
from pages.one_step import modes
from pages.one_step.entries import inputs
from pages.shared import session
from pages.shared.links import address
from pages.shared.links.address import bound
from pages.shared.links.rules import Choice

# The page's name in Address.
PAGE = "one_step"
KEY, LABEL = "exercise", "Exercises"
RULE = Choice({key: exercise.name for key, exercise in SHELF.items()})


def asked_for() -> PublishedExercise | None:
    """The exercise that is open; one that the address brings has its numbers in the controls now.

    Known before the rest of the address is read, which may say something else of a number.
    """
    if address.arrives(PAGE):
        brought = RULE.read(KEY, session.link_parameters().get(KEY, "")).value
        if brought:
            _take(str(brought))
        elif session.came_by_history():
            session.set_controls({KEY: None})
    return SHELF.get(session.control_values({KEY: ""})[KEY])


def menu() -> None:
    """The control to open one of them."""
    with st.sidebar:
        st.selectbox(
            LABEL,
            list(SHELF),
            index=None,
            format_func=lambda key: SHELF[key].name,
            placeholder="Open a famous one",
            help="Exercises with numbers that textbooks and web pages have published",
            on_change=_take_chosen,
            **bound(KEY),
        )


def open_again(exercise: PublishedExercise) -> None:
    """Put every number back to that of ``exercise``, and begin at its first step; in a callback."""
    _take(exercise.key)
    session.forget(modes.walk(modes.OWN))


def _take_chosen() -> None:
    chosen = session.control_values({KEY: None})[KEY]
    if chosen is not None:
        open_again(SHELF[chosen])


def _take(key: str) -> None:
    inputs.take(SHELF[key].task)
    session.set_controls({KEY: key})
