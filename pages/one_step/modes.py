"""What the page shows a step of: a network of one's own, one for a row of real data, or that of
an exercise."""

import streamlit as st

from mlp_core import DATASETS
from mlp_core.teaching.exercise import links
from pages.shared import session
from pages.shared.links.address import bound
from pages.shared.links.to_one_step import REAL_ROW

KEY = "step_mode"
MODES = OWN, REAL, TURN = "own network", REAL_ROW, "your turn"


def choose(dataset: str) -> str:
    """The visitor's choice: OWN, REAL (a row of ``dataset``) or TURN, as a link says it, too."""
    mode = _control(dataset)
    if mode != TURN:
        session.drop_link_parameters(links.PREFIX)
    return mode


def _control(dataset: str) -> str:
    of_exercise = any(name.startswith(links.PREFIX) for name in session.link_parameters())
    return st.segmented_control(
        "Show a step of",
        options=MODES,
        default=TURN if of_exercise else OWN,
        required=True,
        format_func={REAL: f"real {DATASETS[dataset].words.thing}", OWN: OWN, TURN: TURN}.get,
        **bound(KEY),
    )


def walk(mode: str) -> str:
    """What the session calls the walk of a mode."""
    return f"step_walk_{mode}"
