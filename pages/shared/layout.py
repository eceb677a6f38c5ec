"""How every page begins: its title, what it is for, and the one style sheet of the app."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import navigation

# Streamlit has settings for colours, fonts and vertical padding; what it has none for is here.
_FOLDER = Path(__file__).parent
STYLE = f"<style>{(_FOLDER / 'style.css').read_text(encoding='utf-8')}</style>"
# A container of its own for nothing that is seen.
SCRIPT = (
    "<style>.stElementContainer:has(> .stHtml > script) { display: none }</style>"
    f"<script>{(_FOLDER / 'history.js').read_text(encoding='utf-8')}</script>"
)


def begin(title: str, purpose: str = "") -> DeltaGenerator:
    """The page's title and a sentence or two that say what a visitor does here; their place."""
    st.html(STYLE)
    st.html(SCRIPT, unsafe_allow_javascript=True)
    navigation.show_names_on_a_phone()
    st.title(title, anchor=False)
    place = st.empty()
    place.markdown(purpose)
    return place
