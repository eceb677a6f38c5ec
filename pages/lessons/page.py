"""Lessons: a question, a prediction to commit to, an experiment, what it showed, and why."""

import streamlit as st

from mlp_core.experiments.guided.lesson import Lesson
from pages.lessons import choosing, committing, composing, experiment, foreign, showing
from pages.shared import layout, store
from pages.shared.links import address


def main() -> None:
    """The page, top to bottom."""
    address.follow(choosing.ADDRESS)
    layout.begin(
        "Lessons",
        "Ten experiments of five minutes: say what will happen, run it, and see whether it does.",
    )
    store.tell_problem()
    if foreign.is_open():
        address.write()
        foreign.show()
        return
    lesson = choosing.choose()
    address.write()
    if lesson is None:
        composing.show()
    else:
        show(lesson)


def show(lesson: Lesson) -> None:
    """One lesson: the rest of it once somebody has committed to an answer."""
    st.header(lesson.title, anchor="lesson")
    committed = committing.show(lesson)
    if committed is None:
        return
    st.subheader("The experiment", anchor="experiment")
    outcomes = experiment.show(lesson)
    if outcomes is None:
        return
    st.subheader("What was seen", anchor="seen")
    showing.show(lesson, outcomes, committed)
    st.subheader("Why", anchor="why")
    st.markdown(lesson.why)
    choosing.offer_next(lesson)


main()
