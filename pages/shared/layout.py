"""How every page begins: its title, what it is for, and the one style sheet of the app."""

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import navigation

# Streamlit has settings for colours, fonts and vertical padding; what it has none for is here.
_FOLDER = Path(__file__).parent
STYLE = f"<style>{(_FOLDER / 'style.css').read_text(encoding='utf-8')}</style>"
_SCRIPTS = [
    (_FOLDER / name).read_text(encoding="utf-8") for name in ("history.js", "early_pick.js")
]
# A container of its own for nothing that is seen.
SCRIPT = (
    "<style>.stElementContainer:has(> .stHtml > script) { display: none }</style>"
    f"<script>{''.join(_SCRIPTS)}</script>"
)
# Everything larger, as it is to be read from the back row of a lecture hall.
LARGE = "<style>html {font-size: 24px;}</style>"


def begin(title: str, purpose: str = "", anchor: str | Literal[False] = False) -> DeltaGenerator:
    """The page's title and a sentence or two that say what a visitor does here; their place.

    ``anchor`` is what links to the top of the page call it.
    """
    st.html(STYLE)
    st.html(SCRIPT, unsafe_allow_javascript=True)
    navigation.show_names_on_a_phone()
    st.title(title, anchor=anchor)
    place = st.empty()
    place.markdown(purpose)
    return place


def place_of_one(name: str) -> DeltaGenerator:
    """A place in a row for one button at a time: Pause, then Resume.

    Streamlit lets a button that is gone stand behind its successor until the page is drawn, and
    what follows in the row would jump when it leaves, away from under a hand about to press.
    Here it is not seen. Each keeps an identity of its own: a press on Pause is never one on
    whatever took its place while the press was on its way.
    """
    return st.container(key=f"one_{name}", width="content")
