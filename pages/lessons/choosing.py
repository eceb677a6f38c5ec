"""Which lesson is open: chosen, by its address, or the one after or before."""

import streamlit as st

from mlp_core.experiments.guided.lesson import Lesson
from mlp_core.experiments.guided.table import LESSONS
from pages.lessons import committing
from pages.shared import session
from pages.shared.links.address import Address, bound
from pages.shared.links.rules import Choice

KEY = "lesson"
KEYS = [*LESSONS]
# Beside the lessons: the page where somebody composes one, and the parameter that has a whole one.
COMPOSE, OWN = "compose", "own"
TITLES = {key: f"{n}. {lesson.title}" for n, (key, lesson) in enumerate(LESSONS.items(), start=1)}
CHOICES = TITLES | {COMPOSE: "Compose your own"}
ADDRESS = Address("lessons", rules={KEY: Choice(CHOICES)}, defaults={KEY: KEYS[0]}, others=(OWN,))


def choose() -> Lesson | None:
    """The control, with the ways to the next and back; None where one is to be composed."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = st.selectbox("Lesson", [*CHOICES], format_func=CHOICES.get, width=360, **bound(KEY))
        place = [*CHOICES].index(key)
        _step("Previous", "arrow_back", place - 1)
        _step("Next", "arrow_forward", place + 1)
    n = len(committing.commitments().keys() & LESSONS.keys())
    st.caption(f"{n} of {len(KEYS)} predicted so far. Any lesson can be opened at any time.")
    return LESSONS.get(key)


def offer_next(lesson: Lesson) -> None:
    """The way on, at the end of a lesson that is not the last."""
    place = KEYS.index(lesson.key) + 1
    if place < len(KEYS):
        st.button(
            f"Next: {LESSONS[KEYS[place]].title}",
            icon=":material/arrow_forward:",
            key="lesson_next",
            on_click=_open,
            args=(place,),
        )


def _step(label: str, icon: str, place: int) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        key=f"lesson_{icon}",
        disabled=not 0 <= place < len(KEYS),
        on_click=_open,
        args=(place,),
    )


def _open(place: int) -> None:
    session.set_controls({KEY: KEYS[place]})
