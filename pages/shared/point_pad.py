"""A pad to draw points on: by pointer, by finger, by keyboard; what is drawn comes as a text.

The browser draws every stroke by itself, and sends the drawing when one has ended.
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from mlp_core.data import points
from mlp_core.data.drawings import DRAWINGS, START
from pages.shared import session
from pages.shared.charts import palette


def _read(kind: str) -> str:
    return Path(__file__).with_suffix(f".{kind}").read_text(encoding="utf-8")


_component = st.components.v2.component(
    "point_pad", html=_read("html"), css=_read("css"), js=_read("js")
)
# What the browser must know of the text, from where the text is defined.
RULES = {
    "alphabet": points.ALPHABET,
    "steps": points.STEPS,
    "limit": points.LIMIT,
    "most": points.MOST_POINTS,
    "classes": points.MOST_CLASSES,
    "leastPoints": points.LEAST_POINTS,
    "leastClasses": points.LEAST_CLASSES,
}


def show(key: str, text: str, change: Callable[[str], None]) -> None:
    """The pad with the drawing that ``text`` says, or the first to start from where it is empty.

    ``change`` is called, before the page is run again, with the text of each drawing that can be
    learned from: that of a drawing that has too few points or classes stays in the browser.
    """
    _component(
        key=key,
        data={
            "text": text or START,
            "rules": RULES,
            "colours": palette.run_colours(),
            "drawings": DRAWINGS,
        },
        on_drawn_change=lambda: _hand_on(key, change),
    )


def of_control(key: str) -> None:
    """The pad of the drawing that the control with this key holds, which has no other place."""
    text = session.control_values({key: ""})[key]
    show(f"{key}_pad", text, lambda drawn: session.set_controls({key: drawn}))


def _hand_on(key: str, change: Callable[[str], None]) -> None:
    """Call ``change`` with what a browser sent, if that is a drawing to learn from."""
    match session.component_value(key, "drawn"):
        case [str(text), _]:
            try:
                points.labelled(text)
            except ValueError:
                # The pad sends none of these: it was somebody else.
                return
            change(text)
