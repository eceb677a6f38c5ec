"""A pad to draw on: by pointer, by finger, by keyboard; the drawing comes as the text of a bitmap.

The browser draws every stroke by itself, and sends the drawing when one has ended.
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from mlp_core.data import bitmap_text
from pages.shared import session


def _read(kind: str) -> str:
    return Path(__file__).with_suffix(f".{kind}").read_text(encoding="utf-8")


_component = st.components.v2.component(
    "drawing_pad", html=_read("html"), css=_read("css"), js=_read("js")
)
# How wide a line is, in places of the bitmap: as wide beside its height as those that were written.
PENS = {"Fine pen": 7, "Pen": 11, "Broad pen": 16}
PEN = PENS["Pen"]


def show(key: str, text: str, label: str, change: Callable[[str], None]) -> None:
    """The pad with the drawing that ``text`` says, called ``label`` to those who hear the page.

    ``change`` is called, before the page is run again, with the text of each drawing.
    """
    _component(
        key=key,
        data={
            "text": text,
            "side": bitmap_text.SIDE,
            "pens": PENS,
            "pen": PEN,
            "label": label,
        },
        on_drawn_change=lambda: _hand_on(key, change),
    )


def _hand_on(key: str, change: Callable[[str], None]) -> None:
    """Call ``change`` with what a browser sent, if that is a drawing."""
    match session.component_value(key, "drawn"):
        case [str(text), _]:
            try:
                bitmap_text.decode(text)
            except ValueError:
                # The pad sends none of these: it was somebody else.
                return
            change(text)
