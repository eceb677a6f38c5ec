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
