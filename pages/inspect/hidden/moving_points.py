"""Points that move from picture to picture: played, paused and put on in the browser."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st


def _read(kind: str) -> str:
    return Path(__file__).with_suffix(f".{kind}").read_text(encoding="utf-8")


_component = st.components.v2.component(
    "moving_points", html=_read("html"), css=_read("css"), js=_read("js")
)


def show(key: str, data: Mapping[str, object]) -> None:
    """The pictures, at that of ``data["now"]``.

    epochs, shares  of each picture: its epoch, and how much of the spread it shows, as a text
    grids, grid     x, y, x, y, … of each, from 0 to ``grid``
    classes         of each row: the number of its class; of numbers empty
    names, colours  of the classes; others wrote the names
    named           of each picture: the class that each row is taken for
    depths          of numbers: 0 to 1 a row, with the texts of both ``ends``
    says            of each row what it is, in a few words
    axes            the titles of both directions
    """
    _component(key=key, data=dict(data))
