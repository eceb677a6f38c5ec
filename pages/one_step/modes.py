"""What the page shows a step of: a network of one's own, a digit's, or an exercise's."""

import streamlit as st

OWN, DIGIT, TURN = "own network", "real digit", "your turn"


def choose() -> str:
    """The visitor's choice: OWN, DIGIT or TURN, which is also how a link says it."""
    return st.segmented_control(
        "Show a step of",
        options=[OWN, DIGIT, TURN],
        default=OWN,
        required=True,
        key="step_mode",
        bind="query-params",
    )


def walk(mode: str) -> str:
    """What the session calls the walk of a mode."""
    return f"step_walk_{mode}"
