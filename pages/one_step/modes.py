"""What the page shows a step of: a network of one's own, a digit's, or an exercise's."""

import streamlit as st

from pages.shared import session

MODES = {"own": "a network of your own", "digit": "a real digit", "turn": "an exercise: your turn"}


def choose() -> str:
    """The visitor's choice, a key of MODES."""
    session.accept_name("step_mode", MODES)
    return st.segmented_control(
        "Show a step of",
        options=list(MODES),
        default="own",
        format_func=MODES.get,
        required=True,
        key="step_mode",
        bind="query-params",
    )


def walk(mode: str) -> str:
    """What the session calls the walk of a mode."""
    return f"step_walk_{mode}"
