"""Which combination is looked at: by a click on a picture, by its name, or by the address."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlp_core.number_text import count
from pages.shared import session
from pages.shared.charts.sweep_map import CLICK
from pages.sweep.map.cells import BETWEEN

# What the address calls it, and the control.
PARAMETER, KEY = "cell", "sweep_picked"
NOBODY = ""
# A menu of more is neither read nor sent.
MOST_IN_MENU = 300
FOLLOWED = "sweep_cell_followed"


def follow(frame: pd.DataFrame) -> None:
    """Take what a link says, once; call it before the pictures. What is none of them is nothing."""
    said = session.link_parameters().get(PARAMETER, "")
    if said != session.remembered(FOLLOWED, str) and (frame["name"] == said).any():
        session.remember(FOLLOWED, said)
        session.set_controls({KEY: said})


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
        session.set_controls({KEY: names.iloc[0]})


def menu(frame: pd.DataFrame, shown: pd.DataFrame, heads: Sequence[str]) -> None:
    """The menu of the combinations that are ``shown``; the picked one is always in it."""
    if picked(frame) is None:
        # Of another sweep: the menu would not have it.
        session.set_controls({KEY: NOBODY})
    name = _name()
    options = [NOBODY, *shown["name"].iloc[:MOST_IN_MENU]]
    if name not in options:
        options.append(name)
    more = len(shown) - MOST_IN_MENU
    st.selectbox(
        f"Combination ({BETWEEN.join(heads)})" if heads else "Combination",
        options,
        format_func=lambda one: one or "click a cell, or choose one here",
        key=KEY,
        persist_state="session",
        help=f"The first {MOST_IN_MENU}; {count(more)} more by a click" if more > 0 else None,
        width=480,
    )


def write_address() -> None:
    """Let the address say which one is looked at."""
    name = _name()
    session.remember(FOLLOWED, name)
    session.write_link({PARAMETER: name} if name else {}, PARAMETER)


def _name() -> str:
    return session.control_values({KEY: NOBODY})[KEY]
