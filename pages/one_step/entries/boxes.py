"""The two boxes over the page: a network comes in as text through one, and leaves by the other."""

import streamlit as st

from pages.shared import session

OPEN = "step_box"
PASTE, COPY = "Paste a network", "Text and link"


def buttons() -> None:
    """What opens them."""
    with st.container(horizontal=True, gap="small"):
        st.button(PASTE, width="stretch", on_click=open_one, args=(PASTE,))
        st.button(COPY, width="stretch", on_click=open_one, args=(COPY,))


def open_one(name: str) -> None:
    """Let this box be open in the next run of the page; in a callback."""
    session.remember(OPEN, name)


def opened() -> str:
    """Which of them is open; empty where none is."""
    return session.remembered(OPEN, str)


def close() -> None:
    """Let none be open; in a callback."""
    session.forget(OPEN)
