"""Which combination is looked at: by a click on a picture, by its name, or by the address.

While the pictures are live a browser asks for them again and again, each time with all that its
controls held then. What it asked before it heard of a click would take the click back: so after a
click the menu is another control, of which those requests know nothing.
"""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.number_text import count
from pages.shared import session
from pages.shared.charts.sweep_map import CLICK
from pages.sweep.map.cells import BETWEEN

# What the address calls it; the control, before its number; and the name of the picked one.
PARAMETER, KEY, PICKED = "cell", "sweep_picked", "sweep_picked_name"
NUMBER = "sweep_picked_number"
NOBODY = ""
# A menu of more is neither read nor sent.
MOST_IN_MENU = 300
FOLLOWED = "sweep_cell_followed"


def follow(frame: pd.DataFrame) -> None:
    """Take what a link says, once; call it before the pictures. What is none of them is nothing."""
    said = session.link_parameters().get(PARAMETER, "")
    if said != session.remembered(FOLLOWED, str) and (frame["name"] == said).any():
        session.remember(FOLLOWED, said)
        _pick(said)


def picked(frame: pd.DataFrame) -> int | None:
    """The place of the one that is looked at; None where there is no such one."""
    name = _name()
    found = frame.index[frame["name"] == name] if name else []
    return int(frame["place"][found[0]]) if len(found) else None


def clicked(key: str, frame: pd.DataFrame) -> None:
    """Look at what was clicked in the picture with this key; in a callback."""
    event = session.held_controls([key]).get(key) or {}
    points = event.get("selection", {}).get(CLICK, [])
    places = [point["place"] for point in points if "place" in point]
    names = frame.loc[frame["place"].isin(places), "name"]
    if len(names):
        _pick(names.iloc[0])


def menu(frame: pd.DataFrame, shown: pd.DataFrame, heads: Sequence[str]) -> None:
    """The menu of the combinations that are ``shown``; the picked one is always in it."""
    if picked(frame) is None and _name() != NOBODY:
        # Of another sweep: the menu would not have it.
        _pick(NOBODY)
    name, key = _name(), _key()
    if not session.held_controls([key]):
        session.set_controls({key: name})
    options = [NOBODY, *shown["name"].iloc[:MOST_IN_MENU]]
    if name not in options:
        options.append(name)
    more = len(shown) - MOST_IN_MENU
    st.selectbox(
        f"Combination ({BETWEEN.join(heads)})" if heads else "Combination",
        options,
        format_func=lambda one: one or "click a cell, or choose one here",
        key=key,
        help=f"The first {MOST_IN_MENU}; {count(more)} more by a click" if more > 0 else None,
        width=480,
    )


def write_address() -> None:
    """Let the address say which one is looked at."""
    name = _name()
    session.remember(FOLLOWED, name)
    session.remember(PICKED, name)
    session.write_link({PARAMETER: name} if name else {}, PARAMETER)


def _pick(name: str) -> None:
    session.remember(PICKED, name)
    session.remember(NUMBER, session.remembered(NUMBER, int) + 1)


def _key() -> str:
    return f"{KEY}_{session.remembered(NUMBER, int)}"


def _name() -> str:
    """What the menu holds; at first, and when the page is opened again, what was picked last."""
    key = _key()
    return session.control_values({key: session.remembered(PICKED, str)})[key]
