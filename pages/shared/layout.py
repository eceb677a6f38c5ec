"""How every page begins: its title, what it is for, and the one style sheet of the app."""

from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared import navigation

# Streamlit has settings for colours, fonts and vertical padding; what it has none for is here.
_CSS = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
STYLE = f"<style>{_CSS}</style>"


def begin(title: str, purpose: str = "") -> DeltaGenerator:
    """The page's title and a sentence or two that say what a visitor does here; their place."""
    st.html(STYLE)
    navigation.show_names_on_a_phone()
    st.title(title, anchor=False)
    place = st.empty()
    place.markdown(purpose)
    return place
