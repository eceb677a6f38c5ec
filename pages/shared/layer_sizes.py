"""Layer sizes in one text field, beside controls of single layers: they follow each other."""

from collections.abc import Callable

import streamlit as st

from mlp_core.layer_sizes import SizeLimits, write_sizes
from mlp_core.settings import SETTINGS
from pages.shared import session

LABEL, HELP = SETTINGS["units"].label, SETTINGS["units"].help


def field(
    key: str, now: tuple[int, ...], limits: SizeLimits, take: Callable[[tuple[int, ...]], None]
) -> None:
    """The field that shows ``now``, what the page's controls say; they are to be drawn before.

    What is typed goes to ``take``, in a callback, which sets those controls. A text that is
    no network within ``limits`` stays in the field, with a sentence, and changes nothing.
    """
    shown = f"{key}_of"
    held, typed = session.control_values({key: None})[key], session.remembered(_by(key), bool)
    # A press while the page is drawn for the first time empties the field: nobody has.
    unsaid = held is None or (held == "" and not typed)
    if unsaid or session.remembered(shown, lambda: now) != now:
        session.set_controls({key: write_sizes(now)})
        session.remember(shown, now)
    text = st.text_input(
        f"{LABEL}, input first", key=key, help=HELP, on_change=_typed, args=(key, limits, take)
    )
    try:
        limits.read(LABEL, text)
    except ValueError as error:
        st.error(f"{error} The network is still {write_sizes(now)}.")


def _typed(key: str, limits: SizeLimits, take: Callable[[tuple[int, ...]], None]) -> None:
    session.remember(_by(key), True)
    try:
        units = limits.read(LABEL, session.control_values({key: ""})[key])
    except ValueError:
        return  # the field says what is wrong
    take(units)


def _by(key: str) -> str:
    """Where it is kept that somebody has typed in the field."""
    return f"{key}_typed"
