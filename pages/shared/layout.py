"""How every page begins: its title, what it is for, and the one style sheet of the app."""

from pathlib import Path

import streamlit as st

# Streamlit has settings for colours, fonts and vertical padding; what it has none for is here.
_CSS = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
STYLE = f"<style>{_CSS}</style>"


def begin(title: str, purpose: str) -> None:
    """The page's title and one sentence that says what a visitor does here."""
    st.html(STYLE)
    st.title(title, anchor=False)
    st.markdown(purpose)
