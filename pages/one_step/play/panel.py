"""The panel that plays the step: the picture, the formula of the operation, and the controls.

All operations go to the browser at once, which steps through them without asking again.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from mlp_core import SGDStep
from mlp_core.teaching.lessons.operations import Operation, operations
from mlp_core.teaching.origin import excerpt
from mlp_core.teaching.quantities.expressions import Entry, entry
from pages.one_step.play import scenes
from pages.one_step.play.formulas import formula
from pages.one_step.play.picture import draw
from pages.shared import session

OPEN, KEY, FORMULAS = "step_play", "play", "play_formulas"
# More operations than these are stepped through by layer only.
MOST_BY_UNIT = 200
LAYER, UNIT = "layer", "unit"


def _read(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


_component = st.components.v2.component(
    "play", html=_read("play.html"), js=_read("play.js"), isolate_styles=False
)


def button() -> None:
    """What opens the panel."""
    st.button(
        "Play the step",
        icon=":material/play_circle:",
        help="One operation at a time, on the picture, with its formula",
        on_click=_open,
    )


def _open() -> None:
    session.remember(OPEN, True)
    st.rerun(KEY)


@st.fragment(key=KEY)
def show(step: SGDStep, classes: Sequence[str] = (), row: int = 1) -> None:
    """The panel, where the step is being played; ``classes`` name the output units.

    Of a batch this ``row`` is seen to go through. A fragment: it comes and goes without the rest
    of the page.
    """
    if not session.remembered(OPEN, bool):
        return
    units = operations(step, True, row) if excerpt.fits(step) else []
    choice = 0 < len(units) <= MOST_BY_UNIT
    by_unit = choice and session.component_value(KEY, "by") == UNIT
    played = units if by_unit else operations(step, row=row)
    _formulas(step, played)
    _component(
        key=KEY,
        data={
            "svg": draw(step, classes),
            "scenes": [
                scenes.given(step, given(step, row)),
                *(scenes.scene(step, o) for o in played),
            ],
            "by": UNIT if by_unit else LAYER,
            "choice": choice,
        },
        on_by_change=lambda: None,
        on_left_change=lambda: session.remember(OPEN, False),
    )


def _formulas(step: SGDStep, played: Sequence[Operation]) -> None:
    """All formulas, typeset and unseen: the browser shows a copy of the one it is at."""
    with st.container(key=FORMULAS):
        st.markdown("\n\n".join(f"$$\n{formula(step, operation)}\n$$" for operation in played))


def given(step: SGDStep, row: int = 1) -> list[Entry]:
    """The numbers of x and of y that there is room for."""
    rows = [row] if step.x.ndim == 2 else []
    layers = (("x", 0), ("y", len(step.z)))
    return [
        entry(name, *rows, unit + 1) for name, layer in layers for unit in excerpt.rows(step, layer)
    ]
