"""What the page shows a step of: a network of one's own, a digit's, or an exercise's."""

import streamlit as st

from mlp_core.teaching.exercise import links
from pages.shared import session
from pages.shared.links.address import bound
from pages.shared.links.to_one_step import DIGIT_MODE

KEY = "step_mode"
MODES = OWN, DIGIT, TURN = "own network", DIGIT_MODE, "your turn"


def choose() -> str:
    """The visitor's choice: OWN, DIGIT or TURN, which is also how a link says it."""
    mode = _control()
    if mode != TURN:
        session.drop_link_parameters(links.PREFIX)
    return mode


def _control() -> str:
    of_exercise = any(name.startswith(links.PREFIX) for name in session.link_parameters())
    return st.segmented_control(
        "Show a step of",
        options=MODES,
        default=TURN if of_exercise else OWN,
        required=True,
        **bound(KEY),
    )


def walk(mode: str) -> str:
    """What the session calls the walk of a mode."""
    return f"step_walk_{mode}"
