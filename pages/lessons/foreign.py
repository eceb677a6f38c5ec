"""A lesson that a link brought: somebody else's words, and marked as such."""

import streamlit as st

from mlp_core.experiments.guided.own.links import lesson_from_link
from pages.lessons import composing, own
from pages.lessons.choosing import COMPOSE, KEY, OWN
from pages.shared import session

WHOSE = (
    "**Somebody else's words.** This lesson came by a link. Whoever made the link wrote it; it is "
    "not part of this app. The figures of the runs are this app's own."
)


def is_open() -> bool:
    """Whether the address has a lesson."""
    return OWN in session.link_parameters()


def show() -> None:
    """The lesson in the address, or what is wrong with it; and the way back."""
    try:
        text = lesson_from_link(session.link_parameters()[OWN])
    except ValueError as error:
        st.error(f"{error}.", icon=":material/link_off:")
        st.button("To the lessons of this app", icon=":material/school:", on_click=_leave)
        return
    lesson, problems = own.read(text)
    st.warning(WHOSE, icon=":material/person:")
    with st.container(horizontal=True):
        st.button("To the lessons of this app", icon=":material/school:", on_click=_leave)
        st.button(
            "Change it", icon=":material/edit:", on_click=_take_over, args=(text,), key="own_change"
        )
    if lesson is None:
        own.tell(problems)
    else:
        own.show(lesson, text)


def _leave() -> None:
    session.drop_link_parameters(OWN)


def _take_over(text: str) -> None:
    _leave()
    composing.set_text(text)
    session.set_controls({KEY: COMPOSE})
